"""Programs for maintainers, used by the Makefile."""
