"""Why a digest is as it is: for each point its salience, its grammar, and what was cut."""

from dataclasses import dataclass

from server.digest.compression.compressor import Cut
from server.digest.grammar.grammar import Grammar
from server.digest.result import Point
from server.digest.salience.scorer import FloatArray


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a point came about.

    It stands on the sentence at `index` of the article, whose `text` may begin with a dateline.
    `keep`, (W,), holds the keep probability of each word of `text.split()`, and `cuts` what was
    left out of the source of the point. `grammar` is None if the sentence was not parsed.
    """

    point: Point
    text: str
    index: int
    salience: float
    keep: FloatArray
    grammar: Grammar | None
    cuts: tuple[Cut, ...]

    @property
    def cut_words(self) -> set[int]:
        """Return the indices of the words of `text.split()` that were cut."""
        # Counted from the last word: a dateline can be glued to the first.
        (source,) = self.point.sources
        before = len(self.text.split()) - len(source.text.split())
        return {before + word for cut in self.cuts for word in cut.words}
