"""What ends a corpus run before all of its rows are read."""


class CorpusError(Exception):
    """A run that cannot begin or go on, with a text for the user: what is wrong, what to do."""
