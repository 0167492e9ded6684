"""What is known about terms, as plain data: one struct for a class, a property, a scheme and a concept.

As JSON, ``kind`` says which one it is.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec

from opencredreg.ctdl.facts import Placement, TermTexts
from opencredreg.ctdl.guide.term_search import TermLink

__all__ = [
    "PLACEMENTS",
    "REQUIREMENTS",
    "ClassDescription",
    "ClassProperty",
    "ConceptDescription",
    "ConceptNode",
    "Description",
    "Family",
    "InverseLink",
    "PropertyDescription",
    "Requirement",
    "SchemeDescription",
]

Requirement = Literal["required", "one of", "recommended", "optional"]
REQUIREMENTS: tuple[Requirement, ...] = ("required", "one of", "recommended", "optional")

PLACEMENTS: dict[Placement, str] = {
    "top": "It is published on its own: it has a CTID and an address, and search finds it.",
    "embedded": "It is written inside the thing that it belongs to, without an address of its own.",
    "travels": "It stands in the document of the thing that it belongs to, as an item of the same graph.",
    "unknown": "It groups other classes or describes an idea; things are not published as this class itself.",
}
"""Where things of a class stand, in plain words."""


class Family(msgspec.Struct, frozen=True):
    """A class in a domain or range; ``with_subclasses`` when all its subclasses are there as well."""

    link: TermLink
    with_subclasses: bool


class ClassProperty(msgspec.Struct, frozen=True, kw_only=True):
    """A property as it is used on one class.

    ``condition`` says when it is required, if that depends on the data.
    ``alternatives`` are the other properties of its group when one of them is enough. ``words`` says the
    form for people, ``form`` for programs, ``shape`` in the words of the publishing service. ``example`` is
    a value as it stands in JSON.
    """

    link: TermLink
    help: str
    requirement: Requirement
    alternatives: tuple[str, ...]
    condition: str
    words: str
    form: str
    embedded: str
    shape: str
    is_repeatable: bool | None
    range: tuple[Family, ...]
    scheme: TermLink | None
    example: Any


class ClassDescription(msgspec.Struct, frozen=True, kw_only=True, tag="class", tag_field="kind"):
    """A class. ``ancestors`` go from the nearest up, ``subclasses`` are the direct ones."""

    term: str
    iri: str
    label: str
    status: str
    help: str
    official: TermTexts | None
    placement: Placement
    other_placements: tuple[Placement, ...]
    ancestors: tuple[TermLink, ...]
    subclasses: tuple[TermLink, ...]
    descendant_count: int
    properties: tuple[ClassProperty, ...]
    pointed_at_by: tuple[TermLink, ...]
    equivalents: tuple[str, ...]
    declared_in: tuple[str, ...]
    example: dict[str, Any] | None


class InverseLink(msgspec.Struct, frozen=True):
    """The other direction of a property; ``declared`` when the vocabulary itself says so."""

    link: TermLink
    declared: bool
    through: str


class PropertyDescription(msgspec.Struct, frozen=True, kw_only=True, tag="property", tag_field="kind"):
    """A property. Form and example are the usual ones; ``required_by`` are the classes that ask for it."""

    term: str
    iri: str
    label: str
    status: str
    help: str
    official: TermTexts | None
    is_declared: bool
    datatype: str
    words: str
    form: str
    embedded: str
    is_repeatable: bool | None
    domain: tuple[Family, ...]
    range: tuple[Family, ...]
    required_by: tuple[Family, ...]
    scheme: TermLink | None
    concepts: tuple[ConceptNode, ...]
    inverses: tuple[InverseLink, ...]
    parents: tuple[TermLink, ...]
    subproperties: tuple[TermLink, ...]
    equivalents: tuple[str, ...]
    declared_in: tuple[str, ...]
    example: dict[str, Any]


class ConceptNode(msgspec.Struct, frozen=True):
    """A concept with those under it."""

    link: TermLink
    narrower: tuple[ConceptNode, ...]


class SchemeDescription(msgspec.Struct, frozen=True, kw_only=True, tag="scheme", tag_field="kind"):
    """A concept scheme as a tree, and the properties whose values come from it."""

    term: str
    iri: str
    label: str
    status: str
    help: str
    official: TermTexts | None
    prefix: str
    namespace: str
    concept_count: int
    tree: tuple[ConceptNode, ...]
    used_by: tuple[TermLink, ...]
    declared_in: tuple[str, ...]


class ConceptDescription(msgspec.Struct, frozen=True, kw_only=True, tag="concept", tag_field="kind"):
    """A concept. ``example`` names it in an alignment object, as published resources do."""

    term: str
    iri: str
    label: str
    status: str
    help: str
    official: TermTexts | None
    scheme: TermLink
    broader: tuple[TermLink, ...]
    narrower: tuple[TermLink, ...]
    related: tuple[TermLink, ...]
    used_by: tuple[TermLink, ...]
    example: dict[str, Any]


Description: TypeAlias = ClassDescription | PropertyDescription | SchemeDescription | ConceptDescription
