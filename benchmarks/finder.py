"""How fast the public pages are: first byte and whole answer, pages per second, sizes, memory.

python -m benchmarks finder [--nodes 100000] [--database sqlite postgresql] [--data DIR] [--no-write]

With ``--data`` a registry that is there already is asked and nothing is written into it. Every group of pages is asked
at many different addresses, each once, so that the figures are those of somebody who looks at a page for the first
time. Each resource page is held against the same resource as JSON, and against a constant of the same size.
"""

from __future__ import annotations

import argparse
import gzip
import html
import http.client
import json
import os
import platform
import random
import re
import sqlite3
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from benchmarks.__main__ import _NODES_PER_RESOURCE, say
from benchmarks.load import spread
from benchmarks.node import BenchNode, constant_server, resident_bytes, serving
from opencredreg.app import build_node
from opencredreg.settings import load_settings

_HERE = Path(__file__).parent
_START, _END = "<!-- page figures -->", "<!-- end of page figures -->"
_SEED = 7
_PER_CLASS = 2
_CLIENTS = (1, 8)
_HTML = {"Accept": "text/html", "Accept-Language": "en"}
_JSON = {"Accept": "application/json"}
_WORDS = (
    "data", "nursing", "welding", "welding certificate", "nursng", "management", "safety", "health", "software",
    "english", "electrical", "accounting",
)  # fmt: skip
_CLASSES = (
    "ceterms:Certificate", "ceterms:Course", "ceterms:LearningProgram", "ceterms:License", "ceasn:Competency",
    "ceterms:BachelorDegree", "ceterms:CredentialOrganization",
)  # fmt: skip
_KINDS = ("credential", "organization", "competency")
_CHOICE = re.compile(r'href="(/find\?(delivery|region|owner|cost|duration|subject)=[^"]*)"')
_PER_FACET = 2
Figures = dict[str, Any]


