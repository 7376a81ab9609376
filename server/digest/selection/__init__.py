"""Which sentences become points, and which stand under a sub-heading."""
