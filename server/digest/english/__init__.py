"""Everything that would differ for another language: words, patterns, and what they show.

The stages keep their algorithms and import the language from here. Questions about a single text
that only its words can answer, such as where its dateline ends, are functions beside their words.
"""

# The BCP 47 tag, for libraries that need one.
LANGUAGE = "en"
