"""The grammar of a sentence: its words as treebanks part them, and the tree over them."""
