"""A query as the page shows it: what it means, what is wrong with it, what it finds, and where it became empty."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg import clock
from opencredreg.ctdl import Vocabulary
from opencredreg.errors import Unavailable
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import name_of
from opencredreg.query.ctdl_language import ParsedQuery, parse_query
from opencredreg.query.problems import QueryInvalid, QueryProblem
from opencredreg.query.reading import read_aloud
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.asking import Answer, Question, ask
from opencredreg.search.engines import engine_of
from opencredreg.search.explain import Explanation, explain
from opencredreg.search.query_log import noted
from opencredreg.web.kinds import Kind, class_label, kind_of
from opencredreg.web.query.asking import Asked
from opencredreg.web.query.building import build_query, read_form_of
from opencredreg.web.query.source import Source, write_source

__all__ = ["SHOWN", "Found", "Remark", "ResultRow", "Understanding", "find", "understand"]

SHOWN: Final = 10
_READING_CHARS: Final = 1_500
_MARKS: Final = "!^<> "
_OF_KEYS: Final = ("unknown_property", "missing_prefix", "property_not_on_type")


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake or a warning. ``field``: of the form, or empty. ``repairs``: what to write, and the query with it."""

    problem: QueryProblem
    line: int
    field: str
    repairs: tuple[tuple[str, Any], ...]


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """How a query was read. ``parsed`` is ``None`` when it cannot be run, ``form`` when it is beyond the form."""

    query: Any
    source: Source
    parsed: ParsedQuery | None
    reading: str
    remarks: tuple[Remark, ...]
    form: Asked | None

    @property
    def errors(self) -> tuple[Remark, ...]:
        """The remarks that stand in the way."""
        return tuple(one for one in self.remarks if one.problem.severity == "error")


class ResultRow(msgspec.Struct, frozen=True, kw_only=True):
    """One result."""

    ctid: str | None
    uri: str | None
    name: str
    kind: Kind
    class_label: str
    owner: str
    updated_at: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a query finds. ``explanation`` is ``None`` when counting its conditions would take too long."""

    answer: Answer
    rows: tuple[ResultRow, ...]
    total: int
    milliseconds: int
    explanation: Explanation | None


def understand(query: Any, sort: str, vocabulary: Vocabulary) -> Understanding:
    """Read a query, and find the form that asks the same."""
    parsed, problems = _parse(query, vocabulary)
    try:
        parse_sort(sort, vocabulary, path="/sort")
    except QueryInvalid as error:
        problems = (*problems, *error.problems)
        parsed = None
    source = write_source(query)
    form, places = _form_of(query, parsed, vocabulary)
    return Understanding(
        query=query,
        source=source,
        parsed=parsed,
        reading=_cut(read_aloud(parsed.expression, vocabulary)) if parsed is not None else "",
        remarks=tuple(
            Remark(
                problem=problem,
                line=0 if problem.path == "/sort" else source.line_of(problem.path),
                field="sort" if problem.path == "/sort" else _field(problem.path, places),
                repairs=tuple((near, _repaired(query, problem, near)) for near in problem.did_you_mean),
            )
            for problem in problems
        ),
        form=form,
    )


def find(node: Node, community: Community, asked: Understanding, sort: str) -> Found:
    """Run a query that was understood.

    Raises:
        Unavailable: the time for an answer is over.
    """
    assert asked.parsed is not None
    vocabulary = node.vocabulary
    search = Search(expression=asked.parsed.expression, sort=parse_sort(sort, vocabulary), take=SHOWN)
    question = Question(
        community=community, parsed=asked.parsed, search=search, at=int(clock.now()), with_records=True
    )
    with noted("query page", community.name, asked.query, {"sort": sort}, keep=True) as note:
        start = time.monotonic()
        answer = ask(node, question)
        milliseconds = round((time.monotonic() - start) * 1000)
        note.total = answer.total
    return Found(
        answer=answer,
        rows=_rows(answer, vocabulary),
        total=answer.total or 0,
        milliseconds=milliseconds,
        explanation=_explain(node, community, asked.parsed, search),
    )


def _parse(query: Any, vocabulary: Vocabulary) -> tuple[ParsedQuery | None, tuple[QueryProblem, ...]]:
    try:
        parsed = parse_query(query, vocabulary, now=int(clock.now()))
    except QueryInvalid as error:
        return None, error.problems
    return parsed, parsed.warnings


def _form_of(
    query: Any, parsed: ParsedQuery | None, vocabulary: Vocabulary
) -> tuple[Asked | None, Mapping[str, str]]:
    """The form that asks the same, with the fields that the places of the query are from."""
    form = read_form_of(query, vocabulary)
    if form is None:
        return None, {}
    built = build_query(form, vocabulary)
    if built.query == query:
        return form, built.places
    # The form must never say less or more than the query: whoever asks again with it would get something else.
    again, _ = _parse(built.query, vocabulary)
    is_same = parsed is not None and again is not None and parsed.expression == again.expression
    return (form, {}) if is_same else (None, {})


def _field(path: str, places: Mapping[str, str]) -> str:
    while path:
        if path in places:
            return places[path]
        path = path.rpartition("/")[0]
    return ""


def _repaired(query: Any, problem: QueryProblem, near: str) -> Any:
    """The query with a wrong key or text replaced; ``None`` where that would not do."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in problem.path.split("/")[1:]]
    if not steps or "…" in near:
        return None
    return _replaced(query, steps, near, is_key=problem.code in _OF_KEYS)


def _replaced(value: Any, steps: list[str], near: str, *, is_key: bool) -> Any:
    step, rest = steps[0], steps[1:]
    if isinstance(value, list):
        if not step.isdecimal() or int(step) >= len(value):
            return None
        inner = _replaced_at(value[int(step)], rest, near, is_key=is_key)
        return None if inner is None else [*value[: int(step)], inner, *value[int(step) + 1 :]]
    if not isinstance(value, dict) or step not in value:
        return None
    if not rest and is_key:
        marks = step[: len(step) - len(step.lstrip(_MARKS))]
        name = f"{marks}{near}"
        return None if name in value else {(name if k == step else k): v for k, v in value.items()}
    inner = _replaced_at(value[step], rest, near, is_key=is_key)
    return None if inner is None else {**value, step: inner}


def _replaced_at(value: Any, rest: list[str], near: str, *, is_key: bool) -> Any:
    if rest:
        return _replaced(value, rest, near, is_key=is_key)
    return near if isinstance(value, str) and not is_key else None


def _explain(node: Node, community: Community, parsed: ParsedQuery, search: Search) -> Explanation | None:
    try:
        with node.database.read(snapshot=True) as connection:
            return explain(
                connection, engine_of(node), community.id, parsed, search.visibility, node.vocabulary
            )
    except Unavailable:
        # The results are there already; what would take longer than they may is left out.
        return None


def _rows(answer: Answer, vocabulary: Vocabulary) -> tuple[ResultRow, ...]:
    found = []
    for hit in answer.hits:
        record = answer.records[hit.envelope_id]
        name = name_of(vocabulary, decode_json(hit.body))
        found.append(
            ResultRow(
                ctid=hit.ctid,
                uri=hit.uri,
                name=_cut(name.text if name else "", 200),
                kind=kind_of(vocabulary, hit.ctdl_type),
                class_label=class_label(vocabulary, hit.ctdl_type),
                owner=record.owner_name or record.owned_by or "",
                updated_at=record.updated_at,
            )
        )
    return tuple(found)


def _cut(text: str, most: int = _READING_CHARS) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
