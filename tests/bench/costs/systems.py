"""Who is measured: ours, what it is made of, and what a user would pick instead."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# From an article's paragraphs to the work that is timed.
Prepare = Callable[[list[str]], Callable[[], object]]
# What an article cost: milliseconds, core-seconds and the peak of memory in MB; the last two are
# None where several processes were at work.
Cost = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A system that is ready, and the process that works, if that is another one.

    One with a clock of its own returns its milliseconds: what it times has several processes.
    """

    prepare: Prepare
    pid: int | None = None
    has_clock: bool = False


@dataclass(frozen=True, slots=True)
class System:
    """A system: its name in the table, who makes it, and how often it is asked in a whole run."""

    name: str
    loader: str
    arguments: tuple[str, ...]
    rounds: int
    is_ours: bool = True

    def load(self) -> Loaded:
        """Make it ready, in the process that measures it."""
        module, function = self.loader.split(":")
        loaded: Loaded = getattr(import_module(f"tests.bench.costs.{module}"), function)(
            *self.arguments
        )
        return loaded


# Tokens of a summary that is written: about what our three points have.
SUMMARY = 60

# What answers in a fraction of a second is asked often; what takes ten, twice.
OFTEN, SELDOM = 9, 2

OURS_HTTP = "Nutgraf, brief, HTTP"
ENCODER = "our encoder alone"
MATRIX = "a matrix product"
LEXRANK = "sumy LexRank"
LEAD6 = "SmolLM2-135M, llama.cpp, first 6 sentences"
DISTILBART_ORT = "DistilBART-6-6, ONNX Runtime, greedy"
DISTILBART_BEAMS = "DistilBART-6-6, PyTorch, 4 beams"

SYSTEMS = (
    System("Nutgraf, exact, library", "ours:load_library", ("exact",), OFTEN),
    System("Nutgraf, brief, library", "ours:load_library", ("brief",), OFTEN),
    System("Nutgraf, plain, library", "ours:load_library", ("plain",), OFTEN),
    System("Nutgraf, exact, HTTP", "ours:load_http", ("exact",), OFTEN),
    System("Nutgraf, plain, HTTP", "ours:load_http", ("plain",), OFTEN),
    System("Nutgraf, brief, click to first point", "clicks:load_clicks", (), OFTEN),
    System(OURS_HTTP, "ours:load_http", ("brief",), OFTEN),
    System(ENCODER, "ours:load_encoder", (), OFTEN),
    System(MATRIX, "roofline:load_matrix", (), OFTEN),
    System(LEXRANK, "peers:load_peer", ("lexrank",), OFTEN, is_ours=False),
    System("sumy TextRank", "peers:load_peer", ("textrank",), OFTEN, is_ours=False),
    System("lede", "peers:load_peer", ("lede",), OFTEN, is_ours=False),
    System(LEAD6, "llama:load_llama", ("6",), SELDOM, is_ours=False),
    System("SmolLM2-135M, llama.cpp, whole", "llama:load_llama", (), SELDOM, is_ours=False),
    *(
        System(f"{title}, {how}", loader, arguments, SELDOM, False)
        for title, name in (("DistilBART-6-6", "distilbart66"), ("T5-small", "t5small"))
        for how, loader, arguments in (
            ("ONNX Runtime, greedy", "exported:load_onnxruntime", (name,)),
            ("PyTorch, greedy", "architectures:load_torch", (name, "1")),
            ("PyTorch, 4 beams", "architectures:load_torch", (name, "4")),
        )
    ),
)
# What can be measured where the tests run: no weights to fetch, no network to export.
QUICK = (OURS_HTTP, ENCODER, MATRIX, LEXRANK)
BY_NAME = {system.name: system for system in SYSTEMS}
