"""What one request in a hundred is: sent by a program that means harm, or by a broken one."""

import contextlib
import http.client
import socket
import time
from collections.abc import Callable

from server.config import HOST
from tests.bench.soak.answers import (
    NDJSON,
    RefusedError,
    Request,
    WrongError,
    read_answer,
    read_refusal,
)
from tests.bench.soak.target import Target

PATIENCE_SECONDS = 90
OVERSIZE_BYTES = 3_000_000
# A line as bad as they come still brings a request within ten seconds.
SLOW_SECONDS = 10
# A sender that never ends is cut off long before this.
ENDLESS_SECONDS = 60


def _expect(target: Target, code: str, body: bytes, **changes: str) -> None:
    headers = target.headers | {name.replace("_", "-"): value for name, value in changes.items()}
    status, answered, content = target.ask("POST", "/v1/digest", body, headers, PATIENCE_SECONDS)
    found = read_refusal(status, answered, content).code
    if found != code:
        raise WrongError(f"{found} where {code} is right")


def _connect(target: Target) -> socket.socket:
    return socket.create_connection((HOST, target.port), timeout=PATIENCE_SECONDS)


def _write_head(target: Target, length: int, form: str) -> bytes:
    fields = target.headers | {"Content-Length": str(length), "Accept": form}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(("POST /v1/digest HTTP/1.1", *lines, "", "")).encode()


def send_wrong_token(target: Target, request: Request) -> None:
    _expect(target, "not_paired", request.write(), Authorization="Bearer " + "x" * 43)


def send_wrong_host(target: Target, request: Request) -> None:
    _expect(target, "host_not_allowed", request.write(), Host=f"rebind.test:{target.port}")


def send_web_origin(target: Target, request: Request) -> None:
    _expect(target, "origin_not_allowed", request.write(), Origin="https://news.test")


def send_broken_json(target: Target, request: Request) -> None:
    _expect(target, "not_json", request.write()[:-1])


def send_oversize(target: Target, _request: Request) -> None:
    _expect(target, "too_large", b" " * OVERSIZE_BYTES)


def send_no_http(target: Target, _request: Request) -> None:
    with _connect(target) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\r\n\r\n")
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    if not got.startswith(b"HTTP/1.") or b'"bad_request"' not in got:
        raise WrongError(f"malformed HTTP was answered with {got[:200]!r}")


def hang_up_in_mid_answer(target: Target, request: Request) -> None:
    body = request.write()
    with _connect(target) as connection:
        connection.sendall(_write_head(target, len(body), NDJSON) + body)
        connection.recv(1)


def hang_up_in_mid_request(target: Target, request: Request) -> None:
    body = request.write()
    with _connect(target) as connection:
        connection.sendall(_write_head(target, len(body), request.form) + body[: len(body) // 2])


def send_slowly(target: Target, request: Request) -> None:
    """Drip a request over ten seconds: it is answered like any other."""
    body = request.write()
    raw = _write_head(target, len(body), request.form) + body
    step = -(-len(raw) // SLOW_SECONDS)
    with _connect(target) as connection:
        for place in range(0, len(raw), step):
            connection.sendall(raw[place : place + step])
            time.sleep(1)
        response = http.client.HTTPResponse(connection)
        response.begin()
        content = response.read()
    with contextlib.suppress(RefusedError):
        read_answer(request, response.status, response.headers, content)


def send_without_end(target: Target, request: Request) -> None:
    """Drip a request that will never be whole: it is cut off."""
    with _connect(target) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(_write_head(target, OVERSIZE_BYTES, request.form))
        for _ in range(ENDLESS_SECONDS):
            connection.sendall(b" ")
            time.sleep(1)
        raise WrongError("a request that does not end was not cut off")


HARM: dict[str, Callable[[Target, Request], None]] = {
    kind.__name__: kind
    for kind in (
        send_wrong_token,
        send_wrong_host,
        send_web_origin,
        send_broken_json,
        send_oversize,
        send_no_http,
        hang_up_in_mid_answer,
        hang_up_in_mid_request,
        send_slowly,
        send_without_end,
    )
}
