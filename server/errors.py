"""Every error that a client or a user can see, one class for each code.

They are raised where the condition is found and translated once, at the edge: `app.py` and
`waitress_server.py` turn one into the JSON error shape, `__main__.py` into one line on stderr. The
message says what is wrong and the hint what to do next; both are read by people.
"""
# The classes are named after their codes, and each message explains its class.
# ruff: noqa: D101, N818

from typing import ClassVar


class DigestError(Exception):
    """An error with a stable code, an HTTP status, a message and a hint on what to do next."""

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
        """Use the texts of the class by default; `retry_after` is in seconds."""
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
    hint = "Use the address that the server printed when it started: 127.0.0.1 and its port."


class OriginNotAllowed(DigestError):
    code = "origin_not_allowed"
    status = 403
    message = "Only the Nutgraf browser extension may use this server."
    hint = "Open the article in your browser and click the button of the extension."


class NotPaired(DigestError):
    code = "not_paired"
    status = 401
    message = "This browser is not paired with the server."
    hint = "Run make pair and open the link that it prints in this browser."


class WrongCode(DigestError):
    code = "wrong_code"
    status = 403
    message = "The code is not the one that the server printed last, or it has expired."
    hint = "Run make pair for a new code. A code pairs one browser and is valid for ten minutes."


class PairingLocked(DigestError):
    code = "pairing_locked"
    status = 429
    message = "Too many wrong codes were sent."
    hint = "Wait a minute, then enter the code that the server printed last."


class PairingUnavailable(DigestError):
    code = "pairing_unavailable"
    status = 503
    message = "The files that store the pairing cannot be used."
    hint = "Run python -m server doctor: it names the file and the fix."


class UnsupportedMediaType(DigestError):
    code = "unsupported_media_type"
    status = 415
    message = "The body must be JSON."
    hint = "Send the header Content-Type: application/json."


class NotJson(DigestError):
    code = "not_json"
    status = 400
    message = "The body could not be read as JSON."
    hint = "Send one JSON object, encoded as UTF-8."


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
    hint = "Read it in full: a digest would not save time."


class TooLarge(DigestError):
    code = "too_large"
    status = 413
    message = "The text is larger than the server accepts."
    hint = "Send only the paragraphs of the article itself."


class NotEnglish(DigestError):
    code = "not_english"
    status = 422
    message = "The text does not seem to be English."
    hint = "Nutgraf shortens only English articles; this one is unchanged."


class ModelMissing(DigestError):
    code = "model_missing"
    status = 503
    message = "The files of the model are missing."
    hint = "Restore model/artifact from the repository, or pass its folder with --model-dir."


class ModelDamaged(DigestError):
    code = "model_damaged"
    status = 503
    message = "The files of the model are damaged."
    hint = "Restore model/artifact from the repository, then restart the server."


class Busy(DigestError):
    code = "busy"
    status = 429
    message = "The server already has as many articles to shorten as it accepts."
    hint = "Try again in a moment."


class DeadlinePassed(DigestError):
    code = "deadline_passed"
    status = 503
    message = "The digest was not finished in time, so the server gave it up."
    hint = "Try again when the computer is less busy, or send a shorter article."


class Stopping(DigestError):
    code = "stopping"
    status = 503
    message = "The server is shutting down."
    hint = "Start the server again, then try again."


class NotFound(DigestError):
    code = "not_found"
    status = 404
    message = "There is nothing at this address."
    hint = "Use one of the routes in server/API.md."


class MethodNotAllowed(DigestError):
    code = "method_not_allowed"
    status = 405
    message = "This address does not accept that method."
    hint = "Use one of the methods in the Allow header."


class BadRequest(DigestError):
    code = "bad_request"
    status = 400
    message = "The request is not well-formed HTTP."
    hint = "Send a plain HTTP/1.1 request; this server does not support HTTPS."


class Internal(DigestError):
    code = "internal"
    status = 500
    message = "The server failed to process this request."
    hint = "Try again. If it fails again, restart the server and report what it printed."
