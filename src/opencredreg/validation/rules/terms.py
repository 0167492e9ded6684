"""Classes and properties, and which belong together (``validation-profile.md`` section 2.3)."""

from __future__ import annotations

from opencredreg.validation.rule import Rule
from opencredreg.validation.run import Run

__all__ = ["GRAPH_RULES", "RULES"]

CLASS_UNKNOWN = Rule(
    number="R31",
    code="class-unknown",
    severity="error",
    statement="A class of the vocabulary's prefixes is declared there.",
    source="VO",
)
CLASS_FOREIGN = Rule(
    number="R31",
    code="class-foreign",
    severity="note",
    statement="A class of another vocabulary is kept, and not checked.",
    source="VO",
)
PROPERTY_UNKNOWN = Rule(
    number="R32",
    code="property-unknown",
    severity="warning",
    statement="A property of the vocabulary's prefixes is declared there.",
    source="VO, FI",
)
PROPERTY_FOREIGN = Rule(
    number="R32",
    code="property-foreign",
    severity="note",
    statement="A property of another vocabulary is kept, and not checked.",
    source="VO",
)
TERM_RETIRED = Rule(
    number="R33",
    code="term-retired",
    severity="note",
    statement="A term is not one that has been replaced.",
    source="FI",
)
DOMAIN_VIOLATION = Rule(
    number="R34",
    code="domain-violation",
    severity="warning",
    statement="A property stands on a class that it is declared for.",
    source="VO, FI",
)
DOMAIN_DOCUMENTED_CONFLICT = Rule(
    number="R34",
    code="domain-documented-conflict",
    severity="note",
    statement="What practice puts on a class beyond the declared domain is used with care.",
    source="FI",
)
DOMAIN_OF_ANOTHER = Rule(
    number="R34",
    code="domain-of-another",
    severity="error",
    statement="A property does not stand on one resource that plainly belongs on another of the same document.",
    source="VO, FI",
)
RANGE_VIOLATION = Rule(
    number="R35",
    code="range-violation",
    severity="warning",
    statement="A reference or an inner object is of a class that the property leads to.",
    source="VO, FI",
)
CONCEPT_RANGE_CONFLICT = Rule(
    number="R36",
    code="concept-range-conflict",
    severity="note",
    statement="A concept is written in the form that the vocabulary declares for the property.",
    source="FI",
)
VERSION_RANGE_CONFLICT = Rule(
    number="R37",
    code="version-range-conflict",
    severity="note",
    statement="A version of a resource is of a class that the vocabulary declares for the property.",
    source="FI",
)
RANGE_DOCUMENTED_CONFLICT = Rule(
    number="R38",
    code="range-documented-conflict",
    severity="note",
    statement="What usage notes allow beyond the declared range is used with care.",
    source="FI",
)
TYPE_MISSING = Rule(
    number="R39",
    code="type-missing",
    severity="error",
    read="warning",
    statement="An inner object has a class.",
    source="AS",
)
TYPE_IMPLIED = Rule(
    number="R39",
    code="type-implied",
    severity="warning",
    read="note",
    statement="An inner object states its class even where only one is possible.",
    source="AS",
)

RULES: tuple[Rule, ...] = (
    CLASS_UNKNOWN,
    CLASS_FOREIGN,
    PROPERTY_UNKNOWN,
    PROPERTY_FOREIGN,
    TERM_RETIRED,
    DOMAIN_VIOLATION,
    DOMAIN_DOCUMENTED_CONFLICT,
    DOMAIN_OF_ANOTHER,
    RANGE_VIOLATION,
    CONCEPT_RANGE_CONFLICT,
    VERSION_RANGE_CONFLICT,
    RANGE_DOCUMENTED_CONFLICT,
    TYPE_MISSING,
    TYPE_IMPLIED,
)


_ALIGNMENT = "ceterms:CredentialAlignmentObject"


def check_domains(run: Run) -> None:
    """Judge the properties that stand where they are not declared, once all classes of the document are known."""
    if not run.misplaced:
        return
    present = {place.cls for place in run.objects}
    classes = run.vocabulary.classes
    for place, term, domain, own in run.misplaced:
        inner = [cls for cls in domain if cls in classes and classes[cls].placement == "embedded"]
        # A property of inner objects alone, on an item, beside such objects: it slipped out of one of them. On a
        # competency the properties of alignment objects always are such a slip (the field survey's one error).
        is_slip = place.is_item and (
            (len(inner) == len(domain) and not present.isdisjoint(inner))
            or (place.cls == "ceasn:Competency" and _ALIGNMENT in domain)
        )
        where = ", ".join(sorted(domain)[:3]) + (" and others" if len(domain) > 3 else "")
        run.report(
            DOMAIN_OF_ANOTHER if is_slip else DOMAIN_VIOLATION,
            place,
            f"{term} is not declared for {place.cls}, but for {where}.",
            at=(term,),
            hint="Move it to the object that it belongs to."
            if is_slip
            else "Check the property and the class.",
            suggestion=own,
        )


GRAPH_RULES = (check_domains,)
