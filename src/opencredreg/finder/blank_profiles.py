"""Profiles that stand beside their resource, as blank nodes of its document, put back into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from opencredreg.finder.subject import Look
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import is_described, listed, reference_of

__all__ = ["written_out"]

_ROUNDS = 12


def written_out(look: Look, node: Mapping[str, Any], terms: Collection[str]) -> dict[str, Any]:
    """A copy in which some properties hold the profiles themselves, at any depth, where they hold blank labels.

    Profiles belong inside of what they describe, and some publish them next to it (``ctdl-vocabulary.md``
    sections 5.2 and 5.3). A label that leads in a circle stays a label.
    """
    known: dict[str, Mapping[str, Any]] = {}
    asked: set[str] = set()
    level: list[Mapping[str, Any]] = [node]
    for _ in range(_ROUNDS):
        labels = {label for one in level for label in _labels(one, terms, 0)} - asked
        if not labels:
            break
        asked |= labels
        found = look.resources.find(list(labels))
        known.update(found)
        level = list(found.values())
    return _filled(node, terms, known, ()) if known else dict(node)


def _labels(node: Mapping[str, Any], terms: Collection[str], depth: int) -> Iterator[str]:
    for term in terms:
        for value in listed(node.get(term)):
            if is_described(value):
                if depth < _ROUNDS:
                    yield from _labels(value, terms, depth + 1)
            elif is_blank(label := reference_of(value)):
                yield label


def _filled(
    node: Mapping[str, Any],
    terms: Collection[str],
    known: Mapping[str, Mapping[str, Any]],
    around: tuple[str, ...],
) -> dict[str, Any]:
    made = dict(node)
    for term in terms:
        if term in node and len(around) < _ROUNDS:
            made[term] = [_value(value, terms, known, around) for value in listed(node[term])]
    return made


def _value(
    value: Any, terms: Collection[str], known: Mapping[str, Mapping[str, Any]], around: tuple[str, ...]
) -> Any:
    label = reference_of(value)
    inner = value if is_described(value) else known.get(label)
    if inner is None or (label and label in around):
        return value
    return _filled(inner, terms, known, (*around, label))