class Browser:
    """One connection that asks for pages as a browser does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, path: str, headers: dict[str, str]) -> tuple[float, float, bytes]:
        """Milliseconds to the first byte, milliseconds in all, and the body as it was sent."""
        start = time.perf_counter()
        self._connection.request("GET", path, None, headers)
        answer = self._connection.getresponse()
        first = time.perf_counter()
        body = answer.read()
        done = time.perf_counter()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        return (first - start) * 1000, (done - start) * 1000, body


def build_addresses(ids: dict[str, list[str]], choices: Sequence[str]) -> dict[str, list[str]]:
    """The pages that are asked for, by group.

    Args:
        ids: CTIDs of some resources of each class.
        choices: addresses of results with something chosen.
    """
    asked: list[dict[str, str]] = [{}, {"q": "data", "page": "3"}, {"q": "data", "sort": "newest"}]
    asked += [{"q": words} for words in _WORDS]
    asked += [{"type": name} for name in _CLASSES]
    asked += [{"kind": name} for name in _KINDS]
    resources = [f"/resources/{ctid}" for listed in ids.values() for ctid in listed]
    random.Random(_SEED).shuffle(resources)
    pairs = [listed[:2] for listed in ids.values() if len(listed) > 1][:12]
    return {
        "home": ["/"] * 5,
        "results": [*(f"/find?{urlencode(one)}" if one else "/find" for one in asked), *choices],
        "resource": resources,
        "compare": [f"/compare?{urlencode([('id', one) for one in pair])}" for pair in pairs],
        "suggestions": [f"/find/suggest?q={word[:size]}" for word in _WORDS[:6] for size in (2, 4)],
        "feed": [f"/find.atom?{urlencode({'q': words})}" for words in _WORDS[:4]],
    }


def choices_of(page: bytes) -> list[str]:
    """Some of the addresses of a page of results that choose a value of a facet."""
    by_facet: dict[str, list[str]] = {}
    for link, facet in _CHOICE.findall(page.decode()):
        by_facet.setdefault(facet, []).append(html.unescape(link))
    return [link for links in by_facet.values() for link in links[:_PER_FACET]]


def pick_resources(data: Path, database: str) -> dict[str, list[str]]:
    """Some resources of every class, spread over the registry."""
    overrides = {"database.url": database} if database else {}
    node = build_node(load_settings(data, None, {}, overrides), migrate=False)
    chosen = random.Random(_SEED)
    try:
        with node.database.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT t.name, n.resource_ctid FROM node n JOIN term t ON t.id = n.class_id"
                    " WHERE n.resource_ctid IS NOT NULL AND n.envelope_id IS NOT NULL ORDER BY n.id"
                )
            ).all()
    finally:
        node.close()
    by_class: dict[str, list[str]] = {}
    for name, ctid in rows:
        by_class.setdefault(name, []).append(ctid)
    return {name: chosen.sample(ctids, min(_PER_CLASS, len(ctids))) for name, ctids in by_class.items()}


def measure(port: int, pid: int, ids: dict[str, list[str]], seconds: float) -> Figures:
    """All figures of one server."""
    browser = Browser(port)
    # The tables of facets are made when the server starts; whoever comes meanwhile waits for them.
    groups = build_addresses(ids, choices_of(browser.get("/find", _HTML)[2]))
    figures: Figures = {"memory_at_start_mb": round(resident_bytes(pid) / 1e6), "groups": {}}
    for name, paths in groups.items():
        say(f"  {name}: {len(paths)} addresses")
        figures["groups"][name] = _group(browser, paths)
    figures |= _ratios(browser, groups["resource"][:40])
    mix = [path for name in ("home", "results", "resource") for path in groups[name][:20]]
    for clients in _CLIENTS:
        figures[f"per_second_{clients}"] = round(_together(port, mix, clients, seconds), 1)
    figures["memory_mb"] = round(resident_bytes(pid) / 1e6)
    return figures


def _group(browser: Browser, paths: Sequence[str]) -> Figures:
    answers = [browser.get(path, _HTML) for path in paths]
    sizes = [len(body) / 1000 for _, _, body in answers]
    packed = [len(gzip.compress(body, 5)) / 1000 for _, _, body in answers]
    first, done = spread([answer[0] for answer in answers]), spread([answer[1] for answer in answers])
    slowest = max(range(len(paths)), key=lambda place: answers[place][1])
    return {
        "addresses": len(set(paths)),
        "first_byte_ms": [round(one, 1) for one in first[:2]],
        "ms": [round(one, 1) for one in done],
        "kb": [round(one, 1) for one in spread(sizes)],
        "compressed_kb": [round(one, 1) for one in spread(packed)],
        "slowest": paths[slowest],
    }


def _ratios(browser: Browser, paths: Sequence[str]) -> Figures:
    """How many times as long a page takes as the same resource as JSON, and as a constant of its size."""
    pages, data = [], []
    size = 0
    for path in paths:
        _, took, body = browser.get(path, _HTML)
        pages.append(took)
        data.append(browser.get(path, _JSON)[1])
        size += len(body)
    with constant_server(size // len(paths)) as port:
        constant = Browser(port)
        constants = [constant.get("/", _HTML)[1] for _ in paths]
    page, own, least = (spread(one)[0] for one in (pages, data, constants))
    return {"page_to_json": round(page / own, 1), "page_to_constant": round(page / least, 1)}


def _together(port: int, paths: Sequence[str], clients: int, seconds: float) -> float:
    until = time.perf_counter() + seconds
    counts = [0] * clients

    def ask(own: int) -> None:
        browser, turn = Browser(port), own * len(paths) // clients
        while time.perf_counter() < until:
            browser.get(paths[turn % len(paths)], _HTML)
            turn += 1
            counts[own] += 1

    threads = [threading.Thread(target=ask, args=(own,)) for own in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _run(name: str, options: argparse.Namespace) -> Figures:
    with ExitStack() as stack:
        database = ""
        data = options.data
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "node"
            if name == "postgresql":
                from tests.support.postgres import running_postgres

                server = stack.enter_context(
                    running_postgres(durable=True, settings={"shared_buffers": "1GB"})
                )
                database = server.url(server.create_database())
            say(f"{name}, {options.nodes:,} nodes: loading the demonstration registry")
            resources = str(int(options.nodes / _NODES_PER_RESOURCE))
            BenchNode(data, database).timed("demo", "load", "--resources", resources, "--seed", str(_SEED))
        ids = pick_resources(data, database)
        port, pid = stack.enter_context(
            serving(["--data", str(data), *(["--database", database] if database else [])])
        )
        return {"database": name, "nodes": options.nodes, **measure(port, pid, ids, options.seconds)}


def render(run: Figures) -> str:
    """The figures of one registry as tables."""
    lines = [
        f"### Pages, {run['nodes']:,} nodes, {run['database']}",
        "",
        "| Page | Addresses | First byte p50 / p95 ms | Whole p50 / p95 / slowest ms | HTML p50 / p95 / largest KB "
        "| Compressed p50 / largest KB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in run["groups"].items():
        packed = one["compressed_kb"]
        cells = [name, str(one["addresses"]), _list(one["first_byte_ms"]), _list(one["ms"]), _list(one["kb"])]
        lines.append("| " + " | ".join([*cells, _list([packed[0], packed[2]])]) + " |")
    lines += [
        "",
        f"* Pages per second, home, results and resources in turn: {run['per_second_1']} with one client, "
        f"{run['per_second_8']} with eight.",
        f"* A resource page takes {run['page_to_json']} times as long as the same resource as JSON, and "
        f"{run['page_to_constant']} times as long as a constant of its size.",
        f"* Memory of the server: {run['memory_at_start_mb']} MB with the tables of facets, "
        f"{run['memory_mb']} MB after all that.",
    ]
    return "\n".join(lines)


def _list(values: Sequence[float]) -> str:
    return " / ".join(f"{one:.1f}" for one in values)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for and write it down."""
    parser = argparse.ArgumentParser(prog="benchmarks.finder", description=__doc__)
    parser.add_argument("--nodes", type=int, default=100_000, help="with --data only for the title")
    parser.add_argument("--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    parser.add_argument("--data", type=Path, help="the data folder of a registry that is only read")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long pages per second are counted")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    if options.data is not None and options.database != ["sqlite"]:
        parser.error("--data asks the database file in the folder: leave --database out")
    runs = [_run(name, options) for name in options.database]
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {datetime.now(UTC):%Y-%m-%d}"
    )
    written = "\n\n".join([machine, *map(render, runs)])
    print(written)
    if not options.no_write:
        readme = _HERE / "README.md"
        content = readme.read_text()
        before, after = content.split(_START)[0], content.split(_END)[1]
        readme.write_text(f"{before}{_START}\n{written}\n{_END}{after}")
        kept = json.dumps({"machine": machine, "runs": runs}, indent=1)
        (_HERE / "finder.json").write_text(kept + "\n")


if __name__ == "__main__":
    main()
