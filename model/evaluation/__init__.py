"""How good the digests are beside other summarizers, and what each part of ours contributes."""
