"""Who stands below whom in one graph: the links that make a hierarchy, and the cycles in them.

Both halves of a pair of properties state the same link, and either one is enough (``ctdl-vocabulary.md`` section
9.7). Nothing here is recursive, as chains may be of any length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, final

from opencredreg.ids import resource_key

if TYPE_CHECKING:
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Reference, Run

__all__ = [
    "CHILDREN",
    "DESTINATIONS",
    "LEVELS",
    "NARROWER",
    "ORDER",
    "ORGANIZATIONS",
    "PARTS",
    "REVERSE_ORDER",
    "TOP_CONCEPTS",
    "VERSIONS",
    "Children",
    "Family",
    "Links",
    "Node",
    "find_cycles",
    "name_cycle",
    "short_name",
]

Node: TypeAlias = "Place | str"
"""An item of the graph, or the key of a resource outside of it."""
Children: TypeAlias = Mapping[Node, Sequence[Node]]
"""What stands directly below each thing; what is stated at both ends is there twice."""
_NAMED = 5
_SHORT = 11


class Family(NamedTuple):
    """Properties that state the same kind of link, from above (``forward``) and from below (``backward``).

    ``name`` is for messages. ``inside``: what an embedded object states counts for the item that holds it.
    """

    name: str
    forward: tuple[str, ...] = ()
    backward: tuple[str, ...] = ()
    inside: bool = False


CHILDREN: Final = Family(
    "children", ("ceasn:hasTopChild", "ceasn:hasChild"), ("ceasn:isTopChildOf", "ceasn:isChildOf")
)
PARTS: Final = Family("parts", ("ceterms:hasPart",), ("ceterms:isPartOf",))
TOP_CONCEPTS: Final = Family("top concepts", ("skos:hasTopConcept",), ("skos:topConceptOf",))
# The official examples have this property on progression models, although its domain does not.
LEVELS: Final = Family("levels", ("asn:hasProgressionLevel",))
NARROWER: Final = Family("narrower concepts", ("skos:narrower",), ("skos:broader",))
ORDER: Final = Family("order", ("ceterms:precedes",), ("ceterms:precededBy",))
REVERSE_ORDER: Final = Family("order", ORDER.backward, ORDER.forward)
DESTINATIONS: Final = Family(
    "destinations", ("ceterms:hasDestinationComponent",), ("ceterms:isDestinationComponentOf",)
)
ORGANIZATIONS: Final = Family(
    "sub-organizations", ("ceterms:subOrganization", "ceterms:department"), ("ceterms:parentOrganization",)
)
VERSIONS: Final = Family(
    "versions",
    ("ceterms:nextVersion", "ceterms:latestVersion"),
    ("ceterms:previousVersion", "ceasn:isVersionOf"),
)


@final
class Links:
    """The hierarchies of one document, each built when it is first asked for."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._children: dict[Family, Children] = {}

    def children(self, family: Family) -> Children:
        """What stands below what, by one family of links. Links of a thing to itself are left out."""
        found = self._children.get(family)
        if found is None:
            built: defaultdict[Node, list[Node]] = defaultdict(list)
            for parent, child, _ in self._ends(family):
                built[parent].append(child)
            found = self._children[family] = dict(built)
        return found

    def reached_from(self, start: Place, families: Sequence[Family]) -> set[Node]:
        """Everything below an item by any of the families of links, the item itself included."""
        tables = [table for table in map(self.children, families) if table]
        reached: set[Node] = {start}
        waiting: list[Node] = [start]
        while waiting:
            node = waiting.pop()
            for table in tables:
                for child in table.get(node, ()):
                    if child not in reached:
                        reached.add(child)
                        waiting.append(child)
        return reached

    def cycles(self, family: Family) -> Iterator[tuple[list[Node], Reference]]:
        """The cycles in one family of links, each with the place that states its first link."""
        found = find_cycles(self.children(family), self._run.items)
        if not found:
            return
        statements: dict[tuple[Node, Node], Reference] = {}
        for parent, child, reference in self._ends(family):
            statements.setdefault((parent, child), reference)
        for cycle in found:
            yield cycle, statements[cycle[0], cycle[1]]

    def _ends(self, family: Family) -> Iterator[tuple[Node, Node, Reference]]:
        for terms, is_forward in ((family.forward, True), (family.backward, False)):
            for term in terms:
                for reference in self._run.links(term):
                    place, target = reference.place, reference.target
                    if place.parent is not None:
                        if not family.inside:
                            continue
                        place = place.item
                    there: Node = target.place or target.key
                    if place is not there:
                        yield (place, there, reference) if is_forward else (there, place, reference)


