"""Train the network on prepared examples; go on from the last checkpoint if there is one.

Run as `python -m model.training.trainer --corpus model/build/corpus --weights model/build/weights
--out model/build/run`; `--device cuda` trains on a GPU.
"""

import argparse
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

from model.data.dataset import UNKNOWN, Example, load_examples
from model.data.documents import SEED
from model.evaluation.systems import POINTS
from model.training.network import CORE_KEEP, TOLD_KEEP, Encoder, Network

NETWORK = "network.safetensors"
# 25,600 windows of 20,200 articles: what two cores read in an hour and a quarter.
STEPS = 1600
ARTICLES = 16
SENTENCES = 16
# The published weights are near what we need; the heads begin from nothing.
ENCODER_RATE = 8e-5
HEAD_RATE = 1e-3
WEIGHT_DECAY = 0.01
WARMUP = 0.06
CLIP = 1.0
# What the losses of the keep head count beside that of salience: it is the smaller task, and one
# encoder has to serve both.
TOLD = 0.3
CORE = 0.3
# Steps between two checkpoints: what a power cut may cost on a two-core machine is five minutes.
CHECKPOINT = 150
# Batches are cut from so many examples sorted by length, so that little of them is padding.
POOLED = 50 * ARTICLES


@dataclass(frozen=True, slots=True)
class Batch:
    """B examples, padded to T tokens and S sentences: the network's inputs, and the labels."""

    ids: Tensor
    mask: Tensor
    pool: Tensor
    ranks: Tensor
    salience: Tensor
    keep: Tensor


def collate(examples: Sequence[Example], device: str) -> Batch:
    """Pad examples to one batch; padding is labelled UNKNOWN."""
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
    """Yield batches for ever, each epoch in another order, lengths within a batch alike."""
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
    """Return the loss of salience, and of keeping words that highlights and compressions keep."""
    salience, keep = network(articles.ids, articles.mask, articles.pool, articles.ranks)
    _, core = network(sentences.ids, sentences.mask, sentences.pool, sentences.ranks)
    return {
        "salience": _average_loss(salience, articles.salience),
        "told": _average_loss(keep[..., TOLD_KEEP], articles.keep),
        "core": _average_loss(core[..., CORE_KEEP], sentences.keep),
    }


def _average_loss(logits: Tensor, labels: Tensor) -> Tensor:
    known = labels != UNKNOWN
    if not known.any():
        # The mean of nothing is no number, and would hide the others in the log.
        return 0 * logits.sum()
    return cross_entropy(logits[known].float(), labels[known])


def measure_capture(network: Network, examples: Sequence[Example], device: str) -> float:
    """Return the share of the best three sentences' labels that the three most salient have.

    1 is the oracle. Each window counts as an article.
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
    """A training run in a folder: its state is the checkpoint, its story is log.jsonl."""

    def __init__(self, network: Network, steps: int, folder: Path) -> None:
        """Start anew, or go on from the folder's checkpoint."""
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
        """Take one step down the sum of the losses."""
        loss = losses["salience"] + TOLD * losses["told"] + CORE * losses["core"]
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1

    def save(self) -> None:
        """Write the checkpoint so that a crash leaves either the old one or the new one whole."""
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
        """Add a line to the log, and print it."""
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
    """Train up to step `steps`, with a checkpoint each `pause` steps, and return the network.

    The same seed gives the same run, and one that is gone on with sees the batches that it would
    have seen without the break.
    """
    torch.manual_seed(SEED)
    network = Network(Encoder.load(weights / "model.safetensors")).to(device).train()
    # Our words are what they were: news does not teach 30,000 of them anew in an hour.
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
    parser = argparse.ArgumentParser(prog="python -m model.training.trainer", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("model/build/corpus"))
    parser.add_argument("--weights", type=Path, default=Path("model/build/weights"))
    parser.add_argument("--out", type=Path, default=Path("model/build/run"))
    parser.add_argument("--steps", type=int, default=STEPS, help=f"default {STEPS}")
    parser.add_argument("--pause", type=int, default=CHECKPOINT, help="steps between checkpoints")
    parser.add_argument("--device", default="cpu", help="cpu (default) or cuda")
    options = parser.parse_args()
    network = train(
        options.corpus,
        options.weights,
        options.out,
        options.steps,
        options.device,
        options.pause,
    )
    save_file(network.cpu().state_dict(), options.out / NETWORK)
    print(f"{options.out / NETWORK}: trained for {options.steps} steps")


if __name__ == "__main__":
    main()
