"""The one linear history of the schema, for both databases."""
