"""`python -m server`: serve the extension until Ctrl-C."""

import argparse
import ctypes
import logging
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread

from server import __version__
from server.cli.terminal import fail
from server.config import Config
from server.digest.segmentation.language import load_words
from server.errors import DigestError
from server.http.port_check import PortTakenError, listen
from server.pairing.pairing import Pairing
from server.summarizer import Shortener, Summarizer, Unavailable


def run(_options: argparse.Namespace, config: Config) -> int:
    """Serve until interrupted; return the exit status."""
    try:
        serve(config)
    except PortTakenError as error:
        return fail(str(error))
    return 0


def serve(config: Config) -> None:
    """Serve until interrupted, without a model if it cannot be loaded. Raises PortTakenError."""
    logging.basicConfig(format="%(asctime)s %(message)s")
    # Waitress logs every request that waits for a thread; the card already shows the wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # SIGINT has to be set too, because a shell makes its background programs ignore it.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    with listen(config.port) as listener:
        pairing = Pairing.open(config.config_dir)
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(_load, config)
            # Imported while the network opens, which does not hold Python's lock.
            from server.http.waitress_server import open_server

            summarizer = loading.result()
        server = open_server(config, summarizer, pairing, listener)
        print(_describe(config, summarizer, pairing), flush=True)
        Thread(target=_settle, daemon=True).start()
        # Waitress ends its loop and its threads on SystemExit.
        server.run()
        server.close()


def _load(config: Config) -> Shortener:
    try:
        return Summarizer.load(config.model_dir)
    except DigestError as error:
        print(f"nutgraf: {error.message} {error.hint}", file=sys.stderr, flush=True)
        return Unavailable(error)


def _settle() -> None:
    """Load what else the first digest needs, so that no reader waits for it."""
    load_words()
    _release_memory()


def _release_memory() -> None:
    """Return the memory that loading has freed to the system, which glibc does not do by itself.

    Measured: 251 MB at rest become 142 MB, and digests take no longer.
    """
    if sys.platform == "linux":
        # Only glibc has this function, and only glibc needs it.
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _describe(config: Config, summarizer: Shortener, pairing: Pairing) -> str:
    """Return what the server prints when it is ready."""
    if pairing.origins:
        pair = "done; python -m server pair adds another browser"
        following = "open a news page and click Nutgraf's button"
    else:
        # The fragment of a URL stays in the browser, so no request and no log contains the code.
        # A code that make pair has just printed stays valid.
        pair = f"{config.address}/#{pairing.read_code() or pairing.offer_code()}"
        following = "load the extension as README.md shows, open that link, click Nutgraf's button"
    return "\n".join(
        (
            f"Nutgraf {__version__} is ready.",
            f"  Address  {config.address} (this computer only)",
            f"  Model    {summarizer.name or 'none: see the error above'}",
            f"  Pairing  {pair}",
            f"  Next     {following}",
            "  Stop     Ctrl-C",
        )
    )
