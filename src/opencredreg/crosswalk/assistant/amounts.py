"""Credit values, quantities and money: one value, a range or a percentage, and what it is counted in.

Source: ``publishing.md`` sections 4.14 and 4.15.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Conversion, Node, step
from opencredreg.crosswalk.assistant.profiles import Members, build_part
from opencredreg.crosswalk.assistant.table import Field, Part

__all__ = ["credit_value", "money", "money_distribution", "quantity"]

_VALUE, _LEAST, _MOST, _PERCENTAGE = "schema:value", "schema:minValue", "schema:maxValue", "qdata:percentage"
_NUMBERS: Final = (_VALUE, _LEAST, _MOST, _PERCENTAGE)
_NAMES: Final = {_VALUE: "Value", _LEAST: "MinValue", _MOST: "MaxValue", _PERCENTAGE: "Percentage"}


def credit_value(
    conversion: Conversion, field: Field, part: Part, members: Members, pointer: str
) -> list[Node]:
    """Credit: a number needs a unit or a description, and without a number there is a description."""
    node = build_part(conversion, field, part, members, pointer)
    has_number = _check_numbers(conversion, node, members, pointer)
    described = "schema:description" in node
    if has_number and not described and "ceterms:creditUnitType" not in node:
        conversion.say(
            "value.unit_missing",
            pointer,
            f"{field.name} has a number, but does not say of what.",
            hint="Add CreditUnitType or a Description.",
        )
    if not has_number and not described and len(node) > 1:
        conversion.say(
            "required.missing",
            step(pointer, "Value"),
            f"{field.name} has neither a number nor a Description.",
            hint="Add Value, or MinValue and MaxValue, or a Description.",
        )
    return [node] if len(node) > 1 else []


def quantity(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """A quantity. Zero is a quantity; without a number it says nothing, which is told."""
    node = build_part(conversion, field, part, members, pointer)
    if _check_numbers(conversion, node, members, pointer) or "schema:description" in node:
        return [node]
    if len(node) > 1:
        conversion.say(
            "value.missing",
            pointer,
            f"{field.name} has no number, so it was not used.",
            severity="warning",
            hint="Add Value, or MinValue and MaxValue, or Percentage, or a Description.",
        )
    return []


def money(conversion: Conversion, field: Field, part: Part, members: Members, pointer: str) -> list[Node]:
    """An amount of money: a number needs a currency; without a number it says nothing, which is told."""
    node = build_part(conversion, field, part, members, pointer)
    if _check_numbers(conversion, node, members, pointer):
        _require_currency(conversion, field, node, pointer)
    elif "schema:description" not in node:
        conversion.say(
            "value.missing",
            pointer,
            f"{field.name} has no amount, so it was not used.",
            severity="warning",
            hint="Add Value, or MinValue and MaxValue.",
        )
        return []
    return [node]


def money_distribution(
    conversion: Conversion, field: Field, part: Part, members: Members, pointer: str
) -> list[Node]:
    """How amounts are distributed."""
    node = build_part(conversion, field, part, members, pointer)
    amounts = [term for term in node if term.startswith("qdata:")]
    _refuse_negative(conversion, node, tuple(amounts), members, pointer)
    if not amounts:
        conversion.say(
            "value.missing",
            pointer,
            f"{field.name} has no amount, so it was not used.",
            severity="warning",
            hint="Add Median or percentiles.",
        )
        return []
    _require_currency(conversion, field, node, pointer)
    return [node]


def _check_numbers(conversion: Conversion, node: Node, members: Members, pointer: str) -> bool:
    """Whether there is a number; tells what does not go together."""
    given = [term for term in _NUMBERS if term in node]
    if (_LEAST in node) != (_MOST in node):
        conversion.say(
            "value.range_incomplete",
            pointer,
            "A range has both MinValue and MaxValue.",
            hint=f"Add {'MaxValue' if _LEAST in node else 'MinValue'}, or send Value alone.",
        )
    ways = [_VALUE in node, _LEAST in node or _MOST in node, _PERCENTAGE in node]
    if sum(ways) > 1:
        conversion.say(
            "value.exclusive",
            pointer,
            "Send a Value, or MinValue and MaxValue, or a Percentage; not several of them.",
        )
    _refuse_negative(conversion, node, _NUMBERS, members, pointer)
    least, most = node.get(_LEAST), node.get(_MOST)
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        conversion.say("value.range_reversed", pointer, "MinValue is greater than MaxValue.")
    return bool(given)


def _refuse_negative(
    conversion: Conversion, node: Node, terms: tuple[str, ...], members: Members, pointer: str
) -> None:
    for term in terms:
        value: Any = node.get(term)
        if isinstance(value, int | float) and value < 0:
            name = _NAMES.get(term, term.rpartition(":")[2])
            written = members.get(name.lower(), (name, None))[0]
            conversion.say(
                "value.negative", step(pointer, written), f"{name} is negative.", value=value, term=term
            )


def _require_currency(conversion: Conversion, field: Field, node: Node, pointer: str) -> None:
    if "schema:currency" not in node:
        conversion.say(
            "currency.missing",
            step(pointer, "Currency"),
            f"{field.name} has an amount, but no currency.",
            hint="Add Currency, such as USD.",
        )
