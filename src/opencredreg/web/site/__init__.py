"""How the site fits the web: what search engines, feed readers, catalogues and other sites read of it."""
