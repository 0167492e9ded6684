"""The page on which people build a query, see what it means, and what it finds."""
