"""Digests of the shipped model: in each style, three points that are true to their story."""

import pytest

from server.digest.article import Article
from server.digest.choices import STYLES
from server.summarizer import Summarizer
from tests.support.browser.backend import MODEL
from tests.support.browser.site import TRUE, load_stories

pytestmark = pytest.mark.slow

POINTS = 3
# Of the long story alone, each digest takes seconds.
STORIES = {
    slug: story for slug, story in load_stories().items() if story.body and slug != "long-read"
}


@pytest.fixture(scope="module")
def shipped() -> Summarizer:
    return Summarizer.load(MODEL)


@pytest.mark.parametrize("slug", STORIES)
def test_each_story_gets_its_own_points_in_each_style(shipped: Summarizer, slug: str) -> None:
    story = STORIES[slug]
    article = Article.from_paragraphs(story.body)
    for style in STYLES:
        points = [point.text for point in shipped.digest(article, POINTS, style=style).points]
        assert len(points) == len(set(points)) == POINTS, style
        assert [point for point in points if not TRUE[style](story, point)] == [], style
