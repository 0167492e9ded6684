"""The pages of the lists of codes."""
