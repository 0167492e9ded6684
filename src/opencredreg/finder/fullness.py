"""How much of what the vocabulary recommends the resources of a community say, class by class.

Of each class the resources that were added last are looked at, a hundred at most: reading all of a large registry
would take minutes, and what is added now is what publishers can still better.
Source: ``validation-profile.md`` section 4.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec
from sqlalchemy import func, select

from opencredreg.finder.subject import Look
from opencredreg.jsonld.document import decode_json
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA
from opencredreg.validation.completeness import lacking_groups, recommended_groups

__all__ = ["LOOKED_AT", "ClassFullness", "PropertyShare", "read_fullness"]

_node = METADATA.tables["node"]
_term = METADATA.tables["term"]
_body = METADATA.tables["node_body"]

LOOKED_AT: Final = 100
"""So many resources of a class are looked at."""


class PropertyShare(msgspec.Struct, frozen=True):
    """How many of the resources that were looked at say something under one of some properties."""

    terms: tuple[str, ...]
    count: int


class ClassFullness(msgspec.Struct, frozen=True):
    """How complete the resources of a class are.

    ``total`` is how many there are of just this class, ``looked_at`` how many of them were looked at. ``percent`` is
    the share of the recommendations that they follow, on average. ``properties`` begin with the commonest.
    """

    cls: str
    total: int
    looked_at: int
    percent: float
    properties: tuple[PropertyShare, ...]

    @property
    def is_sample(self) -> bool:
        """Whether there are more than were looked at."""
        return self.looked_at < self.total


def read_fullness(look: Look) -> tuple[ClassFullness, ...]:
    """How complete the resources are, the largest class first. Classes without recommendations are left out."""
    changes = look.node.rules.of(look.community.id, look.vocabulary).changes
    found = []
    for class_id, cls, total in _classes(look):
        groups = recommended_groups(cls, look.vocabulary, changes)
        if groups:
            found.append(_of_class(look, class_id, cls, total, groups))
    return tuple(found)


def _found(look: Look) -> tuple[object, ...]:
    return (
        _node.c.community_id == look.community.id,
        _node.c.resource_ctid.is_not(None),
        _node.c.provisional.is_(False),
    )


def _classes(look: Look) -> list[tuple[int, str, int]]:
    counts = (
        select(_node.c.class_id, func.count().label("total"))
        .where(*_found(look))  # type: ignore[arg-type]
        .group_by(_node.c.class_id)
        .subquery()
    )
    statement = (
        select(_term.c.id, _term.c.name, counts.c.total)
        .join(counts, counts.c.class_id == _term.c.id)
        .order_by(counts.c.total.desc(), _term.c.name)
    )
    return [(row.id, row.name, row.total) for row in look.connection.execute(statement)]


def _of_class(
    look: Look, class_id: int, cls: str, total: int, groups: tuple[tuple[str, ...], ...]
) -> ClassFullness:
    last = (
        select(_node.c.id)
        .where(*_found(look), _node.c.class_id == class_id)  # type: ignore[arg-type]
        .order_by(_node.c.id.desc())
        .limit(LOOKED_AT)
    )
    ids = list(look.connection.execute(last).scalars())
    bodies = select(_body.c.body).where(among(look.connection, _body.c.node_id, ids))
    present: Counter[tuple[str, ...]] = Counter(dict.fromkeys(groups, 0))
    looked_at = 0
    for body in look.connection.execute(bodies).scalars():
        looked_at += 1
        lacking = lacking_groups(decode_json(body), groups, look.vocabulary)
        present.update(set(groups).difference(lacking))
    shares = sorted((PropertyShare(terms, count) for terms, count in present.items()), key=_commonest_first)
    whole = looked_at * len(groups)
    percent = 100 * sum(present.values()) / whole if whole else 0.0
    return ClassFullness(cls, total, looked_at, percent, tuple(shares))


def _commonest_first(share: PropertyShare) -> tuple[int, tuple[str, ...]]:
    return -share.count, share.terms
