"""Work: what is done in it, what it asks for and pays, what it is related to, and what prepares for it.

Source: ``ctdl-vocabulary.md`` sections 6.14, 6.16 and 7.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select

from opencredreg.finder.entries import Entries, read_entries, read_entries_of
from opencredreg.finder.incoming import Incoming, Source, find_incoming
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.jsonld.values import (
    Text,
    embedded_of,
    first_string,
    key_of,
    keys_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.amounts import Amount, amount_of
from opencredreg.store.database import among
from opencredreg.store.tables import METADATA

__all__ = ["WORK_TERMS", "Pay", "Prepared", "Related", "Task", "Work", "build_work"]

_node = METADATA.tables["node"]

_CLASSES = ("ceterms:Occupation", "ceterms:Job", "ceterms:WorkRole", "ceterms:Task", "ceterms:Industry")
_SKILLS: Final = (
    "ceasn:skillEmbodied",
    "ceasn:knowledgeEmbodied",
    "ceasn:abilityEmbodied",
    "ceterms:targetCompetency",
)
_DEMANDS: Final = (
    "ceterms:jobLevelType",
    "ceterms:atLevel",
    "ceterms:performanceLevelType",
    "ceterms:physicalCapabilityType",
    "ceterms:sensoryCapabilityType",
    "ceterms:environmentalHazardType",
)
_NAMED: Final[Mapping[str, str]] = {
    "ceterms:hasOccupation": "ceterms:Occupation",
    "ceterms:hasJob": "ceterms:Job",
    "ceterms:hasWorkRole": "ceterms:WorkRole",
    "ceterms:hasIndustry": "ceterms:Industry",
}
"""Properties between work of different kinds, with the kind that each leads to; they are written from either end."""
_LIKE: Final[Mapping[str, str]] = {
    "ceterms:hasSpecialization": "ceterms:isSpecializationOf",
    "ceterms:isSpecializationOf": "ceterms:hasSpecialization",
    "ceterms:isSimilarTo": "ceterms:isSimilarTo",
}
"""Properties between work of one kind, each with the one that says the same from the other end."""
_TASK = "ceterms:hasTask"
_CHILD, _PARENT = "ceasn:hasChild", "ceasn:isChildOf"
_TYPE = "ceterms:occupationType"
_PREPARING = ("ceterms:Credential", "ceterms:LearningOpportunityProfile", "ceterms:AssessmentProfile")
WORK_TERMS: Final = frozenset(
    {*_SKILLS, *_DEMANDS, *_NAMED, *_LIKE, _TASK, _CHILD, _PARENT, "ceterms:workPay"}
)
"""The properties that this part shows completely."""

_DEPTH = 4
_MOST = 60
_MOST_BELOW = 200
_MOST_PREPARING = 4


class Task(msgspec.Struct, frozen=True):
    """A task with its parts. ``about`` says what is done."""

    reference: Reference
    about: tuple[Text, ...] = ()
    code: str = ""
    children: tuple[Task, ...] = ()


class Pay(msgspec.Struct, frozen=True):
    """What is paid for a length of time (ISO 8601, "" where none is stated)."""

    amount: Amount
    period: str
    patterns: Entries
    rest: tuple[Statement, ...] = ()


class Related(msgspec.Struct, frozen=True):
    """Other work: ``term`` is a class, or a property between work of one kind."""

    term: str
    references: tuple[Reference, ...]
    left_out: int = 0


class Prepared(msgspec.Struct, frozen=True):
    """What of one class names this work as where it leads: the first ones in short, and how many there are."""

    cls: str
    summaries: tuple[Summary, ...]
    total: int


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a kind of work.

    ``codes`` are values to search for what leads to it; ``missing_tasks`` are tasks that nobody describes here.
    """

    cls: str
    tasks: tuple[Task, ...] = ()
    parents: tuple[Reference, ...] = ()
    skills: tuple[Entries, ...] = ()
    demands: tuple[Entries, ...] = ()
    pay: tuple[Pay, ...] = ()
    related: tuple[Related, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    codes: tuple[str, ...] = ()
    missing_tasks: tuple[Reference, ...] = ()
    left_out_tasks: int = 0


def build_work(subject: Subject) -> Work | None:
    """What is known about work; ``None`` for what is no work or says nothing."""
    if not subject.is_a(*_CLASSES):
        return None
    look, value = subject.look, subject.value
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id)
    top, missing, left_out = _top_tasks(subject, incoming)
    found = Work(
        cls=subject.held.cls,
        tasks=_tasks(look, top, frozenset({subject.held.key}), 0),
        parents=look.book.all_to(references_of(value, _PARENT)),
        skills=read_entries_of(look, value, _SKILLS),
        demands=read_entries_of(look, value, _DEMANDS),
        pay=tuple(_pay(look, one) for one in embedded_of(value, "ceterms:workPay")),
        related=tuple(_related(subject, incoming)),
        prepared=_prepared(subject, incoming),
        codes=_codes(value),
        missing_tasks=missing,
        left_out_tasks=left_out,
    )
    return found if found != Work(cls=found.cls, codes=found.codes) else None


