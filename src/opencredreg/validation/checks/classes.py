"""The class of an object by its ``@type``.

Source: ``validation-profile.md`` rules R09, R31, R33, R39.
"""

from __future__ import annotations

from typing import Any

from opencredreg.validation.checks.names import near_class
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Plans
from opencredreg.validation.rules import terms
from opencredreg.validation.rules.document import KEY_NOT_PREFIXED
from opencredreg.validation.run import Run
from opencredreg.validation.tolerances import RETIRED_CLASSES

__all__ = ["classify", "is_retired"]


def classify(run: Run, plans: Plans, place: Place | None, at: tuple[str | int, ...], stated: Any) -> str:
    """The class of an object by its ``@type``; what is odd about it is reported.

    Args:
        run: the run.
        plans: the plans of the run.
        place: the object around it; for an item of the graph, the item.
        at: where the object stands in it.
        stated: the value of ``@type``.
    """
    if type(stated) is str and stated in plans.vocabulary.classes:
        return stated
    names = [
        name for name in (stated if type(stated) is list else [stated]) if type(name) is str and name.strip()
    ]
    known: list[str] = []
    for name in names:
        cls = plans.class_of(name)
        if cls in RETIRED_CLASSES:
            _report_retired(run, place, (*at, "@type"), cls)
            known.append(RETIRED_CLASSES[cls])
            continue
        if cls not in plans.vocabulary.classes:
            _report_class(run, place, (*at, "@type"), name, cls)
            continue
        if cls != name and not _is_own_spelling(plans, name):
            _report_spelling(run, place, (*at, "@type"), name, cls)
        known.append(cls)
    # The most specific class counts.
    return max(known, key=lambda cls: len(plans.vocabulary.classes[cls].ancestors), default="")


def is_retired(plans: Plans, stated: Any) -> bool:
    """Whether an ``@type`` names a class that was replaced."""
    names = stated if type(stated) is list else [stated]
    return any(type(name) is str and plans.class_of(name) in RETIRED_CLASSES for name in names)


def _is_own_spelling(plans: Plans, name: str) -> bool:
    return plans.active is not None and name == name.strip()


def _report_retired(run: Run, place: Place | None, at: tuple[str | int, ...], cls: str) -> None:
    run.report(
        terms.TERM_RETIRED,
        place,
        f"{cls} was replaced by {RETIRED_CLASSES[cls]}.",
        at=at,
        hint="Use the newer class.",
        suggestion=RETIRED_CLASSES[cls],
        value=cls,
    )


def _report_class(run: Run, place: Place | None, at: tuple[str | int, ...], name: str, cls: str) -> None:
    prefix = cls.partition(":")[0] if ":" in cls else ""
    near = near_class(run.vocabulary, cls)
    if prefix in ("ceterms", "ceasn", "qdata", "asn") or not prefix or prefix == "_":
        run.report(
            terms.CLASS_UNKNOWN,
            place,
            f"The vocabulary has no class {name}.",
            at=at,
            hint=f"Did you mean {near}?" if near else "Use a class of the vocabulary.",
            suggestion=near,
            value=name,
        )
    else:
        message = f"{name} is a class of another vocabulary; it is kept, and not checked."
        run.report(terms.CLASS_FOREIGN, place, message, at=at, suggestion=near, value=name)


def _report_spelling(run: Run, place: Place | None, at: tuple[str | int, ...], name: str, cls: str) -> None:
    run.report(
        KEY_NOT_PREFIXED,
        place,
        f"The class {cls} is written as {name}.",
        at=at,
        hint="Write classes with the prefix of the vocabulary.",
        suggestion=cls,
        value=name,
    )
