"""From paragraphs to points: pure text and number work, shared with training."""
