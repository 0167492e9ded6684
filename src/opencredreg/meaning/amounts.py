"""Amounts: credit, value, money, percentages, as values or ranges.

Source: ``ctdl-vocabulary.md`` sections 6.10, 6.15 and 9.12. Percentages are verbatim: 1.5 means 1.5 %.
"""

from __future__ import annotations

from typing import Any

import msgspec

from opencredreg.jsonld.values import Node, Text, first_string, is_described, listed, number_of, texts_of
from opencredreg.meaning.concepts import Concept, concepts_of

__all__ = ["Amount", "amounts_of"]


class Amount(msgspec.Struct, frozen=True):
    """One amount. An exact one has ``low`` equal to ``high``; ``None`` is not stated, never zero.

    ``percentage_low`` and ``percentage_high`` are the same for percentages. ``units`` and ``levels`` qualify the
    amount, ``subjects`` limit it; ``currency`` is an ISO 4217 code.
    """

    low: float | None = None
    high: float | None = None
    percentage_low: float | None = None
    percentage_high: float | None = None
    currency: str = ""
    unit_text: str = ""
    units: tuple[Concept, ...] = ()
    levels: tuple[Concept, ...] = ()
    subjects: tuple[Concept, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether there is any number."""
        return any(
            number is not None for number in (self.low, self.high, self.percentage_low, self.percentage_high)
        )


def amounts_of(node: Node, *terms: str) -> tuple[Amount, ...]:
    """The amounts under the properties: plain numbers, value profiles, quantitative and monetary values.

    Several entries say the same amount in several units; they are no sum (reading).
    """
    return tuple(
        amount
        for term in terms
        for value in listed(node.get(term))
        if (amount := amount_of(value)) is not None
    )


def amount_of(value: Any) -> Amount | None:
    """One value as an amount; ``None`` for what is neither a number nor an object."""
    if not is_described(value):
        number = number_of(value) if not hasattr(value, "get") else None
        return Amount(number, number) if number is not None else None
    exact = number_of(value.get("schema:value"))
    share = number_of(value.get("qdata:percentage"))
    return Amount(
        low=exact if exact is not None else number_of(value.get("schema:minValue")),
        high=exact if exact is not None else number_of(value.get("schema:maxValue")),
        percentage_low=share if share is not None else number_of(value.get("qdata:minPercentage")),
        percentage_high=share if share is not None else number_of(value.get("qdata:maxPercentage")),
        currency=first_string(value, "schema:currency", "ceterms:currency").upper(),
        unit_text=first_string(value, "schema:unitText"),
        units=concepts_of(value, "ceterms:creditUnitType"),
        levels=concepts_of(value, "ceterms:creditLevelType"),
        subjects=concepts_of(value, "ceterms:subject"),
        texts=texts_of(value.get("schema:description")) or texts_of(value.get("ceterms:description")),
    )
