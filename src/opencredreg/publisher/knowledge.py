"""What the registry knows that a conversion needs: lists of codes, competencies of frameworks, what exists.

All that a batch refers to is looked up in one statement. What stands in the same batch counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from opencredreg.codes import CodeBook
from opencredreg.crosswalk.assistant.surroundings import Expanded
from opencredreg.ids import ctid_of_uri
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.values import listed, type_of
from opencredreg.registry.communities import Community
from opencredreg.registry.many import find_documents, find_items
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["RegistryKnowledge", "find_existing"]

_node = METADATA.tables["node"]
_organization = METADATA.tables["organization"]
_COMPETENCY = "ceasn:Competency"


class RegistryKnowledge:
    """The surroundings of conversions into one community. ``add`` tells of documents of the same batch.

    Args:
        node: the node.
        community: where the documents go.
        is_open: whether what stands in the community may be used.
    """

    def __init__(self, node: Node, community: Community, *, is_open: bool = True) -> None:
        self._node = node
        self._is_open = is_open
        self._community = community
        self._expanded: dict[str, Sequence[Expanded] | None] = {}
        self._documents: dict[str, Mapping[str, Any]] = {}

    @property
    def books(self) -> Mapping[str, CodeBook]:
        """The lists of codes in use."""
        return self._node.codes

    def add(self, ctid: str, document: Mapping[str, Any]) -> None:
        """Make a document known that is published in the same batch."""
        self._documents[ctid] = document
        self._expanded.pop(ctid, None)

    def competencies_of(self, ctid: str) -> Sequence[Expanded] | None:
        """The competencies of a framework or collection; ``None`` where there is neither."""
        ctid = ctid.lower()
        if ctid not in self._expanded:
            self._expanded[ctid] = self._expand(ctid)
        return self._expanded[ctid]

    def _expand(self, ctid: str) -> Sequence[Expanded] | None:
        document = self._documents.get(ctid)
        if document is None:
            if not self._is_open:
                return None
            payload = find_documents(self._node, self._community, [ctid]).get(ctid)
            if payload is None:
                return None
            document = decode_json(payload)
        items = [item for item in listed(document.get("@graph", [document])) if isinstance(item, dict)]
        found = [_expanded(item) for item in items if _COMPETENCY in listed(item.get("@type"))]
        main = next((item for item in items if item.get("ceterms:ctid") == ctid), {})
        inside = {one.uri for one in found}
        uris = [uri for uri in listed(main.get("ceterms:hasMember")) if isinstance(uri, str)]
        elsewhere = (ctid_of_uri(uri) for uri in uris if uri not in inside)
        wanted: list[str] = [member for member in elsewhere if member]
        if wanted and self._is_open:
            bodies = find_items(self._node, [self._community.id], wanted, [])
            others = [decode_json(body) for body in bodies]
            found += [_expanded(item) for item in others if type_of(item) == _COMPETENCY]
        return found


def _expanded(item: Mapping[str, Any]) -> Expanded:
    text = item.get("ceasn:competencyText") or item.get("ceasn:competencyLabel") or {}
    if isinstance(text, str):
        text = {"en": text}
    notation = item.get("ceasn:codedNotation")
    return Expanded(
        uri=str(item.get("@id", "")),
        text={language: str(value) for language, value in text.items()} if isinstance(text, dict) else {},
        notation=notation if isinstance(notation, str) else "",
    )


def find_existing(node: Node, community: Community, ctids: Iterable[str]) -> frozenset[str]:
    """Those of the CTIDs (in lower case) that are resources of the community or organizations with an account."""
    wanted = frozenset(ctids)
    if not wanted:
        return wanted
    with node.database.read() as connection:
        resources = connection.execute(
            select(_node.c.resource_ctid).where(
                _node.c.community_id == community.id,
                _node.c.envelope_id.is_not(None),
                among(connection, _node.c.resource_ctid, wanted),
            )
        ).scalars()
        found = {ctid for ctid in resources if ctid}
        rest = wanted - found
        if rest:
            accounts = connection.execute(
                select(_organization.c.organization_ctid).where(
                    _organization.c.deleted_at.is_(None),
                    among(connection, _organization.c.organization_ctid, rest),
                )
            ).scalars()
            found.update(accounts)
    return frozenset(found)
