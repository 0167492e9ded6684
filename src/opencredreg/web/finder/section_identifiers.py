"""Identifiers and codes, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.identifiers import (
    CLASSIFICATION_TERMS,
    CODE_TERMS,
    IDENTIFIER_TERMS,
    build_identifiers,
)
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="identifiers",
    title=N_("Identifiers and codes"),
    build=build_identifiers,
    shows=frozenset({*CODE_TERMS, *IDENTIFIER_TERMS, *CLASSIFICATION_TERMS}),
)
