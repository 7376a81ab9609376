"""A sentence with its grammar, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self


class Word(NamedTuple):
    """A word: its characters in the sentence, the index of its head, and its relation to it.

    The root of the sentence is its own head. The relations are those of Universal Dependencies,
    with few subtypes: "nsubj", "nsubj:pass", "obl", "acl:relcl". "dep" is one that is not known,
    and "goeswith" that of a part of the word before it.
    """

    start: int
    end: int
    head: int
    relation: str


class Subtree(NamedTuple):
    """A word and all that hangs on it: their characters, from the first to behind the last.

    If it is not `contiguous`, words that do not belong to it stand between.
    """

    start: int
    end: int
    contiguous: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """The tree over the words of a sentence; words are given by their index.

    `children` holds the words that hang on each word, in the order of the sentence, and `subtrees`
    what each word is the head of.
    """

    text: str
    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...]
    subtrees: tuple[Subtree, ...]

    @classmethod
    def of(cls, text: str, words: Sequence[Word]) -> Self:
        """Return the grammar of a sentence from its words, whose heads are a tree."""
        children: list[list[int]] = [[] for _ in words]
        for place, word in enumerate(words):
            if word.head != place:
                children[word.head].append(place)
        grammar = cls(text, tuple(words), tuple(map(tuple, children)), ())
        return cls(text, grammar.words, grammar.children, tuple(grammar._span_subtrees()))

    @property
    def root(self) -> int:
        """Return the word on which all others hang."""
        return next(place for place, word in enumerate(self.words) if word.head == place)

    def read(self, place: int) -> str:
        """Return a word as it is written."""
        word = self.words[place]
        return self.text[word.start : word.end]

    def list_members(self, place: int) -> list[int]:
        """Return a word and all words that hang on it, directly or not, in order."""
        members = [place]
        for member in members:
            members += self.children[member]
        return sorted(members)

    def list_ancestors(self, place: int) -> list[int]:
        """Return the head of a word, the head of that, and so on to the root; not the word."""
        ancestors = []
        while (head := self.words[place].head) != place:
            ancestors.append(head)
            place = head
        return ancestors

    def _span_subtrees(self) -> list[Subtree]:
        members = [self.list_members(place) for place in range(len(self.words))]
        return [
            Subtree(self.words[own[0]].start, self.words[own[-1]].end, own[-1] - own[0] < len(own))
            for own in members
        ]
