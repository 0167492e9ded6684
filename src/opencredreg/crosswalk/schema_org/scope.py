"""What a mapping knows while it works, and what one line of the mapping is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from opencredreg.crosswalk.values import values_of
from opencredreg.jsonld.values import Node, key_of, reference_of

__all__ = ["Json", "Reader", "Row", "Scope", "joined", "read_rows", "without_repetitions"]

Json: TypeAlias = dict[str, Any]
"""A JSON object of schema.org."""

# So many values are looked at, to find those that are good enough to show.
_MOST_READ = 2_000


class Scope(msgspec.Struct, frozen=True):
    """The surroundings of a mapping.

    ``node`` is what is being mapped, ``languages`` the reader's in order of preference, ``found`` other resources by
    :func:`~opencredreg.crosswalk.values.key_of`, ``most`` how many values a list has at most.
    """

    node: Node
    languages: tuple[str, ...]
    found: Mapping[str, Node]
    page_of: Callable[[str], str]
    most: int

    def about(self, node: Node) -> Scope:
        """The same surroundings around another node."""
        return msgspec.structs.replace(self, node=node)

    def find(self, uri: str) -> Node | None:
        """Another resource that was looked up beforehand."""
        return self.found.get(key_of(uri)) if uri else None

    def objects(self, values: Iterable[Any]) -> Iterator[Node]:
        """The objects among the values, and those that stand beside the node and are named by the values."""
        for value in values:
            if isinstance(value, Mapping) and any(name != "@id" for name in value):
                yield value
            elif found := self.find(reference_of(value)):
                yield found


class Reader(msgspec.Struct, frozen=True):
    """How values of CTDL become values of schema.org.

    ``says`` is what the table of correspondences says about it. ``looks_up`` is whether the values may name other
    resources that the reader wants to see.
    """

    says: str
    read: Callable[[list[Any], Scope], Iterable[Any]]
    looks_up: bool = False


class Row(msgspec.Struct, frozen=True):
    """One correspondence: the properties of CTDL that give one property of schema.org.

    ``takes`` says which values are written: those of all ``terms``, those of the first term that gives something,
    or one value of that.
    """

    name: str
    terms: tuple[str, ...]
    reader: Reader
    takes: Literal["all", "first", "one"] = "all"


def read_rows(rows: Iterable[Row], scope: Scope) -> Json:
    """What the correspondences make of the node; properties without a value are left out."""
    made: Json = {}
    for row in rows:
        values = _values(row, scope)
        if values:
            made[row.name] = joined(values)
    return made


def _values(row: Row, scope: Scope) -> list[Any]:
    most = 1 if row.takes == "one" else scope.most
    groups = [row.terms] if row.takes == "all" else [(term,) for term in row.terms]
    for terms in groups:
        values = values_of(scope.node, *terms)[:_MOST_READ]
        found = without_repetitions(row.reader.read(values, scope), most)
        if found:
            return found
    return []


def without_repetitions(values: Iterable[Any], most: int) -> list[Any]:
    """The first of the values that say something, each once."""
    kept: list[Any] = []
    for value in values:
        if len(kept) >= most:
            break
        if value not in (None, "", {}, []) and value not in kept:
            kept.append(value)
    return kept


def joined(values: list[Any]) -> Any:
    """One value as itself, several as a list: both are the same in JSON-LD."""
    return values[0] if len(values) == 1 else values
