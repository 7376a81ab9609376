"""The words by which the rules of compression find removable parts of a sentence."""

import re

from server.digest.english.closed_class import (
    BEFORE_ADJECTIVE,
    CONJUNCTIONS,
    DETERMINERS,
    RELATIVES,
    list_words,
)

# Appositives and participles: `appositives.py`.
AGE_REMARK = re.compile(r"(?:aged )?\d{1,2}$")
# Participles that open a separate clause behind a comma.
REMARK_PARTICIPLES = list_words(
    "including based led known dubbed located born backed followed accompanied joined filmed"
    " recorded published released owned founded nicknamed flanked surrounded dressed armed"
    " prompted fuelled fueled triggered sparked organised organized sponsored hosted"
)
# "along with", "together with", "as well as"
COMPANION_OPENINGS = frozenset((("along", "with"), ("together", "with"), ("as", "well")))
# Words in -ing that are not participles, or whose phrase carries content.
NOT_PARTICIPLES = list_words(
    "bring thing something nothing anything everything king spring morning evening during being"
    " ceiling building wedding meeting training according notwithstanding barring excluding"
    " pending ring string wing sibling"
)

# Discourse markers: `discourse_markers.py`.
# Openings without content before their comma; without them the point is self-contained.
DROPPABLE_CONNECTIVE = re.compile(
    r"(?:but|and|yet|so|still|also|meanwhile|however|moreover|furthermore|additionally|nevertheless"
    r"|nonetheless|indeed|besides|then|finally|similarly|likewise|in addition|of course"
    r"|for example|for instance|as a result|in fact|after all|in turn|plus|again|too|now"
    r"|consequently|therefore|unfortunately|fortunately|interestingly|surprisingly|remarkably"
    r"|unsurprisingly|incredibly|amazingly|sadly|luckily|naturally|thankfully|ultimately"
    r"|eventually|clearly|obviously|well|to be sure|in other words|in short|in the meantime"
    r"|at the same time|on the other hand|on top of that|that said|even so|in the end|as usual"
    r"|in any case|what['’]s more),$",
    re.I,
)
# Removable before a subject even without a comma; "But for his help" stays.
BARE_CONNECTIVES = list_words("but and yet so meanwhile")
REFERRING_WORDS = list_words("he she it they this that these those him her his its their")
INTENSIFIERS = list_words(
    "very really simply quite actually truly extremely incredibly hugely highly absolutely"
    " totally completely utterly also basically literally famously eventually ultimately currently"
)
# An intensifier belongs to one of these before it: "not very", "but also", "a very".
BEFORE_BOUND = list_words("not but a an so as too")
# Where something was said; it does not restrict what.
OCCASION = re.compile(
    r"(?:in|during|at) an? (?:\w+ ){0,2}(?:statement|interview|press conference|news conference"
    r"|press release|news release|briefing|speech|post|tweet|video message)$"
)

# Trailing clauses: `trailing_clauses.py`.
# After one of these, a trailing phrase may restrict what comes before it: "No one may fish in
# Skerra", "the most goals in the league", "banned smoking in cars".
RESTRICTING_CONTEXT = list_words(
    "not never no none nobody nothing neither nor cannot only can could may might must shall"
    " should will would than if when until unless whether as such same known both either between"
    " most first every each all any largest biggest highest lowest best worst oldest youngest"
    " greatest record ban bans banned barred outlawed legalised legalized prohibited criminalised"
    " criminalized restricted limited allowed permitted ended scrapped abolished cancelled"
    " canceled halted suspended opposed stopped prevented blocked refused failed declined avoided"
    " quit legal illegal lawful unlawful advised urged ordered required recommended"
)
# Right before a trailing phrase, these belong to it: "minutes after …", "just outside …".
TIME_MODIFIERS = list_words(
    "just even shortly soon immediately minutes hours days weeks months years long moments far well"
)
EVENT_VERBS = list_words(
    "killed injured wounded arrested shot detained hurt died resigned crashed collapsed launched"
    " unveiled destroyed damaged stabbed kidnapped rescued hospitalized hospitalised opened closed"
    " published filmed captured attacked said sank drowned exploded erupted"
)
# A phrase with one of these says more than when, where or how.
MORE_THAN_SCENE = list_words("to but or since than last every each")
BEFORE_COMPLEMENT = BEFORE_ADJECTIVE | {"who", "which", "where", "when", "out", "up", "into", "not"}
TAIL_CONJUNCTIONS = list_words("after as while when because where")
# A second verb needs one of these before it, or it is the main verb of the sentence.
CLAUSE_OPENERS = (
    RELATIVES
    | CONJUNCTIONS
    | list_words("that as when while after before because if how what he she it they we")
)

# Prepositional phrases: `prepositional_phrases.py`.
PHRASE_OPENERS = list_words(
    "in at on by for from with during near outside inside amid across alongside against over under"
    " around among between within behind beyond through into since before after following about"
    " via throughout"
)
# A phrase is complete before these; "of", "to" or "on" may belong to its last noun.
PHRASE_ENDS = list_words("in at during near outside inside amid after before following since from")
PHRASE_BREAKS = list_words("as so while when because but who which where that")
# Phrases that a passive verb does not require, unlike "paired with" and "asked for".
CIRCUMSTANCES = list_words(
    "in at on near outside inside during by from after before following across"
)
PASSIVE_AUXILIARIES = list_words("was were been being is are")
# Right before a phrase, these belong to it.
BEFORE_BOUND_PHRASE = (
    BEFORE_COMPLEMENT
    | TIME_MODIFIERS
    | DETERMINERS
    | PHRASE_BREAKS
    | list_words("along together diagnosed paired according due such other rather same notable")
)
# The phrase completes one of these: "left three men in hospital".
NEEDS_COMPLEMENT = list_words(
    "light slip"
    " left leave leaves leaving keep keeps kept keeping put puts putting place placed found find"
    " finds held hold spend spent spending live lives lived living stay stayed remain remained"
    " remains based born involved engaged interested resulted set play played plays role interest"
    " increase rise drop decline fall change confidence faith belief stake surge part difference"
    " step look looked looking hand provide provided provides replaced replace charge charges"
    " compared compare linked link associated supplied filled presented face faced mistook traded"
    " bound due away apart aside far straight close next subject accused accusing charged"
    " convicted suspected turned known mixed used using thanks responsible number group series lot"
    " taken brought sent given driven drawn made causing cut raised reduced increased aimed calls"
    " call called search need demand reputation responsibility ask asked appealed career get gets"
    " getting prepare prepares prepared preparing credit credits credited crediting speak spoke"
    " spoken speaking talk talked"
)
# "at least 37", "in all 40" and "about 20 times" are amounts.
AMOUNT_OPENINGS = list_words("least most all about over under")
# A phrase with one of these quantifies the rest, or contains part of it: "won gold in Skerra and
# bronze".
QUANTIFYING_LINKS = list_words("every each than and or")
