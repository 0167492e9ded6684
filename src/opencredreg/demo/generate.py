"""The stream of documents: organizations, what all share, then one bundle after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from opencredreg.demo.builders.assessments import build_assessment
from opencredreg.demo.builders.community import build_collection, build_support_service
from opencredreg.demo.builders.credentials import build_credential
from opencredreg.demo.builders.frameworks import build_framework
from opencredreg.demo.builders.learning import build_course, build_learning, build_offering, build_program
from opencredreg.demo.builders.manifests import build_condition_manifest, build_cost_manifest
from opencredreg.demo.builders.organizations import build_organization
from opencredreg.demo.builders.outcomes import build_action, build_data_set
from opencredreg.demo.builders.pathways import build_pathway, build_pathway_set
from opencredreg.demo.builders.rubrics import build_rubric
from opencredreg.demo.builders.transfer import (
    build_agreement,
    build_intermediary,
    build_policy,
    build_transfer_value,
)
from opencredreg.demo.builders.vocabularies import build_progression_model, build_scheme
from opencredreg.demo.builders.work import (
    build_industry,
    build_job,
    build_occupation,
    build_task,
    build_work_role,
)
from opencredreg.demo.dice import Dice
from opencredreg.demo.plan import Kind
from opencredreg.demo.unit import Unit
from opencredreg.demo.world import World

__all__ = ["DemoDocument", "build_unit", "iter_documents"]

_CTDL = "https://credreg.net/ctdl/schema/context/json"
_CTDLASN = "https://credreg.net/ctdlasn/schema/context/json"
_PROVISIONAL = "graphPublicationStatus:Provisional"

Builder: TypeAlias = Callable[[World, Dice, int], Unit]

_SHARED: Mapping[Kind, Builder] = {
    Kind.ORGANIZATION: build_organization,
    Kind.SCHEME: build_scheme,
    Kind.MODEL: build_progression_model,
    Kind.INDUSTRY: build_industry,
    Kind.OCCUPATION: build_occupation,
}

_IN_BUNDLES: Mapping[Kind, Builder] = {
    Kind.CONDITIONS: build_condition_manifest,
    Kind.COSTS: build_cost_manifest,
    Kind.FRAMEWORK: build_framework,
    Kind.RUBRIC: build_rubric,
    Kind.ASSESSMENT: build_assessment,
    Kind.COURSE: build_course,
    Kind.OFFERING: build_offering,
    Kind.LEARNING: build_learning,
    Kind.PROGRAM: build_program,
    Kind.CREDENTIAL: build_credential,
    Kind.SUPPORT: build_support_service,
    Kind.TASK: build_task,
    Kind.ROLE: build_work_role,
    Kind.JOB: build_job,
    Kind.PATHWAY: build_pathway,
    Kind.PATHWAY_SET: build_pathway_set,
    Kind.POLICY: build_policy,
    Kind.TRANSFER_VALUE: build_transfer_value,
    Kind.INTERMEDIARY: build_intermediary,
    Kind.AGREEMENT: build_agreement,
    Kind.COLLECTION: build_collection,
    Kind.DATA_SET: build_data_set,
    Kind.ACTION: build_action,
}

_BUILDERS: Mapping[Kind, Builder] = {**_SHARED, **_IN_BUNDLES}

_NUMBERS: Mapping[Kind, int] = {kind: number for number, kind in enumerate(Kind, 1)}


class DemoDocument(msgspec.Struct, frozen=True):
    """A document as its owner would publish it.

    ``owner`` is the CTID of the owning organization, ``ctid`` that of the main resource, ``payload`` compact
    JSON-LD in graph form, UTF-8.
    """

    owner: str
    ctid: str
    payload: bytes


def build_unit(world: World, dice: Dice, kind: Kind, index: int) -> Unit:
    """One unit of a world; the same whatever was built before it."""
    dice.cast(world.seed, _NUMBERS[kind], index)
    return _BUILDERS[kind](world, dice, index)


def iter_documents(world: World) -> Iterator[DemoDocument]:
    """All documents of a world; a document may refer to later ones."""
    dice = Dice()
    encoder = msgspec.json.Encoder()
    for kind, index in _order(world):
        unit = build_unit(world, dice, kind, index)
        yield DemoDocument(unit.owner.ctid, unit.ctid, encoder.encode(_document(world, unit)))


def _order(world: World) -> Iterator[tuple[Kind, int]]:
    for kind in _SHARED:
        for index in range(world.plan.count(kind)):
            yield kind, index
    yield Kind.FRAMEWORK, 0
    for bundle in range(world.plan.bundles):
        for kind in _IN_BUNDLES:
            for index in world.plan.members(kind, bundle):
                yield kind, index


def _document(world: World, unit: Unit) -> dict[str, object]:
    document: dict[str, object] = {
        "@context": _CTDLASN if unit.asn else _CTDL,
        "@id": world.names.graph(unit.ctid),
    }
    if unit.provisional:
        document["adms:status"] = _PROVISIONAL
    document["@graph"] = unit.items
    return document
