"""Which browsers may use this server, and the secret with which they prove it.

One private folder holds three files: the token of this installation, the origins of the paired
extensions, and the code that pairs the next one. They are read again for each request, so that a
new code or a reset applies to a running server at once.
"""

import hmac
import json
import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from server.errors import PairingLocked, PairingUnavailable, WrongCode
from server.pairing import secret_files

TOKEN_BYTES = 32
CODE_DIGITS = 6
CODE_SECONDS = 600
MAX_WRONG_CODES = 5
LOCK_SECONDS = 60

_TOKEN = re.compile(rb"[A-Za-z0-9_-]{43}\n")

_RESET = "Run python -m server pair --reset, then pair your browsers again."


class Pairing:
    """The token, the code and the paired origins of one installation.

    Every method that reads or writes them raises PairingUnavailable if that fails.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep the files in `folder`. Both clocks return seconds; `wall` dates the code."""
        self._folder = folder
        self._wall = wall
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._wrong_codes = 0
        self._locked_until: float | None = None

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the pairing of a folder, created with a new token if there is none."""
        pairing = cls(folder)
        with pairing._explain():
            secret_files.make_folder(folder)
            if not pairing._token_path.exists():
                # Another server that starts for the first time right now may be quicker.
                with suppress(FileExistsError):
                    secret_files.create(pairing._token_path, _make_token())
        # Read once, so that a token that is damaged or readable by others is refused at once.
        _ = pairing.token
        return pairing

    @property
    def token(self) -> str:
        """Return the token of this installation."""
        with self._explain():
            content = secret_files.read(self._token_path)
        if not _TOKEN.fullmatch(content):
            raise self._report_damage(self._token_path)
        return content.decode().strip()

    @property
    def origins(self) -> frozenset[str]:
        """Return the origins of the paired extensions."""
        with self._explain():
            try:
                return frozenset(secret_files.read(self._origins_path).decode().splitlines())
            except FileNotFoundError:
                return frozenset()
            except UnicodeDecodeError:
                raise self._report_damage(self._origins_path) from None

    def offer_code(self) -> str:
        """Return a new code, which replaces any other."""
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        with self._explain():
            shape = {"code": code, "made": self._wall()}
            secret_files.write(self._code_path, json.dumps(shape).encode())
        return code

    def read_code(self) -> str | None:
        """Return the code that is valid now, or None."""
        with self._explain():
            try:
                shape = json.loads(secret_files.read(self._code_path))
                code, made = str(shape["code"]), float(shape["made"])
            except (FileNotFoundError, ValueError, KeyError, TypeError):
                return None
        # A clock that was set back would extend the life of an old code.
        return code if 0 <= self._wall() - made < CODE_SECONDS else None

    def redeem(self, code: str, origin: str) -> str:
        """Pair an extension and return the token. Raises WrongCode or PairingLocked."""
        with self._lock:
            self._check_lock()
            token = self.token
            offered = self.read_code()
            # Compare even if no code is valid, so that the answer takes the same time.
            is_right = hmac.compare_digest(code.encode(errors="replace"), (offered or "-").encode())
            if not (offered and is_right and self._take_code()):
                self._count_wrong_code()
                raise WrongCode
            self._wrong_codes = 0
            with self._explain():
                lines = "".join(f"{known}\n" for known in sorted({*self.origins, origin}))
                secret_files.write(self._origins_path, lines.encode())
            return token

    def accepts(self, origin: str | None, authorization: str | None) -> bool:
        """Return whether a request comes from a paired extension that holds the token."""
        if origin not in self.origins or authorization is None:
            return False
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.token}".encode())

    def prove(self, port: int, challenge: str) -> str:
        """Return the HMAC-SHA256 of a challenge, in hexadecimal, which only the token can produce.

        The message contains the port, so that a program on another port cannot pass the proof on.
        """
        message = f"nutgraf-health\n{port}\n{challenge}"
        return hmac.digest(self.token.encode(), message.encode(), "sha256").hex()

    def reset(self) -> None:
        """End all pairings: create a new token, and remove the origins and the code."""
        with self._explain():
            secret_files.make_folder(self._folder)
            secret_files.write(self._token_path, _make_token())
            self._origins_path.unlink(missing_ok=True)
            self._code_path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove all files, including the token."""
        with self._explain():
            for path in (self._token_path, self._origins_path, self._code_path):
                path.unlink(missing_ok=True)

    @property
    def _token_path(self) -> Path:
        return self._folder / "token"

    @property
    def _code_path(self) -> Path:
        return self._folder / "code"

    @property
    def _origins_path(self) -> Path:
        return self._folder / "paired"

    def _take_code(self) -> bool:
        """Use up the code; return False if another server was quicker."""
        with self._explain():
            try:
                self._code_path.unlink()
            except FileNotFoundError:
                return False
        return True

    def _check_lock(self) -> None:
        if self._locked_until is None:
            return
        left = self._locked_until - self._monotonic()
        if left > 0:
            raise PairingLocked(retry_after=min(LOCK_SECONDS, math.ceil(left)))
        self._locked_until = None

    def _count_wrong_code(self) -> None:
        self._wrong_codes += 1
        if self._wrong_codes == MAX_WRONG_CODES:
            self._wrong_codes = 0
            self._locked_until = self._monotonic() + LOCK_SECONDS

    @staticmethod
    def _report_damage(path: Path) -> PairingUnavailable:
        return PairingUnavailable(f"{path} is damaged.", hint=_RESET)

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Turn errors of the file system into messages for the user of this machine."""
        try:
            yield
        except secret_files.ExposedError as error:
            raise PairingUnavailable(str(error), hint=_RESET) from error
        except OSError as error:
            path = Path(error.filename2 or error.filename or self._folder)
            # The name of a temporary file would mean nothing to the user.
            path = self._folder if path.name.startswith(".") else path
            raise PairingUnavailable(
                f"{path} cannot be used: {error.strerror}.",
                hint="Fix that, or choose another folder with --config-dir.",
            ) from error


def _make_token() -> bytes:
    return f"{secrets.token_urlsafe(TOKEN_BYTES)}\n".encode()
