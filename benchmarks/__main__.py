"""Run the benchmarks and write the figures into ``benchmarks/README.md`` and ``benchmarks/figures.json``.

python -m benchmarks [--nodes 10000 100000] [--database sqlite postgresql] [--no-write]
python -m benchmarks finder [options of benchmarks/finder.py]
python -m benchmarks publishing [options of benchmarks/publishing.py]
python -m benchmarks search [options of benchmarks/search.py]
python -m benchmarks validation [options of benchmarks/validation.py]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.documents import Documents
from benchmarks.load import Client, requests_per_second, spread
from benchmarks.node import BenchNode, constant_server, resident_bytes

_HERE = Path(__file__).parent
_NODES_PER_RESOURCE = 11.4
_START, _END = "<!-- figures -->", "<!-- end of figures -->"


def measure(nodes: int, database: str, data: Path) -> dict[str, Any]:
    """All figures for a registry of about so many nodes."""
    say(f"{database}, {nodes:,} nodes: loading the demonstration registry")
    url = ""
    if database == "postgresql":
        from tests.support.postgres import running_postgres

        with running_postgres(durable=True, settings={"shared_buffers": "1GB"}) as server:
            return _measure(nodes, database, BenchNode(data, server.url(server.create_database())))
    return _measure(nodes, database, BenchNode(data, url))


def _measure(nodes: int, database: str, node: BenchNode) -> dict[str, Any]:
    figures: dict[str, Any] = {"database": database}
    empty = node.timed("demo", "load", "--resources", "300")
    resources = int(nodes / _NODES_PER_RESOURCE)
    seconds = node.timed("demo", "load", "--resources", str(resources), "--seed", "7")
    source = Documents(nodes)
    with node.serving() as (port, pid):
        figures["load_seconds"] = round(seconds, 1)
        figures["load_nodes_per_second"] = round(nodes / seconds)
        figures["start_and_300_resources_seconds"] = round(empty, 2)
        figures |= _reading(port, node, source)
        figures |= _publishing(port, node, source)
        figures |= _existence(port, node, source)
        figures["server_memory_mb"] = round(resident_bytes(pid) / 1e6)
    if database == "sqlite":
        figures["file_mb"] = round((node.data / "registry.db").stat().st_size / 1e6)
    return figures


def _reading(port: int, node: BenchNode, source: Documents) -> dict[str, Any]:
    say("  reading resources of 5 KB")
    client = Client(port, node.token)
    paths = []
    for _ in range(500):
        ctid, document = source.credential(text_words=700)
        _expect(client.request("POST", f"/resources/organizations/{node.owner}/documents", document), 201)
        paths.append(f"/resources/{ctid}")
    size = len(client.request("GET", paths[0])[2])
    constant, one, many = [], [], []
    with constant_server(size) as plain:
        # In turn, so that a change in the speed of the machine meets all of them.
        for _ in range(7):
            constant.append(requests_per_second(plain, ["/"], 1.2))
            one.append(requests_per_second(port, paths[:1], 1.2))
            # A commit before each round: nothing that was kept is used for the first answers.
            client.request("POST", f"/resources/organizations/{node.owner}/documents", source.credential()[1])
            many.append(requests_per_second(port, paths, 1.2))
    return {
        "read_bytes": size,
        "constant_per_second": round(spread(constant)[0]),
        "read_per_second": round(spread(one)[0]),
        "read_many_per_second": round(spread(many)[0]),
        "read_share_of_constant": _share(one, constant),
        "read_many_share_of_constant": _share(many, constant),
    }


def _share(rates: list[float], of: list[float]) -> float:
    return round(spread([one / other for one, other in zip(rates, of, strict=True)])[0], 2)


def _publishing(port: int, node: BenchNode, source: Documents) -> dict[str, Any]:
    say("  publishing graphs of 20 nodes")
    client = Client(port, node.token)
    path = f"/resources/organizations/{node.owner}/documents"
    times = [_expect(client.request("POST", path, source.framework(19)[1]), 201) * 1000 for _ in range(100)]
    middle, high, worst = spread(times)
    say("  publishing frameworks of 10,000 competencies")
    frameworks = []
    for _ in range(3):
        _, document, members = source.framework(10_000)
        seconds = _expect(client.request("POST", path, document), 201)
        body = msgspec.json.encode({"ctids": members})
        found = client.request("POST", "/resources/check_existence", body)[2]
        assert len(json.loads(found)) == 10_000, "a competency is not found by the next request"
        frameworks.append(seconds)
    return {
        "publish_20_ms": round(middle, 1),
        "publish_20_p95_ms": round(high, 1),
        "publish_20_max_ms": round(worst, 1),
        "framework_10000_seconds": round(spread(frameworks)[0], 2),
        "framework_10000_max_seconds": round(max(frameworks), 2),
    }


def _existence(port: int, node: BenchNode, source: Documents) -> dict[str, Any]:
    say("  asking for 10,000 CTIDs")
    client = Client(port, node.token)
    path = f"/resources/organizations/{node.owner}/documents"
    _, document, members = source.framework(5_000)
    _expect(client.request("POST", path, document), 201)
    body = msgspec.json.encode({"ctids": members + [source.ctid() for _ in range(5_000)]})
    times = [_expect(client.request("POST", "/resources/check_existence", body), 200) for _ in range(9)]
    return {"existence_10000_ms": round(spread(times)[0] * 1000, 1)}


def _expect(answer: tuple[float, int, bytes], status: int) -> float:
    seconds, got, content = answer
    if got != status:
        raise RuntimeError(f"expected {status}, got {got}: {content[:300]!r}")
    return seconds


_ROWS = (
    ("load_nodes_per_second", "Loading the demonstration registry, nodes/s (one process)"),
    ("read_per_second", "Reading one resource of 5 KB over HTTP, requests/s"),
    ("read_many_per_second", "Reading 500 such resources in turn, requests/s"),
    ("constant_per_second", "The same server sending a constant of that size, requests/s"),
    ("read_share_of_constant", "One resource, as a share of the constant (median of pairs)"),
    ("read_many_share_of_constant", "500 resources, as a share of the constant (median of pairs)"),
    ("publish_20_ms", "Publishing a graph of 20 nodes, median ms"),
    ("publish_20_p95_ms", "... 95th percentile ms"),
    ("publish_20_max_ms", "... slowest of 100, ms"),
    ("framework_10000_seconds", "Publishing a framework of 10,000 competencies, median s"),
    ("framework_10000_max_seconds", "... slowest of 3, s"),
    ("existence_10000_ms", "Which of 10,000 CTIDs exist, median ms"),
    ("server_memory_mb", "Memory of the server after all that, MB"),
    ("file_mb", "Size of the database file, MB"),
)


def table(figures: list[dict[str, Any]]) -> str:
    """The figures as a table, one column for each registry."""
    heads = [f"{one['database']}, {one['nodes']:,} nodes" for one in figures]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    for name, title in _ROWS:
        lines.append(f"| {title} | " + " | ".join(str(one.get(name, "–")) for one in figures) + " |")
    return "\n".join(lines)


def say(text: str) -> None:
    """Progress for who watches."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure what was asked for and write it down."""
    other = sys.argv[1] if len(sys.argv) > 1 else ""
    if other in ("finder", "publishing", "search", "validation"):
        importlib.import_module(f"benchmarks.{other}").main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args()
    figures = []
    for nodes in options.nodes:
        for database in options.database:
            with tempfile.TemporaryDirectory() as folder:
                figures.append({"nodes": nodes, **measure(nodes, database, Path(folder) / "node")})
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {datetime.now(UTC):%Y-%m-%d}"
    )
    text = f"{machine}\n\n{table(figures)}"
    print(text)
    if not options.no_write:
        readme = _HERE / "README.md"
        content = readme.read_text()
        before, after = content.split(_START)[0], content.split(_END)[1]
        readme.write_text(f"{before}{_START}\n{text}\n{_END}{after}")
        (_HERE / "figures.json").write_text(json.dumps({"machine": machine, "figures": figures}, indent=1))


if __name__ == "__main__":
    main()
