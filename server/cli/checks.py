"""The checks of doctor: each tests one thing that a digest in the browser needs."""

import hmac
import http.client
import json
import secrets
import socket
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from server.artifact import Artifact
from server.autostart import find_autostart
from server.cli.browsers import find_browsers
from server.config import HOST, Config
from server.digest.article import Article
from server.digest.english.lexicon import LexiconError, load_lexicon
from server.errors import DigestError, PairingUnavailable
from server.http.port_check import find_holder, is_nutgraf
from server.pairing.pairing import Pairing
from server.summarizer import Summarizer

# Our own text: long enough for a digest, and clearly English.
SAMPLE = (
    "The town library will open on Sundays from the first week of May. The council voted for the "
    "longer hours on Thursday evening.",
    "Two librarians will be hired, and the reading room gets forty new seats. The work on the roof "
    "is to end in April.",
    "About nine hundred people use the library on a weekday. Many of them had asked for the change "
    "in letters to the mayor.",
)

_FOREIGN_ORIGIN = "https://example.org"

_ANSWER_SECONDS = 30
# More than the digest of the sample; the answer of another program may be endless.
_ANSWER_BYTES = 65_536

_NO_ANSWER = (OSError, ValueError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Check:
    """A check and its finding: a problem if it has a fix, neither good nor bad if not made."""

    name: str
    found: str
    fix: str = ""
    is_made: bool = True


def check_model(config: Config) -> Check:
    """Compare the model's files with their checksums."""
    try:
        artifact = Artifact.load(config.model_dir)
    except DigestError as error:
        return Check("Model", error.message, error.hint)
    return Check("Model", f"{artifact.name} {artifact.version}; its files match model.json.")


def check_network(config: Config) -> Check:
    """Make a digest without the server."""
    try:
        summarizer = Summarizer.load(config.model_dir)
        begun = perf_counter()
        summarizer.digest(Article.from_paragraphs(SAMPLE), 3)
    except DigestError as error:
        return Check("Network", error.message, error.hint)
    return Check("Network", f"Made a digest in {perf_counter() - begun:.2f} s.")


def check_words(_config: Config) -> Check:
    """Read the list of plain words, without which plain points fall back to brief."""
    try:
        count = len(load_lexicon().words)
    except LexiconError as error:
        fix = "Restore server/ from the repository. Until then, plain points fall back to brief."
        return Check("Words", str(error), fix)
    return Check("Words", f"{count:,} words have a plainer substitute.")


def check_token(config: Config) -> Check:
    """Read the token, which only the user may read."""
    path = config.config_dir / "token"
    if not path.exists():
        return Check("Token", f"There is no token in {path.parent}.", "Start the server once.")
    try:
        length = len(Pairing(config.config_dir).token)
    except PairingUnavailable as error:
        return Check("Token", error.message, error.hint)
    return Check("Token", f"{length} characters in {path}, which only you can read.")


def check_pairing(config: Config) -> Check:
    """Count the paired browsers."""
    try:
        count = len(Pairing(config.config_dir).origins)
    except PairingUnavailable as error:
        return Check("Pairing", error.message, error.hint)
    if count == 0:
        return Check("Pairing", "No browser is paired.", "Run python -m server pair.")
    return Check("Pairing", f"{count} {'browser is' if count == 1 else 'browsers are'} paired.")


def check_port(config: Config) -> Check:
    """Find out which program listens on the port."""
    if is_nutgraf(config.port):
        return Check("Port", f"Nutgraf answers on port {config.port}.")
    try:
        socket.create_connection((HOST, config.port), timeout=1).close()
    except OSError:
        return Check(
            "Port",
            f"Nothing answers on port {config.port}.",
            "Start the server: python -m server. Or at each login: python -m server install.",
        )
    return Check(
        "Port",
        f"Port {config.port} is taken by {find_holder(config.port)}.",
        "Stop it, or choose another port with --port and enter it in the extension's settings.",
    )


def check_proof(config: Config) -> Check:
    """Have the running server prove that it has the token of this folder."""
    if check_token(config).fix or not is_nutgraf(config.port):
        return Check(
            "Proof", "Not checked: it needs the token and a running server.", is_made=False
        )
    challenge = secrets.token_urlsafe(32)
    try:
        _, health = _ask(config.port, "GET", f"/v1/health?challenge={challenge}")
    except _NO_ANSWER:
        health = {}
    expected = Pairing(config.config_dir).prove(config.port, challenge)
    if hmac.compare_digest(str(health.get("proof")).encode(), expected.encode()):
        return Check("Proof", "The running server has your token.")
    return Check(
        "Proof",
        f"The program on port {config.port} does not have the token in {config.config_dir}.",
        "Stop it and restart the server, or pass the folder that it uses with --config-dir.",
    )


def check_digest(config: Config) -> Check:
    """Request a digest as a paired browser does, and as a web page would."""
    # The token is sent only to a server that has proved to have it.
    proof = check_proof(config)
    if proof.fix or not proof.is_made or check_pairing(config).fix:
        return Check(
            "Digest", "Not checked: it needs a running server and a paired browser.", is_made=False
        )
    pairing = Pairing(config.config_dir)
    begun = perf_counter()
    try:
        status, answer = _ask_for_digest(config.port, min(pairing.origins), pairing.token)
        took = perf_counter() - begun
        refused, _ = _ask_for_digest(config.port, _FOREIGN_ORIGIN, pairing.token)
    except _NO_ANSWER:
        return Check("Digest", "The server did not answer.", "Restart it.")
    if status != http.client.OK:
        error = answer.get("error", {})
        return Check("Digest", str(error.get("message")), str(error.get("hint")))
    if refused != http.client.FORBIDDEN:
        found = f"A web page's request got status {refused} instead of 403."
        return Check("Digest", found, "Restore server/ from the repository and restart the server.")
    return Check("Digest", f"A paired browser gets one in {took:.2f} s; a web page is refused.")


def check_browsers(_config: Config) -> Check:
    """Look for browsers in the usual places."""
    found = find_browsers()
    if not found:
        fix = "Install Chromium or Firefox, or use a browser that is installed elsewhere."
        return Check("Browsers", "No known browser is in the usual places.", fix)
    return Check("Browsers", f"{', '.join(found)}.")


def check_login(_config: Config) -> Check:
    """Report whether the server starts at login; it need not."""
    autostart = find_autostart()
    if autostart.is_installed():
        return Check("Login", f"The server starts at login as a {autostart.name}.")
    return Check(
        "Login", "The server does not start at login; python -m server install changes that."
    )


CHECKS = (
    check_model,
    check_network,
    check_words,
    check_token,
    check_pairing,
    check_port,
    check_proof,
    check_digest,
    check_browsers,
    check_login,
)


def _ask_for_digest(port: int, origin: str, token: str) -> tuple[int, dict[str, Any]]:
    headers = {
        "Origin": origin,
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "none",
    }
    return _ask(port, "POST", "/v1/digest", json.dumps({"paragraphs": SAMPLE}).encode(), headers)


def _ask(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Send one request; return the status and the JSON object. Raises one of _NO_ANSWER."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = json.loads(response.read(_ANSWER_BYTES))
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise ValueError("The answer is not an object.")
    return response.status, answer
