"""Digests of many articles: rows in files in, rows in files out, on one machine or many."""
