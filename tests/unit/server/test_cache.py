"""What is kept on disk, for how long, and how much of it."""

import multiprocessing
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

import server.cache
from server.cache import FILE, MAX_AGE_SECONDS, Cache
from tests.support.shelf import fill, held, key

DAY = 86_400.0


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> Cache:
    return Cache(tmp_path / "cache", wall=clock)


def test_what_is_put_is_what_is_got(cache: Cache) -> None:
    assert cache.get(key(1)) is None
    cache.put(key(1), "“Ärger”, 1\u2028\0")
    cache.put(key(2), "")
    cache.put(key(2), "second")
    assert cache.get(key(1)) == "“Ärger”, 1\u2028\0"
    assert cache.get(key(2)) == "second"
    assert cache.measure().digests == 2


def test_asking_makes_no_file(cache: Cache) -> None:
    assert cache.get(key(1)) is None
    assert cache.measure().digests == 0
    cache.clear()
    assert not cache.path.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_its_user_may_read_it(cache: Cache) -> None:
    before = os.umask(0)
    try:
        fill(cache, range(3))
    finally:
        os.umask(before)
    assert stat.S_IMODE(cache.path.parent.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in cache.path.parent.iterdir()] == [0o600]


def test_a_text_is_given_up_when_it_is_old(cache: Cache, clock: Clock) -> None:
    cache.put(key(1), "old")
    clock.now += MAX_AGE_SECONDS - DAY
    cache.put(key(2), "young")
    assert held(cache, range(4)) == [1, 2]
    clock.now += DAY
    assert held(cache, range(4)) == [2]
    # Not given any more, and with the next one not there any more.
    cache.put(key(3), "new")
    assert cache.measure().digests == 2


def test_what_is_old_can_be_dropped_without_a_new_one(cache: Cache, clock: Clock) -> None:
    cache.drop_stale()
    assert not cache.path.parent.exists()
    cache.put(key(1), "old")
    clock.now += MAX_AGE_SECONDS - DAY
    cache.put(key(2), "young")
    clock.now += DAY
    cache.drop_stale()
    assert cache.measure().digests == 1


def test_a_clock_set_back_keeps_nothing_for_longer(cache: Cache, clock: Clock) -> None:
    cache.put(key(1), "made in the future")
    clock.now -= 400 * DAY
    assert held(cache, range(3)) == []
    cache.put(key(2), "made now")
    assert held(cache, range(3)) == [2]
    assert cache.measure().digests == 1


def test_it_never_outgrows_its_limit(tmp_path: Path, clock: Clock) -> None:
    cache = Cache(tmp_path, max_bytes=200_000, wall=clock)
    fill(cache, range(400), size=1_000)
    assert cache.measure().bytes <= 200_000
    kept = held(cache, range(400))
    # The oldest go, a tenth at a time.
    assert kept == list(range(kept[0], 400))
    assert len(kept) > 100


def test_one_text_over_the_limit_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, max_bytes=50_000)
    fill(cache, range(3))
    fill(cache, range(3, 4), size=1_000_000)
    fill(cache, range(4, 6))
    assert held(cache, range(6)) == [4, 5]
    assert cache.measure().bytes <= 50_000


def test_cleared_it_leaves_nothing(cache: Cache) -> None:
    fill(cache, range(5))
    for suffix in ("-journal", "-wal", "-shm"):
        cache.path.with_name(FILE + suffix).write_bytes(b"left by a crash")
    cache.clear()
    assert list(cache.path.parent.iterdir()) == []
    assert held(cache, range(5)) == []
    cache.path.with_name(FILE + "-wal").write_bytes(b"left alone")
    cache.clear()
    assert list(cache.path.parent.iterdir()) == []


def test_a_running_server_goes_on_after_a_clear(cache: Cache, tmp_path: Path) -> None:
    fill(cache, range(5))
    Cache(tmp_path / "cache").clear()
    assert held(cache, range(5)) == []
    fill(cache, range(5, 6))
    assert held(cache, range(6)) == [5]


def test_what_is_removed_is_overwritten(cache: Cache, clock: Clock) -> None:
    # Kept as it is, because zlib finds nothing to shorten in it.
    secret = os.urandom(400).hex()
    cache.put(key(1), secret)
    with closing(sqlite3.connect(cache.path)) as database:
        (value,) = database.execute("SELECT value FROM digests").fetchone()
    assert value in cache.path.read_bytes()
    clock.now += MAX_AGE_SECONDS
    cache.put(key(2), "")
    assert value[:40] not in cache.path.read_bytes()
    assert value[-40:] not in cache.path.read_bytes()


def test_a_row_whose_bits_have_flipped_is_not_given(cache: Cache) -> None:
    fill(cache, range(2), size=500)
    with closing(sqlite3.connect(cache.path)) as database, database:
        database.execute(
            "UPDATE digests SET value = substr(value, 1, 200) || x'00' WHERE key = ?", [key(0)]
        )
        (other,) = database.execute("SELECT value FROM digests WHERE key = ?", [key(1)]).fetchone()
    assert held(cache, range(2)) == [1]
    with closing(sqlite3.connect(cache.path)) as database, database:
        database.execute("UPDATE digests SET value = ? WHERE key = ?", [other, key(0)])
    assert held(cache, range(2)) == [1]


def write_many(folder: Path, numbers: range) -> None:
    # However long a busy machine keeps the other one from going on.
    server.cache._LOCK_SECONDS = 30
    fill(Cache(folder), numbers, size=500)


def test_two_servers_may_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    shares = [range(0, 200), range(200, 400)]
    writers = [context.Process(target=write_many, args=(tmp_path, share)) for share in shares]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
        assert writer.exitcode == 0
    cache = Cache(tmp_path)
    assert held(cache, range(400)) == list(range(400))
    with closing(sqlite3.connect(cache.path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
