"""The page of a comparison is blind, complete and safe to open."""

import json
import re
from html.parser import HTMLParser

import pytest

from tests.support.extras import require
from tests.support.model_story import STORY

for module in ("rouge_score", "syllapy", "sumy", "lede"):
    require(module)

from model.data.documents import Document  # noqa: E402
from model.evaluation.comparison import main  # noqa: E402
from model.evaluation.comparison_html import Case, Entry, write_page  # noqa: E402
from server.digest.article import Article, Sentence  # noqa: E402
from server.summarizer import Point  # noqa: E402
from tests.support.programs import run_program  # noqa: E402

ARTICLE = Article.from_paragraphs([" ".join(STORY[:2]), *STORY[2:]], "Ferry <lost>")
SENTENCES = ARTICLE.sentences


def quote(name: str, *indices: int) -> Entry:
    return Entry(name, [Point(SENTENCES[i].text, (SENTENCES[i],)) for i in indices])


def write(left: Entry, right: Entry, article: Article = ARTICLE) -> str:
    return write_page("A page", [Case(Document(article, ("A ferry sank.",)), (left, right))])


class Reader(HTMLParser):
    """Collects the marked spans, and the text that shows while the details are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen = ""
        self.marks: list[tuple[str, str]] = []
        self._path: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self._path.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._path]
        if self._path and tags[-1] == "mark":
            self.marks.append((self._path[-1][1], data))
        if "details" not in tags or "summary" in tags:
            self.seen += data


def test_the_answer_is_behind_the_line_to_click_on() -> None:
    page = write(quote("brief", 0), quote("lead3", 1))
    assert "Left is <b>brief</b>, right is <b>lead3</b>." in page
    seen = Reader(page).seen
    assert "Which is which" in seen
    assert STORY[0] in seen
    assert "brief" not in seen
    assert "A ferry sank." not in seen  # What people wrote would tell which digest was meant well.


def test_the_sentences_of_both_digests_are_marked_where_they_stand() -> None:
    page = Reader(write(quote("a", 0, 3), quote("b", 0, 1)))
    assert page.marks == [
        ("left right", STORY[0]),
        ("right", STORY[1]),
        ("left", STORY[3]),
    ]


def test_spans_that_overlap_are_marked_piece_by_piece() -> None:
    text = STORY[0]
    half = Sentence(0, 9, len(text), text[9:])
    page = Reader(write(quote("a", 0), Entry("b", [Point(half.text, (half,))])))
    assert page.marks == [("left", text[:9]), ("left right", text[9:])]


def test_nothing_in_an_article_is_markup() -> None:
    evil = '<script>alert(1)</script> & "so" on.'
    article = Article.from_paragraphs([evil], evil)
    entry = Entry("a", [Point(evil, article.sentences)])
    page = write(entry, entry, article)
    assert "<script" not in page
    assert Reader(page).seen.count(evil) == 4  # Heading, two digests and, marked, the article.


def test_a_refusal_is_told() -> None:
    assert "(no digest)" in write(quote("a", 0), Entry("b", []))


def test_the_page_asks_nothing_of_the_network() -> None:
    assert not re.search(
        r"https?:|<script|<link|@import|url\(", write(quote("a", 0), quote("b", 1))
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages of three runs: the first two with the same seed, the third with another."""
    folder = tmp_path_factory.mktemp("compare")
    rows = [{"article": "\n".join(STORY[::step]), "highlights": STORY[:1]} for step in (1, -1)] * 8
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = []
    for seed in ("1", "1", "2"):
        out = folder / "new" / "out.html"
        files = ["--data", folder / "news.jsonl", "--out", out]
        run = run_program(main, "lead3", "lede", "--n", "12", *files, "--seed", seed)
        assert run.returncode == 0, run.stderr
        found.append(out.read_text(encoding="utf-8"))
    return found


def test_the_lot_is_fair_and_can_be_drawn_again(pages: list[str]) -> None:
    first, again, other = (re.findall(r"Left is <b>(\w+)</b>", page) for page in pages)
    assert first == again != other
    assert len(first) == 12
    assert {*first} == {"lead3", "lede"}
