"""Under which codes and numbers a resource is known, and how it is classified.

Source: ``ctdl-vocabulary.md`` sections 6 (blocks N, V and K), 6.1 and 6.16.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.finder.entries import read_entries
from opencredreg.finder.mentions import framework_of
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Entry, Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import (
    Text,
    is_address,
    is_described,
    listed,
    reference_of,
    references_of,
    strings_of,
    texts_of,
)

__all__ = [
    "CLASSIFICATION_TERMS",
    "CODE_TERMS",
    "IDENTIFIER_TERMS",
    "Classification",
    "Code",
    "Identifier",
    "Identifiers",
    "build_identifiers",
]

CODE_TERMS: Final = (
    "ceterms:codedNotation",
    "ceasn:codedNotation",
    "ceasn:listID",
    "skos:notation",
    "ceterms:credentialId",
    "ceterms:duns",
    "ceterms:fein",
    "ceterms:ipedsID",
    "ceterms:ncesID",
    "ceterms:opeID",
    "ceterms:leiCode",
    "ceterms:isicV4",
    "ceterms:naics",
    "ceterms:versionCode",
)
"""Properties whose values are plain codes."""
IDENTIFIER_TERMS: Final = ("ceterms:identifier", "ceterms:versionIdentifier")
CLASSIFICATION_TERMS: Final = (
    "ceterms:occupationType",
    "ceterms:industryType",
    "ceterms:instructionalProgramType",
    "ceterms:subject",
    "ceterms:specialistSubject",
    "ceterms:degreeMajor",
    "ceterms:degreeMinor",
    "ceterms:degreeConcentration",
    "ceterms:classification",
)
"""Properties whose values are entries of code lists and frameworks."""

_MOST = 100
_OF_AN_IDENTIFIER = frozenset(
    {"ceterms:identifierValueCode", "ceterms:identifierTypeName", "ceterms:identifierType"}
)


class Code(msgspec.Struct, frozen=True):
    """A plain code under a property."""

    term: str
    value: str


class Identifier(msgspec.Struct, frozen=True):
    """A code with who gives it: ``names`` say what kind of code it is, ``kind`` is the address of that kind."""

    term: str
    code: str
    names: tuple[Text, ...] = ()
    kind: str = ""
    rest: tuple[Statement, ...] = ()


class Classification(msgspec.Struct, frozen=True):
    """The entries of one framework under one property; those without a framework are one group."""

    term: str
    framework: Reference | None
    framework_names: tuple[Text, ...]
    entries: tuple[Entry, ...]
    left_out: int = 0


class Identifiers(msgspec.Struct, frozen=True):
    """Codes of the resource itself, and the codes by which it is classified; ``left_out`` counts more of its own."""

    codes: tuple[Code, ...]
    identifiers: tuple[Identifier, ...]
    classifications: tuple[Classification, ...]
    left_out: int = 0


def build_identifiers(subject: Subject) -> Identifiers | None:
    """The codes of a resource; ``None`` where it has none."""
    value = subject.value
    codes = [Code(term, code) for term in CODE_TERMS for code in _plain(value, term)]
    entries = [(term, entry) for term in IDENTIFIER_TERMS for entry in listed(value.get(term))]
    read = (_identifier(subject.look, term, entry) for term, entry in entries[:_MOST])
    found = Identifiers(
        codes=tuple(codes[:_MOST]),
        identifiers=tuple(one for one in read if one is not None),
        left_out=max(0, len(codes) - _MOST) + max(0, len(entries) - _MOST),
        classifications=tuple(
            one for term in CLASSIFICATION_TERMS for one in _classifications(subject.look, value, term)
        ),
    )
    return found if found.codes or found.identifiers or found.classifications else None


def _plain(value: Mapping[str, Any], term: str) -> tuple[str, ...]:
    numbers = [
        str(entry)
        for entry in listed(value.get(term))
        if isinstance(entry, int | float) and not isinstance(entry, bool)
    ]
    return (*strings_of(value, term), *numbers)


def _identifier(look: Look, term: str, value: Any) -> Identifier | None:
    if not is_described(value):
        text = reference_of(value) or (str(value) if isinstance(value, int | float) else "")
        held = look.resources.find_held([text]).get(text) if is_address(text) else None
        if held is None:
            return Identifier(term, text) if text else None
        value = held.value
    code = ", ".join(_plain(value, "ceterms:identifierValueCode"))
    kinds = references_of(value, "ceterms:identifierType")
    without = _OF_AN_IDENTIFIER if len(kinds) < 2 else _OF_AN_IDENTIFIER - {"ceterms:identifierType"}
    return Identifier(
        term=term,
        code=code,
        names=texts_of(value.get("ceterms:identifierTypeName")),
        kind=kinds[0] if kinds else "",
        rest=read_statements(look, value, without=without, depth=1),
    )


def _classifications(look: Look, value: Mapping[str, Any], term: str) -> list[Classification]:
    """The entries of a property by framework, those without one together."""
    found = read_entries(look, value, term)
    groups: dict[tuple[str, tuple[Text, ...]], list[Entry]] = {}
    for entry in found.entries:
        groups.setdefault((framework_of(entry), entry.framework_names), []).append(entry)
    return [
        Classification(
            term=term,
            framework=entries[0].framework,
            framework_names=entries[0].framework_names,
            entries=tuple(entries),
            left_out=found.left_out if place == len(groups) - 1 else 0,
        )
        for place, entries in enumerate(groups.values())
    ]
