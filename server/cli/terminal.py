"""The output of the commands: results on stdout, errors as one line on stderr."""

import os
import sys


def write(text: str) -> int:
    """Write a result to stdout; return the exit status."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has closed it. Python flushes again at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def fail(message: str) -> int:
    """Write an error, and what to do next, as one line to stderr; return the exit status."""
    print(f"nutgraf: {' '.join(message.split())}", file=sys.stderr)
    return 1
