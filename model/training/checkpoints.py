"""Read the weights of a trained network from our own files, or from those of a lab run."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from model.training.network import MiniLM, Network

# The lab's names of modules, where they are not ours. Its word embeddings are the published ones,
# and left out of its files.
LAB_NAMES = {
    "enc.places": "encoder.positions",
    "enc.": "encoder.",
    "doc.": "document.layers.",
    "dn.": "document.norm.",
    "rank.": "document.ranks.",
    "nrec.": "document.traits.",
    "sal.": "document.salience.",
    "ad.": "grammar.dependents.",
    "ah.": "grammar.heads.",
    "hb.": "grammar.head_bias.",
    "ld.": "grammar.label_dependents.",
    "lh.": "grammar.label_heads.",
    "lo.": "grammar.label_pairs.",
    "lu.": "grammar.label_words.",
}
LAB_PARTS = {
    ".mix_norm.": ".attn_norm.",
    ".mix.": ".attn_out.",
    ".widen.": ".ffn_in.",
    ".narrow_norm.": ".ffn_norm.",
    ".narrow.": ".ffn_out.",
}


def save_network(network: Network, path: Path) -> None:
    """Write all weights as safetensors."""
    save_file({name: t.cpu().contiguous() for name, t in network.state_dict().items()}, path)


def load_network(path: Path, weights: Path) -> Network:
    """Read a network of any number of layers, from safetensors or from a lab's .npz.

    `weights` is the folder of the published encoder, whose word embeddings a lab's file lacks.
    Raise RuntimeError if a weight is missing or of the wrong shape, and OSError if a file is.
    """
    state = _load_lab_state(path, weights) if path.suffix == ".npz" else load_file(path)
    layers = {name.split(".")[2] for name in state if name.startswith("encoder.layers.")}
    network = Network(MiniLM(len(layers)))
    network.load_state_dict(state)
    return network.eval()


def _load_lab_state(path: Path, weights: Path) -> dict[str, Tensor]:
    with np.load(path) as file:
        state = {rename(name): torch.from_numpy(file[name].astype(np.float32)) for name in file}
    words = MiniLM.load(weights / "model.safetensors", layers=0).words.weight.detach()
    return {**state, "encoder.words.weight": words}


def rename(name: str) -> str:
    """Return our name of a lab's parameter."""
    for its, ours in LAB_NAMES.items():
        if name.startswith(its):
            name = ours + name.removeprefix(its)
            break
    for its, ours in LAB_PARTS.items():
        name = name.replace(its, ours)
    return name
