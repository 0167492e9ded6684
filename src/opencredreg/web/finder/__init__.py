"""The public pages: finding, understanding and comparing what is in the registry. Plain data come from ``finder``."""
