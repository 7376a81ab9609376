"""The extension repeats what the server's tables say: the styles, the lengths and the limits.

server/API.md is held by test_docs.py and server/openapi.yaml by test_openapi.py.
"""

import json
import re
import subprocess
from typing import Any

import pytest

from server.config import Config
from server.digest.choices import DEFAULT_LENGTH, DEFAULT_STYLE, LENGTHS, STYLES
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS, MAX_SECTIONS
from tests.support.command import REPOSITORY

EXTENSION = REPOSITORY / "extension"
MESSAGES = EXTENSION / "_locales" / "en" / "messages.json"


def load(module: str) -> dict[str, Any]:
    """Return the constants that a module of the extension exports."""
    path = json.dumps((EXTENSION / module).as_uri())
    program = f"import({path}).then((found) => console.log(JSON.stringify({{ ...found }})))"
    done = subprocess.run(
        ["node", "--eval", program], capture_output=True, text=True, timeout=60, check=True
    )
    constants: dict[str, Any] = json.loads(done.stdout)
    return constants


def test_the_settings_offer_the_styles_and_lengths_of_the_server() -> None:
    settings = load("lib/settings.js")
    assert settings["CHOICES"]["style"] == list(STYLES)
    assert settings["CHOICES"]["length"] == list(LENGTHS)
    assert settings["DEFAULTS"]["style"] == DEFAULT_STYLE
    assert settings["DEFAULTS"]["length"] == DEFAULT_LENGTH


def test_there_are_words_for_each_style_and_length() -> None:
    assert {*STYLES, *LENGTHS} <= json.loads(MESSAGES.read_text("utf-8")).keys()


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("MOST_CHARACTERS", MAX_CHARACTERS),
        ("MOST_PARAGRAPHS", MAX_PARAGRAPHS),
        ("MOST_SECTIONS", MAX_SECTIONS),
    ],
)
def test_the_extension_has_each_limit_once(name: str, limit: int) -> None:
    sources = (path.read_text("utf-8") for path in EXTENSION.rglob("*.js"))
    found = [value for text in sources for value in re.findall(rf"\b{name} = ([\d_]+);", text)]
    assert [int(value) for value in found] == [limit]


def test_the_extension_asks_on_the_usual_port() -> None:
    assert load("lib/connection.js")["USUAL_PORT"] == Config().port
