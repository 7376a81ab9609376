"""Digests of many articles: rows in files in, rows in files out, on one machine or many."""


class BatchError(Exception):
    """A run that cannot start or continue. The text tells the user why, and what to do."""
