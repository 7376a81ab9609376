"""A corpus run that is killed, or cannot go on, loses no row, repeats none, and says why."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.command import REPOSITORY, check_failure, run
from tests.support.corpora import make_rows, read_files, read_rows, write_lines
from tests.support.extras import require

# The Parquet of a quarter of a gigabyte takes 30 s of computing, and a busy machine has less.
PATIENCE_SECONDS = 180

# What no run of these tests needs: the model and the workers are 130 MB each.
MOST_MEGABYTES = 400

ROWS = make_rows(400)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "news.jsonl", ROWS)


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "server", "batch", *map(str, arguments)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for_parts(out: Path, process: subprocess.Popen[bytes], count: int) -> None:
    due = time.monotonic() + PATIENCE_SECONDS
    while len(list(out.glob("rows/*/[!.]*"))) < count:
        assert process.poll() is None
        assert time.monotonic() < due
        time.sleep(0.002)


def test_a_run_that_is_killed_goes_on(tmp_path: Path, tiny_model: Path, news: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert run("batch", "--model-dir", tiny_model, news, whole).returncode == 0
    for parts in (1, 4):
        process = start("--model-dir", tiny_model, news, out)
        wait_for_parts(out, process, parts)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        # The workers, orphans now, end by themselves; until then they hold the pipes.
        process.communicate(timeout=PATIENCE_SECONDS)
        assert psutil.wait_procs(workers, timeout=PATIENCE_SECONDS)[1] == []
    assert len(read_files(out)) < len(read_files(whole))
    # As if it had been killed while it wrote.
    (out / "rows" / "news.jsonl" / ".0123.part").write_bytes(b'{"id": "torn')
    done = run("batch", "--model-dir", tiny_model, news, out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "more rows were done by an earlier run" in done.stdout
    assert read_files(out) == read_files(whole)
    assert [row["id"] for row in read_rows(out)] == [row["id"] for row in ROWS]


def test_ctrl_c_ends_it_at_once_and_silently(tmp_path: Path, tiny_model: Path) -> None:
    # More than a minute's work, so that it cannot end before the signal arrives.
    news = write_lines(tmp_path / "news.jsonl", ROWS * 100)
    process = start("--model-dir", tiny_model, news, tmp_path / "out")
    wait_for_parts(tmp_path / "out", process, 1)
    workers = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=PATIENCE_SECONDS) == (b"", b"")
    assert process.returncode == 130
    assert psutil.wait_procs(workers, timeout=PATIENCE_SECONDS)[1] == []


def test_a_worker_that_is_killed_is_told(tmp_path: Path, tiny_model: Path, news: Path) -> None:
    process = start("--model-dir", tiny_model, "--workers", 1, news, tmp_path / "out")
    wait_for_parts(tmp_path / "out", process, 1)
    # Besides the worker there is the resource tracker of multiprocessing.
    (worker,) = (
        child
        for child in psutil.Process(process.pid).children()
        if "spawn_main" in " ".join(child.cmdline())
    )
    worker.kill()
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    check_failure(
        subprocess.CompletedProcess([], process.returncode, out.decode(), err.decode()),
        1,
        "A worker was killed",
    )


def test_a_full_disk_is_told_and_nothing_is_torn(
    tmp_path: Path, tiny_model: Path, news: Path
) -> None:
    # No file may be longer: as a disk that is full, it takes the beginning of one.
    limited = "import resource, runpy, sys\n" + (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "runpy.run_module('server', run_name='__main__')"
    )
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", limited, "batch", "--model-dir", tiny_model, news, out],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    check_failure(done, 1, "File too large. Fix that and run it again")
    assert list(read_files(out)) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--style", "exact"], "started with style brief, not exact"),
        (["--length", "long"], "started with length short, not long"),
        (["--to", "parquet"], "started with format jsonl, not parquet"),
    ],
)
def test_a_run_of_other_settings_is_refused(
    tmp_path: Path, tiny_model: Path, options: list[str], message: str
) -> None:
    news = write_lines(tmp_path / "news.jsonl", ROWS[:2])
    assert run("batch", "--model-dir", tiny_model, news, tmp_path / "out").returncode == 0
    check_failure(
        run("batch", "--model-dir", tiny_model, *options, news, tmp_path / "out"), 1, message
    )


def test_a_corpus_that_has_changed_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", ROWS[:2])
    assert run("batch", "--model-dir", tiny_model, news, tmp_path / "out").returncode == 0
    write_lines(news, ROWS[:3])
    done = run("batch", "--model-dir", tiny_model, news, tmp_path / "out")
    check_failure(done, 1, "news.jsonl has changed since OUT was started")


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        pytest.param("nowhere.jsonl", "out", "no file whose name ends in .jsonl", id="no file"),
        pytest.param("notes.txt", "out", "no file whose name ends in .jsonl", id="other file"),
        pytest.param("empty", "out", "no file whose name ends in .jsonl", id="empty folder"),
        pytest.param("news.jsonl", "notes.txt", "notes.txt is a file", id="OUT is a file"),
        pytest.param("news.jsonl", "full", "OUT is not empty", id="OUT is another folder"),
        pytest.param(".", "out", "would read its digests", id="OUT in IN"),
        pytest.param("cut.jsonl.gz", "out", "cut.jsonl.gz is damaged or incomplete", id="cut gz"),
        pytest.param("no.jsonl.xz", "out", "no.jsonl.xz is damaged", id="no xz"),
        pytest.param("no.parquet", "out", "could not be read as Parquet", id="no Parquet"),
        pytest.param("body.parquet", "out", "no column paragraphs, article", id="other columns"),
        pytest.param("web://x/y", "out", "cannot be reached", id="unknown store"),
    ],
)
def test_what_cannot_be_read_or_written_is_named(
    tmp_path: Path, tiny_model: Path, source: str, target: str, message: str
) -> None:
    pa, pq = require("pyarrow"), require("pyarrow.parquet")
    for folder in ("empty", "full"):
        (tmp_path / folder).mkdir()
    for name in ("notes.txt", "full/notes.txt", "no.jsonl.xz", "no.parquet"):
        (tmp_path / name).write_text("Nothing that is read.\n", encoding="utf-8")
    news = write_lines(tmp_path / "news.jsonl", ROWS[:2])
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(news.read_bytes())[:-40])
    pq.write_table(pa.table({"body": ["x"]}), tmp_path / "body.parquet")
    paths = [name if "://" in name else tmp_path / name for name in (source, target)]
    check_failure(run("batch", "--model-dir", tiny_model, *paths), 1, message)


def test_no_worker_and_no_model_are_named(tmp_path: Path, news: Path) -> None:
    check_failure(run("batch", "--workers", 0, news, tmp_path / "out"), 1, "must be at least one")
    check_failure(run("batch", "--model-dir", tmp_path, news, tmp_path / "out"), 1, "no model in")


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("pyarrow", ["news.jsonl", "--to", "parquet"], "corpus"),
        ("pyarrow", ["news.parquet"], "corpus"),
        ("pyarrow", ["s3://bucket/news.jsonl"], "corpus"),
        ("ray", ["news.jsonl", "--ray", "auto"], "cluster"),
    ],
)
def test_a_missing_extra_is_named_with_its_command(
    tmp_path: Path, tiny_model: Path, missing: str, arguments: list[str], extra: str
) -> None:
    write_lines(tmp_path / "news.jsonl", ROWS[:2])
    (tmp_path / "news.parquet").touch()
    without = (
        f"import sys; sys.modules[{missing!r}] = None; from server.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    source, *options = arguments
    source = source if "://" in source else str(tmp_path / source)
    command = ["batch", "--model-dir", tiny_model, source, tmp_path / "out", *options]
    done = subprocess.run(
        [sys.executable, "-c", without, *map(str, command)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    check_failure(done, 1, f"pip install --require-hashes -r requirements/{extra}.txt")
    assert f"{missing} is not installed" in done.stderr
    assert (REPOSITORY / "requirements" / f"{extra}.txt").is_file()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, tiny_model: Path, form: str) -> None:
    news = tmp_path / f"news.{form}"
    if form == "jsonl":
        # A gigabyte without a line feed, of which the disk keeps hardly anything.
        with news.open("wb") as file:
            file.truncate(1_000_000_000)
    else:
        pa, pq = require("pyarrow"), require("pyarrow.parquet")
        # A quarter of a gigabyte in one group of rows that are soon refused.
        rows = pa.repeat(" " * 12_000, 20_000)
        pq.write_table(pa.table({"text": rows}), news, use_dictionary=False)
    # The workers' most counts what they had when they were still a copy of their parent.
    check = (
        "import pathlib, re, resource, sys; from server.__main__ import main\n"
        "main(sys.argv[1:])\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(re.findall(r'VmHWM:\\s+(\\d+)', status)[0])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, "batch", "--model-dir", tiny_model, news, tmp_path / "out"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    most = max(map(int, done.stdout.split()[-2:]))
    assert most < MOST_MEGABYTES * 1024
