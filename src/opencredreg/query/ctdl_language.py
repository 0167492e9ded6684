"""The CTDL query language: JSON queries become one expression.

The grammar is spread over few modules: this one has nodes, groups and references; ``names`` the keys,
``value_side`` and ``wrappers`` lists, operators, match types and languages, ``literal_kinds`` and ``node_kinds``
what single values mean, ``remarks`` the warnings on properties that stand where they never occur.

Source: ``search.md`` sections 3 to 7, 10.1, 10.2, 13a and 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, any_of, none_of
from opencredreg.query.keywords import (
    GROUP,
    MATCH_TYPE,
    NEAR,
    OPERATOR,
    OPERATORS,
    PATH,
    PUBLISH_TYPE,
    RECORD_OF,
    RECORD_TIMES,
    RETIRED,
    VALUE,
    Operator,
    near_keywords,
)
from opencredreg.query.kinds import Context, Kind
from opencredreg.query.literal_kinds import literal_kind
from opencredreg.query.names import Key, find_property, parse_key
from opencredreg.query.node_kinds import node_kind
from opencredreg.query.problems import Problems, QueryInvalid, QueryLimits, QueryProblem, pointer, shown
from opencredreg.query.reaching import read_near, read_path
from opencredreg.query.references import ReferenceKind
from opencredreg.query.remarks import Place, Remarks
from opencredreg.query.tree import Every, Expression
from opencredreg.query.value_side import Values
from opencredreg.query.wrappers import read_operator

__all__ = ["ParsedQuery", "Understood", "parse_query"]

_OF_THE_NODE: Final = frozenset({"@id", "@type", PUBLISH_TYPE, *RECORD_TIMES, *RECORD_OF})
_LIMITS: Final = QueryLimits()


class Understood(msgspec.Struct, frozen=True):
    """One condition of a query as it was understood.

    ``path`` is the JSON Pointer of its key. ``hops`` says how many links away from the result the node is that the
    condition is on; 0 is the result itself.
    """

    path: str
    expression: Expression
    hops: int = 0


class ParsedQuery(msgspec.Struct, frozen=True):
    """A query that can be run.

    ``reading`` holds its conditions in the order in which they stand, inner ones after the condition that they
    are part of.
    """

    expression: Expression
    warnings: tuple[QueryProblem, ...] = ()
    reading: tuple[Understood, ...] = ()


def parse_query(
    query: object,
    vocabulary: Vocabulary,
    *,
    now: int | None = None,
    limits: QueryLimits = _LIMITS,
    any_by_default: bool = True,
) -> ParsedQuery:
    """Read a query of the CTDL query language.

    Args:
        query: decoded JSON.
        vocabulary: knows the properties, classes and concepts.
        now: microseconds since 1970 UTC; with it, dates may also be phrases such as ``3 months ago``.
        limits: how large a query may be.
        any_by_default: whether ``{"search:value": [a, b]}`` without operator asks for any of the values. If not,
            texts without match type, tokens and typed values ask for all, as the registry did of old (D22).

    Raises:
        QueryInvalid: the query cannot be run; all errors in it are listed.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> parse_query({"@type": "ceterms:License"}, bundled_vocabulary()).expression
    ClassIn(classes=('ceterms:License',))
    """
    problems = Problems(limits)
    reader = _Reader(Context(vocabulary, Addresses(vocabulary), problems, now, any_by_default))
    expression = reader.query(query)
    if problems.errors:
        raise QueryInvalid(problems.errors)
    if expression is None:
        if query not in ({}, []):
            message = "No condition is left, so the query asks for everything"
            problems.warning("matches_everything", "", message)
        expression = Every()
    return ParsedQuery(expression, tuple(problems.warnings), tuple(reader.understood()))


class _Reader:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._problems = context.problems
        self._remarks = Remarks(context)
        self._understood: list[Understood | None] = []

    def understood(self) -> Iterable[Understood]:
        return (condition for condition in self._understood if condition is not None)

    def query(self, query: object) -> Expression | None:
        return None if query in ({}, []) else self._condition(query, "", 0, Place())

    # --- Nodes and groups ------------------------------------------------------------------------------

    def _condition(self, value: object, path: str, depth: int, place: Place) -> Expression | None:
        """A node, or a list of which any item is to hold."""
        self._problems.depth(depth, path)
        if isinstance(value, dict):
            return self._node(value, path, depth, place)
        if isinstance(value, list):
            parts = self._items(value, path, depth, place)
            return any_of(parts) if parts else None
        message = f"Either an array or object is expected, `{shown(value)}` is neither"
        self._problems.error("not_a_condition", path, message)
        return None

    def _items(self, values: Sequence[object], path: str, depth: int, place: Place) -> list[Expression]:
        if not values:
            self._drop(path)
        parts = []
        for position, value in enumerate(values):
            inner = pointer(path, position)
            if isinstance(value, str) and (value in OPERATORS or value in RETIRED):
                message = (
                    f"`{value}` is no condition. An operator is written beside the conditions: "
                    '{"search:value": [{…}, {…}], "search:operator": "search:andTerms"}'
                )
                self._problems.error("operator_in_list", inner, message)
                continue
            if _is_blank(value):
                self._drop(inner)
                continue
            part = self._condition(value, inner, depth + 1, place)
            if part is not None:
                parts.append(part)
        return parts

    def _node(self, node: dict[str, Any], path: str, depth: int, place: Place) -> Expression | None:
        """All entries of an object hold, or as its operator says. All are about the same node."""
        if not node.keys() - {OPERATOR}:
            self._drop(path)
        operator = read_operator(node, path, self._context) or "all"
        # Beside a list of sub-queries the operator speaks of that list, and further entries all hold.
        own = "all" if VALUE in node else operator
        if own == "all":
            place = self._remarks.narrowed(place, node)
        parts = []
        for written, value in node.items():
            if written == OPERATOR:
                continue
            here = pointer(path, written)
            if own != "all":
                self._remarks.type_in_or(written, own, here)
            part = self._entry(written, value, here, depth, place, operator)
            if part is not None:
                parts.append(part)
        return _joined(parts, own) if parts else None

    def _entry(
        self, written: str, value: object, path: str, depth: int, place: Place, operator: Operator
    ) -> Expression | None:
        key = parse_key(written, path, self._problems)
        if key is None:
            return None
        slot = len(self._understood)
        self._understood.append(None)
        if key.name in (VALUE, GROUP):
            found = self._brackets(key, value, path, depth, place, operator)
        else:
            found = self._property(key, value, path, depth, place)
        if found is None:
            return None
        if key.is_negated:
            found = none_of((found,))
        self._understood[slot] = Understood(path, found, place.hops)
        return found

    def _brackets(
        self, key: Key, value: object, path: str, depth: int, place: Place, operator: Operator
    ) -> Expression | None:
        if key.is_reverse or (key.is_negated and key.name == VALUE):
            message = f"`{shown(key.name)}` takes no such mark"
            self._problems.error("misplaced_mark", path, message)
            return None
        if _is_blank(value):
            self._drop(path)
            return None
        if key.name == GROUP:
            return self._condition(value, path, depth + 1, place)
        if not isinstance(value, list):
            part = self._condition(value, path, depth + 1, place)
            return part and _joined([part], operator)
        self._problems.depth(depth + 1, path)
        parts = self._items(value, path, depth + 1, place)
        return _joined(parts, operator) if parts else None

    # --- Properties ------------------------------------------------------------------------------------

    def _property(self, key: Key, value: object, path: str, depth: int, place: Place) -> Expression | None:
        self._problems.condition(path)
        name = key.name
        if name == "@context":
            self._problems.warning("ignored_key", path, "A query needs no `@context`; it was left out")
            return None
        if name in (MATCH_TYPE, *OPERATORS):
            message = f"`{name}` stands beside a `search:value`, inside the value of a property"
            self._problems.error("misplaced_keyword", path, message)
            return None
        if name in RETIRED:
            message = f"`{name}` belongs to an earlier search engine; write {RETIRED[name]}"
            self._problems.error("retired_keyword", path, message, near_keywords(name))
            return None
        if name in (NEAR, PATH):
            return self._reaching(key, value, path, depth)
        kind: Kind | None
        if name in _OF_THE_NODE:
            kind = node_kind(name, self._context)
        else:
            term = find_property(name, path, self._context.vocabulary, self._problems)
            if term is None:
                return None
            self._remarks.misplaced(place, term, path, is_reverse=key.is_reverse)
            if self._context.vocabulary.kind_of(term) is ValueKind.IRI:
                return self._reference(term, value, path, depth, place, is_reverse=key.is_reverse)
            kind = node_kind(term, self._context) or literal_kind(
                term, self._context.vocabulary.kind_of(term), self._context
            )
        if key.is_reverse:
            message = f"`{name}` leads to no other node, so it cannot be followed backwards"
            self._problems.error("reverse_on_literal", path, message)
            return None
        return None if kind is None else Values(kind, self._context).read(value, path, depth + 1)

    def _reaching(self, key: Key, value: object, path: str, depth: int) -> Expression | None:
        if key.is_reverse:
            self._problems.error("misplaced_mark", path, f"`{key.name}` takes no such mark")
            return None
        if key.name == NEAR:
            return read_near(value, path, self._context)

        def read_target(target: object, inner: str) -> Expression | None:
            return self._condition(target, inner, depth + 1, Place())

        return read_path(value, path, self._context, read_target)

    def _reference(
        self, term: str, value: object, path: str, depth: int, place: Place, *, is_reverse: bool
    ) -> Expression | None:
        kind = ReferenceKind(term, self._context, is_reverse=is_reverse)
        beyond = self._remarks.beyond(place, term, is_reverse=is_reverse)

        def read_node(node: dict[str, Any], inner: str, inner_depth: int) -> Expression | None:
            target = self._node(node, inner, inner_depth, beyond)
            return None if target is None else kind.to(target)

        return Values(kind, self._context, read_node).read(value, path, depth + 1)

    def _drop(self, path: str) -> None:
        self._problems.warning("empty_condition", path, "The condition is empty and was left out")


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _joined(parts: Sequence[Expression], operator: Operator) -> Expression:
    if operator == "all":
        return all_of(parts)
    return any_of(parts) if operator == "any" else none_of(parts)
