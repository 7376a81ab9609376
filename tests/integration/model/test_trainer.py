"""Padding has no labels, examples are read as they were saved, and a stopped run resumes."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.support.extras import require

torch = require("torch")
require("safetensors")
require("rouge_score")

from model.data.dataset import (  # noqa: E402
    UNKNOWN,
    Example,
    load_examples,
    make_examples,
    make_sentence,
    save_examples,
)
from model.data.documents import Document  # noqa: E402
from model.training.network import MiniLM, Network  # noqa: E402
from model.training.trainer import Run, collate, draw_batches, measure_losses  # noqa: E402
from server.digest.article import Article  # noqa: E402
from server.digest.salience.windows import Tokens  # noqa: E402
from tests.unit.model.test_labels import ARTICLE, HIGHLIGHTS  # noqa: E402

pytestmark = pytest.mark.training

TOKENIZER = Path(__file__).parents[3] / "model" / "artifact" / "tokenizer.json"
TOKENS = Tokens.load(TOKENIZER)
DOCUMENT = Document(Article.from_paragraphs(["By Ada Lund", *ARTICLE]), HIGHLIGHTS)


@pytest.fixture(scope="module")
def articles() -> list[Example]:
    longer = Document(Article.from_paragraphs(ARTICLE * 12), HIGHLIGHTS)
    return [*make_examples(TOKENS, DOCUMENT), *make_examples(TOKENS, longer)]


@pytest.fixture(scope="module")
def sentences() -> list[Example]:
    whole = "The old bridge , which is red , will close in March."
    made = make_sentence(TOKENS, whole, "The bridge will close in March.")
    assert made is not None
    return [made]


def test_a_byline_has_no_label_and_does_not_count(articles: list[Example]) -> None:
    example = articles[0]
    assert example.salience[0] == UNKNOWN
    assert (example.salience[1:] >= 0).all()
    assert example.ranks.tolist() == [0, 0, 1, 2, 3, 4, 5]


def test_words_are_labelled_in_the_best_sentences_only(articles: list[Example]) -> None:
    example = articles[0]
    for weight, start, end in zip(example.salience, example.starts, example.ends, strict=True):
        assert (example.keep[start:end] != UNKNOWN).all() == (weight > 0.25)


def test_windows_overlap_by_a_sentence_without_labels(articles: list[Example]) -> None:
    second = articles[2]
    assert second.starts[0] > 1
    assert (second.keep[: second.starts[0]] == UNKNOWN).all()


def test_a_sentence_keeps_what_its_compression_has(sentences: list[Example]) -> None:
    keep = sentences[0].keep[1:-1]
    assert keep.tolist() == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_what_is_no_deletion_is_no_example() -> None:
    assert make_sentence(TOKENS, "The bridge will close.", "The bridge is shut.") is None


def test_examples_are_read_as_they_were_written(articles: list[Example], tmp_path: Path) -> None:
    save_examples(articles, tmp_path / "a.npz")
    for one, other in zip(articles, load_examples(tmp_path / "a.npz"), strict=True):
        for name in Example.__slots__:
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_padding_has_no_label_and_no_weight(articles: list[Example]) -> None:
    batch = collate(articles, "cpu")
    short = len(articles[0].ids)
    assert not batch.mask[0, short:].any()
    assert not batch.pool[0, :, short:].any()
    assert (batch.keep[0, short:] == UNKNOWN).all()
    assert (batch.salience[0, len(articles[0].ranks) :] == UNKNOWN).all()
    assert batch.pool[0].sum(dim=1)[: len(articles[0].ranks)].tolist() == pytest.approx([1.0] * 7)


def test_an_epoch_has_every_example_once_and_a_seed_its_order(articles: list[Example]) -> None:
    many = articles * 5
    batches = draw_batches(many, 4, seed=1)
    epoch = [next(batches) for _ in range(-(-len(many) // 4))]
    assert sorted(id(e) for batch in epoch for e in batch) == sorted(map(id, many))
    again = draw_batches(many, 4, seed=1)
    assert [list(map(id, next(again))) for _ in epoch] == [list(map(id, b)) for b in epoch]


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(
    articles: list[Example], sentences: list[Example], tmp_path: Path
) -> None:
    batches = collate(articles[:1], "cpu"), collate(sentences, "cpu")

    def train(folder: str, until: int) -> tuple[Run, float]:
        torch.manual_seed(1)
        # One layer: the checkpoint of six is 350 MB.
        run = Run(Network(MiniLM(layers=1)), 3, tmp_path / folder)
        loss = float("nan")
        while run.step < until:
            losses = measure_losses(run.network, *batches)
            run.advance(losses)
            loss = float(losses["salience"].detach())
        run.save()
        run.log(loss=loss)
        return run, loss

    _, whole = train("whole", 3)
    train("parted", 2)
    _, parted = train("parted", 3)
    assert parted == pytest.approx(whole, rel=1e-4)
    log = (tmp_path / "parted" / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in log] == [2, 3]
