"""Walking many paths from many resources at once.

All resources and all their paths advance together, one step at a time: whatever the number of paths, a step costs
one statement for the links that are followed forwards and one for those followed backwards. A path of six steps is
thus at most twelve statements, and paths that share their beginning share the walk. Nothing is stored, so an answer
is what the paths mean at the moment of the question.

Source: ``search.md`` sections 13.3 and 13a rule 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.errors import LimitExceeded
from opencredreg.query.description_paths import Branch, DescriptionPaths
from opencredreg.query.tree import Visibility
from opencredreg.store.index.terms import find_terms

__all__ = ["MAX_LINKS_WALKED", "find_path_ends"]

MAX_LINKS_WALKED = 500_000
"""How many links one question may follow."""

_SHIFT = 31
"""Term numbers are below 2**31, so a node and a property fit into one number of the statement's list."""

# The joins are crossed so that SQLite takes the tables in this order: it begins with the nodes of a class otherwise.
_FORWARD = (
    "SELECT l.property_id, l.source_id, l.target_id, n.class_id, n.provisional, n.key IS NOT NULL"
    " FROM {nodes} CROSS JOIN link l CROSS JOIN node n"
    # The plus keeps SQLite from looking up each property by itself: a thing has few links forwards.
    " WHERE l.source_id = f.value AND {plus}l.property_id {properties}"
    " AND n.id = l.target_id AND n.class_id {classes}"
)
_BACKWARD = (
    "SELECT l.property_id, l.target_id, l.source_id, n.class_id, n.provisional, n.key IS NOT NULL"
    " FROM {nodes} CROSS JOIN link l CROSS JOIN node n"
    " WHERE l.property_id = f.value & 2147483647 AND l.target_id = f.value >> 31"
    " AND n.id = l.source_id AND n.class_id {classes}"
)

_Frontier = dict[tuple[int, Branch], set[int]]


_Link = tuple[int, int, bool]
"""The thing at the far end of a link, its class, and whether a path may end with it."""

_Links = dict[tuple[bool, int], dict[int, list[_Link]]]
"""By direction and property, then by the node at the near end."""


def find_path_ends(
    connection: Connection,
    paths: DescriptionPaths,
    starts: Mapping[int, Branch],
    visibility: Visibility = "exclude",
) -> dict[int, dict[str, list[int]]]:
    """Where the paths from some nodes end: by node and path text, the nodes at the far end, oldest first.

    Only described things of the classes that the path names are walked over, embedded objects and blank nodes among
    them. Embedded objects have no name, so they are never an end. Links do not lead out of a community.

    Args:
        connection: with a snapshot, so that all steps see the same moment.
        paths: the paths of the vocabulary in use.
        starts: the nodes to start from, whatever their own publication status, and the paths for each.
        visibility: ``exclude`` keeps provisional records off the whole path, ``only`` asks that the end is one.

    Raises:
        LimitExceeded: more than ``MAX_LINKS_WALKED`` links would have to be followed.
    """
    return _Walk(connection, paths, visibility).run(starts)


class _Walk:
    def __init__(self, connection: Connection, paths: DescriptionPaths, visibility: Visibility) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.visibility = visibility
        self.left = MAX_LINKS_WALKED
        names = paths.properties.union(*paths.members.values())
        self.term_ids = find_terms(connection, names)
        self.class_ids = {
            cls: frozenset(self.term_ids[name] for name in members if name in self.term_ids)
            for cls, members in paths.members.items()
        }
        self.ends: dict[int, dict[str, list[int]]] = defaultdict(dict)

    def run(self, starts: Mapping[int, Branch]) -> dict[int, dict[str, list[int]]]:
        frontier: _Frontier = {(start, tree): {start} for start, tree in starts.items()}
        while frontier:
            frontier = self._advance(frontier)
        return self.ends

    def _advance(self, frontier: _Frontier) -> _Frontier:
        """One step along all branches."""
        links = self._links(frontier)
        reached: _Frontier = {}
        for (start, place), nodes in frontier.items():
            for branch in place.branches:
                found = self._follow(links, branch, nodes)
                if branch.path is not None:
                    self._end(start, branch.path, found)
                if found and branch.branches:
                    reached[start, branch] = {far for far, _, _ in found}
        return reached

    def _follow(self, links: _Links, branch: Branch, nodes: set[int]) -> list[_Link]:
        step = branch.step
        assert step is not None
        classes = self.class_ids[step.cls]
        found = []
        for property_id in self._property_ids(branch):
            by_node = links.get((step.is_reverse, property_id))
            if by_node:
                near = nodes & by_node.keys()
                found += [link for node in near for link in by_node[node] if link[1] in classes]
        return found

    def _end(self, start: int, path: str, found: Iterable[_Link]) -> None:
        ends = {far for far, _, may_end in found if may_end}
        if ends:
            self.ends[start][path] = sorted(ends)

    def _property_ids(self, branch: Branch) -> list[int]:
        assert branch.step is not None
        return [self.term_ids[name] for name in branch.step.properties if name in self.term_ids]

    def _links(self, frontier: _Frontier) -> _Links:
        """All links that some branch of the frontier follows."""
        forward: set[int] = set()
        properties: set[int] = set()
        backward: set[int] = set()
        classes: tuple[set[int], set[int]] = (set(), set())
        for (_, place), nodes in frontier.items():
            for branch in place.branches:
                step = branch.step
                assert step is not None
                found = self._property_ids(branch)
                classes[step.is_reverse].update(self.class_ids[step.cls] if found else ())
                if step.is_reverse:
                    backward.update((node << _SHIFT) | number for number in found for node in nodes)
                elif found:
                    properties.update(found)
                    forward |= nodes
        links: _Links = defaultdict(lambda: defaultdict(list))
        only = self.visibility == "only"
        for is_reverse, statement, values in ((False, _FORWARD, forward), (True, _BACKWARD, backward)):
            if values and classes[is_reverse]:
                rows = self._read(statement, values, properties, classes[is_reverse])
                for property_id, near, far, class_id, is_provisional, is_named in rows:
                    link = (far, class_id, is_named and (is_provisional or not only))
                    links[is_reverse, property_id][near].append(link)
        return links

    def _read(
        self, statement: str, values: set[int], properties: set[int], classes: set[int]
    ) -> Sequence[Any]:
        text = statement.format(
            nodes="json_each(?) AS f" if self.is_sqlite else "unnest(%s::bigint[]) AS f(value)",
            plus="+" if self.is_sqlite else "",
            properties=_among(properties),
            classes=_among(classes),
        )
        if self.visibility == "exclude":
            text += " AND NOT n.provisional"
        parameter: Any = msgspec.json.encode(list(values)).decode() if self.is_sqlite else list(values)
        rows = self.connection.exec_driver_sql(f"{text} LIMIT {self.left + 1}", (parameter,)).all()
        self.left -= len(rows)
        if self.left < 0:
            raise LimitExceeded(
                f"There are more than {MAX_LINKS_WALKED:,} connections along these paths.",
                limit="links_walked",
                value=MAX_LINKS_WALKED,
                hint="Ask for fewer resources at a time, or for some paths only (path_exact, path_contains).",
            )
        return rows


def _among(numbers: set[int]) -> str:
    # These are numbers of our own dictionary, so they may stand in the text of the statement.
    return f"IN ({', '.join(map(str, sorted(numbers)))})"
