"""Rules of single classes that ask for one property of a group and look at nothing else."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import concepts, formats, pathways, relations

__all__ = ["GroupRule", "group_rules"]

_NO_VALUES: Final[tuple[Any, ...]] = (None, [])
_NOTHING: Final[tuple[Any, ...]] = (None, "", 0, False, [], {})


class GroupRule(msgspec.Struct, frozen=True):
    """Objects of a class and its subclasses have one of some properties. ``missing`` are values that do not count."""

    cls: str
    rule: Rule
    group: tuple[str, ...]
    missing: tuple[Any, ...] = ()


def group_rules(vocabulary: Vocabulary) -> tuple[GroupRule, ...]:
    """The rules of the validator that are of this kind, beyond what the classes require."""
    numbers = relations.number_terms(vocabulary)
    return (
        GroupRule(
            "ceterms:CredentialAlignmentObject",
            concepts.ALIGNMENT_NAME_MISSING,
            ("ceterms:targetNodeName",),
            _NOTHING,
        ),
        GroupRule(
            "ceterms:DurationProfile",
            formats.DURATION_EMPTY,
            (*formats.DURATIONS, "ceterms:timeRequired", "ceterms:description"),
        ),
        *(
            GroupRule("ceterms:Constraint", pathways.CONSTRAINT_INCOMPLETE, (term,), _NO_VALUES)
            for term in pathways.CONSTRAINT_PARTS
        ),
        *(
            GroupRule("ceterms:AlignmentObject", relations.ALIGNMENT_INCOMPLETE, group, _NO_VALUES)
            for group in relations.ALIGNMENT
        ),
        *(
            GroupRule(relations.OBSERVATION, relations.OBSERVATION_INCOMPLETE, group, _NO_VALUES)
            for group in ((relations.METRIC,), (*numbers, relations.WITHHELD))
        ),
    )
