"""Nodes within a distance of a point."""

from __future__ import annotations

import math

from opencredreg.query.nearness import kilometres_between
from opencredreg.query.tree import Near
from opencredreg.store.search.session import Session
from opencredreg.store.search.sql import any_of, put, value

__all__ = ["find_near"]

_KILOMETRES_PER_DEGREE = 111.19
_SLACK = 1.001


def find_near(session: Session, place: Near) -> list[int]:
    """The nodes with a latitude and a longitude within so many kilometres.

    Latitudes are indexed and leave a belt around the globe; of what lies in it the distance is measured.
    """
    north = session.term("ceterms:latitude")
    east = session.term("ceterms:longitude")
    if north is None or east is None or not place.kilometres >= 0:
        return []
    reach = place.kilometres / _KILOMETRES_PER_DEGREE * _SLACK
    width = _width(place, reach)
    belt = put(
        "SELECT {} AS id FROM literal l WHERE l.property_id = {} AND l.number BETWEEN {} AND {}",
        session.node_of("l"),
        north,
        value(place.latitude - reach),
        value(place.latitude + reach),
    )
    strips = [
        put(
            "SELECT {} AS id FROM literal l WHERE l.property_id = {} AND l.number BETWEEN {} AND {}",
            session.node_of("l"),
            east,
            value(place.longitude - width + turn),
            value(place.longitude + width + turn),
        )
        # Longitudes go round: 179 lies beside -179.
        for turn in (-360, 0, 360)
    ]
    inside = put(
        "SELECT b.id FROM ({}) AS b WHERE {}", belt, any_of(session.is_among("b.id", one) for one in strips)
    )
    tables = session.with_literals(
        session.with_literals("(SELECT DISTINCT id FROM i) AS c", "l", "c.id"), "e", "c.id"
    )
    statement = put(
        "WITH i AS ({}) SELECT c.id, l.number, e.number FROM {}"
        " WHERE l.property_id + 0 = {} AND e.property_id + 0 = {}",
        inside,
        tables,
        north,
        east,
    )
    found = set()
    for number, latitude, longitude in session.rows(statement):
        if latitude is None or longitude is None:
            continue
        distance = kilometres_between(place.latitude, place.longitude, latitude, longitude)
        if distance <= place.kilometres:
            found.add(number)
    return sorted(found)


def _width(place: Near, reach: float) -> float:
    """How many degrees of longitude lie within reach; all of them where a pole does."""
    farthest = abs(place.latitude) + reach
    if farthest >= 90:
        return 180.0
    return min(
        180.0,
        1e-6
        + math.degrees(
            math.asin(min(1.0, math.sin(math.radians(reach)) / math.cos(math.radians(place.latitude))))
        ),
    )
