"""Official files as an operator brings them: told apart by content, refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import TermTexts, Vocabulary, bundled_table
from opencredreg.ctdl.official.encoding_files import parse_encoding
from opencredreg.ctdl.official.encodings import derive_table
from opencredreg.ctdl.official.texts import derive_texts, parse_texts, render_texts
from opencredreg.errors import InvalidInput, MalformedJSON
from tests.support.shared import shared_path

_FILES = {
    ("ctdl", "schema.json"): ("ctdl", "ctdl", "CTDL encoding"),
    ("ctdl", "context.json"): ("context", "ctdl", "CTDL context"),
    ("ctdlasn", "schema.json"): ("ctdlasn", "ctdlasn", "CTDL-ASN encoding"),
    ("ctdlasn", "context.json"): ("context", "ctdlasn", "CTDL-ASN context"),
    ("qdata", "schema-2026-transcribed.json"): ("qdata", "qdata", "QData encoding"),
    ("qdata", "schema-2023-10.json"): ("qdata", "qdata", "QData encoding"),
}


@pytest.mark.parametrize(("path", "expected"), _FILES.items())
@pytest.mark.parametrize("change", [lambda data: data, lambda data: b"\xef\xbb\xbf\n" + data])
def test_each_file_is_known_by_its_content(
    path: tuple[str, str], expected: tuple[str, str, str], change: Callable[[bytes], bytes]
) -> None:
    file = parse_encoding(change(shared_path("ctdl", *path).read_bytes()))
    assert (file.kind, file.name, file.title) == expected


@pytest.mark.parametrize("path", [path for path in _FILES if path[1] != "context.json"])
def test_an_encoding_at_an_address_nobody_knows_is_known_by_its_terms(path: tuple[str, str]) -> None:
    document = json.loads(shared_path("ctdl", *path).read_text())
    document["@context"] = "https://example.org/moved"
    document["@graph"] = [{**node, "new:key": [1]} for node in document["@graph"]]
    assert parse_encoding(json.dumps(document).encode()).kind == _FILES[path][0]


def test_the_files_make_the_packaged_facts_and_the_texts() -> None:
    files = [parse_encoding(shared_path("ctdl", *path).read_bytes()) for path in list(_FILES)[:5]]
    encodings = {file.name: file.document for file in files if file.kind != "context"}
    contexts = {file.name: file.document for file in files if file.kind == "context"}
    table = derive_table(encodings, contexts, edition="2026-08")
    packaged = bundled_table()
    assert (table.properties, table.schemes, table.concepts) == (
        packaged.properties,
        packaged.schemes,
        packaged.concepts,
    )
    texts = derive_texts(encodings)
    vocabulary = Vocabulary(table, texts)
    for name in (*vocabulary.classes, *vocabulary.schemes, *vocabulary.concepts):
        found = vocabulary.text_of(name)
        assert found is not None
        assert found.definition, name
    assert sum(bool(text.usage_notes) for text in texts.values()) > 150
    assert Vocabulary(packaged).text_of("ceterms:name") is None
    assert parse_texts(render_texts(texts)) == texts


def test_texts_are_read_in_any_form() -> None:
    first: dict[str, Any] = {
        "@graph": [
            {
                "@id": "a:A",
                "rdfs:comment": {"fr": "Autre", "en": "One"},
                "vann:usageNote": {"en-US": ["x", "y"]},
            },
            {"@id": "a:B", "skos:definition": "Two", "dct:description": {"fr": "Plus", "de": "Mehr"}},
            {"@id": "a:C", "rdfs:comment": {"en-US": "  "}},
            {"@id": "a:D", "rdfs:label": {"en-US": "D"}},
        ]
    }
    second: dict[str, Any] = {
        "@graph": [
            {"@id": "a:A", "rdfs:comment": {"en": "Later"}, "dct:description": {"en": "More"}},
        ]
    }
    assert derive_texts({"ctdl": first, "qdata": second}) == {
        "a:A": TermTexts(definition="One", description="More", usage_notes=("x", "y")),
        "a:B": TermTexts(definition="Two", description="Plus"),
    }


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", MalformedJSON, "The file is not JSON"),
        (b"PK\x03\x04", MalformedJSON, "The file is not JSON"),
        (b'"\xff"', MalformedJSON, "The file is not JSON"),
        (b"[" * 100_000, MalformedJSON, "The file is not JSON"),
        (b" <!doctype html>", MalformedJSON, "web page"),
        (b"[]", InvalidInput, "does not hold a JSON object"),
        (b"{}", InvalidInput, "neither terms under @graph nor definitions under @context"),
        (b'{"@context": "https://credreg.net/ctdl/schema/context/json"}', InvalidInput, "neither terms"),
        (b'{"@context": {"schema": "https://schema.org/"}}', InvalidInput, "not one of CTDL or CTDL-ASN"),
        (b'{"@graph": {}}', InvalidInput, "no list of terms under @graph"),
        (b'{"@graph": [{"@type": "rdfs:Class"}]}', InvalidInput, "Item 0 under @graph"),
        (b'{"@graph": [{"@id": "foaf:Agent", "@type": "rdfs:Class"}]}', InvalidInput, "declares no classes"),
        (
            b'{"@context": "https://credreg.net/ctdl/schema/context/json",'
            b' "@graph": [{"@id": "https://example.org/resources/ce-1", "@type": "ceterms:Badge"}]}',
            InvalidInput,
            "declares no classes",
        ),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, error: type[Exception], message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_encoding(data)
    assert type(caught.value) is error
    assert message in caught.value.message
    assert "credreg.net" in caught.value.hint


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@graph", "@context", "@id", "@type", "rdfs:label", "schema:rangeIncludes"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(_JSON)
def test_no_json_does_worse_than_be_refused(value: Any) -> None:
    # Anything but InvalidInput comes through and fails the test.
    with suppress(InvalidInput):
        assert parse_encoding(msgspec.json.encode(value)).document == value


@settings(deadline=None, max_examples=150)
@given(st.lists(_JSON, max_size=3))
def test_whatever_a_term_says_is_read_or_refused(nodes: list[Any]) -> None:
    term = {"@id": "ceterms:A", "@type": "rdfs:Class"}
    odd = [{**node, "@id": "ceterms:b", "@type": "rdf:Property"} for node in nodes if isinstance(node, dict)]
    file = parse_encoding(msgspec.json.encode({"@graph": [term, *odd]}))
    table = derive_table({file.name: file.document}, {})
    assert set(table.classes) == {"ceterms:A"}
    assert set(table.properties) == ({"ceterms:b"} if odd else set())
    assert Vocabulary(table, derive_texts({file.name: file.document})).is_known("ceterms:A")
