"""The words that the rules of the plain style look for, and those that they put in."""

from server.digest.english.closed_class import (
    CONJUNCTIONS,
    PREPOSITIONS,
    RELATIVES,
    SPEECH_VERBS,
    SUBORDINATORS,
    list_words,
)

# Splitting: subjects, embedding and attribution.
# What a subject is not, or is not alone.
NOT_IN_SUBJECT = PREPOSITIONS | SUBORDINATORS | RELATIVES | CONJUNCTIONS | {"that", "there", "here"}
# Behind one of these a clause is what somebody says, thinks or wants, or holds only if something
# else does: by itself it would be a fact.
EMBEDDING_WORDS = SPEECH_VERBS | list_words(
    "say saying tell tells telling according adds argued argues asked insisted insists warned warns"
    " writes stated states alleges testified acknowledged admitted noted suggested suggests"
    " reported reports concluded claim claims claimed claiming alleged allegedly reportedly accused"
    " if unless whether until once provided not never neither nor either when while where that how"
    " why so believe believes believed think thinks thought hope hopes hoped expect expects"
    " expected fear fears feared know knows knew mean means meant show shows showed shown find"
    " finds found agree agrees agreed promise promised vowed pledged ruled decided want wants"
    " wanted revealed discovered learned learnt feel feels felt see saw seen hear heard realised"
    " realized denied denies predict predicts predicted estimates estimated urged ordered told"
    " seems seemed appears appeared may might could would should"
)
# They govern the participle behind "and" as well: "was arrested … and sentenced".
GOVERNING_AUXILIARIES = list_words("was were is are")
# "the crew of the boat, who": what comes before these may be what is meant.
AMBIGUOUS_BEFORE = PREPOSITIONS | {"and", "or"}
PLACE_PREPOSITIONS = list_words("of in from at near")
NOUN_OPENINGS = list_words("a an the its his her their this that")
SAYING_VERBS = SPEECH_VERBS - {"told"} | list_words("say")

# Splitting: subordinate clauses.
HOW_LONG = list_words(
    "just even soon long right immediately seconds minutes hours days weeks months years second"
    " minute hour day week month year decades time moments"
)
# How the second sentence begins.
SECOND_SENTENCE_LINKS = {
    "after": "This came after",
    "before": "This came before",
    "because": "This is because",  # Or "was", as the first sentence has it.
    "although": "But",
    "though": "But",
}
SECOND_SENTENCE_OPENINGS = {
    "after": "After that,",
    "because": "So",
    "although": "But",
    "though": "But",
}
# What the whole of the first sentence did. Others, as "taking", may be what its subject did.
RESULT_VERBS = {
    "killing": "killed",
    "injuring": "injured",
    "wounding": "wounded",
    "causing": "caused",
    "forcing": "forced",
    "prompting": "prompted",
    "sparking": "sparked",
    "triggering": "triggered",
    "damaging": "damaged",
    "destroying": "destroyed",
    "allowing": "allowed",
    "creating": "created",
    "making it": "made it",
}
REPORTING_VERBS = {
    "saying": "said",
    "adding": "added",
    "claiming": "claimed",
    "arguing": "argued",
    "warning": "warned",
    "telling": "told",
    "calling": "called",
    "describing": "described",
    "citing": "cited",
}

# Substitution.
# What a verb without an ending follows: "to buy", "will buy", "we buy".
BEFORE_BASE = list_words(
    "to can could may might must shall should will would do does did don't doesn't didn't can't"
    " couldn't won't wouldn't shouldn't cannot i we you they help helps helped"
)
SUBJECTS_OF_THIRD = list_words("he she it who which that also")
BEINGS = list_words(
    "is are was were be been being isn't aren't wasn't weren't get gets got getting"
)
HAVINGS = list_words("has have had having hasn't haven't hadn't")
# Between an auxiliary and its participle.
BEFORE_PARTICIPLE = list_words("not also now still never already since later then been being")
DEGREE_WORDS = list_words("more most less least very so too as how quite rather extremely such")
# These count; a determiner before them does not.
COUNT_WORDS = ("more", "many", "several", "most", "enough", "too much", "too little", "much")
# Behind a phrasal verb its object would be cut off: "was set up by".
BEHIND_PHRASAL_VERB = list_words("by to as with that")

# What splitting puts in, which says nothing by itself.
SPLIT_OPENINGS = list_words("but so and")
BEHIND_THIS = frozenset(("came", "is", "was", *(verb.split()[0] for verb in RESULT_VERBS.values())))
