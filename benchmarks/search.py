"""How fast searches are answered: on SQLite, on PostgreSQL, in the lay-out of today, and in SPARQL.

python -m benchmarks.search [--nodes 100000] [--database sqlite postgresql] [--no-today] [--no-sparql]
                            [--seconds 1.0] [--no-write]

The queries are those that people complained of (``queries.py``). Our two databases are asked through the services
that ``POST /ctdl`` uses: the query is read, the page and the exact total are found, the results are loaded as JSON.
The lay-out of today (``todays_layout.py``) and the RDF store (``sparql.py``) hold the same things and are asked the
same, in turn with ours. Totals are compared; what differs is told with its reason.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pyoxigraph

from benchmarks.__main__ import _NODES_PER_RESOURCE, say
from benchmarks.described import Thing, iter_things
from benchmarks.load import spread
from benchmarks.node import BenchNode
from benchmarks.queries import FORM, Case, build_cases, pick_facts
from benchmarks.search_report import render
from benchmarks.search_server import measure_publishing, measure_server, measure_size
from benchmarks.sparql import NotInSparql, SparqlStore
from benchmarks.todays_layout import TodaysLayout, columns_of
from opencredreg.app import build_node
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.tree import Search
from opencredreg.registry.communities import get_community
from opencredreg.registry.node import Node
from opencredreg.search.asking import Question, ask, read_query
from opencredreg.search.description_sets import DescriptionOptions, describe_resources
from opencredreg.settings import load_settings

_HERE = Path(__file__).parent
_START, _END = "<!-- search figures -->", "<!-- end of search figures -->"
_SEED = 7
_MOST = 40
_FAILED = "failed"
_SLOW_S = 3.0
_CUT = (
    'the lay-out of today takes a word without its ending as a beginning, so that "nursing" finds "nursery"'
)
_JOINED = (
    "all values of a property are one text in the lay-out of today, so none of several is equal to the whole"
)
Asker = Callable[[Case], tuple[float, int | None]]


class OurNode:
    """A node that is asked through its services."""

    def __init__(self, bench: BenchNode, database: str) -> None:
        overrides = {"database.url": database} if database else {}
        self.bench = bench
        self._database = database
        self.node: Node = build_node(load_settings(bench.data, None, {}, overrides), migrate=False)
        with self.node.database.read() as connection:
            self.community = get_community(connection, None)

    def tidy(self) -> None:
        """What the autovacuum of PostgreSQL does within minutes after a load; until then its text index is slow."""
        if self._database:
            with psycopg.connect(self._database, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")

    def ask(self, case: Case) -> tuple[float, int | None]:
        """Seconds, and the total."""
        began = time.perf_counter()
        parsed, at = read_query(self.node, case.query, None)
        search = Search(expression=parsed.expression, sort=case.sort, take=case.take)
        answer = ask(self.node, Question(community=self.community, parsed=parsed, search=search, at=at))
        if case.describe:
            ctids = [hit.ctid for hit in answer.hits if hit.ctid]
            describe_resources(self.node, self.community, ctids, DescriptionOptions(include_data=False))
        return time.perf_counter() - began, answer.total


def measure(nodes: int, options: argparse.Namespace) -> dict[str, Any]:
    """All figures for a registry of about so many nodes."""
    resources = int(nodes / _NODES_PER_RESOURCE)
    run: dict[str, Any] = {
        "nodes": nodes,
        "databases": options.database,
        "load_s": {},
        "to_json": {},
        "servers": {},
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        new_database = _postgres(stack, options)
        ours = {
            one: _our_node(folder / one, new_database() if one == "postgresql" else "", resources, run)
            for one in options.database
        }
        first = next(iter(ours.values()))
        askers: dict[str, Asker] = {name: one.ask for name, one in ours.items()}
        with first.node.database.read() as connection:
            facts = pick_facts(connection)
            for name, one in ours.items():
                with one.node.database.read() as other:
                    run["servers"][name] = measure_size(other)
        cases = build_cases(facts)
        for name, our in ours.items():
            run["servers"][name] |= _before_and_after_tidying(our, cases)
        json_bytes = run["servers"][options.database[0]]["json_mb"] * 1e6
        if options.today:
            askers["today"] = _today(stack, new_database(), first, resources, run, json_bytes)
        if options.sparql:
            askers["sparql"] = _sparql(stack, folder / "sparql", first, resources, run, json_bytes)
        run["others"] = [name for name in askers if name not in ours]
        run["cases"] = [_case(case, askers, options) for case in cases]
        for name, our in ours.items():
            say(f"{name}: over HTTP, and publishing")
            run["servers"][name] |= measure_server(our.bench, cases, facts, options.seconds)
            run["servers"][name] |= measure_publishing(our.node, our.community.id, nodes)
            our.node.close()
    return run


def _postgres(stack: ExitStack, options: argparse.Namespace) -> Callable[[], str]:
    """Gives the addresses of new databases of one server, if one is needed."""
    if "postgresql" not in options.database and not options.today:
        return str
    from tests.support.postgres import running_postgres

    server = stack.enter_context(running_postgres(durable=True, settings={"shared_buffers": "1GB"}))
    return lambda: server.url(server.create_database())


def _our_node(data: Path, database: str, resources: int, run: dict[str, Any]) -> OurNode:
    say(f"{data.name}, {run['nodes']:,} nodes: loading the demonstration registry")
    bench = BenchNode(data, database)
    run["load_s"][data.name] = bench.timed(
        "demo", "load", "--resources", str(resources), "--seed", str(_SEED)
    )
    return OurNode(bench, database)


def _before_and_after_tidying(our: OurNode, cases: Sequence[Case]) -> dict[str, Any]:
    form = next(case for case in cases if case.name == FORM)
    before = spread([our.ask(form)[0] * 1000 for _ in range(6)][1:])[0]
    our.tidy()
    after = spread([our.ask(form)[0] * 1000 for _ in range(6)][1:])[0]
    return {"form_before_vacuum": f"{before:.1f} / {after:.1f}"}


def _things(our: OurNode, resources: int) -> Iterator[Thing]:
    with our.node.database.read() as connection:
        yield from iter_things(connection, resources, _SEED)


def _today(
    stack: ExitStack, url: str, our: OurNode, resources: int, run: dict[str, Any], json_bytes: float
) -> Asker:
    say("loading the lay-out of today")
    layout = TodaysLayout(url)
    stack.callback(layout.close)
    with our.node.database.read() as connection:
        columns = columns_of(connection)
    began = time.perf_counter()
    layout.load(_things(our, resources), columns)
    run["load_s"]["today"] = time.perf_counter() - began
    run["to_json"]["today"] = layout.bytes() / json_bytes
    return lambda case: layout.ask(_search(case))


def _sparql(
    stack: ExitStack, folder: Path, our: OurNode, resources: int, run: dict[str, Any], json_bytes: float
) -> Asker:
    say("loading the RDF store")
    store = SparqlStore(folder)
    stack.callback(store.close)
    began = time.perf_counter()
    store.load(_things(our, resources))
    run["load_s"]["sparql"] = time.perf_counter() - began
    run["to_json"]["sparql"] = sum(file.stat().st_size for file in folder.rglob("*")) / json_bytes
    return lambda case: store.ask(_search(case))


def _search(case: Case) -> Search:
    parsed = parse_query(case.query, bundled_vocabulary(), now=int(time.time() * 1e6))
    return Search(expression=parsed.expression, sort=case.sort, take=case.take)


def _case(case: Case, askers: dict[str, Asker], options: argparse.Namespace) -> dict[str, Any]:
    say(f"  {case.name}")
    figures = {name: _measure_one(case, name, asker, options) for name, asker in askers.items()}
    return {
        "name": case.name,
        "complaint": case.complaint,
        "query": case.query if len(str(case.query)) < 5_000 else "...",
        "figures": figures,
        "differences": _compare(case, figures, options.database),
    }


def _measure_one(case: Case, name: str, asker: Asker, options: argparse.Namespace) -> dict[str, Any]:
    """Median and 95th percentile of several answers in turn, after a first one that is not counted."""
    if case.describe and name not in options.database:
        return {"failed": "–"}
    try:
        first, total = asker(case)
        times = [first]
        until = time.perf_counter() + options.seconds
        if first < _SLOW_S:
            times = [asker(case)[0] for _ in range(3)]
            while time.perf_counter() < until and len(times) < _MOST:
                times.append(asker(case)[0])
    except NotInSparql:
        return {"failed": "–"}
    except Exception as problem:
        say(f"    {name} failed: {problem}"[:300])
        return {"failed": _FAILED}
    middle, high, _ = spread([one * 1000 for one in times])
    return {"total": total, "ms": middle, "p95_ms": high, "first_ms": first * 1000, "answers": len(times)}


def _compare(case: Case, figures: dict[str, dict[str, Any]], ours: Sequence[str]) -> list[str]:
    """The differences between totals, each with its reason as far as one is known."""
    totals = {name: one["total"] for name, one in figures.items() if one.get("total") is not None}
    if not totals:
        return []
    failed = [f"{name} fails" for name, one in figures.items() if one.get("failed") == _FAILED]
    own = next((totals[one] for one in ours if one in totals), next(iter(totals.values())))
    found = failed
    if own == 0:
        found.append("nothing is found, so this query shows little")
    for name, total in totals.items():
        if total != own:
            figures[name]["differs"] = True
            found.append(f"{name} finds {total:,} and not {own:,}: {_reason(case, name)}")
    return found


def _reason(case: Case, name: str) -> str:
    if name == "today":
        shape = str(parse_query(case.query, bundled_vocabulary()).expression)
        reasons = [text for part, text in (("Words(", _CUT), ("LiteralText(", _JOINED)) if part in shape]
        if reasons:
            return "; ".join(reasons)
    return "NOT EXPLAINED"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for and write it down."""
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[100_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--no-today", dest="today", action="store_false", help="without the lay-out of today")
    parser.add_argument("--no-sparql", dest="sparql", action="store_false", help="without the RDF store")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each query is repeated")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    runs = [measure(nodes, options) for nodes in options.nodes]
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, Oxigraph {pyoxigraph.__version__}, {datetime.now(UTC):%Y-%m-%d}"
    )
    text = "\n\n".join([machine, *map(render, runs)])
    print(text)
    if not options.no_write:
        readme = _HERE / "README.md"
        content = readme.read_text()
        before, after = content.split(_START)[0], content.split(_END)[1]
        readme.write_text(f"{before}{_START}\n{text}\n{_END}{after}")
        kept = json.dumps({"machine": machine, "runs": runs}, indent=1, default=str, allow_nan=True)
        (_HERE / "search.json").write_text(kept.replace("Infinity", "null"))


if __name__ == "__main__":
    main()
