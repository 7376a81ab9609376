"""The network's arcs become a tree over the words of a sentence, with its subtrees as spans."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from server.artifact import Artifact
from server.digest.article import Article
from server.digest.grammar.grammar import Grammar, Subtree, Word
from server.digest.grammar.parser import Grammars, parse
from server.digest.salience.scorer import SalienceScorer, Syntax
from server.digest.salience.windows import Tokens
from server.encoder import Encoder
from tests.support.application import STORY, run

# The words of a sentence with their heads, counted from 0, and their relations; and its tokens.
TEXT = "She didn't say which boat Ada Lund bought."
WORDS = ["She", "did", "n't", "say", "which", "boat", "Ada", "Lund", "bought", "."]
HEADS = (3, 3, 3, 3, 5, 8, 8, 6, 3, 3)
RELATIONS = ["nsubj", "aux", "advmod", "root", "det", "obj", "nsubj", "flat", "ccomp", "punct"]
LONGER = {"n't": ["##n", "'", "t"], "Lund": ["L", "##und"]}
TOKENS = [token for word in WORDS for token in LONGER.get(word, [word])]
# The first token of each word.
FIRSTS = (0, 1, 2, 5, 6, 7, 8, 9, 11, 12)


def place(parts: list[str]) -> tuple[tuple[int, int], ...]:
    """Return where words or tokens stand in the text."""
    spans, end = [], 0
    for part in (part.removeprefix("##") for part in parts):
        start = TEXT.index(part, end)
        end = start + len(part)
        spans.append((start, end))
    return tuple(spans)


def make_syntax() -> Syntax:
    """Return what a network that knows the tree would say."""
    arcs = np.full((len(TOKENS), len(TOKENS)), -5, dtype=np.float32)
    relations = ["goeswith"] * len(TOKENS)
    for word, head in enumerate(HEADS):
        arcs[FIRSTS[word], FIRSTS[head]] = 5
        relations[FIRSTS[word]] = RELATIONS[word]
    for token in set(range(len(TOKENS))) - set(FIRSTS):
        arcs[token, max(first for first in FIRSTS if first < token)] = 5
    return Syntax(place(TOKENS), arcs, tuple(relations))


def point(syntax: Syntax, word: int, head: int, logit: float = 9) -> None:
    """Have a word hang rather on another."""
    syntax.arcs[FIRSTS[word], FIRSTS[head]] = logit


def test_likeliest_heads_that_are_a_tree_are_the_grammar() -> None:
    grammar = parse(TEXT, make_syntax())
    assert [grammar.read(word) for word in range(10)] == WORDS
    assert tuple((word.start, word.end) for word in grammar.words) == place(WORDS)
    assert tuple(word.head for word in grammar.words) == HEADS
    assert [word.relation for word in grammar.words] == RELATIONS
    assert grammar.root == 3


def test_a_word_hangs_on_the_word_of_the_likeliest_token() -> None:
    syntax = make_syntax()
    # "und", the second token of "Lund".
    syntax.arcs[FIRSTS[4], 10] = 9
    assert parse(TEXT, syntax).words[4].head == 7


def test_what_further_tokens_hang_on_does_not_matter() -> None:
    syntax = make_syntax()
    syntax.arcs[10, 0] = 9
    assert parse(TEXT, syntax) == parse(TEXT, make_syntax())


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    syntax = make_syntax()
    # "boat" would hang on "Lund" on "Ada" on "boat"; "Ada" has the second-best head.
    point(syntax, 5, 7)
    point(syntax, 6, 5, 6)
    grammar = parse(TEXT, syntax)
    assert [grammar.words[word].head for word in (5, 6, 7)] == [7, 8, 6]
    # Nothing is known of how "Ada" hangs on what was not its likeliest head.
    assert [grammar.words[word].relation for word in (5, 6, 7)] == ["obj", "dep", "flat"]


def test_there_is_one_root() -> None:
    syntax = make_syntax()
    point(syntax, 8, 8, 6)
    grammar = parse(TEXT, syntax)
    assert [place for place, word in enumerate(grammar.words) if word.head == place] == [3]
    assert (grammar.words[8].head, grammar.words[8].relation) == (3, "dep")


def test_the_root_is_called_so_whatever_the_network_calls_it() -> None:
    syntax = make_syntax()
    point(syntax, 3, 8)
    point(syntax, 8, 8, 6)
    grammar = parse(TEXT, syntax)
    assert (grammar.root, grammar.words[8].relation) == (8, "root")


def test_only_the_root_is_called_root() -> None:
    syntax = make_syntax()
    relations = tuple("root" if name == "obj" else name for name in syntax.relations)
    grammar = parse(TEXT, Syntax(syntax.spans, syntax.arcs, relations))
    assert [word.relation for word in grammar.words].count("root") == 1
    assert grammar.words[5].relation == "dep"


def test_a_word_without_a_token_continues_the_word_before_it() -> None:
    spans = ((0, 2), (3, 9), (10, 12), (12, 13))
    arcs = np.full((4, 4), -5, dtype=np.float32)
    arcs[[0, 1, 2, 3], [2, 2, 2, 2]] = 5
    grammar = parse("He cannot go.", Syntax(spans, arcs, ("nsubj", "aux", "root", "punct")))
    assert [grammar.read(word) for word in range(5)] == ["He", "can", "not", "go", "."]
    assert [word.head for word in grammar.words] == [3, 3, 1, 3, 3]
    assert grammar.words[2].relation == "goeswith"


def test_what_has_no_token_before_the_first_word_is_no_word() -> None:
    spans = ((2, 4), (5, 7))
    arcs = np.array([[-5, 5], [-5, 5]], dtype=np.float32)
    grammar = parse("\u0007 He is", Syntax(spans, arcs, ("nsubj", "root")))
    assert [grammar.read(word) for word in range(2)] == ["He", "is"]
    assert [word.head for word in grammar.words] == [1, 1]


def build() -> Grammar:
    words = zip(place(WORDS), HEADS, RELATIONS, strict=True)
    return Grammar.of(TEXT, [Word(*span, head, name) for span, head, name in words])


def test_a_subtree_is_a_span() -> None:
    grammar = build()
    texts = [grammar.text[tree.start : tree.end] for tree in grammar.subtrees]
    assert texts[3] == TEXT
    assert texts[5] == "which boat"
    assert texts[6] == "Ada Lund"
    assert texts[8] == "which boat Ada Lund bought"
    assert all(tree.contiguous for tree in grammar.subtrees)


def test_a_subtree_that_others_interrupt_is_not_contiguous() -> None:
    # "boat … bought" without "Ada Lund".
    words = [word._replace(head=3) if n == 6 else word for n, word in enumerate(build().words)]
    start, end = words[4].start, words[8].end
    assert Grammar.of(TEXT, words).subtrees[8] == Subtree(start, end, False)


def test_relatives_are_listed() -> None:
    grammar = build()
    assert grammar.children[3] == (0, 1, 2, 8, 9)
    assert grammar.list_members(8) == [4, 5, 6, 7, 8]
    assert grammar.list_ancestors(4) == [5, 8, 3]
    assert grammar.list_ancestors(3) == []


def test_a_grammar_is_plain_data() -> None:
    assert build() == build()
    assert hash(build()) == hash(build())
    with pytest.raises(FrozenInstanceError):
        build().words = ()  # type: ignore[misc]


def test_sentences_are_parsed_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def note(text: str, syntax: Syntax) -> Grammar:
        parsed.append(text)
        return parse(text, syntax)

    monkeypatch.setattr("server.digest.grammar.parser.parse", note)
    grammars = Grammars(["Not whole", TEXT], [None, make_syntax()])
    assert parsed == []
    assert grammars[0] is None
    assert grammars[1] is grammars[1]
    assert parsed == [TEXT]


def test_a_scorer_may_know_no_grammar() -> None:
    assert Grammars([TEXT], ())[0] is None


def test_every_sentence_of_an_article_has_a_tree(tiny_model: Path) -> None:
    artifact = Artifact.load(tiny_model)
    tokens, encoder = Tokens.load(artifact.tokenizer), Encoder.load(artifact)
    article = Article.from_paragraphs(STORY)
    scorer = SalienceScorer(tokens, encoder, artifact.max_tokens)
    _, scores = run(scorer.score(article))
    texts = [sentence.text for sentence in article.sentences]
    grammars = Grammars(texts, scores.syntax)
    for place, text in enumerate(texts):
        grammar = grammars[place]
        if scores.syntax[place] is None:
            # Letter by letter, the tiny tokenizer needs more than a window.
            assert grammar is None
            continue
        assert grammar is not None
        assert grammar.text == text
        # In the tiny network all words hang on the first.
        assert {word.head for word in grammar.words} <= set(range(len(grammar.words)))
        assert len(grammar.list_members(grammar.root)) == len(grammar.words)
