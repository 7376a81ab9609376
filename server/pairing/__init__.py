"""Who is paired: the code, the token, and the files that keep them."""
