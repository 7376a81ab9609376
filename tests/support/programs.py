"""Run a program of model/ inside the test's own process, which has its imports already."""

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch


def run_program(main: Callable[[], None], *arguments: str | Path) -> CompletedProcess[str]:
    """Return what `python -m` would: exit status, output and errors."""
    command = [main.__module__, *map(str, arguments)]
    out, errors = StringIO(), StringIO()
    status = 0
    with patch.object(sys, "argv", command), redirect_stdout(out), redirect_stderr(errors):
        try:
            main()
        except SystemExit as leaving:
            if isinstance(leaving.code, str):
                print(leaving.code, file=sys.stderr)
            status = leaving.code if isinstance(leaving.code, int) else 1
    return CompletedProcess(command, status, out.getvalue(), errors.getvalue())
