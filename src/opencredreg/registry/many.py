"""Many identifiers at once: which exist, their documents, their resources (``registry-api.md`` section 3.7)."""

from __future__ import annotations

from sqlalchemy import select

from opencredreg.errors import InvalidInput
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.documents import decompress
from opencredreg.store.tables import METADATA

__all__ = ["check_existence", "find_documents", "find_items"]

_envelope = METADATA.tables["envelope"]
_document = METADATA.tables["document"]
_node = METADATA.tables["node"]
_node_body = METADATA.tables["node_body"]
_term = METADATA.tables["term"]


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


def find_documents(node: Node, community: Community, ctids: list[str]) -> dict[str, bytes]:
    """The payloads of the live documents of these CTIDs (in any case), by their CTIDs in lower case."""
    with node.database.read() as connection:
        statement = (
            select(_envelope.c.envelope_ctid, _document.c.body)
            .join(_envelope, _envelope.c.document_id == _document.c.id)
            .where(
                _envelope.c.community_id == community.id,
                _envelope.c.deleted_at.is_(None),
                among(connection, _envelope.c.envelope_ctid, {ctid.lower() for ctid in ctids}),
            )
            .order_by(_envelope.c.id)
        )
        return {row.envelope_ctid: decompress(bytes(row.body)) for row in connection.execute(statement)}


def find_items(
    node: Node, community_ids: list[int], ctids: list[str], blank_labels: list[str]
) -> list[bytes]:
    """The graph items of these CTIDs (in any case), blank node labels or ``@id``s, of some communities."""
    with node.database.read() as connection:
        statement = (
            select(_node_body.c.body)
            .join(_node, _node.c.id == _node_body.c.node_id)
            .where(
                _node.c.community_id.in_(community_ids),
                among(connection, _node.c.resource_ctid, {ctid.lower() for ctid in ctids}),
            )
            .order_by(_node.c.id)
        )
        found = [bytes(body) for body in connection.execute(statement).scalars()] if ctids else []
    for label in dict.fromkeys(blank_labels):
        for community_id in community_ids:
            described = node.lookup.find_resource(community_id, label)
            if described is not None:
                found.append(described.body)
    return found
