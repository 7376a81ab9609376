"""The real server, in a process of its own: started, paired with, measured and stopped."""

import contextlib
import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from server.config import EXTENSION_ID, HOST

REPOSITORY = Path(__file__).parents[3]
# The readers' own environment, not that of the load generator.
PYTHON = REPOSITORY / ".venv" / "bin" / "python"

START_SECONDS = 30
MEGABYTE = 1_000_000


@dataclass
class Target:
    """A running server, how to ask it, and what it has used so far."""

    port: int
    process: psutil.Process
    log: Path
    token: str = ""
    # The megabytes that were resident, second by second.
    memory: list[float] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """Return what the paired extension sends."""
        return {
            "Host": f"{HOST}:{self.port}",
            "Origin": f"chrome-extension://{EXTENSION_ID}",
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
        }

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str], patience: float
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request and wait for the whole answer."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=patience)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def sample(self) -> None:
        """Note how much memory the server has now."""
        self.memory.append(self.process.memory_info().rss / MEGABYTE)

    def count_computed(self) -> float:
        """Return the seconds of computing that the server has used."""
        used = self.process.cpu_times()
        return float(used.user + used.system)


@contextlib.contextmanager
def open_target(folder: Path, options: list[str]) -> Iterator[Target]:
    """Start the server on a free port, with its pairing in `folder`; stop it at the end."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    log = folder / "log"
    command = [PYTHON, "-m", "server", "--port", str(port), "--config-dir", folder / "config"]
    with log.open("wb") as out:
        server = subprocess.Popen([*command, *options], cwd=REPOSITORY, stdout=out, stderr=out)
    try:
        target = Target(port, psutil.Process(server.pid), log)
        _pair(target)
        yield target
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _pair(target: Target) -> None:
    code = _wait_for_code(target)
    body = json.dumps({"code": code}).encode()
    headers = {name: value for name, value in target.headers.items() if name != "Authorization"}
    status, _, content = target.ask("POST", "/v1/pair", body, headers, START_SECONDS)
    assert status == 200, content
    target.token = json.loads(content)["token"]


def _wait_for_code(target: Target) -> str:
    """Read the link that the server prints once it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        link = re.search(rf"http://{HOST}:{target.port}/#(\d{{6}})", target.log.read_text())
        if link:
            return link[1]
        time.sleep(0.1)
    raise TimeoutError(f"The server did not start:\n{target.log.read_text()}")
