"""The command line, run in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from server.http.port_check import is_nutgraf
from server.pairing.pairing import Pairing
from tests.support.application import Address

REPOSITORY = Path(__file__).resolve().parents[2]

START_SECONDS = 30


def run(
    *arguments: object, text: str | bytes = b"", code: Path = REPOSITORY, **environment: object
) -> subprocess.CompletedProcess[str]:
    """Run `python -m server` to its end, with changes to the environment by keywords.

    `code` is the folder whose server it is.
    """
    content = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [sys.executable, "-m", "server", *map(str, arguments)],
        cwd=code,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        input=content,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def check_failure(done: subprocess.CompletedProcess[str], status: int, message: str) -> None:
    """Check that a command reported its error as one line, on stderr alone."""
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert done.stderr.startswith("nutgraf: ")
    assert done.stderr.count("\n") == 1


@contextmanager
def serve(
    folder: Path, port: int, *options: object, **environment: object
) -> Iterator[tuple[Address, Callable[[], str]]]:
    """Run a server with the pairing of a folder; yield a client and what reads its log."""
    command = [sys.executable, "-m", "server", "--port", port, "--config-dir", folder, *options]
    with TemporaryFile() as log:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=REPOSITORY,
            env=os.environ | {name: str(value) for name, value in environment.items()},
            stdout=log,
            stderr=log,
        )

        def read_log() -> str:
            log.seek(0)
            return log.read().decode()

        try:
            due = time.monotonic() + START_SECONDS
            while not is_nutgraf(port):
                assert process.poll() is None, read_log()
                assert time.monotonic() < due
                time.sleep(0.02)
            yield Address(port, Pairing(folder).token), read_log
        finally:
            process.terminate()
            process.wait(timeout=20)