def find_cycles(children: Children, items: Sequence[Place]) -> list[list[Node]]:
    """The ways that lead back to where they started: one for each knot of things that lead to each other.

    Each begins at the item that stands first in the graph and is the shortest one from there.
    """
    rest = _without_ends(children)
    if not rest:
        return []
    position: dict[Node, int] = {place: index for index, place in enumerate(items)}
    outside = len(position)
    inner = {node: [child for child in children.get(node, ()) if child in rest] for node in rest}
    starts = ((min(knot, key=lambda node: position.get(node, outside)), knot) for knot in _find_knots(inner))
    return [_shortest_cycle(start, knot, inner) for start, knot in starts]


def name_cycle(cycle: Sequence[Node]) -> str:
    """A cycle in words: the short names of what lies on it, in order."""
    names = [short_name(node if isinstance(node, str) else node.id) for node in cycle[:_NAMED]]
    if len(cycle) > _NAMED:
        names.append(f"{len(cycle) - _NAMED} more")
    return " → ".join([*names, names[0]])


def short_name(uri: str) -> str:
    """Enough of a name to know a resource by: the start of its CTID, else the end of its address.

    >>> short_name("https://registry.example/resources/ce-6f05953f-8541-4c79-80be-5ce11040f5b6")
    'ce-6f05953f…'
    >>> short_name("_:b0")
    '_:b0'
    """
    key = resource_key(uri)
    if key.startswith("ce-") and len(key) > _SHORT:
        return f"{key[:_SHORT]}…"
    tail = key.rstrip("/").rpartition("/")[2] or key
    return tail if len(tail) <= 40 else f"…{tail[-39:]}"


def _without_ends(children: Children) -> Collection[Node]:
    """What is left when things with nothing above them are taken away again and again: cycles, and what is below."""
    above: dict[Node, int] = {}
    for below in children.values():
        for child in below:
            above[child] = above.get(child, 0) + 1
    free = [node for node in children if node not in above]
    while free:
        for child in children.get(free.pop(), ()):
            if above[child] == 1:
                del above[child]
                free.append(child)
            else:
                above[child] -= 1
    return above


def _find_knots(children: Children) -> list[set[Node]]:
    """The strongly connected components of two or more, by Tarjan's algorithm with its own stack."""
    number: dict[Node, int] = {}
    low: dict[Node, int] = {}
    open_nodes: dict[Node, None] = {}
    knots: list[set[Node]] = []
    for root in children:
        path: list[tuple[Node, Iterator[Node]]] = []
        following: Node | None = None if root in number else root
        while following is not None or path:
            if following is not None:
                number[following] = low[following] = len(number)
                open_nodes[following] = None
                path.append((following, iter(children[following])))
            node, rest = path[-1]
            following = None
            for child in rest:
                if child not in number:
                    following = child
                    break
                if child in open_nodes:
                    low[node] = min(low[node], number[child])
            if following is not None:
                continue
            path.pop()
            if path:
                low[path[-1][0]] = min(low[path[-1][0]], low[node])
            if low[node] == number[node]:
                knot = set(_taken_until(node, open_nodes))
                if len(knot) > 1:
                    knots.append(knot)
    return knots


def _taken_until(node: Node, open_nodes: dict[Node, None]) -> Iterator[Node]:
    while True:
        last, _ = open_nodes.popitem()
        yield last
        if last == node:
            return


def _shortest_cycle(start: Node, knot: Collection[Node], children: Children) -> list[Node]:
    came_from: dict[Node, Node] = {}
    waiting: list[Node] = [start]
    for node in waiting:
        for child in children[node]:
            if child == start:
                cycle = [node]
                while cycle[-1] != start:
                    cycle.append(came_from[cycle[-1]])
                return cycle[::-1]
            if child in knot and child not in came_from:
                came_from[child] = node
                waiting.append(child)
    raise AssertionError("a knot always leads back to where it starts")
