"""Sites that the reader always wants in short: their articles open by themselves."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from tests.support.browser.backend import Backend
from tests.support.browser.badge import OFF, READY, expect_badge
from tests.support.browser.browsers import Browser, Open
from tests.support.browser.card import ANSWER_SECONDS, POLL_SECONDS, Card, Tab, open_digest
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.impostors import impersonate, prove_with
from tests.support.browser.single_page import go_on
from tests.support.browser.site import HOST, Site
from tests.support.words import is_drawn_from

PERMISSION = f"*://{HOST}/*"
LOOK_SECONDS = 1.0  # Far more than a card takes to open.
CHANGE_SECONDS = 10.0  # For changes that must happen, even on a busy machine.


def forget_sites(browser: Chromium | Firefox) -> None:
    """Have the extension forget what it keeps of sites, and the browser what it has allowed."""
    browser.forbid(HOST)
    browser.ask_own_page("chrome.storage.local.remove('sites').then(() => true)")


@pytest.fixture
def forgotten_sites(browser: Chromium | Firefox) -> Iterator[None]:
    """The sites that a test has chosen are forgotten after it."""
    yield
    forget_sites(browser)


@pytest.fixture
def always(browser: Chromium | Firefox, open_page: Open) -> Iterator[None]:
    """The site of the tests is one of those.

    In Firefox the entry of the button's menu has made it one. Nobody can press that of Chromium.
    """
    if isinstance(browser, Firefox):
        open_page(browser, "home-page")
        browser.window.choose_in_button_menu("always")
    else:
        browser.allow(HOST)
        keep = f"chrome.storage.local.set({{ sites: ['{HOST}'] }}).then(() => true)"
        browser.ask_own_page(keep)
    wait_for_sites(browser, [HOST])
    yield
    forget_sites(browser)


def wait_for_sites(browser: Chromium | Firefox, sites: list[str]) -> None:
    """Wait until the extension keeps these sites, and may read these and no others."""
    wanted = [sites, [f"*://{site}/*" for site in sites]]
    found = browser.ask_own_page(f"""(async () => {{
      const end = performance.now() + {CHANGE_SECONDS * 1000};
      let found = await {KEPT};
      while (JSON.stringify(found) !== {json.dumps(json.dumps(wanted, separators=(",", ":")))}
        && performance.now() < end) {{
        await new Promise((done) => setTimeout(done, {POLL_SECONDS * 1000}));
        found = await {KEPT};
      }}
      return found;
    }})()""")
    assert found == wanted


# Whether a card is seen while the time passes in which one would be, or as long as there is one;
# and whether it is there for good.
WATCH = f"""new Promise((done) => {{
  const begun = performance.now();
  let isSeen = false;
  const timer = setInterval(() => {{
    const card = document.querySelector("nutgraf-card"), passed = performance.now() - begun;
    isSeen ||= card?.checkVisibility() ?? false;
    if (passed < {LOOK_SECONDS * 1000} || (card && passed < {CHANGE_SECONDS * 1000})) return;
    clearInterval(timer);
    done({{ isSeen, isLeft: card !== null }});
  }}, 5);
}})"""
KEPT = """Promise.all([chrome.storage.local.get("sites"), chrome.permissions.getAll()]).then(
  ([{ sites = [] }, { origins }]) =>
    [sites, origins.filter((origin) => !origin.startsWith("http://127.0.0.1"))],
)"""


def press(tab: Tab, selector: str) -> None:
    """Press the mouse on a part of a page."""
    tab.click_at(
        *tab.evaluate(f"""(() => {{
          const part = document.querySelector("{selector}");
          part.scrollIntoView({{ block: "center", behavior: "instant" }});
          const {{ left, top, width, height }} = part.getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        }})()""")
    )


def stays_closed(card: Card) -> bool:
    """Say whether no card comes, not even for a moment, in the time in which one would."""
    return bool(
        card.ask(f"""host === null && new Promise((done) => {{
          const look = () => document.querySelector("nutgraf-card") && done(false);
          new MutationObserver(look).observe(document, {{ childList: true, subtree: true }});
          setTimeout(done, {LOOK_SECONDS * 1000}, true);
        }})""")
    )


@pytest.mark.usefixtures("backend", "always")
def test_an_article_opens_by_itself_and_once_closed_stays_so(
    browser: Chromium | Firefox, open_page: Open
) -> None:
    card = open_page(browser, "plain-article")
    card.wait_for_digest()
    assert len(card.points) == 3
    assert not card.shows("Harrowick council voted on Tuesday night")
    card.press("button.close")
    card.wait(None)
    browser.open(browser.bare_url).close()  # Then the article is in front again.
    card.ask("void (location.hash = 'top')")
    assert stays_closed(card)
    card.tab.click_toolbar()
    card.wait_for_digest()


@pytest.mark.usefixtures("backend", "always")
def test_nothing_opens_where_there_is_no_article_or_another_site(
    browser: Chromium | Firefox, open_page: Open, site: Site
) -> None:
    assert stays_closed(open_page(browser, "home-page"))
    expect_badge(browser, READY)
    with closing(browser.open(site.url("plain-article").replace(HOST, "rebind.test"))) as tab:
        assert stays_closed(Card(tab))


@pytest.mark.usefixtures("backend", "always")
@pytest.mark.parametrize("slug", ["german", "short-brief"])
def test_what_the_server_refuses_is_not_shown_to_who_has_not_asked(
    browser: Chromium | Firefox, open_page: Open, slug: str
) -> None:
    card = open_page(browser, slug)
    before = card.ask("document.querySelector('h1').getBoundingClientRect().top")
    # A hidden card may wait until the server refuses.
    assert card.ask(WATCH) == {"isSeen": False, "isLeft": False}
    assert card.ask("document.querySelector('h1').getBoundingClientRect().top") == before
    card.tab.click_toolbar()
    card.wait("error")


@pytest.mark.usefixtures("always")
def test_without_a_server_the_button_says_so_and_the_page_stays_as_it_is(
    browser: Chromium | Firefox, backend: Backend, open_page: Open
) -> None:
    backend.stop()
    card = open_page(browser, "plain-article")
    before = card.ask("document.documentElement.outerHTML")
    expect_badge(browser, OFF)
    assert stays_closed(card)
    assert card.ask("document.documentElement.outerHTML") == before


@pytest.mark.usefixtures("always")
def test_a_click_shows_the_card_that_has_opened_unseen(
    browser: Chromium | Firefox, server_process: Backend, open_page: Open
) -> None:
    server_process.stop()
    prove = prove_with(server_process.pairing, server_process.port)
    is_let_go = Event()

    def delay(path: str) -> str:
        if path == "/v1/digest":
            is_let_go.wait(ANSWER_SECONDS)
        return prove(path)

    with impersonate(delay):
        card = open_page(browser, "plain-article")
        card.wait_for("host !== null")
        assert not card.ask("host.checkVisibility()")
        card.tab.click_toolbar()
        card.wait_for("host?.checkVisibility()")
        assert card.state == "working"
        is_let_go.set()
        card.wait_for_digest()


@pytest.mark.usefixtures("backend", "always")
@pytest.mark.parametrize("way", ["at once", "later", "in place"])
def test_the_next_story_of_a_single_page_opens_by_itself(
    browser: Browser, open_page: Open, site: Site, way: str
) -> None:
    card = open_page(browser, "spa")
    card.wait_for_digest()
    go_on(card, way)
    card.wait_for("host === null")
    card.wait("points")
    card.wait_for_digest()
    following = site.stories["spa"].following
    for point in card.points:
        assert any(is_drawn_from(point, text) for text in following), point
    assert not card.shows("Osterby will rebuild 600 metres")


@pytest.mark.usefixtures("backend", "always")
def test_a_tab_in_the_back_waits_until_one_looks_at_it(
    browser: Chromium | Firefox, site: Site
) -> None:
    url = site.url("plain-article")
    with closing(browser.open(browser.bare_url)) as front:
        front.evaluate(f"chrome.tabs.create({{ url: '{url}', active: false }}).then(() => true)")
        with closing(browser.wait_for_tab(url)) as tab:
            assert stays_closed(Card(tab))
            tab.bring_to_front()
            Card(tab).wait_for_digest()


@pytest.mark.usefixtures("backend", "always")
def test_a_permission_that_is_taken_away_ends_it(
    browser: Chromium | Firefox, open_page: Open
) -> None:
    browser.forbid(HOST)
    wait_for_sites(browser, [])
    assert stays_closed(open_page(browser, "plain-article"))


@pytest.mark.usefixtures("backend", "forgotten_sites")
def test_the_card_leads_to_an_offer_and_only_a_press_there_takes_it(
    browser: Chromium | Firefox, open_page: Open
) -> None:
    card = open_digest(open_page(browser, "plain-article"))
    card.ask("void root.querySelector('button.always').click()")  # The page's script can do this.
    card.press("button.options")
    card.press("button.always")
    with closing(browser.wait_for_tab(f"{browser.settings_url}#always={HOST}")) as tab:
        offers = "chrome.tabs.query({}).then((tabs) => tabs.filter(isOffer).length)"
        is_offer = "const isOffer = ({ url }) => url?.includes('#always=');"
        assert tab.evaluate(f"(() => {{ {is_offer} return {offers}; }})()") == 1
        Card(tab).wait_for("document.querySelector('#offer').checkVisibility()")
        assert HOST in tab.evaluate("document.querySelector('#offer').innerText")
        wait_for_sites(browser, [])
        if isinstance(browser, Chromium):
            browser.allow(HOST)  # Else the browser would ask, and nobody could answer.
        tab.bring_to_front()
        press(tab, "#offer button")
        wait_for_sites(browser, [HOST])
        Card(tab).wait_for("!document.querySelector('#offer').checkVisibility()")
        tab.bring_to_front()
        press(tab, "#site-list button")
        wait_for_sites(browser, [])


@pytest.mark.usefixtures("backend")
def test_the_entry_of_the_button_asks_for_one_site_and_gives_it_back(
    firefox_browser: Firefox, open_page: Open
) -> None:
    browser = firefox_browser
    card = open_page(browser, "plain-article")
    browser.stop_background()  # The press must be taken for one even if it has to wake us.
    browser.window.choose_in_button_menu("always")
    card.wait_for_digest()
    wait_for_sites(browser, [HOST])
    card.tab.bring_to_front()
    expect_tick(browser, True)
    browser.window.choose_in_button_menu("always")
    wait_for_sites(browser, [])
    assert stays_closed(open_page(browser, "spa"))
    expect_tick(browser, False)


def expect_tick(browser: Firefox, is_ticked: bool) -> None:
    """Wait until the entry of the button's menu is ticked, or is not."""
    end = time.monotonic() + CHANGE_SECONDS
    while browser.window.is_ticked("always") is not is_ticked:
        assert time.monotonic() < end
