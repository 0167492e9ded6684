"""References and what they lead to, inside the document and by its class.

Source: ``validation-profile.md`` rules R21 to R30, R35 to R38, R54; sections 6 and 7.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.ids import is_ctid, is_uuid
from opencredreg.validation.checks.link_facts import ALIGNMENT, CONCEPT, LinkFacts, allowed_in_words
from opencredreg.validation.checks.visit import report_empty
from opencredreg.validation.place import Place
from opencredreg.validation.rules import forms, references, terms
from opencredreg.validation.rules.presence import OWNER_NOT_ORGANIZATION
from opencredreg.validation.run import Reference, Run, Target
from opencredreg.validation.tolerances import SAME_CLASS_VERSIONS

__all__ = ["check_reference", "check_target_class", "place_of", "report_form"]

_ORGANIZATION: Final = "ceterms:Agent"
_IRI: Final = re.compile(r"(?:https?://[^\s/]|_:\S)\S*")
_ANY_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_SELF_STRUCTURAL: Final = frozenset(
    "ceterms:hasPart ceterms:isPartOf ceasn:hasChild ceasn:isChildOf ceasn:hasTopChild ceasn:isTopChildOf "
    "ceasn:isPartOf ceasn:hasPart skos:broader skos:narrower skos:hasTopConcept skos:topConceptOf skos:inScheme "
    "ceterms:previousVersion ceterms:nextVersion ceterms:latestVersion ceterms:supersedes ceterms:supersededBy "
    "ceterms:prerequisite ceterms:precedes ceterms:precededBy ceterms:subOrganization ceterms:parentOrganization "
    "ceterms:department ceterms:hasMember ceterms:isMemberOf"
    .split()
)  # fmt: skip
_OWNERS: Final = frozenset({"ceterms:ownedBy", "ceterms:offeredBy"})


def check_reference(run: Run, place: Place, facts: LinkFacts, index: int, text: str) -> None:
    """Follow a reference, and say what is wrong with it."""
    target = run.targets.get(text)
    # A bare CTID is odd each time that it stands there.
    if target is None or ":" not in text:
        if not _IRI.fullmatch(text) and not _is_reference(run, place, facts, index, text):
            return
        target = run.target(text)
    _refer(run, place, facts, index, target)


def _refer(run: Run, place: Place, facts: LinkFacts, index: int, target: Target) -> None:
    """Note a reference, and judge it as far as the document itself allows."""
    reference = Reference(place, facts.term, index, target)
    run.references.append(reference)
    found = target.place
    if found is not None:
        if found is place.item:
            _check_self(run, reference)
        if facts.targets is not None and found.cls not in facts.targets and found.plan.is_known:
            check_target_class(run, reference, facts, found.cls)
        if facts.no_blank and target.is_blank:
            _report_blank(run, reference)
        if facts.is_inner:
            _report_inner(run, reference)
    elif target.is_blank:
        if facts.no_blank:
            _report_blank(run, reference)
        run.report(
            references.REFERENCE_UNRESOLVED,
            place,
            f"{target.uri} is no item of this graph.",
            at=place_of(facts, index),
            hint="Add the item to the graph, or refer to a resource by its address.",
            value=target.uri,
        )
    else:
        if run.vocabulary.is_known(run.vocabulary.compact(target.uri)):
            # Terms of the vocabulary are known to everybody.
            return
        if facts.is_inner:
            _report_inner(run, reference)
        run.outside.append(reference)
    if "/graph/" in target.uri and is_ctid(target.key):
        run.report(
            references.REFERENCE_TO_GRAPH,
            place,
            f"{facts.term} leads to a whole document (/graph/), not to the resource.",
            at=place_of(facts, index),
            hint="Write /resources/ in place of /graph/.",
            suggestion=target.uri.replace("/graph/", "/resources/"),
            value=target.uri,
        )


def _is_reference(run: Run, place: Place, facts: LinkFacts, index: int, text: str) -> bool:
    """Whether an unusual text can be followed; what is wrong with it is reported."""
    bare = text.strip()
    at = place_of(facts, index)
    if not bare:
        report_empty(run, place, facts.term, index)
        return False
    if is_ctid(bare) or is_uuid(bare):
        ctid = bare.lower() if is_ctid(bare) else f"ce-{bare.lower()}"
        run.report(
            references.REFERENCE_BARE_CTID if is_ctid(bare) else references.REFERENCE_BARE_UUID,
            place,
            f"{facts.term} holds an address, not {'a CTID' if is_ctid(bare) else 'a UUID'} alone.",
            at=at,
            hint="Write <registry>/resources/<ctid>.",
            suggestion=_beside(place, ctid),
            value=text,
        )
        # What is meant is clear, so the rules about the target hold.
        return True
    if _ANY_IRI.fullmatch(text):
        return True
    if facts.takes_literal:
        return False
    run.report(
        references.REFERENCE_NOT_IRI,
        place,
        f"{facts.term} holds an address, not a text.",
        at=at,
        hint="Write the address of the resource, or describe it as a blank node in the graph and refer to that.",
        suggestion=bare if _ANY_IRI.fullmatch(bare) else "",
        value=text,
    )
    return False


def _beside(place: Place, ctid: str) -> str:
    """The address that a CTID has if it lies in the same registry as the resource that names it."""
    base, slash, _ = place.item.id.rpartition("/")
    return f"{base}/{ctid}" if slash and base.endswith("/resources") else ""


def _check_self(run: Run, reference: Reference) -> None:
    place, term = reference.place, reference.term
    is_structural = term in _SELF_STRUCTURAL and place.is_item
    # Inside a profile a resource may well name itself: "renewal" says what one needs to keep it.
    if not is_structural and not place.is_item:
        return
    run.report(
        references.REFERENCE_SELF_STRUCTURAL if is_structural else references.REFERENCE_SELF,
        place,
        f"{term} leads back to the same resource.",
        at=place_of(reference, reference.index),
        hint="Name another resource, or leave it out.",
        value=reference.target.uri,
    )


def check_target_class(run: Run, reference: Reference, facts: LinkFacts, cls: str) -> None:
    """Say that a reference or an inner object is of a class that the property does not lead to."""
    vocabulary = run.vocabulary
    place, term = reference.place, facts.term
    if facts.targets is None or cls in facts.targets or cls not in vocabulary.classes:
        return
    at = place_of(facts, reference.index)
    if term in SAME_CLASS_VERSIONS and (vocabulary.is_a(cls, place.cls) or vocabulary.is_a(place.cls, cls)):
        message = f"{term} is not declared to lead to {cls}, though it is declared on it."
        run.report(terms.VERSION_RANGE_CONFLICT, place, message, at=at)
    elif cls in facts.documented:
        message = f"{term} is not declared to lead to {cls}, though its documentation speaks of it."
        run.report(terms.RANGE_DOCUMENTED_CONFLICT, place, message, at=at)
    elif (cls == ALIGNMENT and facts.takes_concept) or (
        vocabulary.is_a(cls, CONCEPT) and facts.takes_alignment
    ):
        report_form(
            run, place, facts, reference.index, "a concept" if cls == ALIGNMENT else "an alignment object"
        )
    else:
        allowed = allowed_in_words(vocabulary, term)
        run.report(
            terms.RANGE_VIOLATION,
            place,
            f"{term} leads to {allowed}, and this is a {cls}.",
            at=at,
            hint="Check the property and the class of what it leads to.",
            value=reference.target.uri,
        )
        if term in _OWNERS and not vocabulary.is_a(cls, _ORGANIZATION):
            run.report(
                OWNER_NOT_ORGANIZATION,
                place,
                f"{term} leads to an organization, and this is a {cls}.",
                at=at,
                hint="Name the organization.",
                value=reference.target.uri,
            )


def report_form(run: Run, place: Place, facts: LinkFacts, index: int, expected: str) -> None:
    """Say that a concept is written in the other of its two forms."""
    message = f"{facts.term} is declared to hold {expected}; the other form is accepted."
    run.report(terms.CONCEPT_RANGE_CONFLICT, place, message, at=place_of(facts, index))


def _report_blank(run: Run, reference: Reference) -> None:
    run.report(
        references.REFERENCE_BLANK_NOT_ALLOWED,
        reference.place,
        f"{reference.term} leads to a registered resource, not to a blank node.",
        at=place_of(reference, reference.index),
        hint="Publish what it leads to, and refer to it by its address.",
        value=reference.target.uri,
    )


def _report_inner(run: Run, reference: Reference) -> None:
    run.report(
        forms.EMBED_EXPECTED,
        reference.place,
        f"What {reference.term} holds is written as an object right here, not as a reference.",
        at=place_of(reference, reference.index),
        hint="Put the object in place of the address.",
        value=reference.target.uri,
    )


def place_of(facts: LinkFacts | Reference, index: int) -> tuple[str | int, ...]:
    """Where a value stands in its object: the property, and its position in a list."""
    return (facts.term, index) if index >= 0 else (facts.term,)
