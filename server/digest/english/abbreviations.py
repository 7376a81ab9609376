"""Words that show whether a full stop ends a sentence.

Each pattern names the cases of `tests/fixtures/sentences.json` that need it.
"""

# Words that open a sentence and are hardly ever part of the name before them: they show that a
# sentence ended at "U.S.", "World War I." or "Sept." (`us-end-though`, `initial-I`, `month-end`).
SENTENCE_STARTER = (
    r"(?:The|A|An|This|That|These|Those|There|It|Its|He|His|She|Her|They|Their|We|Our|You|Your|My"
    r"|But|And|So|Or|Yet|If|In|On|At|By|As|For|From|With|To|When|While|After|Before|Since|Until"
    r"|Although|Though|However|Nobody|No|Not|Some|Many|Most|Both|Now|Then|What|Who|Why|How|Where)\b"
)
# The library knows most titles, but not in "then-Lt. Gov." or "(CNN)Sen." (`title-joined`).
# None ends a sentence if a name follows.
TITLE_ABBREVIATION = (
    r"(?:Mrs?|M[sx]|Drs?|Prof|Rev|Hon|Sens?|Reps?|Govs?|Pres|Gen|Col|Lt|Lieut|Maj|Sgts?|Capt|Cmdr"
    r"|Cdr|Cpl|Pte|Adm|Brig|Supt|Insp|Det|Cllr|Amb|[Aa]tty|Assoc|Messrs|Mmes|St|Ste|Mt|Ft)"
)
# None of these ends a sentence if a number or a lower-case letter follows.
UNIT_ABBREVIATION = (
    r"(?:[Aa]pprox|[Ee]st|[Vv]ols?|[Ee]ds?|[Ff]igs|[Cc]h|[Ss]ect|[Pp]ara|max|[Tt]el|lbs)"
)
# "Varga said." closes a sentence of speech; "Varga said she …" opens a new one (`ask-then-said`).
SPEECH_BEHIND_QUOTE = (
    r"(?:(?:asked|cried|wondered|shouted|joked)\b(?! if| whether)|(?:said|says|added)[.,])"
)
# A brand may end on a mark: "Yahoo! Inc" (`brand-bang-inc`).
COMPANY_SUFFIX = r"(?:Inc|Corp|Ltd|Co)\b"
# "example.Com" is an address (`glued`).
DOMAIN_ENDING = r"(?:Com\b|Net\b|Org\b)"
# Abbreviations that may end a sentence (`initial-I`, `us-end-though`).
FINAL_ABBREVIATION = r"I|U\.[SKN]|E\.U|D\.C"
# Lower-case words that the library takes for Mar., Maine … (`false-abbrev-mar`,
# `false-abbrev-me`).
FALSE_ABBREVIATION = r"(?:art|del|fed|ill|mar|may|me|miss|no|ok)"
# Two capitals that are not the initials of a place; in "ST. BRENNAN" the name is in capitals too.
CAPITAL_TITLE = r"(?:ST|MT|FT|DR|MR|MS|LT|JR|SR|NO)"
