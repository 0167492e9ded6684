"""The descriptions of a node are valid RDF, say what the node says, and nothing that it does not say."""

from __future__ import annotations

import io
import json
from typing import Any

import msgspec
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from opencredreg.crosswalk.dcat import (
    ClassCount,
    DescribedCommunity,
    DescribedNode,
    Download,
    Party,
    build_catalog,
    build_void,
)

URL = "https://node.example/.well-known/dcat"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
FOAF = rdflib.Namespace("http://xmlns.com/foaf/0.1/")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
XSD = rdflib.Namespace("http://www.w3.org/2001/XMLSchema#")

VALLEY = DescribedCommunity(
    name="valley",
    title="Schools of the valley",
    description="What one can learn between the two passes.",
    page="https://node.example/valley/about",
    resources_url="https://node.example/valley/resources/",
    api_url="https://node.example/valley/api",
    modified="2026-11-21T10:00:00Z",
    issued="2026-01-02",
    documents=12,
    resources=340,
    languages=("en-US", "es", "EN"),
    keywords=("orchards", "joinery"),
    classes=(ClassCount(name="ceterms:Course", count=200), ClassCount(name="not a class", count=1)),
    examples=("https://node.example/valley/resources/ce-1",),
    downloads=(
        Download(
            title="Everything, packed",
            url="https://node.example/valley/all.zip",
            media_type="application/zip",
            packed="application/ld+json",
            byte_size=123456,
            modified="2026-11-21",
        ),
        Download(title="Table", url="https://node.example/valley/find.csv", media_type="text/csv"),
        Download(title="Turtle", url="https://node.example/valley/find.ttl", media_type="text/turtle"),
        Download(title="Nowhere", url="javascript:alert(1)", media_type="text/csv"),
    ),
)
NODE = DescribedNode(
    url="https://node.example/",
    title="Node of the valley",
    description="Credentials, courses and who stands behind them.",
    language="en",
    publisher=Party(name="Valley council", page="https://council.example/"),
    license="https://creativecommons.org/licenses/by/4.0/",
    modified="2026-11-22T08:09:10+01:00",
    api_url="https://node.example/api",
    openapi_url="https://node.example/openapi.json",
    communities=(VALLEY,),
)
BARE = DescribedNode(
    url="https://node.example/",
    title="Node",
    communities=(DescribedCommunity(name="a", title="A", page="https://node.example/about"),),
)


def triples(document: dict[str, Any]) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(json.dumps(document).encode(), pyoxigraph.RdfFormat.JSON_LD))


def graph(document: dict[str, Any]) -> rdflib.Graph:
    found = rdflib.Graph()
    found.parse(data=jsonld.to_rdf(document, {"format": "application/n-quads"}), format="nt")
    return found


@pytest.mark.parametrize("build", [build_catalog, build_void])
@pytest.mark.parametrize("node", [NODE, BARE])
def test_two_readers_of_json_ld_see_the_same_triples(build: Any, node: DescribedNode) -> None:
    document = build(node, url=URL)
    first = graph(document)
    second = rdflib.Graph()
    buffer = io.BytesIO()
    pyoxigraph.serialize((quad.triple for quad in triples(document)), buffer, pyoxigraph.RdfFormat.N_TRIPLES)
    second.parse(data=buffer.getvalue(), format="nt")
    assert len(first) > 5
    assert first.isomorphic(second)


def test_the_catalogue_holds_data_sets_and_the_service() -> None:
    found = graph(build_catalog(NODE, url=URL))
    catalog, data, api = (rdflib.URIRef(f"{URL}#{name}") for name in ("catalog", "valley", "api"))
    assert (catalog, rdflib.RDF.type, DCAT.Catalog) in found
    assert (catalog, DCAT.dataset, data) in found
    assert (catalog, DCAT.service, api) in found
    assert (api, DCAT.endpointURL, rdflib.URIRef("https://node.example/api")) in found
    assert (api, DCAT.endpointDescription, rdflib.URIRef("https://node.example/openapi.json")) in found
    assert (api, DCAT.servesDataset, data) in found
    assert (data, DCT.modified, rdflib.Literal("2026-11-21T10:00:00Z", datatype=XSD.dateTime)) in found
    assert (data, DCT.issued, rdflib.Literal("2026-01-02", datatype=XSD.date)) in found
    assert (data, DCT.conformsTo, rdflib.URIRef("https://purl.org/ctdl/terms/")) in found
    assert (data, VOID.documents, rdflib.Literal(12)) in found
    assert {str(value) for value in found.objects(data, DCT.language)} == {
        "http://id.loc.gov/vocabulary/iso639-1/en",
        "http://id.loc.gov/vocabulary/iso639-1/es",
    }
    publisher = found.value(catalog, DCT.publisher)
    assert found.value(publisher, FOAF.name) == rdflib.Literal("Valley council")


