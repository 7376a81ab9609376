"""Find quotations, including those that begin or end in another sentence."""

import re
from collections.abc import Sequence

QUOTED = re.compile(
    r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)['‘](?=[A-Za-z]).*?(?:[.,!?]['’]|['’](?!\w)|$)",
    re.S,
)
DOUBLE_QUOTE = re.compile('["“”]')
# The end of a quotation that opened in an earlier sentence, and the text behind it.
_CLOSING = r"(?:[\"”]|['’](?!\w))"
QUOTED_END = re.compile(
    rf"(?:[^\"“”'’‘.,!?]++|(?<=\w)['’]|[.,!?](?!{_CLOSING}))*+[.,!?]{_CLOSING}(.*)"
)


def find_quoted(tokens: Sequence[str]) -> set[int]:
    """Return the indices of the tokens inside a quotation or touching its marks."""
    places = {place for place, token in enumerate(tokens) if DOUBLE_QUOTE.search(token)}
    quotations = [match.span() for match in QUOTED.finditer(" ".join(tokens))]
    start = 0
    for place, token in enumerate(tokens if quotations else ()):
        end = start + len(token)
        if any(opening < end and start < closing for opening, closing in quotations):
            places.add(place)
        start = end + 1
    return places