def _sources(look: Look, incoming: Incoming, terms: Iterable[str], cls: str) -> list[int]:
    """The things of a class that name the subject right under one of the properties."""
    return [
        source.id
        for group in incoming.under(*terms)
        if not group.through
        for source in group.sources
        if look.vocabulary.is_a(source.cls, cls)
    ]


def _top_tasks(subject: Subject, incoming: Incoming) -> tuple[list[Held], tuple[Reference, ...], int]:
    """The tasks of the subject without parts of others of them, those that nobody describes, and how many more."""
    look = subject.look
    is_task = subject.is_a("ceterms:Task")
    uris = references_of(subject.value, _CHILD if is_task else _TASK)
    named = look.resources.find_held(uris[: 4 * _MOST])
    missing = look.book.all_to(uri for uri in uris[: 4 * _MOST] if uri not in named)
    terms = (_PARENT,) if is_task else ("ceterms:hasOccupation", "ceterms:hasJob", "ceterms:hasWorkRole")
    ids = _sources(look, incoming, terms, "ceterms:Task")
    pointing = look.resources.load(ids[: 4 * _MOST])
    held = {one.key: one for one in (*named.values(), *pointing)}
    top = [one for one in held.values() if held.keys().isdisjoint(keys_of(references_of(one.value, _PARENT)))]
    # Tasks in a circle are parts of each other; they are shown rather than lost.
    ordered = _in_order(top or list(held.values()))
    beyond = max(0, len(uris) - 4 * _MOST) + max(0, len(ids) - 4 * _MOST)
    return ordered[:_MOST], missing, max(0, len(ordered) - _MOST) + beyond


def _in_order(tasks: Iterable[Held]) -> list[Held]:
    """By the number that the publisher gave, else as they come."""
    return sorted(tasks, key=lambda one: _number(first_string(one.value, "ceasn:listID")))


def _number(code: str) -> tuple[bool, tuple[int, ...]]:
    parts = [part for part in code.split(".") if part]
    is_number = bool(parts) and all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts)
    return not is_number, tuple(map(int, parts)) if is_number else ()


def _tasks(look: Look, tasks: Sequence[Held], above: frozenset[str], depth: int) -> tuple[Task, ...]:
    """Tasks with their parts, level by level: one question for the parts of all tasks of a level."""
    parts = _parts(look, tasks) if tasks and depth < _DEPTH else {}
    fresh = {key: [one for one in found if one.key not in above] for key, found in parts.items()}
    seen = above | {one.key for one in tasks}
    below = {one.key: one for found in fresh.values() for one in found if one.key not in seen}
    lower = _tasks(look, list(below.values())[:_MOST_BELOW], seen, depth + 1) if below else ()
    made = {task.reference.key: task for task in lower}
    return tuple(
        Task(
            reference=reference_to(one),
            about=texts_of(one.value.get("ceterms:description")),
            code=first_string(one.value, "ceasn:listID"),
            children=tuple(made[inner.key] for inner in fresh.get(one.key, ()) if inner.key in made),
        )
        for one in tasks
    )


