"""A document as flat nodes: what the index of the registry holds.

Every item of the graph and every object embedded in one becomes a ``FlatNode`` with its links and literals,
named by canonical terms. Source: ``architecture.md`` section 4, ``ctdl-vocabulary.md`` section 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Any

from opencredreg.ctdl import ValueKind
from opencredreg.errors import LimitExceeded
from opencredreg.ids import is_blank, is_ctid, resource_key
from opencredreg.jsonld.contexts import ActiveContext
from opencredreg.jsonld.document import Document, Item

__all__ = ["MAX_NAME_BYTES", "FlatLiteral", "FlatNode", "LiteralKind", "flatten", "is_long", "require_short"]

MAX_NAME_BYTES = 2_000
"""The longest name of a thing, property, class or language: longer ones fit in no index of PostgreSQL."""


class LiteralKind(IntEnum):
    """How a literal is compared. The numbers are stored; they never change."""

    TEXT = 1
    STRING = 2
    NUMBER = 3
    TIME = 4
    BOOLEAN = 5
    DURATION = 6


FlatLiteral = tuple[str, LiteralKind, str, str, float | None]
"""(property, kind, lower-case language tag or "", text as written, number for comparison or None).

The number of a time is seconds since 1970 UTC (a year or month is its first moment), of a boolean 0 or 1."""


class FlatNode:
    """One described thing of a document.

    ``key`` is the resource key of a graph item (``_:x`` for a blank one) and ``None`` for an embedded object.
    ``position`` is the place of the graph item that it belongs to. The target of a link is a key, or the place
    of an embedded node in the list that ``flatten`` returns.
    """

    __slots__ = ("ctid", "key", "links", "literals", "position", "types", "uri")

    def __init__(
        self, key: str | None, uri: str | None, ctid: str | None, types: list[str], position: int
    ) -> None:
        self.key = key
        self.uri = uri
        self.ctid = ctid
        self.types = types
        self.position = position
        self.links: list[tuple[str, str | int]] = []
        self.literals: list[FlatLiteral] = []


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]*\Z")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:[-_:][A-Za-z0-9]{1,8})*|@none)\Z")
_YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?\Z")
_NUMERIC = frozenset({ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT})
_TIMES = frozenset({ValueKind.DATE, ValueKind.DATETIME})


def flatten(document: Document, active: ActiveContext, *, depth_limit: int = 64) -> list[FlatNode]:
    """The flat nodes of a document: each item followed by what is embedded in it.

    Items that have neither an ``@id`` nor a CTID are left out.

    Raises:
        LimitExceeded: objects or arrays nested deeper than ``depth_limit``.
    """
    walk = _Walk(active, depth_limit)
    for item in document.items:
        walk.item(item)
    return walk.nodes


class _Walk:
    def __init__(self, active: ActiveContext, depth_limit: int) -> None:
        self.active = active
        self.depth_limit = depth_limit
        self.nodes: list[FlatNode] = []
        self._terms: dict[str, tuple[str, ValueKind]] = {}

    def item(self, item: Item) -> None:
        # A resource without an @id is known by its CTID alone.
        uri = item.id or item.ctid
        if uri is None:
            return
        if not is_blank(uri):
            uri = self.active.address_of(uri)
        key = require_short(self._key(uri))
        ctid = require_short(item.ctid) if item.ctid else None
        node = FlatNode(key, uri, ctid, self._types(item.value), item.position)
        self.nodes.append(node)
        self._members(node, item.value, 1)

    def _key(self, uri: str) -> str:
        return uri if is_blank(uri) else resource_key(uri)

    def _types(self, value: dict[str, Any]) -> list[str]:
        stated = value.get("@type")
        names = stated if isinstance(stated, list) else [stated]
        return [
            require_short(self.active.property_term(name))
            for name in names
            if isinstance(name, str) and name.strip()
        ]

    def _term(self, name: str) -> tuple[str, ValueKind]:
        found = self._terms.get(name)
        if found is None:
            found = (require_short(self.active.property_term(name)), self.active.kind_of(name))
            self._terms[name] = found
        return found

    def _members(self, node: FlatNode, value: dict[str, Any], depth: int) -> None:
        if depth > self.depth_limit:
            raise LimitExceeded(
                f"The document is nested deeper than {self.depth_limit} levels.",
                limit="limits.nesting_depth",
                value=self.depth_limit,
                hint="Publish the inner objects as items of the graph and refer to them.",
            )
        for name, content in value.items():
            if name[:1] == "@":
                continue
            term, kind = self._term(name)
            self._value(node, term, kind, content, depth)

    def _value(self, node: FlatNode, term: str, kind: ValueKind, content: Any, depth: int) -> None:
        if isinstance(content, str):
            self._text(node, term, kind, content)
        elif isinstance(content, list):
            if depth > self.depth_limit:
                self._members(node, {}, depth)
            for entry in content:
                self._value(node, term, kind, entry, depth + 1 if isinstance(entry, list) else depth)
        elif isinstance(content, dict):
            self._object(node, term, kind, content, depth)
        elif isinstance(content, bool):
            text = "true" if content else "false"
            node.literals.append((term, LiteralKind.BOOLEAN, "", text, float(content)))
        elif content is not None:
            node.literals.append((term, LiteralKind.NUMBER, "", str(content), _as_float(content)))

    def _object(
        self, node: FlatNode, term: str, kind: ValueKind, content: dict[str, Any], depth: int
    ) -> None:
        if "@value" in content:
            language = content.get("@language")
            inner = content["@value"]
            if isinstance(inner, str) and isinstance(language, str):
                tag = require_short(language.lower())
                node.literals.append((term, LiteralKind.TEXT, tag, inner, None))
            elif not isinstance(inner, dict):
                self._value(node, term, kind if kind is not ValueKind.IRI else ValueKind.STRING, inner, depth)
            return
        for container in ("@list", "@set"):
            if container in content:
                self._value(node, term, kind, content[container], depth + 1)
                return
        if kind is ValueKind.LANGUAGE_MAP or (kind is ValueKind.ANY and _is_language_map(content)):
            for text, language in _texts(content):
                node.literals.append((term, LiteralKind.TEXT, language, text, None))
            if "@type" not in content:
                return
        uri = content.get("@id")
        if isinstance(uri, str) and uri.strip():
            # An inlined node: the link goes to the thing itself, and the copy is kept for nested conditions.
            self._link(node, term, uri.strip())
            if len(content) == 1:
                return
        embedded = FlatNode(None, None, None, self._types(content), node.position)
        node.links.append((term, len(self.nodes)))
        self.nodes.append(embedded)
        self._members(embedded, content, depth + 1)

    def _link(self, node: FlatNode, term: str, uri: str) -> None:
        expanded = uri if is_blank(uri) else self.active.address_of(uri)
        is_address = is_blank(expanded) or is_ctid(expanded) or _SCHEME.match(expanded)
        # An address that long holds the thing itself, as data: does, and nobody else speaks of it.
        if is_address and not is_long(expanded):
            node.links.append((term, self._key(expanded)))
        else:
            node.literals.append((term, LiteralKind.STRING, "", uri, None))

    def _text(self, node: FlatNode, term: str, kind: ValueKind, text: str) -> None:
        if not text.strip():
            return
        if kind is ValueKind.IRI:
            self._link(node, term, text.strip())
        elif kind is ValueKind.LANGUAGE_MAP:
            node.literals.append((term, LiteralKind.TEXT, "", text, None))
        elif kind in _NUMERIC:
            node.literals.append((term, LiteralKind.NUMBER, "", text, _as_float(text)))
        elif kind in _TIMES:
            node.literals.append((term, LiteralKind.TIME, "", text, _as_seconds(text)))
        elif kind is ValueKind.BOOLEAN:
            node.literals.append((term, LiteralKind.BOOLEAN, "", text, _as_boolean(text)))
        elif kind is ValueKind.DURATION:
            node.literals.append((term, LiteralKind.DURATION, "", text, None))
        elif kind is ValueKind.ANY:
            node.literals.append((term, LiteralKind.TEXT, "", text, None))
        else:
            node.literals.append((term, LiteralKind.STRING, "", text, None))


def is_long(name: str) -> bool:
    """Whether a name is longer than ``MAX_NAME_BYTES`` in UTF-8."""
    return len(name) * 4 > MAX_NAME_BYTES and len(name.encode()) > MAX_NAME_BYTES


def require_short(name: str) -> str:
    """The name itself.

    Raises:
        LimitExceeded: it is longer than ``MAX_NAME_BYTES``.
    """
    if is_long(name):
        raise LimitExceeded(
            f"The name {name[:60]!r}... is longer than {MAX_NAME_BYTES:,} bytes.",
            limit="name_bytes",
            value=MAX_NAME_BYTES,
            hint="Give identifiers, properties, classes and languages shorter names.",
        )
    return name


def _is_language_map(content: dict[str, Any]) -> bool:
    return bool(content) and all(
        _LANGUAGE.match(name) and (isinstance(value, str | list)) for name, value in content.items()
    )


def _texts(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if name[:1] == "@" and name != "@none":
            continue
        language = "" if name == "@none" else require_short(name.lower())
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str) and entry.strip():
                yield entry, language


def _as_float(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number - number == 0 else None


def _as_boolean(text: str) -> float | None:
    return {"true": 1.0, "1": 1.0, "false": 0.0, "0": 0.0}.get(text.strip().lower())


def _as_seconds(text: str) -> float | None:
    text = text.strip()
    short = _YEAR_MONTH.match(text)
    try:
        if short:
            moment = datetime(int(short[1]), int(short[2] or 1), 1, tzinfo=UTC)
        elif len(text) == 10:
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, OverflowError):
        return None
