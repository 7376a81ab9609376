"""What `python -m server` can be told to do: a module a command, imported when it is asked for."""
