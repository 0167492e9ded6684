"""How fast documents are judged: our validator, a JSON Schema engine and a SHACL engine with the same profile.

python -m benchmarks.validation [--rounds 5] [--no-write]

All three judge the same decoded documents in one process, in turn, by processor time, so that a change in the speed
of the machine meets all of them and other programs do not count. A node is any described thing: an item of a graph or
an object embedded in one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.documents import Documents
from benchmarks.load import spread
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.demo import documents as demo_documents
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import Document, parse_document
from opencredreg.jsonld.rdf import iter_quads, serialize
from opencredreg.validation import Profile, Validator, bundled_profile
from opencredreg.validation.exports.json_schema import build_schema, schema_classes
from opencredreg.validation.exports.shacl import build_shapes, render_shapes

_HERE = Path(__file__).parent
_START, _END = "<!-- validation figures -->", "<!-- end of validation figures -->"
_SHACL_NODES = 400
"""So many nodes are enough for the SHACL engine, which takes milliseconds for each."""
_SAMPLES = Path(os.environ.get("OPENCREDREG_SHARED", _HERE.parents[1] / "shared")) / "samples" / "registry"

Judge = Callable[[Sequence[Document]], object]


def corpora() -> dict[str, list[Document]]:
    """The documents, by the name of their collection."""
    found = {
        "demonstration registry": [parse_document(one.payload) for one in demo_documents(600, seed=7)],
        "framework of 10,000 competencies": [parse_document(Documents(1).framework(10_000)[1])],
    }
    if _SAMPLES.is_dir():
        found["published samples"] = list(_parsed(_SAMPLES.glob("*.json")))
    return found


def _parsed(paths: Iterable[Path]) -> Iterable[Document]:
    for path in sorted(paths):
        try:
            document = parse_document(path.read_bytes())
            resolve_context(document.top.get("@context"))
        except Exception:
            continue  # What is no document at all is not for this comparison.
        if document.form == "graph" and document.items:
            yield document


def count_nodes(value: Any) -> int:
    """How many things a document describes."""
    if isinstance(value, list):
        return sum(map(count_nodes, value))
    if not isinstance(value, dict):
        return 0
    return ("@type" in value) + sum(count_nodes(inner) for key, inner in value.items() if key != "@context")


# The three.


def our_validator(profile: Profile) -> Judge:
    """Everything that the profile asks for, with all findings."""
    validator = Validator(profile, bundled_vocabulary())
    return lambda documents: [validator.validate(document) for document in documents]


def json_schemas() -> Judge:
    """The errors that a JSON Schema can tell of, with all places."""
    import jsonschema_rs

    vocabulary, profile = bundled_vocabulary(), bundled_profile("publish")
    known = set(schema_classes(vocabulary))
    compiled: dict[str, Any] = {}

    def judge(documents: Sequence[Document]) -> object:
        found = []
        for document in documents:
            cls = document.items[0].types[0] if document.items[0].types else ""
            cls = cls if cls in known else "ceterms:Certificate"
            if cls not in compiled:
                compiled[cls] = jsonschema_rs.Draft202012Validator(build_schema(vocabulary, profile, cls))
            found.append(list(compiled[cls].iter_errors(document.value)))
        return found

    return judge


def shapes() -> tuple[Callable[[Sequence[Document]], Any], Callable[[Any], object]]:
    """From documents to a graph, and from the graph to what the shapes tell of it."""
    import pyshacl
    import rdflib

    vocabulary = bundled_vocabulary()
    turtle = render_shapes(build_shapes(vocabulary, bundled_profile("publish")), vocabulary=vocabulary)
    graph = rdflib.Graph().parse(data=turtle, format="turtle")

    def load(documents: Sequence[Document]) -> Any:
        data = rdflib.Graph()
        for place, document in enumerate(documents):
            active = resolve_context(document.top.get("@context"))
            quads = iter_quads(document.value, active, blank_scope=f"d{place}-")
            data.parse(data=serialize(quads, "ntriples"), format="nt")
        return data

    def judge(data: Any) -> object:
        return pyshacl.validate(data, shacl_graph=graph, inference="none")

    return load, judge


# Measuring.


def measure(rounds: int) -> list[dict[str, Any]]:
    """The figures of all collections."""
    every, errors = (
        our_validator(bundled_profile("publish")),
        our_validator(bundled_profile("publish", "error")),
    )
    schema = json_schemas()
    load, shacl = shapes()
    figures = []
    for name, documents in corpora().items():
        say(f"{name}: {len(documents):,} documents")
        nodes = sum(count_nodes(document.value) for document in documents)
        few = _few(documents)
        few_nodes = sum(count_nodes(document.value) for document in few)
        data = load(few)
        for judge in (every, errors, schema):
            judge(documents)  # Plans and schemas are made once.
        rates: dict[str, list[float]] = {"all": [], "errors": [], "schema": [], "shacl": []}
        for turn in range(rounds):
            rates["all"].append(nodes / _seconds(every, documents))
            rates["errors"].append(nodes / _seconds(errors, documents))
            rates["schema"].append(nodes / _seconds(schema, documents))
            if turn < 2:
                rates["shacl"].append(few_nodes / _seconds(shacl, data))
        figures.append({"documents": name, "nodes": nodes, **_summary(rates)})
    return figures


def _few(documents: Sequence[Document]) -> list[Document]:
    """The first documents, or a small one of the same kind as the only one."""
    if len(documents) == 1:
        return [parse_document(Documents(1).framework(_SHACL_NODES)[1])]
    few: list[Document] = []
    while sum(count_nodes(document.value) for document in few) < _SHACL_NODES and len(few) < len(documents):
        few.append(documents[len(few)])
    return few


def _seconds(judge: Callable[[Any], object], documents: Any) -> float:
    began = time.process_time()
    judge(documents)
    return time.process_time() - began


def _summary(rates: dict[str, list[float]]) -> dict[str, Any]:
    middle = {name: spread(found)[0] for name, found in rates.items()}
    return {
        "all_nodes_per_second": round(middle["all"]),
        "errors_nodes_per_second": round(middle["errors"]),
        "schema_nodes_per_second": round(middle["schema"]),
        "shacl_nodes_per_second": round(middle["shacl"]),
        "all_to_schema": round(middle["all"] / middle["schema"], 2),
        "all_to_shacl": round(middle["all"] / middle["shacl"]),
        "errors_to_shacl": round(middle["errors"] / middle["shacl"]),
    }


def peak_memory() -> float:
    """How many MB judging the large framework takes beyond the document itself, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak)


