"""Our own summarizer, called in two ways, and its encoder alone."""

import atexit
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.data.documents import POINTS
from server.artifact import Artifact
from server.config import Config
from server.digest.article import Article
from server.digest.choices import Style
from server.digest.salience.blocks import weigh_in_blocks
from server.digest.salience.scorer import OVERLAP, FloatArray, rank_sentences
from server.digest.salience.windows import Tokens, Window
from server.encoder import Encoder
from server.summarizer import Summarizer
from tests.bench.costs.systems import Loaded
from tests.support.server_process import Process


def load_library(style: Style) -> Loaded:
    """Ours as a Python library: paragraphs in, points out."""
    summarizer = Summarizer.load(Config().model_dir)

    def digest(paragraphs: list[str]) -> None:
        summarizer.digest(Article.from_paragraphs(paragraphs), POINTS, style=style)

    return Loaded(lambda paragraphs: partial(digest, paragraphs))


def load_http(style: Style) -> Loaded:
    """Ours as the extension asks for it: JSON to a server on loopback, and JSON back."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    server = Process(Path(folder.name) / "server", Config().model_dir)
    atexit.register(server.stop)

    def ask(paragraphs: list[str]) -> None:
        body = json.dumps({"paragraphs": paragraphs, "style": style}).encode()
        response, answer = server.ask("POST", "/v1/digest", body)
        assert response.status == 200, answer

    return Loaded(lambda paragraphs: partial(ask, paragraphs), server.popen.pid)


def load_encoder() -> Loaded:
    """The network's passes over the windows and the sentences of an article, and nothing else."""
    artifact = Artifact.load(Config().model_dir)
    tokens, encoder = Tokens.load(artifact.tokenizer), Encoder.load(artifact)

    def read(windows: list[Window], ranks: NDArray[np.int64], traits: FloatArray) -> None:
        vectors = np.concatenate([encoder.read(window).vectors for window in windows])
        weigh_in_blocks(encoder.weigh, vectors, ranks, traits)

    def prepare(paragraphs: list[str]) -> Callable[[], None]:
        windows, article = pack_windows(tokens, artifact.max_tokens, paragraphs)
        ranks = rank_sentences(article.eligible)
        own = [ranks[piece.sentence] for window in windows for piece in window.pieces]
        return partial(read, windows, np.array(own), np.ones((len(own), 2), dtype=np.float32))

    return Loaded(prepare)


def pack_windows(tokens: Tokens, limit: int, paragraphs: list[str]) -> tuple[list[Window], Article]:
    """Return the windows that the scorer makes of an article, and the article."""
    article = Article.from_paragraphs(paragraphs)
    return tokens.pack([s.text for s in article.sentences], limit, OVERLAP), article
