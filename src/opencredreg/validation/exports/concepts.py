"""The members of a concept scheme, in every spelling that the validator accepts."""

from __future__ import annotations

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.exports.spelling import spelled

__all__ = ["accepted_concepts", "concept_pattern"]

_TERM_PREFIXES = ("ceterms", "ceasn", "qdata")


def accepted_concepts(vocabulary: Vocabulary, scheme: str) -> tuple[str, ...]:
    """The compact names that mean a concept of a scheme.

    Older documents write a concept as if it were a term (``ceterms:Online``): the scheme of the property tells
    which one is meant.
    """
    facts = vocabulary.schemes[scheme]
    members = [name if ":" in name else f"{facts.prefix}:{name}" for name in facts.concepts]
    older = [
        f"{prefix}:{member.removeprefix(f'{facts.prefix}:')}"
        for prefix in _TERM_PREFIXES
        for member in members
        if member.startswith(f"{facts.prefix}:")
    ]
    return (*members, *(term for term in older if term not in vocabulary.schemes))


def concept_pattern(vocabulary: Vocabulary, scheme: str) -> str:
    """A pattern (without anchors) for the concepts of a scheme."""
    return spelled(vocabulary, accepted_concepts(vocabulary, scheme))
