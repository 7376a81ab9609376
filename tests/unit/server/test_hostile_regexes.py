"""Each regular expression of the server takes linear time on what it is given, or is given little.

The patterns and the methods that each is used with are found in the source, so a new one is tested
as soon as it is written.
"""

import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from _pytest.mark import ParameterSet

import server
from server.digest.segmentation.eligibility import MOST_CHARACTERS
from tests.support.hostile_texts import TAILS, UNITS, fill, find_growth, measure

# On so much text a quadratic pattern takes four times QUICK_SECONDS or more.
LONG = 8_000
# Per character a linear pattern takes well under a microsecond.
QUICK_SECONDS = 0.008

# Who asks these patterns has bounded the text before.
SHORT = {
    "server.digest.segmentation.eligibility": MOST_CHARACTERS,  # `is_eligible`, first line
    "server.digest.english.boilerplate": MOST_CHARACTERS,
    "server.digest.english.compression_words": MOST_CHARACTERS,  # Only eligible sentences …
    "server.digest.english.modality": MOST_CHARACTERS,
    "server.digest.compression.compressor": MOST_CHARACTERS,
    "server.digest.english.treebank_words": MOST_CHARACTERS,  # `SalienceScorer.score`
    "server.digest.english.closed_class": MOST_CHARACTERS,
    "server.digest.segmentation.sentences.LIST_NUMBER": 80,  # `CONTEXT`
    "server.digest.segmentation.sentences.FALSE_BOUNDARIES": 80,
    "server.digest.segmentation.sentences.MISSED_BOUNDARIES": 80,
    "server.digest.segmentation.sentences.GLUED_LEFT": 80,
    "server.digest.segmentation.sentences.GLUED_RIGHT": 80,
    "server.digest.segmentation.sentences.BRACKET_START": 80,
}
# On so little text nothing takes longer, be it quadratic.
SHORT_SECONDS = 0.05

USES: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "findall": lambda pattern, text: pattern.findall(text),
    "finditer": lambda pattern, text: list(pattern.finditer(text)),
    "sub": lambda pattern, text: pattern.sub(text[:0], text),
}

# Those that go through a loop or a function, where the source does not show what is called on them.
ROUNDABOUT = {
    "DATELINES": {"match"},
    "FALSE_BOUNDARIES": {"match", "search"},
    "GAP": {"match"},
    "MISSED_BOUNDARIES": {"match", "search"},
    "PHRASES": {"search"},
    "TRAILING_MARKS": {"match"},
    "CONNECTIVE_OPENING": {"match"},
    "DEMONSTRATIVE": {"match"},
    "FIRST_PERSON": {"match"},
}


# The one module that imports an extra at its top: without Ray it cannot be read. CI has Ray.
NEEDS_EXTRA: set[str] = set() if importlib.util.find_spec("ray") else {"server.batch.ray_pool"}


def list_modules() -> list[ModuleType]:
    found = {module.name for module in pkgutil.walk_packages(server.__path__, "server.")}
    return [
        importlib.import_module(name) for name in sorted(found - {"server.__main__"} - NEEDS_EXTRA)
    ]


def list_patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from list_patterns(item)


def find_uses(modules: list[ModuleType]) -> dict[int, set[str]]:
    """Return, for each pattern, the methods that are called on the name it has in any module."""
    uses = defaultdict(set)
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                uses[id(vars(module).get(node.value.id))].add(node.attr)
    return uses


def list_cases() -> Iterator[ParameterSet]:
    modules = list_modules()
    uses = find_uses(modules)
    for module in modules:
        for name, value in vars(module).items():
            # Not where it has only been imported to.
            if not re.search(rf"^{name}(?::[^=]*)? = ", inspect.getsource(module), re.M):
                continue
            for number, pattern in enumerate(list_patterns(value)):
                methods = uses[id(pattern)] & USES.keys() or ROUNDABOUT.get(name, set())
                case = f"{module.__name__}.{name}"
                yield pytest.param(pattern, sorted(methods), case, id=f"{case}-{number}")


CASES = list(list_cases())


def test_the_patterns_are_found() -> None:
    assert len(CASES) > 60
    assert [case.id for case in CASES if not case.values[1]] == [], "say how it is used"


@pytest.mark.parametrize("pattern", [r"\s+$", r"(?:a|A)+\."])
def test_a_quadratic_pattern_is_found(pattern: str) -> None:
    assert find_growth(re.compile(pattern).findall, LONG, QUICK_SECONDS)


@pytest.mark.parametrize(("pattern", "methods", "name"), CASES)
def test_a_pattern_takes_linear_time(
    pattern: re.Pattern[Any], methods: list[str], name: str
) -> None:
    def read(text: Any) -> None:
        if isinstance(pattern.pattern, bytes):
            text = text.encode()
        for method in methods:
            USES[method](pattern, text)

    bound = SHORT.get(name) or SHORT.get(name.rpartition(".")[0])
    if bound:
        texts = [fill(unit, bound - len(tail), tail) for unit in UNITS for tail in TAILS]
        assert {text[:9]: t for text in texts if (t := measure(read, text)) > SHORT_SECONDS} == {}
    else:
        assert find_growth(read, LONG, QUICK_SECONDS) == {}
