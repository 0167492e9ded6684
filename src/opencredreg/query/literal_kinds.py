"""Texts, codes, tokens, numbers, dates and booleans in queries.

Source: ``search.md`` sections 5 and 6.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from opencredreg.ctdl import ValueKind
from opencredreg.query.analysis import query_words
from opencredreg.query.building import any_of
from opencredreg.query.dates import find_period
from opencredreg.query.kinds import Bounds, Context, Kind, Mode, reject_match, wrong_type
from opencredreg.query.problems import shown
from opencredreg.query.stop_words import is_stop_word
from opencredreg.query.tree import Expression, HasLiteral, LiteralText, LiteralValue, Match, Words

__all__ = ["literal_kind"]

_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
_WHOLE_VALUES: Final[tuple[Match, ...]] = ("exact", "contains", "starts", "ends")
_ALL_MATCHES: Final[tuple[Match, ...]] = (*_WHOLE_VALUES, "fuzzy")
_DAY_MICROSECONDS: Final = 86_400_000_000


def literal_kind(term: str, kind: ValueKind, context: Context) -> Kind:
    """How a property is asked for whose values are no references."""
    if kind in (ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT):
        return _Numbers(term, context)
    if kind in (ValueKind.DATE, ValueKind.DATETIME):
        return _Times(term, context, whole_days=kind is ValueKind.DATE)
    if kind is ValueKind.BOOLEAN:
        return _Booleans(term, context)
    if kind in (ValueKind.LANGUAGE, ValueKind.DURATION):
        return _Tokens(term, context, is_language=kind is ValueKind.LANGUAGE)
    return _Texts(term, context, is_prose=kind is not ValueKind.STRING)


class _Literals:
    has_languages = False
    lists_were_all = True

    def __init__(self, name: str, context: Context) -> None:
        self.name = name
        self.context = context

    def present(self, mode: Mode) -> Expression:
        return HasLiteral(self.name, mode.languages)

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:  # noqa: ARG002
        message = (
            f"A value of `{self.name}` other than the given ones cannot be asked for, as its values are texts. "
            f"Write `!{self.name}` to ask for what has none of them"
        )
        self.context.problems.error("unsupported_operator", path, message)
        return None


class _Texts(_Literals):
    """Prose in languages (any one word finds it), and codes (all words, as they stand)."""

    def __init__(self, name: str, context: Context, *, is_prose: bool) -> None:
        super().__init__(name, context)
        self.has_languages = is_prose
        self.lists_were_all = is_prose

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, _ALL_MATCHES):
            return None
        if not isinstance(value, str):
            message = f"FTS condition should be either an object or a string, `{shown(value)}` is neither"
            self.context.problems.error("wrong_type", path, message)
            return None
        self.context.problems.condition(path)
        if mode.match is not None:
            return LiteralText(self.name, mode.match, value, mode.languages)
        if not self.has_languages:
            return Words(self.name, value, need="all", prefix=False, codes=True, languages=mode.languages)
        self._warn_stop_words(value, mode, path)
        if not query_words(value):
            message = f"`{shown(value)}` has no words; it is looked for as it stands"
            self.context.problems.warning("no_words", path, message)
            return LiteralText(self.name, "contains", value, mode.languages)
        return Words(self.name, value, languages=mode.languages)

    def _warn_stop_words(self, text: str, mode: Mode, path: str) -> None:
        language = mode.languages[0] if mode.languages and mode.languages[0] else "en"
        words = query_words(text)
        if words and all(is_stop_word(word, language) for word in words):
            message = f"`{shown(text)}` has only words so frequent that searches leave them out; they are searched for"
            self.context.problems.warning("stop_words_only", path, message)


class _Tokens(_Literals):
    """Texts that are compared as a whole, such as the names of languages and durations."""

    def __init__(self, name: str, context: Context, *, is_language: bool) -> None:
        super().__init__(name, context)
        self.is_language = is_language

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, _ALL_MATCHES):
            return None
        if not isinstance(value, str):
            wrong_type(self.context, self.name, "texts", value, path)
            return None
        self.context.problems.condition(path)
        text = value.strip()
        if mode.match is not None:
            return LiteralText(self.name, mode.match, text)
        if not self.is_language:
            return LiteralText(self.name, "exact", text)
        # A language covers its regional forms: English is also asked for where American English is.
        tag = text.replace("_", "-")
        return any_of((LiteralText(self.name, "exact", tag), LiteralText(self.name, "starts", f"{tag}-")))


class _Numbers(_Literals):
    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, ("exact",)):
            return None
        bounds = self.bounds(value, path)
        return None if bounds is None else self.between(*bounds)

    def bounds(self, value: object, path: str) -> Bounds | None:
        self.context.problems.condition(path)
        number = _as_number(value)
        if number is None:
            wrong_type(self.context, self.name, "numbers", value, path)
            return None
        return number, number

    def between(self, low: float | None, high: float | None) -> Expression:
        return LiteralValue(self.name, low, high)

    def step(self, point: float, *, up: bool) -> float:
        return math.nextafter(point, math.inf if up else -math.inf)

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:  # noqa: ARG002
        return any_of(self.between(low, high) for low, high in self._gaps(parts))

    def _gaps(self, parts: Sequence[Expression]) -> list[tuple[float | None, float | None]]:
        """The ranges that none of the conditions covers."""
        covered = sorted(
            (-math.inf if part.low is None else part.low, math.inf if part.high is None else part.high)
            for part in parts
            if isinstance(part, LiteralValue)
        )
        gaps: list[tuple[float | None, float | None]] = []
        free: float | None = None
        for low, high in covered:
            before = self.step(low, up=False)
            if low != -math.inf and (free is None or free <= before):
                gaps.append((free, before))
            if high == math.inf:
                return gaps
            after = self.step(high, up=True)
            free = after if free is None else max(free, after)
        gaps.append((free, None))
        return [gap for gap in gaps if gap != (None, None)]


class _Times(_Numbers):
    """Dates and times. Their unit is the second, as in the index; the finest time is a microsecond."""

    def __init__(self, name: str, context: Context, *, whole_days: bool) -> None:
        super().__init__(name, context)
        self.whole_days = whole_days

    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if mode.match in ("contains", "starts", "ends") and isinstance(value, str):
            self.context.problems.condition(path)
            return LiteralText(self.name, mode.match, value)
        return super().scalar(value, mode, path)

    def bounds(self, value: object, path: str) -> Bounds | None:
        self.context.problems.condition(path)
        period = find_period(value, self.context.now) if isinstance(value, str) else None
        if period is None:
            wrong_type(self.context, self.name, "dates such as 2021-03-31", value, path)
            return None
        start, end = period.start, period.end
        if self.whole_days:
            start -= start % _DAY_MICROSECONDS
            end += _DAY_MICROSECONDS - 1 - end % _DAY_MICROSECONDS
        return start / 1_000_000, end / 1_000_000

    def step(self, point: float, *, up: bool) -> float:
        micros = round(point * 1_000_000) + (1 if up else -1)
        return micros / 1_000_000


class _Booleans(_Literals):
    def scalar(self, value: object, mode: Mode, path: str) -> Expression | None:
        if reject_match(self.context, self.name, mode, path, ("exact",)):
            return None
        self.context.problems.condition(path)
        truth = value
        if isinstance(value, str):
            truth = {"true": True, "false": False}.get(value.strip().lower())
        if not isinstance(truth, bool):
            wrong_type(self.context, self.name, "true or false", value, path)
            return None
        return LiteralValue(self.name, float(truth), float(truth))

    def other(self, parts: Sequence[Expression], path: str) -> Expression | None:  # noqa: ARG002
        values = (LiteralValue(self.name, number, number) for number in (0.0, 1.0))
        return any_of(value for value in values if value not in parts)


def _as_number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None
