"""Builder of the organizations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, address, concepts, identifier, jurisdiction, naics_alignment, process
from opencredreg.demo.plan import Kind
from opencredreg.demo.roster import Organization
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit
from opencredreg.demo.voice import Subject, Voice, subject_of
from opencredreg.demo.world import World

__all__ = ["build_organization"]

_K = OrganizationKind
_LIST_LIMIT = 60  # Longer lists of holdings belong to search, not to the description of their owner.

_CLASSES: Mapping[OrganizationKind, str] = {
    _K.AGENCY: "ceterms:QACredentialOrganization",
    _K.BOARD: "ceterms:QACredentialOrganization",
    _K.ACCREDITOR: "ceterms:QACredentialOrganization",
    _K.EMPLOYER: "ceterms:Organization",
}

_TYPES: Mapping[OrganizationKind, tuple[str, ...]] = {
    _K.AGENCY: ("orgType:Government", "orgType:CoordinatingBody"),
    _K.UNIVERSITY: ("orgType:FourYear",),
    _K.COLLEGE: ("orgType:TwoYear",),
    _K.TECHNICAL: ("orgType:Postsecondary", "orgType:TrainingProvider"),
    _K.PROVIDER: ("orgType:TrainingProvider",),
    _K.EMPLOYER: ("orgType:Business",),
    _K.BOARD: ("orgType:Regulator", "orgType:Government"),
    _K.ACCREDITOR: ("orgType:AccreditationBody", "orgType:QualityAssurance"),
    _K.ASSOCIATION: ("orgType:ProfessionalAssociation", "orgType:CertificationBody"),
    _K.UNION: ("orgType:LaborUnion", "orgType:TrainingProvider"),
    _K.SCHOOL: ("orgType:HighSchool",),
    _K.MUSEUM: ("orgType:NonTraditional", "orgType:Collaborative"),
    _K.DEPARTMENT: ("orgType:Postsecondary",),
}

_SERVICES: Mapping[OrganizationKind, tuple[str, ...]] = {
    _K.AGENCY: ("serviceType:ApproveService", "serviceType:RecognizeService"),
    _K.BOARD: ("serviceType:RegulateService", "serviceType:RenewService", "serviceType:RevokeService"),
    _K.ACCREDITOR: ("serviceType:AccreditService",),
    _K.ASSOCIATION: ("serviceType:OfferService", "serviceType:RenewService"),
}

_PRIVATE = {_K.EMPLOYER: "agentSector:PrivateForProfit"}
_PUBLIC = {_K.AGENCY, _K.UNIVERSITY, _K.COLLEGE, _K.TECHNICAL, _K.BOARD, _K.SCHOOL, _K.DEPARTMENT}
ACCREDITED = (_K.UNIVERSITY, _K.COLLEGE, _K.TECHNICAL, _K.PROVIDER)


def build_organization(world: World, dice: Dice, index: int) -> Unit:
    """The document of an organization."""
    organization = world.roster.everyone[index]
    kind = organization.kind
    voice = world.voice(index)
    subject = subject_of(organization.field or "projects", index % 6, index % 8)
    site = f"https://{organization.slug}.example"
    uri = world.uri(Kind.ORGANIZATION, index)
    year = dice.between(1868, 1998)
    sector = _PRIVATE.get(kind, "agentSector:Public" if kind in _PUBLIC else "agentSector:PrivateNonProfit")
    node: Node = {
        "@id": uri,
        "@type": _CLASSES.get(kind, "ceterms:CredentialOrganization"),
        "ceterms:ctid": organization.ctid,
        "ceterms:name": voice.phrase(organization.name),
        "ceterms:description": voice.text(
            f"organization.{kind}",
            dice.bits(),
            subject,
            year=year,
            students=dice.between(3, 90) * 100,
            staff=dice.between(2, 48) * 5,
        ),
        "ceterms:subjectWebpage": f"{site}/",
        "ceterms:agentType": concepts(*_TYPES[kind]),
        "ceterms:agentSectorType": concepts(sector),
        "ceterms:serviceType": concepts(*_SERVICES.get(kind, ("serviceType:OfferService",))),
        "ceterms:email": [f"info@{organization.slug}.example"],
        "ceterms:address": _addresses(organization, voice, subject, dice),
        "ceterms:foundingDate": str(year),
        "ceterms:agentPurposeDescription": voice.text("organization.purpose", dice.bits(), subject),
        "ceterms:identifier": [identifier(f"ORG-{index + 1:05d}")],
        "ceterms:socialMedia": [f"https://social.example/@{organization.slug}"],
        "ceterms:jurisdiction": [jurisdiction(voice, subject)],
    }
    if dice.chance(0.5):
        node["ceterms:agentPurpose"] = f"{site}/mission"
        node["ceterms:image"] = f"{site}/images/mark.png"
    if organization.field:
        field = subject.field
        node["ceterms:keyword"] = voice.lists((field.name, field.foci[subject.focus], field.topics[0]))
        node["ceterms:industryType"] = [naics_alignment(field)]
        node["ceterms:naics"] = [field.naics.code]
    if kind is _K.EMPLOYER:
        # The prefix 00 is never given out, so that these numbers belong to nobody.
        node["ceterms:fein"] = f"00-{index:07d}"
    if kind in ACCREDITED:
        node["ceterms:supportServiceStatementDescription"] = voice.text(
            "organization.support", index, subject
        )
        node["ceterms:transferValueStatementDescription"] = voice.text(
            "organization.transfer", index, subject
        )
        node["ceterms:transferValueStatement"] = f"{site}/transfer"
    _add_family(world, organization, node)
    _add_quality(world, organization, voice, subject, dice, node)
    _add_holdings(world, organization, node)
    return Unit(organization, organization.ctid, [node])


def _addresses(organization: Organization, voice: Voice, subject: Subject, dice: Dice) -> list[Node]:
    place = address(voice, organization.town, organization.index * 7)
    place["ceterms:name"] = voice.heading("campus", 0, subject)
    contacts: list[Node] = [
        {
            "@type": "ceterms:ContactPoint",
            "ceterms:contactType": voice.text("contact.main", 0, subject),
            "ceterms:telephone": [
                f"+1-555-01{dice.between(0, 99):02d}, ext. {1000 + organization.index % 9000}"
            ],
            "ceterms:email": [f"office@{organization.slug}.example"],
        }
    ]
    if organization.kind in ACCREDITED:
        contacts.append(
            {
                "@type": "ceterms:ContactPoint",
                "ceterms:contactType": voice.text("contact.admissions", 0, subject),
                "ceterms:telephone": [f"+1-555-01{dice.between(0, 99):02d}"],
                "ceterms:email": [f"welcome@{organization.slug}.example"],
                "ceterms:socialMedia": [f"https://video.example/{organization.slug}"],
            }
        )
    place["ceterms:targetContactPoint"] = contacts
    return [place]


def _add_family(world: World, organization: Organization, node: Node) -> None:
    if organization.parent >= 0:
        node["ceterms:parentOrganization"] = [world.uri(Kind.ORGANIZATION, organization.parent)]
    departments = world.departments.get(organization.index)
    if departments:
        node["ceterms:department"] = [world.uri(Kind.ORGANIZATION, member.index) for member in departments]


def _add_quality(
    world: World, organization: Organization, voice: Voice, subject: Subject, dice: Dice, node: Node
) -> None:
    kind = organization.kind
    if kind in ACCREDITED:
        accreditor = world.some(_K.ACCREDITOR, organization.rank)
        by = world.uri(Kind.ORGANIZATION, accreditor.index)
        node["ceterms:accreditedBy"] = [by]
        node["ceterms:accreditedIn"] = [jurisdiction(voice, subject, by)]
    if kind is _K.PROVIDER:
        node["ceterms:approvedBy"] = [world.uri(Kind.ORGANIZATION, world.agency.index)]
    if kind in {_K.ACCREDITOR, _K.BOARD, _K.UNIVERSITY}:
        node["ceterms:developmentProcess"] = [process(voice, subject, "development", dice, organization)]
        node["ceterms:reviewProcess"] = [process(voice, subject, "review", dice, organization)]
        node["ceterms:appealProcess"] = [process(voice, subject, "appeal", dice, organization)]
    if kind is _K.ACCREDITOR:
        _put(node, "ceterms:accredits", _accredited(world, organization))
    elif kind is _K.AGENCY:
        approved = (world.uri(Kind.ORGANIZATION, one.index) for one in world.roster.by_kind[_K.PROVIDER])
        _put(node, "ceterms:approves", approved)
    elif kind is _K.BOARD:
        _put(node, "ceterms:regulates", _own(world, organization, Kind.CREDENTIAL))


def _accredited(world: World, accreditor: Organization) -> Iterable[str]:
    count = len(world.roster.by_kind[_K.ACCREDITOR])
    for kind in ACCREDITED:
        members = world.roster.by_kind[kind]
        for rank in range(accreditor.rank, len(members), count):
            yield world.uri(Kind.ORGANIZATION, members[rank].index)
    for bundle in world.accredited_bundles(accreditor):
        yield from world.uris(Kind.PROGRAM, bundle)
        yield from world.uris(Kind.CREDENTIAL, bundle)


def _own(world: World, organization: Organization, kind: Kind) -> Iterable[str]:
    for bundle in world.bundles_of(organization):
        yield from world.uris(kind, bundle)


def _put(node: Node, term: str, uris: Iterable[str]) -> None:
    listed = list(islice(uris, _LIST_LIMIT))
    if listed:
        node[term] = listed


def _add_holdings(world: World, organization: Organization, node: Node) -> None:
    own = list(islice(_own(world, organization, Kind.CREDENTIAL), _LIST_LIMIT))
    if own:
        node["ceterms:owns"] = [*own, *islice(_own(world, organization, Kind.ASSESSMENT), 10)]
        node["ceterms:offers"] = [*own, *islice(_own(world, organization, Kind.PROGRAM), 20)]
    if own and organization.kind in {_K.BOARD, _K.ASSOCIATION}:
        node["ceterms:renews"] = own
        node["ceterms:revokes"] = own
    _put(node, "ceterms:hasConditionManifest", _own(world, organization, Kind.CONDITIONS))
    _put(node, "ceterms:hasCostManifest", _own(world, organization, Kind.COSTS))
