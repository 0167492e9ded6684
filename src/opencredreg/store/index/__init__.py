"""The index over the newest versions: nodes, links, literals and words, replaced as envelopes are published."""
