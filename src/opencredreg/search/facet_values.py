"""The values of facets as small numbers, so that a row of the table is a few numbers and counting is fast."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from opencredreg.ctdl import Vocabulary
from opencredreg.query.addresses import Addresses
from opencredreg.search.facet_list import Column, keys_of_value

__all__ = ["Aligned", "Classes", "Counts", "Price", "Statements", "Values"]


class Classes(NamedTuple):
    """The classes of a resource: the first one, and the further ones as they are folded in the index."""

    first: str | None
    further: frozenset[str]


class Aligned(NamedTuple):
    """A text that only goes with things that it names."""

    folded: str


class Price(NamedTuple):
    """The range in which the dearest price lies, of a currency or (with an empty one) of all."""

    currency: str
    range: str


class Statements(NamedTuple):
    """Who speaks well of a resource: nodes that it names itself, and nodes that name it.

    0 is something in the document of the resource. Whoever speaks without a name of his own counts as his
    envelope, whose number is negative here.
    """

    named: frozenset[int]
    by: frozenset[int]


Raw: TypeAlias = Hashable
"""A value: ``Classes``, ``Statements``, the number of an owner, a folded text, or the keys of a thing."""


Counts: TypeAlias = Mapping[Column, Mapping[int, int]]
"""By column and number of a value, how many resources have it."""


class Values:
    """Numbers for values, given in the order in which values are met. A number never changes its meaning."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._addresses = Addresses(vocabulary)
        self._numbers: dict[tuple[Column, Raw], int] = {}
        self._things: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.class_names: dict[int, str] = {}
        """The names of classes, by their number in the dictionary of terms."""
        self.keys: dict[int, str] = {}
        """Of the numbers of things, a key."""
        self.columns: list[Column | None] = [None]
        """Of each number, the column. No value has the number 0."""
        self.raw: list[Raw] = [None]
        """Of each number, the value."""
        self.statements: dict[int, Statements] = {}
        """Those values that are statements of others, by number."""
        self.nodes: dict[int, set[int]] = {}
        """Of the numbers of things, the nodes; more than one where a thing has several addresses."""
        self.names: dict[int, int] = {}
        """Of the numbers of things, that of a text by which somebody names it who points to it."""
        self.examples: dict[int, tuple[int, int]] = {}
        """Of the numbers of texts, a resource that has it and the node that it stands on."""

    def __len__(self) -> int:
        return len(self.columns)

    def of(self, column: Column, raw: Raw) -> int:
        """The number of a value."""
        number = self._numbers.get((column, raw))
        if number is None:
            number = self._numbers[column, raw] = len(self.columns)
            self.raw.append(raw)
            self.columns.append(column)
            if isinstance(raw, Statements):
                self.statements[number] = raw
        return number

    def add_text(
        self, row: set[int], column: Column, folded: str, place: tuple[int, int], things: Iterable[int] = ()
    ) -> None:
        """Add a text to the values of a resource, which stands on ``place``: the resource, and the node itself.

        Texts that go with ``things`` that they name count with those that stand alone, but are no reason to show
        the text beside the thing.
        """
        named = list(things)
        raw = Aligned(folded) if named else folded
        number = self._numbers.get((column, raw))
        if number is None:
            # A filter would take it for an address.
            if not folded or (isinstance(column, tuple) and self._addresses.is_complete(folded)):
                return
            number = self.of(column, raw)
        # The newest example is the likeliest to be there still.
        self.examples[number] = place
        if not named:
            row.discard(self._numbers.get((column, Aligned(folded)), 0))
            row.add(number)
            return
        if self._numbers.get((column, folded)) not in row:
            row.add(number)
        for thing in named:
            known = self.of_thing(column, thing)
            if known is not None:
                self.names[known] = number

    def by_column(self, counts: Mapping[int, int]) -> Counts:
        """Counts by number, sorted by column."""
        sorted_counts: dict[Column, dict[int, int]] = {}
        for number, count in counts.items():
            column = self.columns[number]
            if column is not None:
                sorted_counts.setdefault(column, {})[number] = count
        return sorted_counts

    def number_of(self, column: Column, raw: Raw) -> int | None:
        """The number of a value that was met; else ``None``."""
        return self._numbers.get((column, raw))

    def unknown_things(self, nodes: Iterable[int]) -> set[int]:
        """Of nodes, those whose keys were not told yet."""
        return {node for node in nodes if node not in self._things}

    def tell_things(self, keys: Mapping[int, str]) -> None:
        """Tell the keys of nodes; they never change."""
        for node, key in keys.items():
            self._things[node] = (key, keys_of_value(key, self._addresses, self._vocabulary))

    def is_thing(self, node: int) -> bool:
        """Whether a node has a key of its own."""
        return node in self._things

    def of_thing(self, column: Column, node: int) -> int | None:
        """The number of a thing, one for all its addresses; ``None`` for what no filter can ask for."""
        key, keys = self._things.get(node, ("", ()))
        if not keys:
            return None
        number = self.of(column, keys)
        self.keys.setdefault(number, key)
        self.nodes.setdefault(number, set()).add(node)
        return number
