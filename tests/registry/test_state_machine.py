"""The registry against a plain model: any sequence of publishing, deleting, transferring and purging.

Graphs overlap on purpose: an item may stand in several documents, so that describing a resource passes from one
document to another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import Organization, create_organization
from opencredreg.accounts.people import find_or_create_account, list_publishers
from opencredreg.errors import Gone, NotFound
from opencredreg.ids import new_ctid
from opencredreg.registry.amend import transfer
from opencredreg.registry.communities import Community, create_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.history import history_of
from opencredreg.registry.many import check_existence
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish, publish_all
from opencredreg.registry.publish_types import NotUnique, PublishRequest
from opencredreg.registry.read import get_document, get_resource
from opencredreg.registry.remove import PurgeFilter, delete_envelope, purge
from tests.support.nodes import open_node

_CTIDS = [f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(6)]
_BASE = "https://registry.example/resources/"
_counter = iter(range(1_000_000_000))


@pytest.fixture
def node(database_url: str) -> Iterator[Node]:
    with open_node(database_url) as opened:
        yield opened


class Model:
    """What the registry should hold: for each CTID its document, owner, and the order of creation."""

    def __init__(self) -> None:
        self.live: dict[str, dict[str, Any]] = {}
        self.events: dict[str, list[str]] = {}
        self.clock = 0

    def describing(self, item: str) -> str | None:
        """The document that describes an item: its own, else the oldest one that holds it."""
        if item in self.live:
            return item
        holders = [name for name, entry in self.live.items() if item in entry["items"]]
        return min(holders, key=lambda name: self.live[name]["created"]) if holders else None

    def record(self, ctid: str, event: str) -> None:
        self.events.setdefault(ctid, []).append(event)


def _payload(main: str, inner: tuple[str, ...], word: str) -> bytes:
    def item(ctid: str, kind: str) -> dict[str, Any]:
        return {
            "@id": _BASE + ctid,
            "@type": kind,
            "ceterms:ctid": ctid,
            "ceterms:name": {"en": f"{word} {main[-1]} {ctid[-1]}"},
            "ceterms:hasPart": [_BASE + other for other in inner],
            "ceterms:requires": [{"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": word}}],
            "ceterms:ownedBy": ["_:owner"],
        }

    graph = [item(main, "ceterms:Pathway"), *(item(ctid, "ceterms:CourseComponent") for ctid in inner)]
    graph.append({"@id": "_:owner", "@type": "ceterms:Organization", "ceterms:name": {"en": word}})
    return json.dumps({"@context": "https://credreg.net/ctdl/schema/context/json",
                       "@id": f"https://registry.example/graph/{main}", "@graph": graph}).encode()  # fmt: skip


class Machine(RuleBasedStateMachine):
    node: Node

    def __init__(self) -> None:
        super().__init__()
        with self.node.database.write() as transaction:
            self.community: Community = create_community(transaction, f"run{next(_counter)}")
            self.owners: list[Organization] = [
                create_organization(transaction, f"Owner {place}", ctid=new_ctid()) for place in range(2)
            ]
            account = find_or_create_account(
                transaction, email="staff@example.org", organization_id=None, is_super=True
            )
            [publisher] = list_publishers(transaction.connection)
        self.staff = Actor(
            role=Role.SUPERADMIN, account_id=account, publisher_id=publisher.id, is_super_publisher=True
        )
        self.model = Model()

    def _request(self, main: str, inner: tuple[str, ...], word: str, owner: int) -> PublishRequest:
        return PublishRequest(
            community_id=self.community.id,
            owner_id=self.owners[owner].id,
            payload=_payload(main, inner, word),
        )

    def _expect(self, main: str, inner: tuple[str, ...], word: str, owner: int) -> str:
        """What publishing this must give, noted in the model."""
        known = self.model.live.get(main)
        if known is not None and known["owner"] != owner:
            return "refused"
        describing = self.model.describing(main)
        if known is None and describing is not None and self.model.live[describing]["owner"] != owner:
            return "refused"
        payload = _payload(main, inner, word)
        if known is not None and known["payload"] == payload:
            return "unchanged"
        self.model.clock += 1
        created = known["created"] if known else self.model.clock
        self.model.live[main] = {
            "payload": payload, "owner": owner, "created": created, "items": {main, *inner},
        }  # fmt: skip
        self.model.record(main, "update" if known else "create")
        return "updated" if known else "created"

    @rule(
        main=st.sampled_from(_CTIDS),
        inner=st.lists(st.sampled_from(_CTIDS), unique=True, max_size=3).map(tuple),
        word=st.sampled_from(["alpha", "beta"]),
        owner=st.integers(0, 1),
    )
    def publish(self, main: str, inner: tuple[str, ...], word: str, owner: int) -> None:
        inner = tuple(ctid for ctid in inner if ctid != main)
        expected = self._expect(main, inner, word, owner)
        try:
            event = publish(self.node, self.staff, self._request(main, inner, word, owner)).event
        except NotUnique:
            event = "refused"  # type: ignore[assignment]
        assert event == expected

    @rule(
        batch=st.lists(
            st.tuples(
                st.sampled_from(_CTIDS),
                st.lists(st.sampled_from(_CTIDS), unique=True, max_size=2).map(tuple),
                st.sampled_from(["alpha", "beta"]),
                st.integers(0, 1),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def publish_many(self, batch: list[tuple[str, tuple[str, ...], str, int]]) -> None:
        cleaned = [
            (main, tuple(ctid for ctid in inner if ctid != main), word, owner)
            for main, inner, word, owner in batch
        ]
        expected = [self._expect(*entry) for entry in cleaned]
        outcomes = publish_all(self.node, self.staff, [self._request(*entry) for entry in cleaned])
        assert ["refused" if isinstance(one, NotUnique) else one.event for one in outcomes] == expected  # type: ignore[union-attr]

    @rule(ctid=st.sampled_from(_CTIDS))
    def delete(self, ctid: str) -> None:
        if ctid in self.model.live:
            delete_envelope(self.node, self.staff, self.community, ctid.upper())
            del self.model.live[ctid]
            self.model.record(ctid, "destroy")
        else:
            with pytest.raises(NotFound):
                delete_envelope(self.node, self.staff, self.community, ctid)

    @precondition(lambda self: self.model.live)
    @rule(data=st.data(), owner=st.integers(0, 1))
    def transfer(self, data: st.DataObject, owner: int) -> None:
        ctid = data.draw(st.sampled_from(sorted(self.model.live)))
        _, changed = transfer(self.node, self.staff, self.community, ctid, self.owners[owner].uuid)
        assert changed == (self.model.live[ctid]["owner"] != owner)
        if changed:
            self.model.live[ctid]["owner"] = owner
            self.model.record(ctid, "update")

    @rule(owner=st.integers(0, 1))
    def purge(self, owner: int) -> None:
        gone = [ctid for ctid, entry in self.model.live.items() if entry["owner"] == owner]
        count = purge(self.node, self.staff, self.community, PurgeFilter(owner_id=self.owners[owner].id))
        assert count == len(gone)
        for ctid in gone:
            del self.model.live[ctid]
            self.model.record(ctid, "destroy")

    @invariant()
    def documents_are_as_published(self) -> None:
        for ctid in _CTIDS:
            if ctid in self.model.live:
                found = get_document(self.node, self.community, ctid)
                assert found.payload == self.model.live[ctid]["payload"]
            else:
                # A resource inside of another document is found with that document.
                holder = self.model.describing(ctid)
                if holder is not None:
                    found = get_document(self.node, self.community, ctid)
                    assert found.payload == self.model.live[holder]["payload"]
                elif ctid in self.model.events:
                    with pytest.raises(Gone):
                        get_document(self.node, self.community, ctid)

    @invariant()
    def resources_come_from_the_describing_document(self) -> None:
        for ctid in _CTIDS:
            holder = self.model.describing(ctid)
            if holder is None:
                with pytest.raises(NotFound):
                    get_resource(self.node, self.community, ctid)
                continue
            document = json.loads(self.model.live[holder]["payload"])
            [expected] = [item for item in document["@graph"] if item["@id"] == _BASE + ctid]
            found = json.loads(get_resource(self.node, self.community, _BASE + ctid.upper()).payload)
            assert found == {"@context": document["@context"], **expected}

    @invariant()
    def existence_is_current(self) -> None:
        expected = [ctid for ctid in _CTIDS if self.model.describing(ctid) is not None]
        assert check_existence(self.node, self.community, _CTIDS) == expected

    @invariant()
    def history_is_complete(self) -> None:
        with self.node.database.read() as connection:
            for ctid, events in self.model.events.items():
                assert [entry.event for entry in history_of(connection, self.community, ctid)] == events

    def teardown(self) -> None:
        assert list(Doctor(self.node).examine()) == []


def test_any_sequence_of_changes(node: Node) -> None:
    machine = type("BoundMachine", (Machine,), {"node": node})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
