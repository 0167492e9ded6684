"""Documents of the demonstration have the form of published documents."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from itertools import islice

import msgspec
import pytest

from opencredreg.demo import documents, organizations
from opencredreg.ids import is_ctid, resource_key
from tests.demo.registry import BASE, generated

CTID = re.compile(r"ce-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ASN = {
    "ceasn:CompetencyFramework",
    "skos:ConceptScheme",
    "asn:ProgressionModel",
    "ceasn:Rubric",
}


def test_graph_form() -> None:
    for one in generated(300).documents:
        document = one.document
        kind = "ctdlasn" if one.main["@type"] in ASN else "ctdl"
        assert document["@context"] == f"https://credreg.net/{kind}/schema/context/json"
        assert document["@id"] == f"{BASE}/graph/{one.published.ctid}"
        assert list(document)[-1] == "@graph"
        assert one.main["ceterms:ctid"] == one.published.ctid
        assert one.published.payload == msgspec.json.encode(document)


def test_identifiers() -> None:
    seen = set()
    for one in generated(300).documents:
        for uri, item in one.items.items():
            assert isinstance(item["@type"], str)
            if uri.startswith("_:"):
                assert "ceterms:ctid" not in item
            else:
                ctid = item["ceterms:ctid"]
                assert CTID.fullmatch(ctid)
                assert is_ctid(ctid)
                assert uri == f"{BASE}/resources/{ctid}"
                assert resource_key(uri) == ctid
            assert uri not in seen
            seen.add(uri)


def test_embedded_objects_have_a_type_and_no_id() -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            assert "@id" not in value
            is_language_map = all(
                isinstance(key, str) and re.fullmatch("[a-z]{2}(-[A-Z]{2})?", key) for key in value
            )
            assert "@type" in value or is_language_map, value
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    for one in generated(1500).documents:
        for item in one.items.values():
            for key, value in item.items():
                if not key.startswith("@"):
                    walk(value)


def test_owners_are_organizations_that_come_first() -> None:
    registry = generated(300)
    owners = organizations(300)
    first = [one.published for one in registry.documents[: len(owners)]]
    assert [one.ctid for one in first] == [owner.ctid for owner in owners]
    assert all(one.owner == one.ctid for one in first)
    known = {owner.ctid for owner in owners}
    assert all(one.published.owner in known for one in registry.documents)


def test_summaries_of_organizations() -> None:
    summaries = organizations(300)
    assert len({summary.name for summary in summaries}) == len(summaries)
    assert sum(summary.accredits for summary in summaries) >= 3
    for summary, one in zip(summaries, generated(300).documents, strict=False):
        assert summary.name in one.main["ceterms:name"].values()
        assert ("ceterms:accredits" in one.main) == summary.accredits
        assert summary.description in one.main["ceterms:description"].values()


def test_one_or_two_provisional_documents() -> None:
    provisional = [one for one in generated(300).documents if one.provisional]
    assert 1 <= len(provisional) <= 2
    for one in provisional:
        assert one.document["adms:status"] == "graphPublicationStatus:Provisional"
        assert {"@id", "@type", "ceterms:ctid", "ceterms:name", "ceterms:ownedBy"} == set(one.main)


def test_base_url_is_the_only_difference() -> None:
    here = islice(documents(300), 40)
    there = islice(documents(300, base_url="https://node.example.net/registry/"), 40)
    for one, other in zip(here, there, strict=True):
        assert other.payload == one.payload.replace(
            b"https://demo.example.org", b"https://node.example.net/registry"
        )


def test_seeds_differ() -> None:
    one, other = next(documents(300, seed=1)), next(documents(300, seed=2))
    assert one.ctid != other.ctid


def test_same_bytes_in_another_process() -> None:
    def digest() -> str:
        total = sha256()
        for one in documents(300, seed=7):
            total.update(one.payload)
        return total.hexdigest()

    program = (
        "from hashlib import sha256\n"
        "from opencredreg.demo import documents\n"
        "total = sha256()\n"
        "for one in documents(300, seed=7): total.update(one.payload)\n"
        "print(total.hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == digest() == digest()


def test_a_million_resources_start_at_once() -> None:
    head = list(islice(documents(1_000_000), 3))
    assert [json.loads(one.payload)["@graph"][0]["ceterms:ctid"] for one in head] == [
        one.ctid for one in head
    ]


def test_too_few_resources() -> None:
    with pytest.raises(ValueError, match="at least 300"):
        documents(299)
