"""Manifests, data sets, transfer, alignments, actions and places.

Source: ``validation-profile.md`` section 2.8, rules R91 to R96;
``ctdl-vocabulary.md`` sections 9.1, 9.3, 9.5, 9.12 and 9.13.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from opencredreg.ctdl import ValueKind
from opencredreg.ids import is_blank
from opencredreg.validation.checks.concepts import find_concept
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules.data_sets import find_data_sets, list_keys, list_points
from opencredreg.validation.rules.hierarchy import Family, Links, name_cycle, short_name
from opencredreg.validation.rules.units import uri_of

if TYPE_CHECKING:
    from opencredreg.ctdl import Vocabulary
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Run

__all__ = [
    "ALIGNMENT",
    "GRAPH_RULES",
    "METRIC",
    "OBJECT_RULES",
    "OBSERVATION",
    "RULES",
    "WITHHELD",
    "number_terms",
]

MANIFEST_CYCLE = Rule(
    number="R91",
    code="manifest-cycle",
    severity="warning",
    statement="Common conditions and common costs do not lead back to themselves.",
    source="HB, PR",
)
OBSERVATION_INCOMPLETE = Rule(
    number="R92",
    code="observation-incomplete",
    severity="error",
    read="warning",
    statement="An observation belongs to a metric of its data set and has a number or says why not.",
    source="AS",
)
OBSERVATION_POINT_UNKNOWN = Rule(
    number="R92",
    code="observation-point-unknown",
    severity="warning",
    statement="The points of an observation are points of a declared dimension.",
    source="AS",
)
TRANSFER_INCOMPLETE = Rule(
    number="R93",
    code="transfer-incomplete",
    severity="warning",
    statement="A transfer value profile says what the value is from or for.",
    source="PO",
)
ALIGNMENT_INCOMPLETE = Rule(
    number="R94",
    code="alignment-incomplete",
    severity="error",
    read="warning",
    statement="A row of an alignment map has a kind, a source and a target.",
    source="AS",
)
ACTION_NOT_BY_AGENT = Rule(
    number="R95",
    code="action-not-by-agent",
    severity="warning",
    statement="An action is published by the agent who took it.",
    source="HB",
)
JURISDICTION_GLOBAL_AND_MAIN = Rule(
    number="R96",
    code="jurisdiction-global-and-main",
    severity="warning",
    statement="A jurisdiction is everywhere or certain places, not both.",
    source="AS",
)

RULES: tuple[Rule, ...] = (
    MANIFEST_CYCLE,
    OBSERVATION_INCOMPLETE,
    OBSERVATION_POINT_UNKNOWN,
    TRANSFER_INCOMPLETE,
    ALIGNMENT_INCOMPLETE,
    ACTION_NOT_BY_AGENT,
    JURISDICTION_GLOBAL_AND_MAIN,
)


_MANIFESTS: Final = (
    Family("common conditions", ("ceterms:commonConditions",), inside=True),
    Family("common costs", ("ceterms:commonCosts",), inside=True),
)
OBSERVATION: Final = "qdata:Observation"
METRIC: Final = "qdata:isObservationOf"
WITHHELD: Final = "qdata:dataWithholdingType"
_TRANSFER: Final = ("ceterms:transferValueFrom", "ceterms:transferValueFor")
_ALIGNMENT_TYPE: Final = "ceterms:alignmentType"
_ALIGNMENT_TARGET: Final = ("ceterms:targetNode", "ceterms:targetNodeName")
ALIGNMENT: Final[tuple[tuple[str, ...], ...]] = (
    (_ALIGNMENT_TYPE,),
    ("ceterms:sourceNode", "ceterms:sourceNodeName"),
    _ALIGNMENT_TARGET,
)
_NO_MATCH: Final = "alignment:NoMatch"
_OWNERS: Final = ("ceterms:ownedBy", "ceterms:offeredBy", "ceasn:publisher")
_AGENT: Final = "ceterms:actingAgent"
_GLOBAL: Final = "ceterms:globalJurisdiction"
_MAIN: Final = "ceterms:mainJurisdiction"


def check_manifests(run: Run) -> None:
    """Whether a manifest leads back to itself, directly or through others; see ``ctdl-vocabulary.md`` 9.1."""
    if not run.wants(MANIFEST_CYCLE):
        return
    links = Links(run)
    for family in _MANIFESTS:
        (term,) = family.forward
        for cycle, reference in links.cycles(family) if run.links(term) else ():
            run.report(
                MANIFEST_CYCLE,
                reference.place,
                f"The {family.name} lead back to where they start: {name_cycle(cycle)}.",
                at=(term, reference.index) if reference.index >= 0 else (term,),
                hint="Remove the one of these links that does not belong.",
                value=reference.target.uri,
            )
        for reference in run.links(term):
            # What an item says of itself directly is the matter of the rule on self-references.
            if reference.target.place is reference.place.item and not reference.place.is_item:
                run.report(
                    MANIFEST_CYCLE,
                    reference.place,
                    f"{term} leads back to the resource that holds it.",
                    at=(term, reference.index) if reference.index >= 0 else (term,),
                    hint="Name another manifest, or leave it out.",
                    value=reference.target.uri,
                )


def check_observation(run: Run, place: Place) -> None:
    """Whether an observation says what it is of, and how much. Withheld is not zero, and is enough."""
    if not place.values(METRIC):
        run.report_missing(
            OBSERVATION_INCOMPLETE,
            place,
            (METRIC,),
            f"An observation names its metric with {METRIC}.",
            hint="Name one of the metrics of the data set.",
        )
    numbers = number_terms(run.vocabulary)
    if not any(place.values(term) for term in numbers) and not place.values(WITHHELD):
        run.report_missing(
            OBSERVATION_INCOMPLETE,
            place,
            ("schema:value", WITHHELD, *numbers),
            f"An observation has a number, or says with {WITHHELD} why there is none.",
            hint=f"Add schema:value, qdata:percentage, qdata:median or another number, or {WITHHELD}.",
        )


@lru_cache(maxsize=8)
def number_terms(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The properties of an observation that hold numbers."""
    kinds = (ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT)
    return tuple(term for term in vocabulary.properties_of(OBSERVATION) if vocabulary.kind_of(term) in kinds)


