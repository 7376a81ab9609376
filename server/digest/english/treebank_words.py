"""Where the English treebanks part words: patterns for one word, and words that are two.

After the rules of the English Web Treebank and GUM, counted in their sentences: "well-known" is
three words there and "non-profit" one, "5pm" is two and "5th" one.
"""

import re

from server.digest.english.closed_class import list_words

# A prefix that stays with its word: "non-profit", "e-mail". "Self-made" and "half-open" are parted.
PREFIXES = list_words(
    "anti arch co counter cross e ex extra inter intra micro mid mini multi neo non over post pre"
    " pro psycho re semi socio sub super u un"
)
# What may follow a number without a space: "10pm", "$5m", "40km".
UNITS = list_words(
    "am pm b bn cm ft gb ghz hr hrs hz k kb kg khz km kmh kph kw kwh l lb lbs m mb mg mhz min mins"
    " ml mm mph mw mwh oz p sec secs sq t tb tn x"
)
# Abbreviations that keep their full stop within a sentence.
ABBREVIATIONS = list_words(
    "adm al approx assn attn aug ave blvd brig bros ca capt cf cllr cmdr co col conf corp cpl dec"
    " dept dr esp est etc feb fri ft gen gov hon inc insp jan jr jul jun lt ltd maj messrs mr mrs"
    " ms mt nov oct ph.d pres prof rep reps rev sen sens sept seq sgt sr st supt thu thurs tue tues"
    " viz vs wed"
)
# The same, before a number only: "No. 10", but "He said no."
NUMBERED = list_words("art ch fig figs no nos p pp sec vol vols")
# A word that is two, with the length of its first half.
FUSED = {"cannot": 3, "gonna": 3, "gotta": 3, "gimme": 3, "lemme": 3, "wanna": 3}

_APOSTROPHE = "['’]"
# Marks that belong to the letter before them: accents, joiners, soft hyphens.
_MARKS = r"\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufe0f\ufeff"
_LETTER = r"[^\W\d_]"
_WORD = rf"\w[\w{_MARKS}]*"
# Something of the sentence follows, so a full stop here does not end it.
_WITHIN = r"(?=[,;:]|\s+[\w\"“‘'’($£€#])"

# A word of the treebanks, or what `CLITIC` and `FUSED` part into several.
TREEBANK_WORD = re.compile(
    "|".join(
        (
            # Addresses, handles and tags.
            r"(?:https?://|www\.)[^\s<>\"“”()\[\]]*[^\s<>\"“”()\[\].,;:!?'’]",
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*",
            rf"[@#](?={_LETTER})\w+",
            r"\w+(?:[.-]\w+)*\.(?:com|org|net|edu|gov|info|io|tv|au|ca|de|eu|fr|ie|nz|uk)\b",
            # List numbers, telephone numbers, dates; "10-12" is parted.
            r"^\d+\.(?=\s)",
            r"\d+(?P<separator>[-./])\d+(?:(?P=separator)\d+)+",
            r"\d{3}-\d{4}\b",
            # "1960's", "'71", "'90s", "20,000th".
            rf"\d*0{_APOSTROPHE}s\b",
            rf"(?<!\w){_APOSTROPHE}\d\ds?\b",
            r"\d+(?:,\d+)*(?:st|nd|rd|th|s)\b",
            # Numbers before their unit, and others.
            rf"(?>[.+]?\d+(?:[.,:/]\d+)*)(?=(?:{'|'.join(sorted(UNITS))})\b|\W|_|$)",
            # "U.S.", "p.m.", "U.S".
            rf"{_LETTER}(?:\.{_LETTER})+\b\.?",
            rf"(?:{'|'.join(re.escape(word) for word in sorted(ABBREVIATIONS))})\.{_WITHIN}",
            rf"(?:{'|'.join(sorted(NUMBERED))})\.(?=\s*\d)",
            rf"{_LETTER}\.{_WITHIN}",
            # "US$", "A$", and the sign alone.
            r"(?:us|a|c|hk|nz|s)\$",
            # "AT&T", "non-profit", "'em".
            rf"{_WORD}(?:&{_WORD})+",
            rf"(?:{'|'.join(sorted(PREFIXES))})[-‑]{_WORD}",
            rf"(?<!\w){_APOSTROPHE}(?:em|til|cause|cuz|n)\b",
            # Words, with apostrophes inside, and endings that stand behind a mark.
            rf"{_WORD}(?:{_APOSTROPHE}{_WORD})*",
            rf"(?<=\S){_APOSTROPHE}(?:s|re|ve|ll|d|m)\b",
            # Marks: rows of one kind, and single ones.
            r"\.{2,}|-{2,}|[!?]{2,}|''|``|(?P<mark>[*=_~+#])(?P=mark)+",
            rf"\S[{_MARKS}]*",
        )
    ),
    re.IGNORECASE,
)
# The ending that is a word of its own: "does|n't", "they|'ve", "Lind|'s".
CLITIC = re.compile(
    rf"(?:n{_APOSTROPHE}t|(?<!\d0){_APOSTROPHE}s|{_APOSTROPHE}(?:re|ve|ll|d|m))$", re.IGNORECASE
)
