"""The measures of the plain style, on our own sentences and the tiny model."""

import json
from pathlib import Path

import pytest

from tests.support.extras import require

for module in ("rouge_score", "syllapy", "sumy", "lede"):
    require(module)

from model.evaluation.simplification import main, measure_rewriters, truncate  # noqa: E402
from tests.support.programs import run_program  # noqa: E402
from tests.support.sources import write_rows, write_sources  # noqa: E402

REPOSITORY = Path(__file__).parents[3]
TINY_MODEL = REPOSITORY / "tests" / "fixtures" / "tiny-model"
STORY = [
    "The council of Harrowick commenced repairs of the old ferry on Monday.",
    "The ferry was built in 1950, and it carries two hundred people a day.",
    "Ada Lund, the mayor, said that nobody had been hurt in the winter storm.",
    "Engineers will purchase a new engine before the summer season begins.",
    "The people of Osterby have to use the long road around the bay for now.",
]


def test_four_words_of_five_are_left() -> None:
    assert truncate("one two three four five six") == "one two three four"


def test_a_rewriter_that_writes_as_people_do_scores_highest() -> None:
    rows = [{"complex": STORY[0], "simple": [STORY[0].replace("commenced", "began")] * 2}]
    rewriters = {
        "same": lambda text: text,
        "right": lambda text: text.replace("commenced", "began"),
    }
    found = measure_rewriters(rewriters, rows)
    assert found["right"]["score"] > found["same"]["score"]
    assert found["people"]["score"] == pytest.approx(found["right"]["score"])
    assert found["right"]["delete_precision"] == pytest.approx(100)


def test_the_command_measures_sentences_and_articles(tmp_path: Path) -> None:
    rows = [{"complex": text, "simple": [text, text], "split": "test"} for text in STORY]
    write_rows(tmp_path / "simple.jsonl", rows)
    write_rows(tmp_path / "one.jsonl", [{"article": "\n".join(STORY), "highlights": STORY[:2]}])
    out = tmp_path / "report.json"
    sources = write_sources(tmp_path)
    run = run_program(main, "--sources", sources, "--model-dir", TINY_MODEL, "--json", out)
    assert run.returncode == 0, run.stderr
    report = json.loads(out.read_text(encoding="utf-8"))
    sari = report["sari"]["simple.jsonl test"]
    assert sari["identity"]["keep"] == pytest.approx(100)
    assert sari["words"]["keep"] < 100  # "commenced" and "purchase" were replaced.
    assert report["check"]["points"] == 3
    assert report["articles"]["plain"]["unsupported"] == 0
    assert set(report["plain_over"]) == {"exact", "brief", "lead3"}
