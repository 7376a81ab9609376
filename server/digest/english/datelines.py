"""Find where a sentence begins behind the dateline that a news agency put before it.

A dateline is recognised only where it cannot be part of the sentence: a known agency in brackets, a
place in capitals with a dash, a known city or a date with a colon, or the time stamp of an old BBC
page. Lower-cased text, and text that a machine has capitalised again, is recognised too.
"""

import re

from server.digest.english.calendar import MONTH

# Longer ones are sentences; "Chao Hu, Anhui, China" and "By A. B. Name and C. Name, CNN" fit.
MOST_PLACE_CHARACTERS = 60

# Bodies whose initials follow their own names in brackets (BBC, PA) are left out on purpose.
AGENCY = (
    r"(?:(?:The )?(?:CNN(?: ?(?:Business|Money|Travel|Student News|International|en Español|Film))?"
    r"|AP|Associated Press|Reuters|Thomson Reuters Foundation|AFP|PTI|IANS|ANI|UNI|UPI|Xinhua"
    r"|Bloomberg|dpa|TASS|Kyodo|Yonhap|HLN|EW|Wired|Mashable|Rolling Stone|Hollywood Reporter"
    r"|Entertainment Weekly|Ars Technica|Mental Floss|Bleacher Report|Financial Times|Heartland"
    r" Project|People|Time|Travel \+ Leisure|InStyle|Budget Travel)|[\w-]{2,20}\.com)"
)
PRINTED_DATE = rf"(?i:,? (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?)"
# Cities that newspapers also print in lower case or with a colon. "OBAMA:" must not match: the
# speaker belongs to the text of a transcript.
CITY = (
    r"(?:New Delhi|Delhi|Mumbai|Bengaluru|Bangalore|Chennai|Hyderabad|Kolkata|Lucknow|Patna|Pune"
    r"|Ahmedabad|Jaipur|Chandigarh|Gurugram|Gurgaon|Noida|Bhopal|Indore|Kochi|Thiruvananthapuram"
    r"|Srinagar|Jammu|Ranchi|Bhubaneswar|Guwahati|Nagpur|Islamabad|Karachi|Lahore|Dhaka|Kathmandu"
    r"|Colombo|Kabul|Beijing|Shanghai|Hong Kong|Tokyo|Seoul|Singapore|Bangkok|Jakarta|Manila"
    r"|Sydney|Melbourne|London|Edinburgh|Dublin|Paris|Berlin|Brussels|Geneva|Vienna|Madrid|Rome"
    r"|Athens|Istanbul|Ankara|Moscow|Kyiv|Kiev|Jerusalem|Gaza|Beirut|Damascus|Baghdad|Tehran|Dubai"
    r"|Riyadh|Cairo|Nairobi|Lagos|Johannesburg|New York|Washington|Los Angeles|Chicago|Boston"
    r"|Houston|Atlanta|Miami|Toronto|Ottawa|Mexico City|Havana|Rio de Janeiro|United Nations)"
)
PLACE_WORD = r"(?:[^\W\d_][\w.’'-]*)"
DASH = r"\s?(?:-{1,2}|[–—])\s{0,2}"
# How the sentence itself may begin.
START = r"(?=[\"“‘'(]?[A-Z0-9$£€])"

DATELINES = (
    # "(CNN)The …", "Tokyo (CNN) -- …", "LONDON, England (Reuters) - …", "By A. Name, CNN (CNN) …"
    # Nothing is tried if no bracket follows.
    re.compile(
        rf"(?=[^(]{{0,{MOST_PLACE_CHARACTERS}}}\()"
        rf"(?P<place>(?:By )?(?:{PLACE_WORD}[ ,/]{{1,2}}){{0,9}}?(?:{PRINTED_DATE} )?)"
        rf"\((?i:{AGENCY})\)(?P<mark>[\s:–—-]*)"
    ),
    # "NEW DELHI, July 4: …"
    re.compile(rf"(?P<place>[A-Z][A-Z .’'-]{{2,30}}{PRINTED_DATE})(?:\s?:|{DASH})\s?{START}"),
    # "New Delhi: …", "WASHINGTON — …"
    re.compile(rf"(?P<place>(?i:{CITY}))\s?:\s?{START}"),
    re.compile(
        rf"(?P<place>[A-Z][A-Z.’'-]{{4,20}}(?:,? [A-Z][\w.’'-]{{1,20}}){{0,3}}"
        rf"|[A-Z]{{3,20}}(?: [A-Z]{{2,20}}){{1,2}}|(?i:{CITY}))\s(?:-{{1,2}}|[–—])\s{START}"
        # A second dash would make the text between an aside: "UNICEF — The fund — said …".
        r"(?!.{0,200}\s(?:-{1,2}|[–—])\s)"
    ),
    # "27 September 2013 Last updated at 12:03 BST The …"
    re.compile(
        rf"(?P<place>\d{{1,2}} {MONTH} \d{{4}}) Last updated at \d{{1,2}}:\d\d(?: [A-Z]{{3}})? ?"
    ),
)
# The full name of an agency before its initials: "the Press Trust of India (PTI)".
NO_PLACE = re.compile(
    r"\b(?:the|a|an|of|to|told|said|press|network|news|agency|association|corporation|trust"
    r"|service|and its)\b",
    re.I,
)


def find_body(text: str) -> int:
    """Return the index at which the sentence begins behind its dateline, 0 if there is none."""
    for pattern in DATELINES:
        match = pattern.match(text)
        if match and match.end() < len(text) and _is_place(match, text[match.end()]):
            return match.end()
    return 0


def _is_place(match: re.Match[str], following: str) -> bool:
    place = match["place"]
    if len(place) > MOST_PLACE_CHARACTERS:
        return False
    if "mark" not in match.groupdict() or not place:
        return True
    if not place.startswith("By ") and NO_PLACE.search(place):
        return False
    # "Cable News (CNN) said" continues in lower case; so does "london (cnn) the …", but there the
    # place is in lower case too.
    has_dash = any(mark in match["mark"] for mark in ":–—-")
    return has_dash or place.islower() or not following.islower()
