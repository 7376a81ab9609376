"""How the corpus command scales."""
