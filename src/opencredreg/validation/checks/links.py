"""Values that lead elsewhere: addresses, references, inner objects.

What a reference leads to inside the document is judged at once; what it leads to outside is noted in
``Run.outside`` and judged when the surroundings were asked (:mod:`opencredreg.validation.rules.references`).

Source: ``validation-profile.md`` rules R21 to R30, R35 to R40, R47, R48, R56; section 7.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ids import is_ctid, is_uuid
from opencredreg.validation.checks.concepts import check_alignment, check_concept
from opencredreg.validation.checks.names import near_class
from opencredreg.validation.checks.visit import is_empty, report_empty, report_not_object, visit_inner
from opencredreg.validation.place import Place
from opencredreg.validation.plan import Check, Plans
from opencredreg.validation.rules import formats, forms, references, terms
from opencredreg.validation.rules.document import KEY_NOT_PREFIXED
from opencredreg.validation.rules.presence import OWNER_NOT_ORGANIZATION
from opencredreg.validation.run import Reference, Run, Target
from opencredreg.validation.tolerances import DOCUMENTED_RANGES, RETIRED_CLASSES, SAME_CLASS_VERSIONS

__all__ = [
    "LinkFacts",
    "check_target_class",
    "is_retired",
    "is_self_structural",
    "link_facts",
    "make_link_check",
]

_ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"
_CONCEPT: Final = "skos:Concept"
_ORGANIZATION: Final = "ceterms:Agent"
_IRI: Final = re.compile(r"(?:https?://[^\s/]|_:\S)\S*")
_ANY_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+")
_WEB: Final = re.compile(r"https?://[^\s/?#]+\.?[^\s/?#]*\S*")
_NAMES: Final = (
    "ceterms:targetNode ceterms:sourceNode ceterms:proxyFor ceterms:proxyForItems ceterms:conditionExcludes "
    "ceterms:subclassOf ceterms:sameAs ceterms:identifierType ceterms:framework ceasn:identifier "
    "ceterms:source ceterms:sourceData ceasn:source ceasn:sourceDocumentation ceasn:substantiatingResource "
    "ceterms:conformsTo"
).split()
"""Properties of addresses that name something: any address will do, not only one of a web page."""
_NO_BLANK: Final = frozenset(
    "ceterms:sendingOrganization ceterms:receivingOrganization ceasn:isPartOf skos:inScheme "
    "ceasn:inProgressionModel ceasn:hasTopChild ceasn:isTopChildOf skos:hasTopConcept skos:topConceptOf"
    .split()
)  # fmt: skip
_SELF_STRUCTURAL: Final = frozenset(
    "ceterms:hasPart ceterms:isPartOf ceasn:hasChild ceasn:isChildOf ceasn:hasTopChild ceasn:isTopChildOf "
    "ceasn:isPartOf ceasn:hasPart skos:broader skos:narrower skos:hasTopConcept skos:topConceptOf skos:inScheme "
    "ceterms:previousVersion ceterms:nextVersion ceterms:latestVersion ceterms:supersedes ceterms:supersededBy "
    "ceterms:prerequisite ceterms:precedes ceterms:precededBy ceterms:subOrganization ceterms:parentOrganization "
    "ceterms:department ceterms:hasMember ceterms:isMemberOf"
    .split()
)  # fmt: skip
_UNCONSTRAINED: Final = frozenset({"rdfs:Resource", "xsd:anyURI", "rdf:Statement", "schema:WebPage"})
_OWNERS: Final = frozenset({"ceterms:ownedBy", "ceterms:offeredBy"})


class LinkFacts(msgspec.Struct, frozen=True):
    """What is known of one property that leads elsewhere, on one class.

    ``targets`` are the classes that it may lead to (subclasses included), ``None`` when anything will do.
    ``scheme`` is the scheme of its concepts. ``implied`` is the class of an inner object that has no @type,
    where only one is possible. ``is_inner``: its values are inner objects, which have no address of their own.
    ``takes_literal``: numbers and texts will do as well.
    """

    term: str
    cls: str
    repeatable: bool | None
    is_web: bool
    targets: frozenset[str] | None
    documented: frozenset[str]
    scheme: str | None
    takes_concept: bool
    takes_alignment: bool
    implied: str
    is_inner: bool
    no_blank: bool
    takes_literal: bool


@lru_cache(maxsize=20_000)
def link_facts(vocabulary: Vocabulary, cls: str, term: str) -> LinkFacts:
    """Work out what a property leads to."""
    facts = vocabulary.properties[term]
    range_ = facts.range
    classes = [name for name in range_ if name in vocabulary.classes]
    is_free = not range_ or not _UNCONSTRAINED.isdisjoint(range_)
    takes_alignment = _ALIGNMENT in range_
    concrete = [name for name in classes if name != _CONCEPT]
    written = vocabulary.shape_of(cls, term).removeprefix("list of ")
    shaped = vocabulary.classes.get(written if ":" in written else f"ceterms:{written}")
    shapes = [shaped] if shaped is not None else [vocabulary.classes[name] for name in classes]
    # Alignment objects are written as addresses too.
    is_free_form = shaped.term == _ALIGNMENT if shaped is not None else takes_alignment
    return LinkFacts(
        term=term,
        cls=cls,
        repeatable=vocabulary.is_repeatable(cls, term),
        is_web=range_ == ("xsd:anyURI",) and term not in _NAMES and term != "ceterms:socialMedia",
        targets=None
        if is_free
        else frozenset(name for each in range_ for name in vocabulary.descendants(each)),
        documented=frozenset(
            name for each in DOCUMENTED_RANGES.get(term, ()) for name in vocabulary.descendants(each)
        ),
        scheme=facts.scheme if facts.scheme in vocabulary.schemes else None,
        takes_concept=_CONCEPT in range_,
        takes_alignment=takes_alignment,
        implied=concrete[0] if len(concrete) == 1 else "",
        is_inner=bool(shapes)
        and not is_free_form
        and all(each.placement == "embedded" and "top" not in each.other_placements for each in shapes),
        no_blank=term in _NO_BLANK,
        takes_literal="rdfs:Literal" in range_,
    )


def is_self_structural(term: str) -> bool:
    """Whether pointing to oneself by a property makes no sense at all."""
    return term in _SELF_STRUCTURAL


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


# Texts: addresses, references, concepts.


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
            _report_form(run, place, facts, index, "an alignment object")
        if not text.strip():
            report_empty(run, place, facts.term, index)
        elif not text.startswith("_:"):
            check_concept(run, place, _at(facts, index), text, facts.scheme)
        return
    target = run.targets.get(text)
    # A bare CTID is odd each time that it stands there.
    if target is None or ":" not in text:
        if not _IRI.fullmatch(text) and not _is_reference(run, place, facts, index, text):
            return
        target = run.target(text)
    refer(run, place, facts, index, target)


def refer(run: Run, place: Place, facts: LinkFacts, index: int, target: Target) -> None:
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
            at=_at(facts, index),
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
            at=_at(facts, index),
            hint="Write /resources/ in place of /graph/.",
            suggestion=target.uri.replace("/graph/", "/resources/"),
            value=target.uri,
        )


def _is_reference(run: Run, place: Place, facts: LinkFacts, index: int, text: str) -> bool:
    """Whether an unusual text can be followed; what is wrong with it is reported."""
    bare = text.strip()
    at = _at(facts, index)
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
        at=_at(reference, reference.index),
        hint="Name another resource, or leave it out.",
        value=reference.target.uri,
    )


def check_target_class(run: Run, reference: Reference, facts: LinkFacts, cls: str) -> None:
    """Say that a reference or an inner object is of a class that the property does not lead to."""
    vocabulary = run.vocabulary
    place, term = reference.place, facts.term
    if facts.targets is None or cls in facts.targets or cls not in vocabulary.classes:
        return
    at = _at(facts, reference.index)
    if term in SAME_CLASS_VERSIONS and (vocabulary.is_a(cls, place.cls) or vocabulary.is_a(place.cls, cls)):
        message = f"{term} is not declared to lead to {cls}, though it is declared on it."
        run.report(terms.VERSION_RANGE_CONFLICT, place, message, at=at)
    elif cls in facts.documented:
        message = f"{term} is not declared to lead to {cls}, though its documentation speaks of it."
        run.report(terms.RANGE_DOCUMENTED_CONFLICT, place, message, at=at)
    elif (cls == _ALIGNMENT and facts.takes_concept) or (
        vocabulary.is_a(cls, _CONCEPT) and facts.takes_alignment
    ):
        _report_form(
            run, place, facts, reference.index, "a concept" if cls == _ALIGNMENT else "an alignment object"
        )
    else:
        allowed = _allowed(vocabulary, term)
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


def _allowed(vocabulary: Vocabulary, term: str) -> str:
    """The classes of a range in words, subclasses of named ones left out."""
    range_ = vocabulary.properties[term].range
    top = [
        name for name in range_ if not any(name != other and vocabulary.is_a(name, other) for other in range_)
    ]
    shown = ", ".join(top[:4])
    return f"{shown} and others" if len(top) > 4 else " or ".join(top) if len(top) <= 2 else shown


# Objects.


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
            at=_at(facts, index),
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
            at=_at(facts, index),
            hint="Write the address as a string.",
        )
        return
    cls = _class_of(run, plans, place, facts, index, value)
    inner = visit_inner(run, place, key, index, value, cls, plans.of_class(cls))
    if inner is None or not inner.plan.is_known:
        return
    if facts.targets is not None and cls not in facts.targets:
        check_target_class(run, Reference(place, facts.term, index, Target(cls, cls, inner)), facts, cls)
    if cls == _ALIGNMENT:
        check_alignment(run, inner, facts.term, facts.scheme)
    elif facts.scheme is not None and type(identity) is str and cls == _CONCEPT:
        check_concept(run, inner, ("@id",), identity, facts.scheme)


def _class_of(
    run: Run, plans: Plans, place: Place, facts: LinkFacts, index: int, value: dict[str, Any]
) -> str:
    stated = value.get("@type")
    at = _at(facts, index)
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
                hint=f"Add an @type: {_allowed(run.vocabulary, facts.term)}.",
            )
        return facts.implied
    return classify(run, plans, place, at, stated)


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


# What is wrong with a single value.


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
        at=_at(facts, index),
        hint="Copy the address from the browser.",
        suggestion=suggestion,
        value=text,
    )


def _report_form(run: Run, place: Place, facts: LinkFacts, index: int, expected: str) -> None:
    message = f"{facts.term} is declared to hold {expected}; the other form is accepted."
    run.report(terms.CONCEPT_RANGE_CONFLICT, place, message, at=_at(facts, index))


def _report_blank(run: Run, reference: Reference) -> None:
    run.report(
        references.REFERENCE_BLANK_NOT_ALLOWED,
        reference.place,
        f"{reference.term} leads to a registered resource, not to a blank node.",
        at=_at(reference, reference.index),
        hint="Publish what it leads to, and refer to it by its address.",
        value=reference.target.uri,
    )


def _report_inner(run: Run, reference: Reference) -> None:
    run.report(
        forms.EMBED_EXPECTED,
        reference.place,
        f"What {reference.term} holds is written as an object right here, not as a reference.",
        at=_at(reference, reference.index),
        hint="Put the object in place of the address.",
        value=reference.target.uri,
    )


def _at(facts: LinkFacts | Reference, index: int) -> tuple[str | int, ...]:
    return (facts.term, index) if index >= 0 else (facts.term,)