def _peak() -> float:
    document = parse_document(Documents(1).framework(10_000)[1])
    judge = our_validator(bundled_profile("publish"))
    judge([parse_document(Documents(2).framework(10)[1])])
    tracemalloc.start()
    judge([document])
    return tracemalloc.get_traced_memory()[1] / 1e6


# Writing down.

_ROWS = (
    ("nodes", "Nodes"),
    ("all_nodes_per_second", "Our validator, all findings, nodes/s of one core"),
    ("errors_nodes_per_second", "Our validator, errors only, nodes/s"),
    ("schema_nodes_per_second", "jsonschema-rs with our schemas (errors, no rules between items), nodes/s"),
    ("shacl_nodes_per_second", "pySHACL with our shapes, nodes/s"),
    ("all_to_schema", "All findings, as a multiple of jsonschema-rs"),
    ("all_to_shacl", "All findings, as a multiple of pySHACL"),
    ("errors_to_shacl", "Errors only, as a multiple of pySHACL"),
)


def table(figures: list[dict[str, Any]]) -> str:
    """The figures as a table, one column for each collection."""
    lines = [
        "| | " + " | ".join(one["documents"] for one in figures) + " |",
        "| --- |" + " ---: |" * len(figures),
    ]
    return "\n".join(
        [
            *lines,
            *(
                f"| {title} | " + " | ".join(str(one[name]) for one in figures) + " |"
                for name, title in _ROWS
            ),
        ]
    )


def say(text: str) -> None:
    """Progress for who watches."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write down."""
    parser = argparse.ArgumentParser(prog="benchmarks.validation", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    figures = measure(options.rounds)
    memory = peak_memory()
    machine = (
        f"{platform.machine()}, Python {platform.python_version()}, jsonschema-rs {version('jsonschema_rs')}, "
        f"pySHACL {version('pyshacl')}, {datetime.now(UTC):%Y-%m-%d}. Judging the framework of 10,000 competencies "
        f"takes {memory:.0f} MB at its peak beyond the document."
    )
    text = f"{machine}\n\n{table(figures)}"
    print(text)
    if not options.no_write:
        readme = _HERE / "README.md"
        content = readme.read_text()
        before, after = content.split(_START)[0], content.split(_END)[1]
        readme.write_text(f"{before}{_START}\n{text}\n{_END}{after}")
        found = {"machine": machine, "memory_mb": round(memory), "figures": figures}
        (_HERE / "validation.json").write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1))


if __name__ == "__main__":
    main()
