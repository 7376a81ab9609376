"""Pages that are out to break the card, or to break the browser that reads them."""

from html import escape

from tests.support.browser.site import STRICT_CSP, Story

TITLE = "Harrowick to close its old swing bridge for a year"
PROSE = (
    "The harbour town of Harrowick will close its old swing bridge to all traffic in March, "
    "eleven months earlier than the council had planned when it last met in public.",
    "Engineers found cracks in two of the four bearings during an inspection in October. Repairs "
    "would have cost three million pounds, the council said in a statement on Tuesday.",
    "About six thousand drivers use the bridge on a working day, according to a count that was "
    "made in June. Most of them will have to take the ring road around the marshes.",
    "Shop owners on the east bank fear for their trade over the winter. A ferry for walkers will "
    "run every quarter of an hour from six in the morning until midnight.",
    "A new bridge is due to open in the summer of next year. Its costs have risen twice since the "
    "plans were first shown, and nobody on the council expects them to fall again.",
)
STRICTEST = f"{STRICT_CSP}; trusted-types; sandbox"
# What a page may do to the elements and methods that every script of its own would use.
PATCHES = """
  window.list = Document.prototype.querySelectorAll;  // The test itself goes on to need it.
  for (const [owner, names] of [
    [Element.prototype, ["attachShadow", "append", "setAttribute", "before", "replaceChildren"]],
    [Document.prototype, ["createElement", "querySelectorAll", "createRange", "createTreeWalker"]],
    [Node.prototype, ["cloneNode", "appendChild"]],
  ]) for (const name of names) owner[name] = () => { throw new Error("patched"); };
"""
FAKE = """
  const fake = document.createElement("nutgraf-card");
  fake.id = "fake";
  const root = fake.attachShadow({ mode: "open" });
  root.innerHTML = "<section><button class=toggle>Full article</button></section>";
  document.querySelector("h1").before(fake);
"""
DEFINED = """
  customElements.define("nutgraf-card", class extends HTMLElement {
    constructor() { super(); this.attachShadow({ mode: "closed" }); }
    connectedCallback() { document.title = "seen"; }
  });
"""
# Presses every button of the card again and again, and opens nothing and closes nothing by it.
PRESSING = """
  setInterval(() => {
    const root = document.querySelector("nutgraf-card")?.shadowRoot;
    for (const button of root?.querySelectorAll("button") ?? []) {
      button.click();
      button.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    }
  }, 20);
"""
REMOVING = """
  setInterval(() => {
    const card = document.querySelector("nutgraf-card[data-state=points]");
    if (card) { card.remove(); document.title = "removed"; }
  }, 200);
"""
MUTATING = """
  let turn = 0;
  setInterval(() => {
    const lines = document.querySelectorAll("article p");
    lines[turn % lines.length].textContent += ` The council met for the ${++turn}th time.`;
    document.querySelector("article").append(lines[turn % lines.length]);
  }, 5);
"""
# Of 5,000 levels Chromium itself crashes; what it parses has 512 at most.
DEEP = """
  let inner = document.querySelector("article");
  const lines = [...inner.children];
  for (let level = 0; level < 1000; level++) {
    inner = inner.appendChild(document.createElement("div"));
  }
  inner.append(...lines);
"""
SHADOWS = """
  for (let number = 0; number < 10000; number++) {
    const box = document.body.appendChild(document.createElement("div"));
    box.attachShadow({ mode: "open" }).append("The council met again, said a box.");
  }
"""
RESTYLED = """<style>
  * { all: unset !important; }
  nutgraf-card { display: none !important; position: absolute !important; left: -9999px !important;
    clip-path: inset(100%) !important; filter: opacity(0) !important; zoom: 0.01 !important; }
</style>"""
# Names that shadow properties of the document.
CLOBBERED = "".join(
    f'<img name="{name}" alt="">'
    for name in ("body", "createElement", "querySelectorAll", "cloneNode", "documentElement")
)

# Names that shadow properties of their form.
SHADOWED = """
    parentElement parentNode children childNodes id lang localName textContent isConnected
    closest matches contains querySelector querySelectorAll compareDocumentPosition before
    getAttribute setAttribute removeAttribute checkVisibility getBoundingClientRect
    scrollTop scrollTo scrollBy scrollHeight clientHeight
"""


def write(
    slug: str, *, script: str = "", head: str = "", lines: str = "", attributes: str = ""
) -> Story:
    """Return the story with a script, more in its head, or other paragraphs than its own."""
    paragraphs = lines or "\n".join(f"<p>{escape(text)}</p>" for text in PROSE)
    html = (
        f'<!doctype html><html lang="en" {attributes}><meta charset="utf-8">'
        f"<title>{TITLE}</title>{head}<body><main><article><h1>{TITLE}</h1>\n{paragraphs}\n</article></main>"
        f"<script>{script}</script></body></html>"
    )
    return Story(slug, html, PROSE)


def write_paragraphs(count: int) -> str:
    """Return paragraphs that are not closed, no two alike."""
    return "".join(f"<p>The council met again on day {number} of it." for number in range(count))


def list_pages() -> dict[str, Story]:
    """Return the pages by their slugs."""
    whole = "\n".join(f"<p>{escape(text)}</p>" for text in PROSE)
    spoilt = whole.replace(
        "</p>", " It was the \u202emayor\u202c who said it to the whole town.</p>"
    )
    shown = escape("<img src=x onerror=ran=1>")
    fields = "".join(f'<input name="{name}">' for name in SHADOWED.split())
    # The last paragraph is text of the form itself.
    bare = "<br>".join(whole.removesuffix("</p>").rsplit("<p>", 1))
    form = f"<form>{fields}{bare}</form>"
    pages = (
        write("restyled", head=RESTYLED),
        write("fake", script=FAKE),
        write("defined", script=DEFINED),
        write("patched", script=PATCHES),
        write("clobbered", lines=CLOBBERED + form),
        write("pressing", script=PRESSING),
        write("removing", script=REMOVING),
        write("mutating", script=MUTATING),
        write("turned", lines=spoilt, attributes='dir="rtl"'),
        write("markup", lines=whole.replace(" the ", f" the {shown} ")),
        write("deep", script=DEEP),
        write("shadows", script=SHADOWS),
        write("long-line", lines=f"{whole}<p>{'word ' * 20_000}ends.</p>"),
        write("unbroken", lines=f"{whole}<p>{'A' * 100_000}</p>"),
        write("many-sentences", lines=whole + write_paragraphs(4_000)),
        write("many-paragraphs", lines=whole + write_paragraphs(50_000)),
        # Of a million Chromium itself makes no page within half a minute.
        write("many-tags", lines=f"{whole}{'<span>' * 120_000}"),
    )
    strict = Story(
        "strictest", write("strictest").html, PROSE, headers={"Content-Security-Policy": STRICTEST}
    )
    return {page.slug: page for page in (*pages, strict)}