def _parts(look: Look, tasks: Sequence[Held]) -> dict[str, list[Held]]:
    """The parts of some tasks, by key, written from either end."""
    uris = {uri for one in tasks for uri in references_of(one.value, _CHILD)}
    held = look.resources.find_held(uris)
    pointing = look.resources.find_held_pointing([one.uri for one in tasks], [_PARENT])
    found = {}
    for one in tasks:
        named = [held[uri] for uri in references_of(one.value, _CHILD) if uri in held]
        both = {part.key: part for part in (*named, *pointing.get(one.uri, ()))}
        found[one.key] = _in_order(both.values())[:_MOST]
    return found


def _pay(look: Look, profile: Mapping[str, Any]) -> Pay:
    amount = amount_of(profile) or Amount()
    shown = {
        "schema:value",
        "schema:minValue",
        "schema:maxValue",
        "schema:currency",
        "ceterms:currency",
        "ceterms:basePeriod",
        "ceterms:paymentPatternType",
        "ceterms:description",
        "schema:description",
    }
    if not amount.is_stated:
        shown -= {"schema:value", "schema:minValue", "schema:maxValue", "schema:currency", "ceterms:currency"}
    return Pay(
        amount=amount,
        period=first_string(profile, "ceterms:basePeriod"),
        patterns=read_entries(look, profile, "ceterms:paymentPatternType"),
        rest=read_statements(look, profile, without=shown, depth=1),
    )


def _related(subject: Subject, incoming: Incoming) -> Iterable[Related]:
    look, value = subject.look, subject.value
    groups: list[tuple[str, tuple[str, ...], list[int]]] = [
        (cls, references_of(value, term), _sources(look, incoming, (*_NAMED, _TASK), cls))
        for term, cls in _NAMED.items()
    ]
    groups += [
        (term, references_of(value, term), _sources(look, incoming, (other,), subject.held.cls))
        for term, other in _LIKE.items()
    ]
    for term, uris, ids in groups:
        pointing = [reference_to(one) for one in look.resources.load(ids[:_MOST])]
        found = {one.key: one for one in (*look.book.all_to(uris[: 4 * _MOST]), *pointing)}
        if found:
            yield Related(term, tuple(found.values())[: 4 * _MOST], max(0, len(ids) - _MOST))


def _codes(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The entries of code lists that this work is, as a search takes them."""
    return references_of(value, _TYPE)


def _prepared(subject: Subject, incoming: Incoming) -> tuple[Prepared, ...]:
    """The credentials, learning and assessments that name this work, or the code of it, as where they lead."""
    look = subject.look
    found: dict[int, Source] = {source.id: source for group in incoming.groups for source in group.sources}
    for number in (
        _ids(look, _codes(subject.value)) if subject.is_a("ceterms:Occupation", "ceterms:Job") else ()
    ):
        named = find_incoming(look.connection, look.vocabulary, number, terms=("ceterms:targetNode", _TYPE))
        found.update((source.id, source) for group in named.under(_TYPE) for source in group.sources)
    made = []
    for cls in _PREPARING:
        fitting = [one.id for one in found.values() if look.vocabulary.is_a(one.cls, cls)]
        shown = look.resources.load(fitting[:_MOST_PREPARING])
        if shown:
            made.append(Prepared(cls, tuple(summarize(look, shown)), len(fitting)))
    return tuple(made)


def _ids(look: Look, uris: Iterable[str]) -> list[int]:
    keys = {key_of(uri) for uri in uris}
    if not keys:
        return []
    statement = select(_node.c.id).where(
        _node.c.community_id == look.community.id, among(look.connection, _node.c.key, keys)
    )
    return list(look.connection.execute(statement).scalars())
