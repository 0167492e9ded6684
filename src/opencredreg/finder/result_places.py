"""Where results are: the places of the first results of a search, with how many are at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.engine import Connection

from opencredreg.finder.asked import Asked
from opencredreg.finder.connected import query_of
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, embedded_of, number_of, texts_of
from opencredreg.search.engines import engine_of
from opencredreg.search.places import load_values
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.tables import METADATA

__all__ = ["MOST_RESULTS", "Spot", "Spots", "find_spots"]

_link = METADATA.tables["link"]

MOST_RESULTS: Final = 5_000
"""The places of so many results are looked at."""

_PLACES: Final = ("ceterms:availableAt", "ceterms:address")
_LATITUDE, _LONGITUDE = "ceterms:latitude", "ceterms:longitude"
_MOST_SPOTS: Final = 200
_DIGITS: Final = 2
"""Places closer than about a kilometre are one."""

_Position = tuple[float, float]


class Spot(msgspec.Struct, frozen=True):
    """A place on the globe with the number of results there. ``town`` is empty where no address says it."""

    latitude: float
    longitude: float
    town: tuple[Text, ...]
    count: int


class Spots(msgspec.Struct, frozen=True):
    """The places, those with the most results first.

    ``looked_at`` of ``total`` results were looked at, and ``placed`` of them are at a known place.
    """

    spots: tuple[Spot, ...]
    placed: int
    looked_at: int
    total: int


def find_spots(look: Look, asked: Asked) -> Spots:
    """Where the results of a search are.

    Raises:
        QueryInvalid, InvalidInput: it cannot be run.
        Unavailable: the time for an answer is over.
    """
    expression = query_of(look, asked).expression
    engine = engine_of(look.node)
    ids = list(islice(engine.ids(look.connection, look.community.id, expression), MOST_RESULTS))
    total = engine.count(look.connection, look.community.id, expression)
    at = _results_at(look.connection, ids)
    largest = sorted(at.items(), key=lambda one: (-len(one[1]), one[0]))[:_MOST_SPOTS]
    # One result of each place has the town as it is written.
    examples = {held.id: held.value for held in look.resources.load([min(results) for _, results in largest])}
    spots = tuple(
        Spot(*position, _town(examples.get(min(results), {}), position), len(results))
        for position, results in largest
    )
    return Spots(spots, len(set().union(*at.values())), len(ids), total)


def _results_at(connection: Connection, ids: Sequence[int]) -> dict[_Position, set[int]]:
    properties = list(find_terms(connection, _PLACES).values())
    if not ids or not properties:
        return {}
    statement = select(_link.c.source_id, _link.c.target_id).where(
        among(connection, _link.c.source_id, ids), _link.c.property_id.in_(properties)
    )
    places = [(row.source_id, row.target_id) for row in connection.execute(statement)]
    positions = _positions(connection, list({place for _, place in places}))
    found: dict[_Position, set[int]] = {}
    for result, place in places:
        if place in positions:
            found.setdefault(positions[place], set()).add(result)
    return found


def _positions(connection: Connection, places: list[int]) -> dict[int, _Position]:
    found = {}
    for place, values in load_values(connection, places, (_LATITUDE, _LONGITUDE)).items():
        numbers = {value.property: value.number for value in values}
        position = _position(numbers.get(_LATITUDE), numbers.get(_LONGITUDE))
        if position is not None:
            found[place] = position
    return found


def _position(latitude: float | None, longitude: float | None) -> _Position | None:
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round(latitude, _DIGITS), round(longitude, _DIGITS)


def _town(resource: Mapping[str, Any], position: _Position) -> tuple[Text, ...]:
    for place in embedded_of(resource, *_PLACES):
        if _position(number_of(place.get(_LATITUDE)), number_of(place.get(_LONGITUDE))) == position:
            return texts_of(place.get("ceterms:addressLocality"))
    return ()
