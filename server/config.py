"""The settings of one server, validated once when it starts."""

import math
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_config_path

from server.limits import MAX_BODY_BYTES

# The product promises to listen on loopback only, so the address is a constant, not a setting.
HOST = "127.0.0.1"

# Chromium derives the ID of an extension from the public key in its manifest, so ours is the same
# in every browser profile. This is the only copy: all other code reads it from here.
EXTENSION_ID = "fmpnnchaoebggmdfoecipjhgnldpgkfh"

# A digest takes up to four threads. Two cores make about as many digests a second one by one as two
# at a time, but two at a time a short article does not wait for the end of a very long one.
CORES_PER_WORKER = 4
MIN_WORKERS = 2

# The wheel has the model beside the code; the repository has it where it is trained.
_CODE = Path(__file__).resolve().parent
_PACKAGED = _CODE / "model_artifact"
MODEL_DIR = _PACKAGED if _PACKAGED.is_dir() else _CODE.parent / "model" / "artifact"


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one server. Raises ValueError, with a message for the user, if one is invalid."""

    # No registered service uses it, and it is the port that the extension's manifest allows.
    port: int = 8771
    model_dir: Path = MODEL_DIR
    extension_id: str = EXTENSION_ID
    max_body_bytes: int = MAX_BODY_BYTES
    # Holds the token, the code and the paired browsers.
    config_dir: Path = field(default_factory=lambda: user_config_path("nutgraf", appauthor=False))
    # How many digests are made at once, and how many more may wait for their turn.
    workers: int = field(
        default_factory=lambda: max(MIN_WORKERS, (os.cpu_count() or 1) // CORES_PER_WORKER)
    )
    queue: int = 16
    # From the request to the last point, including the wait.
    deadline_seconds: float = 60.0

    def __post_init__(self) -> None:
        # Ports below 1024 need an administrator, and browsers omit port 80 from the Host header.
        if not 1024 <= self.port <= 65535:
            raise ValueError(f"The port must be between 1024 and 65535, not {self.port}.")
        # Chromium encodes the 128 bits of an ID with the letters a to p.
        if not re.fullmatch(r"[a-p]{32}", self.extension_id):
            raise ValueError("The extension ID must consist of 32 letters from a to p.")
        if self.max_body_bytes < 1:
            raise ValueError("The body limit must be at least one byte.")
        if self.workers < 1:
            raise ValueError("The number of workers must be at least one.")
        if self.queue < 0:
            raise ValueError("The queue length cannot be negative.")
        # Phrased so that NaN is refused too.
        if not 0 < self.deadline_seconds < math.inf:
            raise ValueError("The deadline must be a positive, finite number of seconds.")

    @property
    def host(self) -> str:
        """Return the only Host header that this server accepts."""
        return f"{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """Return the URL of the welcome page, which is also the origin of its requests."""
        return f"http://{self.host}"
