"""Text that is out to do harm, and the measure of how the time to read it grows."""

import time
from collections.abc import Callable, Sequence

# One small thing again and again is where time that is not linear shows.
UNITS = (
    *"aA1éあ👍.,;:!?…-–—*•_/@#&<[{(\"“”‘'\n\r\t\x00\x85\u2029\u200b\u202e\u0301\ufeff\ue000 ",
    *("\n ", "\r ", " \n", "a ", "A ", "a. ", "A. ", "a.", "A.", "Aa", "Aa ", "aA", "A-", "A’"),
    *("a, ", "A, ", "a; ", "1,", "1. ", "1) ", "11:11 ", "[1]", "() ", "(a ", "a) ", ".)", ". ) "),
    *("“a ", "'a ", " 'a\n", "‘a ", '"A. ', "?)", '?"', "... ", "– ", "👍. ", "日本。", "e\u0301"),
    *("<b>", "<div ", "</", "http://a.b/", "x@y.z ", "U.S. ", "Jan. ", "no. ", "a.m. ", "I. "),
    *("is ", "in a ", "The ", "He ", "By A ", "A and ", "said. ", "Mr. ", "AA. ", "word " * 9),
)
# What comes behind decides whether all that was tried before was in vain.
TAILS = ("", " x", "X\n\nx. ")

# From n characters to 4n the time of a linear reader grows by 4, that of a quadratic one by 16.
FACTOR = 4
MOST_GROWTH = 9.0


def fill(unit: str, size: int, tail: str = "") -> str:
    """Repeat a unit up to a number of characters."""
    return unit * (size // len(unit)) + tail


def measure(read: Callable[[str], object], text: str) -> float:
    """Return the seconds of computing that a reader takes, which other programs hardly stretch."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def find_growth(
    read: Callable[[str], object], size: int, quick: float, units: Sequence[str] = UNITS
) -> dict[tuple[str, str], float]:
    """Return where the time grows badly, the first such unit and tail, and by how much.

    From a quarter of `size` to `size`; what takes less than `quick` seconds is not looked into.
    """
    for unit in units:
        for tail in TAILS:
            # The small one first: where time is cubic, the large one would not end.
            small, large = fill(unit, size // FACTOR, tail), fill(unit, size, tail)
            if measure(read, small) < quick / FACTOR and measure(read, large) < quick:
                continue
            base = min(measure(read, small) for _ in range(3))
            growth = measure(read, large) / base
            # A busy machine can stretch one reading, hardly three.
            if growth > MOST_GROWTH:
                growth = min(growth, *(measure(read, large) / base for _ in range(2)))
            if growth > MOST_GROWTH:
                # One is enough: where one is slow, many are, and each takes its time.
                return {(unit, tail): round(growth, 1)}
    return {}
