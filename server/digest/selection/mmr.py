"""Select the sentences that become points: salient, without repetition, and self-contained."""

from collections.abc import Sequence
from statistics import fmean

from server.digest.article import Article
from server.digest.english.coreference import find_needs
from server.digest.english.stems import compare_stems
from server.digest.salience.scorer import Scores

# Two sentences say the same if they share this part of the content words of the shorter one: a pull
# quote, or an event told twice. Blocking by one common trigram (Paulus 2017, arXiv:1705.04304)
# costs up to half a point of ROUGE, since "Prime Minister David Cameron" is one.
REPETITION = 0.6
# Below that, the share of its salience that a sentence would lose if it said nothing new: a digest
# that covers three sides of a story is worth more (model/LOG.md, 2026-11-22).
DISCOUNT = 0.7

Group = tuple[int, ...]


def select(article: Article, scores: Scores, count: int) -> list[int]:
    """Return the indices of at most `count` sentences, in the article's order.

    Greedy maximal marginal relevance (Carbonell and Goldstein 1998) over the eligible sentences:
    salience is discounted by how much of a sentence a chosen one has already said. A sentence that
    depends on another is taken together with it or not at all: the group with the best mean is
    taken if there is room for it. A sentence that repeats a chosen one, or depends on one that
    cannot be chosen, is taken only if no other is left. Fewer than `count` are returned only if
    fewer are eligible.
    """
    choice = _Choice(article, scores.salience.tolist())
    while choice.left and len(choice.chosen) < count:
        choice.take(choice.find_best(count - len(choice.chosen)))
    return sorted(choice.chosen)


class _Choice:
    """The `chosen` sentences, those `left`, and how much of each has already been said."""

    def __init__(self, article: Article, salience: Sequence[float]) -> None:
        texts = [sentence.text for sentence in article.sentences]
        self.chosen: set[int] = set()
        # A dictionary used as a set that keeps the article's order.
        self.left = dict.fromkeys(i for i, eligible in enumerate(article.eligible) if eligible)
        self._salience = salience
        self._said = [0.0] * len(texts)
        self._needs = find_needs(texts)
        self._stems = article.stems

    def find_best(self, room: int) -> Group:
        """Return the group to take next: at most `room` sentences, or one if no group qualifies."""
        groups = [group for index in self.left if (group := self._form_group(index, room))]
        if groups:
            return max(groups, key=lambda group: fmean(map(self._weigh, group)))
        return (max(self.left, key=lambda index: (self._is_fresh(index), self._salience[index])),)

    def take(self, group: Group) -> None:
        self.chosen.update(group)
        self.left = dict.fromkeys(index for index in self.left if index not in self.chosen)
        for index in self.left:
            self._said[index] = max(self._said[index], *(self._compare(index, g) for g in group))

    def _form_group(self, index: int, room: int) -> Group:
        """Return a sentence and those it depends on, or () if they cannot all be chosen."""
        group: list[int] = []
        while len(group) < room and index in self.left and self._is_fresh(index):
            if any(self._compare(index, other) >= REPETITION for other in group):
                break
            group.append(index)
            wanted = self._needs[index]
            if wanted is None or any(place in wanted for place in self.chosen if place < index):
                return tuple(group)
            earlier = [place for place in wanted if place < index and place in self.left]
            index = max(earlier, key=self._salience.__getitem__, default=-1)
        return ()

    def _weigh(self, index: int) -> float:
        return self._salience[index] * (1 - DISCOUNT * self._said[index])

    def _is_fresh(self, index: int) -> bool:
        return self._said[index] < REPETITION

    def _compare(self, index: int, other: int) -> float:
        return compare_stems(self._stems[index], self._stems[other])
