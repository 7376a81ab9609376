"""Train a network on prepared examples, resuming from the last checkpoint if there is one.

Run as `python -m model.training.trainer [--corpus DIR] [--weights DIR] [--run DIR]`: the teacher,
of six layers in fp32. With `--teacher FILE` it trains the student, of three layers that learn to
round. `--start FILE` starts from a trained network; `--device cuda` trains on a GPU.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model.command_line import BUILD, make_parser
from model.data.dataset import ArticleExample, CompressionExample, load_examples
from model.data.documents import SEED
from model.data.sources import load_sources
from model.data.treebanks import ParseExample, load_treebank
from model.training.batches import (
    Articles,
    Sentences,
    Trees,
    collate_articles,
    collate_sentences,
    collate_trees,
    draw_batches,
)
from model.training.checkpoints import load_network, save_network
from model.training.losses import (
    WEIGHTS,
    measure_attachment,
    measure_capture,
    measure_losses,
    move,
)
from model.training.network import (
    STUDENT_LAYERS,
    TEACHER_LAYERS,
    TRAINED,
    MiniLM,
    Network,
)
from model.training.quantized_linear import set_rounding
from model.training.word_embeddings import round_words

STEPS = 1600
# The articles that a step reads, of some 700 tokens each; as many sentences of 35 tokens; and, for
# each four of them, a window of treebank of 330.
ARTICLES = 16
ARTICLES_PER_TREE = 4
# The published encoder needs little change; the heads start from random weights.
ENCODER_RATE = 1.5e-4
HEAD_RATE = 1e-3
# What a trained network is continued with.
CONTINUED = 1 / 3
WEIGHT_DECAY = 0.01
WARMUP = 0.06
CLIP = 1.0
# The share of training after which the student computes in int8: from the start, it learns slower.
ROUNDING = 0.35
# Steps between two checkpoints: a power cut costs some minutes on two cores.
CHECKPOINT = 100


class Run:
    """A training run in a folder: checkpoint.pt has its state, log.jsonl its measurements."""

    def __init__(self, network: Network, steps: int, folder: Path, pace: float = 1.0) -> None:
        """Start a run with learning rates times `pace`, or resume it from its checkpoint."""
        self.network = network
        self.steps = steps
        self.step = 0
        self._folder = folder
        encoder = [p for p in network.encoder.parameters() if p.requires_grad]
        heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
        groups = [
            {"params": encoder, "lr": pace * ENCODER_RATE},
            {"params": heads, "lr": pace * HEAD_RATE},
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._scale_rate)
        self._checkpoint = folder / "checkpoint.pt"
        folder.mkdir(parents=True, exist_ok=True)
        if self._checkpoint.is_file():
            state = torch.load(self._checkpoint, weights_only=True)
            network.load_state_dict(state["network"])
            self._optimizer.load_state_dict(state["optimizer"])
            self._schedule.load_state_dict(state["schedule"])
            self.step = state["step"]

    def advance(self, losses: dict[str, Tensor]) -> None:
        """Take one optimiser step on the weighted sum of the losses."""
        loss = sum(WEIGHTS[name] * value for name, value in losses.items())
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1

    def save(self) -> None:
        """Write the checkpoint; a crash leaves either the old or the new one whole."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "step": self.step,
        }
        fresh = self._checkpoint.with_suffix(".new")
        torch.save(state, fresh)
        fresh.replace(self._checkpoint)

    def log(self, **entry: float) -> None:
        """Append a line to the log and print it."""
        line = json.dumps({"step": self.step, **{k: round(v, 4) for k, v in entry.items()}})
        print(line, flush=True)
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _scale_rate(self, step: int) -> float:
        warmup = max(1, round(WARMUP * self.steps))
        return min(1.0, (step + 1) / warmup) * max(0.0, 1 - step / self.steps)


