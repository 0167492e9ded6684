"""The same registry in an embedded RDF store, asked in SPARQL, in a process that can be stopped.

Each thing has its address or is a blank node, its class is ``rdf:type``, links and literals are triples. What needs a
text index (words) cannot be said in SPARQL and is not asked; whole values and parts of values are filters. A total is
``count(distinct ?n)``, a page ten of the results in any order: the store knows no time of publication.
"""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Iterable
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from benchmarks.described import Thing, address_of
from benchmarks.todays_layout import ctids_of
from opencredreg.jsonld.flatten import LiteralKind
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LiteralText,
    LiteralValue,
    Not,
    Nothing,
    Or,
    RecordOf,
    Search,
    Words,
)

LIMIT_S = 30.0
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CTID, _OWNER = "ceterms:ctid", "search:recordOwnedBy"
_TEST = {"contains": "CONTAINS", "starts": "STRSTARTS", "ends": "STRENDS"}
_NUMERIC = {LiteralKind.NUMBER, LiteralKind.TIME, LiteralKind.BOOLEAN}
Answer = tuple[float, int | None]


class NotInSparql(Exception):
    """The question needs what SPARQL does not have."""


class SparqlStore:
    """A store in a folder, read by a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: multiprocessing.process.BaseProcess | None = None

    def load(self, things: Iterable[Thing]) -> int:
        """Fill the store; how many triples it has."""
        store = ox.Store(str(self._folder))
        store.bulk_extend(quad for thing in things for quad in _quads(thing))
        store.optimize()
        return len(store)

    def ask(self, search: Search) -> Answer:
        """Seconds for the page and the total, and the total; ``None`` when it takes longer than allowed.

        Raises:
            NotInSparql: it cannot be asked.
        """
        pattern = f"?n {_iri(_CTID)} ?ctid . {_Pattern().of(search.expression, '?n')}"
        queries = [f"SELECT (COUNT(DISTINCT ?n) AS ?total) WHERE {{ {pattern} }}"]
        if search.take:
            queries.append(f"SELECT DISTINCT ?n WHERE {{ {pattern} }} LIMIT {search.take}")
        if self._process is None:
            self._start()
        self._pipe.send(queries)
        if not self._pipe.poll(LIMIT_S):
            self.close()
            return math.inf, None
        seconds, total = self._pipe.recv()
        return seconds, total

    def close(self) -> None:
        """End the process that reads."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        self._pipe, other = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(str(self._folder), other), daemon=True)
        self._process.start()
        self._pipe.recv()


def _serve(folder: str, pipe: Connection) -> None:
    store = ox.Store.read_only(folder)
    pipe.send("ready")
    while True:
        queries = pipe.recv()
        began = time.perf_counter()
        total, *_ = [_rows(store, one) for one in queries]
        pipe.send((time.perf_counter() - began, int(total[0]["total"].value)))


def _rows(store: ox.Store, query: str) -> list[Any]:
    return list(cast(ox.QuerySolutions, store.query(query)))


def _quads(thing: Thing) -> Iterable[ox.Quad]:
    subject = _node(thing.uri)
    yield ox.Quad(subject, ox.NamedNode(_RDF_TYPE), ox.NamedNode(_name(thing.cls)))
    yield ox.Quad(subject, ox.NamedNode(_name(_OWNER)), ox.NamedNode(_name(thing.owner)))
    for name, target in thing.links:
        yield ox.Quad(subject, ox.NamedNode(_name(name)), _node(target))
    for name, kind, language, value, number in thing.literals:
        yield ox.Quad(subject, ox.NamedNode(_name(name)), _literal(kind, language, value, number))


def _literal(kind: LiteralKind, language: str, value: str, number: float | None) -> ox.Literal:
    if kind in _NUMERIC and number is not None:
        return ox.Literal(str(number), datatype=ox.NamedNode(_XSD + "double"))
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def _node(address: str) -> ox.NamedNode | ox.BlankNode:
    if address.startswith("_:"):
        return ox.BlankNode(address[2:])
    return ox.NamedNode(_name(address))


class _Pattern:
    """Turns conditions into graph patterns."""

    def __init__(self) -> None:
        self._numbers = count()

    def of(self, one: Expression, node: str) -> str:
        if isinstance(one, And):
            return " ".join(self.of(part, node) for part in sorted(one.parts, key=_last))
        if isinstance(one, Or) and (ctids := ctids_of(one)):
            return self._ctids(ctids, node)
        if isinstance(one, Or):
            return " UNION ".join(f"{{ {self.of(part, node)} }}" for part in one.parts)
        if isinstance(one, Not):
            return f"FILTER NOT EXISTS {{ {self.of(one.part, node)} }}"
        if isinstance(one, Every | Nothing):
            return "" if isinstance(one, Every) else "FILTER (false)"
        if isinstance(one, Link):
            other = self._variable()
            source, target = (other, node) if one.reverse else (node, other)
            return f"{source} {_iri(one.property)} {target} . {self.of(one.target, other)}"
        return self._simple(one, node)

    def _simple(self, one: Expression, node: str) -> str:
        value = self._variable()
        if isinstance(one, ClassIn):
            return f"VALUES {value} {{ {' '.join(map(_iri, one.classes))} }} {node} a {value} ."
        if isinstance(one, KeyIn):
            return f"VALUES {node} {{ {' '.join(_iri(address_of(key)) for key in one.keys)} }}"
        if isinstance(one, IdText) and (one.field, one.match) == ("ctid", "exact"):
            return self._ctids([one.text], node)
        if isinstance(one, RecordOf):
            return f"VALUES {value} {{ {' '.join(map(_iri, one.ctids))} }} {node} {_iri(_OWNER)} {value} ."
        if isinstance(one, HasLiteral):
            return f"{node} {_iri(one.property)} {value} ."
        if isinstance(one, LiteralValue):
            bounds = ((">=", one.low), ("<=", one.high))
            tests = " && ".join(f"{value} {sign} {bound}" for sign, bound in bounds if bound is not None)
            return f"{node} {_iri(one.property)} {value} . FILTER ({tests})"
        if isinstance(one, LiteralText) and one.match in (*_TEST, "exact"):
            test = f"LCASE(STR({value}))", ox.Literal(one.text.lower())
            called = (
                f"{test[0]} = {test[1]}"
                if one.match == "exact"
                else f"{_TEST[one.match]}({test[0]}, {test[1]})"
            )
            return f"{node} {_iri(one.property)} {value} . FILTER ({called})"
        if isinstance(one, Words) and one.codes and " " not in one.text:
            code = ox.Literal(one.text.lower())
            return f"{node} {_iri(one.property)} {value} . FILTER (LCASE(STR({value})) = {code})"
        raise NotInSparql(type(one).__name__)

    def _ctids(self, ctids: list[str], node: str) -> str:
        value = self._variable()
        return f"VALUES {value} {{ {' '.join(str(ox.Literal(one)) for one in ctids)} }} {node} {_iri(_CTID)} {value} ."

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"


def _last(one: Expression) -> bool:
    """Negations come last: they filter what the others bind."""
    return isinstance(one, Not)


def _iri(name: str) -> str:
    return f"<{_name(name)}>"


def _name(name: str) -> str:
    return "urn:demo:" + quote(name, safe=":/.-_~#?=&%")
