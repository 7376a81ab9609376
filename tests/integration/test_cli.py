"""`python -m server digest`, as a person or a script uses it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from server.config import Config
from server.digest.choices import LENGTHS
from tests.support.application import STORY, count_computed
from tests.support.command import REPOSITORY, check_failure, run
from tests.support.words import is_drawn_from

TEXT = "\n\n".join(STORY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def points(output: str) -> list[str]:
    return [line[2:] for line in output.splitlines() if line.startswith("• ")]


@pytest.mark.parametrize(("length", "count"), list(LENGTHS.items()))
def test_a_file_becomes_points(file: Path, tiny_model: Path, length: str, count: int) -> None:
    done = run("digest", "--model-dir", tiny_model, "--length", length, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(points(done.stdout)) == count
    for point in points(done.stdout):
        assert any(is_drawn_from(point, paragraph) for paragraph in STORY)
    assert "words" in done.stdout.splitlines()[-1]


def test_a_style_words_the_points(tiny_model: Path) -> None:
    # What joins a sentence to the one before it goes from a brief point, whatever the model says.
    text = "\n".join((*STORY[:2], "However, the ferry will run until midnight."))

    def ask(*style: str) -> list[str]:
        return points(
            run("digest", "--model-dir", tiny_model, "--length=long", *style, text=text).stdout
        )

    assert [point for point in ask("--style", "exact") if point not in text] == []
    assert ask("--style", "exact")[-1] == "However, the ferry will run until midnight."
    assert ask("--style", "brief")[-1] == "The ferry will run until midnight."
    assert ask() == ask("--style", "brief")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="blank lines"),
        pytest.param("\n".join(STORY), id="newlines"),
        pytest.param("\r\n".join(STORY), id="Windows newlines"),
        pytest.param("\ufeff" + TEXT, id="byte order mark"),
    ],
)
def test_lines_part_paragraphs(tiny_model: Path, text: str) -> None:
    done = run("digest", "--json", "--style", "exact", "--model-dir", tiny_model, text=text)
    digest = json.loads(done.stdout)
    assert digest["words"]["article"] == len(TEXT.split())
    for point in digest["points"]:
        (source,) = point["sources"]
        assert STORY[source["paragraph"]][source["start"] : source["end"]] == point["text"]


def test_json_is_the_answer_of_the_protocol(tiny_model: Path) -> None:
    done = run("digest", "-", "--json", "--model-dir", tiny_model, text=TEXT)
    assert done.stdout.count("\n") == 1
    assert list(json.loads(done.stdout)) == [
        "points",
        "words",
        "reading_seconds",
        "model",
        "timing_ms",
    ]


def test_a_digest_is_explained(file: Path, tiny_model: Path) -> None:
    plain = run("digest", "--model-dir", tiny_model, file)
    done = run("digest", "--explain", "--model-dir", tiny_model, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert points(done.stdout) == points(plain.stdout)
    assert done.stdout.count("salience 0.") == 3
    check_failure(
        run("digest", "--explain", "--json", "--model-dir", tiny_model, file),
        2,
        "not allowed with argument",
    )


def test_a_model_may_be_named_before_the_command(file: Path, tiny_model: Path) -> None:
    assert run("--model-dir", tiny_model, "digest", file).returncode == 0
    assert run("--model-dir", file.parent, "digest", file).returncode == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(b"", "There is no text to shorten.", id="empty"),
        pytest.param(b"\n \n", "There is no text to shorten.", id="white space"),
        pytest.param(STORY[0], "The text has 1 whole sentence", id="too short"),
        pytest.param("Das ist kein Englisch.\n" * 9, "seem to be English", id="not English"),
        pytest.param("x" * 400_001, "more than 400,000 characters", id="too large"),
        pytest.param(b"caf\xe9", "is not UTF-8 text", id="not UTF-8"),
    ],
)
def test_bad_text_is_named_in_one_line(tiny_model: Path, text: str | bytes, message: str) -> None:
    check_failure(run("digest", "--model-dir", tiny_model, text=text), 1, message)


def test_a_missing_model_is_named_in_one_line(tmp_path: Path) -> None:
    done = run("digest", "--model-dir", tmp_path, text=TEXT)
    check_failure(done, 1, "There is no model in")
    assert "--model-dir" in done.stderr


def test_a_pipe_that_closes_early_is_no_error(file: Path, tiny_model: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "server", "digest", "--model-dir", tiny_model, file],
        cwd=REPOSITORY,
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(write_end)
    assert done.stderr == b""


def test_a_terminal_is_told_how_to_end_the_text(tiny_model: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "digest", "--model-dir", tiny_model],
        cwd=REPOSITORY,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    os.write(ours, TEXT.encode() + b"\n\x04")
    out, err = process.communicate(timeout=60)
    os.close(ours)
    assert err.decode().count("\n") == 1
    assert "Ctrl-D" in err.decode()
    assert len(points(out.decode())) == 3


def test_the_shipped_model_answers_within_a_second(file: Path) -> None:
    assert Config().model_dir.is_dir()
    durations = []
    for _ in range(3):
        begun, computed = monotonic(), count_computed()
        done = run("digest", file)
        durations += [monotonic() - begun, count_computed() - computed]
        assert len(points(done.stdout)) == 3
    assert min(durations) < 1