def test_distributions_say_what_they_are() -> None:
    found = graph(build_catalog(NODE, url=URL))
    by_address = {
        str(found.value(one, DCAT.accessURL)): one
        for one in found.subjects(rdflib.RDF.type, DCAT.Distribution)
    }
    assert by_address.keys() == {
        "https://node.example/valley/all.zip",
        "https://node.example/valley/find.csv",
        "https://node.example/valley/find.ttl",
        "https://node.example/valley/api",
    }
    packed = by_address["https://node.example/valley/all.zip"]
    media = "https://www.iana.org/assignments/media-types/"
    assert found.value(packed, DCAT.mediaType) == rdflib.URIRef(f"{media}application/ld+json")
    assert found.value(packed, DCAT.packageFormat) == rdflib.URIRef(f"{media}application/zip")
    assert found.value(packed, DCAT.byteSize) == rdflib.Literal("123456", datatype=XSD.nonNegativeInteger)
    assert found.value(by_address["https://node.example/valley/api"], DCAT.accessService) == rdflib.URIRef(
        f"{URL}#api"
    )


def test_what_the_node_does_not_say_is_not_there() -> None:
    for document in (build_catalog(BARE, url=URL), build_void(BARE, url=URL)):
        predicates = {str(predicate) for predicate in graph(document).predicates()}
        for name in ("license", "publisher", "modified", "language", "description", "issued"):
            assert str(DCT[name]) not in predicates
        assert str(DCAT.service) not in predicates
        assert str(DCAT.distribution) not in predicates
        assert str(VOID.documents) not in predicates


def test_void_counts_classes_and_names_dumps() -> None:
    found = graph(build_void(NODE, url=URL))
    data = rdflib.URIRef(f"{URL}#valley")
    assert found.value(rdflib.URIRef(URL), FOAF.primaryTopic) == rdflib.URIRef(f"{URL}#data")
    assert (rdflib.URIRef(f"{URL}#data"), VOID.subset, data) in found
    parts = [
        (str(found.value(part, VOID["class"])), found.value(part, VOID.entities))
        for part in found.objects(data, VOID.classPartition)
    ]
    assert parts == [("https://purl.org/ctdl/terms/Course", rdflib.Literal(200))]
    assert {str(dump) for dump in found.objects(data, VOID.dataDump)} == {
        "https://node.example/valley/all.zip",
        "https://node.example/valley/find.ttl",
    }
    assert {str(one).rpartition("/")[2] for one in found.objects(data, VOID.feature)} == {"JSON-LD", "Turtle"}


_TEXTS = st.text(max_size=20) | st.sampled_from(
    ["https://a.example/x y", "</script>", "2026-13-01", "\x00", "en_US"]
)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_whatever_the_texts_are_it_is_rdf(data: st.DataObject) -> None:
    def spoil(value: Any) -> Any:
        names = [name for name in value.__struct_fields__ if isinstance(getattr(value, name), str)]
        return msgspec.structs.replace(value, **{name: data.draw(_TEXTS) for name in names})

    community = spoil(msgspec.structs.replace(VALLEY, downloads=tuple(map(spoil, VALLEY.downloads))))
    node = spoil(msgspec.structs.replace(NODE, communities=(community,)))
    for document in (build_catalog(node, url=URL), build_void(node, url=URL)):
        assert triples(document)
        assert json.loads(msgspec.json.encode(document)) == document
