"""The languages of the pages: English is in the templates, all others in files ``<tag>.po`` of this folder."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["LANGUAGES", "N_", "SOURCE", "translations"]

SOURCE: Final = "en"
LANGUAGES: Final = {"en": "English", "es": "Español"}
"""Tag and own name of each language in which the pages are written."""


def N_(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The texts of the pages in a language."""
    if language == SOURCE:
        return gettext.NullTranslations()
    # Translations ship as people edit them; compiling the few hundred texts takes some milliseconds, once.
    compiled = BytesIO()
    with (files(__name__) / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
