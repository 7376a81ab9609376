"""The limits of one request, each with its reason; tests compare every other copy with these."""

# The text of the longest news features is below 200 kB; 2 MB is ten of them in one request.
MAX_BODY_BYTES = 2_000_000

# About 65,000 words: six times a very long feature, and still answered within seconds.
MAX_CHARACTERS = 400_000

# Twenty times what the longest live blogs have.
MAX_PARAGRAPHS = 10_000

# None of the articles that we have seen has a third as many subheadings.
MAX_SECTIONS = 200

# About 60,000 words: longer than any news article, and still chosen from within half a second.
MAX_SENTENCES = 3_000

# A digest of three points out of three sentences would be the article itself.
MIN_SENTENCES = 4
