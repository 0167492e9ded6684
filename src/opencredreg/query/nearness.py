"""Distances on the globe.

Source: ``search-user-needs.md``; the tree's ``Near``.
"""

from __future__ import annotations

import math

__all__ = ["kilometres_between"]

_EARTH_RADIUS = 6371.0088


def kilometres_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """The great-circle distance of two points given in degrees, on a sphere (haversine, mean radius).

    >>> round(kilometres_between(41.6, -87.34, 41.88, -87.63))
    39
    """
    one, other = math.radians(latitude), math.radians(other_latitude)
    height = math.sin((other - one) / 2) ** 2
    width = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    chord = height + math.cos(one) * math.cos(other) * width
    # Rounding can lift the value of opposite points a little over one.
    return 2 * _EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord)))
