"""What is wrong with the cache's file, folder or disk costs no digest, and is told once."""

import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from server.cache import Cache
from tests.support.shelf import fill, held

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def damage_all(path: Path) -> None:
    path.write_bytes(b"not a database " * 1_000)


def damage_pages(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes(len(content) - 100))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def reshape(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE digests (key, text)")


@pytest.mark.parametrize("damage", [damage_all, damage_pages, cut, reshape])
def test_a_damaged_file_is_begun_anew(
    cache: Cache, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    fill(cache, range(20), size=1_000)
    damage(cache.path)
    assert held(cache, range(20)) == []
    fill(cache, range(20, 22))
    assert held(cache, range(22)) == [20, 21]
    assert len(caplog.records) == 1
    assert "text" not in caplog.text


def test_an_empty_file_is_a_cache(cache: Cache, caplog: pytest.LogCaptureFixture) -> None:
    fill(cache, range(1))
    cache.path.write_bytes(b"")
    fill(cache, range(1, 2))
    assert held(cache, range(2)) == [1]
    assert not caplog.records


def test_a_locked_file_costs_no_more_than_a_moment(
    cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    fill(cache, range(1))
    with closing(sqlite3.connect(cache.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        fill(cache, range(1, 4))
        assert held(cache, range(4)) == []
    assert held(cache, range(4)) == [0]
    assert [record.message for record in caplog.records] == [
        "The cache could not be used (SQLITE_BUSY). Digests are made without it."
    ]
    fill(cache, range(4, 5))
    assert held(cache, range(5)) == [0, 4]


@pytest.mark.parametrize("place", ["folder", "file"])
def test_a_place_that_cannot_be_used_costs_nothing(
    cache: Cache, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    if place == "folder":
        cache.path.parent.write_text("a file where the folder should be")
    else:
        cache.path.mkdir(parents=True)
    fill(cache, range(3))
    assert held(cache, range(3)) == []
    assert 1 <= len(caplog.records) <= 2
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


FULL_DISK = """
import resource, sys
from pathlib import Path
from server.cache import Cache
from tests.support.shelf import fill, held
cache = Cache(Path(sys.argv[1]))
fill(cache, range(3))
size = cache.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
fill(cache, range(3, 6), size=50_000)
print(held(cache, range(6)))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_a_full_disk_costs_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, tmp_path],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "[0, 1, 2]\n"
    assert done.stderr.count("The cache could not be used") == 1
