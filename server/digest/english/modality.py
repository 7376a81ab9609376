"""Words that negate, weaken or attribute a statement, and others that decide if it is true."""

import re

from server.digest.english.closed_class import list_words

# The comment above each list shows what a sentence would turn into without its words.
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
CONDITIONALS = list_words("if unless whether until once provided otherwise barring pending")
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
    | CONDITIONALS
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
CONTRACTED = re.compile(r"(?:n['’]t|['’](?:ll|d))$")
# Capitalised inside a sentence, these are names and not words of the lists.
CAPITALISED_EXCEPTIONS = frozenset(("States", "May", "Will"))
