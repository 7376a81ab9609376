"""Trees are measured word by word, as in published scores."""

import json
from pathlib import Path

import pytest

from model.data.treebanks import load_treebank
from server.artifact import Artifact
from server.encoder import Encoder
from tests.support.extras import require
from tests.support.programs import run_program
from tests.support.sources import write_sources
from tests.support.treebank import Sentence, write_treebank

require("torch")

from model.evaluation.grammar import main, make_window, measure_trees  # noqa: E402

TINY = Path(__file__).parents[2] / "fixtures" / "tiny-model"
ARTIFACT = Artifact.load(TINY)
ROOT, PART, PUNCTUATION = map(ARTIFACT.relations.index, ("root", "goeswith", "punct"))
# "the", "council", "said", "bridge", "##s" to the tiny model's tokenizer. It hangs each word on the
# first of its sentence, and the relation tells the token's id: 42 follow the first two.
THE, COUNCIL, SAID, BRIDGE, PLURAL = 158, 182, 151, 183, 91


def relate(token: int) -> int:
    """Return the relation that the tiny model finds for a word."""
    return token % (len(ARTIFACT.relations) - 2) + 2


# A tree that the tiny model finds: all hangs on the first word, and the plural on its word.
RIGHT: Sentence = [
    (THE, 0, ROOT),
    (COUNCIL, 0, relate(COUNCIL)),
    (SAID, 0, relate(SAID)),
    (BRIDGE, 0, relate(BRIDGE)),
    (PLURAL, 3, PART),
]


def change(place: int, head: int | None = None, relation: int | None = None) -> Sentence:
    """Return the tree with another head or relation of one piece."""
    token, old_head, old_relation = RIGHT[place]
    changed = (
        token,
        old_head if head is None else head,
        old_relation if relation is None else relation,
    )
    return [*RIGHT[:place], changed, *RIGHT[place + 1 :]]


def measure(folder: Path, *documents: list[Sentence]) -> dict[str, float]:
    path = write_treebank(folder / "trees.npz", documents)
    return measure_trees(Encoder.load(ARTIFACT), load_treebank(path))


@pytest.mark.parametrize(
    ("tree", "uas", "las", "words"),
    [
        pytest.param(RIGHT, 100, 100, 4, id="all right"),
        pytest.param(change(1, head=2), 75, 75, 4, id="another head"),
        pytest.param(change(1, relation=ROOT), 100, 75, 4, id="another relation"),
        pytest.param(change(4, head=1), 100, 100, 4, id="another head of a part of a word"),
        pytest.param(change(2, head=1, relation=PUNCTUATION), 100, 100, 3, id="punctuation"),
        pytest.param(change(0, head=2), 75, 75, 4, id="another root"),
    ],
)
def test_words_are_counted_without_parts_and_punctuation(
    tmp_path: Path, tree: Sentence, uas: float, las: float, words: int
) -> None:
    assert measure(tmp_path, [tree]) == {"uas": uas, "las": las, "words": words}


def test_each_sentence_of_each_document_has_its_own_tree(tmp_path: Path) -> None:
    wrong = change(2, head=3)
    found = measure(tmp_path, [RIGHT, wrong, RIGHT], [wrong, RIGHT])
    assert found == {"uas": 90, "las": 90, "words": 20}


def test_a_window_has_a_piece_for_each_sentence(tmp_path: Path) -> None:
    path = write_treebank(tmp_path / "trees.npz", [[RIGHT, RIGHT[:2]]])
    (example,) = load_treebank(path)
    window = make_window(example)
    assert window.ids == tuple(example.ids.tolist())
    assert [(p.sentence, p.start, p.end) for p in window.pieces] == [(0, 1, 6), (1, 6, 8)]
    assert all(piece.is_whole for piece in window.pieces)


def test_the_command_measures_the_treebanks_of_the_sources(tmp_path: Path) -> None:
    write_treebank(tmp_path / "test.npz", [[RIGHT], [change(1, head=2)]])
    own = write_treebank(tmp_path / "own.npz", [[change(1, relation=ROOT)]])
    options = ("--model-dir", TINY, "--sources", write_sources(tmp_path))
    out = tmp_path / "report.json"
    for more, expected in [
        ((), {"test": {"uas": 87.5, "las": 87.5, "words": 8}}),
        (("--rows", "1"), {"test": {"uas": 100, "las": 100, "words": 4}}),
        (("--data", own), {"own": {"uas": 100, "las": 75, "words": 4}}),
    ]:
        run = run_program(main, *options, *more, "--json", out)
        assert run.returncode == 0, run.stderr
        assert json.loads(out.read_text(encoding="utf-8")) == expected
        (name, row) = next(iter(expected.items()))
        assert f"| {name} | {row['uas']:.1f} | {row['las']:.1f} | {row['words']} |" in run.stdout


def test_a_treebank_that_is_missing_is_named(tmp_path: Path) -> None:
    run = run_program(main, "--model-dir", TINY, "--data", tmp_path / "none.npz")
    assert run.returncode == 2
    assert "none.npz could not be read as a treebank" in run.stderr
