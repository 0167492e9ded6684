"""How the value of a property is written in JSON: text, number, reference, object, and whether in a list.

The shapes of the publishing service decide where they are known; datatype and range decide elsewhere.

Source: ``ctdl-vocabulary.md`` sections 1, 3 and 9.6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from opencredreg.ctdl.facts import PropertyFacts, ValueKind
from opencredreg.ctdl.terms import ALIGNMENT_OBJECT, CONCEPT, CREDENTIAL
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["Form", "ValueForm", "form_in_words", "usual_class", "value_form"]


class Form(StrEnum):
    """What one value looks like in JSON."""

    LANGUAGE_MAP = "language-map"
    LANGUAGE_LISTS = "language-map-of-lists"
    TEXT = "text"
    LANGUAGE = "language"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "date-time"
    DURATION = "duration"
    URL = "url"
    REFERENCE = "reference"
    CONCEPT = "concept"
    ALIGNMENT = "alignment"
    EMBEDDED = "embedded"


class ValueForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a property on a class.

    ``embedded`` is the class of the object that is written inside ("" for other forms), ``is_list`` whether
    values stand in an array even when there is one only, ``is_repeatable`` whether there may be several
    (``None``: nobody says), ``shape`` the words of the publishing service, for this class or most others.
    """

    form: Form
    embedded: str
    is_list: bool
    is_repeatable: bool | None
    shape: str


_WEB = frozenset({"xsd:anyURI", "schema:WebPage", "dct:Standard"})
_BY_KIND: Mapping[ValueKind, Form] = {
    ValueKind.LANGUAGE_MAP: Form.LANGUAGE_MAP,
    ValueKind.STRING: Form.TEXT,
    ValueKind.LANGUAGE: Form.LANGUAGE,
    ValueKind.INTEGER: Form.INTEGER,
    ValueKind.DECIMAL: Form.NUMBER,
    ValueKind.FLOAT: Form.NUMBER,
    ValueKind.BOOLEAN: Form.BOOLEAN,
    ValueKind.DATE: Form.DATE,
    ValueKind.DATETIME: Form.DATETIME,
    ValueKind.DURATION: Form.DURATION,
    ValueKind.ANY: Form.TEXT,
}
_BY_SHAPE: Mapping[str, Form] = {
    "languageMap": Form.LANGUAGE_MAP,
    "languageMapOfLists": Form.LANGUAGE_LISTS,
    "boolean": Form.BOOLEAN,
    "integer": Form.INTEGER,
}
_WORDS: Mapping[Form, tuple[str, str]] = {
    Form.LANGUAGE_MAP: ("text by language", "texts by language"),
    Form.LANGUAGE_LISTS: ("lists of words by language", "lists of words by language"),
    Form.TEXT: ("text", "list of texts"),
    Form.LANGUAGE: ("language tag", "list of language tags"),
    Form.NUMBER: ("number", "list of numbers"),
    Form.INTEGER: ("whole number", "list of whole numbers"),
    Form.BOOLEAN: ("true or false", "true or false"),
    Form.DATE: ("date", "list of dates"),
    Form.DATETIME: ("date and time", "list of times"),
    Form.DURATION: ("duration", "list of durations"),
    Form.URL: ("web address", "list of web addresses"),
    Form.REFERENCE: ("reference", "list of references"),
    Form.CONCEPT: ("concept", "list of concepts"),
    Form.ALIGNMENT: ("alignment object", "list of alignment objects"),
    Form.EMBEDDED: ("object inside", "list of objects inside"),
}


def value_form(vocabulary: Vocabulary, cls: str, term: str) -> ValueForm:
    """The form of a known property on things of a class.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> form = value_form(bundled_vocabulary(), "ceterms:Badge", "ceterms:requires")
    >>> form.form.value, form.embedded, form.is_list
    ('embedded', 'ceterms:ConditionProfile', True)

    Raises:
        KeyError: the property is not known.
    """
    facts = vocabulary.properties[term]
    # Where nobody wrote down how this class does it, it does as most others.
    shape = vocabulary.shape_of(cls, term) or vocabulary.shape_of(usual_class(vocabulary, term), term)
    is_list = shape.startswith("list of ")
    inner = shape.removeprefix("list of ").removeprefix("single ")
    form, embedded = _of_shape(vocabulary, facts, inner) if inner else _of_facts(vocabulary, facts)
    return ValueForm(
        form=form,
        embedded=embedded,
        is_list=is_list,
        is_repeatable=vocabulary.is_repeatable(cls, term),
        shape=shape,
    )


def usual_class(vocabulary: Vocabulary, term: str) -> str:
    """A class on which a property has its most usual form; "" when nobody wrote down any."""
    shapes = {cls: facts.shapes[term] for cls, facts in vocabulary.classes.items() if term in facts.shapes}
    if not shapes:
        return ""
    usual = Counter(shapes.values()).most_common(1)[0][0]
    found = [cls for cls, shape in shapes.items() if shape == usual]
    # What people meet most often explains a property best.
    return min(found, key=lambda cls: (cls != CREDENTIAL, vocabulary.classes[cls].placement != "top", cls))


def form_in_words(form: ValueForm) -> str:
    """A form as people say it.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> form_in_words(value_form(bundled_vocabulary(), "ceterms:Badge", "ceterms:ownedBy"))
    'list of references'
    """
    return _WORDS[form.form][form.is_list]


def _of_shape(vocabulary: Vocabulary, facts: PropertyFacts, inner: str) -> tuple[Form, str]:
    if inner in _BY_SHAPE:
        return _BY_SHAPE[inner], ""
    if inner in ("IRI", "string", "number", "any"):
        # A reference that the service calls a string is one nevertheless: the context says what it means.
        return _of_iri(facts) if facts.kind is ValueKind.IRI else _BY_KIND[facts.kind], ""
    return _of_class(vocabulary.normalize_term(inner))


def _of_facts(vocabulary: Vocabulary, facts: PropertyFacts) -> tuple[Form, str]:
    if facts.kind is not ValueKind.IRI:
        return _BY_KIND[facts.kind], ""
    if ALIGNMENT_OBJECT in facts.range:
        return Form.ALIGNMENT, ALIGNMENT_OBJECT
    inside = [
        name
        for name in facts.range
        if name in vocabulary.classes and vocabulary.classes[name].placement == "embedded"
    ]
    return _of_class(inside[0]) if inside else (_of_iri(facts), "")


def _of_iri(facts: PropertyFacts) -> Form:
    if facts.scheme is not None and (CONCEPT in facts.range or ALIGNMENT_OBJECT in facts.range):
        return Form.CONCEPT
    return Form.URL if facts.range and _WEB.issuperset(facts.range) else Form.REFERENCE


def _of_class(cls: str) -> tuple[Form, str]:
    return (Form.ALIGNMENT if cls == ALIGNMENT_OBJECT else Form.EMBEDDED), cls
