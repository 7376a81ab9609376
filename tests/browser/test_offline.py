"""The whole path with every interface gone but loopback."""

import json
import subprocess
import sys
from itertools import repeat
from pathlib import Path

from tests.support.browser.backend import REPOSITORY
from tests.support.browser.site import TRUE, Story

RUN_SECONDS = 120


def test_server_and_click_path_work_without_a_network(tmp_path: Path) -> None:
    run = subprocess.run(
        [
            *("unshare", "--user", "--map-root-user", "--net"),
            *(sys.executable, "-m", "tests.support.browser.offline", tmp_path),
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
    )
    assert run.returncode == 0, run.stderr
    story = Story.load("plain-article")
    for name, styles in json.loads(run.stdout).items():
        for style, points in styles.items():
            assert len(points) == 3, (name, style)
            assert all(map(TRUE[style], repeat(story), points)), (name, style)
