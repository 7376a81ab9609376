"""Digests kept on disk, where the reader asked for it: one SQLite file, bounded in size and age.

A cache only saves time. Whatever is wrong with the file, its folder or its disk is written to the
log once, without a word of an article, and the digest is made as if there were no cache.
"""

import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from server.pairing import secret_files

FILE = "digests.sqlite3"

# About 30,000 digests: years of reading.
MAX_BYTES = 32_000_000

# News is read again within days, if at all.
MAX_AGE_SECONDS = 30 * 86_400

# How long the reader may wait while another server writes. One write takes a millisecond.
_LOCK_SECONDS = 0.2

# Full, the cache gives up this share of its digests at once, and not one with each new one.
_EVICTED_SHARE = 10

# What a new text may need besides its own bytes: the rest of its last page, and a split in each of
# the two trees that it is entered in.
_SPARE_PAGES = 5

_SETTINGS = (
    # What is removed is overwritten, and what is being changed is not copied to a journal on disk.
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = MEMORY",
    # A power cut may cost the cache, which every read can tell; a digest shall not wait for a disk.
    "PRAGMA synchronous = OFF",
)

_SCHEMA = """\
CREATE TABLE IF NOT EXISTS digests (
    number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, made REAL NOT NULL, value BLOB NOT NULL
)"""

# A clock that was set back makes digests of the future: they would be kept for long, so they go.
_STALE = "made <= ? OR made > ?"

# Not a database, one in pieces, or one of another schema.
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR})

_TROUBLES = (sqlite3.Error, OSError)

_LOG = logging.getLogger("nutgraf")


@dataclass(frozen=True, slots=True)
class Usage:
    """How many digests a cache holds, and how many bytes its files have."""

    digests: int
    bytes: int


class Cache:
    """Keeps texts by keys of bytes, in one file of a folder of its own.

    Each call opens the file anew: threads and servers share it, and one that was removed is gone.
    """

    def __init__(
        self, folder: Path, max_bytes: int = MAX_BYTES, wall: Callable[[], float] = time.time
    ) -> None:
        """Name the folder, which is made with the first text. `wall` returns seconds."""
        self.path = folder / FILE
        self._max_bytes = max_bytes
        self._wall = wall
        self._reported: set[str] = set()

    def get(self, key: bytes) -> str | None:
        """Return the text of a key if it is there, and neither too old nor damaged."""
        try:
            if not self.path.exists():
                return None
            with self._open() as database:
                row = database.execute(
                    f"SELECT value FROM digests WHERE key = ? AND NOT ({_STALE})",  # noqa: S608
                    (key, *self._bounds()),
                ).fetchone()
            return _unpack(key, row[0]) if row else None
        except _TROUBLES as error:
            self._report(error)
            return None

    def put(self, key: bytes, text: str) -> None:
        """Keep a text, and no longer what is too old or too much."""
        value = _pack(key, text)
        try:
            secret_files.make_folder(self.path.parent)
            if not self.path.exists():
                with suppress(FileExistsError):
                    secret_files.create(self.path, b"")
            with self._open() as database:
                database.execute("BEGIN IMMEDIATE")
                self._drop_stale(database)
                if self._has_room(database, len(value)):
                    database.execute(
                        "INSERT OR REPLACE INTO digests (key, made, value) VALUES (?, ?, ?)",
                        (key, self._wall(), value),
                    )
                database.execute("COMMIT")
        except _TROUBLES as error:
            self._report(error)

    def drop_stale(self) -> None:
        """Remove what is too old now; `put` does so too."""
        try:
            if self.path.exists():
                with self._open() as database:
                    self._drop_stale(database)
        except _TROUBLES as error:
            self._report(error)

    def measure(self) -> Usage:
        """Count what is there. Raises OSError, or sqlite3.Error where the file is damaged."""
        if not self.path.exists():
            return Usage(0, 0)
        with self._open() as database:
            (count,) = database.execute("SELECT count(*) FROM digests").fetchone()
        return Usage(count, sum(file.stat().st_size for file in self._files()))

    def clear(self) -> None:
        """Remove every file of the cache. Raises OSError where one cannot be removed."""
        # Overwritten first, as far as it is a database: a removed file's blocks stay on the disk.
        with suppress(sqlite3.Error):
            if self.path.exists():
                with self._open() as database:
                    database.execute("DELETE FROM digests")
        for file in self._files():
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        names = (FILE, *(FILE + suffix for suffix in ("-journal", "-wal", "-shm")))
        return [path for name in names if (path := self.path.with_name(name)).exists()]

    def _bounds(self) -> tuple[float, float]:
        now = self._wall()
        return now - MAX_AGE_SECONDS, now

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # SQLite would make a file that is not there, for everyone to read.
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        # Without Python's own transactions, each statement is one, or BEGIN says otherwise.
        connection = sqlite3.connect(address, uri=True, timeout=_LOCK_SECONDS, isolation_level=None)
        with closing(connection) as database:
            for statement in (*_SETTINGS, _SCHEMA):
                database.execute(statement)
            yield database

    def _drop_stale(self, database: sqlite3.Connection) -> None:
        database.execute(f"DELETE FROM digests WHERE {_STALE}", self._bounds())  # noqa: S608

    def _has_room(self, database: sqlite3.Connection, size: int) -> bool:
        """Make room for a text of a packed size, at the cost of the oldest; tell if there is."""

        def ask(pragma: str) -> int:
            return int(database.execute(f"PRAGMA {pragma}").fetchone()[0])

        page = ask("page_size")
        allowed = self._max_bytes - size - _SPARE_PAGES * page
        while (ask("page_count") - ask("freelist_count")) * page > allowed:
            removed = database.execute(
                "DELETE FROM digests WHERE number IN (SELECT number FROM digests ORDER BY number "
                "LIMIT 1 + (SELECT count(*) FROM digests) / ?)",
                (_EVICTED_SHARE,),
            )
            if removed.rowcount == 0:
                return False
        return True

    def _report(self, error: Exception) -> None:
        """Write each kind of trouble once, by its name alone: the error's text may quote a row."""
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        # The first byte is the kind of error, and the rest its circumstances.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            with suppress(OSError):
                self.clear()
        if name not in self._reported:
            self._reported.add(name)
            _LOG.warning("The cache could not be used (%s). Digests are made without it.", name)


def _pack(key: bytes, text: str) -> bytes:
    # A row vouches for itself: zlib checks the sum, and the key tells whose text it is.
    return zlib.compress(key + text.encode())


def _unpack(key: bytes, value: object) -> str | None:
    try:
        content = zlib.decompress(value) if isinstance(value, bytes) else b""
        return content.removeprefix(key).decode() if content.startswith(key) else None
    except (zlib.error, UnicodeDecodeError):
        return None
