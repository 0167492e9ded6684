"""What a resource has to say, and what would help (``validation-profile.md`` sections 2.5, 3 and 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.place import Place
from opencredreg.validation.profile import Groups, Profile, groups_of
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules.references import is_stand_in
from opencredreg.validation.run import Run

__all__ = ["OBJECT_RULES", "POLICY", "RULES", "Needs", "build_needs", "tell_missing"]

REQUIRED_MISSING = Rule(
    number="R49",
    code="required-missing",
    severity="error",
    read="warning",
    statement="A resource has what its class requires.",
    source="AS, PO",
)
REQUIRED_ONE_OF = Rule(
    number="R50",
    code="required-one-of",
    severity="error",
    read="warning",
    statement="A resource has at least one of a group of properties.",
    source="AS, PO",
)
REQUIRED_BEFORE = Rule(
    number="R49",
    code="required-before",
    severity="note",
    read="off",
    statement="A resource has what the earlier minimum data policy asked for.",
    source="PO, JS",
)
REQUIRED_BY_POLICY = Rule(
    number="R49",
    code="required-by-policy",
    severity="warning",
    read="note",
    statement="A resource has what the minimum data policy asks for and the publishing service does not.",
    source="PO",
)
RECOMMENDED_MISSING = Rule(
    number="R51",
    code="recommended-missing",
    severity="note",
    statement="A resource has what is recommended for its class.",
    source="PO",
)
DESCRIPTION_TOO_SHORT = Rule(
    number="R52",
    code="description-too-short",
    severity="warning",
    statement="A description has 15 characters or more in at least one language.",
    source="AS",
)
DESCRIPTION_IS_NAME = Rule(
    number="R53",
    code="description-is-name",
    severity="note",
    statement="A description says more than the name.",
    source="PR",
)
OWNER_NOT_ORGANIZATION = Rule(
    number="R54",
    code="owner-not-organization",
    severity="warning",
    statement="Owners and offerers are organizations.",
    source="VO",
)
PROFILE_EMPTY = Rule(
    number="R55",
    code="profile-empty",
    severity="warning",
    statement="A condition, cost, duration or process profile says something.",
    source="PR",
)

RULES: tuple[Rule, ...] = (
    REQUIRED_MISSING,
    REQUIRED_ONE_OF,
    REQUIRED_BEFORE,
    REQUIRED_BY_POLICY,
    RECOMMENDED_MISSING,
    DESCRIPTION_TOO_SHORT,
    DESCRIPTION_IS_NAME,
    OWNER_NOT_ORGANIZATION,
    PROFILE_EMPTY,
)


_CTID: Final = "ceterms:ctid"
_ELSEWHERE: Final = frozenset({_CTID})
"""Required terms that another rule asks for, with more to say."""
_DESCRIPTIONS: Final = {"ceterms:description": "ceterms:name", "ceasn:description": "ceasn:name"}
_COMPONENTS: Final = (
    "ceterms:PathwayComponent", "ceterms:MultiComponent", "ceterms:CollectionComponent",
)  # fmt: skip
_PART: Final = ("ceterms:isPartOf",)
_PART_EITHER: Final = ("ceterms:isPartOf", "ceasn:isPartOf")
_OWNER: Final = ("ceterms:ownedBy", "ceterms:offeredBy")
POLICY: Final = frozenset({("skos:ConceptScheme", "ceasn:publicationStatusType")})
"""What the policy still requires where the service has relaxed its rules, by section 3 of the profile."""
_PROVISIONAL: Final = frozenset(
    {
        "ceterms:name",
        "ceasn:name",
        "skos:prefLabel",
        "ceterms:ownedBy",
        "ceterms:offeredBy",
        "ceasn:publisher",
    }
)
_SPEAKING: Final = frozenset(
    {
        "ceterms:ConditionProfile", "ceterms:CostProfile", "ceterms:DurationProfile", "ceterms:ProcessProfile",
        "ceterms:RevocationProfile", "ceterms:JurisdictionProfile", "ceterms:AggregateDataProfile",
    }
)  # fmt: skip


class Needs(msgspec.Struct, frozen=True):
    """What is asked of objects of one class. ``singles`` are all that have no alternative."""

    singles: frozenset[str]
    groups: Groups
    before: Groups
    recommended: Groups
    conditional: tuple[tuple[str, tuple[str, ...]], ...]


def build_needs(vocabulary: Vocabulary, profile: Profile, cls: str) -> Needs:
    """What a profile asks of a class."""
    facts = vocabulary.classes[cls]
    names = (cls, *facts.ancestors)
    changes = profile.changes
    optional = {term for name in names for term in changes.optional.get(name, ())}

    def kept(groups: Groups) -> Groups:
        return tuple(
            group for group in groups if optional.isdisjoint(group) and not _ELSEWHERE.issuperset(group)
        )

    required = kept(facts.required) + groups_of(changes.required, names)
    if cls == "ceterms:CredentialAlignmentObject":
        # The rules about concepts ask for its name.
        required = groups_of(changes.required, names)
    conditional = tuple(
        (each.when, each.group)
        for each in facts.required_if
        if optional.isdisjoint(each.group) and not _ELSEWHERE.issuperset(each.group)
    )
    if _PART in facts.required:
        # Practice ties the components of a pathway with either (contradiction 14).
        required = tuple(_PART_EITHER if group == _PART else group for group in required)
    if profile.mode == "provisional":
        required = tuple(
            _OWNER if set(group) & set(_OWNER) else tuple(term for term in group if term in _PROVISIONAL)
            for group in required
            if not _PROVISIONAL.isdisjoint(group)
        )
        conditional = ()
    provisional = profile.mode == "provisional"
    return Needs(
        singles=frozenset(group[0] for group in required if len(group) == 1),
        groups=tuple(group for group in required if len(group) > 1),
        before=() if provisional else kept(facts.required_before),
        recommended=() if provisional else kept(facts.recommended) + groups_of(changes.recommended, names),
        conditional=conditional,
    )


def check_presence(run: Run, place: Place) -> None:
    """What a resource or an inner object has to say, and what would help."""
    plan = place.plan
    if not plan.is_known or (run.mode == "reference" and place.is_item) or is_stand_in(place):
        return
    needs: Needs | None = plan.kept.get("needs")
    if needs is None:
        needs = plan.kept["needs"] = build_needs(run.vocabulary, run.profile, place.cls)
    value = _filled(place.value) if place.has_empty else place.value
    if not needs.singles <= value.keys():
        for term in sorted(needs.singles - value.keys()):
            run.missing.setdefault(place, []).append((term,))
    for group in needs.groups:
        if not any(term in value for term in group):
            run.missing.setdefault(place, []).append(group)
    for when, group in needs.conditional:
        if not any(term in value for term in group) and _holds(run, place, when):
            run.missing.setdefault(place, []).append(group)
    if needs.before:
        _check_before(run, place, needs.before)
    if place.is_item and needs.recommended and run.wants(RECOMMENDED_MISSING):
        _check_recommended(run, place, needs.recommended)
    if place.is_item:
        _check_description(run, place)
    # Where something is required, what is missing is told in its place.
    is_silent = place.cls in _SPEAKING and value.keys() <= {"@type", "@id", "@context"}
    if is_silent and place not in run.missing:
        run.report(
            PROFILE_EMPTY,
            place,
            f"This {place.cls} says nothing.",
            hint="Say what it is about, or leave it out.",
        )


def tell_missing(run: Run) -> None:
    """Say what objects lack of what is required.

    It runs after all other rules: where one of them answered for a property (``Run.answer``), it said what is
    missing with more knowledge than that the class requires it, or knows that it is not needed.
    """
    for place, groups in run.missing.items():
        for group in groups:
            if run.is_answered(place, group):
                continue
            if len(group) == 1:
                _report_missing(run, place, group[0])
            else:
                _report_group(run, place, group)


def _filled(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object without its empty members: what is there without a content is missing."""
    return {key: entry for key, entry in value.items() if _says_something(entry)}


