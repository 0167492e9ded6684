"""The client and a real server: the routes that need no plain input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from opencredreg.client import Client, ClientError, Difference, ctid_for
from opencredreg.ids import new_ctid
from tests.docs.tours import node_environment, running_node
from tests.support.documents import certificate
from tests.support.documents import document as build_document

_COMMAND = (sys.executable, "-c", "from opencredreg.cli.main import main; main()")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a node, and an organization on it with its key."""
    data = tmp_path_factory.mktemp("node") / "data"
    with running_node(data) as url:
        made = subprocess.run(
            [*_COMMAND, "organization", "create", "--name", "Alder College", "--json"],
            env=node_environment(data),
            capture_output=True,
            check=True,
        )
        yield url, json.loads(made.stdout)


@pytest.fixture
def alder(node: tuple[str, dict[str, Any]]) -> str:
    return str(node[1]["ctid"])


@pytest.fixture
def client(node: tuple[str, dict[str, Any]]) -> Iterator[Client]:
    with Client(node[0], node[1]["api_key"]) as made:
        yield made


def ctid_of(document: dict[str, Any]) -> str:
    return str(document["@graph"][0]["ceterms:ctid"])


def test_a_document_lives_and_ends(client: Client, alder: str) -> None:
    document = build_document(certificate(name="Orchard keeping"))
    ctid = ctid_of(document)
    assert client.publish_document(document, alder, dry_run=True).outcome == "would-create"
    assert client.exists([ctid]) == frozenset()
    made = client.publish_document(document, alder)
    assert (made.outcome, made.ctid, made.cls) == ("created", ctid, "ceterms:Certificate")
    assert client.publish_document(document, alder).outcome == "unchanged"
    assert document["@graph"][0].items() <= client.resource(ctid).items()
    assert client.graph(ctid.upper()) == document

    changed = json.loads(json.dumps(document).replace("Orchard keeping", "Bee keeping"))
    dry = client.publish_document(changed, alder, dry_run=True)
    assert dry.outcome == "would-update"
    assert [one.after for one in dry.difference or ()] == ["Bee keeping"]
    assert isinstance((dry.difference or ())[0], Difference)
    assert client.publish_document(changed, alder).outcome == "updated"

    with pytest.raises(ClientError, match="another organization"):
        client.delete(ctid, new_ctid())
    client.delete(ctid, alder)
    assert client.exists([ctid]) == frozenset()
    with pytest.raises(ClientError) as caught:
        client.resource(ctid)
    assert caught.value.status == 410


def test_a_refused_document_says_where(client: Client, alder: str) -> None:
    document = build_document(certificate(name="Orchard keeping"))
    del document["@graph"][0]["@type"]
    refused = client.publish_document(document, alder)
    assert refused.outcome == "refused"
    assert [one.pointer for one in refused.findings if one.severity == "error"] == ["/@graph/0/@type"]
    assert client.publish_document(b"{", alder).outcome == "refused"


def test_pages_of_a_search(client: Client, alder: str) -> None:
    documents = [build_document(certificate(name=f"Zither playing {number}")) for number in range(5)]
    for document in documents:
        client.publish_document(document, alder)
    words = list(client.search("zither", page_size=2))
    assert {hit.ctid for hit in words} == {ctid_of(document) for document in documents}
    assert len(words) == 5
    assert {hit.record["owned_by"] for hit in words} == {alder}
    query = {"@type": "ceterms:Certificate", "ceterms:ctid": ctid_of(documents[3])}
    [hit] = client.search(query)
    assert hit.name is not None
    assert hit.name.text == "Zither playing 3"
    assert hit.resource == documents[3]["@graph"][0]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: list(client.search({"ceterms:nmae": {"search:operator": "never"}})), 400),
        (lambda client: list(client.search("a", page_size=0)), None),
        (lambda client: client.resource("ce-1"), 404),
        (lambda client: client.publish_document({}, "ce-1"), 404),
        (lambda client: client.batch("no-batch"), 404),
    ],
)
def test_refusals_have_a_status_and_words(client: Client, ask: Any, status: int | None) -> None:
    if status is None:
        assert ask(client) == []
        return
    with pytest.raises(ClientError) as caught:
        ask(client)
    assert caught.value.status == status
    assert caught.value.detail


def test_a_key_that_nobody_knows(node: tuple[str, dict[str, Any]], alder: str) -> None:
    with Client(node[0], "wrong") as client, pytest.raises(ClientError) as caught:
        client.publish_document(build_document(certificate(name="A")), alder)
    assert caught.value.status == 401


def test_a_community_that_nobody_knows(node: tuple[str, dict[str, Any]]) -> None:
    with Client(node[0], community="navy") as client, pytest.raises(ClientError) as caught:
        list(client.search("a"))
    assert caught.value.status == 404


def test_plain_input_in_and_identifiers_out(client: Client, alder: str) -> None:
    task = {"Description": "Join a scion to a rootstock.", "AssertedBy": [{"CTID": alder}]}
    made = client.publish_one("task", task, alder, external_id="task-12")
    assert (made.outcome, made.ctid, made.external_id) == ("created", ctid_for(alder, "task-12"), "task-12")
    [one] = client.identifiers(alder)
    assert (one.external_id, one.ctid, one.type) == ("task-12", made.ctid, "task")
    assert list(client.identifiers(alder, external_id="task-13")) == []
    [dry] = client.publish(
        [{"type": "task", "resource": task, "external_id": "task-12"}], alder, dry_run=True
    )
    assert (dry.outcome, dry.difference) == ("would-keep", ())


def test_a_batch_of_a_form_that_cannot_be_read(client: Client, alder: str) -> None:
    [unknown] = client.publish([{"type": "dance", "resource": {}}], alder).results
    assert unknown.outcome == "refused"
    assert [one.pointer for one in unknown.findings] == ["/type"]
    [refused] = client.format([{"type": "task", "resource": {"Name": 3}}], alder)
    assert refused.outcome == "refused"
    assert all(one.pointer.startswith("/resource") for one in refused.findings)


def test_what_a_node_can_do(client: Client) -> None:
    assert client.capabilities()["limits"]["batch_items"] >= 5_000
    assert "task" in {one["type"] for one in client.types()}
    assert "Task" in client.schema("task")["properties"]
    assert "Task" in client.example("task")
    assert len(client.example("task", "maximal")["Task"]) > len(client.example("task")["Task"])
    assert client.suggest_codes("soc", "baker")[0].code
    assert client.assistant("Task", "format", {"Task": {}})["Successful"] is False
