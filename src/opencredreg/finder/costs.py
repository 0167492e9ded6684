"""What something costs: in total for each group of people, item by item, and who helps to pay.

Source: ``ctdl-vocabulary.md`` sections 6.6, 6.16 and 9.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from opencredreg.finder.assistance import Assistance, read_assistance
from opencredreg.finder.blank_profiles import written_out
from opencredreg.finder.mentions import entry_of, read_mentions
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Entry, Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    first_string,
    is_address,
    number_of,
    references_of,
)
from opencredreg.meaning.concepts import Concept
from opencredreg.meaning.costs import Cost, CostHolder, effective_costs
from opencredreg.meaning.periods import Period
from opencredreg.meaning.totals import CostRange, CostTotals, cost_ranges, total_costs

__all__ = [
    "CostItem",
    "CostTable",
    "CostsView",
    "Total",
    "build_costs",
]

_COSTS = "ceterms:estimatedCost"
_COMMON = "ceterms:commonCosts"
_HELP = "ceterms:financialAssistance"
_COVERED = frozenset(
    {"ceterms:name", "ceterms:description", "ceterms:condition", "ceterms:paymentPattern"}
    | {"ceterms:currency", "ceterms:price", "ceterms:directCostType", "ceterms:audienceType"}
    | {"ceterms:residencyType", "ceterms:costDetails"}
)
_CODE_LENGTH = 3
_MOST_ITEMS = 200
_MOST_TOTALS = 30
_MOST_TABLES = 20


class CostItem(msgspec.Struct, frozen=True, kw_only=True):
    """One direct cost. ``manifest`` is ``None`` for what the holder states itself.

    ``holds`` is whether it is paid today, as far as its dates tell; ``more`` is what the other members leave out.
    """

    price: float | None
    currency: str
    kinds: tuple[Entry, ...] = ()
    audiences: tuple[Entry, ...] = ()
    residencies: tuple[Entry, ...] = ()
    period: Period = Period()
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    payment: tuple[Text, ...] = ()
    details: str = ""
    manifest: Reference | None = None
    is_overridden: bool = False
    holds: bool = True
    more: tuple[Statement, ...] = ()

    @property
    def wordings(self) -> tuple[tuple[Text, ...], ...]:
        """All texts of the item, each in all of its languages."""
        entries = (*self.kinds, *self.audiences, *self.residencies)
        return (self.names, self.about, self.payment, *(entry.names for entry in entries))


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """What one group of people pays; no residency and no audience is everybody. ``items`` were added up for it."""

    currency: str
    low: float
    high: float
    is_stated: bool
    residency: Entry | None = None
    audience: Entry | None = None
    items: int = 0
    unpriced: int = 0


class CostTable(msgspec.Struct, frozen=True, kw_only=True):
    """The costs of the resource, of one of its conditions or of one of its offerings."""

    kind: Literal["resource", "condition", "offering"]
    term: str = ""
    reference: Reference | None = None
    names: tuple[Text, ...] = ()
    items: tuple[CostItem, ...] = ()
    left_out: int = 0
    totals: tuple[Total, ...] = ()


class CostsView(msgspec.Struct, frozen=True, kw_only=True):
    """All that it costs. ``ranges`` are the least and the most that somebody pays for the resource itself.

    ``is_for_any_day`` says that nothing is valid today, so that the totals are those of all dates together.
    """

    ranges: tuple[CostRange, ...] = ()
    tables: tuple[CostTable, ...] = ()
    manifests: tuple[Reference, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    is_for_any_day: bool = False
    is_truncated: bool = False


def build_costs(subject: Subject) -> CostsView | None:
    """What the subject costs; ``None`` where nothing is said of it."""
    look = subject.look
    resource = written_out(look, subject.value, (_COSTS, _HELP))
    found = effective_costs(resource, look.resources)
    manifests = references_of(resource, _COMMON)
    holders = [holder for holder in found.holders if holder.costs]
    helps = read_assistance(look, resource, _HELP)
    if not (holders or manifests or helps):
        return None
    look.book.learn([*manifests, *(key for holder in holders for key in _named(holder))])
    totals, is_for_any_day = _totals(look, found.own.costs)
    return CostsView(
        ranges=cost_ranges(found.own.costs, on=None if is_for_any_day else look.today),
        tables=tuple(
            _table(look, holder, resource, totals if holder is found.own else total_costs(holder.costs))
            for holder in holders[:_MOST_TABLES]
        ),
        manifests=look.book.all_to(manifests),
        assistance=helps,
        is_for_any_day=is_for_any_day,
        is_truncated=found.is_truncated or len(holders) > _MOST_TABLES or totals.is_truncated,
    )


def _totals(look: Look, costs: Sequence[Cost]) -> tuple[CostTotals, bool]:
    """Today's totals; where no cost is valid today, those of any day, marked as such."""
    today = total_costs(costs, on=look.today)
    if today.totals:
        return today, False
    ever = total_costs(costs)
    return ever, bool(ever.totals)


