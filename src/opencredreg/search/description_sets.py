"""Description sets: all that is connected to resources, by the paths on which it is reached.

They are a question, not a table: every answer is computed from the index as it is now.

Source: ``search.md`` section 13, D21; ``registry-api.md`` section 3.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.errors import LimitExceeded
from opencredreg.ids import is_blank
from opencredreg.query.description_paths import Branch, PathFilter, build_description_paths
from opencredreg.query.tree import Visibility
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.store.database import among
from opencredreg.store.envelopes import list_views, view_columns
from opencredreg.store.search.paths import find_path_ends
from opencredreg.store.tables import METADATA

__all__ = [
    "BLANK_NODES",
    "MAX_URIS",
    "DescriptionOptions",
    "DescriptionSet",
    "DescriptionSets",
    "PathSet",
    "ResourceMetadata",
    "describe_resources",
]

BLANK_NODES = "https://credreg.net/bnodes/"
"""Where the names of blank nodes lie: this and a label without ``_:`` stand for the blank node of that label."""

MAX_URIS = 10_000
"""How many URIs one path lists, whatever was asked for; the total always counts all."""

_node = METADATA.tables["node"]
_node_body = METADATA.tables["node_body"]
_claim = METADATA.tables["claim"]
_term = METADATA.tables["term"]
_envelope = METADATA.tables["envelope"]


class DescriptionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of description sets.

    ``per_branch_limit``: at most so many URIs of each path. ``related_limit``: at most so many related resources.
    ``include_sets`` may be false where only the graph or the metadata are wanted.
    """

    path_exact: str | None = None
    path_contains: str | None = None
    per_branch_limit: int | None = None
    related_limit: int | None = None
    visibility: Visibility = "exclude"
    include_sets: bool = True
    include_data: bool = True
    include_resources: bool = False
    include_graph_data: bool = False
    include_results_metadata: bool = False


class PathSet(msgspec.Struct, frozen=True):
    """What lies at the end of one path: how many things, and the URIs of the first of them."""

    path: str
    total: int
    uris: tuple[str, ...]


class DescriptionSet(msgspec.Struct, frozen=True):
    """What is connected to the resource of a CTID, path by path; paths that end nowhere are not listed."""

    ctid: str
    description_set: tuple[PathSet, ...]


class ResourceMetadata(msgspec.Struct, frozen=True):
    """What the registry knows about the record of a resource. Times are microseconds since 1970 UTC."""

    ctid: str
    uri: str
    created_at: int
    updated_at: int
    owned_by: str | None
    published_by: str | None
    publish_type: str


class DescriptionSets(msgspec.Struct, frozen=True, kw_only=True):
    """The answer.

    ``data`` and ``metadata`` are in the order in which the CTIDs were given, without those that are not known;
    ``sets`` are sorted by CTID and leave out resources that have none. ``related`` are resources as published, each
    once: those at the ends of paths and the other members of the graphs, as far as they were asked for.
    """

    ctids: tuple[str, ...]
    sets: tuple[DescriptionSet, ...]
    data: tuple[msgspec.Raw, ...] = ()
    related: tuple[msgspec.Raw, ...] = ()
    metadata: tuple[ResourceMetadata, ...] = ()


class _Subject(msgspec.Struct, frozen=True):
    node_id: int
    ctid: str
    uri: str
    cls: str
    envelope_id: int


def describe_resources(
    node: Node, community: Community, ctids: Sequence[str], options: DescriptionOptions | None = None
) -> DescriptionSets:
    """What is connected to the resources of some CTIDs (in any case) of a community.

    A resource that is named counts whatever its publication status; what is reached from it must be visible.

    Raises:
        LimitExceeded: more CTIDs than a page may have entries, or too many connections to follow.
    """
    options = options or DescriptionOptions()
    wanted = list(dict.fromkeys(ctid.lower() for ctid in ctids))
    limit = node.settings.limits.per_page_max
    if len(wanted) > limit:
        raise LimitExceeded(
            f"{len(wanted):,} resources are too many to describe at once; up to {limit:,} are.",
            limit="limits.per_page_max",
            value=limit,
            hint="Ask for them in parts.",
        )
    with node.database.read(snapshot=True) as connection:
        return _Description(node, connection, options).of(_subjects(connection, community, wanted))


