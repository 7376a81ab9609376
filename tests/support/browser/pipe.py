"""Chromium over a bare DevTools pipe, for tests of the background worker's life.

Playwright attaches to every worker, and a worker under a debugger is never stopped. This driver
attaches to pages only.
"""

import base64
import itertools
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support.browser import settings
from tests.support.browser.chromium import (
    EXECUTABLE,
    IS_LISTENING,
    list_flags,
    wait_until_listening,
)

ANSWER_SECONDS = 15
LOAD_SECONDS = 15
CHUNK_BYTES = 1 << 16


class PipeTab:
    """One page of a `PipeChromium`."""

    def __init__(self, browser: "PipeChromium", page: str, session: str) -> None:
        self.browser = browser
        self.page = page
        self.session = session
        self.is_altered = False

    def visit(self, url: str) -> None:
        self.browser.send("Page.navigate", self.session, url=url)
        self.wait_until_loaded(url)

    def wait_until_loaded(self, url: str) -> None:
        end = time.monotonic() + LOAD_SECONDS
        while self.evaluate("document.readyState + location.href") != f"complete{url}":
            if time.monotonic() > end:
                raise TimeoutError(f"{url} did not load in {LOAD_SECONDS} s")
            time.sleep(0.05)

    def evaluate(self, expression: str) -> Any:
        """Return the JSON value of an expression."""
        answer = self.browser.send(
            "Runtime.evaluate",
            self.session,
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    def bring_to_front(self) -> None:
        self.browser.send("Target.activateTarget", targetId=self.page)

    def click_toolbar(self) -> None:
        [tab] = self.browser.list_targets("tab", self.evaluate("location.href"))
        self.browser.send("Extensions.triggerAction", id=self.browser.extension_id, targetId=tab)

    def click_at(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.send(
                "Input.dispatchMouseEvent",
                self.session,
                type=kind,
                x=x,
                y=y,
                button="left",
                clickCount=1,
            )

    def type_text(self, text: str) -> None:
        self.browser.send("Input.insertText", self.session, text=text)

    def press_enter(self) -> None:
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = {"text": "\r"} if kind == "char" else {}
            self.browser.send("Input.dispatchKeyEvent", self.session, type=kind, **key, **text)

    def set_dark(self, is_dark: bool) -> None:
        self.is_altered = is_dark
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.browser.send("Emulation.setEmulatedMedia", self.session, features=[scheme])

    def screenshot(self, path: Path) -> None:
        shot = self.browser.send("Page.captureScreenshot", self.session)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self.browser.send("Target.closeTarget", targetId=self.page)


class PipeChromium:
    """A fresh profile with one extension whose worker nobody keeps alive."""

    name = "chromium"

    def __init__(self, extension: Path, profile: Path, port: int) -> None:
        self._extension = extension
        self._ids = itertools.count(1)
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        from_us, to_browser = os.pipe()
        from_browser, to_us = os.pipe()
        self._process = subprocess.Popen(
            [
                EXECUTABLE,
                "--headless=new",
                "--no-sandbox",
                "--no-first-run",
                "--remote-debugging-pipe",
                "--enable-unsafe-extension-debugging",
                f"--user-data-dir={profile}",
                *list_flags(port),
                "about:blank",
            ],
            preexec_fn=_hand_over(from_us, to_us),
            close_fds=False,
            start_new_session=True,  # One group, so that `close` ends the renderers as well.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(from_us)
        os.close(to_us)
        self._writer = os.fdopen(to_browser, "wb", buffering=0)
        self._reader = os.fdopen(from_browser, "rb", buffering=0)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        try:
            self.extension_id = self.send("Extensions.loadUnpacked", path=str(extension))["id"]
            wait_until_listening(lambda: any(map(self._is_listening, self._list_workers())))
        except BaseException:
            self.close()
            raise

    def send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Return the answer to one DevTools command."""
        number = next(self._ids)
        answers = self._answers[number] = queue.Queue()
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._writer.write(json.dumps(message).encode() + b"\0")
        answer = answers.get(timeout=ANSWER_SECONDS)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def open(self, url: str) -> PipeTab:
        """Open a page in a new tab and wait until it has loaded."""
        page = self.send("Target.createTarget", url=url)["targetId"]
        session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        tab = PipeTab(self, page, session)
        tab.wait_until_loaded(url)
        return tab

    @property
    def settings_url(self) -> str:
        return f"chrome-extension://{self.extension_id}/{settings.PAGE}"

    def list_targets(self, kind: str, url: str = "") -> list[str]:
        """Return the ids of all targets of a kind whose address begins so."""
        targets = self.send("Target.getTargets", filter=[{"type": kind}])["targetInfos"]
        return [target["targetId"] for target in targets if target["url"].startswith(url)]

    def stop_worker(self) -> None:
        """Stop the extension's worker as Chromium itself does after 30 idle seconds."""
        end = time.monotonic() + ANSWER_SECONDS
        # Asked again each time: a worker that is only starting does not hear the first.
        while workers := self._list_workers():
            if time.monotonic() > end:
                raise TimeoutError("the background worker did not stop")
            for worker in workers:
                with suppress(RuntimeError):  # It has stopped since it was listed.
                    self.send("Target.closeTarget", targetId=worker)
            time.sleep(0.05)

    def reload_extension(self) -> None:
        """Start the extension anew, as an update does: its scripts in open pages are cut off."""
        old = self._list_workers()
        self.send("Extensions.loadUnpacked", path=str(self._extension))
        wait_until_listening(
            lambda: any(self._is_listening(new) for new in self._list_workers() if new not in old)
        )

    def close(self) -> None:
        """End the browser and all its processes."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._thread.join()  # It ends with the pipe, whose other side is gone.
        self._reader.close()
        self._writer.close()

    def _is_listening(self, worker: str) -> bool:
        session = self.send("Target.attachToTarget", targetId=worker, flatten=True)["sessionId"]
        answer = self.send("Runtime.evaluate", session, expression=IS_LISTENING, returnByValue=True)
        # Only for this look: a debugger that stayed would keep the worker alive.
        self.send("Target.detachFromTarget", sessionId=session)
        return answer["result"].get("value") is True

    def _list_workers(self) -> list[str]:
        return self.list_targets("service_worker", f"chrome-extension://{self.extension_id}/")

    def _read(self) -> None:
        rest = b""
        while chunk := self._reader.read(CHUNK_BYTES):
            *messages, rest = (rest + chunk).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    self._answers.pop(message["id"]).put(message)


def _hand_over(read_end: int, write_end: int) -> Callable[[], None]:
    """Return what gives a child process the two pipe ends as descriptors 3 and 4, as CDP wants."""

    def move() -> None:
        # Copies first: an end may itself be 3 or 4, and would be lost to the first dup2.
        copies = os.dup(read_end), os.dup(write_end)
        for wanted, copy in zip((3, 4), copies, strict=True):
            os.dup2(copy, wanted)

    return move
