"""Builders of data sets about outcomes, and of actions."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, cip_alignment, concept, island, jurisdiction
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import Kind
from opencredreg.demo.specialties import OrganizationKind
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.world import World

__all__ = ["build_action", "build_data_set"]


def build_data_set(world: World, dice: Dice, index: int) -> Unit:
    """The document of a data set with two metrics, one dimension and its observations."""
    bundle, subject = world.home(Kind.DATA_SET, index), world.subject(Kind.DATA_SET, index)
    voice = bundle.voice
    owner = world.uri(Kind.ORGANIZATION, bundle.owner.index)
    about, name = _about(world, bundle.index)
    year = dice.between(2018, 2023)
    metrics = [world.uri(Kind.DATA_SET, index, part) for part in (1, 2)]
    dimension = world.names.blank(Kind.DATA_SET, index, 1)
    # The credentials of the bundle are the points of the dimension.
    points = world.uris(Kind.CREDENTIAL, bundle.index)[:3]
    observations = [world.names.blank(Kind.DATA_SET, index, 10 + at) for at in range(2 * len(points))]
    node = head(world, Kind.DATA_SET, index, "qdata:DataSetProfile")
    node.update(
        {
            "ceterms:name": voice.text("dataset.name", 0, subject, name=name),
            "ceterms:description": voice.text("dataset.description", 0, subject, name=name),
            "qdata:dataProvider": owner,
            "qdata:relevantDataSetFor": about,
            "qdata:dataSetTemporalCoverage": {
                "@type": "qdata:DataSetTimeFrame",
                "ceterms:startDate": f"{year}-08-01",
                "ceterms:endDate": f"{year + 2}-07-31",
                "qdata:timeInterval": "P2Y",
            },
            "qdata:dataSetSpatialCoverage": [island()],
            "qdata:dataSuppressionPolicy": voice.text("dataset.suppression", 0, subject),
            "qdata:subjectIdentification": voice.text("dataset.subject", 0, subject),
            "ceasn:publicationStatusType": "publicationStatus:Published",
            "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
            "ceterms:dateEffective": f"{year + 3}-01-15",
            "ceterms:source": f"{bundle.site}/results/{index}",
            "ceterms:instructionalProgramType": cip_alignment(subject.field),
            "ceterms:jurisdiction": [jurisdiction(voice, subject)],
            "qdata:hasMetric": metrics,
            "qdata:hasDimension": [dimension],
            "qdata:hasObservation": observations,
        }
    )
    items = [node]
    for part, key, types in (
        (1, "completion", ["metricCat:Completion"]),
        (2, "earnings", ["metricCat:Earnings", "metricCat:PostCompletion"]),
    ):
        metric = head(world, Kind.DATA_SET, index, "qdata:Metric", part)
        metric["ceterms:name"] = voice.text(f"dataset.metric.{key}", 0, subject)
        metric["ceterms:description"] = voice.text(f"dataset.metric.{key}.description", 0, subject)
        metric["ceasn:publisher"] = [owner]
        metric["qdata:metricType"] = types
        if part == 2:
            metric["qdata:incomeDeterminationType"] = "incomeDetermination:ActualEarnings"
        items.append(metric)
    items.append(
        {
            "@id": dimension,
            "@type": "qdata:Dimension",
            "ceterms:name": voice.text("dataset.dimension", 0, subject),
            "qdata:dimensionType": "ceterms:Credential",
            "qdata:hasPoint": points,
        }
    )
    for at, observation in enumerate(observations):
        measure, point = divmod(at, len(points))
        items.append(_observation(dice, observation, metrics[measure], points[point], measure == 0))
    return Unit(bundle.owner, str(node["ceterms:ctid"]), items)


def _about(world: World, bundle: int) -> tuple[list[str], Phrase]:
    program = world.match(Kind.PROGRAM, bundle, 0)
    credential = world.plan.members(Kind.CREDENTIAL, bundle)[0]
    about = [world.uri(Kind.CREDENTIAL, credential)]
    if program is not None:
        about.append(world.uri(Kind.PROGRAM, program))
    return about, world.credential_name(credential)


def _observation(dice: Dice, blank: str, metric: str, point: str, is_rate: bool) -> Node:
    population = dice.between(4, 260)
    node: Node = {
        "@id": blank,
        "@type": "qdata:Observation",
        "qdata:isObservationOf": metric,
        "qdata:atPoint": [point],
        "qdata:sizeOfPopulation": population,
    }
    if population < 10:
        node["qdata:dataWithholdingType"] = "dataWithholding:DataSuppressed"
    elif is_rate:
        node["qdata:percentage"] = dice.between(480, 960) / 10
        node["qdata:sizeOfData"] = population
    else:
        middle = dice.between(260, 680) * 100
        node["qdata:median"] = float(middle)
        node["schema:value"] = float(middle)
        node["qdata:percentile25"] = float(middle * 4 // 5)
        node["qdata:percentile75"] = float(middle * 5 // 4)
        node["schema:currency"] = "USD"
        node["qdata:sizeOfData"] = population * dice.between(70, 98) // 100
    return node


def build_action(world: World, dice: Dice, index: int) -> Unit:
    """The document of an action: an accreditation, or a finding that an occupation is in demand."""
    return _build_demand(world, dice, index) if index % 2 else _build_accreditation(world, dice, index)


def _build_accreditation(world: World, dice: Dice, index: int) -> Unit:
    number = index
    while world.bundle(number % world.plan.bundles).accreditor is None:
        number += 1
    bundle = world.bundle(number % world.plan.bundles)
    accreditor = bundle.accreditor or world.some(OrganizationKind.ACCREDITOR, 0)
    voice = world.voice(accreditor.index)
    subject = world.subject(Kind.ACTION, index)
    credential = world.plan.members(Kind.CREDENTIAL, bundle.index)[0]
    name = world.credential_name(credential)
    year = dice.between(2018, 2024)
    node = head(world, Kind.ACTION, index, "ceterms:AccreditAction")
    node.update(
        {
            "ceterms:name": voice.text("action.accredit.name", 0, subject, name=name),
            "ceterms:description": voice.text("action.accredit.description", 0, subject, name=name),
            "ceterms:actionStatusType": concept("actionStat:ActiveActionStatus"),
            "ceterms:actingAgent": [world.uri(Kind.ORGANIZATION, accreditor.index)],
            "ceterms:object": [world.uri(Kind.CREDENTIAL, credential)],
            "ceterms:participant": [world.uri(Kind.ORGANIZATION, bundle.owner.index)],
            "ceterms:startDate": f"{year}-{dice.between(1, 12):02}-01",
            "ceterms:endDate": f"{year + 6}-12-31",
            "ceterms:evidenceOfAction": f"https://{accreditor.slug}.example/reports/{index}",
        }
    )
    return Unit(accreditor, str(node["ceterms:ctid"]), [node])


def _build_demand(world: World, dice: Dice, index: int) -> Unit:
    owner = world.agency
    voice = world.voice(owner.index)
    occupation = index // 2 % world.plan.count(Kind.OCCUPATION)
    subject = world.occupation_subject(occupation)
    place = world.catalogue_place(subject.field) or 0
    node = head(world, Kind.ACTION, index, "ceterms:WorkforceDemandAction")
    node.update(
        {
            "ceterms:name": voice.text("action.demand.name", 0, subject),
            "ceterms:description": voice.text("action.demand.description", 0, subject),
            "ceterms:actionStatusType": concept("actionStat:ActiveActionStatus"),
            "ceterms:actingAgent": [world.uri(Kind.ORGANIZATION, owner.index)],
            "ceterms:object": [world.uri(Kind.FRAMEWORK, 0, place + 1)],
            "ceterms:startDate": dice.day(2023, 2025),
            "ceterms:jurisdiction": [jurisdiction(voice, subject)],
        }
    )
    return Unit(owner, str(node["ceterms:ctid"]), [node])
