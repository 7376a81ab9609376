"""The world of the extension's scripts in a page, into which a page cannot look."""

import json
from contextlib import closing
from typing import Any

from tests.support.browser.browsers import Browser
from tests.support.browser.card import Card


def ask_own_world(browser: Browser, card: Card, expression: str) -> Any:
    """Return the value of an expression among the scripts of the card.

    The extension may look into a page that its button was pressed on, and so its own pages can.
    """
    address = json.dumps(card.ask("location.href"))
    with closing(browser.open(browser.bare_url)) as tab:
        value = tab.evaluate(
            f"""(async () => {{
              const tabs = await chrome.tabs.query({{}});
              const {{ id: tabId }} = tabs.find(({{ url }}) => url === {address});
              const injection = {{ target: {{ tabId }}, func: () => {expression} }};
              const [{{ result }}] = await chrome.scripting.executeScript(injection);
              return result ?? null;
            }})()"""
        )
    card.tab.bring_to_front()
    return value
