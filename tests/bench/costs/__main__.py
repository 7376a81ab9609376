"""Measure what a digest costs beside what a user would pick instead, all in one run.

    python -m tests.bench.costs [--quick] [--out docs/bench/latest.json]

The systems are asked in turns, each in a process of its own, for invented news of four lengths:
ours in each style, as a library, over HTTP and from the click; sumy, lede; SmolLM2 under llama.cpp;
and the architectures of DistilBART-6-6 and T5-small with random weights, on which their speed does
not depend. Ratios are medians of the ratios of the same round.
"""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tqdm import tqdm

from tests.bench.costs.report import (
    LONGEST,
    compute_ratios,
    describe_machine,
    print_table,
    summarize_rows,
)
from tests.bench.costs.rounds import measure_rounds, start_all
from tests.bench.costs.systems import BY_NAME, OFTEN, QUICK, SYSTEMS

SIZES = (150, 600, 2_000, LONGEST)
QUICK_SIZES = (600, LONGEST)
QUICK_ROUNDS = 5


def main() -> int:
    """Print the table, and keep it; return 1 if a peer could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.costs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="only what CI measures")
    parser.add_argument("--rounds", type=int, default=OFTEN, help="at most (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="keep all of it there, as JSON")
    options = parser.parse_args()
    systems = [BY_NAME[name] for name in QUICK] if options.quick else SYSTEMS
    sizes = QUICK_SIZES if options.quick else SIZES
    rounds = min(options.rounds, QUICK_ROUNDS) if options.quick else options.rounds
    machine = describe_machine()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        running, missing = start_all(stack, systems, folder)
        bar = stack.enter_context(tqdm(total=rounds, unit="round", disable=None))
        costs = measure_rounds(running, sizes, rounds, lambda _: bar.update())
    report = {
        "machine": machine,
        "ratios": compute_ratios(costs),
        "rows": summarize_rows(costs),
        "missing": missing,
    }
    print_table(report)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
