"""Shorter points: what can be left out of a sentence without changing what it says."""
