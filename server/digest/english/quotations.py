"""Find quotations, including those that begin or end in another sentence."""

import re
from collections.abc import Sequence

QUOTED = re.compile(
    r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|(?<!\w)['‘](?=[A-Za-z]).*?(?:[.,!?]['’]|['’](?!\w)|$)",
    re.S,
)
# The end of a quotation that opened in an earlier sentence, and the text behind it.
QUOTED_END = re.compile(r"(?:[^\"“”'’‘]|(?<=\w)['’])*?[.,!?](?:[\"”]|['’](?!\w))(.*)")


def find_quoted(tokens: Sequence[str]) -> set[int]:
    """Return the indices of the tokens inside a quotation or touching its marks."""
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
