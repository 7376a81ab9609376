"""A summarizer that first asks the cache whether it has made this very digest before."""

import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from server.artifact import DESCRIPTION
from server.cache import Cache
from server.digest.article import Article, Sentence
from server.digest.styles import Style
from server.summarizer import Digest, Point, Section, Sizes, Steps, Summarizer

_CODE = Path(__file__).resolve().parent


class Recall:
    """Gives the steps of a summarizer; those of a digest that is in the cache without the wait."""

    def __init__(self, summarizer: Summarizer, cache: Cache, maker: bytes) -> None:
        """Join the two. `maker` names all that makes digests: those of another are not given."""
        self.name = summarizer.name
        self._summarizer = summarizer
        self._cache = cache
        self._maker = maker

    @classmethod
    def load(cls, model: Path, folder: Path) -> Self:
        """Load the model of one folder and keep its digests in another. Raises as Summarizer."""
        summarizer, cache = Summarizer.load(model), Cache(folder)
        cache.drop_stale()
        return cls(summarizer, cache, identify(model))

    def steps(self, article: Article, count: int, lang: str = "", style: Style = "brief") -> Steps:
        """Shorten an article as Summarizer.steps does; a digest that is known has no Progress."""
        key = self._make_key(article, count, lang, style)
        known = _read(self._cache.get(key), article, self.name)
        if known is not None:
            return _repeat(known)
        return self._keep(key, style, self._summarizer.steps(article, count, lang, style))

    def _make_key(self, article: Article, count: int, lang: str, style: Style) -> bytes:
        # A plain hash. A keyed one would hide from whoever has the file which articles were read,
        # but for the points: they lie beside the key, and name the article by themselves.
        asked = [article.title, article.paragraphs, article.sections, lang, count, style]
        # Escaped by JSON, so that no two questions have the same bytes.
        return hashlib.sha256(self._maker + json.dumps(asked).encode()).digest()

    def _keep(self, key: bytes, style: Style, steps: Steps) -> Steps:
        with closing(steps):
            for step in steps:
                yield step
                if isinstance(step, Digest) and _is_as_asked(step, style):
                    self._cache.put(key, _write(step))


def identify(model: Path) -> bytes:
    """Return a hash over what decides a digest besides the question: the model and this code.

    model.json vouches for the model's files. The code has the protocol's version in it, and changes
    more often than any version does.
    """
    files = [model / DESCRIPTION, *sorted(_CODE.rglob("*.py"))]
    hashes = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join(hashes)).digest()


def _is_as_asked(digest: Digest, style: Style) -> bool:
    """Tell whether all is in the style that was asked for; what kept it from that may be mended."""
    lines = (section.line for section in digest.sections or ())
    return all(point.style == style for point in (*digest.points, *lines))


def _repeat(digest: Digest) -> Steps:
    yield from digest.points
    yield from digest.sections or ()
    yield digest


def _write(digest: Digest) -> str:
    words, seconds = digest.words, digest.reading_seconds
    return json.dumps(
        {
            "points": [_write_point(point) for point in digest.points],
            "words": [words.article, words.digest, words.sections],
            "seconds": [seconds.article, seconds.digest, seconds.sections],
            "sections": [[s.number, _write_point(s.line)] for s in digest.sections or ()],
        }
    )


def _write_point(point: Point) -> list[Any]:
    return [point.text, point.style, [[s.paragraph, s.start, s.end] for s in point.sources]]


def _read(text: str | None, article: Article, model: str) -> Digest | None:
    """Read a digest of an article; None where there is none."""
    if text is None:
        return None
    shape: dict[str, Any] = json.loads(text)
    points = tuple(_read_point(point, article) for point in shape["points"])
    sections = tuple(
        Section(number, _read_point(line, article)) for number, line in shape["sections"]
    )
    return Digest(
        points,
        Sizes(*shape["words"]),
        Sizes(*shape["seconds"]),
        model,
        None if article.sections is None else sections,
    )


def _read_point(shape: list[Any], article: Article) -> Point:
    text, style, spans = shape
    return Point(
        text,
        tuple(
            Sentence(number, start, end, article.paragraphs[number][start:end])
            for number, start, end in spans
        ),
        style,
    )
