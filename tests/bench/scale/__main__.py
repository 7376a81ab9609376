"""Compare the rows a second of Ray clusters of one, two and three nodes of one core each.

    python -m tests.bench.scale [--rows 3000] [--real]

Without --real each digest is a wait of some milliseconds, so that nodes of which this machine has
no cores stand for machines of their own: all else, reading, cutting, Ray and writing, is as it is.
With --real the digests are made by the shipped model, and nodes beyond the cores share them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from server.batch.chunks import Plan, choose_chunk_bytes
from server.batch.output import Output
from server.batch.storage import find
from server.batch.worker import Job, Tally, Worker
from server.config import Config
from server.digest.article import Article
from server.digest.choices import Style
from server.summarizer import Digest, Point, Sizes, Summarizer
from tests.support.corpora import make_rows, write_lines
from tests.support.ray_nodes import start_cluster

# Far less than a digest takes, so that what Ray adds shows the more.
WAIT_SECONDS = 0.010

# What issue 7 promises of three nodes.
LEAST_SHARE = 0.9


class WaitingSummarizer(Summarizer):
    """Takes a fixed time for each digest, and no core."""

    def __init__(self) -> None:
        self.name = "waiting"

    def digest(
        self, article: Article, count: int, _lang: str = "", _style: Style = "brief"
    ) -> Digest:
        time.sleep(WAIT_SECONDS)
        points = tuple(Point(s.text, (s,)) for s in article.sentences[:count])
        return Digest(points, Sizes(1, 1), Sizes(1, 1), self.name)


def load_waiting(job: Job) -> Worker:
    return Worker(job, WaitingSummarizer())


def time_run(source: Path, out: Path, nodes: int, is_real: bool) -> float:
    """Return the rows a second of a cluster, once all of its workers are at work."""
    with start_cluster(nodes) as cluster:
        # Loaded after the environment is set.
        from server.batch import ray_pool as engine

        place = find(str(source))
        files = place.list_files()
        plan = Plan(place, files, choose_chunk_bytes(files), frozenset())
        job = Job(
            Config().model_dir,
            Output(find(str(out)), "jsonl"),
            {"length": "short", "style": "brief"},
        )
        load = Worker.load if is_real else load_waiting
        return count_rate(engine.digest_chunks(plan, job, cluster.address, load), nodes)


def count_rate(tallies: Iterable[Tally], nodes: int) -> float:
    """Return the rows a second from when as many blocks are done as there are nodes."""
    begun, rows = 0.0, 0
    for number, tally in enumerate(tallies, start=1):
        assert tally.bad == 0
        if number == nodes:
            begun = time.monotonic()
        elif number > nodes:
            rows += tally.made
    return rows / (time.monotonic() - begun)


def main() -> int:
    """Print a line for each size of cluster; return 1 where three nodes give too little."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rows", type=int, default=3_000, help="articles to digest")
    parser.add_argument("--real", action="store_true", help="digest them indeed")
    options = parser.parse_args()
    rates: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        source = write_lines(Path(name) / "news.jsonl", make_rows(options.rows))
        for nodes in (1, 2, 3):
            rates[nodes] = time_run(source, Path(name) / f"out-{nodes}", nodes, options.real)
            share = rates[nodes] / rates[1] / nodes
            print(
                json.dumps(
                    {
                        "nodes": nodes,
                        "rows_a_second": round(rates[nodes], 1),
                        "share_of_ideal": round(share, 3),
                        "service": "model" if options.real else f"wait of {WAIT_SECONDS} s",
                        "cores": os.cpu_count(),
                    }
                ),
                flush=True,
            )
    return 0 if options.real or rates[3] >= LEAST_SHARE * 3 * rates[1] else 1


if __name__ == "__main__":
    sys.exit(main())
