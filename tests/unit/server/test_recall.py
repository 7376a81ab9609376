"""A digest that is known comes back as it was made, and only to the question that it answers."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.cache import Cache
from server.config import Config
from server.digest.article import Article
from server.digest.salience.scorer import Progress
from server.errors import TooShort
from server.http.protocol import STYLES
from server.recall import Recall, identify
from server.summarizer import Digest, Summarizer
from tests.support.application import STORY, ExtensionClient, SteppingScorer, make_client

NDJSON = "application/x-ndjson"


class CountingScorer(SteppingScorer):
    """Counts the digests that it is asked to make."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def score(self, article: Article) -> Any:
        self.count += 1
        return super().score(article)


@pytest.fixture
def scorer() -> CountingScorer:
    return CountingScorer()


@pytest.fixture
def recall(scorer: CountingScorer, tmp_path: Path) -> Recall:
    return Recall(Summarizer("counting", scorer), Cache(tmp_path / "cache"), b"maker")


@pytest.fixture
def article() -> Article:
    return Article.from_paragraphs(STORY, "Elmsworth to close its swing bridge")


@pytest.mark.parametrize("style", STYLES)
def test_a_known_digest_is_the_one_that_was_made(
    tiny_model: Path, tmp_path: Path, article: Article, style: Any
) -> None:
    recall = Recall.load(tiny_model, tmp_path)
    made = list(recall.steps(article, 5, style=style))
    known = list(recall.steps(article, 5, style=style))
    assert known == [step for step in made if not isinstance(step, Progress)]
    assert len(made) > len(known) > 5
    # And in the next process.
    assert list(Recall.load(tiny_model, tmp_path).steps(article, 5, style=style)) == known


@pytest.mark.parametrize("accept", ["application/json", NDJSON])
def test_both_answers_are_the_same_bytes(
    tiny_model: Path, tmp_path: Path, config: Config, story_body: bytes, accept: str
) -> None:
    plain = make_client(Summarizer.load(tiny_model), config)
    client = make_client(Recall.load(tiny_model, tmp_path), config)
    expected = ask(plain, story_body, accept)
    assert ask(client, story_body, accept) == expected
    known = ask(client, story_body, accept)
    assert known == [line for line in expected if b'"type":"progress"' not in line]


def ask(client: ExtensionClient, body: bytes, accept: str) -> list[bytes]:
    """Return the lines of an answer, without what it took."""
    response = client.ask("POST", "/v1/digest", body, Accept=accept)
    assert response.status_code == 200
    lines = response.data.splitlines()
    took = json.loads(lines[-1])["timing_ms"]
    return [line.replace(b'"timing_ms":%d}' % took, b"") for line in lines]


def test_a_digest_is_made_once(recall: Recall, scorer: CountingScorer, article: Article) -> None:
    for _ in range(3):
        steps = list(recall.steps(article, 3, "en", "exact"))
        assert isinstance(steps[-1], Digest)
    assert scorer.count == 1


@pytest.mark.parametrize(
    "question",
    [
        (STORY, "", 5, "", "brief"),
        (STORY, "", 3, "en", "brief"),
        (STORY, "", 3, "", "exact"),
        (STORY, "Elmsworth", 3, "", "brief"),
        (STORY[:-1], "", 3, "", "brief"),
        ((*STORY[:-2], f"{STORY[-2]} {STORY[-1]}"), "", 3, "", "brief"),
        ((*STORY, ""), "", 3, "", "brief"),
    ],
    ids=["length", "language", "style", "title", "fewer", "joined", "an empty one"],
)
def test_another_question_is_another_digest(
    recall: Recall, scorer: CountingScorer, question: Any
) -> None:
    list(recall.steps(Article.from_paragraphs(STORY), 3))
    paragraphs, title, *rest = question
    list(recall.steps(Article.from_paragraphs(paragraphs, title), *rest))
    assert scorer.count == 2


def test_another_maker_makes_its_own(
    scorer: CountingScorer, tmp_path: Path, article: Article
) -> None:
    for maker in (b"one", b"two", b"one"):
        list(Recall(Summarizer("counting", scorer), Cache(tmp_path), maker).steps(article, 3))
    assert scorer.count == 2


def test_a_maker_is_its_model_and_its_code(tiny_model: Path, tmp_path: Path) -> None:
    same = shutil.copytree(tiny_model, tmp_path / "same")
    other = shutil.copytree(tiny_model, tmp_path / "other")
    description = json.loads((other / "model.json").read_text())
    (other / "model.json").write_text(json.dumps(description | {"version": "next"}))
    assert identify(same) == identify(tiny_model) != identify(other)


def test_what_is_refused_is_refused_again_and_not_kept(recall: Recall) -> None:
    short = Article.from_paragraphs(STORY[:1])
    for _ in range(2):
        # At the call, as the protocol needs it: before the first line of a stream.
        with pytest.raises(TooShort):
            recall.steps(short, 3)


def test_a_reader_who_leaves_ends_the_work(
    recall: Recall, scorer: CountingScorer, article: Article
) -> None:
    with closing(recall.steps(article, 3)) as steps:
        assert isinstance(next(steps), Progress)
    assert scorer.closed.is_set()
    assert next(recall.steps(article, 3)) == Progress(1, len(article.sentences))


def test_a_broken_cache_costs_no_digest(
    recall: Recall, scorer: CountingScorer, article: Article, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    made = [list(recall.steps(article, 3)) for _ in range(2)]
    assert made[0] == made[1]
    assert scorer.count == 2
