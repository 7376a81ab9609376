"""Texts to read: news as it is written, news with holes in it, and text that is out to do harm."""

from hypothesis import strategies as st

WORDS = (
    "the a an of in on at to for with by from and but or that which who after while the council"
    " bridge ferry harbour mayor police spokesman engineers people year week Monday March island"
    " cracks repairs cost trade old new first two six 12 2029 £3.4 million said told announced"
    " confirmed closed opened swam was were is are has had been will not never also however then"
    " he she they it his her their this these it's don't killed injured leaving including"
)
NAMES = (
    "Elmsworth Skerra Maren Oduya Ada Marlow U.S. Mr. Mrs. Dr. Gen. Lt. No. St. Jan. Sept. a.m."
    " e.g. Inc. Jr. (CNN) LONDON (Reuters) AP J.K. Ph.D. www.news.test 3.5 1,200 10:30"
)
MARKS = [*".!?,;:…-–—\"“”‘’'()[]«»*•|/@#$%&<>^~_", "...", "--", " .", ").", ".”", "?”", "[1]"]
PHRASES = (
    "LONDON (Reuters) - ",
    "By Ada Marlow, Skerra. ",
    "Read more: ",
    "Sign up to our newsletter. ",
    "Published: 12 March. ",
    ", who was born in Skerra, ",
    ", according to the police",
    "(built in 1950) ",
    " -- the last of its kind -- ",
    "“We looked at it,” she said. ",
    "All rights reserved. ",
)
GAPS = (" ", " ", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2029", "\r\n", "\f", "")
HARM = (
    "<script>alert(1)</script>",
    "<b>",
    "<!--",
    "&amp;",
    "]]>",
    "\x00",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\ue000",
    "\ud800",
    "\udfff",
    "\U0001f309",
    "e\u0301",
    "A.B.",
    "((",
    "“",
    "a@b.c",
    "x" * 40,
)

harm = st.sampled_from(HARM)
anything = st.text(st.characters(), max_size=400)
words = st.sampled_from(WORDS.split())
pieces = st.one_of(words, words, words, st.sampled_from(NAMES.split()), st.sampled_from(MARKS))


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A row of words that opens on a capital and mostly ends as a sentence does."""
    row = draw(st.lists(pieces, min_size=4, max_size=30))
    text = " ".join(row).replace(" ,", ",").replace(" .", ".")
    return text[:1].upper() + text[1:] + draw(st.sampled_from((".", ".", ".", "?", ".”", "", ":")))


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    """Words, phrases of pages and harm, in any order, with any gap between them."""
    part = st.one_of(pieces, sentences(), st.sampled_from(PHRASES), harm, harm, anything)
    parts = draw(st.lists(st.tuples(part, st.sampled_from(GAPS)), max_size=25))
    return "".join(text + gap for text, gap in parts)


@st.composite
def repetitions(draw: st.DrawFn) -> str:
    """One small thing again and again, which is where time that is not linear shows."""
    unit = "".join(
        draw(st.lists(st.sampled_from((*WORDS.split(), *MARKS, *HARM, *GAPS)), max_size=4))
    )
    return unit * draw(st.sampled_from((2, 30, 600)))


@st.composite
def stories(draw: st.DrawFn) -> str:
    """A paragraph of several sentences."""
    return " ".join(draw(st.lists(sentences(), min_size=1, max_size=6)))


@st.composite
def hurt_stories(draw: st.DrawFn) -> str:
    """A paragraph that reads well but for the harm in it, so that all of it is read."""
    text = draw(stories())
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(harm) + text[place:]
    return text


texts = st.one_of(stories(), hurt_stories(), mixtures(), repetitions(), anything)
articles = st.one_of(
    st.lists(stories(), min_size=2, max_size=8),
    st.lists(hurt_stories(), min_size=2, max_size=8),
    st.lists(texts, max_size=12),
)
