"""Measure the plain style: its grade, its agreement with people's rewrites, and its check.

Run as `python -m model.evaluation.simplification [--sources TOML] [--rows N] [--articles N] [--json
OUT]`. Sentences are measured by SARI against rewrites that people made:

- `plain`: the server with its check, and `plain-unchecked` without;
- `words`: splitting and plain words without compression;
- `brief`: compression alone;
- `identity` and `truncation`: the sentence itself, and its first four fifths;
- `people`: one person's rewrite against those of the others.

Articles are measured in `plain`, `exact`, `brief` and by Lead-3.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from model.command_line import make_parser, write_report
from model.data.documents import POINTS, DataError, Document, load_documents, load_rows, sample
from model.data.sources import load_sources
from model.evaluation.bootstrap import bootstrap_means
from model.evaluation.digests import measure_systems, print_table
from model.evaluation.nutgraf_systems import OURS, build_ours, load_scorer
from model.evaluation.registry import LEAD
from model.evaluation.sari import Rewritten, measure_sari
from model.evaluation.systems import SharedScorer, System, choose_lead, quote
from model.evaluation.table import Columns
from server.digest.article import Article
from server.digest.compression.compressor import shorten, shorten_points
from server.digest.faithfulness.checker import find_faults
from server.digest.pipeline import exhaust, reword_texts
from server.digest.salience.scorer import Scorer
from server.digest.simplification.simplifier import make_plain
from server.errors import DigestError
from server.summarizer import Summarizer

TRUNCATED = 0.8

Rewrite = Callable[[str], str]


def build_rewriters(scorer: Scorer) -> dict[str, Rewrite]:
    """Return the systems that rewrite a sentence, by name."""
    shared = SharedScorer(scorer)

    def cut(text: str) -> str:
        article = Article.from_paragraphs((text,))
        keep = exhaust(shared.score(article)).keep if article.sentences else ()
        pairs = zip(article.sentences, keep, strict=True)
        return " ".join(shorten(sentence.text, own).text for sentence, own in pairs)

    return {
        "plain": lambda text: reword_texts([text], [cut(text)])[0].text,
        "plain-unchecked": lambda text: make_plain(cut(text)),
        "words": lambda text: reword_texts([text], [text])[0].text,
        "brief": cut,
        "identity": lambda text: text,
        "truncation": truncate,
    }


def truncate(text: str) -> str:
    """Return the first four fifths of the words."""
    words = text.split()
    return " ".join(words[: int(TRUNCATED * len(words))])


def measure_rewriters(rewriters: dict[str, Rewrite], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return each system's SARI and milliseconds per sentence; `people` has no time."""
    report: dict[str, Any] = {}
    for name, rewrite in rewriters.items():
        start = time.perf_counter()
        rewrites = [rewrite(row["complex"]) for row in rows]
        spent = time.perf_counter() - start
        pairs = zip(rows, rewrites, strict=True)
        found = measure_sari([Rewritten(r["complex"], text, r["simple"]) for r, text in pairs])
        report[name] = found._asdict() | {"ms": 1000 * spent / len(rows)}
    # Each row leaves out another person.
    people = []
    for number, row in enumerate(rows):
        simple = list(row["simple"])
        own = simple.pop(number % len(simple))
        people.append(Rewritten(row["complex"], own, simple))
    report["people"] = measure_sari(people)._asdict()
    return report


def measure_check(scorer: Scorer, documents: list[Document]) -> dict[str, float]:
    """Return how many points plain style makes and changes, and how many the check refuses."""
    shared = SharedScorer(scorer)
    summarizer = Summarizer("checked", shared)
    points = changed = back = 0
    spent = 0.0
    for document in documents:
        try:
            digest = summarizer.digest(document.article, POINTS, style="plain")
        except DigestError:
            continue
        keep = exhaust(shared.score(document.article)).keep
        sources = [point.sources[0] for point in digest.points]
        places = {(s.paragraph, s.end): n for n, s in enumerate(document.article.sentences)}
        own = [keep[places[source.paragraph, source.end]] for source in sources]
        brief_points = shorten_points([source.text for source in sources], own)
        for source, (brief, _) in zip(sources, brief_points, strict=True):
            start = time.perf_counter()
            plain = make_plain(brief)
            faults = find_faults(source.text, plain)
            spent += time.perf_counter() - start
            points += 1
            changed += plain != brief
            back += bool(faults)
    return {
        "points": points,
        "changed": changed,
        "back": back,
        "back_share": back / max(1, points),
        "changed_share": changed / max(1, points),
        "ms": 1000 * spent / max(1, points),
    }


def compare_styles(columns: dict[str, Columns]) -> dict[str, dict[str, list[float]]]:
    """Return plain minus exact, brief and Lead-3, paired by article: mean and 95 % interval."""
    compared = {}
    for other in ("exact", "brief", LEAD):
        own, theirs = columns["plain"], columns[other]
        table = np.stack([own[key] - theirs[key] for key in ("rouge1", "grade")], axis=1)
        ends = bootstrap_means(table[~np.isnan(table).any(axis=1)]).T.round(3).tolist()
        compared[other] = dict(zip(("rouge1", "grade"), ends, strict=True))
    return compared


def main() -> None:
    """Run the command line."""
    shared = ("--json", "--model-dir", "--sources")
    parser = make_parser("model.evaluation.simplification", __doc__, *shared)
    parser.add_argument("--rows", type=int, help="measure a fixed random sample of the sentences")
    parser.add_argument("--articles", type=int, help="and of the articles")
    options = parser.parse_args()
    try:
        name, scorer = load_scorer(options.model_dir)
        sources = load_sources(options.sources)
        pairs = {path.name: (load_rows(path), split) for path, split in sources.simplifications}
        documents = load_documents(sources.validation[0], options.articles)
    except (DataError, DigestError) as error:
        parser.error(str(error))
    report: dict[str, Any] = {"sari": {}}
    rewriters = build_rewriters(scorer)
    for file, (found, split) in pairs.items():
        rows = list(sample([row for row in found if row["split"] == split], options.rows))
        report["sari"][f"{file} {split}"] = own = measure_rewriters(rewriters, rows)
        print(f"\n{file}, {split}: {len(rows)} sentences\n")
        titles = ("system", "SARI", "by precision", "add", "keep", "delete", "precision", "ms")
        print(f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|")
        for system, row in own.items():
            print(
                f"| {system} | {' | '.join(f'{value:.2f}' for value in row.values())} |", flush=True
            )
    ours = {key: value for key, value in build_ours(name, scorer).items() if key in OURS}
    columns = measure_systems({LEAD: System(quote(choose_lead))} | ours, documents)
    report["articles"] = print_table(sources.validation[0].name, columns)
    report["plain_over"] = compare_styles(columns)
    report["check"] = measure_check(scorer, documents)
    print(json.dumps({key: report[key] for key in ("plain_over", "check")}, indent=1))
    write_report(options.json, report)


if __name__ == "__main__":
    main()
