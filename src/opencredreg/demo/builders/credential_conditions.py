"""What it takes to earn and to keep a credential, and how credentials build on each other."""

from __future__ import annotations

from collections.abc import Iterator

from opencredreg.demo.builders.credential_draft import Draft
from opencredreg.demo.parts import Node, add, concepts, credits_worth
from opencredreg.demo.plan import Kind
from opencredreg.demo.skills import targets
from opencredreg.demo.specialties import OrganizationKind

__all__ = ["add_conditions", "add_links", "requirements"]


def requirements(draft: Draft) -> list[Node]:
    """The condition profiles that have to be met, all together."""
    world, bundle, voice, dice, subject = (
        draft.world,
        draft.bundle,
        draft.voice,
        draft.dice,
        draft.subject,
    )
    position = world.position(Kind.CREDENTIAL, draft.index)
    profile: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": voice.text(
            "condition.requires.name", dice.bits(), subject, name=world.credential_name(draft.index)
        ),
        "ceterms:description": voice.text("condition.requires", dice.bits(), subject, **draft.award.words),
        "ceterms:condition": voice.texts("condition.text", (dice.bits(), dice.bits()), subject),
        "ceterms:assertedBy": [draft.owner_uri],
        "ceterms:audienceLevelType": concepts(draft.award.level),
        "ceterms:targetCompetency": targets(world, bundle, position, 2 + position % 2),
    }
    program = world.match(Kind.PROGRAM, bundle.index, position)
    if program is not None:
        profile["ceterms:targetLearningOpportunity"] = [world.uri(Kind.PROGRAM, program)]
    assessment = world.match(Kind.ASSESSMENT, bundle.index, position)
    if assessment is not None:
        profile["ceterms:targetAssessment"] = [world.uri(Kind.ASSESSMENT, assessment)]
    low, high = draft.award.credits
    if high:
        level = "GraduateLevel" if draft.award.rank > 6 else "UndergraduateLevel"
        profile["ceterms:creditValue"] = [credits_worth(dice.between(max(low, 1), high), level=level)]
    if draft.award.is_renewable or draft.award.is_work_based:
        profile["ceterms:minimumAge"] = 18 if draft.award.is_renewable else 16
    profiles = [profile]
    if dice.chance(0.45):
        profiles.append(_alternatives(draft))
    return profiles


def _alternatives(draft: Draft) -> Node:
    """A further requirement that can be met by study, by an earlier credential or by experience."""
    world, voice, subject, dice = draft.world, draft.voice, draft.subject, draft.dice
    study: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": voice.text("condition.alternative.study", 0, subject),
    }
    course = world.match(Kind.COURSE, draft.bundle.index, draft.index)
    if course is not None:
        study["ceterms:targetLearningOpportunity"] = [world.uri(Kind.COURSE, course)]
    lower = next((other for other in _others(draft) if world.award(other).rank < draft.award.rank), None)
    if lower is not None:
        study["ceterms:targetCredential"] = [world.uri(Kind.CREDENTIAL, lower)]
    years = dice.between(1, 6)
    experience: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": voice.text("condition.alternative.experience", 0, subject, years=years),
        "ceterms:experience": voice.text("experience", 0, subject),
        "ceterms:yearsOfExperience": float(years),
    }
    occupation = world.general_occupation(subject)
    if occupation is not None:
        experience["ceterms:targetOccupation"] = [world.uri(Kind.OCCUPATION, occupation)]
    return {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": voice.text("condition.requires", dice.bits(), subject, **draft.award.words),
        "ceterms:alternativeCondition": [study, experience],
    }


def _others(draft: Draft) -> Iterator[int]:
    for other in draft.world.plan.members(Kind.CREDENTIAL, draft.bundle.index):
        if other != draft.index:
            yield other


