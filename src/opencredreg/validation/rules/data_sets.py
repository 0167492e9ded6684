"""What a data set of the newer model declares: its observations, metrics and the points of its dimensions.

Source: ``ctdl-vocabulary.md`` sections 5.4, 6.15 and 9.13.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opencredreg.validation.rules.units import uri_of

if TYPE_CHECKING:
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Run

__all__ = ["find_data_sets", "list_keys", "list_points"]


def find_data_sets(run: Run) -> dict[Place, Place]:
    """The data set of each observation: the one that names it, or the one that it stands in."""
    owners = {
        reference.target.place: reference.place
        for reference in run.links("qdata:hasObservation")
        if reference.target.place is not None
    }
    for place in run.objects:
        if place.cls == "qdata:Observation" and place.parent is not None:
            owners[place] = place.parent
    return {
        place: owner
        for place, owner in owners.items()
        if run.vocabulary.is_a(owner.cls, "qdata:DataSetProfile")
    }


def list_keys(run: Run, place: Place, term: str) -> frozenset[str] | None:
    """The keys of what a property names; ``None`` when it names nothing, or something without an address."""
    uris = [uri_of(value) for value in place.values(term)]
    return frozenset(run.target(uri).key for uri in uris) if uris and all(uris) else None


def list_points(run: Run, data_set: Place) -> frozenset[str] | None:
    """The points of all dimensions of a data set; ``None`` when one of them leaves its points open."""
    points: set[str] = set()
    for dimension in _list_dimensions(run, data_set):
        found = list_keys(run, dimension, "qdata:hasPoint") if dimension is not None else None
        if found is None:
            return None
        points |= found
    return frozenset(points)


def _list_dimensions(run: Run, data_set: Place) -> Iterator[Place | None]:
    inner = [place for place in run.objects if place.parent is data_set and place.cls == "qdata:Dimension"]
    yield from inner
    for value in data_set.values("qdata:hasDimension"):
        if isinstance(value, str):
            yield run.find(value)
