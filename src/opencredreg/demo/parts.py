"""The embedded pieces of documents: alignment objects, places, costs, durations, conditions and the like."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.demo.dice import Dice
from opencredreg.demo.region import STREETS, Town
from opencredreg.demo.roster import Organization
from opencredreg.demo.subjects import Field, Role, Sector
from opencredreg.demo.voice import LanguageMap, Subject, Voice
from opencredreg.demo.world import Bundle

__all__ = [
    "Node",
    "add",
    "address",
    "campus",
    "cip_alignment",
    "concept",
    "concepts",
    "cost",
    "credits_worth",
    "declares",
    "duration",
    "identifier",
    "industry_alignments",
    "island",
    "jurisdiction",
    "naics_alignment",
    "occupation_alignments",
    "process",
    "quantity",
    "sector_alignment",
    "soc_alignment",
    "subject_alignments",
]

Node: TypeAlias = dict[str, object]
"""A JSON-LD object. Pieces that recur are shared between documents; nobody changes a piece once made."""

_CAO = "ceterms:CredentialAlignmentObject"
_ENGLISH = "en-US"


def add(node: Node, term: str, value: object) -> None:
    """Append a value to a repeatable property whose list belongs to the node alone."""
    values = node.setdefault(term, [])
    if isinstance(values, list):
        values.append(value)


@cache
def concept(term: str) -> Node:
    """The alignment object that stands for a concept of a CTDL scheme, by its compact name."""
    vocabulary = bundled_vocabulary()
    facts = vocabulary.concepts[term]
    scheme = vocabulary.schemes[facts.scheme]
    return {
        "@type": _CAO,
        "ceterms:framework": f"https://credreg.net/ctdl/terms/{scheme.term.partition(':')[2]}",
        "ceterms:frameworkName": {_ENGLISH: scheme.label},
        "ceterms:targetNode": term,
        "ceterms:targetNodeName": {_ENGLISH: facts.label},
    }


@cache
def concepts(*terms: str) -> list[Node]:
    """Alignment objects for several concepts."""
    return [concept(term) for term in terms]


@cache
def declares(cls: str, term: str) -> bool:
    """Whether the vocabulary lets a property stand on a class or one of its ancestors."""
    vocabulary = bundled_vocabulary()
    return any(vocabulary.is_a(cls, allowed) for allowed in vocabulary.properties[term].domain)


def _external(name: str, framework: str, title: str, code: str, node: str) -> Node:
    alignment: Node = {
        "@type": _CAO,
        "ceterms:codedNotation": code,
        "ceterms:framework": framework,
        "ceterms:frameworkName": {_ENGLISH: name},
        "ceterms:targetNodeName": {_ENGLISH: title},
    }
    if node:
        alignment["ceterms:targetNode"] = node
    return alignment


@cache
def soc_alignment(role: Role) -> Node:
    """The O*NET-SOC entry of an occupation."""
    return _external(
        "Standard Occupational Classification",
        "https://www.onetcenter.org/taxonomy.html",
        role.soc.title,
        role.soc.code,
        f"https://www.onetonline.org/link/summary/{role.soc.code}",
    )


def occupation_alignments(subject: Subject) -> list[Node]:
    """The occupation of a subject, with its neighbour in the field for every other subject."""
    roles = subject.field.roles
    if subject.topic % 2:
        return [soc_alignment(subject.role)]
    return [soc_alignment(subject.role), soc_alignment(roles[(subject.focus + 1) % len(roles)])]


def _naics(code: str, title: str) -> Node:
    return _external(
        "North American Industry Classification System", "https://www.census.gov/naics/", title, code, ""
    )


@cache
def naics_alignment(field: Field) -> Node:
    """The NAICS entry of a field."""
    return _naics(field.naics.code, field.naics.title)


@cache
def sector_alignment(sector: Sector) -> Node:
    """The NAICS entry of a sector."""
    return _naics(sector.naics.code, sector.naics.title)


@cache
def industry_alignments(field: Field) -> list[Node]:
    """The industries of a field."""
    return [naics_alignment(field)]


@cache
def cip_alignment(field: Field) -> list[Node]:
    """The instructional program of a field in the Classification of Instructional Programs."""
    return [
        _external(
            "Classification of Instructional Programs",
            "https://nces.ed.gov/ipeds/cipcode",
            field.cip.title,
            field.cip.code,
            f"https://nces.ed.gov/ipeds/cipcode/cipdetail.aspx?y=56&cip={field.cip.code}",
        )
    ]


def subject_alignments(voice: Voice, subject: Subject) -> list[Node]:
    """The speciality, a topic and the field as subjects without a framework."""
    field = subject.field
    return [
        {"@type": _CAO, "ceterms:targetNodeName": voice.phrase(phrase)}
        for phrase in (field.foci[subject.focus], field.topics[subject.topic], field.name)
    ]


_COUNTY = ("{} County", "Condado de {}", "Comté de {}")


def address(voice: Voice, town: Town, number: int) -> Node:
    """The address of a building in a town; ``number`` picks street and house."""
    street = f"{1 + number % 180} {STREETS[number % len(STREETS)]}"
    name, county = town.name, town.county
    return {
        "@type": "ceterms:Place",
        "ceterms:streetAddress": voice.phrase((street, street, street)),
        "ceterms:addressLocality": voice.phrase((name, name, name)),
        "ceterms:addressRegion": voice.phrase(
            (_COUNTY[0].format(county), _COUNTY[1].format(county), _COUNTY[2].format(county))
        ),
        "ceterms:addressCountry": voice.phrase(("Halvora", "Halvora", "Halvora")),
        "ceterms:postalCode": town.postal_code,
        "ceterms:latitude": round(town.latitude + (number % 37 - 18) / 5000, 5),
        "ceterms:longitude": round(town.longitude + (number % 41 - 20) / 5000, 5),
    }


def campus(bundle: Bundle, subject: Subject, number: int) -> Node:
    """A place where the owner of a bundle teaches; an owner has three."""
    at = number % 3
    place = address(bundle.voice, bundle.owner.town, bundle.owner.index * 7 + at * 13)
    return {
        "@type": "ceterms:Place",
        "ceterms:name": bundle.voice.heading("campus", at, subject),
        **{key: value for key, value in place.items() if key != "@type"},
    }


@cache
def island() -> Node:
    """The island as a place."""
    return {
        "@type": "ceterms:Place",
        "ceterms:name": {_ENGLISH: "Halvora"},
        "ceterms:addressCountry": {_ENGLISH: "Halvora"},
        "ceterms:latitude": 41.6,
        "ceterms:longitude": -36.3,
    }


def jurisdiction(voice: Voice, subject: Subject, asserted_by: str = "") -> Node:
    """The island as a jurisdiction, with the URI of who says so if somebody does."""
    profile: Node = {
        "@type": "ceterms:JurisdictionProfile",
        "ceterms:description": voice.text("jurisdiction.region", 0, subject),
        "ceterms:mainJurisdiction": [island()],
    }
    if asserted_by:
        profile["ceterms:assertedBy"] = [asserted_by]
    return profile


@cache
def duration(exact: str = "", least: str = "", most: str = "", hours: int = 0) -> Node:
    """A duration: exact, or from least to most, or the hours it takes."""
    profile: Node = {"@type": "ceterms:DurationProfile"}
    if exact:
        profile["ceterms:exactDuration"] = exact
    if least:
        profile["ceterms:minimumDuration"] = least
        profile["ceterms:maximumDuration"] = most
    if hours:
        profile["ceterms:timeRequired"] = f"PT{hours}H"
    return profile


def cost(
    kind: str, price: int, name: LanguageMap, description: LanguageMap, page: str, **more: object
) -> Node:
    """A cost of one kind (a concept of CostType) in dollars; ``more`` holds further properties by name."""
    profile: Node = {
        "@type": "ceterms:CostProfile",
        "ceterms:name": name,
        "ceterms:description": description,
        "ceterms:costDetails": page,
        "ceterms:currency": "USD",
        "ceterms:directCostType": concept(f"costType:{kind}"),
        "ceterms:price": float(price),
    }
    for key, value in more.items():
        profile[f"ceterms:{key}"] = value
    return profile


@cache
def credits_worth(value: int, unit: str = "SemesterHour", level: str = "UndergraduateLevel") -> Node:
    """An amount of credit."""
    return {
        "@type": "ceterms:ValueProfile",
        "schema:value": float(value),
        "ceterms:creditUnitType": concepts(f"creditUnit:{unit}"),
        "ceterms:creditLevelType": concepts(f"audLevel:{level}"),
    }


def quantity(value: float, description: LanguageMap) -> Node:
    """A plain number with words that say what it counts."""
    return {"@type": "schema:QuantitativeValue", "schema:value": value, "schema:description": description}


def identifier(code: str) -> Node:
    """A number in the register of the island."""
    return {
        "@type": "ceterms:IdentifierValue",
        "ceterms:identifierTypeName": {_ENGLISH: "Halvora Education Register"},
        "ceterms:identifierType": "https://register.halvora.example/numbers",
        "ceterms:identifierValueCode": code,
    }


def process(voice: Voice, subject: Subject, kind: str, dice: Dice, owner: Organization, by: str = "") -> Node:
    """A process: development, review, appeal or administration; ``by`` says who runs it if not its bearer."""
    years = dice.between(2, 6)
    profile: Node = {
        "@type": "ceterms:ProcessProfile",
        "ceterms:description": voice.text(f"process.{kind}", 0, subject, years=years),
        "ceterms:processFrequency": voice.text("process.frequency", 0, subject, years=years),
        "ceterms:externalInputType": concepts("inputType:Practitioners", "inputType:Educators"),
        "ceterms:dateEffective": dice.day(2014, 2024),
        "ceterms:subjectWebpage": f"https://{owner.slug}.example/quality/{kind}",
    }
    if by:
        profile["ceterms:processingAgent"] = [by]
    return profile
