"""The measures of the plain style, on our own sentences and the tiny model."""

import json
from pathlib import Path

import pytest

from tests.support.training import require

for module in ("rouge_score", "syllapy", "sumy", "lede"):
    require(module)

from model.evaluation.simplification import NEWS, PAIRS, main, measure_rewriters, truncate  # noqa: E402

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


def test_the_command_measures_sentences_and_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, split in PAIRS:
        rows = [{"complex": text, "simple": [text, text], "split": split} for text in STORY]
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    article = {"article": "\n".join(STORY), "highlights": STORY[:2]}
    (tmp_path / NEWS).write_text(json.dumps(article), encoding="utf-8")
    out = tmp_path / "report.json"
    options = ["--data", tmp_path, "--model-dir", TINY_MODEL, "--json", out]
    monkeypatch.setattr("sys.argv", ["evaluate_plain", *map(str, options)])
    main()
    report = json.loads(out.read_text(encoding="utf-8"))
    asset = report["sari"][f"{PAIRS[0][0]} {PAIRS[0][1]}"]
    assert asset["identity"]["keep"] == pytest.approx(100)
    assert asset["words"]["keep"] < 100  # "commenced" and "purchase" were told plainly.
    assert report["check"]["points"] == 3
    assert report["articles"]["plain"]["unsupported"] == 0
    assert set(report["plain_over"]) == {"exact", "brief", "lead3"}
