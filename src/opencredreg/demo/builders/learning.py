"""Builders of courses, programs, other learning opportunities and scheduled offerings."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import (
    Node,
    campus,
    cip_alignment,
    concept,
    concepts,
    cost,
    credits_worth,
    duration,
    identifier,
    industry_alignments,
    jurisdiction,
    occupation_alignments,
    subject_alignments,
)
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import Kind
from opencredreg.demo.skills import targets
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.voice import Subject, fixed
from opencredreg.demo.world import Bundle, World

__all__ = ["build_course", "build_learning", "build_offering", "build_program"]

_CLASSES = {
    Kind.COURSE: "ceterms:Course",
    Kind.PROGRAM: "ceterms:LearningProgram",
    Kind.LEARNING: "ceterms:LearningOpportunityProfile",
}
_LEVELS = (
    "audLevel:BeginnerLevel",
    "audLevel:IntermediateLevel",
    "audLevel:IntermediateLevel",
    "audLevel:AdvancedLevel",
    "audLevel:LowerDivisionLevel",
)
_METHODS = (
    "learnMethod:Applied",
    "learnMethod:Laboratory",
    "learnMethod:Lecture",
    "learnMethod:Seminar",
    "learnMethod:Simulation",
    "learnMethod:CohortBased",
    "learnMethod:SelfPaced",
)
_DELIVERY = ("deliveryType:InPerson", "deliveryType:BlendedDelivery", "deliveryType:OnlineOnly")
_ASSESSED = ("assessMethod:Exam", "assessMethod:Performance", "assessMethod:Artifact")
_TIMES = ("scheduleTiming:Daytime", "scheduleTiming:Evening", "scheduleTiming:Weekends")


def build_course(world: World, dice: Dice, index: int) -> Unit:
    """The document of a course; the last one of a demonstration is a placeholder."""
    bundle, subject = world.home(Kind.COURSE, index), world.subject(Kind.COURSE, index)
    node = _begin(world, Kind.COURSE, index, bundle)
    ctid = str(node["ceterms:ctid"])
    if index == world.plan.count(Kind.COURSE) - 1:
        return Unit(bundle.owner, ctid, [node], provisional=True)
    style = world.style(Kind.COURSE, index)
    voice = bundle.voice
    _describe(world, dice, Kind.COURSE, index, bundle, subject, node)
    node["ceterms:audienceLevelType"] = concepts(_LEVELS[style])
    node["ceterms:codedNotation"] = f"{subject.field.key[:3].upper()} {100 + style * 100 + index % 97}"
    node["ceterms:teaches"] = targets(world, bundle, world.position(Kind.COURSE, index) + 1, 2)
    node["ceterms:creditValue"] = [credits_worth(dice.between(1, 5))]
    node["ceterms:estimatedDuration"] = [
        duration(exact=f"P{dice.between(4, 18)}W", hours=15 * dice.between(1, 8))
    ]
    if dice.chance(0.4):
        node["ceterms:assessmentMethodType"] = concepts(dice.pick(_ASSESSED))
        node["ceterms:assessmentMethodDescription"] = voice.text("assessment.method", dice.bits(), subject)
    _add_places_in_curriculum(world, index, bundle, node)
    _add_course_links(world, dice, index, bundle, subject, node)
    return Unit(bundle.owner, ctid, [node])


def build_program(world: World, dice: Dice, index: int) -> Unit:
    """The document of a learning program."""
    bundle, subject = world.home(Kind.PROGRAM, index), world.subject(Kind.PROGRAM, index)
    position = world.position(Kind.PROGRAM, index)
    node = _begin(world, Kind.PROGRAM, index, bundle)
    months = dice.between(3, 24)
    more = {"months": months, "weeks": dice.between(4, 16)}
    _describe(world, dice, Kind.PROGRAM, index, bundle, subject, node, **more)
    courses = [
        course
        for course in world.plan.members(Kind.COURSE, bundle.index)
        if _program_of(world, bundle, course) == index
    ]
    if courses:
        node["ceterms:hasPart"] = [world.uri(Kind.COURSE, course) for course in courses]
    node["ceterms:teaches"] = targets(world, bundle, position, 3)
    node["ceterms:estimatedDuration"] = [duration(exact=f"P{months}M")]
    node["ceterms:audienceLevelType"] = concepts("audLevel:PostSecondaryLevel")
    credential = world.match(Kind.CREDENTIAL, bundle.index, position)
    if credential is not None:
        node["ceterms:resultsInCredential"] = [world.uri(Kind.CREDENTIAL, credential)]
    if bundle.accreditor is not None:
        node["ceterms:accreditedBy"] = [world.uri(Kind.ORGANIZATION, bundle.accreditor.index)]
    age = dice.between(16, 18)
    node["ceterms:entryCondition"] = [
        {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": bundle.voice.text("conditions.entry", 0, subject, age=age),
            "ceterms:minimumAge": age,
        }
    ]
    if dice.chance(0.6):
        node["ceterms:estimatedCost"] = _fees(dice, bundle, subject, months * 120)
    sets = world.uris(Kind.DATA_SET, bundle.index)
    if sets and position == 0:
        node["qdata:relevantDataSet"] = sets
    support = world.uris(Kind.SUPPORT, bundle.index)
    if support:
        node["ceterms:hasSupportService"] = support
    conditions = world.uris(Kind.CONDITIONS, bundle.index)
    if conditions:
        node["ceterms:commonConditions"] = conditions
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])


def build_learning(world: World, dice: Dice, index: int) -> Unit:
    """The document of another learning opportunity: a workshop, an internship, a boot camp, a series."""
    bundle, subject = world.home(Kind.LEARNING, index), world.subject(Kind.LEARNING, index)
    style = world.style(Kind.LEARNING, index)
    node = _begin(world, Kind.LEARNING, index, bundle)
    _describe(world, dice, Kind.LEARNING, index, bundle, subject, node)
    node["ceterms:teaches"] = targets(world, bundle, index, 1)
    node["ceterms:audienceLevelType"] = concepts("audLevel:BeginnerLevel")
    node["ceterms:isNonCredit"] = True
    node["ceterms:estimatedDuration"] = [duration(hours=dice.between(6, 90))]
    if style == 1:
        node["ceterms:learningMethodType"] = concepts("learnMethod:Internship", "learnMethod:WorkBased")
        employer = world.some(OrganizationKind.EMPLOYER, index)
        node["ceterms:offeredBy"] = [
            world.uri(Kind.ORGANIZATION, bundle.owner.index),
            world.uri(Kind.ORGANIZATION, employer.index),
        ]
        if employer.index == bundle.owner.index:
            node["ceterms:offeredBy"] = [world.uri(Kind.ORGANIZATION, employer.index)]
    occupation = world.general_occupation(subject)
    if occupation is not None:
        node["ceterms:isPreparationFor"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": bundle.voice.text(
                    "condition.preparation", 0, subject, other=subject.role.name
                ),
                "ceterms:targetOccupation": [world.uri(Kind.OCCUPATION, occupation)],
            }
        ]
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])


def build_offering(world: World, dice: Dice, index: int) -> Unit:
    """The document of a scheduled offering of a course of the same bundle."""
    bundle, subject = world.home(Kind.OFFERING, index), world.subject(Kind.OFFERING, index)
    voice = bundle.voice
    position = world.position(Kind.OFFERING, index)
    course = world.match(Kind.COURSE, bundle.index, position)
    called: Phrase = world.name(Kind.COURSE, course) if course is not None else subject.field.name
    more: dict[str, Phrase | int] = {
        "season": fixed(f"season.{dice.between(0, 1)}"),
        "days": fixed(f"days.{dice.between(0, 2)}"),
        "year": dice.between(2025, 2027),
        "course": called,
    }
    node = head(world, Kind.OFFERING, index, "ceterms:ScheduledOffering")
    node["ceterms:name"] = voice.text("offering.name", 0, subject, **more)
    node["ceterms:description"] = voice.text("offering.description", dice.bits(), subject, **more)
    node["ceterms:offeredBy"] = [world.uri(Kind.ORGANIZATION, bundle.owner.index)]
    node["ceterms:subjectWebpage"] = f"{bundle.site}/dates/{index}"
    node["ceterms:availableAt"] = [campus(bundle, subject, index)]
    node["ceterms:availabilityListing"] = [f"{bundle.site}/dates"]
    node["ceterms:deliveryType"] = concepts(dice.pick(_DELIVERY))
    node["ceterms:deliveryTypeDescription"] = voice.text("delivery", dice.bits(), subject)
    node["ceterms:offerFrequencyType"] = concepts("scheduleFrequency:SemiAnnually")
    node["ceterms:scheduleFrequencyType"] = concepts("scheduleFrequency:Weekly")
    node["ceterms:scheduleTimingType"] = concepts(dice.pick(_TIMES))
    node["ceterms:estimatedDuration"] = [duration(exact=f"P{dice.between(6, 16)}W")]
    node["ceterms:estimatedCost"] = _fees(dice, bundle, subject, 240)
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])


def _begin(world: World, kind: Kind, index: int, bundle: Bundle) -> Node:
    node = head(world, kind, index, _CLASSES[kind])
    node["ceterms:name"] = bundle.voice.phrase(world.name(kind, index))
    node["ceterms:ownedBy"] = [world.uri(Kind.ORGANIZATION, bundle.owner.index)]
    return node


def _describe(
    world: World,
    dice: Dice,
    kind: Kind,
    index: int,
    bundle: Bundle,
    subject: Subject,
    node: Node,
    **more: int,
) -> None:
    """Add what all three classes have in common."""
    voice = bundle.voice
    page = f"{bundle.site}/{kind}s/{index}"
    node.update(
        {
            "ceterms:description": voice.text(f"{kind}.description", dice.bits(), subject, **more),
            "ceterms:subjectWebpage": page,
            "ceterms:inLanguage": voice.tags,
            "ceterms:lifeCycleStatusType": concept(
                "lifeCycle:Developing" if index % 37 == 36 else "lifeCycle:Active"
            ),
            "ceterms:offeredBy": [world.uri(Kind.ORGANIZATION, bundle.owner.index)],
            "ceterms:keyword": voice.lists(
                (subject.field.foci[subject.focus], *dice.sample(subject.field.topics, dice.between(1, 3)))
            ),
            "ceterms:subject": subject_alignments(voice, subject),
            "ceterms:learningMethodType": concepts(*dice.sample(_METHODS, dice.between(1, 2))),
            "ceterms:deliveryType": concepts(dice.pick(_DELIVERY)),
        }
    )
    if dice.chance(0.7):
        node["ceterms:availableAt"] = [campus(bundle, subject, index)]
    else:
        node["ceterms:availableOnlineAt"] = [f"{page}/room"]
    if dice.chance(0.4):
        node["ceterms:availabilityListing"] = [f"{bundle.site}/dates"]
    if dice.chance(0.5):
        node["ceterms:deliveryTypeDescription"] = voice.text("delivery", dice.bits(), subject)
    if dice.chance(0.5):
        node["ceterms:dateEffective"] = dice.day(2012, 2025)
    if kind is not Kind.LEARNING or dice.chance(0.3):
        node["ceterms:industryType"] = industry_alignments(subject.field)
        node["ceterms:occupationType"] = occupation_alignments(subject)
        node["ceterms:instructionalProgramType"] = cip_alignment(subject.field)
    if dice.chance(0.2):
        node["ceterms:identifier"] = [identifier(f"{kind[:2].upper()}-{index:06d}")]
    if dice.chance(0.2):
        node["ceterms:jurisdiction"] = [jurisdiction(voice, subject)]
    if bundle.owner.kind in {OrganizationKind.PROVIDER, OrganizationKind.UNION} and kind is Kind.PROGRAM:
        node["ceterms:approvedBy"] = [world.uri(Kind.ORGANIZATION, world.agency.index)]


def _fees(dice: Dice, bundle: Bundle, subject: Subject, price: int) -> list[Node]:
    voice = bundle.voice
    return [
        cost(
            "ProgramSpecificFee",
            price,
            voice.phrase(("Course fee", "Precio del curso", "Frais de cours")),
            voice.text("cost.fee", dice.bits(), subject),
            f"{bundle.site}/fees",
            paymentPattern=voice.text("cost.payment", dice.bits(), subject, months=dice.between(2, 6)),
        )
    ]


def _program_of(world: World, bundle: Bundle, course: int) -> int | None:
    return world.match(Kind.PROGRAM, bundle.index, world.position(Kind.COURSE, course))


def _add_places_in_curriculum(world: World, index: int, bundle: Bundle, node: Node) -> None:
    program = _program_of(world, bundle, index)
    if program is not None:
        node["ceterms:isPartOf"] = [world.uri(Kind.PROGRAM, program)]
    if world.style(Kind.COURSE, index) == 3 and index - 1 in world.plan.members(Kind.COURSE, bundle.index):
        node["ceterms:prerequisite"] = [world.uri(Kind.COURSE, index - 1)]
    offerings = [
        offering
        for offering in world.plan.members(Kind.OFFERING, bundle.index)
        if world.match(Kind.COURSE, bundle.index, world.position(Kind.OFFERING, offering)) == index
    ]
    if offerings:
        node["ceterms:hasOffering"] = [world.uri(Kind.OFFERING, offering) for offering in offerings]


def _add_course_links(
    world: World, dice: Dice, index: int, bundle: Bundle, subject: Subject, node: Node
) -> None:
    voice = bundle.voice
    assessment = world.match(Kind.ASSESSMENT, bundle.index, world.position(Kind.COURSE, index))
    if assessment is not None and dice.chance(0.4):
        node["ceterms:targetAssessment"] = [world.uri(Kind.ASSESSMENT, assessment)]
    if dice.chance(0.3):
        node["ceterms:recommends"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text("condition.recommends", dice.bits(), subject),
            }
        ]
    credential = world.match(Kind.CREDENTIAL, bundle.index, world.position(Kind.COURSE, index))
    if credential is not None and dice.chance(0.35):
        node["ceterms:isPreparationFor"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": voice.text(
                    "condition.preparation", dice.bits(), subject, other=world.credential_name(credential)
                ),
                "ceterms:targetCredential": [world.uri(Kind.CREDENTIAL, credential)],
            }
        ]
