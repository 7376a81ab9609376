"""`python -m server cache`: what is kept on disk, and its end."""

import argparse
import sqlite3

import psutil  # type: ignore[import-untyped]

from server.cache import MAX_AGE_SECONDS, MAX_BYTES, Cache
from server.cli.terminal import fail, write
from server.config import Config
from server.http.port_check import find_process, is_nutgraf


def run(options: argparse.Namespace, config: Config) -> int:
    """Tell the state of the cache, or clear it; return the exit status."""
    cache = Cache(config.cache_dir)
    if options.clear:
        try:
            cache.clear()
        except OSError as error:
            return fail(f"{error.filename} is still there: {error.strerror}. Please remove it.")
        return write(f"No digests are on disk any more, in {config.cache_dir}.\n")
    return write(f"State  {tell_state(config)}\nFile   {cache.path}\nHolds  {measure(config)}\n")


def tell_state(config: Config) -> str:
    """Say whether the server that runs keeps digests."""
    process = find_process(config.port)
    if process is None or not is_nutgraf(config.port):
        return f"off: no server of yours runs on port {config.port}"
    try:
        is_on = "--cache" in process.cmdline()
    except psutil.Error:
        is_on = False
    if is_on:
        return f"on: the server on port {config.port} keeps digests"
    return f"off: the server on port {config.port} was started without --cache"


def measure(config: Config) -> str:
    """Say how much is kept."""
    try:
        usage = Cache(config.cache_dir).measure()
    except (OSError, sqlite3.Error):
        return "what cannot be read now; python -m server cache --clear begins anew"
    limits = f"at most {MAX_BYTES:,} bytes and {MAX_AGE_SECONDS // 86_400} days"
    noun = "digest" if usage.digests == 1 else "digests"
    return f"{usage.digests:,} {noun}, {usage.bytes:,} bytes; {limits}"
