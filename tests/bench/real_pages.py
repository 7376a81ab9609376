"""Click on real news pages and count how many get a good card.

    python -m tests.bench.real_pages --pages ../shared/pages/fundus_en.jsonl.xz --shots DIR

Each page comes from a local server under another host's name; nothing else on any network can be
reached. A page is good when its card shows three points, each found in the gold text, above the
first gold paragraph and below the headline. The pages are other people's: their text is printed
nowhere and their pictures go only to the folder that is asked for, which must be outside the
checkout.
"""

import argparse
import json
import lzma
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from tests.support.browser.backend import REPOSITORY, Backend
from tests.support.browser.card import Card
from tests.support.browser.chromium import Chromium, ChromiumTab
from tests.support.browser.extension_copy import copy_extension
from tests.support.browser.settings import Settings, pair
from tests.support.browser.site import Site, Story, serve_site, squeeze

POINTS = 3
GOOD_PAGES = 38  # Of the 44 pages of fundus_en, the floor that the project has set itself.
SETTLE_MS = 1000  # Some pages wait for the absent web for ever: their load event never comes.

# Above the card may stay a shorter line than this: a dateline, a link to the story's podcast.
PARAGRAPH = 60

# Under this prefix a page comes without its own scripts, by a policy that spares the extension's.
STILL = "still-"
NO_SCRIPTS = {"Content-Security-Policy": "script-src 'none'"}

# Publishers' gold text and the live page differ in these, and in nothing that a reader would see.
SAME = str.maketrans("‘’“”–—‑…", "''\"\"---.")

