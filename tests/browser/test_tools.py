"""The tools of the card: by keyboard and mouse, and what comes of them."""

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import Card, open_digest
from tests.support.browser.own_world import ask_own_world
from tests.support.browser.settings import Settings

pytestmark = pytest.mark.usefixtures("backend")

# Any key that a page hears of is noted.
HEAR_KEYS = "void (window.heard = [], addEventListener('keydown', ({ key }) => heard.push(key)))"
FOCUSED = "root.activeElement?.className"
OUTCOME = "root.querySelector('.outcome').textContent"
OPEN_PANELS = "[...root.querySelectorAll('.panel')].filter((box) => box.checkVisibility()).length"
# Points, and the line of each part under its sub-heading.
SHOWN = """[...root.querySelectorAll(".points .point, .sections > *")]
  .map((part) => squeeze(part.textContent))"""
# A system with voices: one that would send the text away, and one that speaks by itself.
VOICES = """void Object.defineProperties(globalThis, {
  SpeechSynthesisUtterance: { value: class { constructor(text) { this.text = text; } } },
  speechSynthesis: { value: {
    spoken: [],
    cancelled: 0,
    getVoices: () => [
      { name: "online", lang: "en-GB", localService: false, default: true },
      { name: "offline", lang: "en-GB", localService: true, default: false },
    ],
    addEventListener() {},
    removeEventListener() {},
    speak(utterance) { this.spoken.push(utterance); },
    cancel() { this.cancelled++; },
  } },
})"""


