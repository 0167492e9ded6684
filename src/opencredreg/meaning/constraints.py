"""Constraints of pathways: comparisons that the chosen candidates have to pass.

Source: ``ctdl-vocabulary.md`` section 9.4. Our reading, where the text leaves room:

* The candidates are the fulfilled ones among those that the condition names.
* A source that is a property is read on every candidate, on what the candidate stands for, and in its credit and
  point values; a class counts as the candidates of that class; everything else stands for itself.
* A property that no vocabulary of ours knows can only come from ``facts`` about the person. On the left an
  unknown address is read as such a property, on the right as a value.
* Without an action all values of both sides have to agree with each other.
* What is not stated on some candidate is unknown, and so is whatever depends on it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

import msgspec

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import (
    Node,
    Text,
    add_exactly,
    first_string,
    is_described,
    key_of,
    listed,
    names_of,
    number_of,
    reference_of,
    texts_of,
    type_of,
)
from opencredreg.meaning.amounts import amount_of
from opencredreg.meaning.periods import parse_day
from opencredreg.meaning.truth import Truth, all_of, any_of, exactly_one, truth_of

__all__ = ["Candidate", "Constraint", "Facts", "check_constraint", "read_constraint"]

Facts = Mapping[str, Sequence[Any]]
"""What is known about a person that no published data say: values by address of a property."""

_MAX_SOURCES = 300
_MAX_COMPARISONS = 100_000
_AMOUNT_HOLDERS = ("ceterms:creditValue", "ceterms:pointValue")
_COMPARATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQ": operator.eq,
    "NEQ": operator.ne,
    "GT": operator.gt,
    "GTEQ": operator.ge,
    "LT": operator.lt,
    "LTEQ": operator.le,
}
_QUANTIFIERS: Mapping[str, Callable[[list[Truth]], Truth]] = {
    "AllOf": all_of,
    "AnyOf": any_of,
    "OneOf": exactly_one,
}


class Constraint(msgspec.Struct, frozen=True):
    """One comparison. Actions and the comparator are the local names of their concepts, "" where absent."""

    comparator: str
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    left_action: str = ""
    right_action: str = ""
    names: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """One chosen component, and what it stands for where that is known."""

    node: Mapping[str, Any]
    proxied: tuple[Mapping[str, Any], ...] = ()


_Unknown = object()
_NOT_STATED: Any = _Unknown


def read_constraint(node: Node) -> Constraint:
    """A constraint as published."""
    return Constraint(
        comparator=_local(node, "ceterms:comparator").upper(),
        left=tuple(_sources(node, "ceterms:leftSource")),
        right=tuple(_sources(node, "ceterms:rightSource")),
        left_action=_local(node, "ceterms:leftAction"),
        right_action=_local(node, "ceterms:rightAction"),
        names=names_of(node),
        texts=texts_of(node.get("ceterms:description")),
    )


def check_constraint(
    constraint: Constraint, candidates: Sequence[Candidate], facts: Facts | None = None
) -> Truth:
    """Whether the chosen candidates pass; unknown for what is not stated and for comparisons not understood."""
    compare = _COMPARATORS.get(constraint.comparator)
    if compare is None or not constraint.left or not constraint.right:
        return Truth.UNKNOWN
    known = {key_of(name): values for name, values in (facts or {}).items()}
    left = _side(constraint.left, constraint.left_action, candidates, known, is_left=True)
    right = _side(constraint.right, constraint.right_action, candidates, known, is_left=False)
    if left is None or right is None:
        return Truth.UNKNOWN
    outer = _QUANTIFIERS.get(constraint.left_action, all_of)
    inner = _QUANTIFIERS.get(constraint.right_action, all_of)
    if not left or not right:
        # Nothing was chosen, so there is nothing that could pass.
        return Truth.NO
    if len(left) * len(right) > _MAX_COMPARISONS:
        return Truth.UNKNOWN
    return outer([inner([_agree(compare, one, other) for other in right]) for one in left])


def _local(node: Node, term: str) -> str:
    """The local name of a concept, in the spelling of its scheme."""
    value = next(iter(listed(node.get(term))), None)
    name = reference_of(value).rstrip("/")
    for cut in "/#:":
        name = name.rpartition(cut)[2]
    spellings = {known.lower(): known for known in (*_QUANTIFIERS, *_AGGREGATES)}
    return spellings.get(name.lower(), name)


def _sources(node: Node, term: str) -> Iterator[Any]:
    for value in listed(node.get(term))[:_MAX_SOURCES]:
        if isinstance(value, Mapping):
            found = reference_of(value) or first_string({"it": value}, "it")
            if found:
                yield found
        else:
            yield value


def _side(
    sources: Sequence[Any], action: str, candidates: Sequence[Candidate], facts: Facts, *, is_left: bool
) -> list[Any] | None:
    """The values of one side after its action; ``None`` when nothing can be said about the whole side."""
    values: list[Any] = []
    for source in sources:
        found = _values(source, candidates, facts, is_left=is_left)
        if found is None:
            return None
        values += found
    aggregate = _AGGREGATES.get(action)
    if action and aggregate is None and action not in _QUANTIFIERS:
        return None
    return values if aggregate is None else aggregate(values)


def _values(source: Any, candidates: Sequence[Candidate], facts: Facts, *, is_left: bool) -> list[Any] | None:
    if not isinstance(source, str):
        return [source]
    vocabulary = bundled_vocabulary()
    term = vocabulary.normalize_term(source)
    key = key_of(source)
    if key in facts or term in facts:
        return list(facts.get(key, facts.get(term, ())))
    if term in vocabulary.properties:
        return [value for candidate in candidates for value in _read(candidate, term)]
    if term in vocabulary.classes:
        return [
            reference_of(candidate.node)
            for candidate in candidates
            if vocabulary.is_a(type_of(candidate.node), term)
        ]
    is_address = "://" in source or source.startswith("urn:")
    return None if is_left and is_address and term not in vocabulary.concepts else [source]


def _read(candidate: Candidate, term: str) -> list[Any]:
    """The values of a property on one candidate; one unknown value where it is stated nowhere."""
    for node in (candidate.node, *candidate.proxied):
        inner = [value for holder in _AMOUNT_HOLDERS for value in listed(node.get(holder))]
        for place in (node, *(value for value in inner if is_described(value))):
            values = listed(place.get(term))
            if values:
                return [_plain(value) for value in values]
    return [_NOT_STATED]


def _plain(value: Any) -> Any:
    """A number for amounts, an address for references, the value itself otherwise."""
    if not isinstance(value, Mapping):
        return value
    amount = amount_of(value)
    if amount is not None and amount.low is not None and amount.low == amount.high:
        return amount.low
    reference = reference_of(value)
    if reference:
        return reference
    texts = texts_of(value)
    return texts[0].text if texts else _NOT_STATED


def _numbers(values: Sequence[Any]) -> list[float] | None:
    found = [None if value is _NOT_STATED else number_of(value) for value in values]
    return None if None in found else [number for number in found if number is not None]


def _by_numbers(compute: Callable[[list[float]], float], of_nothing: list[Any]) -> Callable[..., Any]:
    def aggregate(values: Sequence[Any]) -> list[Any] | None:
        numbers = _numbers(values)
        if numbers is None:
            return None
        return [compute(numbers)] if numbers else of_nothing

    return aggregate


def _count_distinct(values: Sequence[Any]) -> list[Any] | None:
    if any(value is _NOT_STATED for value in values):
        return None
    return [float(len({_comparable(value) for value in values}))]


_AGGREGATES: Mapping[str, Callable[[Sequence[Any]], list[Any] | None]] = {
    "Sum": _by_numbers(add_exactly, [0.0]),
    "Mean": _by_numbers(fmean, []),
    "Max": _by_numbers(max, []),
    "Min": _by_numbers(min, []),
    "CountDistinct": _count_distinct,
}


def _agree(compare: Callable[[Any, Any], bool], one: Any, other: Any) -> Truth:
    if one is _NOT_STATED or other is _NOT_STATED:
        return Truth.UNKNOWN
    left, right = _comparable(one), _comparable(other)
    is_ordering = compare not in (operator.eq, operator.ne)
    # Values of two kinds are different and neither is the greater; so it is with two texts.
    if is_ordering and (left[0] != right[0] or left[0] in ("text", "truth")):
        return Truth.UNKNOWN
    return truth_of(compare(left, right) if left[0] != right[0] else compare(left[1], right[1]))


def _comparable(value: Any) -> tuple[str, Any]:
    """A value with its kind: truth, number, day or text, so that like is compared with like."""
    if isinstance(value, bool):
        return "truth", value
    number = number_of(value)
    if number is not None and not math.isnan(number):
        return "number", number
    if isinstance(value, str):
        if value.strip().lower() in ("true", "false"):
            return "truth", value.strip().lower() == "true"
        day = parse_day(value) if len(value.strip()) >= 7 else None
        return ("day", day) if day else ("text", key_of(value))
    return "text", str(value)
