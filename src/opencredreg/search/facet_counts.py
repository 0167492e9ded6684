"""The tables of a node, one for each community: made when first needed or before, and brought up to date.

Every process has its own. Before a table is used it is compared with the log, as the connection of the question sees
it, so that a count never differs from what the index says at that moment.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection

from opencredreg.ctdl import Vocabulary
from opencredreg.query.tree import Expression, Visibility
from opencredreg.registry.communities import list_communities
from opencredreg.registry.node import Node
from opencredreg.search.facet_list import NAMED, Column, Facet
from opencredreg.search.facet_rows import read_rows
from opencredreg.search.facet_table import FacetTable, Moment, count_rows, moment_of
from opencredreg.search.facet_values import Counts, Values

__all__ = ["Tally", "build_tables", "has_provisional", "tally"]

_FEW: Final = 2_000
"""So many results are read from the index at once where there is no table; more are worth making one."""

_PATIENCE_S: Final = 20.0
"""So long a question waits for a table that is being made; then it reads the index itself."""

_TABLES: Final = 8
"""So many tables of single properties are kept beside those of the facets with a name."""

_STANDARD: Final = tuple(dict.fromkeys(facet.column for facet in NAMED.values()))


class Tally(NamedTuple):
    """How many results have each value, by column and number, and what the numbers mean."""

    counts: Counts
    values: Values
    labels: dict[int, str]
    """Labels that were found before; new ones may be added."""
    shown: dict[Hashable, Any]
    """What was shown before for these counts, by the facet and how much of it."""
    find_example: Callable[[int], None] = lambda _number: None
    """Looks for another example of a text, where the one that is known is gone."""


class _Place:
    """Where a table stands."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.table: FacetTable | None = None
        self.is_being_built = False
        self.built = threading.Condition(self.lock)

    def wait(self) -> None:
        """Wait until nobody is building, but not for ever."""
        with self.lock:
            self.built.wait_for(lambda: not self.is_being_built, timeout=_PATIENCE_S)


