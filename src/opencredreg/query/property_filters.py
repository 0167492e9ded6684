"""Property filters of the simple search: ``name=value`` as conditions that the index can answer.

Source: ``search.md`` sections 2.3 and 2.6; ``opencredreg.jsonld.flatten`` for what the index holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.ids import is_ctid, resource_key
from opencredreg.query.addresses import Addresses
from opencredreg.query.analysis import fold
from opencredreg.query.building import all_of, any_of, none_of
from opencredreg.query.containment import Containment
from opencredreg.query.problems import Problems, shown
from opencredreg.query.tree import (
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
)

__all__ = ["PropertyFilters"]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TERM: Final = "$term"
_CTID: Final = "ceterms:ctid"
_NUMBERS: Final = (ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT)


class PropertyFilters:
    """Collects what property filters ask for.

    Results satisfy all of ``expressions`` and, as published, all of ``contains``.
    """

    def __init__(self, vocabulary: Vocabulary, addresses: Addresses, problems: Problems) -> None:
        self.expressions: list[Expression] = []
        self.contains: list[Containment] = []
        self._vocabulary = vocabulary
        self._addresses = addresses
        self._problems = problems

    def add(self, name: str, text: str, path: str) -> None:
        """Add a filter as it stands in a query string: JSON, or anything else as a text."""
        if len(text) > self._problems.limits.text_chars:
            message = f"A value has at most {self._problems.limits.text_chars:,} characters."
            self._problems.error("text_too_long", path, message)
            return
        try:
            value = msgspec.json.decode(text)
        except RecursionError:
            value = None
            self._problems.depth(self._problems.limits.depth + 1, path)
        except (msgspec.DecodeError, UnicodeEncodeError):
            value = text
        self._add(name, value, text.strip(), path)

    def add_template(self, template: Mapping[str, Any], term: str, path: str) -> None:
        """Add a prepared query, with the term in every place that is marked for it."""
        for name, value in template.items():
            filled = _filled(value, term)
            self._add(name, filled, filled if isinstance(filled, str) else "", path)

    def _add(self, written: str, value: object, text: str, path: str) -> None:
        self._problems.condition(path)
        self._check_depth(value, path, 0)
        if _UNSTORABLE.search(written) or _has_unstorable(value):
            self._problems.error("bad_character", path, "The text has a character that no text can hold")
            return
        name = written.strip() if written.strip().startswith("@") else self._addresses.index_name(written)
        if name not in ("@id", "@type") and name not in self._vocabulary.properties:
            message = f"`{shown(written)}` is no property of the vocabulary; few resources will have it"
            self._problems.warning("unknown_property", path, message)
        exact = self._exact(name, value)
        if exact is not None:
            self.expressions.append(exact)
            return
        patterns = [value]
        if isinstance(value, bool | int | float) and self._is_text(name):
            # What looks like a number may be the code 46320, which is a text.
            patterns.append(text)
        self.expressions.append(any_of(self._candidates(name, pattern) for pattern in patterns))
        key = name if name in self._vocabulary.properties else written.strip()
        self.contains.append(Containment(tuple({key: pattern} for pattern in patterns)))

    def _exact(self, name: str, value: object) -> Expression | None:
        """The filter as an expression that needs no second look; ``None`` if there is no such expression."""
        if isinstance(value, str):
            if name == "@type":
                return ClassIn((self._addresses.index_name(value),))
            if name == "@id":
                return self._named(value)
            if name == _CTID:
                key = resource_key(value)
                return IdText("ctid", "exact", key if is_ctid(key) else value)
            if self._vocabulary.kind_of(name) is ValueKind.IRI and fold(value):
                return any_of((Link(name, self._named(value)), LiteralText(name, "exact", value)))
            return None
        kind = self._vocabulary.kind_of(name)
        if isinstance(value, bool):
            return _number(name, value) if kind is ValueKind.BOOLEAN else None
        if isinstance(value, int | float) and kind in _NUMBERS:
            return _number(name, value)
        return None

    def _candidates(self, name: str, value: object) -> Expression:
        """All nodes whose JSON may contain the pattern, and as few others as the index can tell."""
        kind = self._vocabulary.kind_of(name)
        if name.startswith("@"):
            return Every()
        if isinstance(value, str):
            return self._text_candidates(name, kind, value)
        if isinstance(value, bool | int | float):
            return _number(name, value) or Every()
        if value is None:
            return none_of((HasLiteral(name), Link(name, Every())))
        if isinstance(value, list):
            return all_of(self._candidates(name, entry) for entry in value if entry is not None)
        if not isinstance(value, dict) or not value:
            return Every()
        if kind is ValueKind.LANGUAGE_MAP:
            return all_of(self._language_candidates(name, tag, text) for tag, text in value.items())
        if kind is ValueKind.IRI:
            return self._object_candidates(name, value)
        # What nobody declared may be a language map, and leaves no trace in the index when that has no texts.
        if kind is not ValueKind.ANY or not any(_has_text(entry) for entry in value.values()):
            return Every()
        return any_of((HasLiteral(name), Link(name, Every())))

    def _text_candidates(self, name: str, kind: ValueKind, text: str) -> Expression:
        if not fold(text):
            return Every()
        literal = LiteralText(name, "exact", text)
        if kind is ValueKind.IRI:
            return any_of((Link(name, self._named(text)), literal))
        return literal

    def _language_candidates(self, name: str, tag: str, texts: object) -> Expression:
        if tag.startswith("@") and tag != "@none":
            return Every()
        languages = ("" if tag == "@none" else tag.lower(),)
        found = texts if isinstance(texts, list) else [texts]
        return all_of(
            LiteralText(name, "exact", text, languages)
            for text in found
            if isinstance(text, str) and fold(text)
        )

    def _object_candidates(self, name: str, value: dict[str, Any]) -> Expression:
        """An object inside: the thing itself is linked by its address, a copy of it stands beside that link."""
        parts: list[Expression] = []
        address = value.get("@id")
        if isinstance(address, str) and address.strip():
            parts.append(Link(name, self._named(address)))
        inner = [
            self._candidates(self._addresses.index_name(key), entry)
            for key, entry in value.items()
            if not key.startswith("@")
        ]
        if inner:
            parts.append(Link(name, all_of(inner)))
        return all_of(parts)

    def _named(self, text: str) -> Expression:
        if self._addresses.is_complete(text):
            return self._addresses.condition(text)
        return KeyIn((text.strip(),))

    def _is_text(self, name: str) -> bool:
        kind = self._vocabulary.kind_of(name)
        return kind not in (*_NUMBERS, ValueKind.BOOLEAN, ValueKind.IRI)

    def _check_depth(self, value: object, path: str, depth: int) -> None:
        self._problems.depth(depth, path)
        if not isinstance(value, dict | list):
            self._problems.value(path)
            return
        for entry in value.values() if isinstance(value, dict) else value:
            self._check_depth(entry, path, depth + 1)


def _number(name: str, value: float) -> Expression | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return LiteralValue(name, number, number) if math.isfinite(number) else None


def _filled(template: object, term: str) -> object:
    if isinstance(template, Mapping):
        return {name: _filled(value, term) for name, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, term) for value in template]
    return term if template == _TERM else template


def _has_text(value: object) -> bool:
    if isinstance(value, list):
        return any(_has_text(entry) for entry in value)
    return isinstance(value, str) and bool(fold(value))


def _has_unstorable(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_unstorable(name) or _has_unstorable(entry) for name, entry in value.items())
    if isinstance(value, list):
        return any(_has_unstorable(entry) for entry in value)
    return isinstance(value, str) and _UNSTORABLE.search(value) is not None
