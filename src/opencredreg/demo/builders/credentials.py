"""Builder of the credentials."""

from __future__ import annotations

from opencredreg.demo.builders.credential_conditions import add_conditions, add_links, requirements
from opencredreg.demo.builders.credential_draft import Draft
from opencredreg.demo.builders.credential_money import add_money, add_results
from opencredreg.demo.dice import Dice, mix
from opencredreg.demo.parts import (
    Node,
    campus,
    cip_alignment,
    concept,
    concepts,
    declares,
    duration,
    identifier,
    industry_alignments,
    jurisdiction,
    occupation_alignments,
    process,
    subject_alignments,
)
from opencredreg.demo.plan import Kind
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.world import World

__all__ = ["build_credential"]

_DELIVERY = ("deliveryType:InPerson", "deliveryType:BlendedDelivery", "deliveryType:OnlineOnly")
_METHODS = (
    "learnMethod:Applied",
    "learnMethod:Lecture",
    "learnMethod:Laboratory",
    "learnMethod:CohortBased",
    "learnMethod:SelfPaced",
    "learnMethod:CompetencyBased",
)
_AUDIENCE = (
    "audience:JobSeeker",
    "audience:Resident",
    "audience:PartTime",
    "audience:FullTime",
    "audience:Youth",
)


def build_credential(world: World, dice: Dice, index: int) -> Unit:
    """The document of a credential; the last one of a demonstration is a placeholder."""
    draft = Draft(world, dice, index)
    award, bundle, voice, subject = draft.award, draft.bundle, draft.voice, draft.subject
    node = head(world, Kind.CREDENTIAL, index, award.term)
    node["ceterms:name"] = voice.phrase(world.credential_name(index))
    node["ceterms:ownedBy"] = [draft.owner_uri]
    owner = bundle.owner
    ctid = str(node["ceterms:ctid"])
    if index == world.plan.count(Kind.CREDENTIAL) - 1:
        return Unit(owner, ctid, [node], provisional=True)
    is_quality = award.term == "ceterms:QualityAssuranceCredential"
    key = "credential.quality.description" if is_quality else "credential.description"
    description = voice.text(key, dice.bits(), subject, **award.words)
    if not is_quality and dice.chance(0.8):
        more = voice.text(f"award.{award.family}", dice.bits(), subject)
        description = voice.sentences(description, more)
    outdated = _is_outdated(draft)
    node.update(
        {
            "ceterms:description": description,
            "ceterms:subjectWebpage": draft.page,
            "ceterms:inLanguage": voice.tags,
            "ceterms:credentialStatusType": concept(
                "credentialStat:Deprecated" if outdated else _status(index)
            ),
            "ceterms:offeredBy": [draft.owner_uri],
            "ceterms:audienceLevelType": concepts(award.level),
            "ceterms:keyword": voice.lists(
                (
                    subject.field.foci[subject.focus],
                    *dice.sample(subject.field.topics, dice.between(2, 4)),
                )
            ),
            "ceterms:subject": subject_alignments(voice, subject),
            "ceterms:industryType": industry_alignments(subject.field),
            "ceterms:occupationType": occupation_alignments(subject),
            "ceterms:dateEffective": dice.day(2011, 2025),
            "ceterms:estimatedDuration": _durations(draft),
            "ceterms:learningDeliveryType": concepts(dice.pick(_DELIVERY)),
            "ceterms:requires": requirements(draft),
        }
    )
    _add_details(draft, node)
    _add_quality(draft, node)
    add_conditions(draft, node)
    add_money(draft, node)
    add_links(draft, node)
    add_results(draft, node)
    return Unit(owner, ctid, [node, *draft.items])


def _status(index: int) -> str:
    return (
        ("credentialStat:TeachOut", "credentialStat:Probationary")[index % 2]
        if index % 41 == 40
        else ("credentialStat:Active")
    )


def _is_outdated(draft: Draft) -> bool:
    """Whether this is the last credential of a bundle that has replaced it by its first one."""
    members = draft.world.plan.members(Kind.CREDENTIAL, draft.bundle.index)
    return draft.bundle.index % 5 == 4 and len(members) > 3 and draft.index == members[-1]