class _Shelf:
    """The tables of one node."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def place(self, community_id: int, columns: tuple[Column, ...], hides: bool) -> _Place:
        key = (community_id, columns, hides)
        with self._lock:
            place = self._places.setdefault(key, _Place())
            if columns is not _STANDARD:
                self._places.move_to_end(key)
                self._forget()
            return place

    def _forget(self) -> None:
        single = [key for key in self._places if isinstance(key, tuple) and key[1] is not _STANDARD]
        for key in single[:-_TABLES]:
            del self._places[key]


_shelves: WeakKeyDictionary[Node, _Shelf] = WeakKeyDictionary()
_shelves_lock = threading.Lock()


def _shelf_of(node: Node) -> _Shelf:
    with _shelves_lock:
        found = _shelves.get(node)
        if found is None:
            found = _shelves[node] = _Shelf()
        return found


def build_tables(node: Node) -> None:
    """Make the tables of the named facets of all communities, where there are none yet.

    Raises:
        RegistryError: the database cannot be read.
    """
    with node.database.read() as connection:
        communities = list_communities(connection)
    for community in communities:
        place = _shelf_of(node).place(community.id, _STANDARD, hides=True)
        with node.database.read(snapshot=True) as connection:
            moment = moment_of(connection)
            table = place.table
            if table is None or table.is_outgrown_by(moment, node.vocabulary):
                _build(place, connection, community.id, _STANDARD, node.vocabulary, hides=True)


def tally(
    node: Node,
    connection: Connection,
    community_id: int,
    expression: Expression,
    visibility: Visibility,
    facets: Collection[Facet],
    find_ids: Callable[[], Collection[int]],
) -> dict[Column, Tally]:
    """Count the values of the results of an expression, for the columns of some facets.

    Args:
        node: the node.
        connection: sees one moment only.
        community_id: whose results.
        expression: what was asked; what was counted for it before is used again while nothing changes.
        visibility: of the question.
        facets: what is to be counted.
        find_ids: gives the results, if they must be looked at.
    """
    moment = moment_of(connection)
    hides = visibility == "exclude" or not has_provisional(connection)
    wanted = {facet.column for facet in facets}
    groups = [_STANDARD] if wanted.intersection(_STANDARD) else []
    groups += [(column,) for column in wanted if column not in _STANDARD]
    found: dict[Column, Tally] = {}
    ids: list[Collection[int]] = []

    def results() -> Collection[int]:
        if not ids:
            ids.append(find_ids())
        return ids[0]

    for columns in groups:
        place = _shelf_of(node).place(community_id, columns, hides)
        question = _Question(connection, moment, community_id, columns, node.vocabulary, hides)
        counted = _from_table(place, question, (expression, visibility), results)
        if counted is None:
            counted = _from_index(question, results(), wanted)
        found.update(dict.fromkeys(wanted.intersection(columns), counted))
    return found


class _Question(NamedTuple):
    connection: Connection
    moment: Moment
    community_id: int
    columns: tuple[Column, ...]
    vocabulary: Vocabulary
    hides: bool


def _from_table(
    place: _Place, question: _Question, about: Hashable, results: Callable[[], Collection[int]]
) -> Tally | None:
    """The counts of a table; ``None`` when there is none that could tell."""
    table = place.table
    if table is None or table.is_outgrown_by(question.moment, question.vocabulary):
        # A table is never older than its log says, so one of another life of the index cannot be used by us,
        # and if it is the newer one it should not be thrown away.
        if len(results()) <= _FEW or _is_newer(table, question.moment):
            return None
        place.wait()
        table = (
            place.table
            if place.table is not table
            else _build(
                place,
                question.connection,
                question.community_id,
                question.columns,
                question.vocabulary,
                hides=question.hides,
            )
        )
        if table is None:
            return None

    def find_example(number: int) -> None:
        with place.lock:
            table.find_example(question.connection, number)

    with place.lock:
        if table is not place.table or table.moment[:2] != question.moment[:2]:
            return None
        table.catch_up(question.connection, question.moment)
        kept = table.kept(about) if table.moment == question.moment else None
    if kept is None:
        ids = results()
        with place.lock:
            counts = table.count(question.connection, question.moment, ids)
            if counts is None:
                return None
            if table.moment != question.moment:
                return Tally(counts, table.values, {}, {}, find_example)
            kept = table.keep(about, counts)
    return Tally(kept.counts, table.values, kept.labels, kept.shown, find_example)


def _is_newer(table: FacetTable | None, moment: Moment) -> bool:
    return table is not None and (table.moment.built, table.moment.repaired) > (moment.built, moment.repaired)


def _build(
    place: _Place,
    connection: Connection,
    community_id: int,
    columns: tuple[Column, ...],
    vocabulary: Vocabulary,
    *,
    hides: bool,
) -> FacetTable | None:
    """Make a table, unless somebody else does."""
    with place.lock:
        if place.is_being_built:
            return None
        place.is_being_built = True
    try:
        table = FacetTable(community_id, columns, vocabulary, hides=hides)
        table.build(connection)
        with place.lock:
            place.table = table
        return table
    finally:
        with place.lock:
            place.is_being_built = False
            place.built.notify_all()


def _from_index(question: _Question, ids: Collection[int], wanted: Collection[Column]) -> Tally:
    """The same without a table: the values of the results are read for this question alone."""
    values = Values(question.vocabulary)
    columns = [column for column in question.columns if column in wanted]
    read = read_rows(question.connection, ids, columns, values, hides=question.hides)
    return Tally(values.by_column(count_rows(read.rows.values())), values, {}, {})


def has_provisional(connection: Connection) -> bool:
    """Whether there is any provisional record."""
    return bool(connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM node WHERE provisional)").scalar())
