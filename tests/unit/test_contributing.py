"""The map of the project is true: its paths, folders, commands and links exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What .gitignore and git itself leave out; a look at the files needs no git.
UNTRACKED = re.compile(
    r"\.git/|\.venv|node_modules|dist/|model/build/|extension/vendor/|(?:.*/)?__pycache__/"
    r"|\.(?:mypy|pytest|ruff)_cache/|\.hypothesis/"
)


def list_files(folder: Path = ROOT) -> Iterator[str]:
    for path in folder.iterdir():
        name = path.relative_to(ROOT).as_posix()
        if UNTRACKED.match(f"{name}/"):
            continue
        if path.is_dir():
            yield from list_files(path)
        else:
            yield name


FILES = set(list_files())
FOLDERS = {str(folder) for path in FILES for folder in Path(path).parents} - {"."}
PAGES = sorted(path for path in FILES if path.endswith(".md") and "fixtures" not in path)
TOPS = {path.split("/")[0] for path in FILES if "/" in path}

# A folder stands for those inside it: a page of a test, a language.
PARENTS = ("tests/fixtures/", "extension/_locales/", ".github/")

# They tell what was run at the time.
HISTORIES = {"model/LOG.md", "CHANGELOG.md"}

MOST_FILES = 5


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def list_requests() -> dict[str, list[str]]:
    section = read("CONTRIBUTING.md").split("## To change something\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (`.+?) \| `make .+ \|$", section, re.M)
    return {request: re.findall(r"`([^`]+)`", files) for request, files in rows}


def list_commands(page: str) -> set[str]:
    """Return what a page tells its reader to type, in code spans and in blocks."""
    text = read(page)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    blocks = re.findall(r"^(?: {4}|\$ )(.+)$", text, re.M)
    return {line.strip() for line in (*spans, *blocks)}


def test_the_requests_are_many_and_each_needs_few_files() -> None:
    requests = list_requests()
    assert len(requests) >= 10
    assert {
        request: files for request, files in requests.items() if not 1 <= len(files) <= MOST_FILES
    } == {}


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_every_path_that_is_named_exists(page: str) -> None:
    # Alone in a code span, or as what a make target is to run.
    named = {span.rstrip("/") for span in re.findall(r"(?:`|ARGS=)([\w./-]+)`", read(page))}
    paths = {span for span in named if span.split("/")[0] in TOPS and "/" in span}
    assert paths
    assert {path for path in paths if path not in FILES | FOLDERS} == set()


def test_every_file_of_a_request_exists() -> None:
    named = {path for files in list_requests().values() for path in files}
    assert {path for path in named if path not in FILES | FOLDERS} == set()


def test_every_folder_has_its_line_in_the_tree() -> None:
    tree = re.search(r"```text\n(.*?)```", read("ARCHITECTURE.md"), re.S)
    assert tree
    lines = re.findall(r"^([\w./-]+)/ +\S", tree[1], re.M)
    known = {folder for folder in FOLDERS if not folder.startswith(PARENTS)}
    assert sorted(lines) == sorted(set(lines))
    assert set(lines) == known


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    named = {
        target
        for command in list_commands(page)
        for target in re.findall(r"^make ([a-z-]+)", command)
    }
    assert named - targets == set()


def test_every_module_that_is_named_can_be_run() -> None:
    named: dict[str, str] = {}
    for path in FILES:
        is_text = path.endswith((".md", ".py", ".sh")) or path == "Makefile"
        if is_text and path not in HISTORIES:
            for module in re.findall(r"python -m ((?:server|model|tests)[.\w]*\w)", read(path)):
                named[module] = path
    assert named
    missing = {}
    for module, path in named.items():
        file = module.replace(".", "/")
        if not {f"{file}.py", f"{file}/__main__.py"} & FILES:
            missing[module] = path
    assert missing == {}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
