"""Questions to the index about many nodes at once, on both databases."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy.engine import Connection

__all__ = ["Index", "listed"]

_PLACES_OF_A_NODE: Final = 1024


class Index:
    """Questions about some nodes to the index. Every statement starts from the nodes and goes on from there."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._join = "CROSS JOIN" if self.is_sqlite else "JOIN"
        self._has_spilled: bool | None = None

    def rows(self, ids: Iterable[int], columns: str, tables: str, rest: str = "") -> Sequence[Any]:
        """A statement about nodes ``f.value``; ``JOIN`` keeps to the order of the tables."""
        nodes = list(ids)
        if not nodes:
            return []
        source = "json_each(?) f" if self.is_sqlite else "unnest(%s::bigint[]) AS f (value)"
        tables = tables.replace("JOIN", self._join)
        values = (json.dumps(nodes) if self.is_sqlite else nodes,)
        found = self.connection.exec_driver_sql(f"SELECT {columns} FROM {source} {tables} {rest}", values)
        # These are many rows, and rows of the driver cost half of those of the toolkit.
        rows: Sequence[Any] = found.cursor.fetchall()
        found.close()
        return rows

    def links(self, ids: Iterable[int], properties: Collection[int]) -> Sequence[Any]:
        """(source, property, target) of nodes."""
        if not properties:
            return []
        on = f"l.source_id = f.value AND l.property_id IN ({listed(properties)})"
        return self.rows(ids, "f.value, l.property_id, l.target_id", f"JOIN link l ON {on}")

    def literals(self, ids: Iterable[int], properties: Collection[int]) -> Sequence[Any]:
        """(node, property, folded text, number) of nodes."""
        if not properties:
            return []
        nodes = list(ids)
        columns = "f.value, t.property_id, t.folded, t.number"
        last = _PLACES_OF_A_NODE - 1
        numbered = f"BETWEEN f.value * {_PLACES_OF_A_NODE} AND f.value * {_PLACES_OF_A_NODE} + {last}"
        # The sum keeps planners from walking through all values of the property instead.
        of = f"property_id + 0 IN ({listed(properties)})"
        if self.is_sqlite:
            found = self.rows(nodes, columns, f"JOIN literal t ON t.id {numbered} AND t.{of}")
        else:
            own = f"SELECT property_id, folded, number FROM literal WHERE id {numbered} AND {of} OFFSET 0"
            found = self.rows(nodes, columns, f"CROSS JOIN LATERAL ({own}) t")
        if self.has_spilled:
            spilled = f"JOIN literal t ON t.node_id = f.value AND t.id < 0 AND t.{of}"
            found = [*found, *self.rows(nodes, columns, spilled)]
        return found

    @property
    def has_spilled(self) -> bool:
        """Whether some node has so many literals that not all stand together."""
        if self._has_spilled is None:
            found = self.connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM literal WHERE id < 0)")
            self._has_spilled = bool(found.scalar())
        return self._has_spilled

    def hidden(self, ids: Iterable[int]) -> set[int]:
        """Of nodes, those of provisional records."""
        return {
            row[0] for row in self.rows(ids, "n.id", "JOIN node n ON n.id = f.value", "WHERE n.provisional")
        }


def listed(numbers: Iterable[int]) -> str:
    """Numbers as they stand between the brackets of ``IN``."""
    return ", ".join(str(number) for number in sorted(numbers))
