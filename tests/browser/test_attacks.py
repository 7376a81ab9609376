"""No page and no other extension comes through the door; without the door they all do.

The table is in `attacks.py`. That the open door lets the rows in is what makes the closed one's
result worth something: an attack that never arrives would pass every test of a door.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path

import pytest

from server.config import EXTENSION_ID, HOST
from server.summarizer import Summarizer
from tests.support.application import STORY
from tests.support.browser import attacks, firefox, settings
from tests.support.browser.attack import Attack, Outcome, write_script
from tests.support.browser.attack_report import DOCUMENT, write_report
from tests.support.browser.backend import REPOSITORY
from tests.support.browser.browsers import require
from tests.support.browser.card import Tab
from tests.support.browser.chromium import Chromium
from tests.support.browser.firefox import Firefox
from tests.support.browser.lure import serve_lure
from tests.support.browser.target import Target, serve_target

OTHER_EXTENSION = REPOSITORY / "tests" / "support" / "browser" / "other_extension"
TINY_MODEL = REPOSITORY / "tests" / "fixtures" / "tiny-model"
# A beacon arrives when it likes, and tells its page nothing.
ARRIVAL_SECONDS = 0.5
LATE_SECONDS = 20.0
IS_OPEN = {"closed": False, "open": True}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the attacker's page stands: a host, an address space, and what it can do there."""

    host: str
    attacks: Mapping[str, Attack]
    is_public: bool = False
    path: str = "/"


PLACES = {
    "public": Place("news.test", attacks.PAGE, is_public=True),
    # As with a site of the reader's own network, or one that was given leave in a prompt.
    "loopback": Place("news.test", attacks.PAGE),
    "same-address": Place(HOST, attacks.SECURE_PAGE),
    "localhost": Place("localhost", attacks.SECURE_PAGE),
    "sandboxed": Place("news.test", attacks.PAGE, path="/sandboxed"),
}


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer.load(TINY_MODEL)


@pytest.fixture(scope="module")
def lures() -> Iterator[dict[bool, int]]:
    """The ports of the attacker's site: True for the public one, False for that on loopback."""
    with serve_lure() as public, serve_lure() as loopback:
        yield {True: public, False: loopback}


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def browser(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    lures: dict[bool, int],
) -> Iterator[Chromium | Firefox]:
    """Each browser with the other extension, and not with ours."""
    profile = tmp_path_factory.mktemp(request.param)
    if request.param == "chromium":
        playwright = request.getfixturevalue("playwright")
        with Chromium.launch(playwright, OTHER_EXTENSION, profile, lures[True]) as browser:
            yield browser
    else:
        require(firefox.EXECUTABLE, firefox.INSTALL)
        with closing(Firefox(OTHER_EXTENSION, profile, lures[True])) as browser:
            yield browser


@pytest.fixture(params=IS_OPEN)
def is_open(request: pytest.FixtureRequest) -> bool:
    return IS_OPEN[request.param]


@pytest.mark.parametrize("place", PLACES)
def test_pages(
    browser: Chromium | Firefox,
    lures: dict[bool, int],
    place: str,
    is_open: bool,
    summarizer: Summarizer,
    tmp_path: Path,
) -> None:
    where = PLACES[place]
    expected = expect(where.attacks, browser, is_public=where.is_public, is_open=is_open)
    with serve_target(summarizer, tmp_path, is_open=is_open) as target:
        tab = browser.open(f"http://{where.host}:{lures[where.is_public]}{where.path}")
        assert measure(tab, where.attacks, target, expected) == expected
        tab.close()


def test_a_page_whose_name_is_bound_anew(
    browser: Chromium | Firefox, is_open: bool, summarizer: Summarizer, tmp_path: Path
) -> None:
    # The attacker's name moves to our address by the attacker's site leaving it to our server.
    with serve_lure() as port:
        tab = browser.open(f"http://rebind.test:{port}/")
    expected = expect(attacks.REBOUND_PAGE, browser, is_open=is_open)
    with serve_target(summarizer, tmp_path, is_open=is_open, port=port) as target:
        assert measure(tab, attacks.REBOUND_PAGE, target, expected) == expected
        tab.close()


