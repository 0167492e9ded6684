"""Everything that is known about one term, put together for pages, the terminal and JSON.

``describe`` takes a term as people write it. The descriptions are plain data: what they mention is a
:class:`~opencredreg.ctdl.guide.term_search.TermLink`.

Source: ``ctdl-vocabulary.md`` sections 4 to 8.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from opencredreg.ctdl.facts import SchemeFacts
from opencredreg.ctdl.guide.descriptions import (
    REQUIREMENTS,
    ClassDescription,
    ClassProperty,
    ConceptDescription,
    ConceptNode,
    Description,
    Family,
    InverseLink,
    PropertyDescription,
    Requirement,
    SchemeDescription,
)
from opencredreg.ctdl.guide.example_values import alignment_to, example_value
from opencredreg.ctdl.guide.examples import example_of
from opencredreg.ctdl.guide.term_search import TermLink, find_term, link_to
from opencredreg.ctdl.guide.value_forms import form_in_words, usual_class, value_form
from opencredreg.ctdl.hierarchy import fold_classes
from opencredreg.ctdl.inverses import Inverse
from opencredreg.ctdl.requirements import CONDITIONS
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["concept_tree", "describe", "describe_class"]


def describe(vocabulary: Vocabulary, name: str) -> Description | None:
    """What is known about a term, however it is written; ``None`` when there is no such term.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> describe(bundled_vocabulary(), "Certificate").label
    'Certificate'
    """
    term = find_term(vocabulary, name)
    if term is None:
        return None
    if term in vocabulary.classes:
        return describe_class(vocabulary, term)
    if term in vocabulary.properties:
        return _property(vocabulary, term)
    return _scheme(vocabulary, term) if term in vocabulary.schemes else _concept(vocabulary, term)


def describe_class(vocabulary: Vocabulary, term: str) -> ClassDescription:
    """What is known about a class.

    Raises:
        KeyError: it is not one.
    """
    facts = vocabulary.classes[term]
    return ClassDescription(
        term=term,
        iri=vocabulary.expand(term),
        label=facts.label,
        status=facts.status,
        help=vocabulary.help_of(term),
        official=vocabulary.text_of(term),
        placement=facts.placement,
        other_placements=facts.other_placements,
        ancestors=_links(vocabulary, facts.ancestors),
        subclasses=_links(
            vocabulary, sorted(name for name, other in vocabulary.classes.items() if term in other.parents)
        ),
        descendant_count=len(vocabulary.descendants(term) - {term}),
        properties=_class_properties(vocabulary, term),
        pointed_at_by=_links(vocabulary, vocabulary.pointing_at(term)),
        equivalents=facts.equivalents,
        declared_in=facts.declared_in,
        example=example_of(vocabulary, term),
    )


def concept_tree(vocabulary: Vocabulary, scheme: SchemeFacts) -> tuple[ConceptNode, ...]:
    """The concepts of a scheme under each other; each stands where it is first met."""
    seen: set[str] = set()

    def node(term: str) -> ConceptNode:
        seen.add(term)
        below = tuple(node(name) for name in vocabulary.concepts[term].narrower if name not in seen)
        return ConceptNode(link_to(vocabulary, term), below)

    roots = [node(term) for term in scheme.top]
    # A concept that only circles lead to is still a member.
    roots += [node(term) for term in scheme.concepts if term not in seen]
    return tuple(roots)


def _class_properties(vocabulary: Vocabulary, cls: str) -> tuple[ClassProperty, ...]:
    """Those that are asked for first, group by group, then all others by name."""
    facts = vocabulary.classes[cls]
    asked: dict[str, tuple[Requirement, tuple[str, ...]]] = {}
    for groups, alone, several in (
        (facts.required, "required", "one of"),
        (facts.recommended, "recommended", "recommended"),
    ):
        for group in sorted(groups, key=len):
            for term in group:
                level: Any = alone if len(group) == 1 else several
                asked.setdefault(term, (level, tuple(name for name in group if name != term)))
    conditions: dict[str, str] = {}
    for one in facts.required_if:
        for term in one.group:
            if asked.get(term, ("optional",))[0] not in ("required", "one of"):
                asked[term] = (
                    "required" if len(one.group) == 1 else "one of",
                    tuple(name for name in one.group if name != term),
                )
                conditions[term] = CONDITIONS[one.when]
    for term in vocabulary.properties_of(cls):
        asked.setdefault(term, ("optional", ()))
    return tuple(
        sorted(
            (
                _class_property(vocabulary, cls, term, *level, conditions.get(term, ""))
                for term, level in asked.items()
                if term in vocabulary.properties
            ),
            key=lambda one: (
                REQUIREMENTS.index(one.requirement),
                sorted((one.link.term, *one.alternatives)) if one.alternatives else [],
                one.link.label.lower(),
            ),
        )
    )


def _class_property(
    vocabulary: Vocabulary,
    cls: str,
    term: str,
    requirement: Requirement,
    alternatives: tuple[str, ...],
    condition: str,
) -> ClassProperty:
    facts = vocabulary.properties[term]
    form = value_form(vocabulary, cls, term)
    return ClassProperty(
        link=link_to(vocabulary, term),
        help=vocabulary.help_of(term),
        requirement=requirement,
        alternatives=alternatives,
        condition=condition,
        words=form_in_words(form),
        form=form.form.value,
        embedded=form.embedded,
        shape=form.shape,
        is_repeatable=form.is_repeatable,
        range=_families(vocabulary, facts.range),
        scheme=link_to(vocabulary, facts.scheme) if facts.scheme else None,
        example=example_value(vocabulary, cls, term),
    )


def _property(vocabulary: Vocabulary, term: str) -> PropertyDescription:
    facts = vocabulary.properties[term]
    cls = usual_class(vocabulary, term)
    form = value_form(vocabulary, cls, term)
    scheme = vocabulary.schemes.get(facts.scheme) if facts.scheme else None
    requiring = tuple(name for name, other in vocabulary.classes.items() if (term,) in other.required)
    return PropertyDescription(
        term=term,
        iri=vocabulary.expand(term),
        label=link_to(vocabulary, term).label,
        status=facts.status,
        help=vocabulary.help_of(term),
        official=vocabulary.text_of(term),
        is_declared=facts.declared,
        datatype=facts.datatype,
        words=form_in_words(form),
        form=form.form.value,
        embedded=form.embedded,
        is_repeatable=form.is_repeatable,
        domain=_families(vocabulary, facts.domain),
        range=_families(vocabulary, facts.range),
        required_by=_families(vocabulary, requiring),
        scheme=link_to(vocabulary, facts.scheme) if facts.scheme else None,
        concepts=concept_tree(vocabulary, scheme) if scheme else (),
        inverses=tuple(_inverse(vocabulary, one) for one in vocabulary.inverses_of(term)),
        parents=_links(vocabulary, facts.parents),
        subproperties=_links(vocabulary, sorted(vocabulary.subproperties(term) - {term})),
        equivalents=facts.equivalents,
        declared_in=facts.declared_in,
        example={term: example_value(vocabulary, cls, term)},
    )


def _inverse(vocabulary: Vocabulary, one: Inverse) -> InverseLink:
    return InverseLink(link_to(vocabulary, one.inverse), one.declared, one.through)


def _scheme(vocabulary: Vocabulary, term: str) -> SchemeDescription:
    facts = vocabulary.schemes[term]
    return SchemeDescription(
        term=term,
        iri=vocabulary.expand(term),
        label=facts.label,
        status=facts.status,
        help=vocabulary.help_of(term),
        official=vocabulary.text_of(term),
        prefix=facts.prefix,
        namespace=facts.namespace,
        concept_count=len(facts.concepts),
        tree=concept_tree(vocabulary, facts),
        used_by=_links(vocabulary, vocabulary.properties_with_scheme(term)),
        declared_in=facts.declared_in,
    )


def _concept(vocabulary: Vocabulary, term: str) -> ConceptDescription:
    facts = vocabulary.concepts[term]
    return ConceptDescription(
        term=term,
        iri=vocabulary.expand(term),
        label=facts.label,
        status=facts.status,
        help=vocabulary.help_of(term),
        official=vocabulary.text_of(term),
        scheme=link_to(vocabulary, facts.scheme),
        broader=_links(vocabulary, (name for name in facts.broader if name in vocabulary.concepts)),
        narrower=_links(vocabulary, facts.narrower),
        related=_links(vocabulary, facts.related),
        used_by=_links(vocabulary, vocabulary.properties_with_scheme(facts.scheme)),
        example=alignment_to(vocabulary, term),
    )


def _links(vocabulary: Vocabulary, terms: Iterable[str]) -> tuple[TermLink, ...]:
    return tuple(link_to(vocabulary, term) for term in terms)


# Many properties share their domain or range, and a page needs the ranges of a hundred.
@lru_cache(maxsize=2048)
def _families(vocabulary: Vocabulary, classes: tuple[str, ...]) -> tuple[Family, ...]:
    """Classes, with one entry for a class that is there with all its subclasses."""
    families = {term: vocabulary.descendants(term) for term in vocabulary.classes}
    found = [
        Family(link_to(vocabulary, word.removesuffix("+")), word.endswith("+"))
        for word in fold_classes(classes, families).split()
    ]
    return tuple(sorted(found, key=lambda one: (one.link.label.lower(), one.link.term)))
