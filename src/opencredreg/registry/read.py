"""Reading resources and documents, as they are and as they were.

Source: ``registry-api.md`` sections 3.7 and 5; ``architecture.md`` section 6, decisions 13 and 14.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import select, union
from sqlalchemy.engine import Connection

from opencredreg.errors import Gone, NotFound
from opencredreg.ids import is_blank, resource_key
from opencredreg.jsonld.document import decode_json, parse_document
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import Version, list_versions
from opencredreg.store.lookup import FoundDocument, FoundResource
from opencredreg.store.tables import METADATA

__all__ = [
    "ResourceText",
    "find_document",
    "get_document",
    "get_resource",
    "include_blank_nodes",
    "lives_of",
    "resource_bytes",
]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_node = METADATA.tables["node"]
_claim = METADATA.tables["claim"]


class ResourceText(msgspec.Struct, frozen=True):
    """The bytes of a resource or document, and what a cache needs to know of them."""

    payload: bytes
    digest: str
    updated_at: int
    envelope_id: int


def resource_bytes(found: FoundResource) -> bytes:
    """The resource with the ``@context`` of its document."""
    if found.context is None:
        return found.body
    return b'{"@context":' + found.context.encode() + b"," + found.body[1:]


def get_resource(node: Node, community: Community, identifier: str, *, at: int | None = None) -> ResourceText:
    """A resource by ``@id`` in any spelling, CTID in any case, or blank node label.

    Args:
        node: the node.
        community: where to look.
        identifier: what the client calls it.
        at: answer with what it said at this time (microseconds); ``None`` is now.

    Raises:
        NotFound: nothing of that name (at that time).
        Gone: it was deleted; the history is still there.
    """
    if at is not None:
        return _resource_at(node, community, identifier, at)
    found = node.lookup.find_resource(community.id, identifier)
    if found is None:
        raise _missing(node, community, identifier, "Resource not found", "resource")
    return ResourceText(resource_bytes(found), found.digest.hex(), found.updated_at, found.envelope_id)


def find_document(node: Node, community: Community, identifier: str) -> FoundDocument:
    """The document of a CTID or ``@id``, of its own or of a resource inside of it, still compressed.

    Raises:
        NotFound, Gone: as ``get_resource``.
    """
    found = node.lookup.find_document(community.id, identifier)
    if found is None:
        raise _missing(node, community, identifier, "Record not found", "document")
    return found


def get_document(node: Node, community: Community, identifier: str, *, at: int | None = None) -> ResourceText:
    """As ``find_document``, unpacked; with ``at`` the version that was in force then.

    Raises:
        NotFound, Gone: as ``get_resource``.
    """
    if at is None:
        found = find_document(node, community, identifier)
        return ResourceText(decompress(found.body), found.digest.hex(), found.updated_at, found.envelope_id)
    with node.database.read() as connection:
        envelope_ids = lives_of(connection, community, identifier)
        for version, payload, digest in _versions_at(connection, envelope_ids, at):
            if version.event == "destroy":
                raise _gone(identifier, "Record not found", "document")
            return ResourceText(payload, digest, version.created_at, version.envelope_id)
    raise NotFound("Record not found", kind="document")


def _resource_at(node: Node, community: Community, identifier: str, at: int) -> ResourceText:
    key = identifier if is_blank(identifier) else resource_key(identifier)
    deleted = False
    with node.database.read() as connection:
        envelope_ids = lives_of(connection, community, identifier)
        for version, payload, digest in _versions_at(connection, envelope_ids, at):
            if version.event == "destroy":
                deleted = True
                continue
            document = parse_document(payload)
            for item in document.items:
                if key.lower() == item.ctid or (item.id and resource_key(item.id) == key):
                    body = item.raw
                    if document.form == "graph" and document.context_raw is not None:
                        body = b'{"@context":' + document.context_raw + b"," + item.raw[1:]
                    return ResourceText(body, digest, version.created_at, version.envelope_id)
    if deleted:
        raise _gone(identifier, "Resource not found", "resource")
    raise NotFound("Resource not found", kind="resource")


def _versions_at(
    connection: Connection, envelope_ids: Iterable[int], at: int
) -> Iterable[tuple[Version, bytes, str]]:
    """For each envelope the version in force at a time, the latest first; a deletion has no payload."""
    latest: list[Version] = []
    for versions in list_versions(connection, envelope_ids).values():
        earlier = [version for version in versions if version.created_at <= at]
        if earlier:
            latest.append(earlier[-1])
    for version in sorted(latest, key=lambda entry: (entry.event == "destroy", -entry.id)):
        if version.document_id is None:
            yield version, b"", ""
            continue
        statement = select(_document.c.body, _document.c.digest).where(_document.c.id == version.document_id)
        row = connection.execute(statement).one()
        yield version, decompress(bytes(row.body)), bytes(row.digest).hex()


def lives_of(
    connection: Connection, community: Community, identifier: str, *, inside: bool = True
) -> list[int]:
    """All envelopes, live or deleted, whose document is that of the resource, or ``inside`` which it ever stood."""
    key = resource_key(identifier)
    name = key.lower()
    # One statement for each way to be called: SQLite goes through a whole community for several in one.
    # The sum keeps it from the index of the community, in which all envelopes are.
    found = [
        select(_envelope.c.id).where(_envelope.c.community_id + 0 == community.id, one)
        for one in (_envelope.c.envelope_ctid == name, _envelope.c.document_key == key)
    ]
    if inside:
        found += [
            select(_claim.c.envelope_id)
            .join(_node, _node.c.id == _claim.c.node_id)
            .where(_node.c.community_id == community.id, one)
            for one in (_node.c.key == key, _node.c.resource_ctid == name)
        ]
    return sorted(connection.execute(union(*found)).scalars())


def _missing(node: Node, community: Community, identifier: str, message: str, kind: str) -> NotFound:
    if not is_blank(identifier):
        with node.database.read() as connection:
            if lives_of(connection, community, identifier):
                return _gone(identifier, message, kind)
    return NotFound(message, kind=kind)


def _gone(identifier: str, message: str, kind: str) -> Gone:
    return Gone(message, kind=kind, history_of=resource_key(identifier), hint="It was deleted.")


def include_blank_nodes(
    node: Node, payload: bytes, envelope_id: int, depth: int, *, at: int | None = None
) -> bytes:
    """A resource with the blank nodes that it mentions, up to ``depth`` steps away, under ``@included``.

    Args:
        node: the node.
        payload: the resource.
        envelope_id: the envelope whose document describes it.
        depth: how many steps.
        at: the blank nodes of the document at this time (microseconds); ``None`` is now.

    Source: ``registry-api.md`` section 3.7.
    """
    with node.database.read() as connection:
        if at is None:
            statement = (
                select(_document.c.body)
                .join(_envelope, _envelope.c.document_id == _document.c.id)
                .where(_envelope.c.id == envelope_id)
            )
            body = decompress(bytes(connection.execute(statement).scalar_one()))
        else:
            [(_, body, _)] = _versions_at(connection, [envelope_id], at)
        document = parse_document(body)
    blanks = {item.id: item.value for item in document.items if item.id and is_blank(item.id)}
    resource: dict[str, Any] = decode_json(payload)
    included: dict[str, dict[str, Any]] = {}
    own = resource.get("@id")
    frontier: list[Any] = [resource]
    for _ in range(depth):
        mentioned = [label for value in frontier for label in _blank_labels(value)]
        frontier = []
        for label in mentioned:
            if label in blanks and label not in included and label != own:
                included[label] = blanks[label]
                frontier.append(blanks[label])
        if not frontier:
            break
    if included:
        resource["@included"] = list(included.values())
    return msgspec.json.encode(resource)


def _blank_labels(value: Any) -> Iterable[str]:
    stack = [value]
    while stack:
        entry = stack.pop()
        if isinstance(entry, dict):
            stack.extend(entry.values())
        elif isinstance(entry, list):
            stack.extend(entry)
        elif isinstance(entry, str) and is_blank(entry):
            yield entry
