"""Digests on disk, by the command line: only where they are asked for, and gone when told to."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.config import Config
from tests.support.application import STORY, Address, make_pairing
from tests.support.command import check_failure, run, serve
from tests.support.server_process import find_free_port

NDJSON = "application/x-ndjson"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of the pairing of a browser."""
    make_pairing(Config(), tmp_path / "config")
    return tmp_path / "config"


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every process of the test its own place for caches, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


def ask(server: Address, body: bytes, **headers: str) -> dict[str, object]:
    response, content = server.ask("POST", "/v1/digest", body, **headers)
    assert response.status == 200
    answer = json.loads(content.splitlines()[-1])
    assert answer.pop("timing_ms") >= 0
    return answer


def tell(port: int) -> str:
    done = run("cache", "--port", port)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_without_being_asked_a_server_keeps_nothing(
    folder: Path, caches: Path, tiny_model: Path, story_body: bytes
) -> None:
    port = find_free_port()
    with serve(folder, port, "--model-dir", tiny_model) as (server, _):
        ask(server, story_body)
        ask(server, story_body, Accept=NDJSON)
        assert f"off: the server on port {port} was started without --cache" in tell(port)
    assert "Holds  0 digests, 0 bytes" in tell(port)
    run("cache", "--clear")
    assert not caches.exists()
    assert {path.name for path in folder.iterdir()} == {"token", "paired"}


def test_a_server_that_is_asked_to_keeps_digests_until_they_are_cleared(
    folder: Path, caches: Path, tiny_model: Path, story_body: bytes
) -> None:
    port = find_free_port()
    with serve(folder, port, "--cache", "--model-dir", tiny_model) as (server, read_log):
        made = ask(server, story_body)
        assert ask(server, story_body) == made
        told = tell(port)
        assert f"on: the server on port {port} keeps digests" in told
        assert "Holds  1 digest," in told
        assert str(caches / "nutgraf") in told
        assert run("cache", "--clear").returncode == 0
        assert [path for path in caches.rglob("*") if path.is_file()] == []
        # The server that runs goes on, with a new file.
        assert ask(server, story_body) == made
        assert "Holds  1 digest," in tell(port)
        assert "cache" not in read_log()
    # And a server that starts later knows what this one made.
    with closing(sqlite3.connect(*caches.rglob("*.sqlite3"))) as database:
        assert database.execute("SELECT count(*) FROM digests").fetchone() == (1,)


def test_no_word_of_an_article_lies_open_on_the_disk(
    folder: Path, caches: Path, tiny_model: Path, story_body: bytes
) -> None:
    with serve(folder, find_free_port(), "--cache", "--model-dir", tiny_model) as (server, _):
        ask(server, story_body)
    (file,) = (path for path in caches.rglob("*") if path.is_file())
    words = {word.strip(".,“”") for word in " ".join(STORY).split() if len(word) > 6}
    assert [word for word in words if word.encode() in file.read_bytes()] == []


def test_what_cannot_be_read_or_removed_is_told(caches: Path) -> None:
    (caches / "nutgraf").mkdir(parents=True)
    (caches / "nutgraf" / "digests.sqlite3").write_bytes(b"not a database" * 99)
    assert "cannot be read now; python -m server cache --clear" in tell(find_free_port())
    (caches / "nutgraf" / "digests.sqlite3").unlink()
    (caches / "nutgraf" / "digests.sqlite3").mkdir()
    check_failure(run("cache", "--clear"), 1, "digests.sqlite3 is still there")