def test_another_extension(
    browser: Chromium | Firefox, is_open: bool, summarizer: Summarizer, tmp_path: Path
) -> None:
    page = browser.settings_url.removesuffix(settings.PAGE) + "page.html"
    expected = expect(attacks.OTHER_EXTENSION, browser, is_open=is_open)
    with serve_target(summarizer, tmp_path, is_open=is_open) as target:
        tab = browser.open(page)
        assert measure(tab, attacks.OTHER_EXTENSION, target, expected) == expected
        tab.close()


def test_the_welcome_page_lets_itself_be_framed_and_held_by_nobody(
    browser: Chromium | Firefox,
    lures: dict[bool, int],
    is_open: bool,
    summarizer: Summarizer,
    tmp_path: Path,
) -> None:
    # As from a browser that does not say where a request comes from, so that the door lets the page
    # out and its headers stand alone.
    door = serve_target(summarizer, tmp_path, is_open=is_open, is_told_site=False)
    with door as target:
        tab = browser.open(f"http://localhost:{lures[False]}/")
        read = tab.evaluate(write_script(attacks.HOLDS, target.port, ["window"] if is_open else ()))
        tab.close()
        for row in attacks.HOLDS:
            assert target.find(row) == {"GET", "route"}
        # A page in a frame would ask for its style; both are shown that are opened in a window.
        assert target.count("/welcome.css") == (2 if is_open else 1)
        assert read == {"frame": "", "window": "holds" if is_open else ""}


def test_the_paired_extension_comes_through_the_closed_door(
    summarizer: Summarizer, tmp_path: Path
) -> None:
    with serve_target(summarizer, tmp_path, is_open=False) as target:
        origin = f"chrome-extension://{EXTENSION_ID}"
        token = target.pairing.redeem(target.pairing.offer_code(), origin)
        connection = HTTPConnection(HOST, target.port, timeout=20)
        connection.request(
            "POST",
            "/v1/digest?row=ours",
            json.dumps({"title": "ours", "paragraphs": STORY}),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Origin": origin,
                "Sec-Fetch-Site": "none",
            },
        )
        assert connection.getresponse().status == 200
        connection.close()
        assert target.find("ours") == {"POST", "route", "summarizer"}


def test_the_closed_door_lets_no_row_reach_the_summarizer_or_read_more_than_a_refusal() -> None:
    # Held of the table itself: the tests above hold each browser to the table.
    for rows in (attacks.SECURE_PAGE, attacks.REBOUND_PAGE, attacks.OTHER_EXTENSION):
        for row, attack in rows.items():
            for browser, is_public in product(("chromium", "firefox"), (True, False)):
                outcome = attack.expect(browser, is_public=is_public, is_open=False)
                assert "summarizer" not in outcome.reached
                assert outcome.read in {"", "401", "403"} or row == "extension-get"


def test_every_row_arrives_at_the_open_door() -> None:
    for rows in (attacks.SECURE_PAGE, attacks.REBOUND_PAGE, attacks.OTHER_EXTENSION):
        assert all(attack.loopback.reached - {"OPTIONS"} for attack in rows.values())


def test_the_table_for_people_is_this_one() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == write_report()


def measure(
    tab: Tab, rows: Mapping[str, Attack], target: Target, expected: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """Run the attacks in a tab; return how far each one came."""
    telling = [row for row, outcome in expected.items() if outcome.read]
    read = tab.evaluate(write_script(rows, target.port, telling))
    begun = time.monotonic()
    while True:
        # What must not arrive is given time to, and what must is given more.
        time.sleep(ARRIVAL_SECONDS)
        measured = {row: Outcome(target.find(row), read[row]) for row in rows}
        if measured == expected or time.monotonic() > begun + LATE_SECONDS:
            return measured


def expect(
    rows: Mapping[str, Attack],
    browser: Chromium | Firefox,
    *,
    is_public: bool = False,
    is_open: bool,
) -> dict[str, Outcome]:
    return {
        row: attack.expect(browser.name, is_public=is_public, is_open=is_open)
        for row, attack in rows.items()
    }
