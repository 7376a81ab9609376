"""From paragraphs to points: pure functions of texts and numbers, shared with training."""
