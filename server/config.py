"""What one installation of the server is told, validated once at start."""

import re
from dataclasses import dataclass
from pathlib import Path

# Loopback is the product's promise, so the address is a constant and not a setting.
HOST = "127.0.0.1"

# Chromium derives an extension's ID from the public key in its manifest, so this one is ours in
# every browser profile. The only copy: everything else reads it from here.
EXTENSION_ID = "fmpnnchaoebggmdfoecipjhgnldpgkfh"

_REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one server. Raises ValueError, with a text for the user, where one is wrong."""

    # Free of registered services, and the port that the extension's manifest may reach.
    port: int = 8771
    model_dir: Path = _REPOSITORY / "model" / "artifact"
    extension_id: str = EXTENSION_ID
    # The text of the longest news features is below 200 kB; 2 MB is ten of them in one request.
    max_body_bytes: int = 2_000_000

    def __post_init__(self) -> None:
        # Ports below 1024 want an administrator, and browsers leave port 80 out of the Host header.
        if not 1024 <= self.port <= 65535:
            raise ValueError(f"The port must be between 1024 and 65535, not {self.port}.")
        # Chromium writes the 128 bits of an ID with the letters a to p.
        if not re.fullmatch(r"[a-p]{32}", self.extension_id):
            raise ValueError("An extension ID has 32 letters from a to p.")
        if self.max_body_bytes < 1:
            raise ValueError("The body limit must be at least one byte.")

    @property
    def hosts(self) -> frozenset[str]:
        """Return the Host headers that name this server."""
        return frozenset({f"{HOST}:{self.port}", f"localhost:{self.port}"})
