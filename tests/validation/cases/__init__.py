"""For every code of the catalogue documents that break its rule, and documents that keep it."""

from __future__ import annotations

from . import (
    concepts,
    document,
    formats,
    forms,
    identifiers,
    members,
    pathways,
    presence,
    references,
    relations,
    terms,
)
from .case import Case, changed, full

__all__ = ["CASES", "Case", "changed", "full"]

CASES: tuple[Case, ...] = tuple(
    case
    for family in (
        document, identifiers, references, terms, forms, presence, formats, concepts, members, pathways, relations,
    )
    for case in family.CASES
)  # fmt: skip
