"""What the tests of the model need, and what becomes of them where it is not there."""

import importlib
import os
from types import ModuleType

import pytest

HINT = "make train-setup installs what the model's tests need"


def require(module: str) -> ModuleType:
    """Import a module of the training environment; skip the file without it, but never in CI."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{module} is not installed: {HINT}", allow_module_level=True)
