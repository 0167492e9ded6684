"""What is known about one term of the vocabulary: kinds of values, properties, classes, schemes, concepts.

Terms are written compactly everywhere (``ceterms:name``); full addresses are the business of
:class:`~opencredreg.ctdl.vocabulary.Vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

__all__ = ["ClassFacts", "ConceptFacts", "Placement", "PropertyFacts", "SchemeFacts", "ValueKind"]

Placement = Literal["top", "embedded", "travels", "unknown"]
"""Where a thing of a class stands: published on its own, inside another, or in the graph of another."""


class ValueKind(StrEnum):
    """How the values of a property are read. ``ANY`` is for properties that nobody declared."""

    IRI = "iri"
    LANGUAGE_MAP = "language-map"
    STRING = "string"
    LANGUAGE = "language"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "date-time"
    DURATION = "duration"
    ANY = "any"


class PropertyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One property.

    ``datatype`` is the corrected typing in the words of a JSON-LD context (``@id``, ``@language``,
    ``xsd:date``, ...), ``published_datatype`` the one of the published context where that one is wrong,
    else the same. ``domain`` and ``range`` are open lists: being outside is worth a remark, never an
    inference. ``scheme`` is the concept scheme whose members are expected. ``declared`` is false for names
    that only the published contexts know (retired terms and terms of the encodings themselves).
    """

    term: str
    label: str
    status: str
    kind: ValueKind
    datatype: str
    published_datatype: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    scheme: str | None
    inverse: str | None
    parents: tuple[str, ...]
    declared: bool


class ClassFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One class.

    ``ancestors`` holds all superclasses, nearest first, those of other vocabularies included. ``placement``
    is the usual place of such a thing, ``other_placements`` the places where it also occurs.
    ``required`` and ``recommended`` are those of the minimum data policy of March 2022: every inner tuple
    is a group of which at least one is asked for. ``shapes`` says how the registry's publishing service of
    March 2026 writes each property (``single IRI``, ``list of ConditionProfile``, ``languageMap``, ...).
    """

    term: str
    label: str
    status: str
    parents: tuple[str, ...]
    ancestors: tuple[str, ...]
    placement: Placement
    other_placements: tuple[Placement, ...]
    required: tuple[tuple[str, ...], ...]
    recommended: tuple[tuple[str, ...], ...]
    shapes: Mapping[str, str]


class SchemeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One concept scheme with its members and those of them that have nothing broader."""

    term: str
    label: str
    status: str
    prefix: str
    namespace: str
    concepts: tuple[str, ...]
    top: tuple[str, ...]


class ConceptFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One concept of a scheme."""

    term: str
    label: str
    status: str
    scheme: str
    broader: tuple[str, ...]
