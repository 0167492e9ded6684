"""What a credential costs and what came of it for those who hold it."""

from __future__ import annotations

from opencredreg.demo.builders.credential_draft import Draft
from opencredreg.demo.parts import Node, concepts, cost, jurisdiction, quantity
from opencredreg.demo.plan import Kind

__all__ = ["add_money", "add_results"]

_AID = (
    "financialAid:InstitutionalScholarship",
    "financialAid:StateLocalGrant",
    "financialAid:WIOA",
    "financialAid:Apprenticeship",
)


def add_money(draft: Draft, node: Node) -> None:
    """Add direct costs, common costs and financial assistance."""
    voice, dice, subject, award = draft.voice, draft.dice, draft.subject, draft.award
    low, high = award.price
    price = dice.between(low // 20, high // 20) * 20
    page = f"{draft.bundle.site}/fees"
    costs: list[Node] = []
    if price:
        name = voice.phrase(("Tuition", "Matrícula", "Frais de scolarité"))
        text = voice.text("cost.tuition", dice.bits(), subject, **award.words)
        pattern = voice.text("cost.payment", dice.bits(), subject, months=dice.between(3, 12))
        at_home = {"residencyType": concepts("residency:InState"), "paymentPattern": pattern}
        costs.append(cost("Tuition", price, name, text, page, **at_home))
        if award.rank >= 5 and dice.chance(0.7):
            abroad = concepts("residency:OutOfState", "residency:International")
            costs.append(cost("Tuition", price * 2, name, text, page, residencyType=abroad))
        if dice.chance(0.5):
            name = voice.phrase(("Materials", "Materiales", "Matériel"))
            text = voice.text("cost.materials", 0, subject)
            costs.append(cost("LearningResource", 20 + price // 20, name, text, page))
    if dice.chance(0.4):
        name = voice.phrase(("Registration", "Inscripción", "Inscription"))
        text = voice.text("cost.fee", dice.bits(), subject)
        costs.append(cost("Application", 10 + 5 * dice.between(0, 12), name, text, page))
    if award.is_renewable:
        name = voice.phrase(("Examination", "Examen", "Examen"))
        text = voice.text("cost.exam", 0, subject)
        members = concepts("audience:Member")
        costs.append(cost("StandaloneAssessment", 60 + 10 * dice.between(0, 20), name, text, page))
        costs.append(cost("RenewalFee", 40, name, text, page, audienceType=members))
    if costs:
        node["ceterms:estimatedCost"] = costs
    manifests = draft.world.uris(Kind.COSTS, draft.bundle.index)
    if manifests:
        node["ceterms:commonCosts"] = manifests
    if price > 300 and dice.chance(0.5):
        node["ceterms:financialAssistance"] = [
            {
                "@type": "ceterms:FinancialAssistanceProfile",
                "ceterms:name": voice.text("aid.name", draft.index, subject),
                "ceterms:description": voice.text("aid", dice.bits(), subject),
                "ceterms:subjectWebpage": f"{draft.bundle.site}/aid",
                "ceterms:financialAssistanceType": concepts(dice.pick(_AID)),
                "ceterms:financialAssistanceValue": [
                    quantity(float(dice.between(5, 60) * 50), voice.text("aid", 0, subject))
                ],
            }
        ]


def add_results(draft: Draft, node: Node) -> None:
    """Add a summary of outcomes and the data sets behind it."""
    voice, dice, subject = draft.voice, draft.dice, draft.subject
    sets = draft.world.uris(Kind.DATA_SET, draft.bundle.index)
    if sets and draft.world.position(Kind.CREDENTIAL, draft.index) == 0:
        node["qdata:relevantDataSet"] = sets
    if "qdata:relevantDataSet" in node or (draft.award.rank > 2 and dice.chance(0.25)):
        middle = dice.between(240, 720) * 100
        awarded = dice.between(12, 400)
        node["ceterms:aggregateData"] = [
            {
                "@type": "ceterms:AggregateDataProfile",
                "ceterms:name": voice.text("aggregate.name", 0, subject),
                "ceterms:description": voice.text("aggregate.description", 0, subject),
                "ceterms:currency": "USD",
                "ceterms:lowEarnings": float(middle * 3 // 4),
                "ceterms:medianEarnings": float(middle),
                "ceterms:highEarnings": float(middle * 4 // 3),
                "ceterms:postReceiptMonths": 24,
                "ceterms:numberAwarded": awarded,
                "ceterms:jobsObtained": [
                    quantity(
                        float(awarded * dice.between(55, 95) // 100), voice.text("aggregate.jobs", 0, subject)
                    )
                ],
                "ceterms:dateEffective": dice.day(2022, 2025),
                "ceterms:source": f"{draft.bundle.site}/results",
                "ceterms:jurisdiction": [jurisdiction(voice, subject)],
            }
        ]
