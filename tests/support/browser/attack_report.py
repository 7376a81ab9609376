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

Who can reach a server on loopback, and how far each attempt comes. `tests/browser/test_attacks.py`
runs every row in a real Chromium and a real Firefox, against the server as it is and against the
same server with its request guard switched off, and fails if a cell differs from this page. The
page is written by `python -m tests.support.browser.attack_report`; the scripts of the rows are in
`tests/support/browser/attacks.py`, which also says how to reuse the test.

Each cell says how far the attack came, and what its script could read of the answer:

- **blocked**: the browser stopped it. Nothing arrived.
- **preflight**: only the browser's preflight arrived, and was refused.
- **refused**: the request arrived and was refused.
- **route**, **summarizer**: the code of a route ran; the article reached the summarizer.
- *reads 403*: the script could read an answer, and this was its status.
- *hears load*: the script got an event that distinguishes this answer from others.

A "public" page is one that the browser counts as part of the internet; Local Network Access
protects this machine from it. A "loopback" page is one that it counts as part of this machine,
where only the guard protects the server. The same holds for every site to which the reader has
granted local access. A refused request still takes time, so a page can learn that *something*
listens on the port, as it can with any program that listens there.
"""

SECTIONS = (
    (
        "Pages",
        attacks.SECURE_PAGE,
        "Tried from a public site, a site counted as loopback, another port of `127.0.0.1`, one of "
        "`localhost`, and a sandboxed page, whose origin is `null`. The four loopback pages come "
        "equally far. A service worker needs a secure origin, so it is tried from `127.0.0.1` and "
        "`localhost` only.",
        True,
    ),
    (
        "DNS rebinding",
        attacks.REBOUND_PAGE,
        "The attacker's name resolves to `127.0.0.1` after the page was loaded. To the browser the "
        "page then has the server's own origin, so it can read that it is refused. Tried as "
        "loopback, where no browser helps.",
        False,
    ),
    (
        "Another extension",
        attacks.OTHER_EXTENSION,
        "An extension to which the reader has granted `http://127.0.0.1`. Browsers let it read "
        "every answer and rewrite the headers of its requests (`forged-`). It may learn that the "
        "server runs; everything else requires the token, or the pairing code.",
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
        ", ".join(filter(None, (name, door)))
        for name in spaces
        for door in ("guard off", "guard on")
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
        words = "preflight"
    else:
        words = "refused" if reached else "blocked"
    if outcome.read:
        verb = "reads" if outcome.read.isdigit() else "hears"
        words += f", *{verb} {outcome.read}*"
    return words


if __name__ == "__main__":
    print(write_report(), end="")
