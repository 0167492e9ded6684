"""Builders of collections and support services."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, campus, concept, concepts, industry_alignments, subject_alignments
from opencredreg.demo.plan import Kind
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import fixed
from opencredreg.demo.world import World

__all__ = ["build_collection", "build_support_service"]

_COLLECTION_TYPES = (
    "collectionCategory:InDemand",
    "collectionCategory:IndustryRecognized",
    "collectionCategory:HighWage",
    "collectionCategory:Quality",
)
_SERVICES = (
    "support:CareerAdvising",
    "support:Childcare",
    "support:Tutoring",
    "support:Transportation",
    "support:TechnologyLending",
    "support:Counseling",
)
_ACCOMMODATIONS = (
    "accommodation:FlexibleSchedule",
    "accommodation:PlainLanguage",
    "accommodation:PhysicalAccessibility",
    "accommodation:ScreenReader",
    "accommodation:MultipleLanguage",
)


def build_collection(world: World, dice: Dice, index: int) -> Unit:
    """The document of a collection of credentials, occupations and competencies of one field."""
    bundle, subject = world.home(Kind.COLLECTION, index), world.subject(Kind.COLLECTION, index)
    owner = world.agency if index % 2 == 0 else world.some(OrganizationKind.ASSOCIATION, index)
    voice = world.voice(owner.index)
    members = world.uris(Kind.CREDENTIAL, bundle.index)
    occupation = world.general_occupation(subject)
    if occupation is not None:
        members.append(world.uri(Kind.OCCUPATION, occupation))
    place = world.catalogue_place(subject.field)
    if place is not None:
        members.append(world.uri(Kind.FRAMEWORK, 0, place + 1))
    items: list[Node] = []
    if index % 2 == 0:
        # The first member is listed with the reason why.
        blank = world.names.blank(Kind.COLLECTION, index)
        items.append(
            {
                "@id": blank,
                "@type": "ceterms:CollectionMember",
                "ceterms:name": voice.text("collection.name", 0, subject),
                "ceterms:description": voice.text("collection.member", 0, subject),
                "ceterms:proxyFor": members[0],
                "ceterms:startDate": dice.day(2021, 2024),
            }
        )
        members[0] = blank
    node = head(world, Kind.COLLECTION, index, "ceterms:Collection")
    node.update(
        {
            "ceterms:name": voice.text("collection.name", dice.bits(), subject),
            "ceterms:description": voice.text("collection.description", dice.bits(), subject),
            "ceterms:ownedBy": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:collectionType": concepts(dice.pick(_COLLECTION_TYPES)),
            "ceterms:subjectWebpage": f"https://{owner.slug}.example/collections/{index}",
            "ceterms:inLanguage": voice.tags,
            "ceterms:keyword": voice.lists((subject.field.name, subject.field.foci[subject.focus])),
            "ceterms:subject": subject_alignments(voice, subject),
            "ceterms:industryType": industry_alignments(subject.field),
            "ceterms:membershipCondition": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:description": voice.text("collection.condition", 0, subject),
                }
            ],
            "ceterms:hasMember": members,
        }
    )
    return Unit(owner, str(node["ceterms:ctid"]), [node, *items])


def build_support_service(world: World, dice: Dice, index: int) -> Unit:
    """The document of a support service for the learners of a bundle."""
    bundle, subject = world.home(Kind.SUPPORT, index), world.subject(Kind.SUPPORT, index)
    voice = bundle.voice
    owner = [world.uri(Kind.ORGANIZATION, bundle.owner.index)]
    style = index % len(_SERVICES)
    name = fixed(f"support.{style}")
    node = head(world, Kind.SUPPORT, index, "ceterms:SupportService")
    node.update(
        {
            "ceterms:name": voice.heading(f"support.{style}", 0, subject),
            "ceterms:description": voice.text("support.description", dice.bits(), subject, name=name),
            "ceterms:ownedBy": owner,
            "ceterms:offeredBy": owner,
            "ceterms:inLanguage": voice.tags,
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:subjectWebpage": f"{bundle.site}/support/{style}",
            "ceterms:supportServiceType": concepts(_SERVICES[style]),
            "ceterms:accommodationType": concepts(*dice.sample(_ACCOMMODATIONS, dice.between(1, 3))),
            "ceterms:availableAt": [campus(bundle, subject, index)],
            "ceterms:availableOnlineAt": [f"{bundle.site}/support/{style}/appointments"],
            "ceterms:deliveryType": concepts("deliveryType:BlendedDelivery"),
            "ceterms:keyword": voice.lists((name,)),
            "ceterms:dateEffective": dice.day(2012, 2024),
        }
    )
    programs = world.uris(Kind.PROGRAM, bundle.index)
    if programs:
        node["ceterms:supportServiceFor"] = programs
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])
