"""Numbers, dates, money, lengths of time and names of languages as people of a language write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_group_symbol,
)
from babel.units import format_unit

from opencredreg.meaning.durations import Duration, Span, parse_duration
from opencredreg.meaning.periods import parse_day
from opencredreg.meaning.totals import CostRange

__all__ = ["Formats", "formats"]

_YEAR = re.compile(r"\d{4}\Z")
_MONTH = re.compile(r"\d{4}-\d{2}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_LARGEST = 1e15
_MONTHS = 12
_REMEMBERED_LENGTHS = 1024


class Formats:
    """How a language writes things."""

    def __init__(self, language: str) -> None:
        self.locale = Locale.parse(language)
        self._between_thousands = get_group_symbol(self.locale)

    def number(self, value: float) -> str:
        """A number with separators, as exact as it is.

        >>> formats("en").number(12408), formats("es").number(1240.5)
        ('12,408', '1.240,5')
        """
        if not _is_writable(value):
            return _as_it_is(value)
        if isinstance(value, int) and value >= 0:
            # Pages are full of counts, which need no pattern.
            return f"{value:,}".replace(",", self._between_thousands)
        return format_decimal(value, format="#,##0.######", locale=self.locale)

    def compact(self, value: float) -> str:
        """A large number in short.

        >>> formats("en").compact(12408)
        '12K'
        """
        return format_compact_decimal(value, locale=self.locale) if _is_writable(value) else _as_it_is(value)

    def percent(self, value: float) -> str:
        """A percentage; 45 is forty-five percent."""
        if not _is_writable(value):
            return f"{_as_it_is(value)} %"
        return format_percent(value / 100, format="#,##0.##%", locale=self.locale)

    def day(self, value: int | str | date) -> str:
        """A day: of a time in microseconds (UTC), of a date, or of a text such as ``2026-05``.

        Texts that are no dates stay as they are.

        >>> formats("en").day("2026-05-12"), formats("es").day(date(2026, 5, 12)), formats("en").day("May")
        ('12 May 2026', '12 de mayo de 2026', 'May')
        """
        if isinstance(value, str):
            return self._written_day(value)
        if isinstance(value, int):
            moment = value
            try:
                value = datetime.fromtimestamp(moment / 1_000_000, UTC).date()
            except (ValueError, OverflowError, OSError):
                return _as_it_is(moment)
        pattern = "d MMMM y" if self.locale.language == "en" else "long"
        return format_date(value, format=pattern, locale=self.locale)

    def _written_day(self, text: str) -> str:
        text = text.strip()
        day = parse_day(text)
        if day is None or _YEAR.match(text):
            return text
        if _MONTH.match(text):
            return format_date(day, format="MMMM y", locale=self.locale)
        return self.day(day)

    def money(self, amount: float, currency: str = "") -> str:
        """An amount; whole ones without cents, others as exact as they are whatever the currency is counted in.

        >>> formats("en").money(1200, "USD"), formats("en").money(12.5, "EUR"), formats("en").money(3)
        ('$1,200', '€12.50', '3')
        """
        if not _is_writable(amount) or not _CURRENCY.match(currency):
            return f"{self.number(amount)} {currency}".strip()
        pattern = self.locale.currency_formats["standard"].pattern
        pattern = pattern.replace(".00", "" if amount == int(amount) else ".00####")
        return format_currency(amount, currency, locale=self.locale, format=pattern, currency_digits=False)

    def cost(self, cost: CostRange) -> str:
        """What something costs, from the least to the most."""
        if cost.low == cost.high:
            return self.money(cost.low, cost.currency)
        return f"{self.money(cost.low, cost.currency)} – {self.money(cost.high, cost.currency)}"

    def duration(self, value: str | Duration) -> str:
        """A length of time as people say it; texts that are none stay as they are.

        >>> formats("en").duration("P6M"), formats("en").duration("P1Y6M"), formats("es").duration("PT50H")
        ('6 months', '1 year, 6 months', '50 horas')
        """
        parsed = parse_duration(value) if isinstance(value, str) else value
        if parsed is None:
            return str(value)
        parts = [*self._months_of(parsed.months), *self._seconds_of(parsed.seconds)]
        return ", ".join(parts) or self._unit(0, "day")

    def span(self, span: Span) -> str:
        """How long something takes: a length, or from the shortest to the longest."""
        if span.shortest is None and span.longest is None:
            return self.duration(span.spent) if span.spent is not None else ""
        ends = [self.duration(end) for end in (span.shortest, span.longest) if end is not None]
        return " – ".join(dict.fromkeys(ends))

    def _months_of(self, months: int) -> list[str]:
        years, rest = divmod(months, _MONTHS)
        if rest and years < 2 and months <= 2 * _MONTHS and rest != 6:
            return [self._unit(months, "month")]
        return [self._unit(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n]

    def _seconds_of(self, seconds: float) -> list[str]:
        days, rest = divmod(seconds, 86_400)
        if not rest:
            weeks, odd = divmod(days, 7)
            return [self._unit(*((days, "day") if odd else (weeks, "week")))] if days else []
        # Hours of teaching are counted as hours, however many they are.
        hours, rest = divmod(seconds, 3_600)
        minutes, rest = divmod(rest, 60)
        parts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
        return [self._unit(n, unit) for n, unit in parts if n]

    def _unit(self, value: float, unit: str) -> str:
        if not _is_writable(value):
            return f"{_as_it_is(value)} {unit}"
        whole = int(value) if value == int(value) else round(value, 2)
        return _counted(whole, unit, self.locale)

    def language(self, tag: str) -> str:
        """The name of a language; tags that nobody knows stay as they are.

        >>> formats("en").language("es-MX"), formats("es").language("en"), formats("en").language("xx-nope")
        ('Spanish (Mexico)', 'inglés', 'xx-nope')
        """
        try:
            found = Locale.parse(tag.strip().replace("_", "-"), sep="-").get_display_name(self.locale)
        except (UnknownLocaleError, ValueError, TypeError):
            found = None
        return found or tag


@lru_cache(_REMEMBERED_LENGTHS)
def _counted(value: float, unit: str, locale: Locale) -> str:
    """So many units of time; nearly everything takes one of a few round lengths."""
    return format_unit(value, f"duration-{unit}", locale=locale)


def _is_writable(value: float) -> bool:
    """Whether a number can be written with separators: it is one, and none that is larger than anybody counts."""
    return abs(value) < _LARGEST


def _as_it_is(value: float) -> str:
    """A number in as few digits as tell it: what is published may have thousands of them."""
    try:
        return f"{value:g}"
    except OverflowError:
        return "∞" if value > 0 else "-∞"


@cache
def formats(language: str) -> Formats:
    """How a language writes things."""
    return Formats(language)
