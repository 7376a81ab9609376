"""Measure what a digest costs in a corpus run, beside one article at a time over HTTP.

    python -m tests.bench.scale.cost [--rows 200]

The articles have 600 words of our own stories. The run uses all cores, and is compared with one of
a single worker, and with a server that is asked for one digest after the other and uses as many
threads for each as it thinks fit.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from server.config import Config
from tests.support.application import count_computed
from tests.support.browser.site import load_stories
from tests.support.command import REPOSITORY
from tests.support.corpora import write_lines
from tests.support.server_process import Process

WORDS = 600
WARMUP = 5


def make_articles(count: int) -> list[dict[str, Any]]:
    """Return rows of about 600 words, of which no two begin alike."""
    texts = [text for story in load_stories().values() if not story.error for text in story.body]
    paragraphs: list[str] = []
    for text in texts:
        if sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
            paragraphs.append(text)
    first = "This is report number {} of the council of Osterby on its year."
    return [
        {"id": str(number), "paragraphs": [first.format(number), *paragraphs]}
        for number in range(count)
    ]


def time_http(rows: list[dict[str, Any]], folder: Path) -> float:
    """Return how many rows a second a server answers that is asked for one at a time."""
    server = Process(folder / "server", Config().model_dir)
    try:
        bodies = [json.dumps(row).encode() for row in rows]
        for body in bodies[:WARMUP]:
            server.ask("POST", "/v1/digest", body)
        begun = time.monotonic()
        for body in bodies:
            response, _ = server.ask("POST", "/v1/digest", body)
            assert response.status == 200
        return len(rows) / (time.monotonic() - begun)
    finally:
        server.popen.kill()
        server.popen.wait()


def time_corpus(source: Path, out: Path, *options: str) -> tuple[float, float]:
    """Return the seconds that a run takes, and those that it computes."""
    begun, computed = time.monotonic(), count_computed()
    command = [sys.executable, "-m", "server", "batch", str(source), str(out), *options]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return time.monotonic() - begun, count_computed() - computed


def main() -> int:
    """Print one object of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale.cost", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rows", type=int, default=200, help="articles to digest")
    count = parser.parse_args().rows
    rows = make_articles(count)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # What a run needs before its first row: an interpreter and a model for each core.
        start, started = time_corpus(write_lines(folder / "one.jsonl", rows[:1]), folder / "one")
        source = write_lines(folder / "news.jsonl", rows)
        http = time_http(rows, folder)
        wall, computed = time_corpus(source, folder / "out")
        single, _ = time_corpus(source, folder / "single", "--workers", "1")
        made = sum(path.stat().st_size for path in (folder / "out" / "rows").rglob("*.jsonl"))
        # The start of two workers takes as long as that of one: they load at the same time.
        corpus, worker = ((count - 1) / (seconds - start) for seconds in (wall, single))
        facts = {
            "rows": count,
            "words": len(" ".join(rows[0]["paragraphs"]).split()),
            "cores": os.cpu_count(),
            "load_before": round(load, 1),
            "start_seconds": round(start, 2),
            "computed_seconds_a_row": round((computed - started) / (count - 1), 4),
            "corpus_rows_a_second": round(corpus, 2),
            "worker_rows_a_second": round(worker, 2),
            "http_rows_a_second": round(http, 2),
            "corpus_over_worker": round(corpus / worker, 2),
            "corpus_over_http": round(corpus / http, 2),
            "bytes_in_a_row": source.stat().st_size // count,
            "bytes_out_a_row": made // count,
            "most_megabytes_a_worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
        }
    print(json.dumps(facts, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
