"""The real server as its own process, and a silent stand-in for a server that hangs."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from server.pairing.pairing import Pairing
from tests.support.browser.ports import require_free_port, reserve_ports

REPOSITORY = Path(__file__).parents[3]
MODEL = REPOSITORY / "model" / "artifact"
TINY_MODEL = REPOSITORY / "tests" / "fixtures" / "tiny-model"
START_SECONDS = 60.0
STOP_SECONDS = 10.0


class Backend:
    """`python -m server`, which a test may stop and start again. It keeps its pairings."""

    def __init__(self, folder: Path) -> None:
        self.port = reserve_ports().usual  # Where a new extension looks for the server.
        self._log = folder / "server.log"
        self._config = folder / "config"
        self._model = MODEL
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Backend":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def computed(self) -> float:
        """The seconds of computing that the process has used."""
        assert self._process
        used = psutil.Process(self._process.pid).cpu_times()
        return float(used.user + used.system)

    @property
    def pairing(self) -> Pairing:
        """The pairings of this server, as `python -m server pair` reaches them."""
        return Pairing.open(self._config)

    @property
    def link(self) -> str:
        """The link that the server has printed last, with its code."""
        return re.findall(r"http://127\.0\.0\.1:\d+/#\d{6}", self._log.read_text())[-1]

    def start(self, port: int | None = None, code: Path = REPOSITORY) -> None:
        """Run the server of a folder and return when it answers; if one runs, do nothing."""
        if self.is_running:
            return
        port = port or self.port
        require_free_port(port)
        folders = ["--config-dir", str(self._config), "--model-dir", str(self._model)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server", "--port", str(port), *folders],
                cwd=code,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        end = time.monotonic() + START_SECONDS
        while not is_healthy(port):
            if not self.is_running or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.05)

    def run(self, model: Path) -> None:
        """Run with a model from now on; if the server already does, do nothing."""
        if model != self._model:
            self.stop()
            self._model = model
        self.start()

    def stop(self) -> None:
        """End the server, by force if it does not go."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @contextmanager
    def start_afresh(self, model: Path) -> Iterator[None]:
        """Run as a new installation for a while; what it was paired with comes back after it.

        It is stopped in the end.
        """
        self.stop()
        kept = self._config.rename(self._config.with_name("kept"))
        try:
            self.run(model)
            yield
        finally:
            self.stop()
            shutil.rmtree(self._config)
            kept.rename(self._config)

    def kill(self) -> None:
        """End the server in the middle of whatever it does."""
        assert self._process
        self._process.kill()
        self._process.wait()
        self._process = None

    @contextmanager
    def sleep(self) -> Iterator[None]:
        """Let the server stand still for a while, as a machine that sleeps does."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


def is_healthy(port: int) -> bool:
    """Say whether something on the port answers /v1/health with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/v1/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def listen_silently() -> Iterator[socket.socket]:
    """Accept connections on the server's port and never answer one; yield what listens."""
    port = reserve_ports().usual
    require_free_port(port)
    # The kernel completes the handshakes and takes the requests: nobody has to accept them.
    with socket.create_server(("127.0.0.1", port)) as listener:
        yield listener
