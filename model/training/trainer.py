"""Train the network on prepared examples, resuming from the last checkpoint if there is one.

Run as `python -m model.training.trainer [--corpus DIR] [--weights DIR] [--run DIR]`;
`--device cuda` trains on a GPU.
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from model.command_line import BUILD, make_parser
from model.data.dataset import UNKNOWN, Example, load_examples
from model.data.documents import POINTS, SEED
from model.training.network import COMPRESSION_KEEP, HIGHLIGHT_KEEP, NETWORK, MiniLM, Network

# 25,600 windows of 20,200 articles: 83 minutes on two cores.
STEPS = 1600
ARTICLES = 16
SENTENCES = 16
# The published encoder needs little change; the heads start from random weights.
ENCODER_RATE = 8e-5
HEAD_RATE = 1e-3
WEIGHT_DECAY = 0.01
WARMUP = 0.06
CLIP = 1.0
# The weight of each keep loss beside salience's 1: one encoder serves both tasks, and keeping words
# is the smaller one.
KEEP_WEIGHT = 0.3
# Steps between two checkpoints: a power cut costs at most eight minutes on two cores.
CHECKPOINT = 150
# Examples are sorted by length in groups of this size before they are cut into batches, so that
# little of a batch is padding.
POOLED = 50 * ARTICLES


@dataclass(frozen=True, slots=True)
class Batch:
    """B examples padded to T tokens and S sentences: the network's inputs, and the labels."""

    ids: Tensor
    mask: Tensor
    pool: Tensor
    ranks: Tensor
    salience: Tensor
    keep: Tensor


def collate(examples: Sequence[Example], device: str) -> Batch:
    """Pad examples to one batch; the labels of padding are UNKNOWN."""
    size = len(examples)
    tokens = max(len(example.ids) for example in examples)
    pieces = max(len(example.ranks) for example in examples)
    ids = np.zeros((size, tokens), dtype=np.int64)
    mask = np.zeros((size, tokens), dtype=np.int64)
    keep = np.full((size, tokens), UNKNOWN, dtype=np.float32)
    pool = np.zeros((size, pieces, tokens), dtype=np.float32)
    ranks = np.zeros((size, pieces), dtype=np.int64)
    salience = np.full((size, pieces), UNKNOWN, dtype=np.float32)
    for row, example in enumerate(examples):
        length, count = len(example.ids), len(example.ranks)
        ids[row, :length], mask[row, :length], keep[row, :length] = example.ids, 1, example.keep
        ranks[row, :count], salience[row, :count] = example.ranks, example.salience
        for place, (start, end) in enumerate(zip(example.starts, example.ends, strict=True)):
            pool[row, place, start:end] = 1 / (end - start)
    arrays = (ids, mask, pool, ranks, salience, keep)
    return Batch(*(torch.from_numpy(array).to(device) for array in arrays))


def draw_batches(examples: Sequence[Example], size: int, seed: int) -> Iterator[list[Example]]:
    """Yield batches of similar length forever, in a new order each epoch."""
    draw = random.Random(seed)  # noqa: S311
    while True:
        order = draw.sample(range(len(examples)), len(examples))
        for start in range(0, len(order), POOLED):
            pooled = sorted(order[start : start + POOLED], key=lambda i: len(examples[i].ids))
            batches = [pooled[first : first + size] for first in range(0, len(pooled), size)]
            draw.shuffle(batches)
            for batch in batches:
                yield [examples[index] for index in batch]


def measure_losses(network: Network, articles: Batch, sentences: Batch) -> dict[str, Tensor]:
    """Return the losses of salience and of both outputs of the keep head, by name."""
    salience, keep = network(articles.ids, articles.mask, articles.pool, articles.ranks)
    _, compressed = network(sentences.ids, sentences.mask, sentences.pool, sentences.ranks)
    return {
        "salience": _average_loss(salience, articles.salience),
        "highlight_keep": _average_loss(keep[..., HIGHLIGHT_KEEP], articles.keep),
        "compression_keep": _average_loss(compressed[..., COMPRESSION_KEEP], sentences.keep),
    }


