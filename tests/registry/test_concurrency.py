"""Writers at the same time, and writers that die: one winner and one clear answer, never a mixture."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import create_organization
from opencredreg.accounts.people import find_or_create_account
from opencredreg.accounts.tokens import issue_token
from opencredreg.errors import PreconditionFailed
from opencredreg.registry.communities import Community, create_community, find_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.history import list_changes
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest, Receipt
from opencredreg.registry.read import get_document, get_resource
from tests.support.nodes import open_node

_CTID = "ce-5a3a8a8e-33a5-4f6c-8f0e-0c9f2b1f4a11"


def _payload(ctid: str, word: str, parts: int = 5) -> bytes:
    graph: list[dict[str, Any]] = [
        {
            "@id": f"https://registry.example/resources/{ctid}",
            "@type": "ceterms:Certificate",
            "ceterms:ctid": ctid,
            "ceterms:name": {"en": word},
        }
    ]
    graph += [
        {"@id": f"_:{word}{place}", "@type": "ceterms:Organization", "ceterms:name": {"en": word}}
        for place in range(parts)
    ]
    return json.dumps(
        {
            "@context": "https://credreg.net/ctdl/schema/context/json",
            "@id": f"https://registry.example/graph/{ctid}",
            "@graph": graph,
        }
    ).encode()


def _prepare(node: Node) -> tuple[Actor, Community, int]:
    with node.database.write() as transaction:
        community = create_community(transaction, "ce_registry", is_default=True)
        owner = create_organization(transaction, "Owner")
        issue_token(transaction, role=Role.SUPERADMIN, email="staff@example.org")
        account = find_or_create_account(
            transaction, email="staff@example.org", organization_id=None, is_super=True
        )
    return Actor(role=Role.SUPERADMIN, account_id=account), community, owner.id


def _at_once(actions: list[Callable[[], Any]]) -> list[Any]:
    """Run all in threads that start together; exceptions come back as results."""
    results: list[Any] = [None] * len(actions)
    barrier = threading.Barrier(len(actions))

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = actions[place]()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_publishers_of_one_ctid_make_clean_versions(database_url: str) -> None:
    with open_node(database_url) as node:
        actor, community, owner = _prepare(node)
        words = [f"word{place}" for place in range(8)]
        results = _at_once(
            [
                lambda word=word: publish(
                    node,
                    actor,
                    PublishRequest(community_id=community.id, owner_id=owner, payload=_payload(_CTID, word)),
                )
                for word in words
            ]
        )
        assert all(isinstance(result, Receipt) for result in results), results
        assert sorted(result.event for result in results) == ["created"] + ["updated"] * 7
        assert len({result.envelope_id for result in results}) == 1
        # The newest version is one of them as a whole: document and index say the same word.
        document = json.loads(get_document(node, community, _CTID).payload)
        word = document["@graph"][0]["ceterms:name"]["en"]
        resource = json.loads(get_resource(node, community, _CTID).payload)
        assert resource["ceterms:name"]["en"] == word
        assert json.loads(get_resource(node, community, f"_:{word}0").payload)["ceterms:name"]["en"] == word
        assert list(Doctor(node).examine()) == []


def test_of_publishers_with_one_etag_one_wins(database_url: str) -> None:
    with open_node(database_url) as node:
        actor, community, owner = _prepare(node)
        first = publish(
            node,
            actor,
            PublishRequest(community_id=community.id, owner_id=owner, payload=_payload(_CTID, "first")),
        )
        results = _at_once(
            [
                lambda word=word: publish(
                    node,
                    actor,
                    PublishRequest(
                        community_id=community.id,
                        owner_id=owner,
                        payload=_payload(_CTID, word),
                        if_match=first.digest,
                    ),
                )
                for word in ("one", "two", "three", "four")
            ]
        )
        winners = [result for result in results if isinstance(result, Receipt)]
        losers = [result for result in results if isinstance(result, PreconditionFailed)]
        assert (len(winners), len(losers)) == (1, 3)
        assert get_document(node, community, _CTID).digest == winners[0].digest


def test_a_reader_of_the_feed_misses_nothing(database_url: str) -> None:
    with open_node(database_url) as node:
        actor, community, owner = _prepare(node)
        seen: list[int] = []
        done = threading.Event()

        def follow() -> None:
            after = 0
            while True:
                finished = done.is_set()
                with node.database.read() as connection:
                    changes = list_changes(connection, after=after, community_ids=[community.id])
                seen.extend(change.sequence for change in changes)
                after = seen[-1] if seen else 0
                if finished and not changes:
                    return

        def write(writer: int) -> None:
            for number in range(10):
                ctid = f"ce-00000000-0000-4000-8{writer:03d}-{number:012d}"
                publish(
                    node,
                    actor,
                    PublishRequest(community_id=community.id, owner_id=owner, payload=_payload(ctid, "x", 1)),
                )

        follower = threading.Thread(target=follow)
        follower.start()
        assert _at_once([lambda writer=writer: write(writer) for writer in range(4)]) == [None] * 4
        done.set()
        follower.join(60)
        assert seen == sorted(set(seen))
        assert len(seen) == 40


_WRITER = """
import sys
sys.path.insert(0, {root!r})
from tests.registry.test_concurrency import write_forever
write_forever(sys.argv[1])
"""


def write_forever(url: str) -> None:
    """Publish new versions and new documents until killed, and say so after each one."""
    with open_node(url) as node:
        community = node.find_community(None)
        assert community is not None
        actor = Actor(role=Role.SUPERADMIN)
        number = 0
        while True:
            number += 1
            for ctid in (_CTID, f"ce-00000000-0000-4000-8000-{number:012d}"):
                request = PublishRequest(
                    community_id=community.id, owner_id=1, payload=_payload(ctid, f"n{number}", 40)
                )
                receipt = publish(node, actor, request)
                print(ctid, receipt.digest, flush=True)


@pytest.mark.parametrize("after_s", [0.15, 0.4])
def test_kill_loses_nothing_that_was_acknowledged(database_url: str, after_s: float) -> None:
    root = str(Path(__file__).resolve().parents[2])
    with open_node(database_url) as node:
        _prepare(node)
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER.format(root=root), database_url], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    lines = [writer.stdout.readline()]
    time.sleep(after_s)
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.read().splitlines(keepends=True)
    writer.stdout.close()
    writer.wait(30)
    acknowledged = dict(line.split() for line in lines if line.endswith("\n"))
    assert acknowledged
    with open_node(database_url) as node:
        with node.database.read() as connection:
            community = find_community(connection, None)
        assert community is not None
        for ctid, digest in acknowledged.items():
            found = get_document(node, community, ctid)
            if ctid != _CTID:
                assert found.digest == digest
        assert list(Doctor(node).examine()) == []
