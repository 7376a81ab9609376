"""The evaluation reads both kinds of rows and reports every system in the same run."""

import json
import lzma
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.extras import require
from tests.support.model_story import STORY

for module in ("rouge_score", "syllapy", "sumy", "lede"):
    require(module)

from model.data.documents import DataError, load_documents  # noqa: E402
from model.evaluation.digests import main  # noqa: E402
from model.evaluation.nutgraf_systems import ABLATIONS, OURS  # noqa: E402
from model.evaluation.registry import NAMES, UNTRAINED  # noqa: E402
from tests.support.programs import run_program  # noqa: E402

ROOT = Path(__file__).parents[3]
TINY = ROOT / "tests" / "fixtures" / "tiny-model"
ROWS = [
    {"sentences": ["The ferry sank.", "All were saved."], "highlights": ["A ferry sank."]},
    {"article": "A dam broke. Two villages flooded.\nNobody died.", "highlights": ["A dam broke."]},
]
REFUSED = {
    "sentences": ["La vieille voie ferrée sera fermée en mars, selon le conseil."] * 6,
    "highlights": ["La voie ferrée sera fermée."],
}
# Only the recipe builds the untrained network, so it may be missing.
ABSENT = "no-such.onnx"
MEASURED = set(NAMES) - {UNTRAINED}
MEASURES = {"words", "grade", "dangling_per_100", "unsupported", "ms_median", "ms_p95"}
ROUGE = {"rouge1", "rouge2", "rougeLsum"}


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_program(main, "--model-dir", TINY, "--untrained", ABSENT, *arguments)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All systems, on a file of two stories and on one of an article that the server refuses."""
    folder = tmp_path_factory.mktemp("report")
    stories = [
        {"sentences": STORY, "highlights": STORY[:3]},
        {"article": "\n".join(STORY[::-1]), "highlights": [STORY[1]]},
    ]
    long = write_rows(folder / "long.jsonl", stories)
    refused = write_rows(folder / "refused.jsonl", [REFUSED])
    run = evaluate("--data", long, refused, "--json", folder / "out.json")
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("\n| lead3 |") == 3  # Two files, and one table over all.
    found: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "xz"])
@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.xz", "unpacked"])
def test_both_shapes_are_read_plain_or_packed(tmp_path: Path, name: str, is_packed: bool) -> None:
    path = tmp_path / name
    text = "\n".join(json.dumps(row) for row in ROWS) + "\n"
    path.write_bytes(lzma.compress(text.encode()) if is_packed else text.encode())
    ferry, dam = load_documents(path)
    assert [s.text for s in ferry.article.sentences] == ["The ferry sank.", "All were saved."]
    assert [s.paragraph for s in dam.article.sentences] == [0, 0, 1]
    assert dam.highlights == ("A dam broke.",)


@pytest.mark.parametrize(
    "summary",
    [
        pytest.param({"highlights": ["A dam broke.", "Nobody died."]}, id="highlights"),
        pytest.param({"highlights": "A dam broke.\nNobody died."}, id="highlights, one a line"),
        pytest.param({"summary": "A dam broke. Nobody died."}, id="one string"),
        pytest.param({"summary": ["A dam broke.", "Nobody died."]}, id="summary"),
        pytest.param({"highlights": [], "digest": "A dam broke. Nobody died."}, id="digest"),
    ],
)
def test_highlights_are_read_under_every_name(tmp_path: Path, summary: dict[str, Any]) -> None:
    path = write_rows(tmp_path / "news.jsonl", [{"article": "A dam broke."} | summary])
    assert load_documents(path)[0].highlights == ("A dam broke.", "Nobody died.")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param('{"highlights": ["A dam broke."]}', "it has highlights", id="no article"),
        pytest.param('{"article": "A dam broke."}', "it has article", id="no highlights"),
        pytest.param('{"sentences": [{"text": "x"}], "summary": "x"}', "sentences", id="objects"),
        pytest.param("[1]", "not JSON objects", id="no object"),
        pytest.param("A dam broke.", "JSON Lines", id="no JSON"),
        pytest.param("", "no articles", id="nothing"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"news\.jsonl") as caught:
        load_documents(path)
    assert complaint in str(caught.value)


def test_a_sample_is_the_same_every_time(tmp_path: Path) -> None:
    rows = [{"sentences": [f"Item {n}."], "highlights": ["x"]} for n in range(50)]
    path = write_rows(tmp_path / "news.jsonl", rows)
    first, second = (load_documents(path, rows=5) for _ in range(2))
    assert first == second
    assert len({document.article.paragraphs for document in first}) == 5


def test_the_report_has_every_system_for_every_file_and_for_all(report: dict[str, Any]) -> None:
    assert set(report["systems"]) == MEASURED
    assert {name: set(rows) for name, rows in report["per_file"].items()} == {
        "long.jsonl": MEASURED,
        "refused.jsonl": MEASURED,
    }
    for row in report["systems"].values():
        assert row.keys() >= ROUGE | MEASURES
        assert row["articles"] == 3
        for gain in ("rouge1_over_lead3", "rouge2_over_lead3"):
            assert row[gain]["low"] <= row[gain]["mean"] <= row[gain]["high"]


def test_lead3_scores_what_it_should_and_is_not_above_itself(report: dict[str, Any]) -> None:
    row = report["per_file"]["long.jsonl"]["lead3"]
    assert row["rouge1_over_lead3"] == {"mean": 0, "low": 0, "high": 0}
    assert row["rouge2"] > 50  # One digest equals its highlights: 100, and the other shares none.
    assert row["dangling_per_100"] == pytest.approx(100 / 6, abs=0.01)  # One "He said" of six.


def test_extractors_add_no_names_or_numbers(report: dict[str, Any]) -> None:
    unsupported = {name: row["unsupported"] for name, row in report["systems"].items()}
    assert unsupported == dict.fromkeys(MEASURED, 0)


@pytest.mark.parametrize("name", [*OURS, *ABLATIONS])
def test_an_article_that_we_refuse_scores_nothing(report: dict[str, Any], name: str) -> None:
    refused = report["per_file"]["refused.jsonl"][name]
    assert (refused["refused"], refused["rouge1"], refused["grade"]) == (1, 0, None)
    assert refused["rouge1_over_lead3_answered"] is None
    answered = report["per_file"]["long.jsonl"][name]
    assert answered["refused"] == 0
    together = report["systems"][name]
    assert together["rouge1_over_lead3"]["mean"] < answered["rouge1_over_lead3"]["mean"]
    assert together["rouge1_over_lead3_answered"] == answered["rouge1_over_lead3"]


def test_lead3_is_measured_even_if_not_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "news.jsonl", ROWS)
    run = evaluate("--data", path, "--systems", "lede")
    rows = [line.split()[1] for line in run.stdout.splitlines() if line.startswith("| ")]
    assert rows == ["system", "lead3", "lede"]


def test_what_is_missing_is_left_out_by_default_and_refused_by_name(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "news.jsonl", ROWS)
    run = evaluate("--data", path, "--systems", UNTRAINED)
    assert run.returncode == 2
    assert (
        f"{ABSENT} does not exist; `python -m model.export.onnx_graph --untrained` writes it."
        in run.stderr
    )


def test_a_wrong_file_and_two_of_one_name_are_refused_before_any_work(tmp_path: Path) -> None:
    empty = write_rows(tmp_path / "empty.jsonl", [])
    run = evaluate("--data", empty, "--systems", "lede")
    assert (run.returncode, run.stdout) == (2, "")
    assert "empty.jsonl holds no articles" in run.stderr
    assert "same name" in evaluate("--data", empty, empty).stderr
