"""Help with paying: grants, loans and the like.

Source: ``ctdl-vocabulary.md`` section 6.16.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from opencredreg.finder.mentions import read_mentions
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Entry, Statement, read_statements
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import (
    Node,
    Text,
    first_string,
    is_address,
    is_described,
    listed,
    names_of,
    reference_of,
    texts_of,
)
from opencredreg.meaning.amounts import Amount, amounts_of

__all__ = ["Assistance", "read_assistance"]

_HELP_VALUE = "ceterms:financialAssistanceValue"
_HELP_COVERED = frozenset(
    {"ceterms:name", "ceterms:description", "ceterms:subjectWebpage", "ceterms:financialAssistanceType"}
)
_VALUE_COVERED = frozenset(
    {"@type", "schema:value", "schema:minValue", "schema:maxValue", "schema:currency", "ceterms:currency"}
    | {"qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage", "schema:unitText"}
    | {"schema:description", "ceterms:description"}
)
_MOST_HELPS = 50


class Assistance(msgspec.Struct, frozen=True, kw_only=True):
    """One way to get help with paying."""

    reference: Reference | None = None
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    kinds: tuple[Entry, ...] = ()
    values: tuple[Amount, ...] = ()
    webpage: str = ""
    more: tuple[Statement, ...] = ()


def read_assistance(look: Look, resource: Node, term: str) -> tuple[Assistance, ...]:
    """What helps with paying, as a resource names it under a property."""
    return tuple(_read(look, resource, term))


def _read(look: Look, resource: Node, term: str) -> Iterator[Assistance]:
    values = listed(resource.get(term))[:_MOST_HELPS]
    held = look.resources.find([reference_of(value) for value in values if reference_of(value)])
    for value in values:
        uri = reference_of(value)
        if is_described(value):
            yield _help(look, value, look.book.to(uri) if uri and is_address(uri) else None, is_inside=True)
        elif uri:
            yield _help(look, held.get(uri, {}), look.book.to(uri), is_inside=False)


def _help(look: Look, node: Mapping[str, Any], reference: Reference | None, *, is_inside: bool) -> Assistance:
    is_covered = all(
        not is_described(value) or value.keys() <= _VALUE_COVERED for value in listed(node.get(_HELP_VALUE))
    )
    without = _HELP_COVERED | ({_HELP_VALUE} if is_covered else set())
    return Assistance(
        reference=reference,
        names=names_of(node),
        about=texts_of(node.get("ceterms:description")),
        kinds=read_mentions(look, node, "ceterms:financialAssistanceType"),
        values=amounts_of(node, _HELP_VALUE),
        webpage=first_string(node, "ceterms:subjectWebpage"),
        # What has a page of its own says the rest there.
        more=read_statements(look, node, without=without) if is_inside else (),
    )
