"""Requests to learn from: for every kind of resource the least that is needed, and all that can be said.

They are made from the table, so that there is one for everything it names, and always the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from opencredreg.crosswalk.assistant.classes import concrete_classes
from opencredreg.crosswalk.assistant.example_units import Unit, unit_of
from opencredreg.crosswalk.assistant.example_values import Values, example_ctid
from opencredreg.crosswalk.assistant.members import applies, members_of_part, needs_of, part_behind
from opencredreg.crosswalk.assistant.objects import is_listed
from opencredreg.crosswalk.assistant.sample_words import CLASSES
from opencredreg.crosswalk.assistant.table import Field, Kind, Part, part_of
from opencredreg.ctdl.vocabulary import Vocabulary, bundled_vocabulary

__all__ = ["EXAMPLE_OWNER", "VARIANTS", "build_example", "build_part_example", "examples_of"]

Size = Literal["minimal", "maximal"]

EXAMPLE_OWNER: Final = example_ctid("orchard-college")
"""The organization that owns the examples, if nobody says another."""
VARIANTS: Final = 3
"""How many maximal examples it takes until every member was in one: some exclude each other."""

_DEEPEST_FULL: Final = 2
_ALWAYS_FULL: Final = frozenset({"data-attributes", "money", "money-distribution"})
_BRIEF: Final[dict[str, tuple[str, ...]]] = {
    "aggregate-data": ("Description", "NumberAwarded"),
    "alignment-object": ("AlignmentType", "SourceNode", "TargetNode"),
    "component-condition": ("Name", "RequiredNumber", "TargetComponent"),
    "condition": ("Name", "Description", "TargetCredential"),
    "constraint": ("LeftSource", "Comparator", "RightSource"),
    "contact-point": ("Name", "PhoneNumbers"),
    "cost": ("Description", "CostDetails", "Currency", "CostItems"),
    "cost-item": ("DirectCostType", "Price"),
    "data-attributes": ("DataAvailable",),
    "data-set-distribution": ("Name", "Description", "MediaType"),
    "data-set-service": ("Name", "Description", "SubjectWebpage"),
    "duration": ("ExactDuration",),
    "financial-assistance": ("Name", "FinancialAssistanceType"),
    "identifier": ("IdentifierTypeName", "IdentifierValueCode"),
    "jurisdiction": ("Description",),
    "money": ("Value", "Currency"),
    "money-distribution": ("Median", "Currency"),
    "observation": ("IsObservationOf", "Value"),
    "place": ("City", "AddressRegion", "Country"),
    "quantity": ("Value", "UnitText"),
    "structured-statement": ("Name", "StatementText"),
    "time-frame": ("StartDate", "EndDate"),
    "value": ("Value", "CreditUnitType"),
}
"""What is said where an object was shown in full before."""

_ONE_OF: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "value": (("Value",), ("MinValue", "MaxValue"), ("Percentage",)),
    "quantity": (("Value",), ("MinValue", "MaxValue"), ("Percentage",)),
    "observation": (
        ("Value", "Mean", "Median", "Percentile10", "Percentile25", "Percentile75", "Percentile90"),
        ("MinValue", "MaxValue", "MinPercentage", "MaxPercentage"),
        ("Percentage",),
    ),
    "criterion-level": (
        ("Value",),
        ("MinValue", "MaxValue", "MinPercentage", "MaxPercentage"),
        ("Percentage",),
    ),
    "money": (("Value",), ("MinValue", "MaxValue")),
    "duration": (("ExactDuration",), ("MinimumDuration", "MaximumDuration"), ("TimeRequired",)),
    "jurisdiction": (("MainJurisdiction", "JurisdictionException"), ("GlobalJurisdiction",)),
}
"""Members that exclude each other: one group for each variant."""


def build_example(
    kind: Kind,
    size: Size = "minimal",
    *,
    owner: str = EXAMPLE_OWNER,
    seed: str = "orchard",
    variant: int = 0,
    vocabulary: Vocabulary | None = None,
) -> dict[str, Any]:
    """The body of a request that publishes a resource of a kind.

    Args:
        kind: what to publish.
        size: ``minimal`` for what is required, ``maximal`` for every member that goes together.
        owner: the CTID of the organization that owns the resource.
        seed: what CTIDs are made from; another seed gives other resources.
        variant: which of the members that exclude each other are there, from 0 to ``VARIANTS`` - 1. Variant 0
            needs nothing of the registry but the owner; others name frameworks that have to be there.
        vocabulary: the vocabulary in use; the bundled one without it.
    """
    return _Builder(kind, size, owner, seed, variant, vocabulary or bundled_vocabulary()).body()


def examples_of(
    kind: Kind,
    *,
    owner: str = EXAMPLE_OWNER,
    seed: str = "orchard",
    vocabulary: Vocabulary | None = None,
) -> Iterator[dict[str, Any]]:
    """The minimal example and as many maximal ones as it takes to show every member."""
    yield build_example(kind, owner=owner, seed=seed, vocabulary=vocabulary)
    for variant in range(VARIANTS):
        yield build_example(kind, "maximal", owner=owner, seed=seed, variant=variant, vocabulary=vocabulary)


def build_part_example(
    name: str, *, owner: str = EXAMPLE_OWNER, variant: int = 0, vocabulary: Vocabulary | None = None
) -> dict[str, Any]:
    """An object that stands in a resource, with every member that goes together.

    Raises:
        KeyError: there is no such part.
    """
    part = part_of(name)
    kind = Kind(name=name, cls=part.cls, wrapper=name, context="ctdl", actions=())
    builder = _Builder(kind, "maximal", owner, "orchard", variant, vocabulary or bundled_vocabulary())
    return builder.object_of(part, name, 1)


class _Builder:
    def __init__(
        self, kind: Kind, size: Size, owner: str, seed: str, variant: int, vocabulary: Vocabulary
    ) -> None:
        self._kind = kind
        self._size = size
        self._variant = variant
        self._vocabulary = vocabulary
        self._values = Values(vocabulary, owner, seed)
        self._shown: set[str] = set()
        self._of_resource = {part.name for field in members_of_part(kind) if (part := part_behind(field))}

    def body(self) -> dict[str, Any]:
        kind = self._kind
        unit = unit_of(kind.name, self._values, is_full=self._size == "maximal", variant=self._variant)
        resource = self._resource(unit)
        listed = kind.wrapper == "Competencies"
        found: dict[str, Any] = {
            "PublishForOrganizationIdentifier": self._values.owner,
            "DefaultLanguage": "en-US",
            kind.wrapper: [resource] if listed else resource,
        }
        for name, entries in unit.parts.items():
            part = (
                part_of(kind.parts[name]) if kind.parts[name] != "reference" else part_of("entity-reference")
            )
            found[name] = [
                self.object_of(part, f"{name}/{place}", 1, own, self._is_full_entry(part, place))
                for place, own in enumerate(entries)
            ]
        if unit.references:
            found["ReferenceObjects"] = [
                {
                    "Id": own["Id"],
                    "Type": own["Type"],
                    **self.object_of(part_of(name), own["Id"], 1, own, self._size == "maximal"),
                }
                for name, own in unit.references
            ]
        return found

    def _is_full_entry(self, part: Part, place: int) -> bool:
        # Where the entries are of several classes, each class has members of its own.
        return self._size == "maximal" and (place == 0 or part.class_from != "")

    def _resource(self, unit: Unit) -> dict[str, Any]:
        own = {"CTID": self._values.ctid(self._kind.name), **unit.own}
        if self._kind.name == "organization":
            own["CTID"] = self._values.owner
        return self.object_of(self._kind, self._kind.name, 0, own, self._size == "maximal")

    def object_of(
        self, part: Part, label: str, depth: int, own: dict[str, Any] | None = None, is_full: bool = True
    ) -> dict[str, Any]:
        """An object. ``own`` are members that are given; those given as ``None`` are left out."""
        own = own or {}
        classes = concrete_classes(self._vocabulary, part)
        cls, written = self._class_of(part, own, classes)
        found: dict[str, Any] = {}
        wanted = self._wanted(part, cls, is_full)
        for field in members_of_part(part):
            if field.name in own:
                if own[field.name] is not None:
                    found[field.name] = own[field.name]
                continue
            if field.name not in wanted or not applies(self._vocabulary, part, cls, field):
                continue
            value = written if field.conversion == "class" else self._value(part, cls, field, label, depth)
            if value is not None:
                found[field.name] = value
        return {**{name: own[name] for name in ("Id",) if name in own}, **found}

    def _class_of(self, part: Part, own: dict[str, Any], classes: tuple[str, ...]) -> tuple[str, str]:
        written = own.get(part.class_from) or ""
        if not written and part.name in CLASSES:
            names = CLASSES[part.name]
            written = names[self._variant % len(names)]
        if not written:
            return part.cls, part.cls.rpartition(":")[2]
        return next(
            (cls for cls in classes if cls.rpartition(":")[2] == written), f"ceterms:{written}"
        ), written

    def _wanted(self, part: Part, cls: str, is_full: bool) -> set[str]:
        names = [field.name for field in members_of_part(part)]
        if not is_full:
            brief = _BRIEF.get(part.name, ())
            required = {
                group[0]
                for group in needs_of(self._vocabulary, part, cls)
                if not any(name in brief for name in group)
            }
            return required | set(brief)
        left_out: set[str] = set()
        for groups in self._exclusive(part):
            kept = groups[self._variant % len(groups)]
            left_out |= {name for group in groups for name in group if name not in kept}
        if part.name in ("organization-reference", "entity-reference"):
            left_out.add("CTID")
        return {name for name in names if name not in left_out}

    def _exclusive(self, part: Part) -> list[tuple[tuple[str, ...], ...]]:
        found = [_ONE_OF[part.name]] if part.name in _ONE_OF else []
        for field in part.fields.values():
            if field.conversion == "competencies-of":
                explicit = [
                    other.name
                    for other in part.fields.values()
                    if other.term == field.term and other.name != field.name
                ]
                found.append(((*explicit,), (field.name,)))
        if part.name == "datasetprofile":
            found.append((("DataSetTemporalCoverage", "HasMetric", "HasObservation"), ("DataSetTimePeriod",)))
        return found

    def _value(self, part: Part, cls: str, field: Field, label: str, depth: int) -> Any:
        here = f"{label}/{field.name}"
        as_list = is_listed(self._vocabulary, cls, field.term) or field.conversion == "cost-item"
        inner = part_behind(field)
        if inner is None:
            return self._values.value_of(part.name, field, here, as_list)
        if field.conversion in ("organization", "entity"):
            found = self._reference(field, inner, here, depth)
        elif field.conversion == "data-set":
            found = {"CTID": self._values.ctid(here)}
        elif depth > _DEEPEST_FULL and any(
            _is_nested(inner, name) for name in self._wanted(inner, inner.cls, False)
        ):
            return None
        else:
            found = self.object_of(inner, here, depth + 1, is_full=self._is_full(inner, depth + 1))
            if field.name == "AlternativeCondition":
                other = {
                    **found,
                    "Name": "Two seasons in a garden",
                    "Description": "Sixteen weeks in a garden.",
                }
                return [found, other]
        return [found] if as_list else found

    def _is_full(self, part: Part, depth: int) -> bool:
        """Whether an object is shown with all members: the first of its sort, where the resource holds it itself."""
        if self._size == "minimal" or depth > _DEEPEST_FULL or part.name in self._shown:
            return part.name in _ALWAYS_FULL and self._size == "maximal"
        if depth > 1 and part.name in self._of_resource:
            return False
        self._shown.add(part.name)
        return True

    def _reference(self, field: Field, part: Part, label: str, depth: int) -> dict[str, Any]:
        own = self._values.reference_of(field, label, is_minimal=self._size == "minimal")
        if "CTID" in own:
            return own
        is_full = self._is_full(part, depth + 1)
        return self.object_of(part, label, depth + 1, own, is_full)


def _is_nested(part: Part, name: str) -> bool:
    field = next((field for field in members_of_part(part) if field.name == name), None)
    return field is not None and part_behind(field) is not None
