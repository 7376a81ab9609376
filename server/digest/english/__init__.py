"""All that would differ for another language: words, patterns, and what they tell of a text."""

# As the tags of BCP 47 have it, for the libraries that ask.
LANGUAGE = "en"