def _durations(draft: Draft) -> list[Node]:
    low, high = draft.award.months
    if low == high:
        return [duration(hours=6 * draft.dice.between(2, 9))]
    months = draft.dice.between(low, high)
    if draft.dice.chance(0.3):
        return [duration(least=f"P{low}M", most=f"P{high}M")]
    return [duration(exact=f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M")]


def _add_details(draft: Draft, node: Node) -> None:
    voice, dice, subject, bundle, award = (
        draft.voice,
        draft.dice,
        draft.subject,
        draft.bundle,
        draft.award,
    )
    if dice.chance(0.4):
        node["ceterms:alternateName"] = {
            tag: [text]
            for tag, text in voice.heading(
                "credential.alternate", dice.bits(), subject, short=award.short
            ).items()
        }
    if dice.chance(0.6):
        node["ceterms:instructionalProgramType"] = cip_alignment(subject.field)
    if dice.chance(0.5):
        node["ceterms:audienceType"] = concepts(*dice.sample(_AUDIENCE, dice.between(1, 2)))
    if dice.chance(0.6):
        node["ceterms:learningMethodType"] = concepts(*dice.sample(_METHODS, dice.between(1, 3)))
        node["ceterms:learningMethodDescription"] = voice.text("method", dice.bits(), subject)
    if dice.chance(0.35):
        node["ceterms:assessmentDeliveryType"] = concepts(dice.pick(_DELIVERY))
    if dice.chance(0.25):
        node["ceterms:identifier"] = [identifier(f"CR-{draft.index:06d}")]
        node["ceterms:credentialId"] = f"{subject.field.key[:3].upper()}-{100 + draft.index % 900}"
    if dice.chance(0.2):
        node["ceterms:image"] = f"{bundle.site}/images/credential-{draft.index % 9}.png"
        node["ceterms:naics"] = [subject.field.naics.code]
    if dice.chance(0.3):
        node["ceterms:inCatalog"] = f"{bundle.site}/catalog"
        node["ceterms:versionCode"] = f"{dice.between(1, 4)}.{dice.between(0, 3)}"
    if dice.chance(0.7):
        node["ceterms:availableAt"] = [campus(bundle, subject, draft.index)]
    if "ceterms:availableAt" not in node or dice.chance(0.4):
        node["ceterms:availableOnlineAt"] = [f"{draft.page}/apply"]
    if dice.chance(0.2):
        node["ceterms:availabilityListing"] = [f"{bundle.site}/dates"]
    if award.rank < 4 and declares(award.term, "ceterms:isNonCredit"):
        node["ceterms:isNonCredit"] = award.credits[1] == 0
    if award.is_work_based:
        node["ceterms:isRegisteredApprenticeship"] = award.term == "ceterms:ApprenticeshipCertificate"
    if award.is_degree and declares(award.term, "ceterms:degreeMajor"):
        field = subject.field
        node["ceterms:degreeMajor"] = cip_alignment(field)
        node["ceterms:degreeConcentration"] = [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNodeName": voice.phrase(field.foci[(subject.focus + step) % len(field.foci)]),
            }
            for step in (0, 1)
        ]


def _add_quality(draft: Draft, node: Node) -> None:
    world, bundle, voice, dice, subject = (
        draft.world,
        draft.bundle,
        draft.voice,
        draft.dice,
        draft.subject,
    )
    if bundle.accreditor is not None:
        by = world.uri(Kind.ORGANIZATION, bundle.accreditor.index)
        node["ceterms:accreditedBy"] = [by]
        if dice.chance(0.3):
            node["ceterms:accreditedIn"] = [jurisdiction(voice, subject, by)]
    kind = bundle.owner.kind
    if kind is OrganizationKind.BOARD:
        node["ceterms:regulatedBy"] = [draft.owner_uri]
        node["ceterms:regulatedIn"] = [jurisdiction(voice, subject, draft.owner_uri)]
    elif kind in {OrganizationKind.PROVIDER, OrganizationKind.UNION, OrganizationKind.TECHNICAL}:
        node["ceterms:approvedBy"] = [world.uri(Kind.ORGANIZATION, world.agency.index)]
    if dice.chance(0.08):
        outside = world.names.blank(Kind.CREDENTIAL, draft.index)
        node["ceterms:recognizedBy"] = [outside]
        draft.items.append(
            {
                "@id": outside,
                "@type": "ceterms:QACredentialOrganization",
                "ceterms:name": voice.text("outside.organization", draft.index, subject),
                "ceterms:description": voice.text("outside.organization.description", 0, subject),
                "ceterms:subjectWebpage": f"https://alliance-{draft.index % 3}.example/",
            }
        )
    elif dice.chance(0.12):
        association = world.some(OrganizationKind.ASSOCIATION, mix(bundle.index, 9))
        node["ceterms:recognizedBy"] = [world.uri(Kind.ORGANIZATION, association.index)]
    if dice.chance(0.5):
        node["ceterms:jurisdiction"] = [jurisdiction(voice, subject)]
    elif draft.award.rank == 1:
        node["ceterms:jurisdiction"] = [
            {"@type": "ceterms:JurisdictionProfile", "ceterms:globalJurisdiction": True}
        ]
    if dice.chance(0.12):
        node["ceterms:developmentProcess"] = [
            process(voice, subject, "development", dice, bundle.owner, draft.owner_uri)
        ]
        node["ceterms:processStandardsDescription"] = voice.text("standards", 0, subject)
