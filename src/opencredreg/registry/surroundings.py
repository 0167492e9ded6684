"""What the registry knows about the resources that documents refer to, for the validator.

Source: ``validation-profile.md`` rules R26 to R28.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.ids import ctid_of_uri, is_ctid, resource_key
from opencredreg.jsonld.document import Document
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA
from opencredreg.validation import Known

__all__ = ["RegistrySurroundings"]

_node = METADATA.tables["node"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]
_organization = METADATA.tables["organization"]


class RegistrySurroundings:
    """The resources of one community, and of the documents that are judged with them.

    An address is one of this registry when it lies where the node is reached, or where one of the documents
    itself lies: a document that calls itself ``https://a.example/resources/ce-...`` speaks of that space.
    """

    def __init__(self, node: Node, community_id: int, documents: Iterable[Document]) -> None:
        self._database = node.database
        self._community_id = community_id
        self._bases = {_base(node.settings.server.public_url + "/resources/x")}
        self._own: dict[str, Known] = {}
        for document in documents:
            for item in document.items:
                if item.id and item.ctid:
                    self._bases.add(_base(item.id))
                    self._own.setdefault(resource_key(item.id), Known(item.types))
        self._bases.discard("")

    def find(self, keys: Collection[str]) -> Mapping[str, Known]:
        """What the registry and the documents hold: at most three statements, however many keys there are."""
        found = {key: self._own[key] for key in keys if key in self._own}
        missing = set(keys) - found.keys()
        if not missing:
            return found
        with self._database.read() as connection:
            found.update(self._live(connection, missing))
            ctids = {key for key in missing - found.keys() if is_ctid(key)}
            if ctids:
                found.update(self._deleted(connection, ctids))
        return found

    def is_ours(self, uri: str) -> bool:
        """Whether an address lies in the space of this registry."""
        return ctid_of_uri(uri) is not None and _base(uri) in self._bases

    def _live(self, connection: Connection, keys: set[str]) -> dict[str, Known]:
        rows = connection.execute(
            select(_node.c.key, _term.c.name, _organization.c.organization_ctid)
            .join(_envelope, _envelope.c.id == _node.c.envelope_id)
            .outerjoin(_term, _term.c.id == _node.c.class_id)
            .outerjoin(_organization, _organization.c.id == _envelope.c.owner_id)
            .where(_node.c.community_id == self._community_id, among(connection, _node.c.key, keys))
        )
        return {key: Known((name,) if name else (), "present", owner or "") for key, name, owner in rows}

    def _deleted(self, connection: Connection, ctids: set[str]) -> dict[str, Known]:
        rows = connection.execute(
            select(_envelope.c.envelope_ctid, func.max(_envelope.c.ctdl_type))
            .where(
                _envelope.c.community_id == self._community_id,
                _envelope.c.deleted_at.is_not(None),
                among(connection, _envelope.c.envelope_ctid, ctids),
            )
            .group_by(_envelope.c.envelope_ctid)
        )
        return {ctid: Known((cls,) if cls else (), "deleted") for ctid, cls in rows}


def _base(uri: str) -> str:
    """Where a resource lies, without scheme and CTID; empty when it is not at a registry's address."""
    rest = uri.partition("://")[2].rstrip("/")
    head, _, _ = rest.rpartition("/")
    place = head.removesuffix("/resources").removesuffix("/graph")
    return place.lower() if place != head else ""
