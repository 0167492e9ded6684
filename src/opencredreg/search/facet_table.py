"""The values of all results of a community in memory, kept equal to the index, and counted.

What a row says follows from the documents of the registry, so it is read again when one of these was published,
replaced or deleted since: the document that describes the resource; one that describes a node on which a value of it
stands (a shared place, say); one that speaks well of it. Which documents changed is told by the log.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Collection, Hashable, Iterable
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy.engine import Connection

from opencredreg.ctdl import Vocabulary
from opencredreg.search.facet_index import Index, listed
from opencredreg.search.facet_list import ASSURES, COSTS, DURATIONS, PLACES, Column
from opencredreg.search.facet_rows import Rows, bearing_nodes, read_rows
from opencredreg.search.facet_values import Counts, Values
from opencredreg.store.index.terms import find_terms

__all__ = ["FacetTable", "Kept", "Moment", "count_rows", "moment_of"]

_NO_VALUES: Final[tuple[int, ...]] = ()
_RECENT: Final = 256
_KEPT_COUNTS: Final = 300_000
_SPARE_NUMBERS: Final = 100_000


class Moment(NamedTuple):
    """What state of the index a connection sees."""

    built: int
    """Changes when the whole index is built again, because nodes get new numbers then."""
    repaired: int
    """Changes when envelopes are indexed again without having been published."""
    version: int
    """The last entry of the log."""


def moment_of(connection: Connection) -> Moment:
    """The state of the index that a connection sees; two of them are compared within one database."""
    found = connection.exec_driver_sql(
        "SELECT (SELECT min(id) FROM node), (SELECT value FROM counter WHERE name = 'reindex'),"
        " (SELECT max(id) FROM envelope_version)"
    ).one()
    return Moment(found[0] or 0, found[1] or 0, found[2] or 0)


def count_rows(rows: Iterable[tuple[int, ...]]) -> Counter[int]:
    """How many rows have each number."""
    return Counter(chain.from_iterable(rows))


class Kept(NamedTuple):
    """What was counted, and what else was found for showing it: all true as long as nothing changes."""

    counts: Counts
    labels: dict[int, str]
    """Labels of values by number."""
    shown: dict[Hashable, Any]
    """What is shown, by the facet and how much of it."""

    @property
    def size(self) -> int:
        """How many numbers these are."""
        return sum(map(len, self.counts.values()))


class _Change(NamedTuple):
    since: int
    until: int
    nodes: frozenset[int]


class FacetTable:
    """One table. Not safe to use from several threads: its owner takes care of that.

    Args:
        community_id: whose results.
        columns: which values are kept.
        vocabulary: as the index was made with.
        hides: whether what provisional records say of others counts for nothing.
    """

    def __init__(
        self, community_id: int, columns: Collection[Column], vocabulary: Vocabulary, *, hides: bool
    ) -> None:
        self.vocabulary = vocabulary
        self.values = Values(vocabulary)
        self.moment = Moment(0, 0, 0)
        self._community_id = community_id
        self._columns = tuple(columns)
        self._hides = hides
        self._labels: dict[int, str] = {}
        self._rows: dict[int, tuple[int, ...]] = {}
        self._totals: Counter[int] = Counter()
        self._carriers: set[int] = set()
        self._loose: dict[int, set[int]] = defaultdict(set)
        self._recent: deque[_Change] = deque(maxlen=_RECENT)
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._kept_numbers = 0
        self._most_values = 0

    def __len__(self) -> int:
        return len(self._rows)

    def build(self, connection: Connection) -> None:
        """Read everything, on a connection that sees one moment only."""
        self.moment = moment_of(connection)
        found = connection.exec_driver_sql(
            f"SELECT id FROM node WHERE community_id = {self._community_id} AND resource_ctid IS NOT NULL"
        )
        self._read(connection, [row[0] for row in found])
        self._most_values = 2 * len(self.values) + _SPARE_NUMBERS

    def is_outgrown_by(self, moment: Moment, vocabulary: Vocabulary) -> bool:
        """Whether the table has to be built anew."""
        is_other = moment[:2] != self.moment[:2] or vocabulary is not self.vocabulary
        return is_other or len(self.values) > self._most_values

    def _read(self, connection: Connection, ids: Iterable[int]) -> None:
        self._take(read_rows(connection, ids, self._columns, self.values, hides=self._hides))

    def _take(self, read: Rows) -> None:
        before = [row for node in read.rows if (row := self._rows.get(node))]
        self._totals.subtract(count_rows(before))
        self._totals.update(count_rows(read.rows.values()))
        self._rows.update(read.rows)
        self._carriers |= read.carriers
        for node, envelope_id in read.loose.items():
            self._loose[envelope_id].add(node)

    # --- Keeping up ------------------------------------------------------------------------------------

    def catch_up(self, connection: Connection, moment: Moment) -> None:
        """Read again what follows from documents that were published or deleted since."""
        if moment.version <= self.moment.version:
            return
        found = connection.exec_driver_sql(
            f"SELECT DISTINCT envelope_id FROM envelope_version WHERE id > {self.moment.version}"
            f" AND id <= {moment.version} AND community_id = {self._community_id}"
        )
        envelopes = {row[0] for row in found}
        changed = self._affected(connection, envelopes) if envelopes else set()
        # Nothing is touched before all is read, for a database may fail.
        read = read_rows(connection, sorted(changed), self._columns, self.values, hides=self._hides)
        for envelope_id in envelopes:
            self._loose.pop(envelope_id, None)
        gone = [row for node in changed - read.rows.keys() if (row := self._rows.pop(node, None))]
        self._totals.subtract(count_rows(gone))
        self._take(read)
        self._recent.append(_Change(self.moment.version, moment.version, frozenset(changed)))
        self.moment = moment
        self._kept.clear()
        self._kept_numbers = 0
        # How a text is written may stay; what things are called may have changed. Questions of before may still look
        # into what they were given, so that is left as it is.
        self._labels = {n: label for n, label in self._labels.items() if n not in self.values.nodes}

    def _affected(self, connection: Connection, envelopes: set[int]) -> set[int]:
        """The resources whose rows may follow from these envelopes, as they were or as they are now."""
        index = Index(connection)
        # Claims stay when an envelope gives a node up, so they name what it described before, too.
        nodes = {
            row[0] for row in index.rows(envelopes, "c.node_id", "JOIN claim c ON c.envelope_id = f.value")
        }
        of_now = "JOIN node n ON n.envelope_id = f.value"
        loose = {row[0] for row in index.rows(envelopes, "n.id", of_now, "WHERE n.resource_ctid IS NOT NULL")}
        for envelope_id in envelopes & self._loose.keys():
            loose |= self._loose[envelope_id]
        changed = nodes | loose
        changed |= self._standing_on(index, nodes)
        if "assured" in self._columns:
            changed |= self._spoken_of(index, nodes, envelopes)
        return changed

    def _standing_on(self, index: Index, nodes: set[int]) -> set[int]:
        """Resources with values that stood or now stand on some nodes."""
        bearing = (nodes & self._carriers) | bearing_nodes(index, nodes)
        if not bearing:
            return set()
        names = {name for column in self._columns if isinstance(column, tuple) for name in column}
        numbers = find_terms(index.connection, names | {*PLACES, COSTS, DURATIONS}).values()
        if not numbers:
            return set()
        on = f"l.target_id = f.value AND l.property_id IN ({listed(numbers)})"
        return {row[0] for row in index.rows(bearing, "l.source_id", f"JOIN link l ON {on}")}

    def _spoken_of(self, index: Index, nodes: set[int], envelopes: set[int]) -> set[int]:
        """Resources of which some nodes spoke well before, or do so now."""
        numbers = listed(find_terms(index.connection, ASSURES).values())
        if not numbers:
            return set()
        # A node may have moved to an envelope of which the log says nothing.
        of_nodes = "JOIN node n ON n.id = f.value AND n.envelope_id IS NOT NULL"
        writers = envelopes | {row[0] for row in index.rows(nodes, "n.envelope_id", of_nodes)}
        speakers = nodes | {
            row[0] for row in index.rows(writers, "n.id", "JOIN node n ON n.envelope_id = f.value")
        }
        on = f"l.source_id = f.value AND l.property_id IN ({numbers})"
        now: dict[int, set[int]] = defaultdict(set)
        for source, target in index.rows(speakers, "f.value, l.target_id", f"JOIN link l ON {on}"):
            now[source].add(target)
        before, nameless = self._spoken_of_before(nodes)
        changed = set(nameless)
        for speaker in before.keys() | now.keys():
            changed |= before.get(speaker, set()) ^ now.get(speaker, set())
        return changed

    def _spoken_of_before(self, nodes: set[int]) -> tuple[dict[int, set[int]], set[int]]:
        """By node, of which resources it spoke well; and of which ones somebody without a name did."""
        speakers = {
            number: raw.by
            for number, raw in self.values.statements.items()
            if not raw.by.isdisjoint(nodes) or any(one < 0 for one in raw.by)
        }
        before: dict[int, set[int]] = defaultdict(set)
        nameless: set[int] = set()
        if not speakers:
            return before, nameless
        for node, row in self._rows.items():
            if speakers.keys().isdisjoint(row):
                continue
            for number in speakers.keys() & set(row):
                for speaker in speakers[number]:
                    if speaker < 0:
                        nameless.add(node)
                    elif speaker in nodes:
                        before[speaker].add(node)
        return before, nameless

    # --- Counting --------------------------------------------------------------------------------------

    def kept(self, about: Hashable) -> Kept | None:
        """What was counted before, since the last change."""
        found = self._kept.get(about)
        if found is not None:
            self._kept.move_to_end(about)
        return found

    def keep(self, about: Hashable, counts: Counts) -> Kept:
        """Keep what was counted until something changes."""
        kept = Kept(counts, self._labels, {})
        self._kept_numbers += kept.size - (self._kept[about].size if about in self._kept else 0)
        self._kept[about] = kept
        while self._kept_numbers > _KEPT_COUNTS and len(self._kept) > 1:
            self._kept_numbers -= self._kept.popitem(last=False)[1].size
        return kept

    def count(self, connection: Connection, moment: Moment, ids: Collection[int]) -> Counts | None:
        """How many of the results have each value, as of a moment that may lie a little before that of the table.

        ``None``: it lies too far before. No result is named twice.
        """
        behind = self._since(moment.version)
        if behind is None:
            return None
        # What changed since is read as the connection sees it.
        old = behind.intersection(ids) if behind else set()
        ours = set(ids) - old if old else ids
        rows = list(map(self._rows.get, ours))
        if None in rows:
            # Labels of blank nodes are numbered anew when their document is indexed again for the sake of another.
            self._read(connection, sorted(node for node in ours if node not in self._rows))
            rows = [self._rows.get(node, _NO_VALUES) for node in ours]
        if 2 * len(ours) > len(self._rows):
            # Of most resources it is quicker to look at the others.
            counts = self._totals - count_rows([self._rows[node] for node in self._rows.keys() - set(ours)])
        else:
            counts = count_rows([row for row in rows if row])
        if old:
            read = read_rows(connection, sorted(old), self._columns, self.values, hides=self._hides)
            counts += count_rows(read.rows.values())
        return self.values.by_column(counts)

    def find_example(self, connection: Connection, number: int) -> None:
        """Have some resource that has a text now be its example."""
        node = next((node for node, row in self._rows.items() if number in row), None)
        if node is not None:
            read_rows(connection, [node], self._columns, self.values, hides=self._hides)

    def _since(self, version: int) -> set[int] | None:
        """The nodes whose rows changed after an entry of the log; ``None`` when nobody remembers."""
        behind: set[int] = set()
        if version >= self.moment.version:
            return behind
        for change in reversed(self._recent):
            behind |= change.nodes
            if change.since <= version:
                return behind
        return None
