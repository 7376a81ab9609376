"""Which words of a sentence a shorter version has to keep so that it stays true.

What turns, weakens or sources a statement never goes, and nothing that stands in quotation marks
does. Numbers, names and dates go only with a whole remark, such as "(£3m)" or ", who was born in
Skerra in 1950,": what is left is then still true, and of the same thing.
"""

import re
from collections.abc import Sequence

from server.digest.english.closed_class import list_words, strip_marks
from server.digest.english.openings import QUOTED

# Each name has beside it what would go wrong without it.
# "was not charged" -> "was charged"
NEGATIONS = list_words(
    "no not never none nobody nothing neither nor cannot without barely hardly scarcely"
    " rarely seldom unable fail fails failed lack lacks lacked refuse refuses refused deny"
    " denies denied denying except excluding"
)
CONTRASTS = list_words("despite although though however instead but")
# "might sell" -> "sells"
MODALS = list_words("can could may might must shall should will would ought")
# "if it rains" -> always
CONDITIONS = list_words("if unless whether until once provided otherwise barring pending")
# "allegedly stole" -> "stole"
HEDGES = list_words(
    "allegedly alleged alleging reportedly apparently apparent suspected possibly possible"
    " probably probable likely unlikely perhaps maybe seemingly seems seemed seem appears"
    " appeared appear believed thought feared presumed supposed purported purportedly accused"
    " accusing claim claims claimed claiming potential potentially so-called unconfirmed"
    " unclear unknown estimated expected planned roughly approximately nearly almost only"
    " charged convicted cleared acquitted suspicion"
)
# "police said" -> a fact
ATTRIBUTIONS = list_words(
    "said says say saying told tells tell telling according added adds adding announced"
    " announcing argued argues arguing asked confirmed confirming insisted insists warned"
    " warns warning tweeted wrote writes writing stated states stating alleges testified"
    " acknowledged admitted admitting explained noted suggested suggesting suggests citing"
    " reported reporting reports spokesman spokeswoman quoted concluded described describing"
)
TRUTH_WORDS = (
    NEGATIONS
    | CONTRASTS
    | MODALS
    | CONDITIONS
    | HEDGES
    | ATTRIBUTIONS
    | list_words(
        # "the sentence was overturned" -> the sentence
        "retracted overturned quashed reversed dropped withdrawn withdrew cancelled canceled"
        " postponed pardoned false falsely untrue wrong wrongly wrongfully mistakenly"
        # "was stabbed and died" -> "was stabbed"
        " died dies dead death deaths killed killing kills fatal fatally"
        # "Marlow, a character in the play, dies" -> "Marlow dies"
        " fictional fictitious character hoax parody satire satirical spoof fake mock simulated"
        " rumour rumours rumor rumors joke dream film novel"
    )
)
DATE_WORDS = list_words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december yesterday today tonight tomorrow"
)
NUMBER_WORDS = list_words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " dozen dozens hundred hundreds thousand thousands million millions billion billions half"
    " quarter third first second last twice"
)
CONTRACTED = re.compile(r"(?:n['’]t|['’](?:ll|d))$")
NAMES = frozenset(("States", "May", "Will"))


def find_protected(tokens: Sequence[str]) -> set[int]:
    """Return the places of the words that stay; tokens are the words of a sentence, as split."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if (word.lower() in TRUTH_WORDS or CONTRACTED.search(word.lower()))
        and not (place and word in NAMES)
    }


def find_facts(tokens: Sequence[str]) -> set[int]:
    """Return the places of numbers, names and dates, as far as digits, lists and capitals tell."""
    words = [strip_marks(token) for token in tokens]
    return {
        place
        for place, word in enumerate(words)
        if any(character.isdigit() for character in word)
        or word.lower() in NUMBER_WORDS | DATE_WORDS
        # The capital of the first word is the sentence's.
        or (place and word[:1].isupper() and word != "I")
    }


def find_quoted(tokens: Sequence[str]) -> set[int]:
    """Return the places of the tokens that a quotation holds or touches."""
    places: set[int] = set()
    starts: list[int] = []
    end = 0
    for token in tokens:
        starts.append(end)
        end += len(token) + 1
    for quotation in QUOTED.finditer(" ".join(tokens)):
        places.update(
            place
            for place, start in enumerate(starts)
            if start < quotation.end() and quotation.start() < start + len(tokens[place])
        )
    return places | {place for place, token in enumerate(tokens) if set(token) & set('"“”')}
