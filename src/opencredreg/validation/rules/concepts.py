"""Concepts of the vocabulary's schemes (``validation-profile.md`` section 2.7)."""

from __future__ import annotations

from opencredreg.validation.rule import Rule

__all__ = ["RULES"]

CONCEPT_NOT_IN_SCHEME = Rule(
    number="R70",
    code="concept-not-in-scheme",
    severity="error",
    read="warning",
    statement="A concept is a member of the scheme that the property takes its values from.",
    source="VO, AS",
)
CONCEPT_UNKNOWN = Rule(
    number="R71",
    code="concept-unknown",
    severity="error",
    read="warning",
    statement="A concept of the vocabulary exists.",
    source="VO",
)
CONCEPT_NO_NODE = Rule(
    number="R72",
    code="concept-no-node",
    severity="warning",
    read="note",
    statement="A value from a scheme names the concept itself, not only its label.",
    source="AS",
)
ALIGNMENT_NAME_MISSING = Rule(
    number="R73",
    code="alignment-name-missing",
    severity="error",
    read="warning",
    statement="An alignment object has a name for people.",
    source="JS, AS",
)
ALIGNMENT_FRAMEWORK_MISMATCH = Rule(
    number="R74",
    code="alignment-framework-mismatch",
    severity="warning",
    statement="The framework of an alignment object is the scheme of its concept.",
    source="PR",
)
CONCEPT_EXTERNAL = Rule(
    number="R75",
    code="concept-external",
    severity="note",
    statement="A code of an industry, occupation or program names its framework.",
    source="VO",
)

RULES: tuple[Rule, ...] = (
    CONCEPT_NOT_IN_SCHEME,
    CONCEPT_UNKNOWN,
    CONCEPT_NO_NODE,
    ALIGNMENT_NAME_MISSING,
    ALIGNMENT_FRAMEWORK_MISMATCH,
    CONCEPT_EXTERNAL,
)
