"""The same quads as a general JSON-LD processor, wherever that reads the data as they are meant."""

from __future__ import annotations

from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from opencredreg.jsonld.contexts import (
    CTDL_CONTEXT_URL,
    CTDLASN_CONTEXT_URL,
    bundled_context,
    resolve_context,
)
from opencredreg.jsonld.rdf import iter_quads
from tests.jsonld.isomorphism import canonical
from tests.jsonld.samples import load_sample, sample_names

_BASE = "https://registry.example/resources/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {NamedNode(_XSD + name) for name in ("float", "double", "decimal", "integer")}

# Where the two differ, and why ours is the one that is meant.
_UNREADABLE = "not JSON, or a context that we were not given"
_FREE_TEXT = "free text in a reference position: we keep the text, JSON-LD makes an address of it"
_OWN_CONTEXT = "an inline context without typing: we read by the vocabulary"
_SPELLING = "terms under http: we use the canonical address"
_MAPS = "language maps under undeclared properties: JSON-LD makes blank nodes without statements of them"
_NO_PREFIX = "names without prefix: JSON-LD drops them"
_DATES = "a year or a month under a date: JSON-LD gives an ill-typed date"
_DROPPED = "a key with a stray blank: JSON-LD makes another property of it, without typing"
_PREFIXES = "prefixes of QData schemes that no published context defines"
_DIFFERENT = {
    "broken-json-transfer-value-wiche-passport.json": _UNREADABLE,
    "collection-propath-members.json": _FREE_TEXT,
    "competency-framework-bcsp-csp.json": _SPELLING,
    "competency-framework-dqp.jsonld": _DATES,
    "concept-scheme-jdx-job-schedule-foreign-context.json": _UNREADABLE,
    "condition-manifest-from-envelope.json": _MAPS,
    "credential-certificate-with-aggregate-data.json": _PREFIXES,
    "credential-program-and-courses-full-iri-prefixes.json": _OWN_CONTEXT,
    "data-set-multi-dimensional.json": _PREFIXES,
    "invalid-credential-unknown-type.json": _OWN_CONTEXT,
    "invalid-learning-opportunity-without-owner.json": _FREE_TEXT,
    "invalid-organization-without-email-and-address.json": _FREE_TEXT,
    "learning-opportunity-driving-academy-bnode-orgs.json": _DROPPED,
    "legacy-assessment-2179.json": _FREE_TEXT,
    "legacy-competency-framework-scrum.json": "a list of language maps: JSON-LD wants one",
    "legacy-credential-license-1.json": "an address without path, which the other parser refuses",
    "legacy-credential-registry-spec-fixture.json": _OWN_CONTEXT,
    "pathway-bakersfield-csu-unprefixed-terms.json": _NO_PREFIX,
    "pathway-constraint-use-case-10.jsonld": _NO_PREFIX,
    "qualifications-framework-eqf.json": _FREE_TEXT,
    "qualifications-framework-scqf.json": _FREE_TEXT,
    "task-navy-maintenance.json": _MAPS,
    "transfer-value-nccrs-fraud-investigation.json": _DATES,
    "verifiable-credential-with-competency.json": _UNREADABLE,
    "verifiable-credential-with-registry-degree.json": _UNREADABLE,
}


def _load(url: str, _options: object) -> dict[str, Any]:
    name = {CTDL_CONTEXT_URL: "ctdl", CTDLASN_CONTEXT_URL: "ctdlasn"}[url.replace("http:", "https:")]
    document = bundled_context(name, as_published=True)  # type: ignore[arg-type]
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": document,
    }


def _theirs(document: dict[str, Any]) -> set[str]:
    options = {"documentLoader": _load, "format": "application/n-quads", "base": _BASE}
    text = jsonld.to_rdf({"@context": CTDL_CONTEXT_URL, **document}, options)
    return canonical(_rounded(quad) for quad in parse(text, format=RdfFormat.N_QUADS, lenient=True))


def _rounded(quad: Quad) -> Quad:
    """The processor prints numbers with 16 digits, and decimals with an exponent that they may not have."""
    value = quad.object
    if not (isinstance(value, Literal) and value.datatype in _NUMBERS):
        return quad
    spelled = Literal(f"{float(value.value):.12g}", datatype=value.datatype)
    return Quad(quad.subject, quad.predicate, spelled, quad.graph_name)


@pytest.mark.parametrize("name", sorted(set(sample_names()) - _DIFFERENT.keys()))
def test_a_general_processor_agrees(name: str) -> None:
    document = load_sample(name)
    assert document is not None
    active = resolve_context(document.get("@context"))
    ours = canonical(_rounded(quad) for quad in iter_quads(document, active, base=_BASE))
    assert ours == _theirs(document)


@pytest.mark.parametrize("name", sorted(name for name, reason in _DIFFERENT.items() if reason != _UNREADABLE))
def test_the_differences_are_still_there(name: str) -> None:
    document = load_sample(name)
    assert document is not None
    active = resolve_context(document.get("@context"))
    ours = canonical(_rounded(quad) for quad in iter_quads(document, active, base=_BASE))
    assert ours != _theirs(document)


def test_the_corrected_context_leads_a_general_processor_right() -> None:
    """With the context that we serve, the approximate dates are literals for everybody."""
    document = {
        "@context": bundled_context("ctdl")["@context"],
        "@id": "https://example.org/a",
        "ceterms:approximateEndDate": "2024-05",
        "ceterms:medianEarnings": 41000,
        "qdata:sizeOfData": 3,
    }
    text = jsonld.to_rdf(document, {"format": "application/n-quads"})
    values = {quad.object for quad in parse(text, format=RdfFormat.N_QUADS)}
    assert values == {
        Literal("2024-05", datatype=NamedNode("https://schema.org/Date")),
        Literal("41000", datatype=NamedNode(_XSD + "decimal")),
        Literal("3", datatype=NamedNode(_XSD + "integer")),
    }
