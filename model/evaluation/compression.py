"""Compare the words that the server keeps of a sentence with those that people keep.

Run as `python -m model.evaluation.compression [--data FILE...] [--split NAME] [--json OUT]`.
Systems:

- `brief`: the server, with all its rules;
- `keep`: the keep head alone, word by word;
- `ceiling`: the server's rules over a keep head that is always right;
- `keep-all`: the sentence as it is;
- `lead-words`: the first words, as many as people keep on average.
"""

from pathlib import Path
from typing import Any

import numpy as np

from model.command_line import make_parser, write_report
from model.data.alignment import align
from model.data.compression_pairs import (
    MEASURES,
    Mask,
    Shorten,
    Shortened,
    Table,
    load_shortened,
    measure_mask,
)
from model.data.documents import DataError
from model.data.sources import load_sources
from model.evaluation.bootstrap import bootstrap_means
from model.evaluation.nutgraf_systems import KEPT, load_scorer
from model.evaluation.systems import SharedScorer
from server.digest.compression.compressor import shorten
from server.digest.pipeline import exhaust
from server.digest.salience.scorer import FloatArray, Scorer
from server.errors import DigestError

HEADING = ("system", "token F1", "95 %", "words kept (by people)", "all right")


def build_shorteners(scorer: Scorer, sentences: list[Shortened]) -> dict[str, Shorten]:
    """Return the systems by name; `lead-words` depends on the sentences' compressions."""
    shared = SharedScorer(scorer)
    count = round(np.mean([sentence.kept.sum() for sentence in sentences]))

    def read(sentence: Shortened) -> FloatArray:
        return np.concatenate(exhaust(shared.score(sentence.article)).keep)

    return {
        "brief": lambda sentence: cut_sentence(sentence, read(sentence)),
        "keep": lambda sentence: read(sentence) >= KEPT,
        "ceiling": lambda sentence: cut_sentence(sentence, sentence.kept.astype(np.float32)),
        "keep-all": lambda sentence: np.ones(len(sentence.words), dtype=bool),
        "lead-words": lambda sentence: np.arange(len(sentence.words)) < count,
    }


def cut_sentence(sentence: Shortened, keep: FloatArray) -> Mask:
    """Return which words (W,) the server keeps, given each word's keep probability (W,)."""
    ends = np.cumsum([len(part.text.split()) for part in sentence.article.sentences])
    pairs = zip(sentence.article.sentences, np.split(keep, ends[:-1]), strict=True)
    shorter = " ".join(shorten(part.text, own).text for part, own in pairs)
    labels = align(sentence.words, shorter.split())
    # A short version that adds words counts as keeping none.
    return np.array(labels) if labels else np.zeros(len(sentence.words), dtype=bool)


def measure_shortening(scorer: Scorer, sentences: list[Shortened]) -> dict[str, Table]:
    """Return the measures of each sentence, an array (N, MEASURES) per system."""
    systems = build_shorteners(scorer, sentences)
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in systems}
    for sentence in sentences:
        for name, system in systems.items():
            rows[name].append(measure_mask(system(sentence), sentence.kept))
    return {name: np.array(own) for name, own in rows.items()}


def summarize_shortening(tables: dict[str, Table]) -> dict[str, dict[str, float]]:
    """Return one row per system: the mean of each measure, and the 95 % interval of F1."""
    rows = {}
    for name, table in tables.items():
        means, lows, highs = bootstrap_means(table).round(4).tolist()
        ends = {"f1_low": lows[0], "f1_high": highs[0]}
        rows[name] = dict(zip(MEASURES, means, strict=True)) | ends
    return rows


def format_rows(rows: dict[str, dict[str, float]]) -> str:
    """Return the Markdown table of all systems."""
    lines = [f"| {' | '.join(HEADING)} |", "|---" * len(HEADING) + "|"]
    lines += [
        f"| {name} | {row['f1']:.3f} | {row['f1_low']:.3f} to {row['f1_high']:.3f}"
        f" | {row['ratio']:.3f} ({row['ratio_gold']:.3f}) | {row['exact']:.3f} |"
        for name, row in rows.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the command line."""
    shared = ("--json", "--model-dir", "--sources")
    parser = make_parser("model.evaluation.compression", __doc__, *shared)
    parser.add_argument(
        "--data", type=Path, nargs="+", metavar="FILE", help="default: that of the sources"
    )
    parser.add_argument("--split", help="default: validation, else all rows")
    options = parser.parse_args()
    try:
        _, scorer = load_scorer(options.model_dir)
        paths = options.data or [load_sources(options.sources).compressions]
        files = {path.name: load_shortened(path, options.split) for path in paths}
    except (DataError, DigestError) as error:
        parser.error(str(error))
    tables: dict[str, dict[str, Table]] = {}
    report: dict[str, Any] = {"systems": {}, "per_file": {}}
    for name, (sentences, left_out) in files.items():
        tables[name] = measure_shortening(scorer, sentences)
        report["per_file"][name] = summarize_shortening(tables[name])
        print(f"\n{name}: {len(sentences)} sentences; {left_out} left out, not deletions\n")
        print(format_rows(report["per_file"][name]), flush=True)
    parts = list(tables.values())
    together = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    report["systems"] = summarize_shortening(together)
    report["sentences"] = sum(len(sentences) for sentences, _ in files.values())
    report["left_out"] = sum(left_out for _, left_out in files.values())
    write_report(options.json, report)


if __name__ == "__main__":
    main()
