"""Measure the check of rewrites: on errors that we plant, and on summaries that people have judged.

Run as `python -m model.evaluation.faithfulness --data FILE... [--planted NEWS] [--json OUT]`.

- `--planted`: points of a news file in plain style, true as they are, and the same with one error
  each, of five kinds (`planted.py`);
- `--data`: articles with summaries that people have judged (BUMP, QAGS, SummEdits), each sentence
  checked against those of the article that are most like it. These are free summaries, and the
  check is made for rewrites of one sentence: as it stands it refuses nearly all of them, so it is
  measured for numbers, dates and names alone as well.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from model.data.documents import SEED, DataError, load_documents, load_rows
from model.evaluation.perturbations import PLANTERS, find_names
from model.evaluation.registry import ARTIFACT
from model.evaluation.systems import POINTS
from server.digest.english.stems import compare_stems, find_stems
from server.digest.faithfulness.checker import KINDS, find_faults
from server.digest.segmentation.sentences import split_sentences
from server.errors import DigestError
from server.summarizer import Summarizer

# Errors of each kind, and points that are true, in an evaluation.
EACH = 400
# So many of the article's sentences a summary's sentence may draw on.
SOURCES = 3
FACTS = {"number", "date", "name"}


def collect_points(summarizer: Summarizer, path: Path, rows: int) -> list[tuple[str, str]]:
    """Return each point of the plain style, behind its sentence."""
    pairs = []
    for document in load_documents(path, rows):
        try:
            points = summarizer.digest(document.article, POINTS, style="plain").points
        except DigestError:
            continue
        pairs += [(point.sources[0].text, point.text) for point in points]
    return pairs


def measure_planted(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the share of planted errors that is found, by kind, and of false alarms."""
    names = sorted({name for _, text in pairs for name in find_names(text)})
    rows = {}
    for kind, plant in PLANTERS.items():
        draw = random.Random(SEED)  # noqa: S311
        planted = ((source, plant(text, names, draw)) for source, text in pairs)
        false = [(source, text) for source, text in planted if text][:EACH]
        caught = sum(bool(find_faults(source, text)) for source, text in false)
        rows[kind] = {"planted": len(false), "caught": caught / max(1, len(false))}
    alarms = sum(bool(find_faults(source, text)) for source, text in pairs)
    return rows | {"none": {"planted": len(pairs), "caught": alarms / max(1, len(pairs))}}


def measure_judged(rows: Sequence[dict[str, Any]], kinds: Set[str]) -> dict[str, float]:
    """Return balanced accuracy and its two halves: true summaries passed, false ones refused."""
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        article = [row["article"][start:end] for start, end in split_sentences(row["article"])]
        for summary, is_true in _list_judged(row):
            passed[is_true].append(is_grounded(article, summary, kinds))
    true = sum(passed[True]) / max(1, len(passed[True]))
    false = 1 - sum(passed[False]) / max(1, len(passed[False]))
    return {"balanced": (true + false) / 2, "true_passed": true, "false_refused": false}


def is_grounded(article: Sequence[str], summary: str, kinds: Set[str]) -> bool:
    """Tell whether each sentence of a summary passes as a rewrite of what it is most like."""
    stems = [find_stems(sentence) for sentence in article]
    for start, end in split_sentences(summary):
        sentence = summary[start:end]
        own = find_stems(sentence)
        likeness = [compare_stems(own, other) for other in stems]
        nearest = sorted(sorted(range(len(article)), key=lambda i: -likeness[i])[:SOURCES])
        tries = [article[index] for index in nearest]
        faults = (find_faults(text, sentence) for text in [*tries, " ".join(tries)])
        if not any(kinds.isdisjoint(found) for found in faults):
            return False
    return True


def _list_judged(row: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    if "edited_summary" in row:
        yield row["reference_summary"], True
        yield row["edited_summary"], False
    elif "faithful" in row:
        yield row["summary"], row["faithful"]
    else:
        yield row["summary"], bool(row["label"])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m model.evaluation.faithfulness",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--planted", type=Path, metavar="NEWS")
    parser.add_argument("--rows", type=int, default=1000, help="articles of NEWS (default 1000)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all numbers there too")
    parser.add_argument("--model-dir", type=Path, default=ARTIFACT)
    options = parser.parse_args()
    report: dict[str, Any] = {}
    try:
        if options.planted:
            pairs = collect_points(
                Summarizer.load(options.model_dir), options.planted, options.rows
            )
            report["planted"] = measure_planted(pairs)
        for path in options.data:
            rows = load_rows(path)
            scopes = {"all kinds": set(KINDS), "facts alone": FACTS}
            report[path.name] = {name: measure_judged(rows, own) for name, own in scopes.items()}
    except (DataError, DigestError) as error:
        parser.error(str(error))
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
