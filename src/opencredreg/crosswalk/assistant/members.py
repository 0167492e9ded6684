"""All members of an input object: those of its table, and those that converters read themselves.

Examples, schemas and descriptions are made of these, so that they say what the converters do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from opencredreg.crosswalk.assistant.table import Field, Kind, Part, part_of
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = [
    "COMPETENCY_MEMBERS",
    "DURATION_MEMBERS",
    "ITEM_MEMBERS",
    "applies",
    "members_of_part",
    "needs_of",
    "part_behind",
]

_PARTS: Final[Mapping[str, str]] = {"organization": "organization-reference", "entity": "entity-reference"}
_READ_BY_SHAPERS: Final[Mapping[str, tuple[Field, ...]]] = {
    "cost": (Field("CostItems", "cost-item", "ceterms:CostProfile"),),
    "place": (
        Field("Address1", "text", "ceterms:streetAddress"),
        Field("Address2", "text", "ceterms:streetAddress"),
    ),
}
_WITH_CTID: Final = frozenset(
    {"competency", "concept", "progression-level", "pathway-component", "rubric-criterion", "data-set"}
)
_REFERENCES: Final = frozenset({"organization-reference", "entity-reference"})
_BEYOND_DOMAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "credential": ("EntryCondition",),
    "pathway-component": ("CodedNotation",),
}
"""Members that the service takes although the schema has them elsewhere only."""
_COURSE: Final = "ceterms:Course"
_OF_COURSES: Final = frozenset({"ceterms:prerequisite", "ceterms:sced"})
_OF_QUALITY_ASSURANCE: Final = frozenset({"ceterms:accredits", "ceterms:regulates"})
_NOT_OBJECTS: Final = frozenset(
    {"text", "plain", "url", "named", "concept", "concept-uri", "code-items", "code-names", "uri", "competency",
     "competencies-of", "duration-item", "naics"}
)  # fmt: skip

ITEM_MEMBERS: Final = (
    Field("Framework", "url", "ceterms:framework"),
    Field("FrameworkName", "text", "ceterms:frameworkName"),
    Field("CodedNotation", "plain", "ceterms:codedNotation"),
    Field("Name", "text", "ceterms:targetNodeName"),
    Field("Description", "text", "ceterms:targetNodeDescription"),
    Field("TargetNode", "url", "ceterms:targetNode"),
    Field("Weight", "plain", "ceterms:weight"),
)
"""The members of an item of a list of codes."""

COMPETENCY_MEMBERS: Final = (
    Field("Framework", "uri", "ceterms:framework"),
    Field("FrameworkName", "text", "ceterms:frameworkName"),
    Field("TargetNode", "uri", "ceterms:targetNode"),
    Field("TargetNodeName", "text", "ceterms:targetNodeName"),
    Field("TargetNodeDescription", "text", "ceterms:targetNodeDescription"),
    Field("CodedNotation", "plain", "ceterms:codedNotation"),
    Field("Weight", "plain", "ceterms:weight"),
)
"""The members of a competency that something teaches, assesses or asks for."""

DURATION_MEMBERS: Final = ("Years", "Months", "Weeks", "Days", "Hours", "Minutes")
"""The numbers that a duration is made of; ``Duration_ISO8601`` stands instead of them."""


def members_of_part(part: Part) -> tuple[Field, ...]:
    """The members of an object in the order in which they are shown: what names it first."""
    found: list[Field] = []
    if isinstance(part, Kind) or part.name in _WITH_CTID or part.name in _REFERENCES:
        found.append(Field("CTID", "ctid", "ceterms:ctid"))
    if part.class_from and part.class_from.lower() not in part.fields:
        found.append(Field(part.class_from, "class", "@type"))
    for field in (*part.fields.values(), *_READ_BY_SHAPERS.get(part.name, ())):
        found.append(msgspec.structs.replace(field, conversion="class") if field.term == "@type" else field)
    return tuple(found)


def part_behind(field: Field) -> Part | None:
    """The table of the objects that a member holds; ``None`` where it holds values."""
    if field.conversion in _NOT_OBJECTS or field.conversion in ("ctid", "class") or ":" in field.conversion:
        return None
    return part_of(_PARTS.get(field.conversion, field.conversion))


def applies(vocabulary: Vocabulary, part: Part, cls: str, field: Field) -> bool:
    """Whether a member makes sense for a class, where the table is that of several.

    Args:
        vocabulary: the vocabulary in use.
        part: the table.
        cls: the class of the object.
        field: the member.
    """
    if field.term.startswith("@") or field.conversion in ("ctid", "cost-item"):
        return True
    if cls == "ceterms:CredentialOrganization" and field.term in _OF_QUALITY_ASSURANCE:
        return False
    if not part.class_from:
        # The service takes more than the schema says, so the table of one class counts as it is.
        return cls == _COURSE or field.term not in _OF_COURSES
    return vocabulary.has_domain(cls, field.term) or field.name in _BEYOND_DOMAIN.get(part.name, ())


def needs_of(vocabulary: Vocabulary, part: Part, cls: str) -> tuple[tuple[str, ...], ...]:
    """The groups of members of which an object has at least one: by its table, and by the rules for its class.

    What the converter fills in by itself, such as the language, is not among them.
    """
    found = list(part.required)
    if not isinstance(part, Kind):
        return tuple(found)
    filled = {name.lower() for name in part.defaults} | {"inlanguage"}
    facts = vocabulary.classes.get(cls)
    for group in facts.required if facts is not None else ():
        names = tuple(part.by_term[term.lower()].name for term in group if term.lower() in part.by_term)
        known = any(set(given) <= set(names) or set(names) <= set(given) for given in found)
        if names and not known and not filled & {name.lower() for name in names}:
            found.append(names)
    return tuple(found)
