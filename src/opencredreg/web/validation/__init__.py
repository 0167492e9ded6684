"""Checking documents in the browser: a form, what was found beside the document, and the rules."""
