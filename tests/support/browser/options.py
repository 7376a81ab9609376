"""The options of an open card, and what the card says came of a choice."""

from tests.support.browser.card import Card, open_digest

OUTCOME = "root.querySelector('.outcome').textContent"


def open_options(card: Card) -> Card:
    open_digest(card).press("button.options")
    # In the middle of a page, as one who reads: at its top nothing could move.
    card.ask("host.scrollIntoView({ block: 'start', behavior: 'instant' })")
    return card
