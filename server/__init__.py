"""Nutgraf: digests of news articles, made on this machine and served to its own browser."""

__version__ = "0.1.0"