def check_data_sets(run: Run) -> None:
    """Whether observations keep to the metrics and points of their data set.

    A data set that declares no metrics, or a dimension without points, leaves it open which ones are meant; the
    older model, with data profiles in place of observations, has neither.
    """
    if not run.links(METRIC) and not run.links("qdata:atPoint"):
        return
    metrics: dict[Place, frozenset[str] | None] = {}
    points: dict[Place, frozenset[str] | None] = {}
    owners = find_data_sets(run)
    for reference in run.links(METRIC):
        data_set = owners.get(reference.place)
        if data_set is None:
            continue
        if data_set not in metrics:
            metrics[data_set] = list_keys(run, data_set, "qdata:hasMetric")
        allowed = metrics[data_set]
        if allowed is not None and reference.target.key not in allowed:
            run.report(
                OBSERVATION_INCOMPLETE,
                reference.place,
                f"The metric {short_name(reference.target.uri)} is none of those that the data set has.",
                at=(METRIC, reference.index) if reference.index >= 0 else (METRIC,),
                hint="Add it to qdata:hasMetric of the data set, or name another metric.",
                value=reference.target.uri,
            )
    if run.wants(OBSERVATION_POINT_UNKNOWN):
        for place, data_set in owners.items():
            if data_set not in points and "qdata:atPoint" in place.value:
                points[data_set] = list_points(run, data_set)
            _check_points(run, place, points.get(data_set))


def _check_points(run: Run, place: Place, allowed: frozenset[str] | None) -> None:
    if allowed is None:
        return
    written = place.value.get("qdata:atPoint")
    for index, value in enumerate(written if isinstance(written, list) else [written]):
        uri = uri_of(value)
        if uri and run.target(uri).key not in allowed:
            run.report(
                OBSERVATION_POINT_UNKNOWN,
                place,
                f"The point {short_name(uri)} is of no dimension that the data set declares.",
                at=("qdata:atPoint", index) if isinstance(written, list) else ("qdata:atPoint",),
                hint="Add it to qdata:hasPoint of the dimension that it belongs to, or name another point.",
                value=uri,
            )


