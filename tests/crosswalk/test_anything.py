"""Whatever was published, the mapping does not fail, and says nothing that schema.org does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.crosswalk.schema_org import escape_for_script, list_correspondences, to_schema_org
from opencredreg.crosswalk.schema_org.classes import CLASSES
from opencredreg.meaning.graph import GraphResources
from tests.crosswalk.known_terms import KNOWN, find_strangers
from tests.support.shared import shared_path
from tests.support.valid_documents import TOP_CLASSES, documents

PAGE = "https://node.example/resources/x"
NAMES = sorted({term for line in list_correspondences() for term in line.terms if term[0] != "@"})
INSIDE = [
    "ceterms:targetNodeName", "ceterms:codedNotation", "ceterms:framework", "ceterms:frameworkName", "ceterms:price",
    "ceterms:currency", "ceterms:directCostType", "ceterms:residencyType", "ceterms:costDetails", "ceterms:latitude",
    "ceterms:longitude", "ceterms:streetAddress", "ceterms:targetContactPoint", "ceterms:telephone",
    "ceterms:mainJurisdiction", "ceterms:targetCompetency", "ceterms:targetCredential", "ceterms:requiredNumber",
    "ceterms:exactDuration", "ceterms:timeRequired", "ceterms:creditUnitType", "ceterms:proxyFor",
    "ceterms:identifierValueCode", "ceterms:identifierType", "schema:value", "schema:minValue", "schema:currency",
    "qdata:mediaType", "ceterms:source",
]  # fmt: skip


def page_of(uri: str) -> str:
    return f"https://node.example/pages/{uri.rpartition('/')[2]}"


def mapped(node: Mapping[str, Any], resources: GraphResources) -> dict[str, Any]:
    made = to_schema_org(
        node, page_url=PAGE, language_order=["es", "en"], find=resources.find, page_of=page_of
    )
    again = json.loads(escape_for_script(made))
    assert again == made
    assert made["@context"] == "https://schema.org"
    assert made["url"] == PAGE
    assert list(find_strangers(made)) == []
    return made


def test_every_correspondence_leads_to_a_known_property() -> None:
    for line in list_correspondences():
        names = frozenset[str]().union(*(KNOWN[name] for name in line.types))
        assert line.name in names, (line.kind, line.name)
        assert line.terms
        assert line.says


@pytest.mark.parametrize("cls", TOP_CLASSES)
@settings(deadline=None, max_examples=3, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_valid_document_is_mapped(cls: str, data: st.DataObject) -> None:
    document = data.draw(documents(cls))
    resources = GraphResources([document])
    for node in resources.nodes:
        made = mapped(node, resources)
        assert made.get("name") or made.get("title") or not node.get("ceterms:name")


def samples() -> Iterator[tuple[str, Any]]:
    for path in sorted(shared_path("samples", "registry").glob("*.json*")):
        try:
            value = json.loads(path.read_bytes())
        except ValueError:
            continue
        yield path.name, value.get("decoded_resource", value) if isinstance(value, dict) else value


def test_every_published_document_is_mapped() -> None:
    types: set[str] = set()
    count = 0
    for name, document in samples():
        resources = GraphResources([document])
        for node in resources.nodes:
            made = mapped(node, resources)
            assert len(escape_for_script(made)) < 20_000, name
            types.add(str(made["@type"]))
            count += 1
    assert count > 900
    assert len(types) > 10


_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(
        [0.5, 10**400, -(10**2000), 1e308, float("nan"), float("inf"), "", " ", "3", "P1Y", "P", "PT", "2024-02-30"]
    )
    | st.sampled_from(
        [
            "</script><script>alert(1)</script>", "javascript:alert(1)", "http://", "https://[", "https://a b/",
            "https://x.example/<i>", "http://x.example/ok", "\u0000", "\u2028", "\ud800", "_:a", "_:b", "USD",
            "deliveryType:OnlineOnly", "costType:AggregateCost", "ceterms:Course", "x" * 9_000,
        ]
    )
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@id", "@type", "@value", "@language", "@list", "@none", "en", *INSIDE, *NAMES[:30]]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=16,
)
_CLASSES = st.sampled_from([name for name, _ in CLASSES] + ["ceterms:ScheduledOffering", "x:Y", ""]) | _LEAVES


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    _CLASSES,
    st.dictionaries(st.sampled_from(NAMES), _VALUES, max_size=14),
    st.lists(st.dictionaries(st.sampled_from(["@type", *NAMES, *INSIDE]), _VALUES, max_size=6), max_size=2),
)
def test_anything_at_all(cls: Any, members: dict[str, Any], others: list[dict[str, Any]]) -> None:
    beside = dict(zip(("_:a", "_:b"), others, strict=False))

    def find(uris: Sequence[str]) -> Mapping[str, Any]:
        return {uri: beside[uri] for uri in uris if uri in beside}

    node = {"@id": "https://node.example/resources/ce-1", "@type": cls, **members}
    made = to_schema_org(node, page_url=PAGE, language_order=["en"], find=find, page_of=page_of)
    assert list(find_strangers(made)) == []
    text = escape_for_script(made)
    assert json.loads(text) == made
    assert not set("<>&\u2028\u2029") & set(text)
    assert text.encode("utf-8")


CLASS_OF_KIND = {kind: cls for cls, kind in reversed(CLASSES)} | {
    "thing": "ceterms:Task",
    "job posting": "ceterms:Job",
}
MANY: list[Any] = [f"https://elsewhere.example/{number}" for number in range(5_000)]
MANY += [
    {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": str(i)} for i in range(5_000)
]


@pytest.mark.parametrize("term", NAMES)
def test_ten_thousand_values_are_cut(term: str) -> None:
    asked: list[int] = []

    def find(uris: Sequence[str]) -> Mapping[str, Any]:
        asked.append(len(uris))
        return {}

    kinds = [line.kind for line in list_correspondences() if term in line.terms]
    for kind in list(dict.fromkeys(kinds))[:3]:
        cls = CLASS_OF_KIND.get(kind, "ceterms:Course")
        node = {
            "@id": "https://node.example/resources/ce-1",
            "@type": cls,
            "ceterms:name": "A name",
            term: MANY,
        }
        made = to_schema_org(node, page_url=PAGE, language_order=["en"], find=find)
        assert all(len(value) <= 50 for value in made.values() if isinstance(value, list))
        assert len(escape_for_script(made)) < 50_000
    assert all(count <= 500 for count in asked)


def test_depth_ends() -> None:
    deep: Any = "the bottom"
    for _ in range(900):
        deep = [deep]
    node = {"@id": PAGE, "@type": "ceterms:Course", "ceterms:name": deep, "ceterms:requires": deep}
    made = to_schema_org(node, page_url=PAGE, language_order=[], find=lambda _: {})
    assert "name" not in made
