"""Costs as offers, and pay.

schema.org takes several offers of one thing for alternatives, and the least price for the price. The costs of a
credential are parts of a sum, or hold for some people only. So there is one offer: it has a price where one
price is the whole price, and lists all others as price specifications, which promise no sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from opencredreg.crosswalk.schema_org.concepts import concept_keys, label_of
from opencredreg.crosswalk.schema_org.plain import code_of, name_of, safe_url, text_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Scope, joined, without_repetitions
from opencredreg.crosswalk.values import number_of, values_of
from opencredreg.jsonld.values import Node

__all__ = ["OFFERS", "PAY"]

_CURRENCY = re.compile(r"[A-Z]{3}")
_PERIODS = {"PT1H": "HOUR", "P1D": "DAY", "P1W": "WEEK", "P1M": "MONTH", "P1Y": "YEAR"}
_WHOLE = "costType:AggregateCost"
_TUITION = "costType:Tuition"
_LIMITS = ("ceterms:residencyType", "ceterms:audienceType", "ceterms:jurisdiction", "ceterms:region")


class _Cost:
    """One cost profile."""

    def __init__(self, profile: Node, scope: Scope) -> None:
        amounts = (number_of(value) for value in values_of(profile, "ceterms:price"))
        self.price = next((amount for amount in amounts if amount is not None and amount >= 0), None)
        currency = code_of(next(iter(values_of(profile, "ceterms:currency")), ""))
        self.currency = currency if _CURRENCY.fullmatch(currency) else ""
        self.kinds = concept_keys(values_of(profile, "ceterms:directCostType"))
        labels = [label for key in self.kinds if (label := label_of(key))]
        self.name = name_of(profile, scope) or ", ".join(labels)
        self.description = text_of(profile.get("ceterms:description"), scope)
        self.url = safe_url(next(iter(values_of(profile, "ceterms:costDetails")), ""))
        self.is_for_all = not values_of(profile, *_LIMITS)

    @property
    def specification(self) -> Json:
        made: Json = {
            "@type": "UnitPriceSpecification",
            "name": self.name,
            "price": self.price,
            "priceCurrency": self.currency,
            "description": self.description,
            "url": self.url,
        }
        return {name: part for name, part in made.items() if part not in (None, "")}


def _offers(values: list[Any], scope: Scope) -> Iterator[Json]:
    costs = [_Cost(profile, scope) for profile in scope.objects(values)]
    if not costs:
        return
    priced = [cost for cost in costs if cost.price is not None]
    made: Json = {"@type": "Offer", "category": _category(priced)}
    whole = _whole_price(priced)
    if whole is not None:
        made |= {"price": whole.price, "priceCurrency": whole.currency}
    rest = [cost.specification for cost in costs if cost is not whole and cost.price is not None]
    specifications = without_repetitions(rest, scope.most)
    if specifications:
        made["priceSpecification"] = joined(specifications)
    words = [cost.description for cost in costs if cost.price is None or cost is whole]
    made["description"] = next((text for text in words if text), "")
    made["url"] = next((cost.url for cost in costs if cost.url), "")
    made = {name: part for name, part in made.items() if part not in (None, "")}
    if len(made) > 1:
        yield made


def _whole_price(priced: list[_Cost]) -> _Cost | None:
    """The one price that is the whole price for everybody, if there is one."""
    wholes = [cost for cost in priced if _WHOLE in cost.kinds] or priced
    return wholes[0] if len(wholes) == 1 and wholes[0].is_for_all else None


def _category(priced: list[_Cost]) -> str:
    """``Paid`` or ``Free``, the words that Google asks for, where the prices settle it."""
    if any(cost.price for cost in priced):
        return "Paid"
    # That some fee is nothing does not make the whole free of charge.
    settles = any(not cost.kinds or _WHOLE in cost.kinds or _TUITION in cost.kinds for cost in priced)
    return "Free" if settles else ""


def _pay(values: list[Any], scope: Scope) -> Iterator[Json]:
    for profile in scope.objects(values):
        amounts = {
            name: number_of(next(iter(values_of(profile, f"schema:{name}")), None))
            for name in ("value", "minValue", "maxValue")
        }
        found: Json = {name: amount for name, amount in amounts.items() if amount is not None}
        currency = code_of(next(iter(values_of(profile, "schema:currency", "ceterms:currency")), ""))
        if not found or not _CURRENCY.fullmatch(currency):
            continue
        periods = (value for value in values_of(profile, "ceterms:basePeriod") if isinstance(value, str))
        unit = next((_PERIODS[period] for period in periods if period in _PERIODS), "")
        if unit:
            found = {"value": {"@type": "QuantitativeValue", **found, "unitText": unit}}
        description = text_of(values_of(profile, "schema:description", "ceterms:description"), scope)
        made: Json = {"@type": "MonetaryAmount", "currency": currency, **found}
        yield made | ({"description": description} if description else {})


OFFERS: Final = Reader("one `Offer`; its price where one price is the whole price", _offers, looks_up=True)
PAY: Final = Reader("`MonetaryAmount`", _pay, looks_up=True)
