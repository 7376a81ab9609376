"""Shorten a sentence by deleting what it can do without."""
