"""Write explanations of points for a terminal."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from server.digest.explanation import Explanation
from server.digest.grammar.grammar import Grammar
from server.digest.salience.windows import BETWEEN_SPACES

# A tree that is deeper is shown as if it were not, or its words would leave the screen.
DEEPEST = 12


def format_explanations(explanations: Sequence[Explanation], total: int) -> str:
    """Return each point with its salience, its cuts and its tree; `total` counts the sentences."""
    lines = (line for explanation in explanations for line in _write(explanation, total))
    return "\n".join(lines)


def _write(explanation: Explanation, total: int) -> Iterator[str]:
    yield f"• {explanation.point.text}"
    yield f"  Sentence {explanation.index + 1} of {total}, salience {explanation.salience:.2f}."
    (source,) = explanation.point.sources
    words = source.text.split()
    for cut in explanation.cuts:
        text = " ".join(words[word] for word in cut.words)
        yield f"  Cut “{text}”: {cut.licence}, keep {cut.keep:.2f}."
    if not explanation.cuts:
        yield "  Nothing was cut."
    yield ""
    if explanation.grammar is None:
        yield "  The sentence was not parsed: it is too long, or was not read as a whole."
    else:
        yield from _draw(explanation, explanation.grammar)
    yield ""


def _draw(explanation: Explanation, grammar: Grammar) -> Iterator[str]:
    """Yield a line for each word: whether it was cut, its keep probability, and its head."""
    starts = [word.start() for word in BETWEEN_SPACES.finditer(explanation.text)]
    cut_words = explanation.cut_words
    rows = []
    for place, word in enumerate(grammar.words):
        written = bisect_right(starts, word.start) - 1
        mark = "-" if written in cut_words else " "
        depth = min(len(grammar.list_ancestors(place)), DEEPEST)
        head = "" if word.head == place else f"{word.head + 1} {grammar.read(word.head)}"
        rows.append(
            (
                f"  {place + 1:3} {mark} {explanation.keep[written]:.2f} ",
                "  " * depth + grammar.read(place),
                word.relation,
                head,
            )
        )
    indented, named = (max(len(row[column]) for row in rows) for column in (1, 2))
    for start, text, relation, head in rows:
        yield f"{start} {text:{indented}}  {relation:{named}}  {head}".rstrip()
