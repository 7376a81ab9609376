"""From the network's arcs between tokens to the tree over the words of a sentence."""

from collections.abc import Sequence

import numpy as np

from server.digest.grammar.grammar import Grammar, Word
from server.digest.grammar.tree import find_tree
from server.digest.grammar.words import find_owners, split_words
from server.digest.salience.scorer import Syntax

ROOT = "root"
# The relation of a word that is part of the word before it.
CONTINUATION = "goeswith"
# A relation that is not known.
UNKNOWN = "dep"


class Grammars:
    """The grammar of each sentence of an article, parsed when it is asked for the first time."""

    def __init__(self, texts: Sequence[str], syntax: Sequence[Syntax | None]) -> None:
        """Take all sentences, and what the scorer said of each; it may say nothing of any."""
        self._texts = texts
        self._syntax = syntax or [None] * len(texts)
        self._parsed: dict[int, Grammar] = {}

    def __getitem__(self, place: int) -> Grammar | None:
        """Return the grammar of the sentence at `place`, None if its syntax is not known."""
        syntax = self._syntax[place]
        if syntax is not None and place not in self._parsed:
            self._parsed[place] = parse(self._texts[place], syntax)
        return self._parsed.get(place)


def parse(text: str, syntax: Syntax) -> Grammar:
    """Return the grammar of a sentence.

    A word has the head and the relation of its first token, and the score of an arc to a word is
    that to its likeliest token. If the likeliest heads are not a tree, the best tree is taken; the
    relations of what it hangs elsewhere are unknown. A word without a token, such as the "not" of
    "cannot", continues the word that holds its first letter.
    """
    spans = split_words(text)
    owners = find_owners(syntax.spans, spans)
    # The words with tokens, and the first token of each.
    owning, firsts = np.unique(owners, return_index=True)
    arcs = syntax.arcs[firsts].astype(np.float64)
    scores = np.maximum.reduceat(arcs, firsts, axis=1)
    heads, likeliest = find_tree(scores), scores.argmax(axis=1)
    places = {owner: place for place, owner in enumerate(owning.tolist())}
    words: list[Word] = []
    for number, (start, end) in enumerate(spans):
        if number in places:
            place = places[number]
            head = heads[place]
            relation = syntax.relations[firsts[place]]
            if head == place:
                relation = ROOT
            elif head != likeliest[place] or relation == ROOT:
                relation = UNKNOWN
            words.append(Word(start, end, int(owning[head] - owning[0]), relation))
        elif words:
            words.append(Word(start, end, int(owning[place] - owning[0]), CONTINUATION))
    return Grammar.of(text, words)
