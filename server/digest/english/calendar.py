"""Names of months, days and time zones, as patterns and as words."""

from server.digest.english.closed_class import list_words

# As datelines and time stamps write them: in full, abbreviated or with a full stop.
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
ZONE = r"(?:GMT|UTC|BST|CES?T|IST|A[EW][SD]T|[ECMP][SD]?T)\b"
DATE_NAME = rf"{MONTH}|{DAY}"

# As prose writes them around the end of a sentence.
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH_STEM = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)"
ZONE_NAME = r"(?:Eastern|Central|Mountain|Pacific|Greenwich|[ECMPGB][SD]?[MT]T?\b)"

DATE_WORDS = list_words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december yesterday today tonight tomorrow"
)