def _named(holder: CostHolder) -> Iterator[str]:
    yield from [holder.uri] if holder.uri else []
    for cost in holder.costs:
        yield from [cost.source.manifest] if cost.source.manifest else []
        for concept in (*cost.kinds, *cost.audiences, *cost.residencies):
            yield from (key for key in (concept.key, concept.framework) if is_address(key))


def _table(look: Look, holder: CostHolder, resource: Node, totals: CostTotals) -> CostTable:
    # The profiles of the resource itself come first and in their order, so they can be told by their place.
    own = embedded_of(resource, _COSTS) if holder.kind == "resource" else []
    items = [
        _item(look, cost, own[place] if place < len(own) and not cost.source.distance else None)
        for place, cost in enumerate(holder.costs[:_MOST_ITEMS])
    ]
    return CostTable(
        kind=holder.kind,
        term=holder.term,
        reference=look.book.to(holder.uri) if holder.kind == "offering" and holder.uri else None,
        names=holder.names if holder.kind == "offering" else (),
        items=tuple(items),
        left_out=len(holder.costs) - len(items),
        totals=tuple(
            Total(
                currency=total.currency,
                low=total.low,
                high=total.high,
                is_stated=total.basis == "aggregate",
                residency=_group(look, total.residency, total.residency_name),
                audience=_group(look, total.audience, total.audience_name),
                items=len(total.parts),
                unpriced=total.unpriced,
            )
            for total in totals.totals[:_MOST_TOTALS]
        ),
    )


def _group(look: Look, key: str, name: Text | None) -> Entry | None:
    if not key:
        return None
    names = (name,) if name is not None else ()
    return entry_of(look, Concept(key, names or (Text("", key),)))


def _item(look: Look, cost: Cost, profile: Mapping[str, Any] | None) -> CostItem:
    """One cost. What stands in the resource is read whole; of what a manifest says, the manifest has the rest."""

    def entries(term: str, concepts: Sequence[Concept]) -> tuple[Entry, ...]:
        if profile is not None:
            return read_mentions(look, profile, term)
        return tuple(entry_of(look, concept) for concept in concepts)

    return CostItem(
        price=cost.price,
        currency=_currency(cost, profile),
        kinds=entries("ceterms:directCostType", cost.kinds),
        audiences=entries("ceterms:audienceType", cost.audiences),
        residencies=entries("ceterms:residencyType", cost.residencies),
        period=cost.period,
        names=cost.names,
        about=cost.texts,
        payment=cost.payment,
        details=cost.details,
        manifest=look.book.to(cost.source.manifest)
        if cost.source.distance and cost.source.manifest
        else None,
        is_overridden=cost.is_overridden,
        holds=cost.period.holds_on(look.today),
        more=read_statements(look, profile, without=_shown(profile, cost)) if profile is not None else (),
    )


def _currency(cost: Cost, profile: Mapping[str, Any] | None) -> str:
    """The code of the currency; words that stand in its place stay as they were written."""
    is_code = len(cost.currency) == _CODE_LENGTH
    return cost.currency if is_code or profile is None else first_string(profile, "ceterms:currency")


def _shown(profile: Mapping[str, Any], cost: Cost) -> frozenset[str]:
    shown = _COVERED
    if number_of(profile.get("ceterms:price")) is None:
        shown -= {"ceterms:price"}
    # Dates that are none, and those of which the approximate twin is not used, stay as they were written.
    dates = (("ceterms:startDate", cost.period.start), ("ceterms:endDate", cost.period.end))
    return shown | {term for term, day in dates if day is not None and profile.get(term) == day.isoformat()}
