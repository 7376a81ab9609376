"""Measure the trees of an artefact on treebanks: unlabelled and labelled attachment (UAS, LAS).

Run as `python -m model.evaluation.grammar [--data TREEBANK ...]`. Words are those of the treebank;
punctuation is left out, as in published scores.
"""

from pathlib import Path

import numpy as np

from model.command_line import make_parser, write_report
from model.data.documents import DataError
from model.data.sources import load_sources
from model.data.treebanks import RELATIONS, ParseExample, count_attached, load_treebank
from server.artifact import Artifact
from server.digest.salience.windows import Piece, Window
from server.encoder import Encoder


def measure_trees(encoder: Encoder, windows: list[ParseExample]) -> dict[str, float]:
    """Return `uas` and `las` in percent, and the number of `words` that were measured."""
    counts = np.zeros(3)
    for example in windows:
        reading = encoder.read(make_window(example))
        relations = np.array([RELATIONS.index(name) for name in reading.relations])
        counts += count_attached(example, reading.arcs.argmax(axis=-1), relations)
    attached, labelled, words = counts.tolist()
    return {"uas": 100 * attached / words, "las": 100 * labelled / words, "words": words}


def make_window(example: ParseExample) -> Window:
    """Return a window of a treebank as the server would pack it; its text is not known."""
    numbers = example.sentences
    pieces = []
    for number in range(int(numbers.max()) + 1):
        places = np.flatnonzero(numbers == number)
        start, end = int(places[0]), int(places[-1]) + 1
        unknown = ((0, 0),) * (end - start)
        pieces.append(Piece(number, start, end, (0,) * (end - start), unknown, is_whole=True))
    return Window(tuple(example.ids.tolist()), tuple(pieces))


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.evaluation.grammar", __doc__, "--model-dir", "--sources", "--json")
    parser.add_argument("--data", type=Path, nargs="*", metavar="TREEBANK")
    parser.add_argument("--rows", type=int, help="at most this many windows of each")
    options = parser.parse_args()
    encoder = Encoder.load(Artifact.load(options.model_dir))
    report = {}
    print("| treebank | UAS | LAS | words |\n|---|---|---|---|")
    try:
        for path in options.data or load_sources(options.sources).treebank_tests:
            measured = measure_trees(encoder, load_treebank(path)[: options.rows])
            print("| {} | {uas:.1f} | {las:.1f} | {words:.0f} |".format(path.stem, **measured))
            report[path.stem] = measured
    except DataError as error:
        parser.error(str(error))
    write_report(options.json, report)


if __name__ == "__main__":
    main()
