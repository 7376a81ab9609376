"""One list names the data files, and own data need only another list."""

from pathlib import Path

import pytest

from model.command_line import SOURCES
from model.data.documents import DataError
from model.data.sources import load_sources
from tests.support.sources import write_sources

ROOT = Path(__file__).parents[3]


def test_files_are_found_beside_the_list(tmp_path: Path) -> None:
    sources = load_sources(write_sources(tmp_path))
    assert sources.articles == ((tmp_path / "train.jsonl", None),)
    assert sources.compressions == tmp_path / "compressions.jsonl"
    assert sources.validation == (tmp_path / "one.jsonl", tmp_path / "two.jsonl")
    assert sources.simplifications == ((tmp_path / "simple.jsonl", "test"),)


def test_a_folder_and_absolute_names_are_possible(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    text = path.read_text().replace('"train.jsonl"', '"/elsewhere/train.jsonl", rows = 5')
    path.write_text('folder = "news"\n' + text)
    sources = load_sources(path)
    assert sources.articles == ((Path("/elsewhere/train.jsonl"), 5),)
    assert sources.compressions == tmp_path / "news" / "compressions.jsonl"


def test_simplifications_are_optional(tmp_path: Path) -> None:
    path = write_sources(tmp_path)
    path.write_text(path.read_text().replace("simplifications", "others"))
    assert load_sources(path).simplifications == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("articles = [", "could not be read", id="not TOML"),
        pytest.param("articles = 5", "could not be read", id="a number"),
        pytest.param("articles = [{}]", "does not set 'file'", id="no file"),
        pytest.param('articles = [{ file = "x" }]', "'compressions'", id="no compressions"),
        pytest.param(
            'articles = []\ncompressions = "x"\nvalidation = []', "need a file each", id="empty"
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
    assert {path.parent for path in sources.validation} == {
        (ROOT.parent / "shared" / "data").resolve()
    }
