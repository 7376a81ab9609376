"""Every way Nutgraf refuses, one class a code.

Raised wherever the condition is found and translated once, at the edge: `app.py` and `serve.py`
turn one into the JSON error shape, `__main__.py` into one line on stderr. Texts say what is wrong
and what to do next; they are read by people.
"""
# The names are those of the codes, and each class's message says what it stands for.
# ruff: noqa: D101, N818

from typing import ClassVar


class DigestError(Exception):
    """A refusal with a stable code, an HTTP status, a message and the reader's next step."""

    code: ClassVar[str]
    status: ClassVar[int]
    message: str
    hint: str
    retry_after: int | None

    def __init__(
        self,
        message: str | None = None,
        *,
        hint: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        """Take the class's own texts where none are given; `retry_after` is in seconds."""
        self.message = message or type(self).message
        self.hint = hint or type(self).hint
        self.retry_after = retry_after
        super().__init__(self.message)

    def to_dict(self) -> dict[str, dict[str, str]]:
        """Return the error shape of the protocol."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}


class HostNotAllowed(DigestError):
    code = "host_not_allowed"
    status = 403
    message = "The Host header does not name this server."
    hint = "Use the address that the server printed at start, with 127.0.0.1 and its port."


class OriginNotAllowed(DigestError):
    code = "origin_not_allowed"
    status = 403
    message = "Only the Nutgraf browser extension may use this server."
    hint = "Open the article in your browser and click the extension's button."


class NotPaired(DigestError):
    code = "not_paired"
    status = 401
    message = "This browser is not paired with the server."
    hint = "Run make pair, and open the link that it prints in this browser."


class WrongCode(DigestError):
    code = "wrong_code"
    status = 403
    message = "The code is not the one that the server printed last, or it is no longer valid."
    hint = "Run make pair for a fresh code; a code is good for ten minutes and for one browser."


class PairingLocked(DigestError):
    code = "pairing_locked"
    status = 429
    message = "Too many wrong codes were sent."
    hint = "Wait a minute, then send the code that the server printed last."


class PairingUnavailable(DigestError):
    code = "pairing_unavailable"
    status = 503
    message = "The files that keep the pairing cannot be used."
    hint = "Run python -m server doctor, which names the file and what mends it."


class UnsupportedMediaType(DigestError):
    code = "unsupported_media_type"
    status = 415
    message = "The body must be JSON."
    hint = "Send the header Content-Type: application/json."


class NotJson(DigestError):
    code = "not_json"
    status = 400
    message = "The body could not be read as JSON."
    hint = "Send one JSON object, encoded in UTF-8."


class MissingField(DigestError):
    code = "missing_field"
    status = 422
    message = "A required field is missing."
    hint = "Compare the request with server/API.md."


class BadField(DigestError):
    code = "bad_field"
    status = 422
    message = "A field has the wrong type or value."
    hint = "Compare the request with server/API.md."


class Empty(DigestError):
    code = "empty"
    status = 422
    message = "There is no text to shorten."
    hint = "Send the article's paragraphs, in reading order."


class TooShort(DigestError):
    code = "too_short"
    status = 422
    message = "The text is too short to shorten."
    hint = "Read it as it is: a digest would not save time."


class TooLarge(DigestError):
    code = "too_large"
    status = 413
    message = "The text is larger than the server accepts."
    hint = "Send the article's own paragraphs only."


class NotEnglish(DigestError):
    code = "not_english"
    status = 422
    message = "The text does not seem to be English."
    hint = "Nutgraf reads English only; the article is unchanged."


class ModelMissing(DigestError):
    code = "model_missing"
    status = 503
    message = "The model's files are not there."
    hint = "Restore model/artifact from the repository, or name its folder with --model-dir."


class ModelDamaged(DigestError):
    code = "model_damaged"
    status = 503
    message = "The model's files are damaged."
    hint = "Restore model/artifact from the repository, then start the server again."


class Busy(DigestError):
    code = "busy"
    status = 429
    message = "The server has as many digests to make as it can take."
    hint = "Try again in a moment."


class DeadlinePassed(DigestError):
    code = "deadline_passed"
    status = 503
    message = "The digest was not finished in time, and the work was stopped."
    hint = "Try again when the computer has less to do, or send a shorter article."


class Stopping(DigestError):
    code = "stopping"
    status = 503
    message = "The server is being stopped."
    hint = "Start it again, then try again."


class NotFound(DigestError):
    code = "not_found"
    status = 404
    message = "There is nothing at this address."
    hint = "The routes are listed in server/API.md."


class MethodNotAllowed(DigestError):
    code = "method_not_allowed"
    status = 405
    message = "This address does not take that method."
    hint = "The Allow header names the methods that it takes."


class BadRequest(DigestError):
    code = "bad_request"
    status = 400
    message = "The request is not well-formed HTTP."
    hint = "Send a plain HTTP/1.1 request; this server does not speak HTTPS."


class Internal(DigestError):
    code = "internal"
    status = 500
    message = "The server failed while it worked on this request."
    hint = "Try again; if it fails again, restart the server and report what it printed."
