"""Where and when something is, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

import msgspec
from markupsafe import Markup

from opencredreg.finder.places import (
    ADDRESS_TERMS,
    DATE_TERMS,
    JURISDICTION_TERMS,
    ONLINE_TERMS,
    Places,
    build_places,
)
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.values import pick_text
from opencredreg.web.finder.section import N_, Section
from opencredreg.web.pictures.map import MapChart, MapDot, draw_map
from opencredreg.web.reader import Reader

__all__ = ["SECTION", "PlacesView"]


class PlacesView(msgspec.Struct, frozen=True):
    """The places, and their map."""

    places: Places

    def picture(self, reader: Reader, title: str) -> Markup:
        """The map of the addresses; nothing where none has coordinates. The table of addresses is its twin."""
        dots = []
        for spot in self.places.spots:
            name = pick_text(spot.names, reader.languages)
            dots.append(
                MapDot(
                    label=name.text if name else "",
                    latitude=spot.latitude,
                    longitude=spot.longitude,
                    language=name.language if name else "",
                )
            )
        return draw_map(MapChart(title, tuple(dots)))


def _build(subject: Subject) -> PlacesView | None:
    found = build_places(subject)
    return PlacesView(found) if found is not None else None


SECTION: Final = Section(
    name="places",
    title=N_("Where and when"),
    build=_build,
    shows=frozenset(
        {
            *ADDRESS_TERMS,
            *ONLINE_TERMS,
            *JURISDICTION_TERMS,
            *DATE_TERMS,
            "ceterms:hasOffering",
        }
    ),
)
