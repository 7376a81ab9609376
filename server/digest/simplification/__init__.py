"""The plain style: plainer sentences are chosen, cut, parted, and told in plainer words."""
