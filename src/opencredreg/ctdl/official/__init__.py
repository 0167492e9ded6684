"""Reading the official encodings and contexts, and comparing one edition of the vocabulary with another."""
