"""Our systems are one summarizer with parts switched off, and read each article once."""

import pytest

from model.evaluation.nutgraf_systems import ABLATIONS, OURS, build_ours, cut_words
from model.evaluation.systems import SharedScorer, System, choose_lead, quote
from server.digest.article import Article
from server.digest.pipeline import exhaust
from tests.support.model_story import STORY, LengthScorer

ARTICLE = Article.from_paragraphs(STORY)


def texts(system: System, article: Article = ARTICLE) -> list[str]:
    return [point.text for point in system.run(article)[0]]


def test_an_article_is_read_once_for_all_systems() -> None:
    scorer = LengthScorer()
    systems = build_ours("length", scorer)
    assert set(systems) == {*OURS, *ABLATIONS}
    for system in systems.values():
        assert texts(system)
    assert scorer.articles == 1
    texts(systems["exact"], Article.from_paragraphs(STORY[::-1]))
    assert scorer.articles == 2


def test_what_is_spared_counts_as_time() -> None:
    shared = SharedScorer(LengthScorer())
    exhaust(shared.score(ARTICLE))
    seconds = [_spare(shared) for _ in range(2)]
    assert seconds[0] == seconds[1] > 0
    assert System(quote(choose_lead), shared).run(ARTICLE)[1] < 1  # Nothing read, nothing spared.


def _spare(shared: SharedScorer) -> float:
    before = shared.spared
    exhaust(shared.score(ARTICLE))
    return shared.spared - before


def test_exact_points_are_sentences_and_brief_ones_have_words_of_them() -> None:
    systems = build_ours("length", LengthScorer())
    exact, brief = (texts(systems[name]) for name in ("exact", "brief"))
    assert set(exact) <= set(STORY)
    assert len(exact) == len(brief) == 3
    for long, short in zip(exact, brief, strict=True):
        assert len(short.split()) <= len(long.split())


def test_without_salience_the_first_sentences_come() -> None:
    found = texts(build_ours("length", LengthScorer())["exact-no-salience"])
    assert found[:2] == STORY[:2]


def test_without_rules_the_most_salient_sentences_come() -> None:
    longest = sorted(range(len(STORY)), key=lambda i: -len(STORY[i].split()))[:3]
    found = texts(build_ours("length", LengthScorer())["exact-no-rules"])
    assert found == [STORY[index] for index in sorted(longest)]


def test_without_rules_every_unwanted_word_goes() -> None:
    systems = build_ours("length", LengthScorer())
    kept = [" ".join(w for w in point.split() if len(w) > 3) for point in texts(systems["exact"])]
    assert texts(systems["brief-no-rules"]) == kept


@pytest.mark.parametrize("name", [*OURS, *ABLATIONS])
def test_what_the_whole_refuses_its_parts_refuse(name: str) -> None:
    french = Article.from_paragraphs(["La vieille voie ferrée sera fermée en mars."] * 6)
    assert texts(build_ours("length", LengthScorer())[name], french) == []


@pytest.mark.parametrize("name", [*OURS, *ABLATIONS])
def test_what_is_too_short_stays_as_it_is(name: str) -> None:
    short = Article.from_paragraphs(STORY[:2])
    assert texts(build_ours("length", LengthScorer())[name], short) == STORY[:2]


def test_lead_takes_the_first_three_as_they_come() -> None:
    assert texts(System(quote(choose_lead))) == STORY[:3]
    assert texts(System(quote(choose_lead)), Article.from_paragraphs(STORY[:1])) == STORY[:1]


def test_a_number_for_each_word_is_needed() -> None:
    keep = exhaust(LengthScorer().score(ARTICLE)).keep[0]
    assert cut_words(STORY[0], keep) == "last ferry Skerra sank storm Monday night."
    with pytest.raises(ValueError, match="zip"):
        cut_words(STORY[0], keep[1:])
