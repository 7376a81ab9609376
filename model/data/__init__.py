"""From news with highlights to labelled training examples."""
