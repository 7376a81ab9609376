"""What stands in a JSON shape, for the pages that describe it."""

from collections.abc import Iterator


def names(shape: object) -> Iterator[str]:
    """Return every name of a field, at every depth."""
    if isinstance(shape, dict):
        yield from shape
        for value in shape.values():
            yield from names(value)
    elif isinstance(shape, list):
        for value in shape:
            yield from names(value)
