"""The extension's own extraction, in Chromium, on invented pages that each need a rule of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.e2e.site import Story, squeeze
from tests.pages.browser import Reader, launch

ADDRESS = "https://news.invalid/"


@pytest.fixture(scope="module")
def reader(playwright: Playwright) -> Iterator[Reader]:
    with launch(playwright) as reader:
        yield reader


@pytest.mark.parametrize(
    "slug",
    [
        "questions-between",  # Readability drops a box in the midst, by its class.
        "structured-body",  # It drops the second half too, and only JSON-LD tells.
        "list-end",  # The list that ends the story is no prose; lines of the site's own are.
        "short-post",  # A headline that links to its own page is no teaser.
        "br-body",
        "newsletter-middle",
        "plain-article",
    ],
)
def test_the_article_is_found_and_nothing_else(reader: Reader, slug: str) -> None:
    story = Story.load(slug)
    found = reader.read(ADDRESS, story.html, ["ours"])["ours"]
    assert found.error is None
    lines = [squeeze(line) for line in found.text.splitlines()]
    assert [line for line in lines if line != story.deck] == [squeeze(text) for text in story.body]


@pytest.mark.parametrize("slug", ["questions-between", "structured-body"])
def test_readability_alone_loses_a_part(reader: Reader, slug: str) -> None:
    story = Story.load(slug)
    found = squeeze(reader.read(ADDRESS, story.html, ["readability"])["readability"].text)
    assert any(squeeze(text) not in found for text in story.body)


def test_structured_text_that_is_not_on_the_page_is_not_taken(reader: Reader) -> None:
    story = Story.load("plain-article")
    said = " ".join(f"Nobody wrote the sentence with the number {number}." for number in range(99))
    script = f'<script type="application/ld+json">{{"articleBody": "{said}"}}</script>'
    html = story.html.replace("</head>", f"{script}</head>")
    assert reader.read(ADDRESS, html, ["ours"])["ours"].text.count("Nobody wrote") == 0
