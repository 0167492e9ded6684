"""The texts of the demonstration in three languages, in the order of ``phrases.LANGUAGES``."""

from __future__ import annotations

from opencredreg.demo.texts import english, french, spanish
from opencredreg.demo.texts.template import Templates, compose

__all__ = ["TEXTS", "compose"]

TEXTS: tuple[Templates, Templates, Templates] = (english.TEMPLATES, spanish.TEMPLATES, french.TEMPLATES)
"""Templates by language; every language has the same keys."""
