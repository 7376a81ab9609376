"""An invented story for the tests of the evaluation, and a scorer that needs no network."""

from collections.abc import Generator

import numpy as np

from server.digest.article import Article
from server.digest.salience.scorer import Progress, Scores

STORY = [
    "The last ferry to Skerra sank in a storm on Monday night.",
    "All 31 people on board were saved by fishermen of the island.",
    "He said the engine had failed twice that week already.",
    "The council of Skerra will buy a second boat for two million crowns.",
    "Schools on the island stay closed until the mail can cross again.",
    "A fisherman, Ada Marlow, brought eleven people ashore in her own boat.",
]


class LengthScorer:
    """Scores sentences by length, and keeps the words of more than three letters."""

    def __init__(self) -> None:
        self.articles = 0

    def score(self, article: Article) -> Generator[Progress, None, Scores]:
        self.articles += 1
        yield Progress(1, 1)
        words = [sentence.text.split() for sentence in article.sentences]
        salience = np.array([len(own) / 100 for own in words], dtype=np.float32)
        keep = [np.array([len(w) > 3 for w in own], dtype=np.float32) for own in words]
        return Scores(salience, tuple(keep))
