"""Padding has no labels, examples are read as they were saved, and a stopped run resumes."""

import json
from dataclasses import fields
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

torch = require("torch")
require("safetensors")
require("rouge_score")

from model.data.dataset import (  # noqa: E402
    UNKNOWN,
    ArticleExample,
    CompressionExample,
    load_examples,
    make_article,
    make_compression,
    save_examples,
)
from model.data.documents import Document  # noqa: E402
from model.data.treebanks import OUTSIDE, ParseExample  # noqa: E402
from model.training.batches import (  # noqa: E402
    Articles,
    Sentences,
    Trees,
    collate_articles,
    collate_sentences,
    collate_trees,
    draw_batches,
)
from model.training.losses import (  # noqa: E402
    TEACHER,
    WEIGHTS,
    measure_attachment,
    measure_losses,
    score_articles,
)
from model.training.network import HIDDEN, MiniLM, Network  # noqa: E402
from model.training.trainer import Run, train  # noqa: E402
from server.digest.article import Article  # noqa: E402
from server.digest.salience.windows import Tokens  # noqa: E402
from tests.unit.model.test_labels import ARTICLE, HIGHLIGHTS  # noqa: E402

pytestmark = pytest.mark.training

TOKENS = Tokens.load(Path(__file__).parents[3] / "model" / "artifact" / "tokenizer.json")
Step = tuple[Articles, Sentences, Trees]


def make_one(paragraphs: list[str]) -> ArticleExample:
    example = make_article(TOKENS, Document(Article.from_paragraphs(paragraphs), HIGHLIGHTS))
    assert example is not None
    return example


@pytest.fixture(scope="module")
def articles() -> list[ArticleExample]:
    """A short article with a byline, and one of several windows."""
    return [make_one(["By Ada Lund", *ARTICLE]), make_one(ARTICLE * 12)]


@pytest.fixture(scope="module")
def sentences() -> list[CompressionExample]:
    whole = "The old bridge , which is red , will close in March."
    made = make_compression(TOKENS, whole, "The bridge will close in March.")
    assert made is not None
    return [made]


@pytest.fixture(scope="module")
def trees() -> list[ParseExample]:
    """Two sentences of two tokens each, of which the second is the root."""
    columns = (
        [101, 2, 3, 4, 5, 102],
        [0, 2, 2, 4, 4, 5],
        [-1, 6, 0, 6, 0, -1],
        [-1, 0, 0, 1, 1, -1],
    )
    return [ParseExample(*(np.array(column) for column in columns))]


@pytest.fixture
def step(
    articles: list[ArticleExample], sentences: list[CompressionExample], trees: list[ParseExample]
) -> Step:
    return collate_articles(articles[:1]), collate_sentences(sentences), collate_trees(trees)


def make_network() -> Network:
    """One random layer: the checkpoint of six is 350 MB."""
    torch.manual_seed(1)
    return Network(MiniLM(layers=1))


def test_a_byline_has_no_label_and_does_not_count(articles: list[ArticleExample]) -> None:
    example = articles[0]
    assert example.salience[0] == UNKNOWN
    assert (example.salience[1:] >= 0).all()
    assert example.ranks.tolist() == [0, 0, 1, 2, 3, 4, 5]
    assert example.eligible.tolist() == [False, *[True] * 6]


def test_an_article_too_short_for_the_server_is_no_example() -> None:
    document = Document(Article.from_paragraphs(ARTICLE[:2]), HIGHLIGHTS)
    assert make_article(TOKENS, document) is None


def test_windows_overlap_by_a_sentence_that_is_not_read_twice(
    articles: list[ArticleExample],
) -> None:
    longer = articles[1]
    assert len(longer.windows) > 1
    assert longer.windows.sum() == len(longer.ids)
    assert sorted(set(longer.owners.tolist())) == list(range(len(longer.salience)))
    first_of_second = longer.starts[longer.starts >= longer.windows[0]].min()
    assert first_of_second > longer.windows[0] + 1  # Behind [CLS] and the repeated sentence.


def test_a_sentence_keeps_what_its_compression_has(sentences: list[CompressionExample]) -> None:
    keep = sentences[0].keep[1:-1]
    assert keep.tolist() == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert sentences[0].keep[[0, -1]].tolist() == [UNKNOWN, UNKNOWN]


def test_what_is_no_deletion_is_no_example() -> None:
    assert make_compression(TOKENS, "The bridge will close.", "The bridge is shut.") is None