def check_transfer(run: Run, place: Place) -> None:
    """Whether a transfer value profile says what the value is from or for."""
    if (place.is_item and is_blank(place.id)) or any(place.values(term) for term in _TRANSFER):
        return
    run.report_missing(
        TRANSFER_INCOMPLETE,
        place,
        _TRANSFER,
        f"A transfer value profile has {_TRANSFER[0]} or {_TRANSFER[1]}.",
        hint="Name what has to be held to get the value, or what the value counts toward.",
    )


def check_alignment(run: Run, place: Place) -> None:
    """Whether a row of an alignment map says what it aligns with what, and how.

    A row that says that nothing matches its source has no target.
    """
    asked = ALIGNMENT
    if any(_names_no_match(run, value) for value in place.values(_ALIGNMENT_TYPE)):
        run.answer(place, _ALIGNMENT_TARGET)
        asked = tuple(group for group in ALIGNMENT if group is not _ALIGNMENT_TARGET)
    missing = [group for group in asked if not any(place.values(term) for term in group)]
    if missing:
        words = ", ".join(" or ".join(group) for group in missing)
        run.report_missing(
            ALIGNMENT_INCOMPLETE,
            place,
            [term for group in missing for term in group],
            f"An alignment has a kind, a source and a target; missing here: {words}.",
            hint=f"Add {words}.",
        )


def _names_no_match(run: Run, value: object) -> bool:
    node = value.get("ceterms:targetNode", value) if isinstance(value, dict) else value
    facts = run.vocabulary.properties.get(_ALIGNMENT_TYPE)
    scheme = facts.scheme if facts is not None and facts.scheme in run.vocabulary.schemes else None
    return find_concept(run.vocabulary, uri_of(node), scheme) == _NO_MATCH


def check_action(run: Run, place: Place) -> None:
    """Whether an action is published by the agent who took it, as far as the document says who publishes it.

    Actions themselves do not name an owner. The publisher is taken from the action if it says one all the same,
    else from the main resource of the graph in which the action stands. Where neither names anybody, nothing
    is said; nor about agents that are blank nodes, which may be the publisher under no name.
    """
    main = run.main
    if not place.is_item or is_blank(place.id) or main is None:
        return
    owners = _list_owners(run, place) or (_list_owners(run, main) if main is not place else frozenset())
    agents = [uri for uri in map(uri_of, place.values(_AGENT)) if uri]
    if not owners or not agents or any(is_blank(uri) for uri in agents):
        return
    if owners.isdisjoint(run.target(uri).key for uri in agents):
        run.report(
            ACTION_NOT_BY_AGENT,
            place,
            f"The action was taken by {short_name(agents[0])}, and {short_name(min(owners))} publishes it.",
            at=(_AGENT,),
            hint="Let the acting agent publish the action in a document of its own.",
            value=agents[0],
        )


def _list_owners(run: Run, place: Place) -> frozenset[str]:
    if run.vocabulary.is_a(place.cls, "ceterms:Agent"):
        return frozenset((run.target(place.id).key,)) if place.id and not is_blank(place.id) else frozenset()
    uris = (uri_of(value) for term in _OWNERS for value in place.values(term))
    return frozenset(run.target(uri).key for uri in uris if uri and not is_blank(uri))


def check_jurisdiction(run: Run, place: Place) -> None:
    """Whether a jurisdiction is everywhere or certain places."""
    is_global = any(value is True or value == "true" for value in place.values(_GLOBAL))
    if is_global and place.values(_MAIN):
        run.report(
            JURISDICTION_GLOBAL_AND_MAIN,
            place,
            f"{_GLOBAL} says everywhere, and {_MAIN} names certain places.",
            at=(_MAIN,),
            hint="Keep one of them; exceptions from everywhere go into ceterms:jurisdictionException.",
        )


OBJECT_RULES: Final[Mapping[str, tuple[Callable[[Run, Place], None], ...]]] = {
    OBSERVATION: (check_observation,),
    "ceterms:TransferValueProfile": (check_transfer,),
    "ceterms:AlignmentObject": (check_alignment,),
    "ceterms:CredentialingAction": (check_action,),
    "ceterms:JurisdictionProfile": (check_jurisdiction,),
}
GRAPH_RULES: Final[tuple[Callable[[Run], None], ...]] = (check_manifests, check_data_sets)
