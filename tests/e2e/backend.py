"""The real server as its own process, and a silent stand-in for a server that hangs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PORT = 8771  # The only port that the extension may reach, so the tests cannot choose another.
START_SECONDS = 30.0
STOP_SECONDS = 10.0


class Backend:
    """`python -m server`, which a test may stop and start again."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Backend":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Run the server and return when it answers; if it runs already, do nothing."""
        if self.is_running:
            return
        require_free_port()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server", "--port", str(PORT)],
                cwd=REPOSITORY,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        end = time.monotonic() + START_SECONDS
        while not is_healthy():
            if not self.is_running or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.05)

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


def is_healthy() -> bool:
    """Say whether something on the port answers /v1/health with 200."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=2)
    try:
        connection.request("GET", "/v1/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def require_free_port() -> None:
    """Raise RuntimeError when another program holds the port, for the tests would talk to it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError as error:
            raise RuntimeError(
                f"port {PORT} is taken; stop the server that runs there (make run?) and try again"
            ) from error


@contextmanager
def listen_silently() -> Iterator[None]:
    """Accept connections on the server's port and never answer one."""
    require_free_port()
    # The kernel completes the handshakes and takes the requests: nobody has to accept them.
    with socket.create_server(("127.0.0.1", PORT)):
        yield
