"""Packages that only some tests need, and that a contributor may be without."""

import importlib
import os
from types import ModuleType

import pytest

# The target of the Makefile that installs each package; `make train-setup` has the others.
SETUPS = {"pyarrow": "cluster-setup", "ray": "cluster-setup"}


def require(module: str) -> ModuleType:
    """Import a module, or skip the test or the file without it: in CI, fail."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        if os.environ.get("CI"):
            raise
        target = SETUPS.get(module.partition(".")[0], "train-setup")
        pytest.skip(
            f"{module} is not installed: make {target} installs it", allow_module_level=True
        )
