"""Going through one object: each value by the check of its key, then the rules over the whole object."""

from __future__ import annotations

from typing import Any, Final

from opencredreg.validation.place import Place
from opencredreg.validation.plan import ClassPlan
from opencredreg.validation.rules.document import VALUE_EMPTY
from opencredreg.validation.rules.forms import OBJECT_EXPECTED
from opencredreg.validation.run import Run
from opencredreg.validation.structure import DOCUMENT_LIMIT

__all__ = ["MOST_DEPTH", "is_empty", "report_empty", "report_not_object", "visit", "visit_inner"]

MOST_DEPTH: Final = 100
"""Objects inside objects are followed so far, whatever the limits of a node are."""


def visit(run: Run, place: Place) -> None:
    """Check an object and, through the checks of its properties, all objects in it."""
    run.objects.append(place)
    plan = place.plan
    checks = plan.checks
    for key, value in place.value.items():
        check = checks.get(key) or plan.check_of(key)
        check(run, place, key, value)
    for rule in plan.rules:
        rule(run, place)


def visit_inner(
    run: Run, parent: Place, key: str, index: int, value: dict[str, Any], cls: str, plan: ClassPlan
) -> Place | None:
    """Check an object inside another; ``None`` when it lies too deep to be followed."""
    place = Place(value, cls, plan, parent=parent, key=key, index=index)
    depth, around = 0, parent.parent
    while around is not None:
        depth, around = depth + 1, around.parent
    if depth > MOST_DEPTH:
        run.report(
            DOCUMENT_LIMIT,
            place,
            f"Objects inside objects are checked down to {MOST_DEPTH} levels.",
            hint="Publish the inner objects as items of the graph and refer to them.",
        )
        return None
    visit(run, place)
    return place


def is_empty(value: Any) -> bool:
    """Whether a value says nothing at all: null, an empty text, list or object."""
    return (
        value is None
        or value == ""
        or value == []
        or value == {}
        or (type(value) is str and not value.strip())
    )


def report_empty(run: Run, place: Place, term: str, index: int = -1) -> None:
    """Say that a value is empty."""
    place.has_empty = True
    run.report(
        VALUE_EMPTY,
        place,
        f"{term} is empty.",
        at=(term, index) if index >= 0 else (term,),
        hint=f"Give it a value, or leave {term} out.",
    )


def report_not_object(run: Run, place: Place, term: str, index: int, value: Any) -> None:
    """Say that a number or boolean stands where a reference or object belongs."""
    run.report(
        OBJECT_EXPECTED,
        place,
        f"{term} leads to something else, so it holds an address or an object.",
        at=(term, index) if index >= 0 else (term,),
        value=value,
    )
