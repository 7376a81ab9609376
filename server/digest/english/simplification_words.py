"""The words that the rules of the plain style look for, and those that they insert."""

from server.digest.english.closed_class import (
    CONJUNCTIONS,
    PREPOSITIONS,
    RELATIVES,
    SPEECH_VERBS,
    SUBORDINATORS,
    list_words,
)

# Splitting: subjects, embedding and attribution.
# Words that a subject does not contain.
NOT_IN_SUBJECT = PREPOSITIONS | SUBORDINATORS | RELATIVES | CONJUNCTIONS | {"that", "there", "here"}
# A clause after one of these is said, thought, wanted or conditional. As a sentence of its own it
# would become a fact.
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
# These also govern the participle after "and": "was arrested … and sentenced".
GOVERNING_AUXILIARIES = list_words("was were is are")
# The antecedent may be the noun before one of these: "the crew of the boat, who".
AMBIGUOUS_BEFORE = PREPOSITIONS | {"and", "or"}
PLACE_PREPOSITIONS = list_words("of in from at near")
NOUN_OPENINGS = list_words("a an the its his her their this that")
SAYING_VERBS = SPEECH_VERBS - {"told"} | list_words("say")

# Splitting: subordinate clauses.
HOW_LONG = list_words(
    "just even soon long right immediately seconds minutes hours days weeks months years second"
    " minute hour day week month year decades time moments"
)
# How the second sentence begins, by the conjunction it replaces.
SECOND_SENTENCE_LINKS = {
    "after": "This came after",
    "before": "This came before",
    "because": "This is because",  # Or "was", to match the first sentence.
    "although": "But",
    "though": "But",
}
SECOND_SENTENCE_OPENINGS = {
    "after": "After that,",
    "because": "So",
    "although": "But",
    "though": "But",
}
# Effects of the whole first clause. Others, such as "taking", may be acts of its subject.
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
# Words before the base form of a verb: "to buy", "will buy", "we buy".
BEFORE_BASE = list_words(
    "to can could may might must shall should will would do does did don't doesn't didn't can't"
    " couldn't won't wouldn't shouldn't cannot i we you they help helps helped"
)
SUBJECTS_OF_THIRD = list_words("he she it who which that also")
BEINGS = list_words(
    "is are was were be been being isn't aren't wasn't weren't get gets got getting"
)
HAVINGS = list_words("has have had having hasn't haven't hadn't")
# Words between an auxiliary and its participle.
BEFORE_PARTICIPLE = list_words("not also now still never already since later then been being")
DEGREE_WORDS = list_words("more most less least very so too as how quite rather extremely such")
# Replacements that quantify; no determiner may precede them.
COUNT_WORDS = ("more", "many", "several", "most", "enough", "too much", "too little", "much")
# Not after a phrasal verb, which would lose its object: "was set up by".
BEHIND_PHRASAL_VERB = list_words("by to as with that")

# Words that splitting inserts, which say nothing by themselves.
SPLIT_OPENINGS = list_words("but so and")
BEHIND_THIS = frozenset(("came", "is", "was", *(verb.split()[0] for verb in RESULT_VERBS.values())))
