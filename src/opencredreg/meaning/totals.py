"""Totals of costs: by currency, and by who pays.

Source: ``ctdl-vocabulary.md`` section 9.3: currencies are never added, an aggregate is never added to its parts,
alternatives are split by residency and audience, and a profile without an amount adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from opencredreg.jsonld.values import Text, add_exactly, pick_text
from opencredreg.meaning.concepts import concept_keys
from opencredreg.meaning.costs import Cost
from opencredreg.meaning.periods import overlap

__all__ = ["CostRange", "CostTotal", "CostTotals", "cost_ranges", "total_costs"]

_AGGREGATE = "costType:AggregateCost"
_MAX_GROUPS = 24
_MAX_CURRENCIES = 20


class CostTotal(msgspec.Struct, frozen=True):
    """What one group of people pays in one currency.

    ``residency`` and ``audience`` name the group; both "" is what everybody pays, before anything that depends on
    who somebody is. ``basis`` says whether the total is the publisher's own (``aggregate``) or added up here from
    ``parts``. Several aggregates for one group are a range, for nothing says which of them applies.
    ``unpriced`` counts further profiles of this group that name no amount. ``mixes_periods`` warns of parts whose
    dates do not meet, which happens only when no day was asked for.
    """

    currency: str
    low: float
    high: float
    basis: Literal["aggregate", "parts"]
    residency: str = ""
    audience: str = ""
    residency_name: Text | None = None
    audience_name: Text | None = None
    parts: tuple[Cost, ...] = ()
    unpriced: int = 0
    mixes_periods: bool = False


class CostTotals(msgspec.Struct, frozen=True):
    """The totals; ``is_truncated`` when more groups of people are named than are told apart."""

    totals: tuple[CostTotal, ...]
    is_truncated: bool = False


class CostRange(msgspec.Struct, frozen=True):
    """The least and the most that anybody pays in one currency."""

    currency: str
    low: float
    high: float


def total_costs(costs: Sequence[Cost], *, on: date | None = None) -> CostTotals:
    """The totals of the costs of one holder, by currency, residency and audience.

    Args:
        costs: As :func:`~opencredreg.meaning.costs.effective_costs` gives them; replaced ones are left out here.
        on: The day for which to add up; ``None`` takes all profiles whatever their dates.
    """
    valid = [
        _Scoped(cost) for cost in costs if not cost.is_overridden and (on is None or cost.period.holds_on(on))
    ]
    unpriced = [scoped for scoped in valid if scoped.cost.price is None]
    by_currency: dict[str, list[_Scoped]] = {}
    for scoped in valid:
        if scoped.cost.price is not None:
            by_currency.setdefault(scoped.cost.currency, []).append(scoped)
    totals: list[CostTotal] = []
    is_truncated = len(by_currency) > _MAX_CURRENCIES
    for currency, mine in list(by_currency.items())[:_MAX_CURRENCIES]:
        residencies = sorted({key for scoped in mine for key in scoped.residencies})
        audiences = sorted({key for scoped in mine for key in scoped.audiences})
        is_truncated |= max(len(residencies), len(audiences)) > _MAX_GROUPS
        for residency in ["", *residencies[:_MAX_GROUPS]]:
            for audience in ["", *audiences[:_MAX_GROUPS]]:
                totals += _total([*mine, *unpriced], currency, residency, audience)
    return CostTotals(tuple(totals), is_truncated)


def cost_ranges(
    costs: Sequence[Cost], *, on: date | None = None, residency: str = "", audience: str = ""
) -> tuple[CostRange, ...]:
    """By currency, the least and the most of the totals, for one group of people if it is named.

    What everybody pays is a total of its own only where no total of a group contains it.
    """
    ranges: dict[str, list[CostTotal]] = {}
    for total in total_costs(costs, on=on).totals:
        if (not residency or total.residency in ("", residency)) and (
            not audience or total.audience in ("", audience)
        ):
            ranges.setdefault(total.currency, []).append(total)
    found = []
    for currency, totals in ranges.items():
        deepest = max(_depth(total) for total in totals)
        kept = [total for total in totals if _depth(total) == deepest]
        found.append(CostRange(currency, min(total.low for total in kept), max(total.high for total in kept)))
    return tuple(found)


class _Scoped:
    """A cost with the keys of who pays it, computed once."""

    __slots__ = ("audiences", "cost", "is_aggregate", "residencies")

    def __init__(self, cost: Cost) -> None:
        self.cost = cost
        self.residencies = concept_keys(cost.residencies)
        self.audiences = concept_keys(cost.audiences)
        self.is_aggregate = _AGGREGATE in concept_keys(cost.kinds)

    def is_paid_by(self, residency: str, audience: str) -> bool:
        return (not self.residencies or residency in self.residencies) and (
            not self.audiences or audience in self.audiences
        )


def _depth(total: CostTotal) -> int:
    return bool(total.residency) + bool(total.audience)


def _total(costs: Sequence[_Scoped], currency: str, residency: str, audience: str) -> Iterator[CostTotal]:
    mine = [scoped for scoped in costs if scoped.is_paid_by(residency, audience)]
    priced = [scoped for scoped in mine if scoped.cost.price is not None and scoped.cost.currency == currency]
    # A combination that none of its costs speaks of pays what a smaller combination pays.
    if (
        not priced
        or (residency and not any(residency in scoped.residencies for scoped in priced))
        or (audience and not any(audience in scoped.audiences for scoped in priced))
    ):
        return
    aggregates = _prices(scoped for scoped in priced if scoped.is_aggregate)
    parts = _prices(scoped for scoped in priced if not scoped.is_aggregate)
    total = add_exactly(parts)
    yield CostTotal(
        currency=currency,
        low=min(aggregates, default=total),
        high=max(aggregates, default=total),
        basis="aggregate" if aggregates else "parts",
        residency=residency,
        audience=audience,
        residency_name=_name(priced, residency),
        audience_name=_name(priced, audience),
        parts=tuple(scoped.cost for scoped in priced),
        unpriced=sum(scoped.cost.price is None for scoped in mine),
        mixes_periods=_mixes_periods([scoped.cost for scoped in priced if not scoped.is_aggregate]),
    )


def _prices(costs: Iterable[_Scoped]) -> list[float]:
    return [scoped.cost.price for scoped in costs if scoped.cost.price is not None]


def _name(costs: Sequence[_Scoped], key: str) -> Text | None:
    for scoped in costs if key else ():
        for concept in (*scoped.cost.residencies, *scoped.cost.audiences):
            if key in concept_keys([concept]):
                return pick_text(concept.names)
    return None


def _mixes_periods(costs: Sequence[Cost]) -> bool:
    periods = list(dict.fromkeys(cost.period for cost in costs))[:50]
    return any(not overlap(one, other) for at, one in enumerate(periods) for other in periods[at + 1 :])
