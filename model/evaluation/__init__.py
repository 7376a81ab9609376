"""How good the digests are, beside other summarizers."""
