"""A day of a traced server: all that readers, and others, do to it, and what it leaves behind."""

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from server.config import HOST
from server.digest.choices import STYLES
from tests.support.application import Address
from tests.support.server_process import REPOSITORY, START_SECONDS, find_free_port
from tests.support.trace import Trace, wrap

# One coined name a sentence, the title and the address too, so that no piece of them has none.
NAMES = ("Vantrelle", "Quorbridge", "Ostermoyne", "Lindhallow", "Brackwater", "Thornavon")
TITLE, PAGE = "Skellhaven", "https://news.example/marrowgate"
PARAGRAPHS = [
    f"The council of {name} said on Tuesday that it will close the old bridge in March."
    for name in NAMES
]
SECRETS = [name.lower() for name in (*NAMES, TITLE, "marrowgate")]
STORY = {"title": TITLE, "paragraphs": PARAGRAPHS, "url": PAGE}


@dataclass
class Day:
    """What a server left behind: its home, what it printed, and its trace."""

    home: Path
    printed: Path
    trace: Trace
    token: str
    code: str

    def search(self, words: list[str]) -> list[tuple[str, str]]:
        """Return where one of the words stands: in a file, its name, or what was printed."""
        return [
            (word, str(path))
            for path in (self.printed, *self.home.rglob("*"))
            for word in words
            if word in path.name.lower()
            or (path.is_file() and word.encode() in path.read_bytes().lower())
        ]


def live(folder: Path, model: Path, digest_status: int = 200, idle_seconds: float = 0) -> Day:
    """Run a server under strace through a day; `digest_status` is what its digests end with."""
    home, printed, output = folder / "home", folder / "printed", folder / "trace"
    home.mkdir()
    port = find_free_port()
    server = [sys.executable, "-m", "server", "--port", str(port), "--model-dir", str(model)]
    with printed.open("wb") as log:
        popen = subprocess.Popen(
            wrap(server, output),
            cwd=REPOSITORY,
            stdout=log,
            stderr=log,
            env=make_environment(home),
            start_new_session=True,  # One group: the traced outlives an strace that is killed.
        )
    try:
        code = wait_for_code(printed, popen)
        token = use(Address(port), code, digest_status)
        time.sleep(idle_seconds)
        [traced] = psutil.Process(popen.pid).children()
        traced.send_signal(signal.SIGTERM)
        assert popen.wait(timeout=30) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
        popen.wait()
    return Day(home, printed, Trace(output), token, code)


def make_environment(home: Path) -> dict[str, str]:
    """Return what a program in an empty home is told: nothing of the test's own folders."""
    return {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def wait_for_code(printed: Path, popen: subprocess.Popen[bytes]) -> str:
    """Return the code of the link that the server prints when it is ready."""
    end = time.monotonic() + START_SECONDS
    while not (link := re.search(r"/#(\d{6})\n", printed.read_text())):
        assert popen.poll() is None and time.monotonic() < end, printed.read_text()
        time.sleep(0.05)
    return link[1]


def use(address: Address, code: str, digest_status: int) -> str:
    """Do to a server all that readers, and others, do to it in a day; return its token."""

    def ask(method: str, path: str, body: object = None, **changes: str | None) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return address.ask(method, path, content, **changes)[0].status

    assert ask("GET", "/") == ask("GET", "/welcome.js") == 403  # With the extension's Origin.
    assert ask("GET", "/", Origin=None) == ask("GET", "/v1/health", Origin=None) == 200
    wrong = "000000" if code != "000000" else "111111"
    assert ask("POST", "/v1/pair", {"code": wrong}) == 403
    response, content = address.ask("POST", "/v1/pair", json.dumps({"code": code}).encode())
    assert response.status == 200
    token = str(json.loads(content)["token"])
    address.headers["Authorization"] = f"Bearer {token}"

    for style in STYLES:
        body = {**STORY, "style": style, "length": "long"}
        assert ask("POST", "/v1/digest", body) == digest_status
    assert ask("POST", "/v1/digest", STORY, Accept="application/x-ndjson") == 200
    assert ask("GET", f"/v1/health?challenge={'A' * 43}") == 200

    for body in (
        json.dumps(STORY).encode()[:-1],
        {"title": TITLE},
        {**STORY, "style": TITLE},
        {**STORY, "paragraphs": PARAGRAPHS[:1]},
        {**STORY, "paragraphs": [f"{TITLE} liegt am Fluss und hat eine alte Brücke."] * 9},
        {**STORY, "paragraphs": [*PARAGRAPHS, 7]},
        {**STORY, "paragraphs": PARAGRAPHS * 2_000},
    ):
        assert 400 <= ask("POST", "/v1/digest", body) < 500
    assert ask("POST", f"/v1/{TITLE}?at={PAGE}", STORY) == 404
    assert ask("PUT", f"/v1/digest?at={PAGE}", STORY) == 405
    assert ask("POST", "/v1/digest", STORY, Host=f"{TITLE}.example") == 403
    assert ask("POST", "/v1/digest", STORY, Origin=PAGE) == 403
    assert ask("POST", "/v1/digest", STORY, Content_Type="text/plain") == 415
    assert ask("POST", "/v1/digest", STORY, Authorization=f"Bearer {TITLE}") == 401
    assert b" 400 " in address.send(f"GET {PAGE}\r\n{TITLE}\r\n\r\n".encode())
    head = address.write_head("POST", "/v1/digest", Content_Length="9999")
    with socket.create_connection((HOST, address.port)) as hanging_up:
        hanging_up.sendall(head + json.dumps(STORY).encode())
    return token


def damage(model: Path, folder: Path) -> Path:
    """Copy a model and give it the words of another, so that its network fails as it reads."""
    shutil.copytree(model, folder)
    words = (REPOSITORY / "model" / "artifact" / "tokenizer.json").read_bytes()
    (folder / "tokenizer.json").write_bytes(words)
    description = json.loads((folder / "model.json").read_text())
    description["files"]["tokenizer.json"] = {
        "bytes": len(words),
        "sha256": hashlib.sha256(words).hexdigest(),
    }
    (folder / "model.json").write_text(json.dumps(description))
    return folder
