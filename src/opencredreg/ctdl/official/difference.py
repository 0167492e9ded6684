"""What differs between two editions of the vocabulary, term by term and fact by fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from opencredreg.ctdl.hierarchy import descendants_of, expand_classes
from opencredreg.ctdl.table import Table

__all__ = ["Change", "What", "compare_tables"]

What: TypeAlias = Literal["class", "property", "scheme", "concept", "prefix"]

_Facts: TypeAlias = "dict[str, str | frozenset[str]]"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference.

    For a term that was added or removed ``field`` is "" and ``after`` or ``before`` is its label (for a
    prefix, its namespace). For a fact with one value ``before`` and ``after`` are that value. For a fact with
    many values (domain, range, parents, ...) ``before`` holds those that are gone and ``after`` those that
    are new, with blanks between.
    """

    kind: Literal["added", "removed", "changed"]
    what: What
    term: str
    field: str = ""
    before: str = ""
    after: str = ""


def compare_tables(before: Table, after: Table) -> tuple[Change, ...]:
    """The differences between two tables, sorted by kind of term, term and fact; () for equal facts.

    ``edition`` and ``attribution`` are not facts about terms and are not compared.
    """
    old, new = _sections(before), _sections(after)
    found = [change for what in old for change in _compare(what, old[what], new[what])]
    return tuple(found)


def _compare(what: What, before: Mapping[str, _Facts], after: Mapping[str, _Facts]) -> list[Change]:
    changes = []
    for term in sorted(before.keys() | after.keys()):
        if term not in before:
            changes.append(Change(kind="added", what=what, term=term, after=_title(after[term])))
        elif term not in after:
            changes.append(Change(kind="removed", what=what, term=term, before=_title(before[term])))
        else:
            changes += _changed(what, term, before[term], after[term])
    return changes


def _changed(what: What, term: str, before: _Facts, after: _Facts) -> list[Change]:
    changes = []
    for field in sorted(before.keys() | after.keys()):
        old, new = before.get(field, ""), after.get(field, "")
        if old != new:
            if not isinstance(old, str) or not isinstance(new, str):
                old_values, new_values = frozenset(old), frozenset(new)
                old, new = _joined(old_values - new_values), _joined(new_values - old_values)
            changes.append(Change(kind="changed", what=what, term=term, field=field, before=old, after=new))
    return changes


def _sections(table: Table) -> dict[What, dict[str, _Facts]]:
    families = descendants_of({term: row.parents.split() for term, row in table.classes.items()})
    classes = {
        term: _row(row, "parents", "equivalents", "declared_in") for term, row in table.classes.items()
    }
    for term, row in table.classes.items():
        classes[term] |= {
            "required": frozenset(row.required.split()),
            "recommended": frozenset(row.recommended.split()),
            "shapes": frozenset(
                f"{name} ({shape})" for shape, names in row.shapes.items() for name in names.split()
            ),
        }
    properties = {
        term: _row(row, "parents", "equivalents", "declared_in")
        | {
            "domain": frozenset(expand_classes(row.domain, families)),
            "range": frozenset(expand_classes(row.range, families)),
        }
        for term, row in table.properties.items()
    }
    return {
        "class": classes,
        "property": properties,
        "scheme": {term: _row(row, "concepts", "top", "declared_in") for term, row in table.schemes.items()},
        "concept": {
            term: _row(row, "broader", "narrower", "related") for term, row in table.concepts.items()
        },
        "prefix": _prefixes(table),
    }


def _prefixes(table: Table) -> dict[str, _Facts]:
    contexts = {name: frozenset(prefixes.split()) for name, prefixes in table.contexts.items()}
    return {
        prefix: {
            "namespace": namespace,
            "contexts": frozenset(name for name, prefixes in contexts.items() if prefix in prefixes),
        }
        for prefix, namespace in table.prefixes.items()
    }


def _row(row: msgspec.Struct, *lists: str) -> _Facts:
    values: dict[str, Any] = msgspec.structs.asdict(row)
    facts: _Facts = {name: value for name, value in values.items() if isinstance(value, str)}
    return facts | {name: frozenset(values[name].split()) for name in lists}


def _title(facts: _Facts) -> str:
    title = facts.get("label", facts.get("namespace", ""))
    return title if isinstance(title, str) else ""


def _joined(values: frozenset[str]) -> str:
    return " ".join(sorted(values))