def test_examples_are_read_as_they_were_written(
    articles: list[ArticleExample], tmp_path: Path
) -> None:
    save_examples(articles, tmp_path / "a.npz")
    for one, other in zip(articles, load_examples(tmp_path / "a.npz", ArticleExample), strict=True):
        for field in fields(ArticleExample):
            assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name


def test_padding_has_no_label_and_no_sentence(articles: list[ArticleExample]) -> None:
    batch = collate_articles(articles)
    short, count = len(articles[0].ids), len(articles[0].salience)
    assert not batch.mask[0, short:].any()
    assert (batch.owners[0, short:] == -1).all()
    assert (batch.salience[0, count:] == UNKNOWN).all()
    assert batch.is_known.sum(dim=1).tolist() == [len(e.salience) for e in articles]
    assert batch.count == sum(len(e.salience) for e in articles)


def test_a_sentence_in_two_windows_is_the_mean_of_all_its_tokens() -> None:
    network = make_network()
    states = torch.randn(2, 4, HIDDEN)
    owners = torch.tensor([[-1, 0, 0, 1], [-1, 1, 1, -1]])
    found = network.average_sentences(states, owners, 3)
    assert torch.allclose(found[0], states[0, 1:3].mean(0), atol=1e-6)
    parts = torch.stack([states[0, 3], states[1, 1], states[1, 2]])
    assert torch.allclose(found[1], parts.mean(0), atol=1e-6)
    assert not found[2].any()


def test_trees_share_no_arc_between_sentences(trees: list[ParseExample]) -> None:
    batch = collate_trees(trees)
    assert batch.is_same[0, 1, 2]
    assert not batch.is_same[0, 2, 3]
    assert not batch.is_same[0, 0].any()
    assert (batch.relations == OUTSIDE).sum() == 2


def test_each_task_has_a_loss_and_a_weight(step: Step) -> None:
    losses = measure_losses(make_network(), None, *step)
    assert losses.keys() == WEIGHTS.keys()
    assert all(torch.isfinite(loss) and loss > 0 for loss in losses.values())


def test_the_labels_lean_to_the_teacher(step: Step) -> None:
    network, teacher = make_network().eval(), make_network().eval()
    with torch.no_grad():
        teacher.document.salience[-1].bias += 20  # It finds every sentence salient.
        taught = measure_losses(network, teacher, *step)["salience"]
        logits = score_articles(network, step[0])
        is_known = step[0].salience != UNKNOWN
        labels = (1 - TEACHER) * step[0].salience[is_known] + TEACHER
        expected = torch.nn.functional.binary_cross_entropy_with_logits(logits[is_known], labels)
    assert float(taught) == pytest.approx(float(expected), rel=1e-4)


def test_the_right_heads_and_relations_are_counted(trees: list[ParseExample]) -> None:
    network = make_network().eval()
    attached, labelled = measure_attachment(network, trees)
    assert 0 <= labelled <= attached <= 1
    assert attached * 4 == pytest.approx(round(attached * 4))


def test_an_epoch_has_every_example_once_and_a_seed_its_order(
    articles: list[ArticleExample],
) -> None:
    many = articles * 5
    batches = draw_batches(many, 4, 1)
    epoch = [next(batches) for _ in range(-(-len(many) // 4))]
    assert sorted(id(e) for batch in epoch for e in batch) == sorted(map(id, many))
    again = draw_batches(many, 4, 1)
    assert [list(map(id, next(again))) for _ in epoch] == [list(map(id, b)) for b in epoch]


def test_a_student_rounds_after_its_share_of_steps(
    step: Step,
    articles: list[ArticleExample],
    trees: list[ParseExample],
    tmp_path: Path,
) -> None:
    seen: list[bool] = []
    network = make_network()
    [layer] = network.encoder.layers
    layer.query.register_forward_hook(lambda part, *_: seen.append(part.is_rounding))
    run = Run(network, 4, tmp_path)
    train(run, make_network().eval(), repeat(step), (articles[:1], trees), "cpu", 4, rounding=0.5)
    # Three readings a step: articles, sentences and trees.
    assert seen[:12] == [False] * 6 + [True] * 6


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(step: Step, tmp_path: Path) -> None:
    def go(folder: str, until: int) -> float:
        run = Run(make_network().eval(), 3, tmp_path / folder)
        loss = float("nan")
        while run.step < until:
            losses = measure_losses(run.network, None, *step)
            run.advance(losses)
            loss = float(losses["salience"].detach())
        run.save()
        run.log(loss=loss)
        return loss

    whole = go("whole", 3)
    go("parted", 2)
    assert go("parted", 3) == pytest.approx(whole, rel=1e-4)
    log = (tmp_path / "parted" / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in log] == [2, 3]
