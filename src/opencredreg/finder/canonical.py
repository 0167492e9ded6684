"""Published objects with canonical names, as ``meaning`` reads them, whatever context their document has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, final

import msgspec

from opencredreg.ctdl import ValueKind
from opencredreg.ids import is_blank
from opencredreg.jsonld.contexts import ActiveContext
from opencredreg.jsonld.document import decode_json

__all__ = ["CanonicalView", "canonical"]

_DEPTH = 64
_REMEMBERED_NAMES = 8192
_USUAL_LENGTH = 300
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|@none)\Z")
_VALUE_KEYS = frozenset({"@value", "@language"})
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])


def canonical(value: dict[str, Any], active: ActiveContext, scope: str) -> dict[str, Any]:
    """A copy of an object: compact names for properties and classes, whole addresses, blank nodes of one document.

    Args:
        value: an item of a graph, as published.
        active: how the names of its document are read.
        scope: what is put behind the labels of blank nodes, so that those of several documents stay apart.
    """
    made: dict[str, Any] = _object(value, active, scope, 0)
    return made


@final
class CanonicalView(Mapping[str, Any]):
    """An object as ``canonical`` makes it, of which only those properties are read that somebody asks for.

    Args:
        body: the object as published, in JSON.
        active: how the names of its document are read.
        scope: as for ``canonical``.
    """

    def __init__(self, body: bytes, active: ActiveContext, scope: str) -> None:
        self._active = active
        self._scope = scope
        self._members = _members.decode(body)
        self._made: dict[str, Any] = {}
        self._spellings: dict[str, list[str]] = {}
        for name in self._members:
            if name != "@context":
                self._spellings.setdefault(_reading(active, name)[0], []).append(name)

    def __getitem__(self, term: str) -> Any:
        if term not in self._made:
            published = {name: decode_json(self._members[name]) for name in self._spellings[term]}
            self._made[term] = canonical(published, self._active, self._scope)[term]
        return self._made[term]

    def __contains__(self, term: object) -> bool:
        return term in self._spellings

    def get(self, term: str, default: Any = None) -> Any:
        """The values of a property, if it has any. Most of what readers ask for is not there."""
        return self[term] if term in self._spellings else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._spellings)

    def __len__(self) -> int:
        return len(self._spellings)


@lru_cache(_REMEMBERED_NAMES)
def _reading(active: ActiveContext, name: str) -> tuple[str, ValueKind]:
    """What a property is called and how its values are read; nearly all objects have the same few names."""
    return active.property_term(name), active.kind_of(name)


def _object(value: dict[str, Any], active: ActiveContext, scope: str, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, content in value.items():
        if name == "@context":
            continue
        if name == "@type":
            made[name] = _classes(content, active)
        elif name == "@id":
            made[name] = _address(content, active, scope)
        elif name[:1] == "@":
            made[name] = content if name in _VALUE_KEYS else _value(content, active, scope, False, depth + 1)
        else:
            term, kind = _reading(active, name)
            if isinstance(content, dict) and _is_language_map(content, kind):
                written: Any = content
            else:
                written = _value(content, active, scope, kind is ValueKind.IRI, depth + 1)
            made[term] = _together(made[term], written) if term in made else written
    return made


def _is_language_map(content: dict[str, Any], kind: ValueKind) -> bool:
    if kind is ValueKind.LANGUAGE_MAP:
        return "@type" not in content and "@id" not in content
    return (
        kind is ValueKind.ANY
        and bool(content)
        and all(_LANGUAGE.match(name) and isinstance(text, str | list) for name, text in content.items())
    )


def _together(one: Any, other: Any) -> Any:
    """Two spellings of one property in one object are one property with the values of both."""
    if isinstance(one, dict) and isinstance(other, dict) and not ("@type" in one or "@type" in other):
        return {**other, **one} if not one.keys() & other.keys() else [one, other]
    return [*(one if isinstance(one, list) else [one]), *(other if isinstance(other, list) else [other])]


def _value(content: Any, active: ActiveContext, scope: str, refers: bool, depth: int) -> Any:
    if depth > _DEPTH:
        return None
    if isinstance(content, str):
        return _address(content, active, scope) if refers or is_blank(content) else content
    if isinstance(content, list):
        return [_value(entry, active, scope, refers, depth + 1) for entry in content]
    if isinstance(content, dict):
        return _object(content, active, scope, depth)
    return content


def _classes(content: Any, active: ActiveContext) -> Any:
    names = content if isinstance(content, list) else [content]
    written = [active.property_term(name) if isinstance(name, str) else name for name in names]
    return written if isinstance(content, list) else written[0]


def _address(content: Any, active: ActiveContext, scope: str) -> Any:
    if not isinstance(content, str):
        return content
    text = content.strip()
    if text.startswith(("https://", "http://")) and "/vocabs/" not in text and "/terms/" not in text:
        return text  # Nearly all addresses are whole ones that have no other spelling.
    if is_blank(text):
        return text + scope
    return _term_address(active, text) if len(text) < _USUAL_LENGTH else active.address_of(text)


@lru_cache(_REMEMBERED_NAMES)
def _term_address(active: ActiveContext, text: str) -> str:
    """The address of what is no whole address: mostly a term or a concept, of which all objects name the same few."""
    return active.address_of(text)
