"""From any article to its digest: a refusal of ours, or points that its text bears out."""

from hypothesis import event, given
from hypothesis import strategies as st

from server.digest.article import Article
from server.digest.choices import LENGTHS, STYLES, Style
from server.digest.faithfulness.checker import find_faults
from server.errors import DigestError
from server.http.protocol import DigestRequest
from server.summarizer import Digest, Summarizer
from tests.support.fuzzing.paths import cases, time_limit
from tests.support.fuzzing.texts import articles, texts
from tests.support.words import is_drawn_from

REFUSALS = {"empty", "too_short", "too_large", "not_english"}


def shorten(summarizer: Summarizer, request: DigestRequest) -> Digest | DigestError:
    article = Article.from_paragraphs(request.paragraphs, request.title)
    with time_limit(5):
        try:
            return summarizer.digest(article, request.count, request.lang, request.style)
        except DigestError as error:
            return error


@cases(1)
@given(articles, texts, st.sampled_from(("", "en-GB", "de")), st.sampled_from([*LENGTHS]))
def test_points_are_drawn_from_what_they_stand_on(
    summarizer: Summarizer, paragraphs: list[str], title: str, lang: str, length: str
) -> None:
    # As the wire would have it: half a surrogate pair is mended before an article is read.
    mended = tuple(text.encode(errors="replace").decode() for text in paragraphs)

    def ask(style: Style) -> Digest | DigestError:
        return shorten(summarizer, DigestRequest(mended, title, lang, length, style))

    digests = {style: ask(style) for style in STYLES}
    brief, plain, exact = (digests[style] for style in ("brief", "plain", "exact"))
    event(getattr(exact, "code", "digest"))
    if not (isinstance(exact, Digest) and isinstance(brief, Digest) and isinstance(plain, Digest)):
        assert type(brief) is type(exact) is type(plain)
        assert getattr(exact, "code", None) in REFUSALS
        return
    assert 1 <= len(exact.points) <= LENGTHS[length]
    assert [point.sources for point in exact.points] == [point.sources for point in brief.points]
    for whole, short in zip(exact.points, brief.points, strict=True):
        (source,) = whole.sources
        assert mended[source.paragraph][source.start : source.end] == whole.text == source.text
        assert is_drawn_from(short.text, whole.text)
    for point in plain.points:
        (source,) = point.sources
        # One that does not pass is as brief has it, and says so.
        if point.style == "plain":
            assert not find_faults(source.text, point.text)
        else:
            assert point.style == "brief" and is_drawn_from(point.text, source.text)
    assert brief.words.digest <= exact.words.digest <= exact.words.article
