"""Let 50 readers use the real server for ten minutes: `python -m tests.bench.soak`.

Prints what was asked and answered, how long it took and how much memory the server had. The exit
status is not 0 if one answer was wrong, if the memory grew, or if the server did not come to rest.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import gevent
from locust.env import Environment  # Makes sockets and sleep give way to other readers.

from tests.bench.soak.readers import Reader
from tests.bench.soak.report import Report
from tests.bench.soak.target import Target, open_target

REST_SECONDS = 10


def main() -> int:
    """Run it all; return the exit status."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    seconds = int(os.environ.get("SOAK_SECONDS", "600"))
    parser.add_argument("--seconds", type=int, default=seconds)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--server", nargs=argparse.REMAINDER, default=[], help="options of it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, open_target(Path(name), options.server) as target:
        environment = Environment(user_classes=[Reader])
        environment.target, environment.known = target, {}
        runner = environment.create_local_runner()
        runner.start(options.users, spawn_rate=options.users)
        sampling = gevent.spawn(_sample, target)
        time.sleep(options.seconds)
        sampling.kill()
        runner.quit()
        report = Report(target, environment.stats, _measure_rest(target))
        print(report.write())
        return 0 if report.is_good else 1


def _sample(target: Target) -> None:
    while True:
        target.sample()
        time.sleep(1)


def _measure_rest(target: Target) -> float:
    """Return the share of a core that the server uses when nobody asks."""
    time.sleep(REST_SECONDS)
    before = target.count_computed()
    time.sleep(REST_SECONDS)
    return (target.count_computed() - before) / REST_SECONDS


if __name__ == "__main__":
    sys.exit(main())
