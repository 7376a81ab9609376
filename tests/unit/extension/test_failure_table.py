"""One row of extension/lib/failures.js holds all that a reader is shown of a failure."""

import json
import re
from typing import Any

import pytest

from server.errors import DigestError
from tests.support.modules import EXTENSION, load

TABLES = load("lib/failures.js")
ROWS: dict[str, Any] = {
    code: row
    for name in ("SERVER_FAILURES", "CALL_FAILURES", "PAGE_FAILURES")
    for code, row in TABLES[name].items()
}
VALUES = {
    "badge": {"off", "!"},
    "words": {"ours", "server"},
    "command": {"", "run", "pair"},
    "button": {"", "pair", "settings"},
    "again": {True, False},
}


def find_codes(folder: str) -> set[str]:
    """List the codes that the scripts of a folder of the extension raise."""
    scripts = [path.read_text("utf-8") for path in (EXTENSION / folder).rglob("*.js")]
    return set(re.findall(r'(?:[fF]ailure\(|Refusal\(|\bcode: )"(\w+)"', "\n".join(scripts)))


def test_there_is_a_row_for_each_refusal_of_the_server() -> None:
    assert list(TABLES["SERVER_FAILURES"]) == [kind.code for kind in DigestError.__subclasses__()]


def test_there_is_a_row_for_each_failure_that_the_extension_finds() -> None:
    assert find_codes("lib") - {"not_paired"} == TABLES["CALL_FAILURES"].keys()
    assert find_codes("content") == TABLES["PAGE_FAILURES"].keys()
    assert find_codes("background") | find_codes("options") == set()


@pytest.mark.parametrize("code", ROWS)
def test_a_row_is_complete_and_has_both_texts_or_none_in_each_language(code: str) -> None:
    row = ROWS[code]
    assert row.keys() == VALUES.keys()
    assert all(row[name] in allowed for name, allowed in VALUES.items())
    texts = {f"{code}_message", f"{code}_hint"}
    for path in EXTENSION.glob("_locales/*/messages.json"):
        found = texts & json.loads(path.read_text("utf-8")).keys()
        is_draft = path.parent.name != "en"  # It may leave both texts to English.
        wanted = texts if row["words"] == "ours" else set()
        assert found == wanted or (is_draft and not found), path


def test_the_command_and_the_button_of_a_row_exist() -> None:
    makefile = (EXTENSION.parent / "Makefile").read_text("utf-8")
    assert all(re.search(rf"^{name}:", makefile, re.M) for name in VALUES["command"] - {""})
    english = json.loads((EXTENSION / "_locales/en/messages.json").read_text("utf-8"))
    assert VALUES["button"] - {""} <= english.keys()
