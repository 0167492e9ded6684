"""Reading: resources, documents and envelopes, as they are and as they were.

Source: ``registry-api.md`` sections 3.2, 3.7 and 5; ``architecture.md`` section 6, decisions 13 and 14.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.engine import Connection

from opencredreg.errors import Gone, InvalidInput, NotFound
from opencredreg.ids import is_blank, resource_key
from opencredreg.jsonld.document import Document, decode_json, parse_document
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeView, Version, list_versions, list_views, view_columns
from opencredreg.store.lookup import FoundDocument, FoundResource
from opencredreg.store.tables import METADATA

__all__ = [
    "Provisional",
    "ResourceText",
    "check_existence",
    "find_documents",
    "find_items",
    "get_document",
    "get_envelope",
    "get_envelope_by_id",
    "get_resource",
    "get_revision",
    "include_blank_nodes",
    "list_envelopes",
    "resource_bytes",
]

_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]
_document = METADATA.tables["document"]
_node = METADATA.tables["node"]
_node_body = METADATA.tables["node_body"]
_claim = METADATA.tables["claim"]
_term = METADATA.tables["term"]

Provisional = Literal["exclude", "include", "only"]


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
        envelope_ids = _lives_of(connection, community, identifier)
        for version, payload, digest in _versions_at(connection, envelope_ids, at):
            if version.event == "destroy":
                raise _gone(identifier, "Record not found", "document")
            return ResourceText(payload, digest, version.created_at, version.envelope_id)
    raise NotFound("Record not found", kind="document")


def _resource_at(node: Node, community: Community, identifier: str, at: int) -> ResourceText:
    key = identifier if is_blank(identifier) else resource_key(identifier)
    deleted = False
    with node.database.read() as connection:
        envelope_ids = _lives_of(connection, community, identifier)
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


def _lives_of(connection: Connection, community: Community, identifier: str) -> list[int]:
    """All envelopes, live or deleted, that ever held the resource."""
    key = resource_key(identifier)
    own = select(_envelope.c.id).where(
        _envelope.c.community_id == community.id,
        (_envelope.c.envelope_ctid == key.lower()) | (_envelope.c.document_key == key),
    )
    claimed = (
        select(_claim.c.envelope_id)
        .join(_node, _node.c.id == _claim.c.node_id)
        .where(
            _node.c.community_id == community.id,
            (_node.c.key == key) | (_node.c.resource_ctid == key.lower()),
        )
    )
    return sorted({*connection.execute(own).scalars(), *connection.execute(claimed).scalars()})


def _missing(node: Node, community: Community, identifier: str, message: str, kind: str) -> NotFound:
    if not is_blank(identifier):
        with node.database.read() as connection:
            if _lives_of(connection, community, identifier):
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


def get_envelope(
    node: Node, community: Community, identifier: str, *, include_deleted: bool = False
) -> EnvelopeView:
    """An envelope by its id, its CTID, or the CTID of a resource inside of it, in any case.

    Raises:
        NotFound: nothing of that name in the community.
        Gone: it was deleted, and ``include_deleted`` is off.
    """
    name = identifier.lower()
    message = "Couldn't find Envelope"
    if is_blank(identifier):
        raise NotFound(message, kind="envelope")
    statement = view_columns(with_body=True).where(_envelope.c.community_id == community.id)
    newest = statement.order_by(_envelope.c.deleted_at.is_not(None), _envelope.c.id.desc()).limit(1)
    with node.database.read() as connection:
        for condition in (_envelope.c.uuid == name, _envelope.c.envelope_ctid == name):
            found = list_views(connection, newest.where(condition))
            if found:
                break
        else:
            resource = node.lookup.find_resource(community.id, identifier)
            if resource is not None:
                found = list_views(connection, statement.where(_envelope.c.id == resource.envelope_id))
            else:
                ids = _lives_of(connection, community, identifier)
                found = list_views(connection, newest.where(among(connection, _envelope.c.id, ids)))
    if not found:
        raise NotFound(message, kind="envelope")
    if found[0].deleted_at is not None and not include_deleted:
        raise Gone(message, kind="envelope", history_of=found[0].envelope_ctid or found[0].uuid)
    return found[0]


def get_envelope_by_id(node: Node, envelope_id: int) -> EnvelopeView:
    """The envelope of a number, whatever its state."""
    with node.database.read() as connection:
        [found] = list_views(connection, view_columns(with_body=True).where(_envelope.c.id == envelope_id))
    return found


def list_envelopes(
    connection: Connection,
    *,
    community_id: int | None = None,
    owner_id: int | None = None,
    provisional: Provisional = "include",
    deleted: Literal["exclude", "include", "only"] = "exclude",
    with_body: bool = True,
    oldest_first: bool = False,
    offset: int = 0,
    limit: int = 10,
) -> tuple[list[EnvelopeView], int]:
    """A page of envelopes and the total count; newest creation first unless told otherwise."""
    conditions: list[ColumnElement[bool]] = []
    if community_id is not None:
        conditions.append(_envelope.c.community_id == community_id)
    if owner_id is not None:
        conditions.append(_envelope.c.owner_id == owner_id)
    if provisional != "include":
        conditions.append(_envelope.c.provisional == (provisional == "only"))
    if deleted == "exclude":
        conditions.append(_envelope.c.deleted_at.is_(None))
    elif deleted == "only":
        conditions.append(_envelope.c.deleted_at.is_not(None))
    total = connection.execute(select(func.count()).select_from(_envelope).where(*conditions)).scalar_one()
    order = (_envelope.c.created_at, _envelope.c.id)
    statement = (
        view_columns(with_body=with_body)
        .where(*conditions)
        .order_by(*(order if oldest_first else (column.desc() for column in order)))
        .offset(offset)
        .limit(limit)
    )
    return list_views(connection, statement), total


def get_revision(node: Node, view: EnvelopeView, version_id: int) -> EnvelopeView:
    """The envelope as it was immediately before an entry of its log.

    Raises:
        NotFound: the entry is not of this envelope, or it is the first one, before which there was nothing.
    """
    with node.database.read() as connection:
        versions = list_versions(connection, [view.id])[view.id]
        before: Version | None = None
        for version in versions:
            if version.id == version_id:
                break
            before = version
        else:
            raise NotFound("EnvelopeVersion not found", kind="version")
        if before is None or before.document_id is None:
            raise NotFound("EnvelopeVersion not found", kind="version")
        return view_of_version(connection, view, before)


def view_of_version(connection: Connection, view: EnvelopeView, version: Version) -> EnvelopeView:
    """The envelope as an entry of its log left it; the entry has a document."""
    organization = METADATA.tables["organization"]
    publisher = METADATA.tables["publisher"]

    def name(table: Any, column: Any, number: int | None) -> str | None:
        if number is None:
            return None
        found: str | None = connection.execute(select(column).where(table.c.id == number)).scalar()
        return found

    row = connection.execute(
        select(_document.c.digest, _document.c.body).where(_document.c.id == version.document_id)
    ).one()
    assert version.document_id is not None
    ctid, uuid = organization.c.organization_ctid, publisher.c.uuid
    return EnvelopeView(
        id=view.id,
        uuid=view.uuid,
        community_id=view.community_id,
        community=view.community,
        envelope_ctid=version.envelope_ctid,
        ctdl_type=version.ctdl_type,
        owner_ctid=name(organization, ctid, version.owner_id),
        publishing_ctid=name(organization, ctid, version.publishing_organization_id),
        publisher_uuid=name(publisher, uuid, version.publisher_id),
        secondary_publisher_uuid=name(publisher, uuid, version.secondary_publisher_id),
        publish_type=version.publish_type,
        provisional=version.provisional,
        document_id=version.document_id,
        version_id=version.id,
        last_verified_on=version.last_verified_on,
        created_at=view.created_at,
        updated_at=version.created_at,
        deleted_at=None,
        digest=bytes(row.digest),
        body=bytes(row.body),
    )


def check_existence(
    node: Node, community: Community, ctids: list[str], class_name: str | None = None
) -> list[str]:
    """Those of the CTIDs (in any case) that exist in the community, as they were given.

    With ``class_name`` only resources of that class or one of its subclasses count.

    Raises:
        InvalidInput: the class is unknown.
    """
    with node.database.read() as connection:
        conditions = [
            _node.c.community_id == community.id,
            _node.c.envelope_id.is_not(None),
            among(connection, _node.c.resource_ctid, {ctid.lower() for ctid in ctids}),
        ]
        if class_name is not None:
            known = node.vocabulary.normalize_term(class_name)
            if known not in node.vocabulary.classes:
                raise InvalidInput("@type does not have a valid value")
            names = sorted(node.vocabulary.descendants(known))
            conditions.append(_node.c.class_id.in_(select(_term.c.id).where(_term.c.name.in_(names))))
        found = set(connection.execute(select(_node.c.resource_ctid).where(*conditions)).scalars())
    return [ctid for ctid in ctids if ctid.lower() in found]


def find_documents(node: Node, community: Community, ctids: list[str]) -> list[bytes]:
    """The payloads of the live documents of these CTIDs (in any case)."""
    with node.database.read() as connection:
        statement = (
            select(_document.c.body)
            .join(_envelope, _envelope.c.document_id == _document.c.id)
            .where(
                _envelope.c.community_id == community.id,
                _envelope.c.deleted_at.is_(None),
                among(connection, _envelope.c.envelope_ctid, {ctid.lower() for ctid in ctids}),
            )
            .order_by(_envelope.c.id)
        )
        return [decompress(bytes(body)) for body in connection.execute(statement).scalars()]


def find_items(
    node: Node, community_ids: list[int], ctids: list[str], blank_labels: list[str]
) -> list[bytes]:
    """The graph items of these CTIDs (in any case), blank node labels or ``@id``s, of some communities."""
    keys = {resource_key(name) for name in blank_labels if not is_blank(name)}
    with node.database.read() as connection:
        bodies = (
            select(_node_body.c.body, _node.c.id)
            .join(_node, _node.c.id == _node_body.c.node_id)
            .where(_node.c.community_id.in_(community_ids))
        )
        found: dict[int, bytes] = {}
        for column, values in (
            (_node.c.resource_ctid, {ctid.lower() for ctid in ctids}),
            (_node.c.uri, {label for label in blank_labels if is_blank(label)}),
            (_node.c.key, keys),
        ):
            if values:
                for row in connection.execute(bodies.where(among(connection, column, values))):
                    found[row.id] = bytes(row.body)
    return [found[number] for number in sorted(found)]


def document_of(view: EnvelopeView) -> Document:
    """The parsed document of an envelope that was loaded with its body."""
    assert view.body is not None
    return parse_document(decompress(bytes(view.body)))
