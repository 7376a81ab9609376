"""How the commands speak: results on stdout, what went wrong in one line on stderr."""

import os
import sys


def write(text: str) -> int:
    """Write a result; return the exit status."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has seen enough. Python flushes once more at exit, and would
        # complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def fail(message: str) -> int:
    """Say in one line what went wrong, and what to do next; return the exit status."""
    print(f"nutgraf: {' '.join(message.split())}", file=sys.stderr)
    return 1
