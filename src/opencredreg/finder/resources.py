"""The resources of a community as ``meaning`` asks for them, read from the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, final

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.engine import Connection

from opencredreg.errors import UnknownContext
from opencredreg.finder.canonical import CanonicalView, canonical
from opencredreg.finder.incoming import Incoming, find_incoming
from opencredreg.jsonld.contexts import ActiveContext, resolve_context
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.values import Text, key_of, names_of
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["Held", "RegistryResources"]

_node = METADATA.tables["node"]
_body = METADATA.tables["node_body"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]

_RESOURCES = (
    select(
        _node.c.id,
        _node.c.key,
        _node.c.uri,
        _node.c.resource_ctid,
        _node.c.envelope_id,
        _node.c.provisional,
        _term.c.name.label("cls"),
        _body.c.body,
        _envelope.c.updated_at,
        _document.c.context,
    )
    .join(_body, _body.c.node_id == _node.c.id)
    .join(_envelope, _envelope.c.id == _node.c.envelope_id)
    .join(_document, _document.c.id == _envelope.c.document_id)
    .outerjoin(_term, _term.c.id == _node.c.class_id)
)

_MOST_POINTING = 500


class Held(msgspec.Struct, frozen=True, dict=True):
    """A resource that the registry holds. ``cls`` is "" where none is stated.

    ``updated_at`` is when its envelope was last changed, in microseconds.

    ``body`` is the object as it stands in its document, in JSON, whose names ``active`` reads. Pages name many more
    resources than they read, so what is made of it is made when somebody asks.
    """

    id: int
    key: str
    uri: str
    ctid: str
    cls: str
    envelope_id: int
    is_provisional: bool
    updated_at: int
    body: bytes
    active: ActiveContext

    @cached_property
    def value(self) -> dict[str, Any]:
        """The object with canonical names."""
        return canonical(decode_json(self.body), self.active, self._scope)

    @cached_property
    def view(self) -> CanonicalView:
        """The same as ``value``, for those who need a few properties only."""
        return CanonicalView(self.body, self.active, self._scope)

    @cached_property
    def names(self) -> tuple[Text, ...]:
        """What it is called, in all languages."""
        return names_of(self.view)

    @property
    def _scope(self) -> str:
        return f"@{self.envelope_id}"


@final
class RegistryResources:
    """What one page looks up, of one moment; everything that was found is kept for the length of the page.

    It is what ``meaning.graph.LinkedResources`` describes.
    """

    def __init__(self, node: Node, connection: Connection, community_id: int) -> None:
        self._node = node
        self._connection = connection
        self._community_id = community_id
        self._held: dict[str, Held | None] = {}
        self._incoming: dict[int, Incoming] = {}

    def find(self, uris: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """The nodes known under some of the URIs, by the URI as it was asked for; one statement."""
        return {uri: held.value for uri, held in self.find_held(uris).items()}

    def find_held(self, uris: Iterable[str]) -> dict[str, Held]:
        """As ``find``, with what the index knows about each."""
        keys = {uri: key_of(uri) for uri in uris}
        missing = {key for key in keys.values() if key not in self._held}
        if missing:
            self._held.update(dict.fromkeys(missing))
            self._load(
                _node.c.community_id == self._community_id, among(self._connection, _node.c.key, missing)
            )
        return {uri: held for uri, key in keys.items() if (held := self._held[key]) is not None}

    def find_by_ctid(self, ctid: str) -> Held | None:
        """The resource of a CTID whose ``@id`` lies elsewhere; the oldest counts, as wherever resources are read."""
        found = self._load(_node.c.community_id == self._community_id, _node.c.resource_ctid == ctid.lower())
        return found[min(found)] if found else None

    def load(self, ids: Sequence[int]) -> list[Held]:
        """The resources of some numbers of the index, in their order; those that are gone are left out."""
        is_wanted = among(self._connection, _node.c.id, ids)
        found = self._load(is_wanted, _node.c.key.is_not(None)) if ids else {}
        return [found[number] for number in ids if number in found]

    def find_pointing(
        self, uris: Sequence[str], terms: Sequence[str]
    ) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """By URI as it was asked for: the nodes that refer to it under one of the properties, 500 at most of each."""
        return {
            uri: [held.value for held in found] for uri, found in self.find_held_pointing(uris, terms).items()
        }

    def find_held_pointing(self, uris: Sequence[str], terms: Sequence[str]) -> dict[str, list[Held]]:
        """As ``find_pointing``, with what the index knows about each."""
        keys = {uri: key_of(uri) for uri in uris}
        numbers = self._numbers(set(keys.values()))
        sources = {number: self._sources(number, terms) for number in numbers.values()}
        loaded = {held.id: held for held in self.load(list({one for ids in sources.values() for one in ids}))}
        found: dict[str, list[Held]] = {}
        for uri, key in keys.items():
            pointing = [loaded[one] for one in sources.get(numbers.get(key, 0), ()) if one in loaded]
            if pointing:
                found[uri] = pointing
        return found

    def incoming_of(self, number: int) -> Incoming:
        """Everything that refers to a resource, by its number in the index."""
        known = self._incoming.get(number)
        if known is None:
            known = find_incoming(self._connection, self._node.vocabulary, number, provisional=True)
            self._incoming[number] = known
        return known

    def _sources(self, number: int, terms: Sequence[str]) -> list[int]:
        groups = self.incoming_of(number).under(*terms)
        return list(dict.fromkeys(source.id for group in groups for source in group.sources))[:_MOST_POINTING]

    def _numbers(self, keys: set[str]) -> dict[str, int]:
        statement = select(_node.c.key, _node.c.id).where(
            _node.c.community_id == self._community_id, among(self._connection, _node.c.key, keys)
        )
        return {row.key: row.id for row in self._connection.execute(statement)}

    def _load(self, *conditions: ColumnElement[bool]) -> dict[int, Held]:
        loaded: dict[int, Held] = {}
        for row in self._connection.execute(_RESOURCES.where(*conditions)):
            held = self._held.get(row.key) or self._read(row)
            self._held[row.key] = loaded[row.id] = held
        return loaded

    def _read(self, row: Any) -> Held:
        body = bytes(row.body)
        return Held(
            id=row.id,
            key=row.key,
            uri=row.uri or row.key,
            ctid=row.resource_ctid or "",
            cls=row.cls or "",
            envelope_id=row.envelope_id,
            is_provisional=bool(row.provisional),
            updated_at=row.updated_at,
            body=body,
            active=self._context(row.context, body),
        )

    def _context(self, raw: str | None, body: bytes) -> ActiveContext:
        """How the names of an object are read. An object that is a document of its own brings its context along."""
        written = msgspec.json.encode(decode_json(body).get("@context")) if raw is None else raw.encode()
        try:
            return self._node.read_context(written)
        except UnknownContext:
            # The administrators took it away since. What plain CTDL makes of the names can still be shown.
            return resolve_context(None, vocabulary=self._node.vocabulary)