def test_one_panel_at_a_time_opens_by_key_and_escape_gives_the_focus_back(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    for name in ("options", "copy"):
        expect_panel(card, name)
    card.click("button.options")
    card.click("button.copy")
    assert card.ask(OPEN_PANELS) == 1
    assert card.ask("root.querySelector('button.options').ariaExpanded") == "false"


def expect_panel(card: Card, name: str) -> None:
    """Open a panel by its button's key, and close it by Escape from inside."""
    opener = f"root.querySelector('button.{name}')"
    assert card.ask(OPEN_PANELS) == 0
    card.press(f"button.{name}")
    assert card.ask(f"{opener}.ariaExpanded") == "true"
    assert card.ask(OPEN_PANELS) == 1
    controlled = f"root.getElementById({opener}.getAttribute('aria-controls'))"
    assert card.ask(f"{controlled}.checkVisibility()")
    card.ask(f"{controlled}.querySelector('input:checked, button').focus()")
    card.tab.press_keys("Escape")
    assert card.ask(OPEN_PANELS) == 0
    assert card.ask(f"{opener}.ariaExpanded") == "false"
    assert card.ask(FOCUSED) == name


def test_arrow_keys_choose_and_the_page_hears_nothing_of_them(
    browser: Browser, settings: Settings, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.ask(HEAR_KEYS)
    card.press("button.options")
    card.ask("root.querySelector('input[value=page]').focus()")
    card.tab.press_keys("ArrowRight")
    card.wait_for("root.querySelector('input[value=light]').checked")
    card.tab.press_keys("ArrowRight")
    card.wait_for("host.dataset.theme === 'dark'")
    assert card.ask("root.activeElement.value") == "dark"
    assert card.ask("heard.filter((key) => key.startsWith('Arrow'))") == []
    settings.wait_until_kept("theme", "dark")


def test_each_setting_is_a_named_group_of_radio_buttons(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    groups = card.ask("""[...root.querySelectorAll("fieldset")].map((group) => [
      group.querySelector("legend").textContent,
      [...group.querySelectorAll("input[type=radio]")].map((input) =>
        input.ariaLabel ?? input.closest("label").textContent),
    ])""")
    assert dict(groups) == {
        "Length": ["Short", "Medium", "Long"],
        "Wording of each point": ["Brief", "Plain", "Exact"],
        "Colours": ["As the page", "Light", "Dark"],
        "Text size": ["Smaller", "Usual", "Larger", "Largest"],
    }


def test_a_page_cannot_choose_for_the_reader(
    browser: Browser, settings: Settings, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    card.ask("root.querySelector('input[value=dark]').click()")
    card.ask("root.querySelector('input[value=long]').closest('label').click()")
    card.click("input[value=largest]")
    settings.wait_until_kept("size", "largest")
    assert settings.stored == {"size": "largest"}
    assert card.ask("host.dataset.theme") == "light"


def test_what_is_copied_can_be_pasted_on_a_page_without_encryption(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    assert card.ask("isSecureContext") is False
    # Sites add words of their own to what is copied.
    card.ask("""void document.addEventListener("copy", (event) => {
      event.clipboardData.setData("text/plain", "Read more at Harrowick Herald");
      event.preventDefault();
    })""")
    card.press("button.copy")
    card.ask("root.querySelector('button.asText').click()")
    assert card.ask(OUTCOME) == "", "a press of the page's own copies"
    texts = set()
    for way in ("asText", "asMarkdown", "withLink"):
        card.press(f"button.{way}")
        assert str(card.ask(OUTCOME)).startswith("Copied: "), way
        assert card.ask(FOCUSED) == way
        pasted = paste(card)
        texts.add(pasted)
        assert all(point in pasted for point in card.points), way
        assert "Read more" not in pasted, way
        assert (str(card.ask("location.href")) in pasted) == (way != "asText"), way
        assert card.ask("root.querySelector('textarea')") is None
    assert len(texts) == 3


def test_no_button_for_what_the_browser_cannot_do(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    assert card.ask("navigator.share === undefined && speechSynthesis.getVoices().length === 0")
    assert card.ask("root.querySelector('button.share')") is None
    assert card.ask("root.querySelector('button.listen').checkVisibility()") is False


def test_the_lines_of_the_parts_are_copied_with_the_points(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "sectioned-feature"))
    shown = card.ask(SHOWN)
    assert len(shown) > len(card.points)
    card.press("button.copy")
    card.press("button.asText")
    lines = paste(card).splitlines()[1:]
    assert [line.removeprefix("• ") for line in lines if line] == shown


def test_what_is_shown_is_read_aloud_offline_until_the_reader_has_heard_enough(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    ask_own_world(browser, card, VOICES)
    card.press("button.close")
    card.wait(None)
    open_digest(card)
    shown = card.ask(SHOWN)
    assert len(shown) > len(card.points)
    spoken = "speechSynthesis.spoken.map(({ text, voice }) => [voice.name, text])"
    for turn, end in enumerate(("button.listen", "button.toggle", "button.close"), start=1):
        assert card.ask("root.querySelector('button.listen').textContent") == "Listen", end
        card.press("button.listen")
        assert card.ask("root.querySelector('button.listen').textContent") == "Stop", end
        wanted = [["offline", text] for text in shown] * turn
        assert ask_own_world(browser, card, spoken) == wanted, end
        card.press(end)
        assert ask_own_world(browser, card, "speechSynthesis.cancelled") == turn, end
        if end == "button.toggle":
            card.press(end)


def test_what_is_shared_is_the_title_the_address_and_the_points(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    share = "void Object.assign(navigator, { share(what) { globalThis.shared = what; } })"
    ask_own_world(browser, card, share)
    card.press("button.close")
    card.wait(None)
    open_digest(card).press("button.share")
    shared = ask_own_world(browser, card, "globalThis.shared")
    assert shared["url"] == card.ask("location.href")
    assert all(point in shared["text"] for point in card.points)
    assert shared["text"].startswith(shared["title"])


def test_the_print_button_prints(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    ask_own_world(browser, card, "void (globalThis.print = () => { globalThis.printed = true; })")
    card.press("button.print")
    assert ask_own_world(browser, card, "globalThis.printed")


def test_paper_has_the_points_and_no_button(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "dark-site"))
    card.tab.set_print(True)
    try:
        card.wait_for("matchMedia('print').matches")
        shown = "[...root.querySelectorAll('button')].filter((part) => part.checkVisibility())"
        assert card.ask(f"{shown}.map((part) => part.className)") == ["point"] * len(card.points)
        ink = card.ask("getComputedStyle(root.querySelector('.point')).color")
        assert ink == "rgb(28, 26, 23)"
    finally:
        card.tab.set_print(False)


def test_the_card_leads_to_always_on_this_site(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.press("button.options")
    assert card.ask("root.querySelector('button.always').textContent") == "Always on news.test"
    assert "Alt+Shift+S opens and closes" in card.text
    card.press("button.always")
    browser.wait_for_tab(f"{browser.settings_url}#always=news.test").close()


def test_the_focus_goes_back_to_where_it_was(browser: Browser, open_page: Open) -> None:
    card = open_page(browser, "plain-article")
    card.ask("document.querySelector('nav a').focus({ preventScroll: true })")
    open_digest(card).press("button.close")
    card.wait(None)
    assert card.ask("document.activeElement.matches('nav a')")


def paste(card: Card) -> str:
    """Return what is on the clipboard, as a reader finds out."""
    field = "document.querySelector('#paste')"
    card.ask(f"void {field}?.remove()")
    make = "Object.assign(document.createElement('textarea'), { id: 'paste' })"
    card.ask(f"void document.body.append({make})")
    card.ask(f"{field}.focus({{ preventScroll: true }})")
    card.tab.press_keys("Control", "v")
    card.wait_for(f"{field}.value !== ''")
    return str(card.ask(f"{field}.value"))
