"""The page of a blind comparison, as HTML without scripts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from model.data.documents import Document
from server.summarizer import Point

STYLE = Path(__file__).with_name("comparison.css")
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Entry:
    """One system's digest of an article."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Case:
    """An article and its two digests, left and right."""

    document: Document
    digests: tuple[Entry, Entry]


def write_page(title: str, cases: Sequence[Case]) -> str:
    """Return the page: one section per article, with the systems' names folded away."""
    sections = "\n".join(_write_case(number, case) for number, case in enumerate(cases, start=1))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>{STYLE.read_text(encoding="utf-8")}</style>
<h1>{escape(title)}</h1>
<p>Left and right are in random order. The sources of both digests are marked in the article.</p>
{sections}
</html>
"""


def _write_case(number: int, case: Case) -> str:
    digests = "".join(
        f'<ul class="{side}">{_write_items([point.text for point in entry.points])}</ul>'
        for side, entry in zip(SIDES, case.digests, strict=True)
    )
    left, right = (escape(entry.name) for entry in case.digests)
    return f"""<section id="{number}">
<h2>{number}. {escape(case.document.article.title)}</h2>
<div class="digests">{digests}</div>
<details><summary>Which is which, and what people wrote</summary>
<p>Left is <b>{left}</b>, right is <b>{right}</b>.</p>
<ul>{_write_items(case.document.highlights)}</ul></details>
<article>{"".join(_write_paragraphs(case))}</article>
</section>"""


def _write_items(texts: Sequence[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts or ["(no digest)"])


def _write_paragraphs(case: Case) -> Iterator[str]:
    spans = [
        (source.paragraph, source.start, source.end, side)
        for side, entry in zip(SIDES, case.digests, strict=True)
        for point in entry.points
        for source in point.sources
    ]
    for number, paragraph in enumerate(case.document.article.paragraphs):
        own = [span[1:] for span in spans if span[0] == number]
        yield f"<p>{_mark_paragraph(paragraph, own)}</p>\n"


def _mark_paragraph(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """Return a paragraph as HTML with the spans (start, end, side) marked; they may overlap."""
    cuts = sorted({0, len(text), *(end for span in spans for end in span[:2])})
    parts = []
    for start, end in pairwise(cuts):
        sides = sorted({side for first, last, side in spans if first <= start and end <= last})
        part = escape(text[start:end])
        parts.append(f'<mark class="{" ".join(sides)}">{part}</mark>' if sides else part)
    return "".join(parts)
