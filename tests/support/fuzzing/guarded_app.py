"""The real application, the headers that pass its guard, and what each answer must keep."""

import json
from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import event
from schemathesis import Case, Response
from schemathesis.checks import CHECKS

from server.config import Config
from server.errors import DigestError
from server.http.app import create_app
from server.http.guard import HEADERS
from server.http.job_queue import JobQueue
from server.http.protocol import NDJSON
from server.pairing.pairing import Pairing
from server.summarizer import Summarizer
from tests.support.application import extension_headers, make_pairing
from tests.support.fuzzing.paths import REPOSITORY, time_limit

SCHEMA = schemathesis.openapi.from_path(
    REPOSITORY / "server" / "openapi.yaml", config=schemathesis.Config()
)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
CONFORMS = [
    CHECKS.get_one(f"{part}_conformance")
    for part in ("status_code", "content_type", "response_headers", "response_schema")
]

STATUSES = {kind.code: kind.status for kind in DigestError.__subclasses__()}

# Of the tiny model, on any machine; the deadline is twelve times that.
SECONDS = 5


@schemathesis.deserializer(NDJSON)
def read_lines(_context: object, response: Response) -> list[Any]:
    return [json.loads(line) for line in response.content.decode().splitlines()]


class GuardedApp:
    """An application, and the headers of its paired extension."""

    def __init__(self, summarizer: Summarizer, folder: Path) -> None:
        config = Config()
        token = make_pairing(config, folder).token
        # Time passes with each request, so that requests come during and after a lock.
        pairing = Pairing(folder, monotonic=partial(next, count(step=13)))
        self.address = config.address
        self.headers = extension_headers(config, token)
        self.app: Flask = create_app(config, summarizer, pairing, JobQueue.of(config))

    def answer(self, case: Case, headers: Mapping[str, str]) -> Response:
        """Send a case of schemathesis with these headers, and check its answer by openapi.yaml."""
        with time_limit(SECONDS):
            response = case.call(app=self.app, base_url=self.address, headers=dict(headers))
        own = {name: values[0] for name, values in response.headers.items()}
        code = check(response.status_code, own, response.content)
        case.validate_response(response, checks=CONFORMS)
        event(f"{case.operation.label}: {code}")
        return response


def check(
    status: int, headers: Mapping[str, str], content: bytes, method: str | None = None
) -> str:
    """Check what every answer must keep; return its code, or "ok"."""
    assert status < 500
    own = {name.lower(): value for name, value in headers.items()}
    assert own["content-security-policy"].startswith("default-src 'none';")
    for name, value in HEADERS.items():
        assert own[name.lower()] == value or name == "Content-Security-Policy"
    if status < 400:
        return "ok"
    assert own["content-type"] == "application/json"
    if method == "HEAD":
        return str(status)
    error = json.loads(content)["error"]
    assert error.keys() == {"code", "message", "hint"}
    assert STATUSES[error["code"]] == status
    return str(error["code"])
