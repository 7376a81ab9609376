"""From paragraphs to sentences, and which of them can stand as a point."""
