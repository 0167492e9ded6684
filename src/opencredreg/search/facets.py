"""How many results have each value of a facet: kind, class, owner, subject, level, place, cost, any concept property.

Counting goes through a table of values in memory (``facet_counts``), which says what the index says; a value is shown
with what to filter by, and the filter finds as many results as were counted.
Source: docs/adr/0033-facets.md.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy.engine import Connection

from opencredreg.query.tree import Every, Expression, Link, Visibility
from opencredreg.registry.communities import list_communities
from opencredreg.registry.node import Node
from opencredreg.search.engines import engine_of
from opencredreg.search.facet_counts import Tally, build_tables, tally
from opencredreg.search.facet_list import (
    COSTS,
    DURATIONS,
    FACETS,
    NAMED,
    PLACES,
    Column,
    Facet,
    facet_of,
    parse_facets,
)
from opencredreg.search.facet_show import FacetValue, Listed, Shown
from opencredreg.search.limits import FACET_VALUES
from opencredreg.store.search.engine import Inquiry

__all__ = [
    "FACETS",
    "Facet",
    "FacetCounting",
    "FacetValue",
    "Listed",
    "count_facets",
    "facet_of",
    "parse_facets",
    "warm",
    "warm_in_background",
]


_FILTERED: Final = (
    *(name for facet in NAMED.values() if isinstance(facet.column, tuple) for name in facet.column),
    *PLACES,
    COSTS,
    DURATIONS,
    "ceterms:targetNode",
)
"""The properties that filters of the named facets follow."""

_log = logging.getLogger(__name__)
_LOOKED_AT = 20_000
"""After so many new objects the collector of cycles looks at them; Python's own number is 700."""


def count_facets(
    node: Node,
    connection: Connection,
    community_id: int,
    expression: Expression,
    visibility: Visibility,
    facets: Mapping[str, Facet],
    *,
    apart: Mapping[str, Expression] | None = None,
) -> dict[str, list[FacetValue]]:
    """Count facets over the results of an expression.

    Args:
        node: the node.
        connection: on the index; sees one moment only.
        community_id: whose results.
        expression: what was asked.
        visibility: as of the search.
        facets: what ``parse_facets`` gives.
        apart: facets that are counted over the results of another expression, such as the one without their own
            filter, so that further values of theirs can be chosen (``filters.without_own_filter``).

    Returns:
        Of each facet at most ``FACET_VALUES`` values, the commonest first; ranges are in their order.

    Raises:
        Unavailable: the time for a statement is over.
    """
    inquiry = engine_of(node).inquire(connection, community_id, visibility)
    counting = FacetCounting(node, connection, community_id, visibility, inquiry)
    found = counting.list_values(expression, facets, apart=apart)
    return {name: listed.values for name, listed in found.items()}


class FacetCounting:
    """Counts facets of results about which more is asked.

    Args:
        node: the node.
        connection: on the index; sees one moment only.
        community_id: whose results.
        visibility: as of the search.
        inquiry: in which the results are asked for.
    """

    def __init__(
        self,
        node: Node,
        connection: Connection,
        community_id: int,
        visibility: Visibility,
        inquiry: Inquiry,
    ) -> None:
        self._node = node
        self._connection = connection
        self._community_id = community_id
        self._visibility: Visibility = visibility
        self._inquiry = inquiry

    def list_values(
        self,
        expression: Expression,
        facets: Mapping[str, Facet],
        *,
        apart: Mapping[str, Expression] | None = None,
        most: Mapping[str, int] | None = None,
    ) -> dict[str, Listed]:
        """The first values of facets, as ``count_facets`` counts them.

        Args:
            expression: what was asked.
            facets: by name.
            apart: as of ``count_facets``.
            most: of which facets fewer values are wanted. Labels of others are not looked for.

        Raises:
            Unavailable: the time for a statement is over.
        """
        others = apart or {}
        groups: dict[Expression, list[str]] = {}
        # What is wider comes first: its results are where those of the whole expression are looked for.
        for name in sorted(facets, key=lambda name: name not in others):
            groups.setdefault(others.get(name, expression), []).append(name)
        shown = Shown(self._connection, self._node.vocabulary, self._visibility)
        found: dict[str, Listed] = {}
        for asked, names in groups.items():
            counted = self._tally(asked, [facets[name] for name in names])
            for name in names:
                wanted = (most or {}).get(name, FACET_VALUES)
                found[name] = shown.values(facets[name], counted[facets[name].column], wanted)
        return {name: found[name] for name in facets}

    def _tally(self, asked: Expression, facets: Collection[Facet]) -> Mapping[Column, Tally]:
        return tally(
            self._node,
            self._connection,
            self._community_id,
            asked,
            self._visibility,
            facets,
            lambda: self._inquiry.ids(asked),
        )


def warm(node: Node) -> None:
    """Make the tables of all communities, so that nobody has to wait for them. Takes seconds on a large node.

    Meant for a thread of its own when the process starts; questions that come meanwhile wait or read the index.

    Raises:
        RegistryError: the database cannot be read.
    """
    build_tables(node)
    with node.database.read(snapshot=True) as connection:
        for community in list_communities(connection):
            # What everybody sees first is counted, and its labels are found.
            count_facets(node, connection, community.id, Every(), "exclude", NAMED)
            filters = [Link(name, Every()) for name in _FILTERED]
            engine_of(node).inquire(connection, community.id).learn(filters)


def warm_in_background(node: Node) -> threading.Thread:
    """Start ``warm`` in a thread that nobody has to wait for, not even the end of the process."""

    def run() -> None:
        try:
            warm(node)
            # All that lives now stays: going through it again and again for cycles would stop answers for a while.
            # New objects are looked at less often than usual; almost none of ours are in cycles.
            gc.collect()
            gc.freeze()
            gc.set_threshold(_LOOKED_AT, 20, 50)
        except Exception:
            # Nothing is lost: the first question that needs a table makes it.
            _log.warning("The tables of facets could not be made at the start.", exc_info=True)

    thread = threading.Thread(target=run, name="facets", daemon=True)
    thread.start()
    return thread
