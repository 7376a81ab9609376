"""Settings taken along in a file: what it holds, what it changes, and when it changes nothing."""

import json
import time

import pytest

from tests.support.browser.card import POLL_SECONDS
from tests.support.browser.settings import ANSWER_SECONDS, Settings

STATUS = "document.querySelector('#file-status').textContent"
# The page makes its file as a blob and presses a link to it: the text is kept, nothing is saved.
KEEP_TEXT = """void (() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => ((globalThis.written = blob.text()), make.call(URL, blob));
  HTMLAnchorElement.prototype.click = function () { globalThis.named = this.download; };
})()"""
KEPT = "chrome.storage.local.get(null)"
CHOICES = {"length": "long", "style": "exact", "theme": "dark", "size": "largest"}


def test_the_file_has_choices_and_sites_and_never_the_token(settings: Settings) -> None:
    settings.choose("exact")
    token = settings.tab.evaluate(f"{KEPT}.then(({{ token }}) => token)")
    assert len(token) > 20
    settings.tab.evaluate("chrome.storage.local.set({ sites: ['news.test'] }).then(() => true)")
    try:
        settings.tab.evaluate(KEEP_TEXT)
        press(settings, "export")
        wait_for_status(settings, "Saved to nutgraf-settings.json.")
        text = settings.tab.evaluate("globalThis.written")
    finally:
        settings.tab.evaluate("chrome.storage.local.remove('sites').then(() => true)")
    assert settings.tab.evaluate("globalThis.named") == "nutgraf-settings.json"
    file = json.loads(text)
    assert file["settings"].items() >= {"style": "exact", "length": "short"}.items()
    assert file["sites"] == ["news.test"]
    assert token not in text
    assert set(file) == {"nutgraf", "settings", "sites"}


def test_a_file_changes_what_is_chosen_once_the_reader_says_so(settings: Settings) -> None:
    before = settings.stored
    give(settings, json.dumps({"nutgraf": 1, "settings": CHOICES, "sites": []}))
    wait_for_status(settings, "This file can be used. Sites in it: 0.")
    assert settings.stored == before
    press(settings, "apply")
    wait_for_status(settings, "Done: your settings now match the file.")
    assert settings.stored == CHOICES
    end = time.monotonic() + ANSWER_SECONDS
    while settings.chosen != CHOICES:
        assert time.monotonic() < end, f"it shows {settings.chosen}"
        time.sleep(POLL_SECONDS)


@pytest.mark.parametrize("text", ["{", '{"nutgraf":1,"settings":{"length":"endless"},"sites":[]}'])
def test_a_file_that_is_not_ours_is_refused_and_changes_nothing(
    settings: Settings, text: str
) -> None:
    before = settings.tab.evaluate(KEPT)
    give(settings, text)
    wait_for_status(settings, "This is not a Nutgraf settings file. Nothing has changed.")
    assert settings.tab.evaluate("document.querySelector('#apply').checkVisibility()") is False
    assert settings.tab.evaluate(KEPT) == before


def give(settings: Settings, text: str) -> None:
    """Choose a file of this text: the browser's own window for it is out of reach."""
    settings.tab.evaluate(f"""void (() => {{
      const bag = new DataTransfer();
      bag.items.add(new File([{json.dumps(text)}], "nutgraf-settings.json"));
      const field = document.querySelector("#file");
      field.files = bag.files;
      field.dispatchEvent(new Event("change", {{ bubbles: true }}));
    }})()""")


def press(settings: Settings, name: str) -> None:
    """Press the mouse on a button of the page."""
    settings.tab.click_at(
        *settings.tab.evaluate(f"""(() => {{
          const button = document.querySelector("#{name}");
          button.scrollIntoView({{ block: "center", behavior: "instant" }});
          const {{ left, top, width, height }} = button.getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        }})()""")
    )


def wait_for_status(settings: Settings, wanted: str) -> None:
    """Wait until the page says this of the file."""
    end = time.monotonic() + ANSWER_SECONDS
    while (status := settings.tab.evaluate(STATUS)) != wanted:
        assert time.monotonic() < end, f"it says {status!r}, not {wanted!r}"
        time.sleep(POLL_SECONDS)
