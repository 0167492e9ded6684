"""The industries of the demonstration region, by the sectors and subsectors of NAICS."""

from __future__ import annotations

import msgspec

from opencredreg.demo.phrases import Phrase, parse_phrase
from opencredreg.demo.subjects.field import Code

__all__ = ["SECTORS", "Sector"]


class Sector(msgspec.Struct, frozen=True):
    """An industry: its NAICS entry, what people call it, and one sentence on its place in the region."""

    key: str
    naics: Code
    name: Phrase
    story: Phrase


def _sector(key: str, code: str, title: str, name: str, story: str) -> Sector:
    return Sector(key, Code(code, title), parse_phrase(name), parse_phrase(story))


SECTORS: dict[str, Sector] = {
    sector.key: sector
    for sector in (
        _sector(
            "health",
            "62",
            "Health Care and Social Assistance",
            "health and care | salud y cuidados | santé et soins",
            "Two hospitals and a web of village clinics employ one islander in eight."
            " | Dos hospitales y una red de consultorios rurales dan trabajo a uno de cada ocho isleños."
            " | Deux hôpitaux et un réseau de dispensaires emploient un habitant sur huit.",
        ),
        _sector(
            "building",
            "23",
            "Construction",
            "building trades | construcción | bâtiment",
            "Steep ground and salt wind have made careful builders of the Ambry valley."
            " | El terreno abrupto y el viento salino han hecho cuidadosos a los constructores del valle."
            " | Le relief et le vent salé ont rendu soigneux les bâtisseurs de la vallée.",
        ),
        _sector(
            "making",
            "333",
            "Machinery Manufacturing",
            "machinery and metal | maquinaria y metal | machines et métal",
            "Workshops around Tolland Mills build winches, pumps and packing lines for half the ocean."
            " | Los talleres de Tolland Mills fabrican cabrestantes, bombas y líneas de envasado."
            " | Les ateliers de Tolland Mills fabriquent treuils, pompes et lignes de conditionnement.",
        ),
        _sector(
            "transport",
            "483",
            "Water Transportation",
            "shipping and ports | navegación y puertos | navigation et ports",
            "Ferries tie the outer islets to Port Clarion, and freighters call twice a week."
            " | Los transbordadores unen los islotes con Port Clarion y hay cargueros dos veces por semana."
            " | Les traversiers relient les îlots à Port Clarion, et les cargos font escale chaque semaine.",
        ),
        _sector(
            "land",
            "11",
            "Agriculture, Forestry, Fishing and Hunting",
            "farming, forest and fishery | campo, bosque y pesca | agriculture, forêt et pêche",
            "Sheep on the uplands, orchards on the terraces and oysters in the bays feed the island."
            " | Ovejas en las alturas, frutales en las terrazas y ostras en las bahías alimentan la isla."
            " | Moutons des hauteurs, vergers en terrasses et huîtres des baies nourrissent l'île.",
        ),
        _sector(
            "energy",
            "22",
            "Utilities",
            "energy and water | energía y agua | énergie et eau",
            "Wind from the western ridges covers most of the power that the island uses."
            " | El viento de las crestas del oeste cubre casi toda la electricidad de la isla."
            " | Le vent des crêtes de l'ouest couvre presque toute l'électricité de l'île.",
        ),
        _sector(
            "digital",
            "51",
            "Information",
            "digital services | servicios digitales | services numériques",
            "Since the sea cable landed, small studios write software for customers on three continents."
            " | Desde que llegó el cable submarino, pequeños estudios programan para tres continentes."
            " | Depuis l'arrivée du câble, de petits studios programment pour trois continents.",
        ),
        _sector(
            "business",
            "54",
            "Professional, Scientific, and Technical Services",
            "business services | servicios a empresas | services aux entreprises",
            "Accountants, planners and advisers keep the books of two thousand family firms."
            " | Contables, planificadores y asesores llevan las cuentas de dos mil empresas familiares."
            " | Comptables et conseillers tiennent les livres de deux mille entreprises familiales.",
        ),
        _sector(
            "hospitality",
            "72",
            "Accommodation and Food Services",
            "food and lodging | hostelería | hôtellerie et restauration",
            "Walkers, birdwatchers and the spring regatta fill inns from Easter to the first gales."
            " | Caminantes, ornitólogos y la regata de primavera llenan las posadas hasta los temporales."
            " | Marcheurs, ornithologues et régate de printemps remplissent les auberges jusqu'aux tempêtes.",
        ),
        _sector(
            "education",
            "61",
            "Educational Services",
            "education | educación | éducation",
            "Every county keeps a school of its own, and evening classes are an island habit."
            " | Cada condado mantiene su escuela y las clases nocturnas son costumbre de la isla."
            " | Chaque comté tient son école et les cours du soir sont une habitude de l'île.",
        ),
        _sector(
            "culture",
            "71",
            "Arts, Entertainment, and Recreation",
            "arts and heritage | artes y patrimonio | arts et patrimoine",
            "Three languages and four centuries of seafaring left songs, archives and boatyards to care for."
            " | Tres lenguas y cuatro siglos de mar han dejado canciones, archivos y astilleros que cuidar."
            " | Trois langues et quatre siècles de mer ont laissé chants, archives et chantiers à préserver.",
        ),
        _sector(
            "public",
            "92",
            "Public Administration",
            "public service | servicio público | service public",
            "County offices, volunteer brigades and the coast watch answer when somebody calls."
            " | Oficinas de condado, brigadas voluntarias y vigías de costa responden a cada llamada."
            " | Bureaux de comté, brigades volontaires et guet côtier répondent à chaque appel.",
        ),
        _sector(
            "personal",
            "81",
            "Other Services (except Public Administration)",
            "repair and personal services | reparación y servicios personales |"
            " réparation et services personnels",
            "Garages, salons and repair cafés keep people and things in good shape."
            " | Talleres, peluquerías y cafés de reparación mantienen en forma a personas y cosas."
            " | Garages, salons et cafés de réparation gardent gens et choses en bon état.",
        ),
    )
}
"""All industries by key."""
