"""The form of plain values, as the validator looks at them, for the languages of the exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from opencredreg.ctdl import ValueKind
from opencredreg.validation.checks import scalars
from opencredreg.validation.checks.currencies import CURRENCIES
from opencredreg.validation.exports import patterns
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import formats, identifiers

__all__ = ["PlainForm", "bounds_of", "plain_form"]


class PlainForm(msgspec.Struct, frozen=True):
    """A form of plain values: its name, the rule that asks for it, and its pattern (without anchors)."""

    name: str
    rule: Rule | None = None
    pattern: str = ""


_ANY: Final = PlainForm("string")
# By the function that looks at such values, so that a property moved to another form there moves here too.
_BY_LOOK: Final[Mapping[object, PlainForm]] = {
    scalars.look_at_ctid: PlainForm("ctid", identifiers.CTID_MALFORMED, patterns.CTID),
    scalars.look_at_email: PlainForm("email", formats.EMAIL_FORMAT, patterns.EMAIL),
    scalars.look_at_currency: PlainForm("currency", formats.CURRENCY_FORMAT, "|".join(sorted(CURRENCIES))),
    scalars.look_at_date: PlainForm("date", formats.DATE_FORMAT, patterns.DATE),
    scalars.look_at_rough_date: PlainForm("rough-date", formats.DATE_FORMAT, patterns.ROUGH_DATE),
    scalars.look_at_datetime: PlainForm("date-time", formats.DATETIME_FORMAT, patterns.DATETIME),
    scalars.look_at_duration: PlainForm("duration", formats.DURATION_FORMAT, patterns.DURATION),
    scalars.look_at_language: PlainForm("language", formats.LANGUAGE_CODE_FORMAT, patterns.LANGUAGE_TAG),
}


def plain_form(term: str, kind: ValueKind) -> PlainForm:
    """The form of the values of a property that holds neither numbers nor yes and no."""
    if term in scalars.IDENTIFIERS:
        pattern = scalars.IDENTIFIERS[term][0].pattern.replace(r"\d", "[0-9]")
        return PlainForm(term.partition(":")[2], formats.IDENTIFIER_FORMAT, pattern)
    return _BY_LOOK.get(scalars.look_of(term, kind), _ANY)


def bounds_of(term: str) -> tuple[int | None, int | None]:
    """The least and the greatest value that a number can have; ``None`` where there is no bound."""
    bound = scalars.BOUNDS.get(term)
    if bound is not None:
        return -bound, bound
    return (0, None) if term in scalars.FROM_ZERO else (None, None)
