"""The walls of the design: who may import whom, and how long a file may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

TRAINING = {"torch", "transformers", "datasets", "optimum", "model", "onnx", "tests"}
WEB = {"flask", "flask_cors", "werkzeug", "waitress"}

# Folder or file, the packages that it may not import, and the modules that are excepted.
RULES: list[tuple[str, set[str], set[str]]] = [
    ("server", TRAINING, set()),
    ("server", {"onnxruntime"}, {"server/encoder.py"}),
    ("server", {"pyarrow"}, {"server/batch/parquet.py", "server/batch/object_store.py"}),
    ("server", {"ray"}, {"server/batch/ray_pool.py"}),
    (
        "server/batch",
        {"server.http.app", "server.http.guard", "server.http.waitress_server", "server.cli"},
        set(),
    ),
    (
        "server",
        WEB,
        {
            "server/http/app.py",
            "server/http/guard.py",
            "server/http/waitress_server.py",
            "server/http/welcome.py",
        },
    ),
    (
        "server/digest",
        {
            "onnxruntime",
            "logging",
            "server.errors",
            "server.http.protocol",
            "server.redaction",
            "server.summarizer",
        },
        set(),
    ),
    ("server/errors.py", {"server"}, set()),
    ("server/limits.py", {"server"}, set()),
    ("server/digest/choices.py", {"server"}, set()),
    (
        "server/config.py",
        {"server.digest", "server.http", "server.pairing", "server.errors", "server.summarizer"},
        set(),
    ),
    ("server/pairing/secret_files.py", {"server"}, set()),
    (
        "server/pairing/pairing.py",
        {"server.config", "server.http.guard", "server.http.app", "server.http.protocol"},
        set(),
    ),
    ("server/http/protocol.py", {"server.config", "server.http.guard", "server.http.app"}, set()),
    (
        "server/summarizer.py",
        {"server.http.protocol", "server.config", "server.http.guard", "server.http.app"},
        set(),
    ),
    (
        "model",
        WEB
        | {
            "server.http.protocol",
            "server.http.app",
            "server.http.guard",
            "server.http.waitress_server",
        },
        set(),
    ),
]

# The rooms of model/ in the order of the recipe: each may import those before it, none after it.
ROOMS = ("model.data", "model.training", "model.export", "model.evaluation")
RULES += [
    (room.replace(".", "/"), set(ROOMS[place + 1 :]), set())
    for place, room in enumerate(ROOMS[:-1])
]
RULES.append(("model/command_line.py", {*ROOMS, "server"}, set()))

# A file that has grown past this does two things.
MAX_LINES = 300
CODE = {".py", ".js", ".css", ".html", ".sh"}


def python_files(place: str) -> list[Path]:
    path = REPOSITORY / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("place", "forbidden", "excepted"),
    RULES,
    ids=[f"{place} without {min(forbidden)}" for place, forbidden, _ in RULES],
)
def test_imports_point_one_way(place: str, forbidden: set[str], excepted: set[str]) -> None:
    files = [
        path for path in python_files(place) if str(path.relative_to(REPOSITORY)) not in excepted
    ]
    assert files
    wrong = [
        f"{path.relative_to(REPOSITORY)} imports {name}"
        for path in files
        for name in imports(path)
        if any(f"{name}.".startswith(f"{package}.") for package in forbidden)
    ]
    assert not wrong


def test_an_exception_that_is_not_needed_is_dropped() -> None:
    for _, forbidden, excepted in RULES:
        for place in excepted:
            assert {name.split(".")[0] for name in imports(REPOSITORY / place)} & forbidden


@pytest.mark.parametrize("folder", ["server", "extension", "model", "tests"])
def test_files_stay_short(folder: str) -> None:
    files = [
        path
        for path in (REPOSITORY / folder).rglob("*")
        if path.suffix in CODE and "vendor" not in path.parts
    ]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert files
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}