class _Description:
    def __init__(self, node: Node, connection: Connection, options: DescriptionOptions) -> None:
        self.node = node
        self.connection = connection
        self.options = options
        self.listed: list[int] = []

    def of(self, subjects: list[_Subject]) -> DescriptionSets:
        options = self.options
        ids = [subject.node_id for subject in subjects]
        # First the sets: the resources at the ends of paths are among the related ones.
        sets = self._sets(subjects) if options.include_sets else ()
        return DescriptionSets(
            ctids=tuple(subject.ctid for subject in subjects),
            sets=sets,
            data=tuple(_bodies(self.connection, ids)) if options.include_data else (),
            related=tuple(self._related(subjects)),
            metadata=tuple(self._metadata(subjects)) if options.include_results_metadata else (),
        )

    def _sets(self, subjects: list[_Subject]) -> tuple[DescriptionSet, ...]:
        paths = build_description_paths(self.node.vocabulary)
        wanted = PathFilter(self.options.path_exact, self.options.path_contains)
        trees: dict[str, Branch] = {}
        for cls in {subject.cls for subject in subjects}:
            trees[cls] = paths.tree(cls, wanted)
        starts = {subject.node_id: trees[subject.cls] for subject in subjects}
        ends = find_path_ends(self.connection, paths, starts, self.options.visibility)
        first = {
            (start, path): ids[: self._per_branch()]
            for start, found in ends.items()
            for path, ids in found.items()
        }
        self.listed = list(dict.fromkeys(node_id for ids in first.values() for node_id in ids))
        uris = _uris(self.connection, self.listed)
        return tuple(
            DescriptionSet(
                subject.ctid,
                tuple(
                    PathSet(path, len(ids), tuple(uris[one] for one in first[subject.node_id, path]))
                    for path, ids in sorted(ends[subject.node_id].items())
                ),
            )
            for subject in sorted(subjects, key=lambda subject: subject.ctid)
            if subject.node_id in ends
        )

    def _per_branch(self) -> int:
        asked = self.options.per_branch_limit
        return MAX_URIS if asked is None else min(asked, MAX_URIS)

    def _related(self, subjects: list[_Subject]) -> list[msgspec.Raw]:
        ids: dict[int, None] = {}
        if self.options.include_resources:
            ids.update(dict.fromkeys(self.listed))
        if self.options.include_graph_data:
            own = {subject.node_id for subject in subjects}
            members = _members(self.connection, {subject.envelope_id for subject in subjects})
            ids.update((one, None) for one in members if one not in own)
        return _bodies(self.connection, list(ids)[: self.options.related_limit])

    def _metadata(self, subjects: list[_Subject]) -> list[ResourceMetadata]:
        envelope_ids = {subject.envelope_id for subject in subjects}
        statement = view_columns(with_body=False).where(among(self.connection, _envelope.c.id, envelope_ids))
        views = {view.id: view for view in list_views(self.connection, statement)}
        return [
            ResourceMetadata(
                subject.ctid, subject.uri, view.created_at, view.updated_at, view.owner_ctid,
                view.publishing_ctid, view.publish_type,
            )
            for subject in subjects
            for view in (views[subject.envelope_id],)
        ]  # fmt: skip


def _subjects(connection: Connection, community: Community, ctids: list[str]) -> list[_Subject]:
    """The resources of the CTIDs, in their order."""
    rows = connection.execute(
        select(_node.c.id, _node.c.resource_ctid, _node.c.uri, _term.c.name, _node.c.envelope_id)
        .outerjoin(_term, _term.c.id == _node.c.class_id)
        .where(
            _node.c.community_id == community.id,
            _node.c.envelope_id.is_not(None),
            among(connection, _node.c.resource_ctid, ctids),
        )
        .order_by(_node.c.id.desc())
    )
    # Of two resources that claim one CTID the older one counts, as it does wherever resources are read.
    found = {row[1]: _Subject(row[0], row[1], row[2] or row[1], row[3] or "", row[4]) for row in rows}
    return [found[ctid] for ctid in ctids if ctid in found]


def _uris(connection: Connection, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = connection.execute(
        select(_node.c.id, _node.c.uri, _node.c.key).where(among(connection, _node.c.id, ids))
    ).all()
    return {node_id: _shown(uri or key) for node_id, uri, key in rows}


def _shown(uri: str) -> str:
    return BLANK_NODES + uri.removeprefix("_:") if is_blank(uri) else uri


def _bodies(connection: Connection, ids: list[int]) -> list[msgspec.Raw]:
    """The nodes as published, in the order given."""
    if not ids:
        return []
    rows = connection.execute(
        select(_node_body.c.node_id, _node_body.c.body).where(among(connection, _node_body.c.node_id, ids))
    )
    found = {node_id: bytes(body) for node_id, body in rows}
    return [msgspec.Raw(found[node_id]) for node_id in ids if node_id in found]


def _members(connection: Connection, envelope_ids: Iterable[int]) -> list[int]:
    """The members of the graphs of some envelopes, in the order in which the index met them."""
    listed = list(envelope_ids)
    own = select(_node.c.id).where(among(connection, _node.c.envelope_id, listed), _node.c.key.is_not(None))
    claimed = select(_claim.c.node_id).where(among(connection, _claim.c.envelope_id, listed))
    return sorted({*connection.execute(own).scalars(), *connection.execute(claimed).scalars()})
