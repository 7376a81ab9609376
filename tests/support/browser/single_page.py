"""A site that shows its next story without a page load, in the ways that sites do it."""

from tests.support.browser.card import Card

# What the site of the fixture does when its link is pressed, in the ways that sites do it.
NEXT = """
  const story = document.querySelector("#second").content.cloneNode(true);
  const main = document.querySelector("main");
"""
WAYS = {
    "at once": "history.pushState({}, '', '/spa/2'); main.replaceChildren(story);",
    "later": """
      history.pushState({}, "", "/spa/2");
      setTimeout(() => main.replaceChildren(story), 900);""",
    "in place": """
      history.replaceState({}, "", "/spa/2");
      setTimeout(() => {
        // Frameworks fill the nodes that are there with the next story's words.
        const texts = [...story.querySelectorAll("p")].map((node) => node.textContent);
        for (const node of main.querySelectorAll("p")) node.textContent = texts.shift() ?? "";
      }, 900);""",
    "by query": """
      history.pushState({}, "", "?story=2");
      setTimeout(() => main.replaceChildren(story), 900);""",
    "by hash": "location.hash = '#/story/2'; setTimeout(() => main.replaceChildren(story), 900);",
}


def go_on(card: Card, way: str) -> None:
    card.ask(f"(() => {{ {NEXT} {WAYS[way]} }})()")
