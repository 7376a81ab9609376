"""Texts to keep in a cache, by number."""

import os

from server.cache import Cache


def key(number: int) -> bytes:
    return number.to_bytes(32, "big")


def fill(cache: Cache, numbers: range, size: int = 0) -> None:
    for number in numbers:
        # As hard to compress as text is not, so that sizes are what they seem.
        cache.put(key(number), f"text {number} {os.urandom(size // 2).hex()}")


def held(cache: Cache, numbers: range) -> list[int]:
    return [number for number in numbers if cache.get(key(number)) is not None]
