"""Check that a rewrite says what its sentence says, and nothing else."""
