"""The kinds of compound units: what belongs to each, how a member is tied to it, and how it is found from the top.

Source: ``ctdl-vocabulary.md`` sections 5.4, 6.9 to 6.15, 9.4 and 9.7; ``validation-profile.md`` section 6 no. 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from opencredreg.ids import is_blank
from opencredreg.validation.rules.hierarchy import (
    CHILDREN,
    DESTINATIONS,
    LEVELS,
    NARROWER,
    ORDER,
    PARTS,
    REVERSE_ORDER,
    TOP_CONCEPTS,
    Family,
)

if TYPE_CHECKING:
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Run

__all__ = [
    "COMPONENTS",
    "KINDS",
    "TOP_CHILD",
    "Tie",
    "UnitKind",
    "find_homes",
    "find_kind",
    "find_other_unit",
    "list_members",
    "uri_of",
]

COMPONENTS: Final = ("ceterms:PathwayComponent", "ceterms:MultiComponent", "ceterms:CollectionComponent")
"""The classes of components with their subclasses; the last two are no subclasses of the first, yet components."""
TOP_CHILD: Final = "ceasn:hasTopChild"


class Tie(NamedTuple):
    """How a member of a class says which unit it belongs to; ``others`` are properties that serve as well.

    ``term`` is empty where the unit names its members and not the other way round. ``unit`` is what the unit is
    called in messages.
    """

    cls: str
    unit: str
    term: str = ""
    others: tuple[str, ...] = ()


class UnitKind(NamedTuple):
    """One kind of unit.

    ``unit`` is its class. ``ties`` are the classes of its members, the narrower class first. ``ways`` lead
    from the unit to its members. ``top`` is the property that names the members at the top, where there are
    such. ``has_blanks``: blank nodes are members too, not descriptions of something outside.
    """

    unit: str
    ties: tuple[Tie, ...]
    ways: tuple[Family, ...]
    top: str = ""
    has_blanks: bool = False


_CONCEPT_TIES = (
    Tie("asn:ProgressionLevel", "progression model", "ceasn:inProgressionModel", ("skos:inScheme",)),
    Tie("skos:Concept", "concept scheme", "skos:inScheme", ("ceasn:inProgressionModel",)),
)
_CONCEPT_WAYS = (TOP_CONCEPTS, LEVELS, NARROWER, ORDER, REVERSE_ORDER)
_COMPONENT_WAYS = (
    PARTS,
    Family("parts", (), ("ceasn:isPartOf",)),
    CHILDREN,
    DESTINATIONS,
    Family("targets", ("ceterms:targetComponent",), inside=True),
    ORDER,
    REVERSE_ORDER,
)
_RUBRIC_WAY = Family(
    "rubric",
    ("ceasn:hasRubricCriterion", "ceasn:hasRubricLevel", "ceasn:hasCriterionLevel"),
    inside=True,
)
_DATA_SET_WAY = Family(
    "data set",
    ("qdata:hasMetric", "qdata:hasDimension", "qdata:hasObservation", "qdata:isObservationOf"),
    inside=True,
)

KINDS: Final = (
    UnitKind(
        "ceasn:CompetencyFramework",
        (Tie("ceasn:Competency", "framework", "ceasn:isPartOf"),),
        (CHILDREN,),
        top=TOP_CHILD,
    ),
    # Progression models are concept schemes, and their levels concepts.
    UnitKind("skos:ConceptScheme", _CONCEPT_TIES, _CONCEPT_WAYS, top="skos:hasTopConcept"),
    UnitKind(
        "ceterms:Pathway",
        tuple(Tie(cls, "pathway", "ceterms:isPartOf", ("ceasn:isPartOf",)) for cls in COMPONENTS),
        _COMPONENT_WAYS,
    ),
    UnitKind(
        "ceterms:AlignmentMap", (Tie("ceterms:AlignmentObject", "alignment map"),), (PARTS,), has_blanks=True
    ),
    UnitKind(
        "ceasn:Rubric",
        tuple(
            Tie(f"ceasn:{name}", "rubric") for name in ("RubricCriterion", "RubricLevel", "CriterionLevel")
        ),
        (_RUBRIC_WAY,),
        has_blanks=True,
    ),
    UnitKind(
        "qdata:DataSetProfile",
        tuple(Tie(f"qdata:{name}", "data set") for name in ("Metric", "Dimension", "Observation")),
        (_DATA_SET_WAY,),
        has_blanks=True,
    ),
)


def find_kind(run: Run) -> UnitKind | None:
    """The kind of unit that the main resource of a document is; ``None`` when it is no compound unit."""
    main = run.main
    if main is None or not main.cls:
        return None
    return next((kind for kind in KINDS if run.vocabulary.is_a(main.cls, kind.unit)), None)


def list_members(run: Run, kind: UnitKind) -> Iterator[tuple[Place, Tie]]:
    """The items of the graph that are of a class of members, with how they are tied, in their order."""
    tie_of: dict[str, Tie] = {}
    for tie in kind.ties:
        for cls in run.vocabulary.descendants(tie.cls):
            tie_of.setdefault(cls, tie)
    for place in run.items:
        found = tie_of.get(place.cls)
        if found is not None and (kind.has_blanks or not is_blank(str(place.value.get("@id", "")).lstrip())):
            yield place, found


def find_homes(run: Run, kind: UnitKind) -> dict[Place, Place]:
    """Which unit of the graph each item is tied to: the main resource before one that stands beside it."""
    main, units = run.items[0], set(run.items_of(kind.unit))
    homes: dict[Place, Place] = {}
    for term in {term: None for tie in kind.ties for term in (tie.term, *tie.others)}:
        for reference in run.links(term):
            home = reference.target.place
            if home in units and home is not None and (home is main or reference.place not in homes):
                homes[reference.place] = home
    return homes


def find_other_unit(run: Run, kind: UnitKind, place: Place, tie: Tie) -> tuple[str, object] | None:
    """The property and value by which an item names a unit outside of the graph; ``None`` when it names none."""
    for term in (tie.term, *tie.others):
        for value in place.values(term):
            uri = uri_of(value)
            target = run.target(uri)
            # What is known to be something else is no unit; of what is not known, nobody can tell.
            classes = [run.vocabulary.normalize_term(cls) for cls in target.classes]
            is_unit = not classes or any(run.vocabulary.is_a(cls, kind.unit) for cls in classes)
            if uri and is_unit and target.place is None and not target.is_blank:
                return term, value
    return None


def uri_of(value: object) -> str:
    """The address that a value names, as a string or as an object with ``@id``; empty when it names none."""
    if isinstance(value, dict):
        value = value.get("@id")
    return value.strip() if isinstance(value, str) else ""
