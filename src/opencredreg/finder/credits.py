"""How much credit something is worth, with what the amount is counted in.

Source: ``ctdl-vocabulary.md`` sections 6.4, 6.5 and 6.10 (value profiles).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from opencredreg.finder.mentions import read_mentions
from opencredreg.finder.statements import Entry, Statement, read_statements
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, is_described, listed, texts_of
from opencredreg.meaning.amounts import Amount, amounts_of

__all__ = ["Credit", "read_credits"]

_CREDIT = "ceterms:creditValue"
_COVERED_OF_VALUE = frozenset(
    {"schema:value", "schema:minValue", "schema:maxValue", "ceterms:creditUnitType", "ceterms:subject"}
    | {"qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage"}
    | {"ceterms:creditLevelType", "schema:unitText", "schema:description", "ceterms:description"}
)


class Credit(msgspec.Struct, frozen=True):
    """An amount of credit with the entries that say what it is counted in."""

    amount: Amount
    units: tuple[Entry, ...] = ()
    levels: tuple[Entry, ...] = ()
    subjects: tuple[Entry, ...] = ()
    texts: tuple[Text, ...] = ()
    more: tuple[Statement, ...] = ()


def read_credits(look: Look, node: Mapping[str, Any]) -> tuple[Credit, ...]:
    """The credit values of an object."""
    found = []
    for value in listed(node.get(_CREDIT)):
        for amount in amounts_of({_CREDIT: value}, _CREDIT):
            inner = value if is_described(value) else {}
            texts = (*texts_of(inner.get("schema:description")), *texts_of(inner.get("ceterms:description")))
            found.append(
                Credit(
                    amount,
                    read_mentions(look, inner, "ceterms:creditUnitType"),
                    read_mentions(look, inner, "ceterms:creditLevelType"),
                    read_mentions(look, inner, "ceterms:subject"),
                    texts,
                    read_statements(look, inner, without=_COVERED_OF_VALUE),
                )
            )
    return tuple(found)
