"""What lies outside of a document: references judged by what the surroundings know.

Source: ``validation-profile.md`` rules R26 to R28, R35.
"""

from __future__ import annotations

from collections.abc import Mapping

from opencredreg.validation.checks.link_facts import LinkFacts, link_facts
from opencredreg.validation.checks.targets import check_target_class
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules.references import (
    REFERENCE_DELETED,
    REFERENCE_NOT_FOUND,
    REFERENCE_OUTSIDE,
    REFERENCE_RESOLVED,
)
from opencredreg.validation.run import Reference, Run
from opencredreg.validation.surroundings import Known, Surroundings

__all__ = ["judge_outside"]


def judge_outside(run: Run, known: Mapping[str, Known] | None, surroundings: Surroundings | None) -> None:
    """Judge the references that lead outside of the document.

    Args:
        run: the run of the document, all objects visited.
        known: what the surroundings know, by key; ``None`` when nobody was asked.
        surroundings: who was asked.
    """
    open_: dict[str, Reference] = {}
    for reference in run.outside:
        target = reference.target
        facts = link_facts(run.vocabulary, reference.place.cls, reference.term)
        found = known.get(target.key) if known is not None else None
        if found is not None:
            target.known, target.classes = found, found.classes
            _judge_known(run, reference, facts, found)
        elif surroundings is not None and surroundings.is_ours(target.uri):
            _report(run, REFERENCE_NOT_FOUND, reference, "there is no such resource in this registry")
        elif facts.targets is not None:
            # Where anything may stand nothing is left to be judged.
            open_.setdefault(target.key, reference)
    if open_:
        # One remark for the whole document: that a reference leads outside of it is nothing unusual.
        first = next(iter(open_.values()))
        many = f"and {len(open_) - 1} other references lead" if len(open_) > 1 else "leads"
        run.report(
            REFERENCE_OUTSIDE,
            first.place,
            f"{first.target.uri} {many} outside of the document, so what is there was not checked.",
            at=_at(first),
            hint="Check against a registry, or together with the other documents.",
            value=first.target.uri,
        )


def _judge_known(run: Run, reference: Reference, facts: LinkFacts, known: Known) -> None:
    if known.state == "deleted":
        _report(run, REFERENCE_DELETED, reference, "the resource was deleted from this registry")
        return
    classes = [run.vocabulary.normalize_term(cls) for cls in known.classes]
    if facts.targets is not None and classes and facts.targets.isdisjoint(classes):
        check_target_class(run, reference, facts, classes[0])
    elif run.wants(REFERENCE_RESOLVED):
        run.report(
            REFERENCE_RESOLVED, reference.place, f"{reference.target.uri} was found.", at=_at(reference)
        )


def _report(run: Run, rule: Rule, reference: Reference, fault: str) -> None:
    run.report(
        rule,
        reference.place,
        f"{reference.term} leads to {reference.target.uri}, but {fault}.",
        at=_at(reference),
        hint="Check the CTID, or publish the resource first.",
        value=reference.target.uri,
    )


def _at(reference: Reference) -> tuple[str | int, ...]:
    return (reference.term, reference.index) if reference.index >= 0 else (reference.term,)
