"""Builder of assessments."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import (
    Node,
    campus,
    concept,
    concepts,
    cost,
    credits_worth,
    duration,
    identifier,
    industry_alignments,
    occupation_alignments,
    process,
)
from opencredreg.demo.plan import Kind
from opencredreg.demo.skills import targets
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.world import World

__all__ = ["build_assessment"]

_METHODS = (
    "assessMethod:Performance",
    "assessMethod:Exam",
    "assessMethod:PortfolioEvaluation",
    "assessMethod:Artifact",
)
_USES = ("assessUse:Summative", "assessUse:Formative")
_DELIVERY = ("deliveryType:InPerson", "deliveryType:OnlineOnly", "deliveryType:VariableSite")


def build_assessment(world: World, dice: Dice, index: int) -> Unit:
    """The document of an assessment."""
    bundle, subject = world.home(Kind.ASSESSMENT, index), world.subject(Kind.ASSESSMENT, index)
    voice, position = bundle.voice, world.position(Kind.ASSESSMENT, index)
    owner = world.uri(Kind.ORGANIZATION, bundle.owner.index)
    style = world.style(Kind.ASSESSMENT, index)
    page = f"{bundle.site}/assessments/{index}"
    hours = dice.between(2, 6)
    node = head(world, Kind.ASSESSMENT, index, "ceterms:AssessmentProfile")
    node.update(
        {
            "ceterms:name": voice.phrase(world.name(Kind.ASSESSMENT, index)),
            "ceterms:description": voice.text("assessment.description", dice.bits(), subject, hours=hours),
            "ceterms:subjectWebpage": page,
            "ceterms:inLanguage": voice.tags,
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:ownedBy": [owner],
            "ceterms:offeredBy": [owner],
            "ceterms:assesses": targets(world, bundle, position, 2),
            "ceterms:assessmentMethodType": concepts(_METHODS[style]),
            "ceterms:assessmentMethodDescription": voice.text("assessment.method", style, subject),
            "ceterms:assessmentUseType": concepts(
                "assessUse:Formative" if index % 5 == 4 else "assessUse:Summative"
            ),
            "ceterms:scoringMethodType": concepts("score:CriterionReferenced"),
            "ceterms:scoringMethodDescription": voice.text("assessment.scoring", dice.bits(), subject),
            "ceterms:deliveryType": concepts(dice.pick(_DELIVERY)),
            "ceterms:estimatedDuration": [duration(hours=hours)],
            "ceterms:keyword": voice.lists(
                (subject.field.foci[subject.focus], *dice.sample(subject.field.topics, 2))
            ),
            "ceterms:occupationType": occupation_alignments(subject),
        }
    )
    if dice.chance(0.6):
        node["ceterms:availableAt"] = [campus(bundle, subject, index)]
    else:
        node["ceterms:availableOnlineAt"] = [f"{page}/start"]
    if dice.chance(0.4):
        # The second scheme names ways of showing skill.
        node["ceterms:classification"] = [world.uri(Kind.SCHEME, 1, 1 + (style * 2 + index % 2) % 8)]
    if dice.chance(0.5):
        node["ceterms:isProctored"] = style != 2
        node["ceterms:hasGroupParticipation"] = style == 3
        node["ceterms:hasGroupEvaluation"] = False
    if dice.chance(0.5):
        node["ceterms:assessmentOutput"] = voice.text("assessment.output", dice.bits(), subject)
    if dice.chance(0.4):
        node["ceterms:assessmentExample"] = f"{page}/example"
        node["ceterms:assessmentExampleDescription"] = voice.text("assessment.example", 0, subject)
    if dice.chance(0.4):
        node["ceterms:industryType"] = industry_alignments(subject.field)
        node["ceterms:identifier"] = [identifier(f"AS-{index:06d}")]
    if dice.chance(0.3):
        node["ceterms:creditValue"] = [credits_worth(dice.between(1, 3), "RequirementCredit")]
    if dice.chance(0.3):
        node["ceterms:administrationProcess"] = [
            process(voice, subject, "administration", dice, bundle.owner, owner)
        ]
    if dice.chance(0.5):
        name = voice.phrase(("Assessment fee", "Tasa de evaluación", "Frais d'évaluation"))
        text = voice.text("cost.exam", 0, subject)
        price = dice.between(2, 30) * 10
        node["ceterms:estimatedCost"] = [
            cost("StandaloneAssessment", price, name, text, f"{bundle.site}/fees")
        ]
    _add_links(world, dice, index, node)
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])


def _add_links(world: World, dice: Dice, index: int, node: Node) -> None:
    bundle, subject = world.home(Kind.ASSESSMENT, index), world.subject(Kind.ASSESSMENT, index)
    position = world.position(Kind.ASSESSMENT, index)
    if bundle.accreditor is not None and dice.chance(0.4):
        node["ceterms:accreditedBy"] = [world.uri(Kind.ORGANIZATION, bundle.accreditor.index)]
    rubrics = world.uris(Kind.RUBRIC, bundle.index)
    if rubrics and position == 0:
        node["ceterms:hasRubric"] = rubrics
    credential = world.match(Kind.CREDENTIAL, bundle.index, position)
    if credential is not None:
        node["ceterms:isRequiredFor"] = [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:name": bundle.voice.text(
                    "condition.requires.name", 0, subject, name=world.credential_name(credential)
                ),
                "ceterms:targetCredential": [world.uri(Kind.CREDENTIAL, credential)],
            }
        ]
