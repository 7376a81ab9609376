"""What chooses sentences without a network; ours are split for it while nobody measures."""

from functools import partial

from model.evaluation.baselines import BASELINES
from server.digest.article import Article
from tests.bench.costs.systems import Loaded


def load_peer(name: str) -> Loaded:
    """One of model.evaluation.baselines, by its name there."""
    choose = BASELINES[name]
    return Loaded(lambda paragraphs: partial(choose, Article.from_paragraphs(paragraphs)))