# Where the card stands, in the full view: beside the headline and the first gold paragraph that the
# page shows, in CSS pixels of the document; null where the page has no such thing.
PLACES = """(() => {
  const top = (node) => node && isShown(node) ? node.getBoundingClientRect().top + scrollY : null;
  const starts = %s;
  const first = starts.map(find).find((node) => node && isShown(node));
  const headlines = [...document.querySelectorAll("h1")].filter(isShown);
  const box = host.getBoundingClientRect();
  return {
    card: box.top + scrollY,
    width: box.width,
    first: top(first),
    headline: headlines.length ? Math.min(...headlines.map(top)) : null,
  };
})()"""


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the file: a page, and the paragraphs that its publisher's parser found.

    The parsers keep a deck or opening bullets apart; they are the article's all the same.
    """

    slug: str
    name: str
    html: str
    gold: tuple[str, ...]
    deck: str

    @classmethod
    def parse(cls, number: int, row: dict[str, Any]) -> "Page":
        gold = tuple(filter(None, (squeeze(line) for line in row["article"].splitlines())))
        deck = " ".join(row.get("summary_on_page") or ())
        return cls(f"{number:02}", str(row.get("publisher") or row["id"]), row["html"], gold, deck)

    def says(self, point: str) -> bool:
        """Say whether the gold text has the point's words."""
        return fold(point) in fold(" ".join((self.deck, *self.gold)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one click on one page came to."""

    state: str
    found: int = 0
    points: int = 0
    is_above_text: bool = False
    is_below_headline: bool = False
    words: tuple[str, ...] = ()
    is_still: bool = False

    @property
    def is_good(self) -> bool:
        return self.found == self.points == POINTS and self.is_above_text and self.is_below_headline


def fold(text: str) -> str:
    """Return the text with all quotes, dashes and white space in one form."""
    return squeeze(text.translate(SAME)).replace("...", ".")


def read_pages(path: Path) -> Iterator[Page]:
    """Read a JSON Lines file, plain or xz."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            yield Page.parse(number, json.loads(line))


def open_intact(browser: Chromium, site: Site, page: Page) -> ChromiumTab:
    """Open a page, without its scripts if they take the text away because their web is absent."""
    for slug in (page.slug, STILL + page.slug):
        tab = browser.open(site.url(slug), is_whole=False)
        tab.evaluate("void (globalThis.isSame = true)")
        tab.page.wait_for_timeout(SETTLE_MS)
        said = squeeze(str(tab.evaluate("globalThis.isSame ? document.body?.textContent : ''")))
        if sum(text[:40] in said for text in page.gold) > len(page.gold) / 2:
            break
        if slug == page.slug:
            tab.close()
    return tab


def try_page(browser: Chromium, site: Site, page: Page, shots: Path | None) -> Outcome:
    """Click on a page and judge its card."""
    tab = open_intact(browser, site, page)
    card = Card(tab)
    try:
        tab.click_toolbar()
        card.wait("points", "error")
        if card.state == "points":
            card.wait_for_digest()
        if shots:
            tab.screenshot(shots / f"{page.slug}-{page.name}.png")
        if card.state == "error":
            return Outcome(f"error: {card.error}")
        points = card.points
        card.press("button.toggle")
        starts = json.dumps([text[:40] for text in page.gold if len(text) >= PARAGRAPH])
        place = card.ask(PLACES % starts)
        first, headline = place["first"], place["headline"]
        return Outcome(
            state="points",
            found=sum(map(page.says, points)),
            points=len(points),
            is_above_text=first is not None and place["card"] <= first,
            is_below_headline=headline is None or place["card"] >= headline,
            words=tuple(point for point in points if not page.says(point)),
            is_still=STILL in tab.page.url,
        )
    except (AssertionError, BrowserError, RuntimeError) as error:
        return Outcome(f"failed: {str(error).splitlines()[0][:60]}")
    finally:
        tab.close()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.real_pages", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--pages", type=Path, required=True, help="JSON Lines: html and article")
    parser.add_argument("--shots", type=Path, help="folder for one picture per page")
    parser.add_argument("--only", nargs="*", help="numbers of single pages, as 07 21")
    parser.add_argument("--verbose", action="store_true", help="print points the gold text lacks")
    return parser.parse_args()


def main() -> int:
    """Print a row per page and the count of good ones; return 1 when they are too few."""
    options = parse_arguments()
    if options.shots:
        if options.shots.resolve().is_relative_to(REPOSITORY):
            raise SystemExit("--shots must be a folder outside the checkout")
        options.shots.mkdir(parents=True, exist_ok=True)
    pages = [p for p in read_pages(options.pages) if not options.only or p.slug in options.only]
    stories = {page.slug: Story(page.slug, page.html) for page in pages}
    for page in pages:
        still = Story(STILL + page.slug, page.html, headers=NO_SCRIPTS)
        stories[still.slug] = still
    good = 0
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        Backend(Path(name)) as backend,
        serve_site(stories) as site,
        sync_playwright() as playwright,
        Chromium.launch(
            playwright, copy_extension(Path(name)), Path(name) / "profile", site.port
        ) as browser,
    ):
        backend.start()
        pair(browser, backend)
        with closing(browser.open(browser.settings_url)) as tab:
            Settings(tab).choose("exact")  # These can be looked up in the gold text as they are.
        print(f"{'page':24} {'state':28} found  above text  below headline")
        for page in pages:
            outcome = try_page(browser, site, page, options.shots)
            good += outcome.is_good
            print(
                f"{page.slug} {page.name:21.21} {outcome.state:28.28} "
                f"{outcome.found}/{outcome.points}    "
                f"{'yes' if outcome.is_above_text else 'no':10}  "
                f"{'yes' if outcome.is_below_headline else 'no':14} "
                f"{'' if outcome.is_good else '<-- not good'}"
                f"{' (its own scripts off)' if outcome.is_still else ''}",
                flush=True,
            )
            if options.verbose:
                for words in outcome.words:
                    print(f"      not in gold: {words}")
    print(f"{good} of {len(pages)} pages are good")
    return 0 if options.only or good >= GOOD_PAGES else 1


if __name__ == "__main__":
    sys.exit(main())
