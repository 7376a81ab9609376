"""The systems in their processes: real ones, and one that is not there."""

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.costs.rounds import Child, measure_rounds, start_all
from tests.bench.costs.systems import BY_NAME, LEXRANK, MATRIX

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is read from Linux's /proc"
)


def test_a_system_is_asked_in_its_own_process(tmp_path: Path) -> None:
    with Child(BY_NAME[MATRIX], Path(sys.executable), tmp_path / "log") as child:
        cost = child.measure(["A word."])
    # Three matrices of 2,048 by 2,048 numbers, of four bytes each, are 50 MB.
    assert cost["ms"] > 1 and cost["cpu_s"] > 0 and cost["peak_mb"] > 50


def test_each_is_asked_as_often_as_it_is_to_be(tmp_path: Path) -> None:
    often, seldom = BY_NAME[MATRIX], replace(BY_NAME[MATRIX], rounds=1)
    turns: list[int] = []
    with ExitStack() as stack:
        children = [
            stack.enter_context(Child(often, Path(sys.executable), tmp_path / str(number)))
            for number in range(2)
        ]
        costs = measure_rounds(
            [(often, children[0]), (replace(seldom, name="seldom"), children[1])],
            (10, 20),
            most=3,
            tell=turns.append,
        )
    assert {name: list(map(len, found.values())) for name, found in costs.items()} == {
        MATRIX: [3, 3],
        "seldom": [1, 1],
    }
    assert turns == [1, 2, 3]


def test_a_peer_that_does_not_start_is_told_of(tmp_path: Path) -> None:
    broken = replace(BY_NAME[LEXRANK], name="nobody knows it")
    with ExitStack() as stack:
        running, missing = start_all(stack, [BY_NAME[MATRIX], broken], tmp_path)
    assert [system.name for system, _ in running] == [MATRIX]
    assert list(missing) == ["nobody knows it"]
    assert "KeyError" in missing["nobody knows it"]


def test_one_of_ours_that_does_not_start_ends_the_run(tmp_path: Path) -> None:
    broken = replace(BY_NAME[MATRIX], name="nobody knows it")
    with pytest.raises(ChildProcessError, match="KeyError"), ExitStack() as stack:
        start_all(stack, [broken], tmp_path)
