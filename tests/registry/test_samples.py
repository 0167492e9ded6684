"""Real documents go in and come out unchanged; broken ones are refused with the place of the mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph
import pytest

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import create_organization
from opencredreg.errors import InvalidInput
from opencredreg.jsonld.rdf import from_rdf
from opencredreg.registry.communities import create_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.envelopes import document_of, get_envelope_by_id
from opencredreg.registry.linked_data import as_rdf
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish, publish_all
from opencredreg.registry.publish_types import PublishRequest, Receipt
from tests.jsonld.isomorphism import canonical
from tests.support.nodes import open_node
from tests.support.shared import shared_path

# Structure that no registry can keep: where it is wrong, as a JSON pointer or a word of the message.
_BROKEN = {
    "broken-json-transfer-value-wiche-passport.json": "line 11, column 2",
    "collection-propath-members.json": "/@graph/7",
    "concept-scheme-jdx-job-schedule-foreign-context.json": "/@context",
    "concept-scheme-onet-work-activities-extract.json": "array",
    "occupation-nice-with-tasks-and-competencies.json": "/@graph/0/@id",
    "pathway-heriot-watt-expanded-json-ld.json": "array",
    "rubric-blackboard-essay-bnodes.json": "/@graph/0/@id",
    "rubric-moodle-top-level-array.json": "array",
    "rubric-reused-criteria.json": "/@graph/0/@id",
    "rubric-simplified.json": "/@graph/0/@id",
    "task-navy-maintenance.json": "/@graph/0/@id",
    "verifiable-credential-with-competency.json": "/@id",
    "verifiable-credential-with-registry-degree.json": "/@id",
}


def _files() -> dict[str, bytes]:
    folder = shared_path("samples", "registry")
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in (".json", ".jsonld") and not path.name.startswith("envelope-")
    }


def _sound() -> set[str]:
    readme = shared_path("samples", "registry", "README.md").read_text()
    rows = re.findall(r"^\| `([^`]+)` \|.*\| ([^|]*) \|$", readme, re.MULTILINE)
    return {name for name, state in rows if state.strip() == "nothing found"}


@pytest.fixture
def node(database_url: str) -> Iterator[Node]:
    with open_node(database_url) as opened:
        with opened.database.write() as transaction:
            create_community(transaction, "ce_registry", is_default=True)
            create_organization(transaction, "Owner")
        yield opened


_STAFF = Actor(role=Role.SUPERADMIN)


def _request(payload: bytes) -> PublishRequest:
    return PublishRequest(community_id=1, owner_id=1, payload=payload, profile="import")


def _value(payload: bytes) -> Any:
    return msgspec.json.decode(payload.removeprefix(b"\xef\xbb\xbf"))


def _statements(nquads: bytes) -> set[str]:
    return canonical(pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS))


def test_documents_come_back_as_they_were(node: Node) -> None:
    files = {name: payload for name, payload in _files().items() if name not in _BROKEN}
    missing = {name for name in _sound() if not name.startswith("envelope-")} - files.keys()
    assert not missing, f"sound documents that are not taken: {missing}"
    for name, payload in files.items():
        # One by one: two pairs of samples share a CTID, so the second of them replaces the first.
        receipt = publish(node, _STAFF, _request(payload))
        assert isinstance(receipt, Receipt)
        document = document_of(get_envelope_by_id(node, receipt.envelope_id))
        assert _value(document.payload) == _value(payload), name
    assert list(Doctor(node).examine()) == []


def test_documents_survive_rdf(node: Node) -> None:
    for name, payload in _files().items():
        if name in _BROKEN:
            continue
        receipt = publish(node, _STAFF, _request(payload))
        document = document_of(get_envelope_by_id(node, receipt.envelope_id))
        base = "https://registry.example/graph/base"
        quads = as_rdf(node, document.payload, "nquads", base=base)
        rebuilt = msgspec.json.encode(from_rdf(quads, "nquads", node.vocabulary))
        again = as_rdf(node, rebuilt, "nquads", base=base)
        assert _statements(again) == _statements(quads), name


@pytest.mark.parametrize("name", sorted(_BROKEN))
def test_broken_documents_are_refused_with_the_place(node: Node, name: str) -> None:
    payload = shared_path("samples", "registry", name).read_bytes()
    [refusal] = publish_all(node, _STAFF, [_request(payload)])
    assert isinstance(refusal, InvalidInput)
    told = " ".join([refusal.message, *(finding.pointer for finding in refusal.findings)])
    assert _BROKEN[name] in told


def test_samples_folder_is_covered() -> None:
    assert _BROKEN.keys() <= _files().keys()
    assert isinstance(shared_path("samples", "registry"), Path)
