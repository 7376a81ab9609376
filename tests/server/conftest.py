"""A small real model, a client of the application around it, and real servers."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.config import HOST, Config
from server.serve import open_server
from server.summarizer import Summarizer, Unavailable
from tests.server.support import STORY, Address, ExtensionClient, make_client


@pytest.fixture(scope="session")
def tiny_model() -> Path:
    return Path(__file__).parent.parent / "fixtures" / "tiny-model"


@pytest.fixture(scope="session")
def summarizer(tiny_model: Path) -> Summarizer:
    return Summarizer.load(tiny_model)


@pytest.fixture
def config() -> Config:
    return Config()


@pytest.fixture
def client(config: Config, summarizer: Summarizer) -> ExtensionClient:
    return make_client(summarizer, config)


@pytest.fixture
def story() -> dict[str, Any]:
    return {"title": "Elmsworth to close its swing bridge", "paragraphs": list(STORY)}


@pytest.fixture
def story_body(story: dict[str, Any]) -> bytes:
    return json.dumps(story).encode()


@pytest.fixture
def start(summarizer: Summarizer) -> Iterator[Callable[..., Address]]:
    """Start real Waitress servers, and stop them all after the test."""
    stops: list[Callable[[], None]] = []

    def start_one(
        use: Summarizer | Unavailable = summarizer, max_body_bytes: int = 2_000_000
    ) -> Address:
        listener = socket.create_server((HOST, 0))
        port = listener.getsockname()[1]
        server: Any = open_server(Config(port=port, max_body_bytes=max_body_bytes), use, listener)
        thread = threading.Thread(target=server.run)
        thread.start()

        def stop() -> None:
            server.task_dispatcher.shutdown()
            # Closed in the server's own thread: not while its select waits on them.
            server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
            thread.join(timeout=20)

        stops.append(stop)
        return Address(port)

    yield start_one
    for stop in stops:
        stop()
