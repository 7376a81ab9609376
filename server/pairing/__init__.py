"""Pairing: the code, the token and the files that store them."""
