"""Check a model against the floors of quality, on a small fixed sample of the validation files.

Run as `python -m model.evaluation.regression_gate [--write | --lower REASON]`. It names the floors
of model/evaluation/floors.json that are missed and exits with 1 if there are any. `--write` raises
floors to the numbers measured; `--lower` also lowers those missed, and adds the reason to the top
of model/LOG.md.
"""

import sys
from pathlib import Path

from model.command_line import OPTIONS, make_parser
from model.data.compression_pairs import load_shortened
from model.data.documents import DataError, load_documents
from model.data.sources import Sources, load_sources
from model.evaluation.compression import measure_shortening, summarize_shortening
from model.evaluation.digests import measure_systems
from model.evaluation.floors import (
    Numbers,
    find_missed,
    format_floors,
    log_lowering,
    lower_floors,
    raise_floors,
    read_floors,
    write_floors,
)
from model.evaluation.nutgraf_systems import OURS, load_scorer
from model.evaluation.registry import LEAD, build_systems
from model.evaluation.table import summarize_columns
from server.errors import DigestError

FLOORS = Path("model/evaluation/floors.json")
LOG = Path("model/LOG.md")

# Together under a minute on two slow cores.
ARTICLES = 150
SENTENCES = 200


def measure_sample(sources: Sources, folder: Path) -> dict[str, float]:
    """Return the numbers that have floors, for an artefact folder; raise DataError."""
    found: dict[str, float] = {}
    systems = build_systems({LEAD, *OURS}, folder, OPTIONS["--untrained"]["default"])
    for path in sources.validation:
        columns = measure_systems(systems, load_documents(path, ARTICLES))
        rows = {name: summarize_columns(columns[name], columns[LEAD]) for name in OURS}
        corpus = path.name.split(".")[0]
        for name, row in rows.items():
            for measure in ("rouge1_over_lead3", "rouge2_over_lead3"):
                found[f"{corpus} {name} {measure}"] = row[measure]["mean"]
            for measure in ("dangling_per_100", "unsupported"):
                found[f"{corpus} {name} {measure}"] = row[measure]
        share = rows["brief"]["words"] / max(1, rows["exact"]["words"])
        found[f"{corpus} brief words_of_exact"] = round(share, 3)
    sentences, _ = load_shortened(sources.compressions, count=SENTENCES)
    corpus = sources.compressions.name.split(".")[0]
    tables = measure_shortening(load_scorer(folder)[1], sentences)
    for name, row in summarize_shortening(tables).items():
        if name in ("brief", "keep"):
            found[f"{corpus} {name} f1"] = row["f1"]
    return found


def settle(found: Numbers, floors: Path, log: Path, reason: str | None) -> None:
    """Write the floors, print each that changes, and log those that are lowered."""
    old = read_floors(floors)
    new = lower_floors(found, old) if reason else raise_floors(found, old)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            print(f"{name}: {old.get(name, 'none')} to {new.get(name, 'none')}")
    if reason and find_missed(found, old):
        log_lowering(log, old, new, reason)
    write_floors(floors, new)


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.regression_gate", __doc__, "--model-dir", "--sources")
    parser.add_argument("--write", action="store_true", help="raise the floors")
    parser.add_argument("--lower", metavar="REASON", help="raise them, and lower those missed")
    parser.add_argument("--floors", type=Path, default=FLOORS, metavar="FILE")
    parser.add_argument("--log", type=Path, default=LOG, metavar="FILE")
    options = parser.parse_args()
    if options.lower is not None and not options.lower.strip():
        parser.error("--lower needs a reason")
    try:
        found = measure_sample(load_sources(options.sources), options.model_dir)
    except (DataError, DigestError) as error:
        parser.error(str(error))
    floors = read_floors(options.floors)
    print(format_floors(found, floors))
    missed = find_missed(found, floors)
    if not floors and not (options.write or options.lower):
        sys.exit(f"{options.floors} has no floors: --write sets them.")
    if missed and not options.lower:
        sys.exit(f"Floors missed: {'; '.join(missed)}.")
    if options.write or options.lower:
        settle(found, options.floors, options.log, options.lower)


if __name__ == "__main__":
    main()
