"""What axe-core finds in a page: WCAG 2.2, levels A and AA."""

from pathlib import Path

from tests.support.browser.card import Tab

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Evaluated, as a page's policy may keep an element from loading it; nothing of it is JSON.
LOAD = "(() => {{ {source}; return true; }})()"
RUN = """axe.run({include}, {{ runOnly: {rules} }}).then(({{ violations, passes }}) => ({{
  violations: violations.map(({{ id, nodes }}) =>
    [id, ...nodes.map((node) => `${{node.target}}: ${{node.failureSummary}}`)].join("\\n")),
  passes: passes.map(({{ id }}) => id),
}}))"""


def check(tab: Tab, include: str = "document", state: str = "") -> None:
    """Assert that axe finds no violation, and that it has looked; `state` names what it saw."""
    if not tab.evaluate("'axe' in globalThis"):
        tab.evaluate(LOAD.format(source=AXE.read_text(encoding="utf-8")))
    found = tab.evaluate(RUN.format(include=include, rules=RULES))
    assert not found["violations"], "\n\n".join([state, *found["violations"]])
    assert "color-contrast" in found["passes"], state
