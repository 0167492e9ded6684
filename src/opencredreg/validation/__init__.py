"""Rules over documents, giving findings. Pure: no input, no output.

    validator = validator_for(bundled_profile("publish"), bundled_vocabulary())
    report = validator.validate(parse_document(payload))

The rules stand in :mod:`opencredreg.validation.rules`, one module per family.
"""

from __future__ import annotations

from opencredreg.validation.catalogue import CODES, RULES
from opencredreg.validation.changes import parse_changes
from opencredreg.validation.engine import Report, Validator, validator_for
from opencredreg.validation.payload import check_payload, parse_any_document
from opencredreg.validation.profile import Profile, ProfileChanges, bundled_profile
from opencredreg.validation.rule import Level, Mode, Rule
from opencredreg.validation.surroundings import DocumentSurroundings, Known, Surroundings

__all__ = [
    "CODES",
    "RULES",
    "DocumentSurroundings",
    "Known",
    "Level",
    "Mode",
    "Profile",
    "ProfileChanges",
    "Report",
    "Rule",
    "Surroundings",
    "Validator",
    "bundled_profile",
    "check_payload",
    "parse_any_document",
    "parse_changes",
    "validator_for",
]
