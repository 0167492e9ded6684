"""From a class and a key to the check of its values: the form of the value, and whether the property belongs there.

Source: ``validation-profile.md`` rules R09, R10, R32 to R34, R40, R41.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.ctdl import PropertyFacts, ValueKind
from opencredreg.validation.checks.classes import is_retired
from opencredreg.validation.checks.links import make_link_check
from opencredreg.validation.checks.names import near_property
from opencredreg.validation.checks.scalars import make_scalar_check
from opencredreg.validation.checks.texts import make_text_check
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Check, Plans
from opencredreg.validation.rules import forms, terms
from opencredreg.validation.rules.document import KEY_NOT_PREFIXED, KEY_WHITESPACE
from opencredreg.validation.run import Run
from opencredreg.validation.tolerances import (
    ALLOWED_FOREIGN,
    RETIRED_PROPERTIES,
    is_documented_domain,
)

__all__ = ["compile_check"]

_FAMILY: Final = frozenset({"ceterms", "ceasn", "qdata", "asn"})
_ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"


def compile_check(plans: Plans, cls: str, key: str) -> Check:
    """Make the check of a key on a class (``cls`` is empty when the class is not known)."""
    if key.startswith("@"):
        return _nothing
    vocabulary = plans.vocabulary
    term = key if key in vocabulary.properties and plans.active is None else plans.term_of(key)
    facts = vocabulary.properties.get(term)
    if facts is None:
        return _unknown(plans, cls, key, term)
    check = _check_of(plans, cls, facts)
    return check if term == key else _renamed(check, term, is_own=plans.active is not None)


def _nothing(_run: Run, _place: Place, _key: str, _value: Any) -> None:
    """Keywords are looked at where the object as a whole is."""


def _check_of(plans: Plans, cls: str, facts: PropertyFacts) -> Check:
    term = facts.term
    if not facts.declared:
        return _undeclared(term)
    repeatable = plans.vocabulary.is_repeatable(cls, term) if cls else None
    check = _value_check(plans, cls, facts)
    if repeatable is not None and facts.kind is not ValueKind.LANGUAGE_MAP:
        check = _counted(check, term, repeatable=repeatable)
    if cls and not plans.vocabulary.has_domain(cls, term):
        ancestors = plans.vocabulary.classes[cls].ancestors
        check = _misplaced(check, plans, cls, term, is_documented=is_documented_domain(term, cls, ancestors))
    return check


def _value_check(plans: Plans, cls: str, facts: PropertyFacts) -> Check:
    if facts.kind is ValueKind.LANGUAGE_MAP:
        return make_text_check(facts.term, _takes_lists(plans, cls, facts.term))
    if facts.kind is ValueKind.IRI:
        link = make_link_check(plans, cls, facts.term)
        lists = _takes_lists(plans, cls, facts.term)
        # Practice writes texts where an object is declared, and both are taken (section 6, row 14).
        return link if lists is None else _text_or_link(make_text_check(facts.term, lists), link)
    return make_scalar_check(facts.term, facts.kind)


def _text_or_link(text: Check, link: Check) -> Check:
    def check(run: Run, place: Place, key: str, value: Any) -> None:
        is_map = type(value) is dict and not any(":" in name or name[:1] == "@" for name in value)
        (text if is_map and value else link)(run, place, key, value)

    return check


def _takes_lists(plans: Plans, cls: str, term: str) -> bool | None:
    shape = plans.vocabulary.shape_of(cls, term) if cls else ""
    return {"languageMap": False, "languageMapOfLists": True}.get(shape)


def _counted(check: Check, term: str, *, repeatable: bool) -> Check:
    def counted(run: Run, place: Place, key: str, value: Any) -> None:
        if type(value) is list:
            if not repeatable and len(value) > 1:
                run.report(
                    forms.TOO_MANY_VALUES,
                    place,
                    f"{term} has one value, and here it has {len(value)}.",
                    at=(term,),
                    hint="Keep the one that counts.",
                )
        elif repeatable and run.wants(forms.LIST_EXPECTED):
            message = f"{term} may have several values, so it is written as a list even with one."
            run.report(forms.LIST_EXPECTED, place, message, at=(term,), hint="Put the value in brackets.")
        check(run, place, key, value)

    return counted


def _misplaced(check: Check, plans: Plans, cls: str, term: str, *, is_documented: bool) -> Check:
    vocabulary = plans.vocabulary
    domain = vocabulary.properties[term].domain
    own = near_property(vocabulary, term, cls)
    own = "" if own == term else own

    def misplaced(run: Run, place: Place, key: str, value: Any) -> None:
        if is_documented:
            run.report(
                terms.DOMAIN_DOCUMENTED_CONFLICT,
                place,
                f"{term} is not declared for {cls}, though practice has it there.",
                at=(term,),
            )
        elif not is_retired(plans, place.value.get("@type")):
            # What stood on a class that was replaced need not fit its successor.
            run.misplaced.append((place, term, domain, own))
        check(run, place, key, value)

    return misplaced


def _renamed(check: Check, term: str, *, is_own: bool) -> Check:
    def renamed(run: Run, place: Place, name: str, value: Any) -> None:
        if not is_own:
            _report_spelling(run, place, name, term)
        kept = place.value, place.names
        is_twin = term in place.value
        place.rename(name, term, value)
        check(run, place, name, value)
        if is_twin:
            # The canonical spelling stands beside it, and counts.
            place.value, place.names = kept

    return renamed


def _report_spelling(run: Run, place: Place, key: str, term: str) -> None:
    rule = KEY_WHITESPACE if "".join(key.split()) == term else KEY_NOT_PREFIXED
    run.report(
        rule,
        place,
        f"The property {term} is written as {key!r}."
        if rule is KEY_WHITESPACE
        else f"The property {term} is written as {key}, without its prefix.",
        pointer=place.pointer(key),
        hint=f"Write {term}.",
        suggestion=term,
        value=key,
    )


def _undeclared(term: str) -> Check:
    successor = RETIRED_PROPERTIES.get(term)

    def check(run: Run, place: Place, key: str, _value: Any) -> None:
        if term in ALLOWED_FOREIGN:
            return
        if successor is not None:
            _report_retired(run, place, key, term, successor)
        elif term.partition(":")[0] in _FAMILY:
            _report_unknown(run, place, key, term, near_property(run.vocabulary, term, place.cls))
        else:
            _report_foreign(run, place, key)

    return check


def _unknown(plans: Plans, cls: str, key: str, term: str) -> Check:
    prefix, colon, _ = term.partition(":")
    if not colon or prefix == "":
        return _unprefixed(near_property(plans.vocabulary, key, cls))
    if term in ALLOWED_FOREIGN:
        return _nothing
    if term in RETIRED_PROPERTIES:
        successor = RETIRED_PROPERTIES[term]
        return lambda run, place, name, _value: _report_retired(run, place, name, term, successor)
    near = near_property(plans.vocabulary, term, cls)
    if prefix in _FAMILY or (near and near.startswith(f"{prefix}:")):
        return lambda run, place, name, _value: _report_unknown(run, place, name, term, near)
    return lambda run, place, name, _value: _report_foreign(run, place, name)


def _unprefixed(near: str) -> Check:
    def check(run: Run, place: Place, key: str, _value: Any) -> None:
        run.report(
            KEY_NOT_PREFIXED,
            place,
            f"{key!r} has no prefix, and the vocabulary has no such property.",
            pointer=place.pointer(key),
            hint=f"Did you mean {near}?"
            if near
            else "Use a property of the vocabulary, such as ceterms:name.",
            suggestion=near,
            value=key,
        )

    return check


def _report_retired(run: Run, place: Place, key: str, term: str, successor: str) -> None:
    run.report(
        terms.TERM_RETIRED,
        place,
        f"{term} was replaced by {successor}.",
        pointer=place.pointer(key),
        hint="Use the newer property.",
        suggestion=successor,
        value=key,
    )


def _report_unknown(run: Run, place: Place, key: str, term: str, near: str) -> None:
    run.report(
        terms.PROPERTY_UNKNOWN,
        place,
        f"The vocabulary has no property {term}.",
        pointer=place.pointer(key),
        hint=f"Did you mean {near}?" if near else "Look it up in the vocabulary pages.",
        suggestion=near,
        value=key,
    )


def _report_foreign(run: Run, place: Place, key: str) -> None:
    run.report(
        terms.PROPERTY_FOREIGN,
        place,
        f"{key} is of another vocabulary; it is kept, and not checked.",
        pointer=place.pointer(key),
        value=key,
    )
