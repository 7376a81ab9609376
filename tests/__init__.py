"""A package, since a library that the evaluation needs installs a `tests` of its own (sumy)."""
