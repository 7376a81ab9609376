"""Measure the faithfulness check on planted errors and on summaries that people have judged.

Run as `python -m model.evaluation.faithfulness [--data FILE...] [--planted NEWS] [--json OUT]`.

- `--planted`: the points of a news file in plain style, which are true, and the same points with
  one error each, of five kinds (`perturbations.py`);
- `--data`: articles with summaries that people have judged (BUMP, QAGS, SummEdits). Each sentence
  of a summary is checked against the most similar sentences of the article. The check is made for
  rewrites of one sentence and refuses nearly all of these free summaries, so it is also measured
  for numbers, dates and names alone.
"""

import json
import random
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from model.command_line import make_parser, write_report
from model.data.documents import POINTS, SEED, DataError, load_documents, load_rows
from model.evaluation.perturbations import PLANTERS, find_names
from server.digest.english.stems import compare_stems, find_stems
from server.digest.faithfulness.checker import KINDS, find_faults
from server.digest.segmentation.sentences import split_sentences
from server.errors import DigestError
from server.summarizer import Summarizer

# Planted errors of each kind.
EACH = 400
# How many of the article's sentences a sentence of a summary may draw on.
SOURCES = 3
FACTS = {"number", "date", "name"}


def collect_points(summarizer: Summarizer, path: Path, rows: int) -> list[tuple[str, str]]:
    """Return the pairs of source sentence and point in plain style."""
    pairs = []
    for document in load_documents(path, rows):
        try:
            points = summarizer.digest(document.article, POINTS, style="plain").points
        except DigestError:
            continue
        pairs += [(point.sources[0].text, point.text) for point in points]
    return pairs


def measure_planted(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the share of planted errors caught, by kind, and of true points refused (`none`)."""
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
    """Return balanced accuracy, and the shares of true summaries passed and false ones refused."""
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        article = [row["article"][start:end] for start, end in split_sentences(row["article"])]
        for summary, is_true in _list_judged(row):
            passed[is_true].append(is_grounded(article, summary, kinds))
    true = sum(passed[True]) / max(1, len(passed[True]))
    false = 1 - sum(passed[False]) / max(1, len(passed[False]))
    return {"balanced": (true + false) / 2, "true_passed": true, "false_refused": false}


def is_grounded(article: Sequence[str], summary: str, kinds: Set[str]) -> bool:
    """Return whether every sentence of a summary passes as a rewrite of its nearest sentences."""
    stems = [find_stems(sentence) for sentence in article]
    for start, end in split_sentences(summary):
        sentence = summary[start:end]
        own = find_stems(sentence)
        similarity = [compare_stems(own, other) for other in stems]
        nearest = sorted(sorted(range(len(article)), key=lambda i: -similarity[i])[:SOURCES])
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
    parser = make_parser("model.evaluation.faithfulness", __doc__, "--json", "--model-dir")
    parser.add_argument("--data", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--planted", type=Path, metavar="NEWS")
    parser.add_argument("--rows", type=int, default=1000, help="articles of NEWS (default 1000)")
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
    write_report(options.json, report)


if __name__ == "__main__":
    main()
