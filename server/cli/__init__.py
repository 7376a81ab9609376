"""The commands of `python -m server`: one module each, imported only when it runs."""
