"""What may be told of a fault of ours: the exception's own text may quote the article."""

import traceback
from pathlib import Path


def locate_fault(error: Exception) -> str:
    """Return the type of an exception and where it was raised, the innermost place first."""
    places = (
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    return f"{type(error).__name__} at {' < '.join(places)}"