def draw_steps(
    corpus: Path, trees: list[ParseExample], size: int = ARTICLES
) -> Iterator[tuple[Articles, Sentences, Trees]]:
    """Yield what each step reads, `size` articles and more, forever, in a fixed order."""
    articles = load_examples(corpus / "articles.npz", ArticleExample)
    sentences = load_examples(corpus / "sentences.npz", CompressionExample)
    for news, lone, windows in zip(
        draw_batches(articles, size, SEED),
        draw_batches(sentences, size, SEED),
        draw_batches(trees, max(1, size // ARTICLES_PER_TREE), SEED),
        strict=True,
    ):
        yield collate_articles(news), collate_sentences(lone), collate_trees(windows)


def train(
    run: Run,
    teacher: Network | None,
    steps: Iterator[tuple[Articles, Sentences, Trees]],
    development: tuple[list[ArticleExample], list[ParseExample]],
    device: str,
    pause: int = CHECKPOINT,
    rounding: float = ROUNDING,
) -> None:
    """Train to the end of a run, with a checkpoint and a line in its log every `pause` steps.

    With a teacher, the network computes in int8 after the share `rounding` of its steps.
    """
    network, start = run.network, time.monotonic()
    losses: defaultdict[str, list[float]] = defaultdict(list)
    for batches in islice(steps, run.step, run.steps):
        is_rounding = teacher is not None and run.step >= rounding * run.steps
        set_rounding(network, is_rounding)
        network.train()
        articles, sentences, trees = batches
        step_losses = measure_losses(
            network, teacher, move(articles, device), move(sentences, device), move(trees, device)
        )
        run.advance(step_losses)
        for name, loss in step_losses.items():
            losses[name].append(float(loss.detach()))
        if run.step % pause == 0 or run.step == run.steps:
            run.save()
            network.eval()
            means = {name: float(np.mean(values)) for name, values in losses.items()}
            capture = measure_capture(network, development[0])
            attached, labelled = measure_attachment(network, development[1])
            run.log(
                **means,
                capture=capture,
                uas=attached,
                las=labelled,
                seconds=time.monotonic() - start,
            )
            losses.clear()


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.training.trainer", __doc__, "--sources", "--weights", "--run")
    parser.add_argument("--corpus", type=Path, default=BUILD / "corpus", metavar="DIR")
    parser.add_argument("--teacher", type=Path, metavar="FILE", help="whom the student learns from")
    parser.add_argument("--start", type=Path, metavar="FILE", help="a trained network to continue")
    parser.add_argument("--rounding", type=float, default=ROUNDING, metavar="SHARE")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"default {STEPS}")
    parser.add_argument("--pause", type=int, default=CHECKPOINT, help="steps between checkpoints")
    parser.add_argument("--batch", type=int, default=ARTICLES, help=f"articles ({ARTICLES})")
    parser.add_argument("--rows", type=int, help="at most this many windows of each treebank")
    parser.add_argument("--device", default="cpu", help="cpu (default) or cuda")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    sources = load_sources(options.sources)
    teacher = options.teacher and load_network(options.teacher, options.weights)
    if options.start:
        network = load_network(options.start, options.weights)
    else:
        layers = STUDENT_LAYERS if teacher else TEACHER_LAYERS
        network = Network(MiniLM.load(options.weights / "model.safetensors", layers))
    if teacher:
        teacher.to(options.device)
        round_words(network.encoder)
    run = Run(
        network.to(options.device), options.steps, options.run, CONTINUED if options.start else 1.0
    )
    trees = load_treebank(*sources.treebank)[: options.rows]
    steps = draw_steps(options.corpus, trees, options.batch)
    development = (
        load_examples(options.corpus / "development.npz", ArticleExample),
        load_treebank(sources.treebank_development)[: options.rows],
    )
    train(run, teacher, steps, development, options.device, options.pause, options.rounding)
    save_network(network, options.run / TRAINED)
    print(f"{options.run / TRAINED}: trained for {options.steps} steps")


if __name__ == "__main__":
    main()
