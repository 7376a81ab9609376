"""From paragraphs to sentences, and which of them can be points."""
