"""What the form offers: classes, properties that occur on them, concepts, and words about the values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.web.query.asking import Asked, Group
from opencredreg.web.query.forms import RECORD_LABELS
from opencredreg.web.query.values import is_alignment

__all__ = ["Choice", "Choices", "choices_of"]

_MOST_CONCEPTS = 400
_HINTS = {
    ValueKind.LANGUAGE_MAP: "Words of a text.",
    ValueKind.STRING: "A text or code, as a whole.",
    ValueKind.LANGUAGE: "A language code such as en.",
    ValueKind.INTEGER: "A whole number.",
    ValueKind.DECIMAL: "A number.",
    ValueKind.FLOAT: "A number.",
    ValueKind.BOOLEAN: "yes or no",
    ValueKind.DATE: "A day such as 2026-02-03, or words such as 3 months ago.",
    ValueKind.DATETIME: "A day such as 2026-02-03, or words such as 3 months ago.",
    ValueKind.DURATION: "A duration such as P6M.",
}
_OF_RECORDS = {
    "@id": "An address, or a part of one.",
    "ceterms:ctid": "A CTID, or a part of one.",
    "search:recordCreated": _HINTS[ValueKind.DATE],
    "search:recordUpdated": _HINTS[ValueKind.DATE],
    "search:recordOwnedBy": "The CTID of an organization.",
    "search:recordPublishedBy": "The CTID of an organization.",
    "search:resourcePublishType": "primary or secondary",
}


class Choice(msgspec.Struct, frozen=True):
    """One thing to choose, with its label."""

    value: str
    label: str


class GroupChoices(msgspec.Struct, frozen=True):
    """What one group offers. ``values`` and ``hints`` are those of its rows."""

    links: tuple[Choice, ...]
    classes: tuple[Choice, ...]
    properties: tuple[Choice, ...]
    values: tuple[tuple[Choice, ...], ...]
    hints: tuple[str, ...]


class Choices(msgspec.Struct, frozen=True):
    """What the whole form offers. Classes are those that are published on their own, and all others."""

    classes: tuple[Choice, ...]
    other_classes: tuple[Choice, ...]
    groups: tuple[GroupChoices, ...]


def choices_of(asked: Asked, vocabulary: Vocabulary) -> Choices:
    """What can be chosen in each field of a form, by what stands in the others."""
    alone = [name for name, facts in vocabulary.classes.items() if facts.placement == "top"]
    return Choices(
        classes=_labelled(vocabulary, alone),
        other_classes=_labelled(vocabulary, vocabulary.classes.keys() - set(alone)),
        groups=tuple(_group(asked, group, vocabulary) for group in asked.groups),
    )


def _group(asked: Asked, group: Group, vocabulary: Vocabulary) -> GroupChoices:
    cls = asked.cls if group.way == "same" else group.cls
    hints = [_hint(row.property, vocabulary) for row in group.rows]
    return GroupChoices(
        links=() if group.way == "same" else _links(vocabulary, asked.cls, group.way == "reverse"),
        classes=() if group.way == "same" else _ends(vocabulary, group),
        properties=_properties(vocabulary, cls),
        values=tuple(_values(row.property, vocabulary) for row in group.rows),
        hints=tuple(hints),
    )


@lru_cache(400)
def _properties(vocabulary: Vocabulary, cls: str) -> tuple[Choice, ...]:
    """The properties that occur on things of a class or its subclasses; without a class all that are declared."""
    found = [Choice(name, label) for name, label in RECORD_LABELS.items()]
    return (*_labelled(vocabulary, _on(vocabulary, cls)), *found)


def _on(vocabulary: Vocabulary, cls: str) -> set[str]:
    declared = {name for name, facts in vocabulary.properties.items() if facts.declared}
    if cls not in vocabulary.classes:
        return declared
    return declared & {name for one in vocabulary.descendants(cls) for name in vocabulary.properties_of(one)}


@lru_cache(400)
def _links(vocabulary: Vocabulary, cls: str, is_reverse: bool) -> tuple[Choice, ...]:
    if is_reverse and cls in vocabulary.classes:
        names = {name for one in vocabulary.descendants(cls) for name in vocabulary.pointing_at(one)}
    else:
        names = _on(vocabulary, "" if is_reverse else cls)
    return _labelled(vocabulary, (name for name in names if vocabulary.kind_of(name) is ValueKind.IRI))


def _ends(vocabulary: Vocabulary, group: Group) -> tuple[Choice, ...]:
    """The classes of what stands at the other end of a link."""
    facts = vocabulary.properties.get(group.property)
    ends = set() if facts is None else set(facts.range if group.way == "forward" else facts.domain)
    known = ends & vocabulary.classes.keys() or set(vocabulary.classes)
    return _labelled(vocabulary, known | ({group.cls} if group.cls else set()))


def _values(term: str, vocabulary: Vocabulary) -> tuple[Choice, ...]:
    facts = vocabulary.properties.get(term)
    if term == "search:resourcePublishType":
        return (Choice("primary", ""), Choice("secondary", ""))
    if facts is None:
        return ()
    if facts.kind is ValueKind.BOOLEAN:
        return (Choice("yes", ""), Choice("no", ""))
    scheme = vocabulary.schemes.get(facts.scheme or "")
    if scheme is None:
        return ()
    return tuple(Choice(one, vocabulary.concepts[one].label) for one in scheme.concepts[:_MOST_CONCEPTS])


def _hint(term: str, vocabulary: Vocabulary) -> str:
    facts = vocabulary.properties.get(term)
    if term in _OF_RECORDS or facts is None:
        return _OF_RECORDS.get(term, "")
    scheme = vocabulary.schemes.get(facts.scheme or "")
    if scheme is not None:
        return f"A concept of {scheme.label}."
    if is_alignment(vocabulary, term):
        return "Words of its name, or its address."
    if facts.kind is ValueKind.IRI:
        return "A CTID or an address. To say more of it, add something connected."
    return _HINTS.get(facts.kind, "")


def _labelled(vocabulary: Vocabulary, names: Iterable[str]) -> tuple[Choice, ...]:
    tables = (vocabulary.classes, vocabulary.properties)
    found = []
    for name in names:
        facts = next((table[name] for table in tables if name in table), None)
        found.append(Choice(name, facts.label if facts is not None and facts.label else name))
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.value)))
