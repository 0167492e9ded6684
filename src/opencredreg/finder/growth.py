"""How a community grew, as its log tells: documents and versions, cumulated by day or by month."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from opencredreg.registry.communities import Community
from opencredreg.store.tables import METADATA

__all__ = ["Growth", "GrowthPoint", "read_growth"]

_version = METADATA.tables["envelope_version"]
_envelope = METADATA.tables["envelope"]

_DAY_US: Final = 86_400_000_000
_MOST_DAYS: Final = 92
"""Over a longer time months are shown: as a line they look the same, and a table of them can be read."""


class GrowthPoint(msgspec.Struct, frozen=True):
    """What there was at the end of a day, or of the month that begins on it.

    ``documents`` that had been published for everybody and were not deleted; ``versions`` of all documents ever
    published.
    """

    day: date
    documents: int
    versions: int


class Growth(msgspec.Struct, frozen=True):
    """Points in their order, only of days or months in which something happened."""

    unit: Literal["day", "month"]
    points: tuple[GrowthPoint, ...] = ()


def read_growth(connection: Connection, community: Community) -> Growth:
    """How the community grew. Provisional records count for nothing."""
    own = (_version.c.community_id == community.id, _version.c.provisional.is_(False))
    written = (*own, _version.c.event != "destroy")
    firsts = (
        select(func.min(_version.c.created_at).label("at")).where(*written).group_by(_version.c.envelope_id)
    ).subquery()
    documents = _by_day(connection, select(firsts.c.at // _DAY_US, func.count()))
    # A record whose deletion the log tells of has a time of deletion itself.
    documents.subtract(
        _by_day(
            connection,
            select(_envelope.c.deleted_at // _DAY_US, func.count()).where(
                _envelope.c.community_id == community.id,
                _envelope.c.deleted_at.is_not(None),
                _envelope.c.provisional.is_(False),
            ),
        )
    )
    versions = _by_day(connection, select(_version.c.created_at // _DAY_US, func.count()).where(*written))
    return _cumulated(documents, versions)


def _by_day(connection: Connection, statement: Select[Any]) -> Counter[int]:
    day = statement.selected_columns[0]
    return Counter({int(row[0]): row[1] for row in connection.execute(statement.group_by(day))})


def _cumulated(documents: Counter[int], versions: Counter[int]) -> Growth:
    days = sorted(documents.keys() | versions.keys())
    if not days:
        return Growth("day")
    unit: Literal["day", "month"] = "month" if days[-1] - days[0] > _MOST_DAYS else "day"
    points: dict[date, GrowthPoint] = {}
    documents_so_far = versions_so_far = 0
    for number in days:
        documents_so_far += documents[number]
        versions_so_far += versions[number]
        day = datetime.fromtimestamp(number * _DAY_US // 1_000_000, UTC).date()
        shown = day.replace(day=1) if unit == "month" else day
        points[shown] = GrowthPoint(shown, documents_so_far, versions_so_far)
    return Growth(unit, tuple(points.values()))
