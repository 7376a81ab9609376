"""The extension repeats what the server's tables say: the styles, the lengths and the limits.

server/API.md is held by test_docs.py and server/openapi.yaml by test_openapi.py.
"""

import json

from server.config import Config
from server.digest.choices import DEFAULT_LENGTH, DEFAULT_STYLE, LENGTHS, STYLES
from server.limits import MAX_CHARACTERS, MAX_PARAGRAPHS, MAX_SECTIONS
from tests.support.command import REPOSITORY
from tests.support.modules import load

EXTENSION = REPOSITORY / "extension"
MESSAGES = EXTENSION / "_locales" / "en" / "messages.json"


def test_the_settings_offer_the_styles_and_lengths_of_the_server() -> None:
    settings = load("lib/settings.js")
    assert settings["CHOICES"]["style"] == list(STYLES)
    assert settings["CHOICES"]["length"] == list(LENGTHS)
    assert settings["DEFAULTS"]["style"] == DEFAULT_STYLE
    assert settings["DEFAULTS"]["length"] == DEFAULT_LENGTH


def test_there_are_words_for_each_style_and_length() -> None:
    assert {*STYLES, *LENGTHS} <= json.loads(MESSAGES.read_text("utf-8")).keys()


def test_the_extension_has_the_limits_of_the_server() -> None:
    assert load("content/protocol.js") == {
        "MAX_CHARACTERS": MAX_CHARACTERS,
        "MAX_PARAGRAPHS": MAX_PARAGRAPHS,
        "MAX_SECTIONS": MAX_SECTIONS,
    }


def test_the_extension_asks_on_the_usual_port() -> None:
    assert load("lib/connection.js")["USUAL_PORT"] == Config().port
