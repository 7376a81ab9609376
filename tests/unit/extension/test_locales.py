"""Each language has texts that English has, and nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

LOCALES = Path(__file__).parents[3] / "extension" / "_locales"
DRAFTS = sorted(path.name for path in LOCALES.iterdir() if path.name != "en")

# What a page or a store needs in the language itself; for the rest browsers fall back to English.
NEEDED = {"language", "direction", "name", "description"}

# The stores cut what is longer.
LONGEST = {"name": 75, "description": 132}


def read(language: str) -> dict[str, dict[str, Any]]:
    messages: dict[str, dict[str, Any]] = json.loads(
        (LOCALES / language / "messages.json").read_text(encoding="utf-8")
    )
    return messages


def find_names(message: dict[str, Any]) -> list[str]:
    """List the placeholders that a text uses; an order of its own is a language's right."""
    return sorted(re.findall(r"\$(\w+)\$", message["message"]))


def test_the_languages_are_those_of_the_page_on_them() -> None:
    page = (LOCALES.parents[1] / "docs/languages.md").read_text(encoding="utf-8")
    assert re.findall(r"^- `(\w+)`", page, re.M) == ["en", *DRAFTS]


@pytest.mark.parametrize("language", DRAFTS)
def test_every_text_is_one_of_english_with_its_placeholders(language: str) -> None:
    english, draft = read("en"), read(language)
    assert list(draft) == [key for key in english if key in draft]
    assert draft.keys() >= NEEDED
    for key, message in draft.items():
        assert message["message"].strip(), key
        assert message.get("placeholders") == english[key].get("placeholders"), key
        assert find_names(message) == find_names(english[key]), key
    assert draft["language"]["message"] == language


@pytest.mark.parametrize("language", ["en", *DRAFTS])
def test_the_stores_take_name_and_description_whole(language: str) -> None:
    messages = read(language)
    for key, most in LONGEST.items():
        assert len(messages[key]["message"]) <= most
