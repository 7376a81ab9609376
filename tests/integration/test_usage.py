"""The arguments that `python -m server` accepts, and its errors for all others."""

import subprocess
import sys
from pathlib import Path

import pytest

from server import __version__
from server.cli.parser import make_config, make_parser
from server.config import Config
from tests.support.command import REPOSITORY, check_failure, run

COMMANDS = ["digest", "batch", "pair", "install", "uninstall", "doctor"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        pytest.param(["digest", "nowhere.txt"], 1, "nowhere.txt could not be read", id="no file"),
        pytest.param(["digest", "tests"], 1, "tests could not be read", id="a folder"),
        pytest.param(["digest", "--length", "tiny"], 2, "invalid choice", id="unknown length"),
        pytest.param(["digest", "--style", "long"], 2, "invalid choice", id="unknown style"),
        pytest.param(["digest", "--port", "1"], 2, "unrecognized", id="port of no use"),
        pytest.param(["--port", "80"], 1, "between 1024 and 65535", id="privileged port"),
        pytest.param(["--port", "http"], 2, "invalid int value", id="port by name"),
        pytest.param(["--host=0.0.0.0"], 2, "unrecognized", id="another host"),
        pytest.param(["batch", "news.jsonl"], 2, "required: OUT", id="no place to write"),
        pytest.param(["batch", "a", "b", "--to", "csv"], 2, "invalid choice", id="unknown format"),
        pytest.param(["batch", "a", "b", "--ray=a", "--workers=2"], 2, "not allowed", id="both"),
        pytest.param(["publish"], 2, "invalid choice", id="unknown command"),
        pytest.param(["pair", "123456"], 2, "unrecognized", id="a code to pair"),
        pytest.param(["pair", "--port", "80"], 1, "between 1024", id="privileged port to pair"),
        pytest.param(["doctor", "--clean"], 2, "unrecognized", id="unknown option"),
        pytest.param(["pair", "--port"], 2, "expected one argument", id="no value"),
        pytest.param(["pair", "--reset=yes"], 2, "ignored explicit", id="value of a flag"),
        pytest.param(["uninstall", "--port", "1"], 2, "unrecognized", id="port to uninstall"),
    ],
)
def test_bad_arguments_are_named_in_one_line(
    arguments: list[str], status: int, message: str
) -> None:
    check_failure(run(*arguments), status, message)


def test_version_is_the_package_version() -> None:
    assert run("--version").stdout == f"nutgraf {__version__}\n"


def test_help_shows_examples() -> None:
    assert "\n  python -m server digest story.txt" in run("--help").stdout
    assert "\n  python -m server digest story.txt" in run("digest", "--help").stdout
    for command in COMMANDS:
        assert f"\n    {command} " in run("--help").stdout


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
def test_help_fits_a_terminal(command: list[str]) -> None:
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("place", ["before", "after"])
def test_options_stand_on_either_side_of_a_command(place: str) -> None:
    options = ["--port", "8800", "--config-dir", "here"]
    line = [*options, "pair"] if place == "before" else ["pair", *options]
    assert make_config(make_parser().parse_args(line)) == Config(8800, config_dir=Path("here"))
    assert make_config(make_parser().parse_args([])) == Config()


@pytest.mark.parametrize(
    ("line", "unneeded"),
    [
        (["--version"], {"flask", "waitress", "numpy", "onnxruntime", "psutil"}),
        (["digest", "--help"], {"flask", "waitress", "numpy", "onnxruntime", "psutil"}),
        (["batch", "--help"], {"flask", "waitress", "numpy", "onnxruntime", "pyarrow", "tqdm"}),
        (["batch", "story.jsonl", "out"], {"flask", "waitress", "pyarrow", "pandas", "ray"}),
        (["digest", "story.txt"], {"flask", "waitress", "werkzeug", "psutil"}),
        (["pair"], {"flask", "waitress", "werkzeug", "onnxruntime"}),
    ],
    # Workers of pytest-xdist need the same names, and a set has no order.
    ids=lambda words: " ".join(words if isinstance(words, list) else sorted(words)),
)
def test_a_command_imports_what_it_needs(
    line: list[str], unneeded: set[str], tmp_path: Path, tiny_model: Path
) -> None:
    check = (
        "import sys; from contextlib import suppress; from server.__main__ import main\n"
        "with suppress(SystemExit): main(sys.argv[1:])\n"
        "print(*sys.modules)"
    )
    options = ["--config-dir", str(tmp_path), "--model-dir", str(tiny_model)]
    (tmp_path / "story.txt").write_text("The council closed the bridge. " * 5, encoding="utf-8")
    (tmp_path / "story.jsonl").write_text('{"text": "Too short."}', encoding="utf-8")
    named = {"story.txt", "story.jsonl", "out"}
    line = [str(tmp_path / word) if word in named else word for word in line]
    done = subprocess.run(
        [sys.executable, "-c", check, *options, *line],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    imported = set(done.stdout.splitlines()[-1].split())
    assert "argparse" in imported
    assert imported & unneeded == set()
