"""What a page or the server says is text: no file of ours can make markup or code of a string."""

import re
from pathlib import Path

import pytest

EXTENSION = Path(__file__).parents[3] / "extension"
# The linter allows these with a constant; here is no need for that either.
MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|setHTML|srcdoc|DOMParser"
    r"|createContextualFragment|parseHTMLUnsafe|eval|Function)\b|document\.write|\.parse\w*HTML"
)
FILES = [path for path in EXTENSION.rglob("*.js") if "vendor" not in path.parts]


def test_no_string_becomes_markup() -> None:
    assert len(FILES) > 9
    for path in FILES:
        code = re.sub(r"/\*.*?\*/|//.*", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert MARKUP.findall(code) == [], path


@pytest.mark.parametrize("code", ["box.innerHTML = ''", "document.write(x)", "new Function(x)"])
def test_what_makes_markup_is_known(code: str) -> None:
    assert MARKUP.search(code)
