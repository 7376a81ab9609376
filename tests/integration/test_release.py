"""What `make release` builds: a wheel that works by itself, and the zips, twice the same."""

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest
from version import ROOT, read_version

BUILDER = ROOT / ".venv-release" / "bin" / "python"
NEWS = """Old bridge opens again

The mayor of Elmsworth opened the old bridge on Monday after a year of repairs.
The work cost the town three million pounds and took six months longer than planned.
Shops on both banks of the river lost a third of their sales in that time.
A ferry that carried walkers across the river will stop running in May.
The council plans to count the cars that cross the bridge each day.
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not BUILDER.exists() and "CI" not in os.environ:
        pytest.skip("needs `make release-setup`")
    folder = tmp_path_factory.mktemp("dist")
    build = "import sys; from pathlib import Path; from release import ROOT, build_twice\n"
    build += "build_twice(ROOT, Path(sys.argv[1]))"
    subprocess.run([BUILDER, "-c", build, folder], cwd=ROOT / ".ci", check=True)
    return folder


@pytest.fixture(scope="module")
def unpacked(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(dist / f"nutgraf-{read_version()}-py3-none-any.whl") as wheel:
        wheel.extractall(folder)
    return folder


def test_there_are_a_wheel_and_a_zip_for_each_browser(dist: Path) -> None:
    version = read_version()
    assert sorted(path.name for path in dist.iterdir()) == [
        f"nutgraf-{version}-py3-none-any.whl",
        f"nutgraf-chromium-{version}.zip",
        f"nutgraf-firefox-{version}.zip",
    ]


def test_the_wheel_has_all_that_the_server_opens(unpacked: Path) -> None:
    def name_files(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "server"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    model = {f"server/model_artifact/{name}" for name in name_files(ROOT / "model" / "artifact")}
    packed = {name for name in name_files(unpacked) if name.startswith("server/")}
    assert packed == set(listed.stdout.split()) | model


def test_the_command_of_the_wheel_makes_a_digest(unpacked: Path, tmp_path: Path) -> None:
    points = ConfigParser()
    points.read(next(unpacked.glob("*.dist-info")) / "entry_points.txt")
    module, function = points["console_scripts"]["nutgraf"].split(":")
    command = f"import sys; from {module} import {function}; sys.exit({function}())"
    (tmp_path / "news.txt").write_text(NEWS)
    done = subprocess.run(
        [sys.executable, "-c", command, "digest", "news.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert "bridge" in done.stdout
