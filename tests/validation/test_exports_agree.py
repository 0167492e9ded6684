"""The JSON Schemas and SHACL shapes say what the validator says, on samples, cases and generated documents.

Where they part ways the document is listed with the reason; a list with an entry that no longer holds fails too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.errors import RegistryError
from opencredreg.jsonld.document import Document
from opencredreg.validation import RULES, bundled_profile, parse_any_document
from opencredreg.validation.exports.coverage import (
    COVERED,
    LEFT_OUT,
    PARTLY,
    SHAPES_COVERED,
    SHAPES_LEFT_OUT,
    SHAPES_PARTLY,
)
from tests.support.valid_documents import TOP_CLASSES, documents

from .agreement import (
    Told,
    batches,
    case_documents,
    demo_documents,
    encoded,
    engine_errors,
    engine_tells,
    sample_documents,
    schema_differences,
)

SCHEMA: Final = "schema"
"""Stands for what only a schema says; other words in the lists are codes that only the validator gives."""
SHAPE: Final = "shape"

_SPELLING = "Names of properties or classes are not the compact ones, and the schema knows no others."
_ALIASES = "The context of the document gives other names to the terms, or other terms to the names."
_TWO_CLASSES = "The main resource has a list of classes."
SCHEMA_DIFFERS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "key-not-prefixed bad": (_SPELLING, frozenset({SCHEMA})),
    "key-not-prefixed-full-address bad": (_SPELLING, frozenset({SCHEMA})),
    "key-whitespace bad": (_SPELLING, frozenset({SCHEMA})),
    "competency-framework-bcsp-csp.json": (_SPELLING, frozenset({"boolean-format"})),
    "data-set-multi-dimensional.json": (_SPELLING, frozenset({"reference-not-iri"})),
    "pathway-bakersfield-csu-unprefixed-terms.json": (
        _SPELLING,
        frozenset(
            {
                "ctid-missing",
                "language-map-expected",
                "literal-expected",
                "number-format",
                "required-missing",
                "required-one-of",
            }
        ),
    ),
    "pathway-constraint-use-case-10.jsonld": (
        _ALIASES,
        frozenset({"class-unknown", "concept-not-in-scheme"}),
    ),
    "pathway-heriot-watt-expanded-json-ld.json": (
        _SPELLING,
        frozenset(
            {
                SCHEMA,
                "ctid-missing",
                "language-map-expected",
                "number-invalid",
                "required-missing",
                "required-one-of",
                "too-many-values",
            }
        ),
    ),
    "progression-model-term-schedule.json": (_TWO_CLASSES, frozenset({"ctid-missing", "required-missing"})),
}

_NO_ID = "An item without a usable @id is a blank node in RDF."
_INSIDE = "An object inside another is a blank node, which might as well stand for something outside."
_SHARED_ID = "Objects with one @id are one node in RDF."
_MAIN = "Which item is the main resource, and so which ones are members of it, is not to be seen in RDF."
_BLANKS = "Blanks around an address are no part of it in RDF."
_IMPLIED = "A class that only the property implies is no class in RDF."
_WRAPPED = "The document is wrapped in another, and the validator looks at the outer one."
_TOLD = "What another rule tells of a missing property is not told again; shapes know only what is required."
SHAPES_DIFFER: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "wrong-type-id bad": (
        _NO_ID,
        frozenset({"ctid-missing", "recommended-missing", "required-missing", "required-one-of"}),
    ),
    "required-id bad": (_NO_ID, frozenset({"recommended-missing"})),
    "embedded-at-top bad": (
        "Nothing is recommended for what belongs inside something else, wherever it stands.",
        frozenset({"recommended-missing"}),
    ),
    "reference-not-iri-blank-before-it bad": (_BLANKS, frozenset({"reference-not-iri"})),
    "type-implied bad": (_IMPLIED, frozenset({"required-before"})),
    "literal-expected bad": ("An object in the place of a text becomes a node.", frozenset({SHAPE})),
    "alignment-incomplete bad": (_TOLD, frozenset({SHAPE})),
    "member-untied-component bad": (_TOLD, frozenset({SHAPE})),
    "alignment-map-scqf-eqf.json": (
        "A row that says no match needs no target; shapes ask for one.",
        frozenset({SHAPE}),
    ),
    "collection-propath-members.json": (_SHARED_ID, frozenset({"blank-node-thin"})),
    "data-set-multi-dimensional.json": (
        "A key without its prefix is the same property in RDF, under its full name.",
        frozenset({"reference-not-iri", SHAPE}),
    ),
    "envelope-competency-framework.json": (_WRAPPED, frozenset({SHAPE})),
    "envelope-cost-manifest.json": (_WRAPPED, frozenset({SHAPE})),
    "envelope-learning-opportunity.json": (_WRAPPED, frozenset({SHAPE})),
    "invalid-credential-unknown-type.json": (
        _NO_ID,
        frozenset({"language-map-expected", "reference-not-iri", "registry-uri-malformed"}),
    ),
    "legacy-assessment-2179.json": (
        "A class that was replaced is another class in RDF.",
        frozenset({"required-missing", "required-one-of"}),
    ),
    "legacy-competency-framework-scrum.json": (
        "An empty list of texts is nothing at all in RDF.",
        frozenset({"language-map-expected"}),
    ),
    "legacy-competency-scrum-electricity.json": (_MAIN, frozenset({"required-missing"})),
    "legacy-credential-license-1.json": (
        f"{_INSIDE} {_BLANKS}",
        frozenset({"required-missing", "url-format"}),
    ),
    "legacy-credential-registry-spec-fixture.json": (
        "An object that is nothing but a bare UUID as its @id is a node in RDF.",
        frozenset({"reference-not-iri"}),
    ),
    "legacy-learning-opportunity-2142.json": (_INSIDE, frozenset({"required-missing", "required-one-of"})),
    "pathway-bakersfield-csu-unprefixed-terms.json": (
        "Objects under keys without prefix are pointed at by other names.",
        frozenset(
            {
                SHAPE,
                "ctid-missing",
                "language-map-expected",
                "recommended-missing",
                "reference-not-iri",
                "required-before",
                "required-missing",
            }
        ),
    ),
    "pathway-constraint-use-case-10.jsonld": (
        _ALIASES,
        frozenset({SHAPE, "concept-not-in-scheme"}),
    ),
    "progression-model-term-schedule.json": (_TWO_CLASSES, frozenset({SHAPE})),
    "qualifications-framework-eqf.json": (_MAIN, frozenset({"required-one-of"})),
    "qualifications-framework-level-descriptors.json": (_MAIN, frozenset({"required-one-of"})),
    "qualifications-framework-scqf.json": (_MAIN, frozenset({"required-one-of"})),
    "rubric-blackboard-essay-bnodes.json": (
        f"{_NO_ID} {_SHARED_ID}",
        frozenset({SHAPE, "ctid-missing", "required-missing"}),
    ),
    "rubric-simplified.json": (_NO_ID, frozenset({"ctid-missing", "required-missing"})),
    "verifiable-credential-with-competency.json": (_WRAPPED, frozenset({SHAPE})),
    "verifiable-credential-with-registry-degree.json": (_WRAPPED, frozenset({SHAPE})),
}
_MISMATCH = {"registry-uri-malformed": "ctid-uri-mismatch"}
"""Of an @id that is no address of a resource the validator gives one of two codes."""


def _readable(documents: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes, Document]]:
    """The documents that can be read as JSON-LD at all; the others have nothing to agree on."""
    for name, payload in documents:
        try:
            yield name, payload, parse_any_document(payload)
        except RegistryError:
            continue


def _listed(
    table: Mapping[str, tuple[str, frozenset[str]]], names: Iterable[str]
) -> dict[str, frozenset[str]]:
    return {name: codes for name in names if name in table for _, codes in (table[name],)}


def _differences(payload: bytes) -> list[Any]:
    return [one for one in schema_differences(payload) if one.code in COVERED or not one.code]


# Coverage ----------------------------------------------------------------------------------------------------


def test_every_error_is_covered_or_left_out_with_a_reason() -> None:
    errors = {rule.code for rule in RULES if bundled_profile("publish").level(rule) == "error"}
    assert {*COVERED, *PARTLY, *LEFT_OUT} == errors
    assert len(COVERED) + len(PARTLY) + len(LEFT_OUT) == len(errors)
    assert all(reason.endswith(".") for reason in {**PARTLY, **LEFT_OUT}.values())


def test_every_rule_is_in_the_shapes_or_left_out_with_a_reason() -> None:
    codes = {rule.code for rule in RULES}
    assert {*SHAPES_COVERED, *SHAPES_PARTLY, *SHAPES_LEFT_OUT} == codes
    assert len(SHAPES_COVERED) + len(SHAPES_PARTLY) + len(SHAPES_LEFT_OUT) == len(codes)


def test_every_covered_rule_has_a_document_that_breaks_it() -> None:
    """Or the agreement below would say nothing about it."""
    errors, told = set(), set()
    for _, _, document in _readable(case_documents()):
        found = engine_tells(document)
        told |= {one.code for one in found}
        errors |= {code for codes in engine_errors(document).values() for code in codes}
    assert errors >= COVERED - {"document-not-object"}
    # The shapes cannot tell some codes from others, and those are compared under one name.
    assert told >= SHAPES_COVERED - {"concept-unknown", "ctid-bare-uuid"}


def test_the_page_about_schemas_names_what_is_left_out() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "schemas.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9-]+)`", page))
    assert named >= {*PARTLY, *LEFT_OUT, *SHAPES_COVERED, *SHAPES_PARTLY}


# JSON Schema -------------------------------------------------------------------------------------------------


def _part_of_the_demonstration() -> Iterator[tuple[str, bytes]]:
    return islice(demo_documents(), 0, None, 3)


@pytest.mark.parametrize("source", [case_documents, sample_documents, _part_of_the_demonstration])
def test_schemas_agree_with_the_validator(source: Any) -> None:
    differing, names = {}, set()
    for name, payload, _ in _readable(source()):
        names.add(name)
        found = frozenset(one.code or SCHEMA for one in _differences(payload))
        if found:
            differing[name] = found
    assert len(names) > 50
    assert differing == _listed(SCHEMA_DIFFERS, names)


_JUNK: Final = st.sampled_from(
    [
        None, "", " ", [], {}, 0, -1, 1.5, True, "x", "text", "true", "12", "2024-02-30", "2024-02-29", "2024", "P1Y",
        "P1M2", "en", "English", "USD", "$", "ce-1", "_:b77", "https://x.example/a b", "https://x.example/a", "www.x.y",
        ["x", "y"], ["https://x.example/a", "https://x.example/b"], {"en": "Text"}, {"en": 5}, {"en": ["a", 5]},
        [["x"]], [None], {"@id": "https://x.example/a"}, {"@id": "x"}, {"@type": "ceterms:Place"},
        {"@type": "ceterms:Nothing", "ceterms:name": {"en": "Text"}}, {"ceterms:name": {"en": "Text"}},
        {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "audience:Citizen"},
        {"@type": "ceterms:ConditionProfile", "ceterms:name": "x", "name": "y"},
        "audLevel:BeginnerLevel", "http://purl.org/ctdl/vocabs/audience/PartTime",
    ]
)  # fmt: skip


def _changed(data: st.DataObject, document: Any) -> None:
    """Spoil one value somewhere in a document, or take it away."""
    item = data.draw(st.sampled_from(document["@graph"]))
    while True:
        # The class of the main resource chooses the schema, so it stays.
        keys = sorted(item.keys() - {"@type"}) if item is document["@graph"][0] else sorted(item)
        key = data.draw(st.sampled_from(keys))
        inner = item[key][0] if isinstance(item[key], list) and item[key] else item[key]
        if not (isinstance(inner, dict) and "@type" in inner) or data.draw(st.booleans()):
            break
        item = inner
    if data.draw(st.integers(0, 3)) == 0:
        del item[key]
    else:
        item[key] = data.draw(_JUNK)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_schemas_agree_with_the_validator_on_spoiled_documents(data: st.DataObject) -> None:
    document = data.draw(documents(data.draw(st.sampled_from(TOP_CLASSES))))
    for _ in range(data.draw(st.integers(0, 2))):
        _changed(data, document)
    assert _differences(encoded(document)) == []


# SHACL -------------------------------------------------------------------------------------------------------


def _apart(name: str, place: int, payload: bytes) -> bytes:
    """Cases share their addresses, so each gets a registry of its own."""
    return payload.replace(b"registry.example", f"registry{place}.example".encode())


def _cases_of_shapes() -> Iterator[tuple[str, bytes]]:
    codes = {*SHAPES_COVERED, "required", "wrong-type", "embedded-at-top", "type-implied", "literal-expected",
             "member-untied"}  # fmt: skip
    for place, (name, payload) in enumerate(case_documents()):
        if any(name.startswith(code) for code in codes):
            yield name, _apart(name, place, payload)


def _some_of_the_demonstration() -> Iterator[tuple[str, bytes]]:
    return islice(demo_documents(), 0, None, 8)


@pytest.mark.parametrize("source", [_cases_of_shapes, sample_documents, _some_of_the_demonstration])
def test_shapes_agree_with_the_validator(source: Any) -> None:
    chosen = {
        name: document for name, _, document in _readable(source()) if not document.payload.startswith(b"[")
    }
    assert len(chosen) > 20
    told: dict[str, set[Told]] = defaultdict(set)
    for batch in batches(chosen.items()):
        for name, one in batch.results():
            told[name].add(one)
    differing = {}
    for name, document in chosen.items():
        found = _unlike(engine_tells(document), told[name])
        if found:
            differing[name] = found
    assert differing == _listed(SHAPES_DIFFER, chosen)


def _unlike(engine: set[Told], shapes: set[Told]) -> frozenset[str]:
    """What only one of them says. A value that is wrong in two ways may be told of in two ways."""
    places = {(one.pointer, one.property) for one in engine if one.property}
    unseen = {one.code for one in engine - shapes if one.code in SHAPES_COVERED}
    alone = {
        SHAPE
        for one in shapes - engine
        if (one.pointer, one.property) not in places
        and one._replace(code=_MISMATCH.get(one.code, "")) not in engine
    }
    return frozenset(unseen | alone)


def test_no_list_names_a_document_that_is_not_there() -> None:
    names = {name for source in (case_documents, sample_documents, demo_documents) for name, _ in source()}
    assert {*SCHEMA_DIFFERS, *SHAPES_DIFFER} <= names
