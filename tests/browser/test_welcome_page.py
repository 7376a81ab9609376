"""What a reader sees of the pairing page in a real browser."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.support.application import Address

PARTS = ("/", "/welcome.css", "/welcome.js", "/icon.png")


@pytest.fixture(scope="module")
def browser_page(playwright: Playwright) -> Iterator[Page]:
    executable = shutil.which("chromium")
    assert executable, "apt-get install --no-install-recommends chromium"
    arguments = ["--no-sandbox"]
    with playwright.chromium.launch(executable_path=executable, args=arguments) as browser:
        yield browser.new_page(viewport={"width": 360, "height": 700})


@pytest.fixture
def complaints(browser_page: Page) -> Iterator[list[str]]:
    """All that the browser finds wrong, breaches of the policy among it."""
    # What the page of the last test still waited for is no fault of this one's.
    browser_page.goto("about:blank")
    found: list[str] = []
    note: Callable[[object], None] = lambda what: found.append(str(what))  # noqa: E731
    browser_page.on("console", note)
    browser_page.on("pageerror", note)
    yield found
    browser_page.remove_listener("console", note)
    browser_page.remove_listener("pageerror", note)


def read(page: Page) -> str:
    return page.locator("body").inner_text()


def test_a_link_with_a_code_shows_it(
    start: Callable[..., Address], browser_page: Page, complaints: list[str]
) -> None:
    address = f"http://127.0.0.1:{start().port}/"
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(f"{address}#041820")
    assert "041 820" in read(browser_page)
    assert "Click its button" in read(browser_page)
    assert "make pair" not in read(browser_page)
    assert {url.partition("#")[0] for url in asked} == {
        address + path.lstrip("/") for path in PARTS
    }
    assert not complaints


@pytest.mark.parametrize(
    "fragment",
    ["", "#", "#12345", "#1234567", "#12345a", "#123 456", "#１２３４５６", "#<b>123456</b>"],
)
def test_what_is_no_code_is_not_shown(
    start: Callable[..., Address], browser_page: Page, complaints: list[str], fragment: str
) -> None:
    browser_page.goto(f"http://127.0.0.1:{start().port}/{fragment}")
    assert "make pair" in read(browser_page)
    assert "Your code" not in read(browser_page)
    assert browser_page.locator("output").text_content() == ""
    assert not complaints


def test_a_newer_link_in_the_same_tab_shows_its_code(
    start: Callable[..., Address], browser_page: Page
) -> None:
    address = f"http://127.0.0.1:{start().port}/"
    browser_page.goto(f"{address}#111111")
    browser_page.goto(f"{address}#222222")
    assert "222 222" in read(browser_page)
    assert "111 111" not in read(browser_page)


@pytest.mark.parametrize(
    ("result", "title"),
    [
        ("done", "This browser is paired"),
        ("paired-already", "This browser was paired before"),
        ("failed", "That did not work"),
    ],
)
@pytest.mark.parametrize("fragment", ["", "#123456"])
def test_the_result_takes_the_place_of_the_steps(
    start: Callable[..., Address], browser_page: Page, result: str, title: str, fragment: str
) -> None:
    browser_page.goto(f"http://127.0.0.1:{start().port}/{fragment}")
    browser_page.evaluate("to => (document.documentElement.dataset.pairing = to)", result)
    assert browser_page.locator("h2:visible").all_inner_texts() == [title]
    assert browser_page.locator("[role=status]").inner_text().startswith(title)
    assert "123 456" not in read(browser_page)
    assert ("make pair" in read(browser_page)) is (result == "failed")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window_and_its_text_stands_out(
    start: Callable[..., Address], browser_page: Page, width: int, scheme: str
) -> None:
    browser_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    browser_page.set_viewport_size({"width": width, "height": 700})
    browser_page.goto(f"http://127.0.0.1:{start().port}/#123456")
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
    paper, ink, quiet = (
        browser_page.locator(place).evaluate(
            f"element => getComputedStyle(element).{name}.match(/\\d+/g).map(Number)"
        )
        for place, name in (
            ("html", "backgroundColor"),
            ("h1", "color"),
            ("footer", "color"),
        )
    )
    assert contrast(paper, ink) > 10
    assert contrast(paper, quiet) > 4.5


def contrast(one: list[float], other: list[float]) -> float:
    """Return the contrast of two colours as the WCAG has it: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: list[float]) -> float:
    parts = (part / 255 for part in colour[:3])
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
