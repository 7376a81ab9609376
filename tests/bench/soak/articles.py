"""Invented news of any length, made of parts: no two sentences of an article are alike."""

import random

SIZES = (150, 600, 2_000, 10_000)
# How often each is asked for: most news is short, and a very long feature is rare.
WEIGHTS = (40, 40, 15, 5)
OF_EACH_SIZE = 5

WHO = (
    "The harbour master of Elmsworth", "A committee of the town", "Maren Oduya", "The mayor",
    "The ferry company", "A group of engineers", "The owner of the old mill", "Police in Skerra",
    "Two of the shop owners", "The school on the hill", "A spokesman for the council",
)  # fmt: skip
DID = (
    "opened", "closed", "repaired", "bought", "inspected", "praised", "photographed", "measured",
    "defended", "criticised", "painted", "rebuilt", "moved", "counted", "sold",
)  # fmt: skip
WHAT = (
    "the swing bridge", "a row of lamps", "the fish market", "seven kilometres of road",
    "the oldest pier", "a wall of the church", "the railway yard", "a field of rye",
    "the new hospital", "some of the boats", "the long tunnel", "both of the libraries",
)  # fmt: skip
WHERE = (
    "on the east bank", "near the station", "in the lower town", "behind the dunes",
    "across the river", "at the edge of the forest", "outside Skerra", "by the lighthouse",
)  # fmt: skip
MORE = (
    ", which had stood empty since {year}", " after {count} people had asked for it",
    " for {count} thousand pounds", " in the spring of {year}", ", according to a report of {year}",
    " while {count} visitors looked on", " because {count} pipes had burst",
)  # fmt: skip


def write_article(words: int, seed: int) -> list[str]:
    """Return paragraphs of three sentences each with at least so many words together."""
    draw = random.Random(seed)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        paragraphs.append(" ".join(_write_sentence(draw) for _ in range(3)))
        count += len(paragraphs[-1].split())
    return paragraphs


def _write_sentence(draw: random.Random) -> str:
    who, did, what, where, more = map(draw.choice, (WHO, DID, WHAT, WHERE, MORE))
    tail = more.format(year=draw.randint(1850, 2026), count=draw.randint(2, 9_000))
    return f"{who} {did} {what} {where}{tail}."
