"""Builders of condition manifests and cost manifests."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, concepts, cost
from opencredreg.demo.plan import Kind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.world import World

__all__ = ["build_condition_manifest", "build_cost_manifest"]


def build_condition_manifest(world: World, dice: Dice, index: int) -> Unit:
    """The document of a condition manifest."""
    bundle, subject = world.home(Kind.CONDITIONS, index), world.subject(Kind.CONDITIONS, index)
    voice = bundle.voice
    age = dice.between(16, 18)
    node = head(world, Kind.CONDITIONS, index, "ceterms:ConditionManifest")
    node.update(
        {
            "ceterms:name": voice.heading("conditions.name", dice.bits(), subject),
            "ceterms:description": voice.text("conditions.description", 0, subject),
            "ceterms:subjectWebpage": f"{bundle.site}/admission",
            "ceterms:conditionManifestOf": [world.uri(Kind.ORGANIZATION, bundle.owner.index)],
            "ceterms:entryCondition": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:description": voice.text("conditions.entry", 0, subject, age=age),
                    "ceterms:minimumAge": age,
                }
            ],
            "ceterms:requires": [
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:condition": voice.texts("condition.text", (dice.bits(), dice.bits()), subject),
                }
            ],
        }
    )
    if dice.chance(0.5):
        learning = world.match(Kind.LEARNING, bundle.index, index)
        recommended: Node = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": voice.text("condition.recommends", dice.bits(), subject),
        }
        if learning is not None:
            recommended["ceterms:targetLearningOpportunity"] = [world.uri(Kind.LEARNING, learning)]
        node["ceterms:recommends"] = [recommended]
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])


def build_cost_manifest(world: World, dice: Dice, index: int) -> Unit:
    """The document of a cost manifest."""
    bundle, subject = world.home(Kind.COSTS, index), world.subject(Kind.COSTS, index)
    voice = bundle.voice
    page = f"{bundle.site}/fees"
    year = dice.between(2023, 2025)
    fee = voice.text("cost.fee", dice.bits(), subject)
    node = head(world, Kind.COSTS, index, "ceterms:CostManifest")
    node.update(
        {
            "ceterms:name": voice.heading("costs.name", 0, subject),
            "ceterms:description": voice.text("costs.description", 0, subject),
            "ceterms:costDetails": page,
            "ceterms:costManifestOf": [world.uri(Kind.ORGANIZATION, bundle.owner.index)],
            "ceterms:startDate": f"{year}-09-01",
            "ceterms:endDate": f"{year + 2}-08-31",
            "ceterms:estimatedCost": [
                cost(
                    "EnrollmentFee",
                    15 * dice.between(1, 8),
                    voice.phrase(("Enrolment", "Matrícula", "Inscription")),
                    fee,
                    page,
                    residencyType=concepts("residency:InState"),
                ),
                cost(
                    "TechnologyFee",
                    10 * dice.between(1, 6),
                    voice.phrase(("Technology", "Tecnología", "Technologie")),
                    fee,
                    page,
                    audienceType=concepts("audience:FullTime"),
                ),
            ],
        }
    )
    return Unit(bundle.owner, str(node["ceterms:ctid"]), [node])
