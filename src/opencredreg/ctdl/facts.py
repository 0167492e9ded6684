"""What is known about one term of the vocabulary: kinds of values, properties, classes, schemes, concepts.

Terms are written compactly everywhere (``ceterms:name``); full addresses are the business of
:class:`~opencredreg.ctdl.vocabulary.Vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

__all__ = [
    "ClassFacts",
    "ConceptFacts",
    "Condition",
    "Conditional",
    "Placement",
    "PropertyFacts",
    "SchemeFacts",
    "TermTexts",
    "ValueKind",
]

Placement = Literal["top", "embedded", "travels", "unknown"]
"""Where a thing of a class stands: published on its own, inside another, or in the graph of another."""

Condition = Literal[
    "alone", "member", "with-ctid", "with-components", "new-data-set-model", "new-data-set-model-alone"
]
"""When a conditional requirement holds; :mod:`opencredreg.ctdl.requirements` says what each one means."""


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
    else the same. ``equivalents`` are properties of other vocabularies that the encodings call equal: hints for
    mappers, nothing to conclude from. ``declared_in`` names the encodings (``ctdl``, ``ctdlasn``, ``qdata``)
    that declare the property. ``domain`` and ``range`` are open lists: being outside is worth a remark, never an
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
    equivalents: tuple[str, ...]
    declared: bool
    declared_in: tuple[str, ...]


class Conditional(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement that holds only under a condition: at least one property of ``group`` is asked for."""

    cls: str
    group: tuple[str, ...]
    when: Condition


class ClassFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One class.

    ``ancestors`` holds all superclasses, nearest first, those of other vocabularies included. ``placement``
    is the usual place of such a thing, ``other_placements`` the places where it also occurs.
    ``required`` is what the registry's publishing service of 2026 asks for, ``required_before`` what only
    older sources asked for, ``recommended`` what the minimum data policy of March 2022 advises. In all three
    every inner tuple is a group of which at least one is asked for. ``required_if`` holds the requirements
    that depend on the data. ``shapes`` says how the publishing service of March 2026 writes each property
    (``single IRI``, ``list of ConditionProfile``, ``languageMap``, ...). ``equivalents`` and ``declared_in``
    are as for properties.
    """

    term: str
    label: str
    status: str
    parents: tuple[str, ...]
    ancestors: tuple[str, ...]
    placement: Placement
    other_placements: tuple[Placement, ...]
    required: tuple[tuple[str, ...], ...]
    required_if: tuple[Conditional, ...]
    required_before: tuple[tuple[str, ...], ...]
    recommended: tuple[tuple[str, ...], ...]
    shapes: Mapping[str, str]
    equivalents: tuple[str, ...]
    declared_in: tuple[str, ...]


class SchemeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One concept scheme with its members and those of them that have nothing broader."""

    term: str
    label: str
    status: str
    prefix: str
    namespace: str
    concepts: tuple[str, ...]
    top: tuple[str, ...]
    declared_in: tuple[str, ...]


class ConceptFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One concept of a scheme.

    ``narrower`` holds the members of the same scheme below it, ``related`` concepts of other schemes that
    the encodings match it with (related or narrow match).
    """

    term: str
    label: str
    status: str
    scheme: str
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]


class TermTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The official English texts of one term; "" and () where the encodings have none."""

    definition: str = ""
    description: str = ""
    usage_notes: tuple[str, ...] = ()
