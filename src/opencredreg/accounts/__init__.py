"""Who may do what: organizations, publishers, accounts, tokens, grants and keys."""
