"""All knowledge of English stands in server/digest/english, so another language can replace it.

Outside it, a stage may name a word or three that its rule is about, but it defines no list of words
and no pattern made of them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DIGEST = Path(__file__).parents[3] / "server" / "digest"

# So many words are a list.
LIST = 4
WORD = re.compile(r"[A-Za-z][A-Za-z'’ -]*")
# One alternative of a pattern that is letters only: "monday" in "(?:monday|tuesday)".
ALTERNATIVE = re.compile(r"(?:(?<=[|(:^])|^)[A-Za-z'’ ]{2,}(?:[\])][?*]?)?(?=\||\)|$)")

# Names of our own that happen to be English words.
OWN_NAMES = {("faithfulness/checker.py", "KINDS")}


def list_files() -> list[Path]:
    # The reader's choices, such as the names of styles, are the same in every language.
    return [
        path
        for path in DIGEST.rglob("*.py")
        if "english" not in path.parts and path.name != "choices.py"
    ]


def find_english(source: str, file: str = "") -> Iterator[str]:
    """Yield each place that defines a list or a pattern of English words."""
    tree = ast.parse(source)
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    own = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if (file, node.targets[0].id) in OWN_NAMES
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in own:
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("list_words"):
            yield f"{file}:{node.lineno} calls list_words"
        if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict):
            parts = node.keys if isinstance(node, ast.Dict) else node.elts
            if sum(map(is_word, parts)) >= LIST:
                yield f"{file}:{node.lineno} lists words"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_text = id(node) not in documented
            if is_text and len(ALTERNATIVE.findall(node.value)) >= LIST:
                yield f"{file}:{node.lineno} has a pattern of words"


def is_word(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(WORD.fullmatch(node.value))
    )


@pytest.mark.parametrize("path", list_files(), ids=lambda path: str(path.relative_to(DIGEST)))
def test_a_stage_defines_no_english(path: Path) -> None:
    file = path.relative_to(DIGEST).as_posix()
    assert list(find_english(path.read_text("utf-8"), file)) == []


@pytest.mark.parametrize(
    "source",
    [
        'A = list_words("but so")',
        'A = closed_class.list_words("but so")',
        'A = frozenset(("but", "so", "yet", "or"))',
        'A = {"but": 1, "so": 2, "yet": 3, "or": 4}',
        'if word in ("he", "she", "it", "they"): pass',
        'A = re.compile(r"(?:but|so|yet|or)\\b")',
        'A = re.compile(rf"{B}(?:but|so|in addition|or){C}")',
        'A = r"but|so|yet|or"',
    ],
)
def test_what_is_forbidden_is_found(source: str) -> None:
    assert list(find_english(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""One|of|these|words is a docstring."""',
        'A = ("and", "or")',
        r'A = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*|\d+|\s+|$")',
        "A = ('.', ',', ';', ':')",
    ],
)
def test_what_is_allowed_is_not_found(source: str) -> None:
    assert list(find_english(source)) == []


def test_a_language_pattern_of_ours_would_be_found() -> None:
    """The patterns that stand in english/ would be refused anywhere else."""
    for name in ("boilerplate", "openings", "compression_words", "calendar", "abbreviations"):
        assert list(find_english((DIGEST / "english" / f"{name}.py").read_text("utf-8")))
