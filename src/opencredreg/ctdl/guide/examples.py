"""Worked examples: for every class a small document that could be published, made from the facts alone.

The values are invented. Which properties an example shows follows from what its class requires and
recommends, so that examples change with the vocabulary.

Source: ``ctdl-vocabulary.md`` sections 3 and 5, ``validation-profile.md`` sections 2, 3 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opencredreg.ctdl.guide.example_units import UNITS
from opencredreg.ctdl.guide.example_values import (
    EXAMPLE_REGISTRY,
    example_ctid,
    example_object,
    example_value,
)
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["build_example", "example_of"]

_CTDL = "https://credreg.net/ctdl/schema/context/json"
_ASN = "https://credreg.net/ctdlasn/schema/context/json"
_BASICS = """
    ceterms:name ceterms:description ceterms:subjectWebpage ceasn:name ceasn:description
"""
# Recommended properties that tell a newcomer most, in the order in which they are taken.
_USEFUL = """
    ceterms:keyword ceterms:dateEffective ceterms:audienceLevelType ceterms:teaches ceterms:assesses
    ceterms:requires ceterms:estimatedDuration ceterms:estimatedCost ceterms:occupationType
    ceterms:creditValue ceterms:industryType ceterms:serviceType ceterms:agentPurposeDescription
    ceterms:foundingDate ceterms:startDate ceterms:endDate ceasn:creator ceasn:conceptKeyword
    ceasn:dateCreated ceasn:license ceterms:hasOccupation ceterms:hasTask
"""
_USEFUL_COUNT = 7
# What makes an example of these worth reading, although no list asks for it.
_ALSO = {
    "ceterms:TransferValueProfile": ("ceterms:transferValueFrom",),
    "ceterms:TransferIntermediary": ("ceterms:creditValue",),
    "ceterms:ScheduledOffering": ("ceterms:offeredBy", "ceterms:deliveryType"),
    "ceterms:RegulatoryInformation": ("ceterms:ownedBy",),
    "ceterms:ProcessProfile": ("ceterms:processingAgent", "ceterms:processFrequency"),
    "ceterms:ConditionManifest": ("ceterms:requires",),
    "ceterms:CostManifest": ("ceterms:estimatedCost",),
    "ceterms:SupportService": ("ceterms:supportServiceType",),
    "skos:ConceptScheme": ("ceasn:publicationStatusType",),
    "qdata:Metric": ("ceasn:publisher", "qdata:metricType"),
    "qdata:DataSetProfile": ("qdata:relevantDataSetFor",),
}
# The main resource of a document is published on its own.
_HOLDING = ("alone", "with-ctid", "new-data-set-model", "new-data-set-model-alone")
# Of a group of which one is enough, these are what most publishers have.
_PREFERRED = ("ceterms:ownedBy", "ceterms:availableAt", "ceterms:email", "ceterms:hasMember")


def build_example(vocabulary: Vocabulary, cls: str, *, registry: str = EXAMPLE_REGISTRY) -> dict[str, Any]:
    """A document, in graph form, whose main resource is of a class that is published on its own.

    The same class gives the same document, CTIDs included.

    Args:
        vocabulary: whose facts count.
        cls: a class; one that is not published on its own gives a document all the same.
        registry: what the addresses of resources start with.

    Raises:
        KeyError: it is not a class of the vocabulary.
    """
    facts = vocabulary.classes[cls]
    ctid = example_ctid(f"example of {cls}")
    main: dict[str, Any] = {
        "@id": f"{registry}/resources/{ctid}",
        "@type": cls,
        "ceterms:ctid": ctid,
    }
    wanted = dict.fromkeys(_wanted(vocabulary, cls))
    main |= {
        term: example_value(vocabulary, cls, term, registry=registry)
        for term in wanted
        if term in vocabulary.properties and term != "ceterms:ctid"
    }
    unit = next((UNITS[name] for name in (cls, *facts.ancestors) if name in UNITS), None)
    others = unit(vocabulary, main, registry) if unit is not None else []
    return {
        "@context": _ASN if cls.startswith(("ceasn:", "skos:", "asn:")) else _CTDL,
        "@id": f"{registry}/graph/{ctid}",
        "@graph": [main, *others],
    }


def example_of(
    vocabulary: Vocabulary, cls: str, *, registry: str = EXAMPLE_REGISTRY
) -> dict[str, Any] | None:
    """What shows best how things of a class are written; ``None`` for classes that nobody publishes.

    That is a whole document for what is published on its own, the object alone for what is written inside,
    and the item of the graph for what travels with something else.
    """
    facts = vocabulary.classes[cls]
    if facts.placement == "top":
        return build_example(vocabulary, cls, registry=registry)
    if facts.placement == "embedded":
        return example_object(vocabulary, cls, registry=registry)
    if facts.placement == "travels":
        return _traveller(vocabulary, cls, registry)
    return None


def _traveller(vocabulary: Vocabulary, cls: str, registry: str) -> dict[str, Any]:
    for unit in UNITS:
        document = build_example(vocabulary, unit, registry=registry)
        for item in document["@graph"][1:]:
            if item["@type"] == cls:
                return dict(item)
    inside = example_object(vocabulary, cls, registry=registry)
    if not vocabulary.has_domain(cls, "ceterms:ctid"):
        return {"@id": f"_:{cls.partition(':')[2].lower()}", **inside}
    ctid = example_ctid(f"example of {cls}")
    return {"@id": f"{registry}/resources/{ctid}", "ceterms:ctid": ctid, **inside}


def _wanted(vocabulary: Vocabulary, cls: str) -> Iterator[str]:
    facts = vocabulary.classes[cls]
    yield from (
        term for term in _BASICS.split() if vocabulary.has_domain(cls, term) and _fits(facts.required, term)
    )
    for group in facts.required:
        yield next((term for term in _PREFERRED if term in group), group[0])
    yield from (one.group[0] for one in facts.required_if if one.when in _HOLDING)
    for name in (cls, *facts.ancestors):
        yield from (term for term in _ALSO.get(name, ()) if vocabulary.has_domain(cls, term))
    recommended = {term for group in facts.recommended for term in group}
    allowed = recommended or set(vocabulary.properties_of(cls))
    yield from [term for term in _USEFUL.split() if term in allowed][:_USEFUL_COUNT]


def _fits(required: tuple[tuple[str, ...], ...], term: str) -> bool:
    """Whether a basic property suits a class: those of CTDL-ASN only where they are asked for."""
    return term.startswith("ceterms:") or any(term in group for group in required)
