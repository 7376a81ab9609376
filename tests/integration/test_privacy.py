"""What the reader reads stays with the reader: seen from outside, by a trace of every call.

A server in an empty home lives through a day: it starts, is paired, makes digests, refuses and
fails. Then everything that it tried to reach, and everything that it wrote, is looked through.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.config import HOST
from server.digest.choices import STYLES, Style
from tests.support.server_process import REPOSITORY
from tests.support.trace import STRACE, Trace, wrap
from tests.support.traced_day import NAMES, PARAGRAPHS, SECRETS, Day, damage, live, make_environment

# A library that reports home does not do so at once: ONNX Runtime waits for ten seconds, unless it
# is told not to. It also keeps silent where `CI` is set, so the server is not given that.
IDLE_SECONDS = 15

NOBODY = ("192.0.2.1", 9)  # TEST-NET-1 of RFC 5737: an address that nobody has.


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    if STRACE is None:
        # In CI a test that is skipped would be one that is not there.
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is missing: install it")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Day:
    return live(tmp_path_factory.mktemp("day"), tiny_model, idle_seconds=IDLE_SECONDS)


def test_nobody_is_addressed(day: Day) -> None:
    # Not on this machine either: a resolver, or a cache of names, would ask others for it.
    assert day.trace.addressed == []


def test_it_listens_once_and_on_loopback(day: Day) -> None:
    [bound] = day.trace.find("bind")
    assert f'inet_addr("{HOST}")' in bound
    [listening] = {call.split(",")[0] for call in day.trace.find("listen")}
    assert bound.startswith(f"{listening},")


def test_no_other_program_is_started(day: Day) -> None:
    assert len(day.trace.find("execve", "execveat")) == 1


def test_only_the_pairing_is_written(day: Day) -> None:
    folder = day.home / ".config" / "nutgraf"
    written = day.trace.written - {"/dev/null", str(folder.parent)}
    assert [path for path in written if not Path(path).is_relative_to(folder)] == []
    files = {path for path in day.home.rglob("*") if path.is_file()}
    assert files == {folder / "token", folder / "paired"}


def test_nothing_of_an_article_is_left(day: Day) -> None:
    assert day.search(SECRETS) == []


def test_the_token_lies_in_its_file_alone(day: Day) -> None:
    found = {path for _, path in day.search([day.token.lower()])}
    assert found == {str(day.home / ".config" / "nutgraf" / "token")}


def test_a_code_is_printed_once_and_left_nowhere(day: Day) -> None:
    assert {path for _, path in day.search([day.code])} == {str(day.printed)}
    assert day.printed.read_text().count(day.code) == 1


def test_what_fails_inside_is_told_without_a_word_of_the_article(
    tmp_path: Path, tiny_model: Path
) -> None:
    day = live(tmp_path, damage(tiny_model, tmp_path / "model"), digest_status=500)
    assert "Internal error: " in day.printed.read_text()
    assert day.search(SECRETS) == []
    assert day.trace.addressed == []


@pytest.mark.parametrize("style", STYLES)
def test_a_digest_without_a_server_keeps_to_itself_too(
    tmp_path: Path, tiny_model: Path, style: Style
) -> None:
    text, output, home = tmp_path / "text", tmp_path / "trace", tmp_path / "home"
    text.write_text("\n".join(PARAGRAPHS))
    home.mkdir()
    command = [sys.executable, "-m", "server", "digest", "--model-dir", str(tiny_model)]
    done = subprocess.run(
        wrap([*command, "--style", style, str(text)], output),
        cwd=REPOSITORY,
        env=make_environment(home),
        capture_output=True,
        check=True,
    )
    assert NAMES[0].encode() in done.stdout
    trace = Trace(output)
    assert trace.addressed == []
    assert trace.written <= {"/dev/null"}
    assert list(home.iterdir()) == []


def test_the_digests_of_a_corpus_are_kept_where_they_were_wanted(
    tmp_path: Path, tiny_model: Path
) -> None:
    news, output, home, out = (tmp_path / name for name in ("news.jsonl", "trace", "home", "out"))
    rows = [{"paragraphs": list(PARAGRAPHS), "style": style} for style in STYLES]
    news.write_text("".join(json.dumps(row) + "\n" for row in rows))
    home.mkdir()
    command = [sys.executable, "-m", "server", "batch", "--model-dir", str(tiny_model)]
    subprocess.run(
        wrap([*command, str(news), str(out)], output),
        cwd=REPOSITORY,
        env=make_environment(home),
        capture_output=True,
        check=True,
    )
    trace = Trace(output)
    assert trace.addressed == []
    # Python's own semaphores, between the processes of the run, are files for a moment.
    others = {path for path in trace.written if not path.startswith((f"{out}", "/dev/shm/"))}
    assert others <= {"/dev/null"}
    assert list(home.iterdir()) == []
    parts = [path.read_text(encoding="utf-8") for path in out.rglob("rows/*/*.jsonl")]
    digests = "".join(parts).splitlines()
    assert len(digests) == len(STYLES)
    assert all(NAMES[0] in digest for digest in digests)


def test_the_trace_and_the_search_find_what_is_there(tmp_path: Path) -> None:
    program = f"""
import pathlib, socket, subprocess
with socket.socket() as stream:
    stream.settimeout(0.2)
    try: stream.connect({NOBODY!r})
    except OSError: pass
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
    try: datagram.sendto(b"x", {NOBODY!r})
    except OSError: pass
pathlib.Path("left").write_text("In VANTRELLE")
subprocess.run(["true"])
"""
    output = tmp_path / "trace"
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(wrap([sys.executable, "-c", program], output), cwd=home, check=True)
    trace = Trace(output)
    assert ["192.0.2.1" in call for call in trace.addressed] == [True, True]
    assert str(home / "left") in trace.written
    assert len(trace.find("execve")) > 1
    found = Day(home, output, trace, "", "").search(SECRETS)
    assert found == [("vantrelle", str(home / "left"))]
