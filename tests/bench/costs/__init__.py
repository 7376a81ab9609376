"""What a digest costs, beside what else a reader could pick: `make bench`."""
