"""References from one resource to another (``validation-profile.md`` section 2.2)."""

from __future__ import annotations

from typing import Final

from opencredreg.ids import is_blank
from opencredreg.validation.place import Place
from opencredreg.validation.rule import Rule
from opencredreg.validation.run import Run

__all__ = ["INTEGRAL", "NAMES", "OBJECT_RULES", "RULES", "is_stand_in"]

REFERENCE_NOT_IRI = Rule(
    number="R21",
    code="reference-not-iri",
    severity="error",
    read="warning",
    statement="A reference is an address, a blank node of the graph, a compact name of the vocabulary, or an object.",
    source="VO",
)
REFERENCE_BARE_CTID = Rule(
    number="R22",
    code="reference-bare-ctid",
    severity="error",
    read="warning",
    statement="A reference is an address, not a CTID alone.",
    source="HB",
)
REFERENCE_BARE_UUID = Rule(
    number="R22",
    code="reference-bare-uuid",
    severity="error",
    read="warning",
    statement="A reference is an address, not a UUID alone.",
    source="HB",
)
BLANK_NODE_THIN = Rule(
    number="R23",
    code="blank-node-thin",
    severity="error",
    read="warning",
    statement="A blank node has a class and a name; an organization also its web page.",
    source="AS",
)
BLANK_NODE_NO_WEBPAGE = Rule(
    number="R23",
    code="blank-node-no-webpage",
    severity="warning",
    statement="A blank node for something outside the registry has a web page.",
    source="AS",
)
REFERENCE_UNRESOLVED = Rule(
    number="R24",
    code="reference-unresolved",
    severity="error",
    statement="Every blank node that is referred to is an item of the graph.",
    source="HB, FI",
)
REFERENCE_TO_GRAPH = Rule(
    number="R25",
    code="reference-to-graph",
    severity="warning",
    read="note",
    statement="A reference leads to /resources/, not to /graph/.",
    source="FI",
)
REFERENCE_OUTSIDE = Rule(
    number="R26",
    code="reference-outside",
    severity="note",
    statement="What a reference outside the document leads to cannot be judged from the document alone.",
    source="FI",
)
REFERENCE_RESOLVED = Rule(
    number="R27",
    code="reference-resolved",
    severity="off",
    statement="What a reference outside the document leads to was found and is of a fitting class.",
    source="FI",
)
REFERENCE_NOT_FOUND = Rule(
    number="R28",
    code="reference-not-found",
    severity="warning",
    statement="A reference into this registry leads to a resource that exists.",
    source="AS",
)
REFERENCE_DELETED = Rule(
    number="R28",
    code="reference-deleted",
    severity="warning",
    statement="A reference into this registry leads to a resource that was not deleted.",
    source="AS",
)
REFERENCE_SELF = Rule(
    number="R29",
    code="reference-self",
    severity="warning",
    statement="A resource does not point to itself.",
    source="PR",
)
REFERENCE_SELF_STRUCTURAL = Rule(
    number="R29",
    code="reference-self-structural",
    severity="error",
    statement="A resource is not its own part, child, version or prerequisite.",
    source="PR",
)
REFERENCE_BLANK_NOT_ALLOWED = Rule(
    number="R30",
    code="reference-blank-not-allowed",
    severity="error",
    statement="Some properties lead to registered resources only, not to blank nodes.",
    source="AS",
)

RULES: tuple[Rule, ...] = (
    REFERENCE_NOT_IRI,
    REFERENCE_BARE_CTID,
    REFERENCE_BARE_UUID,
    BLANK_NODE_THIN,
    BLANK_NODE_NO_WEBPAGE,
    REFERENCE_UNRESOLVED,
    REFERENCE_TO_GRAPH,
    REFERENCE_OUTSIDE,
    REFERENCE_RESOLVED,
    REFERENCE_NOT_FOUND,
    REFERENCE_DELETED,
    REFERENCE_SELF,
    REFERENCE_SELF_STRUCTURAL,
    REFERENCE_BLANK_NOT_ALLOWED,
)


NAMES: Final = (
    "ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyText", "ceasn:competencyLabel",
    "ceterms:description", "ceasn:benchmarkLabel", "ceasn:benchmarkText", "ceterms:legalName",
)  # fmt: skip
"""What may serve as the name of a thing."""
INTEGRAL: Final = frozenset(
    {
        "ceterms:AlignmentObject", "ceterms:CollectionMember", "ceasn:RubricLevel", "ceasn:CriterionLevel",
        "ceasn:RubricCriterion", "qdata:Observation", "qdata:Dimension", "qdata:Metric",
    }
)  # fmt: skip
"""Classes whose blank nodes are parts of the document, not descriptions of something outside the registry.

Source: ``ctdl-vocabulary.md`` section 5.3.
"""


_MEMBERS: Final = ("skos:Concept", "skos:ConceptScheme", "ceasn:Competency", "ceterms:PathwayComponent")


def is_stand_in(place: Place) -> bool:
    """Whether an object only stands for a resource that is not registered here."""
    if place.cls in INTEGRAL:
        return False
    if place.is_item:
        return is_blank(place.id) and not place.plan.is_embedded
    # A resource that is described in place, without a CTID of its own, is only mentioned there.
    return place.plan.stands_alone and "ceterms:ctid" not in place.value


def check_stand_in(run: Run, place: Place) -> None:
    """A description of something outside of the registry says at least what it is called."""
    if not (is_stand_in(place) or (run.mode == "reference" and place.is_item)):
        return
    if not any(place.value.get(term) for term in NAMES):
        run.report(
            BLANK_NODE_THIN,
            place,
            f"This {place.cls or 'item'} has no name.",
            hint="Say at least what it is called.",
        )
    if place.value.get("ceterms:subjectWebpage") or not run.vocabulary.has_domain(
        place.cls, "ceterms:subjectWebpage"
    ):
        return
    if any(run.vocabulary.is_a(place.cls, cls) for cls in _MEMBERS):
        return
    is_organization = run.vocabulary.is_a(place.cls, "ceterms:Agent")
    run.report(
        BLANK_NODE_THIN if is_organization else BLANK_NODE_NO_WEBPAGE,
        place,
        f"This {place.cls} has no ceterms:subjectWebpage.",
        hint="Add the web page that describes it.",
    )


OBJECT_RULES = {"*": (check_stand_in,)}
