"""Exceptions without their texts, which may quote the article."""

import traceback
from pathlib import Path


def redact_traceback(error: Exception) -> str:
    """Return the type of an exception and the lines that raised it, innermost first."""
    lines = (
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    return f"{type(error).__name__} at {' < '.join(lines)}"
