"""A treebank is read in windows of whole sentences, with the places of heads in the window."""

from pathlib import Path

import numpy as np
import pytest

from model.data.documents import DataError
from model.data.treebanks import CLS, OUTSIDE, SEP, WINDOW, load_treebank
from tests.support.treebank import Sentence, write_treebank

# Relations by their numbers: 0 is the root, 3 a determiner, 6 a subject, 7 punctuation.
FERRY: Sentence = [(11, 1, 3), (12, 2, 6), (13, 2, 0), (14, 2, 7)]
STOP: Sentence = [(21, 0, 0), (22, 0, 7)]


def test_a_window_holds_the_sentences_of_a_document_with_their_trees(tmp_path: Path) -> None:
    (window,) = load_treebank(write_treebank(tmp_path / "trees.npz", [[FERRY, STOP]]))
    assert window.ids.tolist() == [CLS, 11, 12, 13, 14, 21, 22, SEP]
    assert window.heads.tolist() == [0, 2, 3, 3, 3, 5, 5, 7]
    assert window.relations.tolist() == [OUTSIDE, 3, 6, 0, 7, 0, 7, OUTSIDE]
    assert window.sentences.tolist() == [OUTSIDE, 0, 0, 0, 0, 1, 1, OUTSIDE]


def test_no_window_reads_over_the_end_of_a_document(tmp_path: Path) -> None:
    windows = load_treebank(write_treebank(tmp_path / "trees.npz", [[FERRY], [STOP, FERRY]]))
    assert [window.ids[1:-1].tolist() for window in windows] == [
        [11, 12, 13, 14],
        [21, 22, 11, 12, 13, 14],
    ]


def test_a_long_document_takes_windows_of_whole_sentences(tmp_path: Path) -> None:
    long: Sentence = [(n, 0, 0) for n in range(200)]
    windows = load_treebank(write_treebank(tmp_path / "trees.npz", [[long] * 5]))
    assert [len(window.ids) for window in windows] == [402, 402, 202]
    assert windows[1].heads[[1, 200, 201, 400]].tolist() == [1, 1, 201, 201]
    assert windows[2].sentences.max() == 0


def test_a_window_is_filled_to_its_last_token(tmp_path: Path) -> None:
    sentences: list[Sentence] = [[(1, 0, 0)] * 255] * 2
    (window,) = load_treebank(write_treebank(tmp_path / "trees.npz", [sentences]))
    assert len(window.ids) == WINDOW


def test_documents_can_be_left_out(tmp_path: Path) -> None:
    path = write_treebank(tmp_path / "trees.npz", [[FERRY], [STOP], [FERRY, FERRY]])
    assert [len(window.ids) for window in load_treebank(path, {0, 2})] == [4]
    assert [len(window.ids) for window in load_treebank(path, {1})] == [6, 10]


def test_a_treebank_without_sentences_is_refused(tmp_path: Path) -> None:
    path = write_treebank(tmp_path / "trees.npz", [[FERRY]])
    with pytest.raises(DataError, match=r"trees\.npz holds no sentences to read"):
        load_treebank(path, {0})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no file"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"1\tThe\tDET\n", id="CoNLL-U"),
        pytest.param(b"PK\x03\x04 and no more", id="cut off"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "trees.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=r"trees\.npz could not be read as a treebank"):
        load_treebank(path)


def test_a_file_that_lacks_an_array_is_refused_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "trees.npz", ids=[1], head=[0], lab=[0], slen=[1])
    with pytest.raises(DataError, match=r"trees\.npz .*ndoc"):
        load_treebank(tmp_path / "trees.npz")
