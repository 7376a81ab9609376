"""The server as a separate process, paired, with its output in a file."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from server.config import HOST, Config
from tests.support.application import Address, make_pairing

REPOSITORY = Path(__file__).resolve().parents[2]

# For settings that the command line does not have.
WITH_SETTINGS = """\
import json, sys
from pathlib import Path
from server.config import Config
from server.cli.serve import serve
model, folder, settings = sys.argv[1:]
serve(Config(model_dir=Path(model), config_dir=Path(folder), **json.loads(settings)))
"""

START_SECONDS = 30


class Process(Address):
    """`python -m server`, ready to answer when the constructor returns."""

    def __init__(self, folder: Path, model: Path, port: int = 0, **settings: Any) -> None:
        """Start it in a new folder, on a free port if none is given, with settings of Config."""
        folder.mkdir()
        port = port or find_free_port()
        pairing = make_pairing(Config(port=port), folder / "config")
        super().__init__(port, pairing.token)
        self._log = folder / "log"
        begun = time.monotonic()
        self.popen = start_process(self._log, model, folder / "config", port, **settings)
        self._wait(begun)
        self.start_seconds = time.monotonic() - begun

    def _wait(self, begun: float) -> None:
        while time.monotonic() < begun + START_SECONDS:
            try:
                self.ask("GET", "/v1/health")
                return
            except ConnectionRefusedError:
                assert self.popen.poll() is None, self.written
                time.sleep(0.01)
        raise AssertionError(self.written)

    @property
    def written(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.popen.send_signal(how)
        return self.popen.wait(timeout=10)

    def count_computed(self) -> float:
        """Return the seconds that it has computed."""
        times = psutil.Process(self.popen.pid).cpu_times()
        return float(times.user + times.system)


def start_process(
    log: Path, model: Path, folder: Path, port: int, **settings: Any
) -> subprocess.Popen[bytes]:
    """Start a server and do not wait for it."""
    options = ["--port", str(port), "--model-dir", str(model), "--config-dir", str(folder)]
    command = ["-m", "server", *options]
    if settings:
        shape = json.dumps(settings | {"port": port})
        command = ["-c", WITH_SETTINGS, str(model), str(folder), shape]
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *command], cwd=REPOSITORY, stdout=output, stderr=output
        )


def find_free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
        return port
