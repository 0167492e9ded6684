"""All rules, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from opencredreg.validation import structure
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import (
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

__all__ = ["CODES", "FAMILIES", "RULES"]

FAMILIES = (
    structure, document, identifiers, references, terms, forms, presence, formats, concepts, members, pathways,
    relations,
)  # fmt: skip
"""The modules that declare rules."""
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in FAMILIES for rule in family.RULES), key=lambda rule: int(rule.number[1:]))
)
CODES: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
