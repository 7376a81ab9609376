"""The pictures of tests/fixtures/pages/picture-story, and which ones a reader sees."""

OWN = ["map", "quay", "bare", "large"]
SEEN = """[...document.querySelectorAll("[data-picture]")]
  .filter((part) => part.getBoundingClientRect().width > 0
    && part.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((part) => part.dataset.picture)"""
