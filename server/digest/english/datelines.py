"""Find where a sentence itself begins, behind the dateline that a news agency put before it.

A dateline is taken off only where it cannot be the sentence: behind the name of a known agency in
brackets, behind a place in capitals with its dash, behind a known city or a date with its colon,
or behind the time stamp of an old BBC page. Text that was lower-cased, or cased again by a machine,
is read as well.
"""

import re

from server.digest.english.calendar import MONTH

# Longer places are sentences: "Chao Hu, Anhui, China" and "By A. B. Name and C. Name, CNN" fit.
MOST_PLACE_CHARACTERS = 60

# Bodies whose initials stand in brackets behind their own names (BBC, PA) are left out on purpose.
AGENCY = (
    r"(?:(?:The )?(?:CNN(?: ?(?:Business|Money|Travel|Student News|International|en Español|Film))?"
    r"|AP|Associated Press|Reuters|Thomson Reuters Foundation|AFP|PTI|IANS|ANI|UNI|UPI|Xinhua"
    r"|Bloomberg|dpa|TASS|Kyodo|Yonhap|HLN|EW|Wired|Mashable|Rolling Stone|Hollywood Reporter"
    r"|Entertainment Weekly|Ars Technica|Mental Floss|Bleacher Report|Financial Times|Heartland"
    r" Project|People|Time|Travel \+ Leisure|InStyle|Budget Travel)|[\w-]{2,20}\.com)"
)
DATE = rf"(?i:,? (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?)"
# Cities that newspapers print in small letters, too, or with a colon; "OBAMA:" must not be taken
# for one, as the speaker of a transcript belongs to what is said.
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
# What the sentence may begin with.
START = r"(?=[\"“‘'(]?[A-Z0-9$£€])"

DATELINES = (
    # "(CNN)The …", "Tokyo (CNN) -- …", "LONDON, England (Reuters) - …", "By A. Name, CNN (CNN) …"
    re.compile(
        rf"(?P<place>(?:By )?(?:{PLACE_WORD}[ ,/]{{1,2}}){{0,9}}?(?:{DATE} )?)"
        rf"\((?i:{AGENCY})\)(?P<mark>[\s:–—-]*)"
    ),
    # "NEW DELHI, July 4: …"
    re.compile(rf"(?P<place>[A-Z][A-Z .’'-]{{2,30}}{DATE})(?:\s?:|{DASH})\s?{START}"),
    # "New Delhi: …", "WASHINGTON — …"
    re.compile(rf"(?P<place>(?i:{CITY}))\s?:\s?{START}"),
    re.compile(
        rf"(?P<place>[A-Z][A-Z.’'-]{{4,20}}(?:,? [A-Z][\w.’'-]{{1,20}}){{0,3}}"
        rf"|[A-Z]{{3,20}}(?: [A-Z]{{2,20}}){{1,2}}|(?i:{CITY}))\s(?:-{{1,2}}|[–—])\s{START}"
        # A second dash would make an aside of what is between: "UNICEF — The fund — said …".
        r"(?!.{0,200}\s(?:-{1,2}|[–—])\s)"
    ),
    # "27 September 2013 Last updated at 12:03 BST The …"
    re.compile(
        rf"(?P<place>\d{{1,2}} {MONTH} \d{{4}}) Last updated at \d{{1,2}}:\d\d(?: [A-Z]{{3}})? ?"
    ),
)
# The full name of an agency, or a phrase, before its initials: "the Press Trust of India (PTI)".
NO_PLACE = re.compile(
    r"\b(?:the|a|an|of|to|told|said|press|network|news|agency|association|corporation|trust"
    r"|service|and its)\b",
    re.I,
)


def find_body(text: str) -> int:
    """Return the index at which the sentence begins behind its dateline; 0 if it has none."""
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
    # "Cable News (CNN) said" goes on in small letters; so does "london (cnn) the …", where the
    # place is in small letters as well.
    has_dash = any(mark in match["mark"] for mark in ":–—-")
    return has_dash or place.islower() or not following.islower()
