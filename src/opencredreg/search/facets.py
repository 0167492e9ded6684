"""How many results have each value of a facet: kind, class, owner, subject, level, place, cost, any concept property.

Counting goes through a table of values in memory (``facet_counts``), which says what the index says; a value is shown
with what to filter by, and the filter finds as many results as were counted.
Source: docs/adr/0033-facets.md.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

from sqlalchemy.engine import Connection

from opencredreg.query.tree import Every, Expression, Visibility
from opencredreg.registry.communities import list_communities
from opencredreg.registry.node import Node
from opencredreg.search.engines import engine_of
from opencredreg.search.facet_counts import build_tables, tally
from opencredreg.search.facet_list import FACETS, NAMED, Facet, facet_of, parse_facets
from opencredreg.search.facet_show import FacetValue, Shown

__all__ = [
    "FACETS",
    "Facet",
    "FacetValue",
    "count_facets",
    "facet_of",
    "parse_facets",
    "warm",
    "warm_in_background",
]


_log = logging.getLogger(__name__)


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
    engine = engine_of(node)
    shown = Shown(connection, node.vocabulary, visibility)
    groups: dict[Expression, list[str]] = {}
    for name in facets:
        groups.setdefault((apart or {}).get(name, expression), []).append(name)
    found: dict[str, list[FacetValue]] = {}
    for asked, names in groups.items():

        def find_ids(asked: Expression = asked) -> list[int]:
            return list(engine.ids(connection, community_id, asked, visibility))

        own = [facets[name] for name in names]
        counted = tally(node, connection, community_id, asked, visibility, own, find_ids)
        found |= {name: shown.values(facets[name], counted[facets[name].column]) for name in names}
    return {name: found[name] for name in facets}


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


def warm_in_background(node: Node) -> threading.Thread:
    """Start ``warm`` in a thread that nobody has to wait for, not even the end of the process."""

    def run() -> None:
        try:
            warm(node)
        except Exception:
            # Nothing is lost: the first question that needs a table makes it.
            _log.warning("The tables of facets could not be made at the start.", exc_info=True)

    thread = threading.Thread(target=run, name="facets", daemon=True)
    thread.start()
    return thread
