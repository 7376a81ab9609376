"""One list names the data files, and own data need only another list."""

from pathlib import Path

import pytest

from model.command_line import SOURCES
from model.data.documents import DataError
from model.data.sources import load_sources
from tests.support.sources import write_sources

ROOT = Path(__file__).parents[3]
OWN = 'articles = [{ file = "x" }]\ncompressions = "x"\nvalidation = ["x"]\n'
TREES = '[treebank]\ntrain = "trees.npz"\ndevelopment = "development.npz"\n'


def test_files_are_found_beside_the_list(tmp_path: Path) -> None:
    sources = load_sources(write_sources(tmp_path))
    assert sources.articles == ((tmp_path / "train.jsonl", None, 1),)
    assert sources.compressions == tmp_path / "compressions.jsonl"
    assert sources.treebank == (tmp_path / "trees.npz", frozenset())
    assert sources.treebank_development == tmp_path / "development.npz"
    assert sources.treebank_tests == (tmp_path / "test.npz",)
    assert sources.validation == (tmp_path / "one.jsonl", tmp_path / "two.jsonl")
    assert sources.simplifications == ((tmp_path / "simple.jsonl", "test"),)


def test_a_folder_and_absolute_names_are_possible(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    text = path.read_text().replace('"train.jsonl"', '"/elsewhere/train.jsonl", rows = 5')
    path.write_text('folder = "news"\n' + text)
    sources = load_sources(path)
    assert sources.articles == ((Path("/elsewhere/train.jsonl"), 5, 1),)
    assert sources.compressions == tmp_path / "news" / "compressions.jsonl"
    assert sources.treebank[0] == tmp_path / "news" / "trees.npz"


def test_a_file_can_be_read_more_often(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    path.write_text(path.read_text().replace('"train.jsonl"', '"train.jsonl", repeat = 3'))
    assert load_sources(path).articles == ((tmp_path / "train.jsonl", None, 3),)


def test_documents_of_a_treebank_are_left_out_from_the_first_to_the_last(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    path.write_text(path.read_text() + "leave_out = [[3, 5], [9, 9]]\n")
    assert load_sources(path).treebank == (tmp_path / "trees.npz", frozenset({3, 4, 5, 9}))


@pytest.mark.parametrize("name", ["simplifications", "tests"])
def test_what_is_only_measured_is_optional(tmp_path: Path, name: str) -> None:
    path = write_sources(tmp_path)
    path.write_text(path.read_text().replace(name, "others"))
    sources = load_sources(path)
    found = {"simplifications": sources.simplifications, "tests": sources.treebank_tests}
    assert found.pop(name) == ()
    assert all(found.values())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("articles = [", "could not be read", id="not TOML"),
        pytest.param("articles = 5\n" + TREES, "could not be read", id="a number"),
        pytest.param("articles = [{}]\n" + TREES, "does not set 'file'", id="no file"),
        pytest.param(
            'articles = [{ file = "x" }]\n' + TREES, "'compressions'", id="no compressions"
        ),
        pytest.param('articles = [{ file = "x" }]', "'treebank'", id="no treebank"),
        pytest.param(OWN + "treebank = {}", "'train'", id="no trees"),
        pytest.param(OWN + TREES + "leave_out = [7]", "could not be read", id="no ranges"),
        pytest.param(
            'articles = []\ncompressions = "x"\nvalidation = []\n' + TREES,
            "need a file each",
            id="empty",
        ),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=r"own\.toml") as caught:
        load_sources(path)
    assert complaint in str(caught.value)


def test_a_list_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="could not be read"):
        load_sources(tmp_path / "none.toml")


def test_the_default_list_reads_the_shared_data() -> None:
    sources = load_sources(ROOT / SOURCES)
    shared = (ROOT.parent / "shared" / "data").resolve()
    assert {path.parent for path in sources.validation} == {shared}
    assert {path.parent for path in sources.treebank_tests} == {shared / "ud"}


def test_what_may_not_be_used_commercially_is_left_out_of_the_default_treebank() -> None:
    path, left_out = load_sources(ROOT / SOURCES).treebank
    assert path.name == "ud_train.npz"
    # Fiction, then how-to guides.
    assert left_out == {*range(591, 606), *range(702, 717)}
