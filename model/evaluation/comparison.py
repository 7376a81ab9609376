"""Write an HTML page with the digests of two systems side by side, for a blind comparison.

Run as `python -m model.evaluation.comparison A B --data FILE [--n N] [--out FILE]`. For each of N
articles, which digest stands on the left is random.
"""

import random
from pathlib import Path

from model.command_line import BUILD, make_parser
from model.data.documents import SEED, DataError, load_documents
from model.evaluation.comparison_html import Case, Entry, write_page
from model.evaluation.registry import NAMES, build_systems
from server.errors import DigestError

OUT = BUILD / "compare.html"


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.comparison", __doc__, "--model-dir", "--untrained")
    parser.add_argument("names", nargs=2, choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--data", type=Path, required=True, metavar="FILE")
    parser.add_argument("--n", type=int, default=20, help="articles, a fixed random sample (20)")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE", help=f"default: {OUT}")
    parser.add_argument("--seed", type=int, default=SEED, help="of the random order")
    options = parser.parse_args()
    try:
        documents = load_documents(options.data, options.n)
        systems = build_systems(options.names, options.model_dir, options.untrained)
    except (DataError, DigestError) as error:
        parser.error(str(error))
    draw = random.Random(options.seed)  # noqa: S311
    cases = []
    for document in documents:
        first, second = (Entry(n, systems[n].run(document.article)[0]) for n in options.names)
        cases.append(Case(document, (first, second) if draw.random() < 1 / 2 else (second, first)))
    title = f"{' and '.join(sorted(options.names))}, {options.data.name}"
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(write_page(title, cases), encoding="utf-8")
    print(options.out)


if __name__ == "__main__":
    main()