def _says_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_says_something(entry) for entry in value.values())
    if isinstance(value, list):
        return any(_says_something(entry) for entry in value)
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _holds(run: Run, place: Place, when: str) -> bool:
    is_main = place is run.main
    if when == "alone":
        return is_main
    if when == "member":
        return place.is_item and not is_main
    if when == "with-ctid":
        return _CTID in place.value
    if when == "with-components":
        return (
            "ceterms:hasPart" in place.value
            or next(run.items_of("ceterms:PathwayComponent"), None) is not None
        )
    is_new = "qdata:dataSetTimePeriod" not in place.value
    return is_new and (when == "new-data-set-model" or is_main)


def _report_missing(run: Run, place: Place, term: str) -> None:
    label = run.vocabulary.properties[term].label
    run.report(
        REQUIRED_MISSING,
        place,
        f"A {place.cls} needs {term} ({label}).",
        hint=run.vocabulary.help_of(term) or f"Add {term}.",
        suggestion=term,
    )


def _report_group(run: Run, place: Place, group: tuple[str, ...]) -> None:
    run.report(
        REQUIRED_ONE_OF,
        place,
        f"A {place.cls} needs at least one of {', '.join(group)}.",
        hint=f"Add the one that you know; {group[0]} is the usual one.",
        suggestion=group[0],
    )


def _check_before(run: Run, place: Place, groups: Groups) -> None:
    for group in groups:
        if not any(term in place.value for term in group):
            run.report(
                REQUIRED_BY_POLICY if (place.cls, group[0]) in POLICY else REQUIRED_BEFORE,
                place,
                f"{' or '.join(group)} of a {place.cls} is no longer required, and still helps.",
                hint=f"Add {group[0]} if you know it.",
                suggestion=group[0],
            )


def _check_recommended(run: Run, place: Place, groups: Groups) -> None:
    missing = [group for group in groups if not any(term in place.value for term in group)]
    if missing:
        shown = ", ".join(group[0] for group in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        run.report(
            RECOMMENDED_MISSING,
            place,
            f"{len(missing)} of {len(groups)} recommended properties are missing: {shown}{more}.",
            hint="Each of them makes the resource easier to find and to understand.",
        )


def _check_description(run: Run, place: Place) -> None:
    for term, name in _DESCRIPTIONS.items():
        texts = _texts(place.value.get(term))
        if not texts:
            continue
        if max(map(len, texts)) < 15:
            run.report(
                DESCRIPTION_TOO_SHORT,
                place,
                f"{term} has fewer than 15 characters.",
                at=(term,),
                hint="Say in a sentence or two what it is and for whom.",
                value=texts[0],
            )
        elif texts and run.wants(DESCRIPTION_IS_NAME) and set(texts) <= set(_texts(place.value.get(name))):
            message = f"{term} repeats the name."
            run.report(DESCRIPTION_IS_NAME, place, message, at=(term,), hint="Say more than the name says.")


def _texts(value: Any) -> list[str]:
    entries = [value] if type(value) is str else list(value.values()) if type(value) is dict else []
    return [text.strip() for text in entries if type(text) is str and text.strip()]


OBJECT_RULES = {"*": (check_presence,)}
