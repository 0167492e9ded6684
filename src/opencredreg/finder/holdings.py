"""What a community holds, at a glance: how many things of each kind and class, what is new and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import select

from opencredreg import clock
from opencredreg.ctdl.kinds import Kind, kind_of
from opencredreg.finder.kept import KeptFigures
from opencredreg.finder.subject import Look
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.query.tree import Every
from opencredreg.search.engines import engine_of
from opencredreg.search.facets import FacetValue, count_facets, parse_facets
from opencredreg.store.tables import METADATA

__all__ = ["ClassCount", "Holdings", "KindCount", "get_holdings", "list_changed", "list_newest"]

_node = METADATA.tables["node"]
_version = METADATA.tables["envelope_version"]
_PATIENCE: Final = 20
"""Figures are kept for so many times as long as it took to count them."""
_EVENTS_PER_ENTRY: Final = 8


class ClassCount(msgspec.Struct, frozen=True):
    """How many resources are of a class."""

    cls: str
    count: int


class KindCount(msgspec.Struct, frozen=True):
    """How many resources are of a kind, and of which classes, the largest first."""

    kind: Kind
    count: int
    classes: tuple[ClassCount, ...]


class Holdings(msgspec.Struct, frozen=True):
    """All resources of a community that everybody may find. ``taken_at``: when they were counted."""

    total: int
    kinds: tuple[KindCount, ...]
    taken_at: int

    @property
    def largest(self) -> int:
        """How many resources the largest kind has, at least one."""
        return max((kind.count for kind in self.kinds), default=1) or 1


_kept: KeptFigures[Holdings] = KeptFigures(_PATIENCE)


def get_holdings(look: Look) -> Holdings:
    """What the community holds. Where counting takes long, the answer may be some seconds old."""
    return _kept.get(look, _count)


def _count(look: Look) -> Holdings:
    facets = parse_facets("type,kind", look.vocabulary)
    counted = count_facets(look.node, look.connection, look.community.id, Every(), "exclude", facets)
    total = engine_of(look.node).count(look.connection, look.community.id, Every())
    return Holdings(total, _kind_counts(look, counted["kind"], counted["type"]), clock.now())


def _kind_counts(
    look: Look, kinds: Sequence[FacetValue], classes: Sequence[FacetValue]
) -> tuple[KindCount, ...]:
    """Kinds in their order with their classes; kinds without resources are left out.

    A class counts its subclasses too, so that the counts of classes do not add up to that of their kind.
    """
    by_kind: dict[Kind, list[ClassCount]] = {kind: [] for kind in Kind}
    for value in classes:
        by_kind[kind_of(look.vocabulary, value.value)].append(ClassCount(value.value, value.count))
    counts = {Kind(value.value): value.count for value in kinds}
    return tuple(KindCount(kind, counts[kind], tuple(by_kind[kind])) for kind in Kind if kind in counts)


def list_newest(look: Look, most: int) -> list[Summary]:
    """The resources that were published last, the newest first."""
    statement = (
        select(_node.c.id)
        .where(
            _node.c.community_id == look.community.id,
            _node.c.resource_ctid.is_not(None),
            _node.c.provisional.is_(False),
            _node.c.position == 0,
        )
        .order_by(_node.c.published_at.desc(), _node.c.resource_ctid)
        .limit(most)
    )
    return summarize(look, look.resources.load(list(look.connection.execute(statement).scalars())))


def list_changed(look: Look, most: int) -> list[Summary]:
    """The resources whose documents were changed last, the latest change first."""
    statement = (
        select(_version.c.envelope_ctid, _version.c.created_at, _version.c.envelope_id)
        .where(
            _version.c.community_id == look.community.id,
            _version.c.event == "update",
            _version.c.provisional.is_(False),
            _version.c.envelope_ctid.is_not(None),
        )
        .order_by(_version.c.created_at.desc(), _version.c.id.desc())
        .limit(most * _EVENTS_PER_ENTRY)
    )
    changed: dict[str, tuple[int, int]] = {}
    for ctid, at, envelope_id in look.connection.execute(statement):
        changed.setdefault(ctid, (envelope_id, at))
    held = look.resources.find_held(list(changed)[: 2 * most])
    found = [one for one in held.values() if not one.is_provisional][:most]
    return summarize(look, found, dict(changed.values()))
