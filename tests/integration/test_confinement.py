"""No test writes outside its HOME and TMPDIR, and neither does a program that it starts.

What Python writes in the tests themselves is watched in every test: tests/support/confinement.py.
Of other programs a sample runs under strace: a server, and a click in each of the two browsers.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import REPOSITORY
from tests.support.confinement import CACHES, DEVICES
from tests.support.trace import STRACE, Trace, wrap

SAMPLE = (
    "tests/integration/test_usage.py::test_version_is_the_package_version",
    "tests/browser/test_badge.py::test_the_button_works_and_is_ready_again",
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_server_and_both_browsers_keep_to_their_folders(tmp_path: Path) -> None:
    if STRACE is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is missing: install it")
    # A folder of pytest's is too long: the path of a socket has at most 107 bytes.
    own = Path(os.environ["TMPDIR"]) if "TMPDIR" in os.environ else tmp_path
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SAMPLE]
    strace, *traced = wrap(command, tmp_path / "trace")
    done = subprocess.run(
        # Only what is looked for stops the browsers, which make many other calls.
        [strace, "--seccomp-bpf", *traced],
        cwd=REPOSITORY,
        env=os.environ | {"HOME": str(home), "TMPDIR": str(own)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    left = {path for path in Trace(tmp_path / "trace").left if not CACHES & set(Path(path).parts)}
    # That a folder is there already is not seen of a call that another thread interrupts.
    left -= set(map(str, own.parents))
    places = (home, own, *map(Path, DEVICES))
    assert any(own in Path(path).parents for path in left)
    assert {path for path in left if not any(map(Path(path).is_relative_to, places))} == set()
