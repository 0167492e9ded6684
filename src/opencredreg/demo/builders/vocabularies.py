"""Builders of concept schemes and progression models."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import MEMBERS, Kind
from opencredreg.demo.roster import Organization
from opencredreg.demo.schemes import MODELS, SCHEMES
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.subjects import FIELDS
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import Subject, Voice, say, subject_of, title
from opencredreg.demo.world import World

__all__ = ["build_progression_model", "build_scheme"]


def build_scheme(world: World, dice: Dice, index: int) -> Unit:
    """The document of a concept scheme: one of those written out, else the glossary of a field."""
    if index < len(SCHEMES):
        owner = world.agency
        subject = subject_of("quality", 0, 0)
        scheme = SCHEMES[index]
        name, description = title(scheme.name), scheme.description
        concepts = scheme.concepts
    else:
        keys = list(FIELDS)
        subject = subject_of(keys[index % len(keys)], index // len(keys), index)
        owner = world.some(OrganizationKind.ASSOCIATION, index)
        name = title(say("scheme.glossary.name", 0, subject))
        description = say("scheme.glossary.description", 0, subject)
        concepts = _glossary(subject)
    voice = world.voice(owner.index)
    node = head(world, Kind.SCHEME, index, "skos:ConceptScheme")
    node.update(_publication(world, dice, owner, voice, subject))
    half = MEMBERS[Kind.SCHEME] // 2
    node["ceasn:name"] = voice.phrase(name)
    node["ceasn:description"] = voice.phrase(description)
    node["skos:hasTopConcept"] = [world.uri(Kind.SCHEME, index, part) for part in range(1, half + 1)]
    items = [node]
    for number, (label, definition) in enumerate(concepts):
        items.append(_concept(world, voice, index, number, half, label, definition))
    return Unit(owner, str(node["ceterms:ctid"]), items, asn=True)


def _glossary(subject: Subject) -> tuple[tuple[Phrase, Phrase], ...]:
    """Four specialities of a field and four topics, each narrower than one of them."""
    field = subject.field
    foci = [field.foci[(subject.focus + step) % len(field.foci)] for step in range(4)]
    topics = [field.topics[(subject.topic + step) % len(field.topics)] for step in range(4)]
    above = say("scheme.glossary.speciality", 0, subject)
    return tuple((focus, above) for focus in foci) + tuple(
        (topic, say("scheme.glossary.topic", 0, subject, other=focus))
        for topic, focus in zip(topics, foci, strict=True)
    )


def _concept(
    world: World, voice: Voice, index: int, number: int, half: int, label: Phrase, definition: Phrase
) -> Node:
    node = head(world, Kind.SCHEME, index, "skos:Concept", number + 1)
    node["skos:prefLabel"] = voice.phrase(label)
    node["skos:definition"] = voice.phrase(definition)
    node["skos:inScheme"] = world.uri(Kind.SCHEME, index)
    node["skos:notation"] = f"{number % half + 1}{'' if number < half else '.1'}"
    if number < half:
        node["skos:topConceptOf"] = world.uri(Kind.SCHEME, index)
        node["skos:narrower"] = [world.uri(Kind.SCHEME, index, number + 1 + half)]
    else:
        node["skos:broader"] = world.uri(Kind.SCHEME, index, number + 1 - half)
        # Narrower concepts are related in pairs.
        other = half + ((number - half) ^ 1)
        node["skos:related"] = [world.uri(Kind.SCHEME, index, other + 1)]
    return node


def build_progression_model(world: World, dice: Dice, index: int) -> Unit:
    """The document of a progression model with its levels in order."""
    scheme = MODELS[index % len(MODELS)]
    owner = world.agency if index < 2 else world.some(OrganizationKind.COLLEGE, index)
    voice = world.voice(owner.index)
    subject = subject_of("quality", 0, index)
    count = len(scheme.concepts)
    levels = [world.uri(Kind.MODEL, index, part) for part in range(1, count + 1)]
    node = head(world, Kind.MODEL, index, "asn:ProgressionModel")
    node.update(_publication(world, dice, owner, voice, subject))
    node["ceasn:name"] = voice.phrase(title(scheme.name))
    node["ceasn:description"] = voice.phrase(scheme.description)
    node["skos:hasTopConcept"] = levels
    items = [node]
    for number, (label, definition) in enumerate(scheme.concepts):
        level = head(world, Kind.MODEL, index, "asn:ProgressionLevel", number + 1)
        level["skos:prefLabel"] = voice.phrase(label)
        level["skos:definition"] = voice.phrase(definition)
        level["skos:notation"] = str(number + 1)
        level["skos:topConceptOf"] = world.uri(Kind.MODEL, index)
        level["ceasn:inProgressionModel"] = world.uri(Kind.MODEL, index)
        if number + 1 < count:
            level["ceterms:precedes"] = levels[number + 1]
        if number:
            level["ceterms:precededBy"] = levels[number - 1]
        items.append(level)
    return Unit(owner, str(node["ceterms:ctid"]), items, asn=True)


def _publication(world: World, dice: Dice, owner: Organization, voice: Voice, subject: Subject) -> Node:
    uri = world.uri(Kind.ORGANIZATION, owner.index)
    return {
        "ceasn:inLanguage": voice.tags,
        "ceasn:publisher": uri,
        "ceasn:creator": [uri],
        "ceasn:publisherName": voice.phrase(owner.name),
        "ceasn:publicationStatusType": "publicationStatus:Published",
        "ceasn:dateCreated": dice.day(2014, 2021),
        "ceasn:dateModified": f"{dice.day(2022, 2025)}T10:00:00Z",
        "ceasn:rights": voice.text("framework.rights", 0, subject),
        "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
        "ceasn:conceptKeyword": voice.lists((subject.field.name,)),
    }
