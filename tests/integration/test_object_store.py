"""The corpus command reads from an object store and writes to one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command import check_failure, run
from tests.support.corpora import make_rows, read_files, write_lines
from tests.support.extras import require
from tests.support.object_store import Store, open_store

pa, pq = require("pyarrow"), require("pyarrow.parquet")

ROWS = make_rows(90)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store() as store:
        store.objects["/news/2026/a.jsonl"] = write_lines(
            tmp_path / "in/a.jsonl", ROWS
        ).read_bytes()
        pq.write_table(pa.Table.from_pylist(ROWS[::3]), tmp_path / "in" / "b.parquet")
        store.objects["/news/2026/b.parquet"] = (tmp_path / "in" / "b.parquet").read_bytes()
        yield store


def read_parts(store: Store, out: str) -> dict[str, bytes]:
    return {
        path.removeprefix(f"/{out}/"): content
        for path, content in store.objects.items()
        if path.startswith(f"/{out}/") and not path.endswith("run.json")
    }


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_store_holds_the_same_parts_as_a_folder(
    store: Store, tmp_path: Path, tiny_model: Path, form: str
) -> None:
    options = ("batch", "--model-dir", tiny_model, "--to", form)
    assert run(*options, tmp_path / "in", tmp_path / "out").returncode == 0
    done = run(*options, store.name("news/2026"), store.name("news/digests"))
    assert (done.returncode, done.stderr) == (0, "")
    assert read_parts(store, "news/digests") == read_files(tmp_path / "out")
    again = run(*options, store.name("news/2026"), store.name("news/digests"))
    assert "120 more rows were done by an earlier run" in again.stdout


def test_one_object_is_read_and_the_rest_done_later(store: Store, tiny_model: Path) -> None:
    options = ("batch", "--model-dir", tiny_model)
    out = store.name("news/digests")
    done = run(*options, store.name("news/2026/a.jsonl"), out)
    assert done.stdout.startswith("Wrote 90 digests")
    lost = next(path for path in store.objects if path.startswith("/news/digests/rows/"))
    del store.objects[lost]
    before = dict(store.objects)
    assert run(*options, store.name("news/2026/a.jsonl"), out).returncode == 0
    assert store.objects.keys() - before.keys() == {lost}


def test_what_a_store_cannot_do_is_named(store: Store, tmp_path: Path, tiny_model: Path) -> None:
    def ask(source: object, target: object, message: str) -> None:
        check_failure(run("batch", "--model-dir", tiny_model, source, target), 1, message)

    ask(store.name("news/2027"), tmp_path / "out", "no file whose name ends in .jsonl")
    ask(store.name("news/2026"), store.name("news/2026/out"), "would read its digests")
    ask(store.name("news/2026"), store.name("news/2026/a.jsonl"), "is a file")