def _average_loss(logits: Tensor, labels: Tensor) -> Tensor:
    known = labels != UNKNOWN
    if not known.any():
        # The mean of no values is NaN, and would make the whole loss NaN.
        return 0 * logits.sum()
    return cross_entropy(logits[known].float(), labels[known])


def measure_capture(network: Network, examples: Sequence[Example], device: str) -> float:
    """Return the labels of the three most salient sentences over those of the best three.

    1 means that the network chooses like the oracle. Each window counts as an article.
    """
    captured = best = 0.0
    network.eval()
    with torch.inference_mode():
        for example in examples:
            batch = collate([example], device)
            salience, _ = network(batch.ids, batch.mask, batch.pool, batch.ranks)
            labels = np.maximum(example.salience, 0)
            weights = np.where(example.salience >= 0, salience[0].float().cpu().numpy(), -np.inf)
            captured += float(labels[np.argsort(-weights)[:POINTS]].sum())
            best += float(np.sort(labels)[-POINTS:].sum())
    network.train()
    return captured / best


class Run:
    """A training run in a folder: checkpoint.pt has its state, log.jsonl its measurements."""

    def __init__(self, network: Network, steps: int, folder: Path) -> None:
        """Start a run, or resume it from the folder's checkpoint."""
        self.network = network
        self.steps = steps
        self.step = 0
        self._folder = folder
        encoder = [p for p in network.encoder.parameters() if p.requires_grad]
        heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
        groups = [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
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
        keep = losses["highlight_keep"] + losses["compression_keep"]
        loss = losses["salience"] + KEEP_WEIGHT * keep
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


def train(
    corpus: Path, weights: Path, out: Path, steps: int, device: str, pause: int = CHECKPOINT
) -> Network:
    """Train up to step `steps`, with a checkpoint every `pause` steps, and return the network.

    The seed is fixed, and a resumed run sees the batches that it would have seen without the break.
    """
    torch.manual_seed(SEED)
    network = Network(MiniLM.load(weights / "model.safetensors")).to(device).train()
    # Word embeddings stay as published: an hour of news is too little to retrain 30,000 of them.
    network.encoder.words.requires_grad_(False)
    run = Run(network, steps, out)
    articles = draw_batches(load_examples(corpus / "articles.npz"), ARTICLES, SEED)
    sentences = draw_batches(load_examples(corpus / "sentences.npz"), SENTENCES, SEED)
    development = load_examples(corpus / "development.npz")
    if run.step == 0:
        run.log(capture=measure_capture(network, development, device))
    losses: dict[str, list[float]] = defaultdict(list)
    start = time.monotonic()
    batches = zip(articles, sentences, strict=False)
    for windows, lone in islice(batches, run.step, steps):
        parts = measure_losses(network, collate(windows, device), collate(lone, device))
        run.advance(parts)
        for name, part in parts.items():
            losses[name].append(float(part.detach()))
        if run.step % pause == 0 or run.step == steps:
            run.save()
            means = {name: float(np.mean(values)) for name, values in losses.items()}
            capture = measure_capture(network, development, device)
            run.log(**means, capture=capture, seconds=time.monotonic() - start)
            losses.clear()
    return network.eval()


def main() -> None:
    """Run the command line."""
    parser = make_parser("model.training.trainer", __doc__, "--weights", "--run")
    parser.add_argument("--corpus", type=Path, default=BUILD / "corpus", metavar="DIR")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"default {STEPS}")
    parser.add_argument("--pause", type=int, default=CHECKPOINT, help="steps between checkpoints")
    parser.add_argument("--device", default="cpu", help="cpu (default) or cuda")
    options = parser.parse_args()
    network = train(
        options.corpus,
        options.weights,
        options.run,
        options.steps,
        options.device,
        options.pause,
    )
    save_file(network.cpu().state_dict(), options.run / NETWORK)
    print(f"{options.run / NETWORK}: trained for {options.steps} steps")


if __name__ == "__main__":
    main()
