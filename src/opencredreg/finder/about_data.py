"""About the data of a community: what it holds, of whom, in which languages, how it grew, how complete it is."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import func, select

from opencredreg import clock
from opencredreg.finder.fullness import ClassFullness, read_fullness
from opencredreg.finder.growth import Growth, read_growth
from opencredreg.finder.holdings import Holdings, get_holdings
from opencredreg.finder.kept import KeptFigures
from opencredreg.finder.subject import Look
from opencredreg.query.tree import Every
from opencredreg.search.facets import FacetValue, count_facets, parse_facets
from opencredreg.store.envelopes import count_envelopes
from opencredreg.store.tables import METADATA

__all__ = ["OWNERS", "AboutData", "get_about_data"]

_envelope = METADATA.tables["envelope"]
_version = METADATA.tables["envelope_version"]

OWNERS: Final = 20
"""So many owners are named."""
_PATIENCE: Final = 200


class AboutData(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say about the data.

    ``document_count`` are the live documents, provisional ones too, as the bulk download has them; everything else is
    about what everybody finds. ``owners`` are the ``OWNERS`` largest of ``owner_count``. Times are microseconds.
    """

    holdings: Holdings
    document_count: int
    owners: tuple[FacetValue, ...]
    owner_count: int
    languages: tuple[FacetValue, ...]
    growth: Growth
    changed_at: int | None
    fullness: tuple[ClassFullness, ...]
    taken_at: int


_kept: KeptFigures[AboutData] = KeptFigures(_PATIENCE)


def get_about_data(look: Look) -> AboutData:
    """About the data of the community. While it is published to, the figures of a large one may be minutes old."""
    return _kept.get(look, _take)


def _take(look: Look) -> AboutData:
    facets = parse_facets("owner,language", look.vocabulary)
    counted = count_facets(look.node, look.connection, look.community.id, Every(), "exclude", facets)
    return AboutData(
        holdings=get_holdings(look),
        document_count=count_envelopes(look.connection, look.community.id),
        owners=tuple(counted["owner"][:OWNERS]),
        owner_count=_owner_count(look),
        languages=tuple(counted["language"]),
        growth=read_growth(look.connection, look.community),
        changed_at=_changed_at(look),
        fullness=read_fullness(look),
        taken_at=clock.now(),
    )


def _owner_count(look: Look) -> int:
    statement = select(func.count(_envelope.c.owner_id.distinct())).where(
        _envelope.c.community_id == look.community.id,
        _envelope.c.deleted_at.is_(None),
        _envelope.c.provisional.is_(False),
    )
    return look.connection.execute(statement).scalar_one()


def _changed_at(look: Look) -> int | None:
    """When something was published, changed or deleted last."""
    statement = (
        select(_version.c.created_at)
        .where(_version.c.community_id == look.community.id, _version.c.provisional.is_(False))
        .order_by(_version.c.created_at.desc())
        .limit(1)
    )
    return look.connection.execute(statement).scalar()
