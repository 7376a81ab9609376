"""The plain style: split sentences, and replace words by plainer ones."""
