"""What is connected with a resource, as a condition of a search: by one property or another, however deep inside."""

from __future__ import annotations

from opencredreg.finder.asked import Asked, parsed_query
from opencredreg.finder.subject import Look
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import any_of
from opencredreg.query.ctdl_language import ParsedQuery
from opencredreg.query.tree import Expression, KeyIn, Link, Nothing

__all__ = ["query_of"]


def query_of(look: Look, asked: Asked) -> ParsedQuery:
    """What is asked for as a query on the registry as it is now.

    Raises:
        QueryInvalid, InvalidInput: it cannot be run.
    """
    return parsed_query(asked, look.vocabulary, _connected(look, asked) if asked.to else None)


def _connected(look: Look, asked: Asked) -> Expression:
    """Whatever refers to the resource, and what the resource itself names from the other side."""
    held = look.resources.find_held([asked.to]).get(asked.to) or look.resources.find_by_ctid(asked.to)
    if held is None:
        return Nothing()
    vocabulary = look.vocabulary
    target: Expression = KeyIn(Addresses(vocabulary).keys(held.uri))
    ways: dict[Expression, None] = {}
    for group in look.resources.incoming_of(held.id).groups:
        if not asked.by or group.term in asked.by:
            way = target
            for term in reversed((group.term, *group.through)):
                way = Link(term, way)
            ways[way] = None
    for term in asked.by:
        for inverse in vocabulary.inverses_of(term):
            if not inverse.through:
                ways[Link(inverse.inverse, target, reverse=True)] = None
    return any_of(ways) if ways else Nothing()
