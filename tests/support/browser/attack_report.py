"""The attack table as a page for people.

Run as `python -m tests.support.browser.attack_report > docs/attacks.md`.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.support.browser import attacks
from tests.support.browser.attack import Attack, Outcome

DOCUMENT = Path(__file__).parents[3] / "docs" / "attacks.md"

INTRODUCTION = """\
# The attack table

Who can reach a server on loopback, and how far each one comes. `tests/browser/test_attacks.py` runs
every row in a real Chromium and a real Firefox, against the server as it is and against the same
server with its door taken out, and fails where one cell is not as it stands here. This page is
written by `python -m tests.support.browser.attack_report`; the scripts of the rows are in
`tests/support/browser/attacks.py`, which also says how to copy the test.

Each cell says how far the attack came, and what its script could read of the answer:

- **nothing**: the browser itself stopped it. Nothing arrived.
- **asks**: only the browser's preflight arrived, and it was not allowed.
- **knocks**: the request arrived and came no further.
- **route**, **summarizer**: the code of a route ran; the article came to the summarizer.
- *reads 403*: the script could read an answer, and this was its status.
- *hears load*: the script got an event that tells this answer from any other.

"Public" is a page that the browser counts as one of the internet, from which Local Network Access
protects this machine. "Loopback" is a page that it counts as one of this machine: there the door
stands alone. So it does for every site that the reader has allowed local access when the browser
asked. A request that is refused still takes its time, so such a page can learn that *something*
listens on the port, as it can with every program that listens there.
"""

SECTIONS = (
    (
        "Pages",
        attacks.SECURE_PAGE,
        "Tried from a public site, a site counted as loopback, another port of `127.0.0.1`, one of "
        "`localhost`, and a sandboxed page, whose origin is `null`: the four of loopback come "
        "equally far. A service worker needs a secure origin, so it is tried from `127.0.0.1` and "
        "`localhost` only.",
        True,
    ),
    (
        "A page whose name is bound anew",
        attacks.REBOUND_PAGE,
        "DNS rebinding: the attacker's name comes to mean `127.0.0.1` after the page was loaded. "
        "To the browser the page is then the server's own, so it may read that it is refused. "
        "Tried as loopback, where no browser helps.",
        False,
    ),
    (
        "Another extension",
        attacks.OTHER_EXTENSION,
        "One to which the reader has given `http://127.0.0.1`. Browsers let it read every answer, "
        "and rewrite the headers of its requests (`forged-`). That the server lives it may know; "
        "everything else takes the token, or the code that pairing prints.",
        False,
    ),
)


def write_report() -> str:
    parts = [INTRODUCTION]
    for title, rows, text, has_public in SECTIONS:
        parts.append(f"\n## {title}\n\n{text}\n\n{_write_table(rows, has_public)}")
    return "".join(parts)


def _write_table(rows: Mapping[str, Attack], has_public: bool) -> str:
    spaces = {"public": True, "loopback": False} if has_public else {"": False}
    heads = [
        " ".join(filter(None, (name, door)))
        for name in spaces
        for door in ("without the door", "with it")
    ]
    lines = [f"| Row | {' | '.join(heads)} |", f"|---{'|---' * len(heads)}|"]
    for row, attack in rows.items():
        cells = (
            _write_cell(attack, is_public, is_open)
            for is_public in spaces.values()
            for is_open in (True, False)
        )
        lines.append(f"| `{row}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _write_cell(attack: Attack, is_public: bool, is_open: bool) -> str:
    chromium, firefox = (
        _describe(attack.expect(browser, is_public=is_public, is_open=is_open))
        for browser in ("chromium", "firefox")
    )
    return chromium if chromium == firefox else f"{chromium}; Firefox: {firefox}"


def _describe(outcome: Outcome) -> str:
    reached = outcome.reached
    if deepest := {"route", "summarizer"} & reached:
        words = max(deepest)
    elif reached == {"OPTIONS"}:
        words = "asks"
    else:
        words = "knocks" if reached else "nothing"
    if outcome.read:
        verb = "reads" if outcome.read.isdigit() else "hears"
        words += f", *{verb} {outcome.read}*"
    return words


if __name__ == "__main__":
    print(write_report(), end="")
