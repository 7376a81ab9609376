"""Put the digests of two systems side by side, blind, for reading with one's own eyes.

Run as `python -m model.evaluation.comparison A B --data FILE [--n N] [--out FILE]`: an HTML page
of N articles, each with both digests, left and right by lot.
"""

import argparse
import random
from pathlib import Path

from model.data.documents import SEED, DataError, load_documents
from model.evaluation.comparison_html import Case, Entry, write_page
from model.evaluation.registry import ARTIFACT, NAMES, NETWORK, build_systems
from server.errors import DigestError

# Ignored by git: the page is full of other people's text.
OUT = Path("model/build/compare.html")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m model.evaluation.comparison", description=__doc__
    )
    parser.add_argument("names", nargs=2, choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--data", type=Path, required=True, metavar="FILE")
    parser.add_argument("--n", type=int, default=20, help="articles, a fixed random sample (20)")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE", help=f"default: {OUT}")
    parser.add_argument("--seed", type=int, default=SEED, help="of the lot")
    parser.add_argument("--model-dir", type=Path, default=ARTIFACT)
    parser.add_argument("--untrained", type=Path, default=NETWORK, metavar="NETWORK")
    options = parser.parse_args()
    try:
        documents = load_documents(options.data, options.n)
        systems = build_systems(options.names, options.model_dir, options.untrained)
    except (DataError, DigestError) as error:
        parser.error(str(error))
    lot = random.Random(options.seed)  # noqa: S311
    cases = []
    for document in documents:
        first, second = (Entry(n, systems[n].run(document.article)[0]) for n in options.names)
        cases.append(Case(document, (first, second) if lot.random() < 1 / 2 else (second, first)))
    title = f"{' and '.join(sorted(options.names))}, {options.data.name}"
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(write_page(title, cases), encoding="utf-8")
    print(options.out)


if __name__ == "__main__":
    main()
