"""The extension's own extraction, in Chromium, on invented pages that each need a rule of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.bench.extraction.browser import Reader, launch
from tests.support.browser.site import Story, squeeze

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
        "stacked-stories",  # Sites append the next stories, each with a headline of its own.
        "late-body",  # All of it is hidden until scripts of the page's own have run.
        "ranking",  # An icon at the end of a line is no picture with a caption.
    ],
)
def test_the_article_is_found_and_nothing_else(reader: Reader, slug: str) -> None:
    story = Story.load(slug)
    found = reader.read(ADDRESS, story.html, ["ours"])["ours"]
    assert found.error is None
    lines = [squeeze(line) for line in found.text.splitlines()]
    assert [line for line in lines if line in story.sections] == list(story.sections)
    paragraphs = [line for line in lines if line != story.deck and line not in story.sections]
    assert paragraphs == [squeeze(text) for text in story.body]


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


STORY = Story.load("stacked-stories").body

# What stands in the midst of a story, and is none of it.
CLUTTER = {
    "caption of a figure": "<figure><img src='x.png'><figcaption>A quay.</figcaption></figure>",
    "caption in a box": "<div><img src='x.png'><span>From left, a mayor and a crane.</span></div>",
    "caption below its picture": "<p><img src='x.png'> The quay on Monday night.</p>",
    "byline": "<div class='post-byline'>By a reporter of the Ledger.</div>",
    "pull quote": "<div class='pullQuote'>Nobody comes by on the way.</div>",
    "links": "<p><a href='/1'>Ferry stops running.</a> <a href='/2'>Pier sold.</a></p>",
    "hidden": "<p style='display: none'>Thank you for subscribing to us.</p>",
    **{
        text: f"<p>{text}</p>"
        for text in (
            "Sign up for our letter of the week.",
            "Follow the Ledger on every network.",
            "Read more of what the council did.",
            "More from the Harrowick Ledger",
            "For more stories like this, come back.",
            "Got a story? Tell us.",
            "Article continues below.",
            "Click here to vote.",
            "Download our free news app.",
            "If you buy something we earn a share.",
            "We apologize, but this video has failed to load.",
        )
    },
}


@pytest.mark.parametrize("clutter", CLUTTER.values(), ids=CLUTTER)
def test_what_is_not_the_storys_own_is_left_out(reader: Reader, clutter: str) -> None:
    first, *rest = (f"<p>{text}</p>" for text in STORY)
    html = f"<title>Market</title><article><h1>Market</h1>{first}{clutter}{''.join(rest)}</article>"
    found = reader.read(ADDRESS, html, ["ours"])["ours"]
    assert [squeeze(line) for line in found.text.splitlines()] == [squeeze(text) for text in STORY]


TEXT = "".join(f"<p>{text}</p>" for text in STORY)
LINKS = "".join(f"<h3><a href='/{number}'>Story {number}</a></h3>" for number in range(5))
LONG = "".join(
    f"<p>Entry {number} of the ledger of the quay is of a barge.</p>" for number in range(30)
)
VIDEO = '<meta property="og:type" content="video.other">'
ARTICLE = '<meta property="og:type" content="article">'

REFUSALS = {
    "home page": ("", TEXT + LINKS, "front_page"),
    "home page in French": ("fr/", TEXT + LINKS, "front_page"),
    "search page": ("find?q=quay", TEXT + LINKS, "search_page"),
    "video with a description": ("watch", VIDEO + TEXT, "video_page"),
    "application": ("app", "<main role='application'><button>New</button></main>", "not_article"),
}
OFFERS = {
    "site of one page": ("", TEXT),
    "story at the root that says so": ("", ARTICLE + TEXT + LINKS),
    "story whose address has a question": ("story?s=twitter", TEXT),
    "story below a video": ("watch", VIDEO + TEXT + LONG),
}


@pytest.mark.parametrize(("path", "html", "code"), REFUSALS.values(), ids=REFUSALS)
def test_a_page_of_another_kind_is_refused_by_its_name(
    reader: Reader, path: str, html: str, code: str
) -> None:
    found = reader.read(ADDRESS + path, f"<title>Market</title>{html}", ["ours"])["ours"]
    assert found.error == f"Error: {code}"


@pytest.mark.parametrize(("path", "html"), OFFERS.values(), ids=OFFERS)
def test_a_story_is_not_taken_for_another_kind(reader: Reader, path: str, html: str) -> None:
    html = f"<title>Market</title>{html}"
    assert reader.read(ADDRESS + path, html, ["ours"])["ours"].error is None
