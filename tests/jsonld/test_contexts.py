from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.ctdl import ValueKind, bundled_vocabulary
from opencredreg.errors import UnknownContext
from opencredreg.jsonld.contexts import (
    CTDL_CONTEXT_URL,
    CTDLASN_CONTEXT_URL,
    ActiveContext,
    bundled_context,
    extend_context,
    is_bundled,
    resolve_context,
)
from tests.support.shared import shared_path


@pytest.mark.parametrize(
    "context",
    [
        None,
        CTDL_CONTEXT_URL,
        "http://credreg.net/ctdl/schema/context/json",
        f"{CTDLASN_CONTEXT_URL}/",
        [CTDLASN_CONTEXT_URL, CTDL_CONTEXT_URL],
        [],
        {},
        [None, {"res": "https://example.org/resources/"}],
    ],
)
def test_the_vocabulary_is_known_under_every_context(context: object) -> None:
    active = resolve_context(context)
    assert active.expand("ceterms:name") == "https://purl.org/ctdl/terms/name"
    assert active.kind_of("ceasn:competencyText") is ValueKind.LANGUAGE_MAP
    assert active.kind_of("ceterms:approximateEndDate") is ValueKind.DATE
    assert active.expand_iri("metricCat:WIOA") == "https://credreg.net/qdata/vocabs/metricCat/WIOA"


def test_bundled_addresses() -> None:
    assert is_bundled(" https://credreg.net/qdata/schema/context/json ")
    assert not is_bundled("https://credreg.net/ctdl/schema/context")


def test_own_prefixes_win() -> None:
    active = resolve_context(
        [
            CTDL_CONTEXT_URL,
            {"res": "https://example.org/resources/", "audLevel": "https://example.org/levels/"},
        ]
    )
    assert active.expand_iri("res:a") == "https://example.org/resources/a"
    assert active.expand_iri("audLevel:X") == "https://example.org/levels/X"
    assert active.property_term("audLevel:X") == "https://example.org/levels/X"
    assert active.prefixes["costType"] == bundled_vocabulary().prefixes["costType"]
    assert set(active.own_prefixes) == {"res", "audLevel"}


def test_older_addresses_of_the_vocabulary_are_the_same_terms() -> None:
    active = resolve_context({"ceterms": "http://purl.org/ctdl/terms/", "sdo": "http://schema.org/"})
    assert active.property_term("ceterms:name") == "ceterms:name"
    assert active.predicate_iri("ceterms:name") == "https://purl.org/ctdl/terms/name"
    assert active.property_term("sdo:name") == "schema:name"


def test_simple_term_definitions() -> None:
    active = resolve_context(
        {
            "title": "ceterms:name",
            "maker": {"@id": "ex:maker", "@type": "@id"},
            "ex": "https://example.org/",
            "born": {"@id": "ex:born", "@type": "xsd:date"},
            "label": {"@id": "ex:label", "@container": ["@language", "@set"]},
            "steps": {"@id": "ex:steps", "@container": "@list"},
            "note": {"@id": "ex:note", "@language": "fr"},
            "raw": {"@id": "ex:raw", "@type": "@json"},
            "ceterms:ownedBy": {"@type": "@id"},
            "off": None,
        }
    )
    assert active.property_term("title") == "ceterms:name"
    assert active.kind_of("title") is ValueKind.LANGUAGE_MAP
    assert active.predicate_iri("maker") == "https://example.org/maker"
    assert active.kind_of("maker") is ValueKind.IRI
    assert active.kind_of("born") is ValueKind.DATE
    assert active.datatype_of("born") == "http://www.w3.org/2001/XMLSchema#date"
    assert active.kind_of("label") is ValueKind.LANGUAGE_MAP
    assert active.is_list("steps")
    assert active.language_of("note") == "fr"
    assert active.datatype_of("raw") == "@json"
    assert active.property_term("ceterms:ownedBy") == "ceterms:ownedBy"
    assert active.property_term("off") == "ceterms:off"


def test_vocab_base_and_language() -> None:
    active = resolve_context(
        {"@version": 1.1, "@vocab": "https://schema.org/", "@base": "https://example.org/", "@language": "de"}
    )
    assert active.property_term("name") == "schema:name"
    assert active.property_term("foo") == "schema:foo"
    assert (active.base, active.language) == ("https://example.org/", "de")
    assert active.language_of("ceterms:name") == "de"
    assert resolve_context([{"@vocab": "https://schema.org/"}, {"@vocab": None}]).vocab == ""


def test_names_that_nobody_knows() -> None:
    active = resolve_context(None)
    assert active.property_term("neverHeardOf") == "ceterms:neverHeardOf"
    assert active.predicate_iri("neverHeardOf") == "https://purl.org/ctdl/terms/neverHeardOf"
    assert active.expand("neverHeardOf") == "neverHeardOf"
    assert active.expand("Certificate") == "https://purl.org/ctdl/terms/Certificate"
    assert active.property_term("@id") == "@id"
    assert active.kind_of("neverHeardOf") is ValueKind.ANY


