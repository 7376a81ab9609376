"""What we know of the English language: word lists, patterns and forms."""
