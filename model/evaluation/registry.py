"""All systems that can be measured, by name."""

from collections.abc import Collection
from pathlib import Path

from model.evaluation.baselines import BASELINES
from model.evaluation.centrality import CentralityScorer
from model.evaluation.nutgraf_systems import ABLATIONS, OURS, build_ours, digest, load_scorer
from model.evaluation.systems import System, choose_lead, quote
from server.artifact import Artifact
from server.errors import ModelMissing
from server.summarizer import Summarizer

LEAD = "lead3"
UNTRAINED = "untrained"
NAMES = (LEAD, *OURS, *ABLATIONS, UNTRAINED, *BASELINES)


def build_systems(names: Collection[str], folder: Path, network: Path) -> dict[str, System]:
    """Return the named systems in the order of NAMES.

    `folder` has our artefact. `network` is the published encoder, whose system selects by
    centrality under the same rules. Raise ModelMissing or ModelDamaged.
    """
    systems = {LEAD: System(quote(choose_lead))}
    if not {*OURS, *ABLATIONS}.isdisjoint(names):
        systems |= build_ours(*load_scorer(folder))
    if UNTRAINED in names:
        if not network.exists():
            raise ModelMissing(
                f"{network} does not exist;"
                " `python -m model.export.onnx_graph --untrained` writes it."
            )
        artifact = Artifact.load(folder)
        scorer = CentralityScorer.load(network, artifact.tokenizer, artifact.max_tokens)
        systems[UNTRAINED] = System(digest(Summarizer(UNTRAINED, scorer), "exact"))
    systems |= {name: System(quote(choose)) for name, choose in BASELINES.items()}
    return {name: systems[name] for name in NAMES if name in names}


def list_available(network: Path) -> list[str]:
    """Return all names, without the untrained system if its network does not exist."""
    return [name for name in NAMES if name != UNTRAINED or network.exists()]