def add_conditions(draft: Draft, node: Node) -> None:
    """Add recommendations, what runs alongside, renewal and the conditions of the owner's manifests."""
    voice, dice, subject, award, world = (
        draft.voice,
        draft.dice,
        draft.subject,
        draft.award,
        draft.world,
    )
    if dice.chance(0.35):
        recommended: Node = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": voice.text("condition.recommends", dice.bits(), subject),
        }
        learning = world.match(Kind.LEARNING, draft.bundle.index, draft.index)
        if learning is not None:
            recommended["ceterms:targetLearningOpportunity"] = [world.uri(Kind.LEARNING, learning)]
        node["ceterms:recommends"] = [recommended]
    if award.is_work_based:
        node["ceterms:corequisite"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text("condition.corequisite", 0, subject, **award.words),
            }
        ]
    if award.is_renewable:
        node["ceterms:renewal"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text(
                    "condition.renewal", dice.bits(), subject, hours=dice.between(2, 9) * 5
                ),
            }
        ]
        node["ceterms:renewalFrequency"] = f"P{dice.between(1, 5)}Y"
        node["ceterms:renewedBy"] = [draft.owner_uri]
        node["ceterms:revokedBy"] = [draft.owner_uri]
        node["ceterms:revocation"] = [
            {
                "@type": "ceterms:RevocationProfile",
                "ceterms:description": voice.text("revocation", dice.bits(), subject, **award.words),
                "ceterms:revocationCriteria": f"{draft.bundle.site}/conduct",
                "ceterms:dateEffective": dice.day(2012, 2022),
            }
        ]
    manifests = world.uris(Kind.CONDITIONS, draft.bundle.index)
    if manifests:
        node["ceterms:commonConditions"] = manifests


def add_links(draft: Draft, node: Node) -> None:
    """Add steps from and to other credentials of the bundle, parts, successors and pathways."""
    world, award, index = draft.world, draft.award, draft.index
    members = world.plan.members(Kind.CREDENTIAL, draft.bundle.index)
    # Each credential is compared with the next one only, so both sides of a link agree.
    if index + 1 in members:
        _add_step(draft, node, index + 1)
    if index - 1 in members:
        _add_step(draft, node, index - 1)
    first = members[0]
    if world.award(first).rank >= 4:
        if index == first:
            parts = [
                world.uri(Kind.CREDENTIAL, other) for other in members[1:] if world.award(other).rank < 3
            ]
            if parts:
                node["ceterms:hasPart"] = parts
        elif award.rank < 3:
            node["ceterms:isPartOf"] = [world.uri(Kind.CREDENTIAL, first)]
    if draft.bundle.index % 5 == 4 and len(members) > 3:
        if index == first:
            node["ceterms:supersedes"] = world.uri(Kind.CREDENTIAL, members[-1])
        elif index == members[-1]:
            node["ceterms:supersededBy"] = world.uri(Kind.CREDENTIAL, first)
    if index == first:
        _add_transfer(draft, node)
    pathways = world.uris(Kind.PATHWAY, draft.bundle.index)
    if pathways and index == first:
        node["ceterms:targetPathway"] = pathways


def _add_transfer(draft: Draft, node: Node) -> None:
    """The head start that the first credential of a college gives toward that of its partner university."""
    world = draft.world
    partner = world.partner(draft.bundle)
    if partner is None:
        return
    other = world.plan.members(Kind.CREDENTIAL, partner)[0]
    is_college = draft.bundle.owner.kind is OrganizationKind.COLLEGE
    term, key = (
        ("isAdvancedStandingFor", "preparation") if is_college else ("advancedStandingFrom", "prepared")
    )
    node[f"ceterms:{term}"] = [
        {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": draft.voice.text(
                f"condition.{key}", draft.index, draft.subject, other=world.credential_name(other)
            ),
            "ceterms:targetCredential": [world.uri(Kind.CREDENTIAL, other)],
        }
    ]


def _add_step(draft: Draft, node: Node, other: int) -> None:
    """The preparation or alignment that ties a credential to its neighbour."""
    world, voice = draft.world, draft.voice
    mine, theirs = draft.award.rank, world.award(other).rank
    uri = world.uri(Kind.CREDENTIAL, other)
    if mine == theirs:
        add(node, "ceterms:isSimilarTo", uri)
        return
    term, key = ("isPreparationFor", "preparation") if mine < theirs else ("preparationFrom", "prepared")
    profile: Node = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": voice.text(
            f"condition.{key}", draft.index, draft.subject, other=world.credential_name(other)
        ),
        "ceterms:targetCredential": [uri],
    }
    add(node, f"ceterms:{term}", profile)
