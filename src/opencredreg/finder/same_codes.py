"""Occupations of the registry that have the codes which a resource names: they say what the work is like."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.both_sides import FIRST, Line, Relation
from opencredreg.finder.references import reference_to
from opencredreg.finder.subject import Subject
from opencredreg.meaning.concepts import concepts_of
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, any_of
from opencredreg.query.tree import ClassIn, Expression, KeyIn, Link, Search, Sort
from opencredreg.search.engines import engine_of

__all__ = ["find_occupations_of_codes"]

_CODES: Final = "ceterms:occupationType"
_OCCUPATION: Final = "ceterms:Occupation"
_MOST_CODES: Final = 20


def find_occupations_of_codes(subject: Subject) -> Relation | None:
    """The occupations with a code that the subject names; ``None`` where there are none."""
    look = subject.look
    keys = [one.key for one in concepts_of(subject.value, _CODES) if one.key][:_MOST_CODES]
    if not keys:
        return None
    addresses = Addresses(look.vocabulary)
    code: Expression = KeyIn(tuple(name for key in keys for name in addresses.keys(key)))
    search = Search(
        expression=all_of(
            [
                ClassIn(tuple(sorted(look.vocabulary.descendants(_OCCUPATION)))),
                any_of([Link(_CODES, code), Link(_CODES, Link("ceterms:targetNode", code))]),
            ]
        ),
        sort=Sort("ceterms:name", False),
        take=FIRST,
    )
    found = engine_of(look.node).run(look.connection, look.community.id, search)
    lines = tuple(
        Line(stated="there", reference=reference_to(held)) for held in look.resources.load(found.ids)
    )
    if not lines:
        return None
    return Relation(name="occupations_here", lines=lines, total=found.total or len(lines))
