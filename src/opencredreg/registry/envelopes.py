"""Envelopes: single, listed, and as an entry of their history left them.

Source: ``registry-api.md`` sections 2.4, 3.2 and 5.
"""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.engine import Connection

from opencredreg.errors import Gone, NotFound
from opencredreg.ids import is_blank
from opencredreg.jsonld.document import Document, parse_document
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.read import lives_of
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.envelopes import EnvelopeView, Version, list_versions, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = [
    "Provisional",
    "document_of",
    "get_envelope",
    "get_envelope_by_id",
    "get_revision",
    "list_envelopes",
    "view_of_version",
]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]

Provisional = Literal["exclude", "include", "only"]


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
                ids = lives_of(connection, community, identifier)
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


def document_of(view: EnvelopeView) -> Document:
    """The parsed document of an envelope that was loaded with its body."""
    assert view.body is not None
    return parse_document(decompress(bytes(view.body)))
