"""The corpus command on a real Ray cluster: three nodes of one core, all on this machine."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.command import REPOSITORY, check_failure, run
from tests.support.corpora import make_rows, read_files, read_rows, write_lines
from tests.support.extras import require
from tests.support.object_store import open_store
from tests.support.trace import STRACE, Trace, wrap

require("ray")
pa, pq = require("pyarrow"), require("pyarrow.parquet")

from tests.support.ray_nodes import Cluster, start_cluster  # noqa: E402

pytestmark = pytest.mark.cluster

PATIENCE_SECONDS = 90

ROWS = make_rows(450)

ONE_NODE = """
import subprocess, sys
from tests.support.ray_nodes import start_cluster
with start_cluster(nodes=1) as cluster:
    command = [sys.executable, "-m", "server", "batch", *sys.argv[1:], "--ray", cluster.address]
    subprocess.run(command, check=True)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with start_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two formats, with some rows that will be refused."""
    folder = tmp_path_factory.mktemp("news")
    write_lines(folder / "a.jsonl", [*ROWS[:300], {"text": "Too short."}, *ROWS[300:]])
    write_lines(folder / "deep" / "b.jsonl", [{"no": "text"}])
    pq.write_table(pa.Table.from_pylist(ROWS[::3]), folder / "c.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(
    news: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return what a run without a cluster leaves."""
    out = tmp_path_factory.mktemp("expected")
    assert run("batch", "--model-dir", tiny_model, news, out).returncode == 0
    return read_files(out)


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "server", "batch", *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for the end; leave out what Ray itself has written, in lines that begin with a time."""
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    ours = "".join(line for line in err.splitlines(True) if not line.startswith("[20"))
    return subprocess.CompletedProcess(process.args, process.returncode, out, ours)


def test_a_cluster_makes_the_same_files_in_an_object_store(
    cluster: Cluster, news: Path, tiny_model: Path, tmp_path: Path
) -> None:
    options = ("--model-dir", tiny_model, "--to", "parquet")
    plain = tmp_path / "plain"
    assert run("batch", *options, news, plain).returncode == 0
    with open_store() as store:
        for name, content in read_files(news).items():
            store.objects[f"/news/2026/{name}"] = content
        paths = (store.name("news/2026"), store.name("news/out"))
        done = finish(start(*options, "--ray", cluster.address, *paths))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Wrote 600 digests and 2 refused rows to ")
    expected = {f"/news/out/{name}": content for name, content in read_files(plain).items()}
    made = {key: store.objects[key] for key in store.objects if key.startswith("/news/out/")}
    assert made.keys() - expected.keys() == {"/news/out/run.json"}
    assert expected.items() <= made.items()


def test_what_goes_wrong_on_a_node_is_named(
    cluster: Cluster, tiny_model: Path, tmp_path: Path
) -> None:
    news = tmp_path / "news.jsonl.xz"
    news.write_bytes(b"This was never packed.")
    ray = ("--ray", cluster.address)
    done = finish(start("--model-dir", tiny_model, *ray, news, tmp_path / "out"))
    check_failure(done, 1, "news.jsonl.xz is damaged or incomplete")


def test_a_node_that_is_killed_costs_no_row(
    cluster: Cluster, news: Path, expected: dict[str, bytes], tiny_model: Path, tmp_path: Path
) -> None:
    process = start("--model-dir", tiny_model, "--ray", cluster.address, news, tmp_path)
    due = time.monotonic() + PATIENCE_SECONDS
    while len(list(tmp_path.glob("rows/a.jsonl/*"))) < 3:
        assert process.poll() is None
        assert time.monotonic() < due
        time.sleep(0.01)
    cluster.kill_a_node()
    assert len(read_files(tmp_path)) < len(expected)
    # Before that, Ray tells that it has lost a node.
    told, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert told.endswith(f"Wrote 600 digests and 2 refused rows to {tmp_path}.\n")
    assert read_files(tmp_path) == expected
    ids = [row["id"] for row in read_rows(tmp_path)]
    assert ids == [row["id"] for row in (*ROWS, *ROWS[::3])]


def test_no_cluster_is_named(tiny_model: Path, tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", ROWS[:2])
    nobody = "127.0.0.1:9"
    done = run("batch", "--model-dir", tiny_model, "--ray", nobody, news, tmp_path / "out")
    check_failure(done, 1, f"No Ray cluster answers at {nobody}. Start one")


def test_a_cluster_that_reports_home_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", ROWS[:2])
    # Not to them, in this test.
    with start_cluster(nodes=1, RAY_USAGE_STATS_REPORT_URL="http://127.0.0.1:10") as cluster:
        ray = ("--ray", cluster.address)
        done = finish(start("--model-dir", tiny_model, *ray, news, tmp_path / "out"))
    check_failure(done, 1, "reports its use to Ray's makers")
    assert not list((tmp_path / "out").glob("rows/*"))


def test_a_cluster_speaks_to_itself_alone(tmp_path: Path, tiny_model: Path) -> None:
    if STRACE is None:
        # In CI a test that is skipped would be one that is not there.
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is missing: install it")
    news = write_lines(tmp_path / "news.jsonl", ROWS[:50])
    arguments = ["--model-dir", str(tiny_model), str(news), str(tmp_path / "out")]
    strace, *command = wrap([sys.executable, "-c", ONE_NODE, *arguments], tmp_path / "trace")
    # So that the many other calls of Ray's processes are not slowed down.
    subprocess.run([strace, "--seccomp-bpf", *command], cwd=REPOSITORY, check=True)
    assert len(read_rows(tmp_path / "out")) == 50
    own = {address.address for kind in psutil.net_if_addrs().values() for address in kind}
    own |= {f"::ffff:{address}" for address in own}
    found = {
        address
        for call in Trace(tmp_path / "trace").addressed
        for address in re.findall(r'sa_family=AF_INET6?, .*?"([0-9a-f:.]+)"', call)
    }
    # Connected to as a datagram, which sends nothing: Ray asks the system for its own address so.
    assert found - own <= {"8.8.8.8"}
    sent = Trace(tmp_path / "trace").find("sendto", "sendmsg", "sendmmsg")
    assert [call for call in sent if "8.8.8.8" in call or "htons(53)" in call] == []
    assert found & own
