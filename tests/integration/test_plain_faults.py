"""Where a plain wording is not possible the reader has the brief one, and is told."""

import json
import logging
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.digest import pipeline
from server.digest.english import lexicon
from server.digest.english.lexicon import CHECKSUM, LexiconError, load_lexicon
from server.digest.pipeline import reword_texts
from server.http.protocol import NDJSON
from server.summarizer import LoggedAttempt
from tests.support.application import STORY, ExtensionClient
from tests.support.command import run
from tests.support.repository_copy import WORDS, copy_without_words

Reword = Callable[[str], tuple[str, str]]

EXACT = "The council did not manage to obtain the ferry."
PLAIN = "The council did not manage to get the ferry."
SHIPPED = lexicon.FILE.read_bytes()
TOLD = "Shown in brief wording: 3 of 3. A plain wording was not possible."


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Let each test read the list for the first time."""
    load_lexicon.cache_clear()
    yield
    load_lexicon.cache_clear()


@pytest.fixture
def reword() -> Reword:
    """Return what a server does with one text in plain style: its wording and the style of it."""
    attempt = LoggedAttempt()
    return lambda text: reword_texts([text], [text], attempt)[0][:2]


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the list where a test may spoil it."""
    path = tmp_path / "plain_words.txt"
    path.write_bytes(SHIPPED)
    monkeypatch.setattr(lexicon, "FILE", path)
    return path


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def test_the_list_is_the_one_that_is_vouched_for() -> None:
    text = SHIPPED.decode().replace("\r\n", "\n")
    # Who has changed a word writes the new checksum into server/digest/english/lexicon.py.
    assert sha256(text.encode()).hexdigest() == CHECKSUM


def test_line_ends_of_windows_are_no_damage(words: Path, reword: Reword) -> None:
    words.write_bytes(SHIPPED.replace(b"\n", b"\r\n"))
    assert reword(EXACT) == (PLAIN, "plain")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(Path.unlink, "could not be read", id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), "is damaged", id="empty"),
        pytest.param(lambda path: path.write_bytes(SHIPPED[:-9]), "is damaged", id="cut short"),
        pytest.param(lambda path: path.write_bytes(flip(SHIPPED)), "is damaged", id="a bit"),
        pytest.param(lambda path: path.write_bytes(b"\xff" + SHIPPED), "is damaged", id="no text"),
    ],
)
def test_a_list_that_is_not_as_shipped_is_not_read(
    words: Path,
    reword: Reword,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], object],
    told: str,
) -> None:
    spoil(words)
    with pytest.raises(LexiconError, match=told):
        load_lexicon()
    for _ in range(3):
        assert reword(EXACT) == (EXACT, "brief")
    # Once, and not with each point.
    [record] = caplog.records
    assert str(words) in record.getMessage() and told in record.getMessage()
    words.write_bytes(SHIPPED)
    assert reword(EXACT) == (PLAIN, "plain")


@pytest.mark.parametrize("accept", ["application/json", NDJSON])
def test_without_its_words_a_digest_is_brief_and_says_so(
    client: ExtensionClient, story: dict[str, Any], words: Path, accept: str
) -> None:
    words.unlink()
    body = story | {"style": "plain", "sections": [2, 4]}
    response = client.ask("POST", "/v1/digest", body, Accept=accept)
    assert response.status_code == 200
    lines = [json.loads(line) for line in response.text.splitlines()]
    told = lines if accept == NDJSON else [*lines[0]["points"], *lines[0]["sections"]]
    assert [line["style"] for line in told if "text" in line] == ["brief"] * 5


def test_a_rewrite_that_fails_costs_no_point(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, reword: Reword
) -> None:
    def fail(text: str) -> str:
        raise MemoryError(text)

    monkeypatch.setattr(pipeline, "make_plain", fail)
    with caplog.at_level(logging.ERROR):
        assert [reword(EXACT) for _ in range(2)] == [(EXACT, "brief")] * 2
    [record] = caplog.records  # Each cause is told once, or a day's articles would fill the log.
    assert "Internal error in the plain style: MemoryError at test_plain" in record.getMessage()
    assert "ferry" not in caplog.text


def test_a_rewrite_that_is_not_true_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, reword: Reword
) -> None:
    assert reword(EXACT) == (PLAIN, "plain")
    monkeypatch.setattr(pipeline, "make_plain", lambda _: "The council got the ferry.")
    assert reword(EXACT) == (EXACT, "brief")


def test_the_command_line_says_which_wording_it_is(tmp_path: Path, tiny_model: Path) -> None:
    text = "\n".join(STORY)
    options = ("digest", "--style", "plain", "--model-dir", tiny_model)
    code = copy_without_words(tmp_path)
    done = run(*options, text=text, code=code)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, TOLD)
    assert done.stderr == f"{code / WORDS} could not be read: No such file or directory.\n"
    shape = json.loads(run(*options, "--json", text=text, code=code).stdout)
    assert [point["style"] for point in shape["points"]] == ["brief"] * 3
    whole = run(*options, text=text)
    assert (whole.stderr, TOLD in whole.stdout) == ("", False)
