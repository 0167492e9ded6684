"""What of search is measured at a node as a whole: over HTTP, in memory, on disk, and when publishing."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import msgspec
from sqlalchemy import text
from sqlalchemy.engine import Connection

from benchmarks.documents import Documents
from benchmarks.load import Client, spread
from benchmarks.node import BenchNode, resident_bytes
from benchmarks.queries import Case, Facts
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.registry.setup import local_actor
from opencredreg.store.index.writer import IndexWriter

CLIENTS = 8
_INDEX = ("term", "node", "claim", "link", "literal", "word")
_NOT_IN_THE_MIX = 20_000
"""Queries of so many bytes are single requests and no part of everyday load."""


def measure_server(node: BenchNode, cases: Sequence[Case], facts: Facts, seconds: float) -> dict[str, Any]:
    """Figures of the server of a node: single requests, eight clients at once, memory."""
    mix = [msgspec.json.encode(case.query) for case in cases if not case.describe]
    mix = [query for query in mix if len(query) < _NOT_IN_THE_MIX]
    with node.serving() as (port, pid):
        start_mb = resident_bytes(pid) / 1e6
        client = Client(port, node.token)
        figures: dict[str, Any] = {
            name: _single(client, method, path, body, seconds)
            for name, method, path, body in (
                ("http_fts", "GET", "/search?fts=nursing", None),
                ("http_name", "GET", "/search?ceterms:name=welding", None),
                ("http_type", "POST", "/ctdl", b'{"@type":"ceasn:Competency"}'),
                ("http_ctids", "POST", "/ctdl", msgspec.json.encode({"ceterms:ctid": facts.ctids})),
                (
                    "http_exist",
                    "POST",
                    "/resources/check_existence",
                    msgspec.json.encode({"ctids": facts.ctids}),
                ),
                (
                    "http_described",
                    "POST",
                    "/ctdl?include_description_sets=true",
                    b'{"@type":{"search:value":"ceterms:Credential","search:matchType":"search:subClassOf"}}',
                ),
            )
        }
        figures |= _together(port, node.token, mix[:], seconds=8 * seconds)
        figures["memory_mb"] = round(resident_bytes(pid) / 1e6)
        figures["memory_at_start_mb"] = round(start_mb)
    return figures


def _single(client: Client, method: str, path: str, body: bytes | None, seconds: float) -> str:
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 3 or (time.perf_counter() < until and len(times) < 40):
        took, status, content = client.request(method, path, body)
        if status != 200:
            return f"failed: {status} {json.loads(content).get('error', '')}"[:100]
        times.append(took * 1000)
    middle, high, _ = spread(times[1:])
    return f"{middle:.1f} / {high:.1f}"


def _together(port: int, token: str, mix: list[bytes], seconds: float) -> dict[str, Any]:
    """Eight clients that ask all queries in turn, each from another place in the list."""
    times: list[float] = []
    refused: list[int] = []
    until = time.perf_counter() + seconds

    def ask(first: int) -> None:
        client, turn = Client(port, token), first
        while time.perf_counter() < until:
            took, status, _ = client.request("POST", "/ctdl", mix[turn % len(mix)])
            turn += 1
            if status == 200:
                times.append(took * 1000)
            else:
                refused.append(status)

    threads = [threading.Thread(target=ask, args=(place * len(mix) // CLIENTS,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    middle, high, worst = spread(times or [0.0])
    return {
        "together_per_second": round(len(times) / seconds, 1),
        "together_ms": f"{middle:.0f} / {high:.0f}",
        "together_max_ms": round(worst),
        "together_refused": len(refused),
    }


def measure_size(connection: Connection) -> dict[str, Any]:
    """How large the index is, as a multiple of the JSON that was published."""
    (json_bytes,) = connection.execute(text("SELECT sum(byte_count) FROM document")).one()
    names = _tables(connection)
    index = [name for name in names if name in _INDEX or name.startswith("literal_")]
    found = {
        "json_mb": round(json_bytes / 1e6, 1),
        "index_to_json": round(_size(connection, index) / json_bytes, 2),
        "all_to_json": round(_size(connection, names) / json_bytes, 2),
    }
    return found


def _tables(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        statement = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        statement = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return list(connection.execute(text(statement)).scalars())


def _size(connection: Connection, tables: Sequence[str]) -> int:
    """The bytes of tables with their indexes."""
    if connection.dialect.name == "sqlite":
        statement = text(
            "SELECT sum(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name WHERE m.tbl_name = :name"
        )
    else:
        statement = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    return sum(int(connection.execute(statement, {"name": name}).scalar() or 0) for name in tables)


def measure_publishing(node: Node, community_id: int, seed: int) -> dict[str, Any]:
    """What the index adds to publishing: the same graphs with it and without it, in turn.

    Leaves documents that are not indexed in the database, so it comes last.
    """
    source = Documents(seed)
    with node.database.read() as connection:
        actor = local_actor(connection)
        owner = connection.execute(text("SELECT id FROM organization ORDER BY id LIMIT 1")).scalar_one()

    def take(payload: bytes) -> float:
        began = time.perf_counter()
        publish(node, actor, PublishRequest(community_id=community_id, owner_id=owner, payload=payload))
        return (time.perf_counter() - began) * 1000

    def without(payload: bytes) -> float:
        with patch.object(IndexWriter, "replace", lambda _self, _envelopes: None):
            return take(payload)

    figures: dict[str, Any] = {}
    for name, members, rounds in (("graph_20", 19, 30), ("framework_10000", 10_000, 3)):
        pairs = [
            (take(source.framework(members)[1]), without(source.framework(members)[1])) for _ in range(rounds)
        ]
        both, bare = (spread(list(one))[0] for one in zip(*pairs, strict=True))
        figures[f"publish_{name}_ms"] = round(both, 1)
        figures[f"publish_{name}_bare_ms"] = round(bare, 1)
        figures[f"publish_{name}_index_share"] = f"{(both - bare) / both:.0%}"
    return figures
