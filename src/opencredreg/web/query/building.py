"""A filled-in form as a query of the CTDL query language, and the other way round.

Going back gives the form that says the same; the caller compares, because much can be said that no form shows.
Source: ``search.md`` sections 3 to 3.2 and 4.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.query.keywords import ANY_VALUE, GROUP, MATCH_TYPE, OPERATOR, SUBCLASSES, VALUE, VALUE_KEYS
from opencredreg.query.problems import pointer
from opencredreg.query.wrappers import is_wrapper
from opencredreg.web.query.asking import Asked, Group, Join, Row, is_blank
from opencredreg.web.query.values import read_value, say_value

__all__ = ["Built", "build_query", "read_form_of"]

_TYPE: Final = "@type"
_JOINING: Final[Mapping[Join, str]] = {"all": "search:andTerms", "any": "search:orTerms"}
_JOINED: Final[dict[Any, Join]] = {keyword: join for join, keyword in _JOINING.items()}


class Built(msgspec.Struct, frozen=True):
    """A query, or a part of it, with the JSON Pointers of its conditions and the names of the fields they are from."""

    query: dict[str, Any]
    places: Mapping[str, str]


def build_query(asked: Asked, vocabulary: Vocabulary) -> Built:
    """The query that a form asks for. Rows that are not filled in are left out."""
    parts = [
        part
        for place, group in enumerate(asked.groups)
        if (part := _group(group, f"g{place}", vocabulary)).query
    ]
    joined = _joined(parts, asked.join)
    if not asked.cls:
        return joined
    of_class = Built({_TYPE: _class(asked.cls, asked.with_subclasses, vocabulary)}, {f"/{_TYPE}": "cls"})
    return _beside(of_class, joined)


def read_form_of(query: Any, vocabulary: Vocabulary) -> Asked | None:
    """The form that asks for what a query asks for; ``None`` when it is beyond the form."""
    if not isinstance(query, dict):
        return None
    rest = dict(query)
    cls, with_subclasses = _read_class(rest.pop(_TYPE, ""))
    if cls is None:
        return None
    if query.get(OPERATOR) == _JOINING["any"] and cls:
        return None
    found = _read_parts(_unbracketed(rest), vocabulary)
    if found is None:
        return None
    join, groups = found
    return Asked(cls, with_subclasses, join, groups or (Group(),))


# From the form --------------------------------------------------------------------------------------------


def _class(name: str, with_subclasses: bool, vocabulary: Vocabulary) -> Any:
    if with_subclasses and len(vocabulary.descendants(name)) > 1:
        return {VALUE: name, MATCH_TYPE: SUBCLASSES}
    return name


def _group(group: Group, name: str, vocabulary: Vocabulary) -> Built:
    rows = [
        _row(row, f"{name}.r{place}", vocabulary) for place, row in enumerate(group.rows) if not is_blank(row)
    ]
    conditions = _joined(rows, group.join)
    if group.way == "same":
        return conditions
    if not group.property:
        return Built({}, {})
    if group.cls:
        of_class = Built(
            {_TYPE: _class(group.cls, group.with_subclasses, vocabulary)}, {f"/{_TYPE}": f"{name}.cls"}
        )
        conditions = _beside(of_class, conditions)
    elif VALUE in conditions.query:
        # A bare list there would let each of its entries hold of another one of the connected things.
        conditions = _beside(Built({}, {}), conditions)
    key = f"{'^' if group.way == 'reverse' else ''}{group.property}"
    at = {pointer("", key): f"{name}.property", **_under(key, conditions)}
    return Built({key: conditions.query or ANY_VALUE}, at)


def _row(row: Row, name: str, vocabulary: Vocabulary) -> Built:
    key = f"{'!' if row.match == 'not' else ''}{row.property}"
    value = say_value(vocabulary, row.property, row.match, row.value)
    return Built({key: value}, {pointer("", key): f"{name}.property"})


def _joined(parts: Sequence[Built], join: Join) -> Built:
    """Several conditions on one node, as flat as they can be written."""
    keys = [key for part in parts for key in part.query]
    is_flat = all(not {OPERATOR, VALUE, GROUP} & part.query.keys() for part in parts)
    fits_any = join == "all" or all(len(part.query) == 1 for part in parts)
    if len(parts) == 1:
        return parts[0]
    if is_flat and fits_any and len(keys) == len(set(keys)):
        query = {key: value for part in parts for key, value in part.query.items()}
        places = {path: name for part in parts for path, name in part.places.items()}
        return Built({**query, OPERATOR: _JOINING["any"]} if join == "any" and parts else query, places)
    query = {VALUE: [part.query for part in parts], OPERATOR: _JOINING[join]}
    return Built(query, {p: n for i, part in enumerate(parts) for p, n in _under(VALUE, part, i).items()})


def _beside(first: Built, second: Built) -> Built:
    """Both hold. An operator governs its whole object, so what has one is put in brackets."""
    if {OPERATOR, VALUE} & second.query.keys():
        second = Built({GROUP: second.query}, _under(GROUP, second))
    return Built({**first.query, **second.query}, {**first.places, **second.places})


def _under(key: str, part: Built, place: int | None = None) -> dict[str, str]:
    around = pointer("", key) if place is None else pointer("", key, place)
    return {f"{around}{path}": name for path, name in part.places.items()}


# Back to the form -----------------------------------------------------------------------------------------


def _read_class(value: Any) -> tuple[str | None, bool]:
    if isinstance(value, str):
        return value, value == ""
    if isinstance(value, dict) and value.keys() == {VALUE, MATCH_TYPE} and value[MATCH_TYPE] == SUBCLASSES:
        return (value[VALUE], True) if isinstance(value[VALUE], str) else (None, False)
    return None, False


def _unbracketed(node: dict[str, Any]) -> dict[str, Any]:
    inner = node.get(GROUP)
    return dict(inner) if len(node) == 1 and isinstance(inner, dict) else node


def _read_parts(node: dict[str, Any], vocabulary: Vocabulary) -> tuple[Join, tuple[Group, ...]] | None:
    """The groups of a node, and how they go together."""
    listed = _read_list(node)
    rows = _read_rows(node, vocabulary)
    if rows is not None:
        return "all", (Group(join=rows[0], rows=rows[1]),) if rows[1] else ()
    join: Join
    if listed is not None:
        join, items = listed
        groups = [_read_group(item, vocabulary) for item in items]
    else:
        join, entries = _read_entries(node)
        plain = {key: value for key, value in entries.items() if not _is_link(key, value, vocabulary)}
        links = [{key: value} for key, value in entries.items() if key not in plain]
        own = [plain] if plain and join == "all" else [{key: value} for key, value in plain.items()]
        groups = [_read_group(item, vocabulary) for item in (*own, *links)]
    found = [group for group in groups if group is not None]
    return (join, tuple(found)) if len(found) == len(groups) else None


def _read_group(node: Any, vocabulary: Vocabulary) -> Group | None:
    if not isinstance(node, dict):
        return None
    if len(node) == 1:
        ((key, value),) = node.items()
        if _is_link(key, value, vocabulary):
            return _read_link(key, value, vocabulary)
    rows = _read_rows(node, vocabulary)
    return Group(join=rows[0], rows=rows[1]) if rows is not None and rows[1] else None


def _read_link(key: str, value: Any, vocabulary: Vocabulary) -> Group | None:
    way, name = ("reverse", key[1:]) if key.startswith("^") else ("forward", key)
    target = {} if value == ANY_VALUE else dict(value)
    cls, with_subclasses = _read_class(target.pop(_TYPE, ""))
    rows = _read_rows(_unbracketed(target), vocabulary)
    if cls is None or rows is None:
        return None
    return Group(
        way="reverse" if way == "reverse" else "forward",
        property=name,
        cls=cls,
        with_subclasses=with_subclasses,
        join=rows[0],
        rows=rows[1] or (Row(),),
    )


def _read_rows(node: dict[str, Any], vocabulary: Vocabulary) -> tuple[Join, tuple[Row, ...]] | None:
    """The conditions of a node that has nothing else; ``None`` when it has."""
    listed = _read_list(node)
    if listed is None:
        join, entries = _read_entries(node)
        pairs: Iterable[tuple[str, Any]] = entries.items()
    else:
        join, items = listed
        if not all(isinstance(item, dict) and len(item) == 1 for item in items):
            return None
        pairs = [pair for item in items for pair in item.items()]
    found = [None if _is_link(key, value, vocabulary) else _read_row(key, value) for key, value in pairs]
    rows = tuple(row for row in found if row is not None)
    return (join, rows) if len(rows) == len(found) else None


def _read_row(key: str, value: Any) -> Row | None:
    is_negated, name = key.startswith("!"), key.removeprefix("!")
    read = read_value(value)
    if read is None or name.startswith(("^", "<", ">", "!", "search:termGroup")) or name in VALUE_KEYS:
        return None
    if not is_negated:
        return Row(name, *read)
    return Row(name, "not", read[1]) if read[0] == "is" else None


def _read_list(node: dict[str, Any]) -> tuple[Join, list[Any]] | None:
    if node.keys() != {VALUE, OPERATOR} or not isinstance(node[VALUE], list):
        return None
    join = _JOINED.get(node[OPERATOR]) if isinstance(node[OPERATOR], str) else None
    return (join, node[VALUE]) if join is not None else None


def _read_entries(node: dict[str, Any]) -> tuple[Join, dict[str, Any]]:
    entries = {key: value for key, value in node.items() if key != OPERATOR}
    is_any = node.get(OPERATOR) == _JOINING["any"] and len(entries) > 0
    if OPERATOR in node and not is_any:
        # Any other operator stays among the entries, where it is no condition that the form knows.
        return "all", node
    return ("any" if is_any else "all"), entries


def _is_link(key: str, value: Any, vocabulary: Vocabulary) -> bool:
    """Whether an entry is a condition on something connected."""
    if key.startswith("^"):
        return isinstance(value, dict) or value == ANY_VALUE
    is_reference = vocabulary.kind_of(key) is ValueKind.IRI
    return is_reference and isinstance(value, dict) and not is_wrapper(value) and read_value(value) is None
