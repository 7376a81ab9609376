"""The two views, the way back to a sentence, and a page left as it was found."""

import json

import pytest

from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import open_digest
from tests.support.browser.site import Site
from tests.support.words import is_drawn_from

pytestmark = pytest.mark.usefixtures("backend")

# One page for each way in which a body can be built: plain, nested <div>s, bare text, grid, flex.
LAYOUTS = ("plain-article", "div-body", "br-body", "grid-layout", "flex-two-column")
DOM = "document.documentElement.outerHTML"
TRACES = "[CSS.highlights.size, document.adoptedStyleSheets.length, document.styleSheets.length]"
SNAP_PX = 1


@pytest.mark.parametrize("slug", LAYOUTS)
def test_ten_toggles_and_a_close_leave_the_page_as_it_was(
    browser: Browser, open_page: Open, slug: str
) -> None:
    card = open_page(browser, slug)
    for scroll in (0, 400):
        card.ask(f'scrollTo({{ top: {scroll}, behavior: "instant" }})')
        before = [card.ask(what) for what in (DOM, TRACES)]
        assert card.ask("scrollY") == scroll
        open_digest(card)
        for view in ["full", "simplified"] * 10:
            card.press("button.toggle")
            assert card.view == view
        card.press("button.close")
        card.wait(None)
        assert [card.ask(what) for what in (DOM, TRACES)] == before
        # Once a place lay between two pixels, Firefox moves each later one by the same part of one.
        assert abs(card.ask("scrollY") - scroll) < SNAP_PX


@pytest.mark.parametrize("slug", [*LAYOUTS, "emoji-text", "newsletter-middle", "live-blog"])
def test_each_point_leads_to_its_sentence_and_marks_it(
    browser: Browser, open_page: Open, site: Site, slug: str
) -> None:
    card = open_digest(open_page(browser, slug))
    for index, point in enumerate(card.points):
        card.click("ol.points button.point", index)
        card.wait_for('CSS.highlights.get("nutgraf")?.size > 0')
        assert card.view == "full"
        assert site.stories[slug].says(card.marked)
        assert is_drawn_from(point, card.marked)
        card.wait_for("""(() => {
          const [range] = CSS.highlights.get("nutgraf");
          const box = range.getBoundingClientRect();
          return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
        })()""")
        card.press("button.toggle")


def test_the_full_view_leaves_one_slim_line(browser: Browser, open_page: Open) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    tall = card.ask("host.getBoundingClientRect().height")
    assert card.ask('root.querySelector("button.toggle").textContent.trim()') == "Full article"
    card.press("button.toggle")
    assert card.ask('root.querySelector("button.toggle").textContent.trim()') == "Simplified"
    assert card.ask("host.getBoundingClientRect().height") < min(80, tall / 2)


def test_a_page_that_forbids_styles_cannot_undress_the_card(
    browser: Browser, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "strict-csp"))
    # The control: the policy is in force, for it drops a style sheet of the page's own.
    card.ask('document.head.append(Object.assign(document.createElement("style"), { id: "own" }))')
    card.ask('void (document.querySelector("#own").textContent = "h1 { color: rgb(1, 2, 3) }")')
    assert card.ask('getComputedStyle(document.querySelector("h1")).color') != "rgb(1, 2, 3)"
    bare = json.dumps({"background": "rgba(0, 0, 0, 0)", "padding": "0px"})
    styled = f"""[...root.children].some((node) => {{
      const style = getComputedStyle(node), bare = {bare};
      return style.backgroundColor !== bare.background && style.paddingTop !== bare.padding;
    }})"""
    assert card.ask(styled), "the card has no background and no padding of its own"
    assert not card.shows("The company that supplies drinking water"), "the article shows through"
