"""Values that lead elsewhere: web addresses, references, concepts, inner objects.

What a reference leads to inside the document is judged at once; what it leads to outside is noted in
``Run.outside`` and judged when the surroundings were asked (:mod:`opencredreg.validation.outside`).

Source: ``validation-profile.md`` rules R21, R39, R40, R45, R47, R48, R56.
"""

from __future__ import annotations

import re
from typing import Any, Final

from opencredreg.validation.checks.classes import classify
from opencredreg.validation.checks.concepts import check_alignment, check_concept
from opencredreg.validation.checks.link_facts import (
    ALIGNMENT,
    CONCEPT,
    LinkFacts,
    allowed_in_words,
    link_facts,
)
from opencredreg.validation.checks.targets import check_reference, check_target_class, place_of, report_form
from opencredreg.validation.checks.visit import is_empty, report_empty, report_not_object, visit_inner
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Check, Plans
from opencredreg.validation.rules import formats, forms, terms
from opencredreg.validation.run import Reference, Run, Target

__all__ = ["make_link_check"]

_WEB: Final = re.compile(r"https?://[^\s/?#]+\.?[^\s/?#]*\S*")


def make_link_check(plans: Plans, cls: str, term: str) -> Check:
    """The check of a property that leads elsewhere."""
    facts = link_facts(plans.vocabulary, cls, term)

    def check(run: Run, place: Place, key: str, value: Any) -> None:
        if type(value) is list:
            if not value:
                report_empty(run, place, term)
            for index, entry in enumerate(value):
                if type(entry) is str:
                    _check_text(run, place, facts, index, entry)
                elif type(entry) is dict:
                    _check_object(run, plans, place, facts, key, index, entry)
                else:
                    _check_other(run, place, facts, index, entry)
        elif type(value) is str:
            _check_text(run, place, facts, -1, value)
        elif type(value) is dict:
            _check_object(run, plans, place, facts, key, -1, value)
        else:
            _check_other(run, place, facts, -1, value)

    return check


def _check_other(run: Run, place: Place, facts: LinkFacts, index: int, value: Any) -> None:
    if is_empty(value):
        report_empty(run, place, facts.term, index)
    elif not facts.takes_literal or type(value) is list:
        report_not_object(run, place, facts.term, index, value)


def _check_text(run: Run, place: Place, facts: LinkFacts, index: int, text: str) -> None:
    if facts.is_web:
        if not _WEB.fullmatch(text):
            _report_web(run, place, facts, index, text)
        return
    if facts.term == "ceterms:socialMedia":
        # A rule of its own looks at accounts.
        if not text.strip():
            report_empty(run, place, facts.term, index)
        return
    if facts.scheme is not None:
        if facts.takes_alignment and not facts.takes_concept:
            report_form(run, place, facts, index, "an alignment object")
        if not text.strip():
            report_empty(run, place, facts.term, index)
        elif not text.startswith("_:"):
            check_concept(run, place, place_of(facts, index), text, facts.scheme)
        return
    check_reference(run, place, facts, index, text)


def _report_web(run: Run, place: Place, facts: LinkFacts, index: int, text: str) -> None:
    bare = text.strip()
    if not bare:
        report_empty(run, place, facts.term, index)
        return
    suggestion = (
        bare
        if _WEB.fullmatch(bare)
        else f"https://{bare}"
        if re.fullmatch(r"[\w-]+(\.[\w-]+)+\S*", bare)
        else ""
    )
    run.report(
        formats.URL_FORMAT,
        place,
        f"{facts.term} is a complete web address that begins with https:// or http:// and has no blanks.",
        at=place_of(facts, index),
        hint="Copy the address from the browser.",
        suggestion=suggestion,
        value=text,
    )


def _check_object(
    run: Run, plans: Plans, place: Place, facts: LinkFacts, key: str, index: int, value: dict[str, Any]
) -> None:
    if not value:
        report_empty(run, place, facts.term, index)
        return
    if "@value" in value:
        literal = value["@value"]
        if type(literal) is str and run.mode == "read":
            # The expanded form of JSON-LD says the same.
            _check_text(run, place, facts, index, literal)
        elif facts.targets is not None and not facts.takes_literal:
            report_not_object(run, place, facts.term, index, value)
        return
    identity = value.get("@id")
    if len(value) == 1 and type(identity) is str:
        run.report(
            forms.REFERENCE_EXPECTED,
            place,
            f"A reference by {facts.term} is written as a string.",
            at=place_of(facts, index),
            hint="Write the address alone, without the object around it.",
            suggestion=identity,
        )
        _check_text(run, place, facts, index, identity)
        return
    if facts.is_web:
        run.report(
            forms.LITERAL_EXPECTED,
            place,
            f"{facts.term} holds a web address, not an object.",
            at=place_of(facts, index),
            hint="Write the address as a string.",
        )
        return
    cls = _class_of(run, plans, place, facts, index, value)
    inner = visit_inner(run, place, key, index, value, cls, plans.of_class(cls))
    if inner is None or not inner.plan.is_known:
        return
    if facts.targets is not None and cls not in facts.targets:
        check_target_class(run, Reference(place, facts.term, index, Target(cls, cls, inner)), facts, cls)
    if cls == ALIGNMENT:
        check_alignment(run, inner, facts.term, facts.scheme)
    elif facts.scheme is not None and type(identity) is str and cls == CONCEPT:
        check_concept(run, inner, ("@id",), identity, facts.scheme)


def _class_of(
    run: Run, plans: Plans, place: Place, facts: LinkFacts, index: int, value: dict[str, Any]
) -> str:
    stated = value.get("@type")
    at = place_of(facts, index)
    if stated is None or stated == "" or stated == []:
        if facts.implied:
            run.report(
                terms.TYPE_IMPLIED,
                place,
                f"The object under {facts.term} does not say what it is.",
                at=at,
                hint=f'Add "@type": "{facts.implied}".',
                suggestion=facts.implied,
            )
        else:
            run.report(
                terms.TYPE_MISSING,
                place,
                f"The object under {facts.term} does not say what it is.",
                at=at,
                hint=f"Add an @type: {allowed_in_words(run.vocabulary, facts.term)}.",
            )
        return facts.implied
    return classify(run, plans, place, at, stated)
