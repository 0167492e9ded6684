"""What is known of a property that leads elsewhere, on one class: worked out once.

Source: ``validation-profile.md`` sections 2.2, 2.3 and 6.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.validation.tolerances import DOCUMENTED_RANGES

__all__ = ["ALIGNMENT", "CONCEPT", "LinkFacts", "allowed_in_words", "link_facts"]

ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"
CONCEPT: Final = "skos:Concept"
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
_UNCONSTRAINED: Final = frozenset({"rdfs:Resource", "xsd:anyURI", "rdf:Statement", "schema:WebPage"})


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
    takes_alignment = ALIGNMENT in range_
    concrete = [name for name in classes if name != CONCEPT]
    written = vocabulary.shape_of(cls, term).removeprefix("list of ")
    shaped = vocabulary.classes.get(written if ":" in written else f"ceterms:{written}")
    shapes = [shaped] if shaped is not None else [vocabulary.classes[name] for name in classes]
    # Alignment objects are written as addresses too.
    is_free_form = shaped.term == ALIGNMENT if shaped is not None else takes_alignment
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
        takes_concept=CONCEPT in range_,
        takes_alignment=takes_alignment,
        implied=concrete[0] if len(concrete) == 1 else "",
        is_inner=bool(shapes)
        and not is_free_form
        and all(each.placement == "embedded" and "top" not in each.other_placements for each in shapes),
        no_blank=term in _NO_BLANK,
        takes_literal="rdfs:Literal" in range_,
    )


def allowed_in_words(vocabulary: Vocabulary, term: str) -> str:
    """The classes of a range in words, subclasses of named ones left out."""
    range_ = vocabulary.properties[term].range
    top = [
        name for name in range_ if not any(name != other and vocabulary.is_a(name, other) for other in range_)
    ]
    shown = ", ".join(top[:4])
    return f"{shown} and others" if len(top) > 4 else " or ".join(top) if len(top) <= 2 else shown
