"""A small real model, a client of the application around it, and real servers."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from server.config import HOST, Config
from server.http.waitress_server import open_server
from server.summarizer import Shortener, Summarizer
from tests.support.application import STORY, Address, ExtensionClient, make_client, make_pairing
from tests.support.server_process import Process


@pytest.fixture(scope="session")
def tiny_model() -> Path:
    return Path(__file__).parents[1] / "fixtures" / "tiny-model"


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

    def start_one(use: Shortener = summarizer, **settings: Any) -> Address:
        listener = socket.create_server((HOST, 0))
        port = listener.getsockname()[1]
        config = Config(port=port, **settings)
        pairing = make_pairing(config)
        server: Any = open_server(config, use, pairing, listener)
        thread = threading.Thread(target=server.run)
        thread.start()

        def stop() -> None:
            server.task_dispatcher.shutdown()
            # Closed in the server's own thread: not while its select waits on them. If that wakes
            # by itself, the trigger is closed before it is pulled.
            with suppress(OSError):
                server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
            thread.join(timeout=20)

        stops.append(stop)
        return Address(port, pairing.token)

    yield start_one
    for stop in stops:
        stop()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Launch servers, and end those that a test leaves running."""
    processes: list[Process] = []

    def launch_one(model: Path, **settings: Any) -> Process:
        process = Process(tmp_path / f"server-{len(processes)}", model, **settings)
        processes.append(process)
        return process

    yield launch_one
    for process in processes:
        process.popen.kill()
        process.popen.wait()
