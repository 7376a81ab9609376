"""How long a reader waits from the click to the first point."""