def test_a_registered_context_may_name_others() -> None:
    registered = {
        "https://example.org/a": {"@context": ["https://example.org/b", {"a": "https://example.org/a#"}]},
        "https://example.org/b": {"@context": {"b": "https://example.org/b#"}},
    }
    active = resolve_context("https://example.org/a", registered)
    assert active.expand_iri("a:x b:y") == "https://example.org/a#x b:y"
    assert active.expand_iri("b:y") == "https://example.org/b#y"


def _refusal(context: object, registered: dict[str, object] | None = None) -> tuple[str, str]:
    with pytest.raises(UnknownContext) as caught:
        resolve_context(context, registered)
    (finding,) = caught.value.findings
    assert finding.severity == "error"
    assert finding.hint
    assert finding.message
    return finding.code, finding.pointer


def test_unknown_addresses_are_pointed_at() -> None:
    assert _refusal("https://example.org/c") == ("unknown-context", "/@context")
    assert _refusal([CTDL_CONTEXT_URL, "https://example.org/c"]) == ("unknown-context", "/@context/1")
    assert _refusal("https://example.org/c", {"https://example.org/c": []}) == (
        "unknown-context",
        "/@context",
    )


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        (7, "/@context"),
        ([{}, True], "/@context/1"),
        ({"@import": "https://example.org/"}, "/@context/@import"),
        ({"@propagate": False}, "/@context/@propagate"),
        ({"@vocab": 1}, "/@context/@vocab"),
        ({"type": "@type"}, "/@context/type"),
        ({"a/b": {"@id": "@id"}}, "/@context/a~1b"),
        ({"x": 1}, "/@context/x"),
        ({"x": {"@reverse": "ceterms:name"}}, "/@context/x"),
        ({"x": {"@id": "ceterms:name", "@context": {}}}, "/@context/x"),
        ({"x": {"@id": "ceterms:name", "@nest": "y"}}, "/@context/x"),
        ({"x": {"@id": "ceterms:name", "@container": "@index"}}, "/@context/x"),
        ({"x": {"@id": 5}}, "/@context/x"),
        ({"x": "y:a", "y": "x:b"}, "/@context/x"),
        ({"x": "not an: address"}, "/@context/x"),
    ],
)
def test_what_is_not_supported_is_pointed_at(context: object, pointer: str) -> None:
    assert _refusal(context) == ("unsupported-context", pointer)


def test_a_circle_of_registered_contexts_ends() -> None:
    registered: dict[str, object] = {
        "https://example.org/a": {"@context": "https://example.org/b"},
        "https://example.org/b": {"@context": "https://example.org/a"},
    }
    assert _refusal("https://example.org/a", registered) == ("unsupported-context", "/@context")


def test_a_nested_context_builds_on_the_outer_one() -> None:
    outer = resolve_context({"a": "https://example.org/a#"})
    inner = extend_context(outer, {"b": "a:b/"})
    assert inner.expand_iri("b:x") == "https://example.org/a#b/x"
    with pytest.raises(UnknownContext) as caught:
        extend_context(outer, {"b": 1}, pointer="/@graph/0/@context")
    assert caught.value.findings[0].pointer == "/@graph/0/@context/b"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(CTDL_CONTEXT_URL),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(max_size=4)
                | st.sampled_from(["@id", "@vocab", "@type", "@container", "@base", "a", "b"]),
                inner | st.sampled_from(["a:b", "b:a", "https://example.org/", "@id", "@language"]),
                max_size=4,
            )
        ),
        max_leaves=10,
    )
)
def test_any_context_is_resolved_or_refused(context: object) -> None:
    try:
        resolved: object = resolve_context(context)
    except UnknownContext as error:
        resolved = error.findings[0].pointer
    assert isinstance(resolved, ActiveContext) or str(resolved).startswith("/@context")


def test_the_memory_of_a_shared_context_does_not_grow_with_junk() -> None:
    active = resolve_context(None)
    before = len(active._terms_of_keys)
    for number in range(50):
        active.property_term(f"junk{number}")
    assert len(active._terms_of_keys) == before


@pytest.mark.parametrize("name", ["ctdl", "ctdlasn"])
def test_the_published_contexts_are_held_exactly(name: Any) -> None:
    official = json.loads(shared_path("ctdl", name, "context.json").read_text())
    assert bundled_context(name, as_published=True) == official


def test_the_served_context_is_corrected_and_complete() -> None:
    entries = bundled_context("ctdlasn")["@context"]
    assert entries["ceterms:approximateEndDate"] == {"@type": "schema:Date"}
    assert entries["ceterms:name"] == {"@container": "@language"}
    assert entries["metricCat"] == "https://credreg.net/qdata/vocabs/metricCat/"
    assert "@vocab" not in entries
