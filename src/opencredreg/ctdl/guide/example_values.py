"""Invented values for examples: one for every property, in the form that the vocabulary expects.

Source: ``ctdl-vocabulary.md`` sections 3 and 9.6, ``validation-profile.md`` section 5.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from opencredreg.ctdl.guide.example_texts import (
    CLASSIFICATIONS,
    CONCEPTS,
    INSIDE,
    NAMED,
    PLACE_OF_A_LAW,
    PLAIN,
    TEXTS,
    TEXTS_OF_CLASSES,
    WORDS,
)
from opencredreg.ctdl.guide.value_forms import Form, value_form
from opencredreg.ctdl.terms import (
    ALIGNMENT_OBJECT,
    CREDENTIAL,
    FRAMEWORK,
    FRAMEWORK_NAME,
    ORGANIZATION,
    TARGET_NODE,
    TARGET_NODE_NAME,
)
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.ids import CTID

__all__ = ["EXAMPLE_REGISTRY", "alignment_to", "example_ctid", "example_object", "example_value", "texts"]

EXAMPLE_REGISTRY = "https://registry.example"

_LANGUAGE = "en-US"
_SITE = "https://www.college.example"


def example_ctid(seed: str) -> CTID:
    """A CTID that is always the same for the same words: a random-looking UUID of version 4.

    >>> example_ctid("ceterms:Certificate") == example_ctid("ceterms:Certificate")
    True
    """
    return CTID(f"ce-{UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4)}")


def texts(text: str) -> dict[str, str]:
    """A text in the language of the examples."""
    return {_LANGUAGE: text}


def example_value(vocabulary: Vocabulary, cls: str, term: str, *, registry: str = EXAMPLE_REGISTRY) -> Any:
    """A value of a property on a class, as it stands in JSON.

    Args:
        vocabulary: decides the form.
        cls: class of the thing that has the property; "" for none in particular.
        term: a property that is known.
        registry: what the addresses of resources start with.

    Raises:
        KeyError: the property is not known.
    """
    form = value_form(vocabulary, cls, term)
    value = _one(vocabulary, cls, term, form.form, form.embedded, registry)
    return [value] if form.is_list else value


def example_object(
    vocabulary: Vocabulary, cls: str, *, registry: str = EXAMPLE_REGISTRY, within: str = ""
) -> dict[str, Any]:
    """An object that is written inside another: its class, what is required, and what makes it worth having.

    ``within`` is the property that holds it.
    """
    concept = next((name for name in CONCEPTS.split() if name in vocabulary.concepts), "")
    if cls == ALIGNMENT_OBJECT and concept:
        return alignment_to(vocabulary, concept)
    wanted = INSIDE.get(cls, "").split()
    if within in ("ceterms:mainJurisdiction", "ceterms:jurisdictionException"):
        wanted = PLACE_OF_A_LAW.split()
    facts = vocabulary.classes.get(cls)
    for group in facts.required if facts else ():
        if not any(term in wanted for term in group):
            wanted.append(group[0])
    if not wanted:
        wanted = [
            term for term in ("ceterms:name", "ceterms:description") if vocabulary.has_domain(cls, term)
        ]
    known = (term for term in wanted if term in vocabulary.properties and term != "ceterms:ctid")
    return {
        "@type": cls,
        **{term: example_value(vocabulary, cls, term, registry=registry) for term in known},
    }


def alignment_to(vocabulary: Vocabulary, concept: str) -> dict[str, Any]:
    """An alignment object that names a concept of the vocabulary.

    Raises:
        KeyError: it is not one.
    """
    facts = vocabulary.concepts[concept]
    return {
        "@type": ALIGNMENT_OBJECT,
        FRAMEWORK: vocabulary.expand(facts.scheme),
        FRAMEWORK_NAME: texts(vocabulary.schemes[facts.scheme].label),
        TARGET_NODE: concept,
        TARGET_NODE_NAME: texts(facts.label),
    }


def _one(vocabulary: Vocabulary, cls: str, term: str, form: Form, embedded: str, registry: str) -> Any:
    if form in (Form.ALIGNMENT, Form.CONCEPT):
        return _concept(vocabulary, term, form, registry)
    if form is Form.EMBEDDED:
        if embedded == cls:
            # A condition in a condition says no more about conditions; it ends here.
            return {"@type": cls, "ceterms:description": texts(_name_and_description(vocabulary, cls)[1])}
        return example_object(vocabulary, embedded, registry=registry, within=term)
    if form is Form.LANGUAGE_MAP:
        return texts(_text(vocabulary, cls, term))
    if form is Form.LANGUAGE_LISTS:
        return {_LANGUAGE: list(WORDS.get(term) or (_text(vocabulary, cls, term),))}
    return _plain(vocabulary, cls, term, form, registry)


def _plain(vocabulary: Vocabulary, cls: str, term: str, form: Form, registry: str) -> Any:
    if term in PLAIN and form not in (Form.URL, Form.REFERENCE):
        return PLAIN[term]
    local = term.partition(":")[2]
    if term == "ceterms:ctid":
        return example_ctid(ORGANIZATION)
    if form is Form.REFERENCE:
        return f"{registry}/resources/{_target(vocabulary, term)}"
    if form is Form.URL:
        # A page of its own for each kind of thing, and below it for what is said of it.
        path = "" if local == "subjectWebpage" else f"/{_dashed(local)}"
        return f"{_SITE}/{_dashed(cls.partition(':')[2]) or 'resource'}{path}"
    is_end = local.lower().startswith(("end", "expiration", "approximateend", "approximateexp", "closing"))
    year = 2027 if is_end else 2026
    values: Mapping[Form, Any] = {
        Form.LANGUAGE: _LANGUAGE,
        Form.NUMBER: 12.5,
        Form.INTEGER: 12,
        Form.BOOLEAN: True,
        Form.DATE: f"{year}-01-15",
        Form.DATETIME: f"{year}-01-15T09:00:00Z",
        Form.DURATION: "P6M",
    }
    return values.get(form, f"Example {_label(vocabulary, term)}")


def _concept(vocabulary: Vocabulary, term: str, form: Form, registry: str) -> Any:
    scheme = vocabulary.schemes.get(vocabulary.properties[term].scheme or "")
    if scheme is not None and scheme.concepts:
        chosen = next((name for name in scheme.concepts if name in CONCEPTS.split()), scheme.concepts[0])
        return chosen if form is Form.CONCEPT else alignment_to(vocabulary, chosen)
    if form is Form.CONCEPT:
        return f"{registry}/resources/{example_ctid(term)}"
    if term in CLASSIFICATIONS:
        framework, name, code, label = CLASSIFICATIONS[term]
        return {
            "@type": ALIGNMENT_OBJECT,
            FRAMEWORK: framework,
            FRAMEWORK_NAME: texts(name),
            "ceterms:codedNotation": code,
            TARGET_NODE_NAME: texts(label),
        }
    label = NAMED.get(term) or f"Example {_label(vocabulary, term)}"
    return {"@type": ALIGNMENT_OBJECT, TARGET_NODE_NAME: texts(label)}


def _target(vocabulary: Vocabulary, term: str) -> CTID:
    """The CTID of what a reference leads to; all organizations are one unless the property needs two."""
    classes = vocabulary.properties[term].range
    if CREDENTIAL in classes:
        return example_ctid("a credential")
    two_sided = ("receivingOrganization", "parentOrganization", "subOrganization", "department")
    is_organization = ORGANIZATION in classes
    return example_ctid(ORGANIZATION if is_organization and not term.endswith(two_sided) else term)


def _text(vocabulary: Vocabulary, cls: str, term: str) -> str:
    if term in TEXTS:
        return TEXTS[term]
    local = term.partition(":")[2]
    if local in ("name", "prefLabel"):
        return _name_and_description(vocabulary, cls)[0]
    if local == "description":
        return _name_and_description(vocabulary, cls)[1]
    return f"Example {_label(vocabulary, term)}"


def _name_and_description(vocabulary: Vocabulary, cls: str) -> tuple[str, str]:
    facts = vocabulary.classes.get(cls)
    for name in (cls, *facts.ancestors) if facts is not None else ():
        if name in TEXTS_OF_CLASSES:
            return TEXTS_OF_CLASSES[name]
    thing = _label(vocabulary, cls) if facts is not None else "resource"
    article = "An" if thing[:1] in "aeiou" else "A"
    return f"Example {thing}", f"{article} {thing} of Example College, invented to show how one is written."


def _dashed(local: str) -> str:
    """A local name as a part of an address."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in local).strip("-")


def _label(vocabulary: Vocabulary, term: str) -> str:
    """A label in the middle of a sentence."""
    facts = vocabulary.classes.get(term) or vocabulary.properties.get(term)
    label = facts.label if facts is not None and facts.label else term.partition(":")[2]
    return label if label.isupper() else label.lower()
