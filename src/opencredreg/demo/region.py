"""Halvora, the island of the demonstration: counties, towns, streets and family names, all invented.

The island lies in the open Atlantic, so that no point of its map falls on a real place.
"""

from __future__ import annotations

import msgspec

__all__ = ["COUNTIES", "STREETS", "SURNAMES", "TOWNS", "County", "Town"]


class County(msgspec.Struct, frozen=True):
    """A county with the rough position of its middle."""

    name: str
    latitude: float
    longitude: float


class Town(msgspec.Struct, frozen=True):
    """A town of a county, with its position."""

    name: str
    county: str
    latitude: float
    longitude: float
    postal_code: str


COUNTIES: tuple[tuple[County, tuple[str, ...]], ...] = (
    (
        County("Ambry", 41.62, -36.12),
        (
            "Port Clarion",
            "Ambrymouth",
            "Tolland Mills",
            "Lower Sallow",
            "Quayside",
            "Fernhill",
            "Marrow Bridge",
        ),
    ),
    (
        County("Thornwell", 41.78, -36.31),
        ("Thornwell", "Upper Sallow", "Brackenford", "Hartsend", "Oldmere", "Kestrel Green", "Stillbrook"),
    ),
    (
        County("Quillane", 41.94, -36.05),
        ("Quillane", "Gannet Point", "Skerrywick", "Northlight", "Cold Harbour", "Tern Bay", "Whinside"),
    ),
    (
        County("Santa Brisa", 41.35, -36.22),
        (
            "Puerto Sereno",
            "Santa Brisa",
            "Las Almenas",
            "Valdemora",
            "Fuente Clara",
            "El Romeral",
            "Monteluz",
        ),
    ),
    (
        County("Val-Clair", 41.55, -36.55),
        ("Port-Clair", "Saint-Aubrac", "Les Genets", "Beaurivage", "Rochelune", "Montfleury", "Vieux-Moulin"),
    ),
    (
        County("Merrow", 41.21, -35.94),
        ("Merrow", "Shellness", "Sandholm", "Pilot's Reach", "Heronsgate", "Lantern Cove", "Drift End"),
    ),
    (
        County("Highmoor", 41.70, -36.45),
        ("Highmoor", "Stonecross", "Ravensley", "Wether Fold", "Larkrise", "Peatling", "Windlass"),
    ),
    (
        County("Orchardlands", 41.48, -36.30),
        ("Pippin Vale", "Appledore Cross", "Terrace Hill", "Honeywell", "Caskwith", "Sunner", "Long Orchard"),
    ),
    (
        County("Outer Isles", 42.10, -36.60),
        ("Isle of Fell", "Grey Sound", "Little Linnet", "Saltgarth", "Farrow Island", "Lightkeeper's Rest"),
    ),
)
"""The counties with their towns."""


def _towns() -> tuple[Town, ...]:
    # Towns sit on a loose spiral around the middle of their county, five to twelve kilometres apart.
    steps = (
        (0.0, 0.0),
        (0.05, 0.06),
        (-0.06, 0.04),
        (-0.03, -0.08),
        (0.07, -0.05),
        (0.02, 0.11),
        (-0.09, -0.02),
    )
    towns = []
    for number, (county, names) in enumerate(COUNTIES):
        for at, name in enumerate(names):
            north, east = steps[at]
            towns.append(
                Town(
                    name=name,
                    county=county.name,
                    latitude=round(county.latitude + north, 4),
                    longitude=round(county.longitude + east, 4),
                    postal_code=f"HV{number + 1}{at + 1}0",
                )
            )
    return tuple(towns)


TOWNS = _towns()
"""All towns."""

STREETS: tuple[str, ...] = (
    "Harbour Street",
    "Mill Lane",
    "Chapel Row",
    "Ropewalk",
    "Calle del Faro",
    "Rue des Tilleuls",
    "Orchard Road",
    "Lighthouse Avenue",
    "Weaver's Way",
    "Paseo del Mar",
    "Ferry Road",
    "Quai du Nord",
    "Beacon Hill",
    "Saltmarsh Drive",
    "Station Terrace",
    "Camino Alto",
    "Assembly Square",
    "Sailmaker Street",
    "Chemin des Vergers",
    "College Walk",
    "Bridge Street",
    "Plaza de la Fuente",
    "Coppice Lane",
    "Observatory Road",
)
"""Street names, in all three languages of the island."""

SURNAMES: tuple[str, ...] = (
    "Adair",
    "Beaumarsh",
    "Calloway",
    "Delorme",
    "Estrada",
    "Fairweather",
    "Garrick",
    "Hollis",
    "Ibarra",
    "Jessamy",
    "Kerrigan",
    "Lachance",
    "Marlowe",
    "Navarro",
    "Okoro",
    "Penrose",
    "Quintero",
    "Rosewarne",
    "Sandoval",
    "Thibault",
    "Underhill",
    "Valcourt",
    "Whitlock",
    "Yarrow",
    "Zamora",
    "Ashdown",
    "Birkett",
    "Castellan",
    "Dunmore",
    "Ellery",
    "Fontaine",
    "Greaves",
    "Haldane",
    "Iveson",
    "Joubert",
    "Kittredge",
    "Lindqvist",
    "Morvan",
    "Nightingale",
    "Ortega",
    "Pascoe",
    "Ravel",
    "Salcedo",
    "Tregarth",
    "Urquiza",
    "Vance",
    "Winterbourne",
)
"""Family names that firms and schools are called after."""
