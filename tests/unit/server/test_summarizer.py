"""The conditions of a digest and its guarantees, on the small real model."""

import shutil
from pathlib import Path

import pytest

from server.digest.article import Article
from server.digest.salience.scorer import Progress
from server.errors import (
    DigestError,
    Empty,
    ModelDamaged,
    ModelMissing,
    NotEnglish,
    TooLarge,
    TooShort,
)
from server.summarizer import Digest, Point, Summarizer
from tests.support.application import STORY, SteppingScorer
from tests.support.words import is_drawn_from

# The one word that goes in brief, and only if each word is given its own probability.
SPARE = ("(again)",)
FILES = ["model.onnx", "document.onnx", "tokenizer.json", "model.json"]
BODY = "The harbour board will close the swing bridge (again) to all traffic next spring."
BRIEF = "The harbour board will close the swing bridge to all traffic next spring."


def article(*paragraphs: str) -> Article:
    return Article.from_paragraphs(paragraphs)


@pytest.mark.parametrize("count", [1, 3, 5, 7])
def test_exact_points_are_sentences_of_the_article_in_its_order(
    summarizer: Summarizer, count: int
) -> None:
    story = article(*STORY)
    digest = summarizer.digest(story, count, style="exact")
    assert len(digest.points) == count
    sources = [source for point in digest.points for source in point.sources]
    assert [source.text for source in sources] == [point.text for point in digest.points]
    for source in sources:
        assert story.paragraphs[source.paragraph][source.start : source.end] == source.text
    assert sources == sorted(sources, key=lambda source: (source.paragraph, source.start))
    assert len(set(sources)) == count


@pytest.mark.parametrize("count", [1, 3, 5, 7])
def test_brief_points_are_words_of_the_sentences_that_exact_ones_are(
    summarizer: Summarizer, count: int
) -> None:
    exact = summarizer.digest(article(*STORY), count, style="exact")
    brief = summarizer.digest(article(*STORY), count, style="brief")
    assert [point.sources for point in brief.points] == [point.sources for point in exact.points]
    for point, whole in zip(brief.points, exact.points, strict=True):
        assert is_drawn_from(point.text, whole.text)
    assert brief.words.article == exact.words.article
    assert brief.words.digest == sum(len(point.text.split()) for point in brief.points)


@pytest.mark.parametrize(
    "dateline",
    ["", "(CNN)", "(CNN) -- ", "LONDON (AP) — ", "Tokyo (Reuters) - "],
    ids=["none", "glued", "agency", "place", "another place"],
)
def test_a_dateline_is_no_part_of_a_point_nor_of_its_source(dateline: str) -> None:
    summarizer = Summarizer("stepping", SteppingScorer(drop=SPARE))
    story = article(dateline + BODY, *STORY[:2])
    for style, text in (("exact", BODY), ("brief", BRIEF)):
        (point,) = summarizer.digest(story, 1, style=style).points
        (source,) = point.sources
        assert (point.text, source.text) == (text, BODY)
        assert (source.start, source.end) == (len(dateline), len(dateline + BODY))


def test_brief_is_what_is_given_unasked() -> None:
    summarizer = Summarizer("stepping", SteppingScorer(drop=SPARE))
    story = article(BODY, *STORY)
    assert summarizer.digest(story, 3) == summarizer.digest(story, 3, style="brief")
    assert summarizer.digest(story, 3) != summarizer.digest(story, 3, style="exact")


def test_the_same_article_gives_the_same_digest(summarizer: Summarizer) -> None:
    assert summarizer.digest(article(*STORY), 3) == summarizer.digest(article(*STORY), 3)


def test_steps_end_with_what_they_told(summarizer: Summarizer) -> None:
    steps = list(summarizer.steps(article(*STORY), 3))
    digest = steps[-1]
    assert isinstance(digest, Digest)
    assert tuple(step for step in steps if isinstance(step, Point)) == digest.points
    assert isinstance(steps[0], Progress)


@pytest.mark.parametrize(
    ("paragraphs", "error"),
    [
        pytest.param((), Empty, id="nothing"),
        pytest.param(("", "\u00a0\n"), Empty, id="white space"),
        pytest.param(("\u200b",), DigestError, id="zero width"),
        pytest.param(STORY * 300, TooLarge, id="3,300 sentences"),
        pytest.param(STORY[:1], TooShort, id="one sentence"),
        pytest.param(STORY[:2], TooShort, id="three sentences"),
        pytest.param(("Read more about it here.", "He said so.") * 3, TooShort, id="no point"),
        pytest.param(("Read more", "Share this", "Sign up", "Sign in") * 5, TooShort, id="menu"),
        pytest.param(
            ("La vieille voie ferrée sera fermée en mars, selon le conseil de la ville.",) * 6,
            NotEnglish,
            id="French",
        ),
        pytest.param(
            ("埃尔姆斯沃思将于三月关闭旧桥。工程师在十月发现了裂缝。维修费用太高。",) * 6,
            NotEnglish,
            id="Chinese",
        ),
    ],
)
def test_what_cannot_be_shortened_is_refused_at_the_call(
    summarizer: Summarizer, paragraphs: tuple[str, ...], error: type[DigestError]
) -> None:
    with pytest.raises(error):
        summarizer.steps(article(*paragraphs), 3)


def test_too_short_says_how_short(summarizer: Summarizer) -> None:
    with pytest.raises(TooShort, match="has 1 whole sentence; a digest needs at least 4"):
        summarizer.digest(article(*STORY[:1]), 3)


def test_four_sentences_are_enough(summarizer: Summarizer) -> None:
    assert (
        len(summarizer.digest(article(*STORY[:2], STORY[4].partition(" A ferry")[0]), 3).points)
        == 3
    )


def test_an_article_with_fewer_sentences_than_asked_gives_fewer_points() -> None:
    summarizer = Summarizer("stepping", SteppingScorer())
    five = article(*STORY[:2], *STORY[3:4])
    assert len(five.sentences) == 5
    assert len(summarizer.digest(five, 7).points) == 5


def test_every_sentence_of_a_long_article_is_read() -> None:
    scorer = SteppingScorer()
    long = article(*STORY * 60)
    *_, last = (
        step for step in Summarizer("s", scorer).steps(long, 3) if isinstance(step, Progress)
    )
    assert last.done == last.total == len(long.sentences)


def test_closing_the_steps_closes_the_scorer() -> None:
    scorer = SteppingScorer()
    steps = Summarizer("stepping", scorer).steps(article(*STORY), 3)
    next(steps)
    steps.close()
    assert scorer.closed.is_set()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, tiny_model: Path, name: str) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(ModelMissing):
        Summarizer.load(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0, 0.5], ids=["emptied", "cut short"])
def test_a_damaged_file_is_named(tmp_path: Path, tiny_model: Path, name: str, kept: float) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "model")
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ModelDamaged, match=name):
        Summarizer.load(folder)


def test_one_flipped_bit_is_noticed(tmp_path: Path, tiny_model: Path) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "model")
    content = bytearray((folder / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"model\.onnx"):
        Summarizer.load(folder)
