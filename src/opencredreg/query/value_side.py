"""The value side of an entry: scalars, lists, wrappers with operators and match types, language maps, ranges.

Source: ``search.md`` sections 3.3, 4.5, 5.2, 5.3, 6 and 13a.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

import msgspec

from opencredreg.query.analysis import fold
from opencredreg.query.building import all_of, any_of, none_of
from opencredreg.query.keywords import (
    ANY_VALUE,
    COMPARISONS,
    NO_VALUE,
    NOT_VALUE,
    OPERATOR,
    OPERATORS,
    RETIRED,
    VALUE,
    Comparison,
    Operator,
    is_keyword,
    near_keywords,
)
from opencredreg.query.kinds import Context, Kind, Mode, Ordered
from opencredreg.query.problems import pointer, shown
from opencredreg.query.tree import Expression
from opencredreg.query.wrappers import check_keys, is_language, is_wrapper, read_beside, read_mode

__all__ = ["ReadNode", "Values"]

ReadNode = Callable[[dict[str, Any], str, int], "Expression | None"]
"""Reads an object that is a condition on another node: the object, its path, its depth."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Values:
    """Reads the values of one property. ``read_node`` is given for references only."""

    def __init__(self, kind: Kind, context: Context, read_node: ReadNode | None = None) -> None:
        self._kind = kind
        self._context = context
        self._problems = context.problems
        self._read_node = read_node

    def read(self, value: object, path: str, depth: int, mode: Mode = Mode()) -> Expression | None:  # noqa: B008
        """The condition of a value; ``None`` when there is none in it, or an error."""
        self._problems.depth(depth, path)
        if isinstance(value, dict):
            return self._object(value, path, depth, mode)
        if isinstance(value, list):
            return self._list(value, path, depth, mode, None, is_wrapped=False)
        return self._scalar(value, path, mode)

    # --- Objects ---------------------------------------------------------------------------------------

    def _object(self, value: dict[str, Any], path: str, depth: int, mode: Mode) -> Expression | None:
        if not value:
            return self._dropped(path)
        if self._read_node is not None and not is_wrapper(value):
            return self._read_node(value, path, depth)
        compared, operator = read_beside(value, path, self._context)
        inner = read_mode(value, path, mode, self._problems)
        if compared is not None:
            inner = msgspec.structs.replace(inner, comparison=compared)
        parts = [
            *self._wrapped(value, path, depth, inner, operator),
            *self._compared(value, path),
            *self._languages(value, path, depth, inner, operator),
        ]
        check_keys(value, path, self._kind, self._problems)
        if not parts:
            if not any(key in value for key in (VALUE, NOT_VALUE, *COMPARISONS)) and is_wrapper(value):
                self._dropped(path)
            return None
        return all_of(parts)

    def _wrapped(
        self, value: dict[str, Any], path: str, depth: int, mode: Mode, operator: Operator | None
    ) -> list[Expression]:
        found: list[Expression | None] = []
        if VALUE in value:
            content, place = value[VALUE], pointer(path, VALUE)
            entries = content if isinstance(content, list) else [content]
            places = (
                [pointer(place, i) for i in range(len(entries))] if isinstance(content, list) else [place]
            )
            if isinstance(content, list) and operator != "none":
                self._problems.depth(depth + 1, place)
                found.append(self._list(content, place, depth + 1, mode, operator, is_wrapped=True))
            elif operator == "none":
                found.append(self._other(entries, places, path, depth + 1, mode))
            else:
                found.append(self.read(content, place, depth + 1, mode))
        if NOT_VALUE in value:
            content, place = value[NOT_VALUE], pointer(path, NOT_VALUE)
            entries = content if isinstance(content, list) else [content]
            places = (
                [pointer(place, i) for i in range(len(entries))] if isinstance(content, list) else [place]
            )
            found.append(self._other(entries, places, place, depth + 1, mode))
        return [part for part in found if part is not None]

    def _other(
        self, entries: Sequence[object], places: Sequence[str], path: str, depth: int, mode: Mode
    ) -> Expression | None:
        """Some value is none of these."""
        if not entries:
            return self._dropped(path)
        parts = [self.read(entry, place, depth, mode) for entry, place in zip(entries, places, strict=True)]
        asked = [part for part in parts if part is not None]
        return self._kind.other(asked, path) if asked else None

    # --- Languages -------------------------------------------------------------------------------------

    def _languages(
        self, value: dict[str, Any], path: str, depth: int, mode: Mode, operator: Operator | None
    ) -> list[Expression]:
        """What is asked for by language. Several languages are all asked for, unless the operator says any."""
        if not self._kind.has_languages:
            return []
        parts = []
        for key, content in value.items():
            if not is_language(key):
                continue
            place = pointer(path, key)
            if mode.languages:
                message = f"`{shown(key)}` stands inside another language"
                self._problems.error("bad_language_tag", place, message)
                continue
            tag = "" if key == "@none" else key.lower().replace("_", "-")
            inner = msgspec.structs.replace(mode, languages=(tag,))
            parts.append(self.read(content, place, depth + 1, inner))
        found = [part for part in parts if part is not None]
        # Beside a list of values the operator speaks of that list alone.
        if VALUE in value or operator in (None, "all") or not found:
            return found
        if operator == "any":
            return [any_of(found)]
        self._kind.other(found, pointer(path, OPERATOR))
        return []

    # --- Lists and scalars -----------------------------------------------------------------------------

    def _list(
        self,
        values: list[Any],
        path: str,
        depth: int,
        mode: Mode,
        operator: Operator | None,
        *,
        is_wrapped: bool,
    ) -> Expression | None:
        if not values:
            return self._dropped(path)
        kind = self._kind
        if _is_ordered(kind) and operator != "any" and mode == Mode() and _is_range(values):
            return self._range(kind, values, path)
        parts = [
            self._entry(entry, pointer(path, place), depth + 1, mode) for place, entry in enumerate(values)
        ]
        found = [part for part in parts if part is not None]
        if not found:
            return None
        if operator is None and is_wrapped and not self._context.any_by_default:
            operator = "all" if kind.lists_were_all and mode.match is None else "any"
        return all_of(found) if operator == "all" else any_of(found)

    def _entry(self, entry: object, path: str, depth: int, mode: Mode) -> Expression | None:
        if isinstance(entry, str) and (entry in OPERATORS or entry in RETIRED):
            message = (
                f"`{entry}` is no value. An operator is written beside the values: "
                '{"search:value": […], "search:operator": "search:andTerms"}'
            )
            self._problems.error("operator_in_list", path, message)
            return None
        return self.read(entry, path, depth, mode)

    def _range(self, kind: Ordered, values: list[Any], path: str) -> Expression | None:
        open_sides = [_is_empty(value) for value in values]
        if all(open_sides):
            return self._dropped(path)
        low, high = (
            None if is_open else kind.bounds(value, pointer(path, place))
            for place, (value, is_open) in enumerate(zip(values, open_sides, strict=True))
        )
        if (low is None and not open_sides[0]) or (high is None and not open_sides[1]):
            return None
        if low is not None and high is not None and low[0] > high[1]:
            message = f"Invalid range: `{shown(values)}`. The lower bound comes first"
            self._problems.error("invalid_range", path, message)
            return None
        return kind.between(low[0] if low else None, high[1] if high else None)

    def _scalar(self, value: object, path: str, mode: Mode) -> Expression | None:
        self._problems.value(path)
        if _is_empty(value):
            return self._dropped(path)
        if isinstance(value, str):
            if value.strip() == ANY_VALUE:
                return self._kind.present(mode)
            if value.strip() == NO_VALUE:
                return none_of((self._kind.present(mode),))
            if not self._is_sound(value, path):
                return None
        if mode.comparison is not None:
            return self._comparison({mode.comparison: (value, path)})
        return self._kind.scalar(value, mode, path)

    def _is_sound(self, text: str, path: str) -> bool:
        if is_keyword(text):
            message = f"`{shown(text)}` is no value"
            self._problems.error("unknown_keyword", path, message, near_keywords(text))
        elif len(text) > self._problems.limits.text_chars:
            message = f"A value has at most {self._problems.limits.text_chars:,} characters."
            self._problems.error("text_too_long", path, message)
        elif _UNSTORABLE.search(text):
            self._problems.error("bad_character", path, "The text has a character that no text can hold")
        else:
            return True
        return False

    def _compared(self, value: dict[str, Any], path: str) -> list[Expression]:
        """The range that comparison keywords inside an object describe together."""
        asked = {}
        for keyword, sign in COMPARISONS.items():
            if keyword not in value:
                continue
            place, content = pointer(path, keyword), value[keyword]
            self._problems.value(place)
            if _is_empty(content):
                self._dropped(place)
            elif not isinstance(content, str) or self._is_sound(content, place):
                asked[sign] = (content, place)
        found = self._comparison(asked) if asked else None
        return [] if found is None else [found]

    def _comparison(self, asked: Mapping[Comparison, tuple[object, str]]) -> Expression | None:
        kind = self._kind
        low: float | None = None
        high: float | None = None
        for sign, (value, path) in asked.items():
            if not _is_ordered(kind):
                message = f"The values of `{kind.name}` are neither numbers nor dates, so they have no order"
                self._problems.error("not_comparable", path, message)
                return None
            bounds = kind.bounds(value, path)
            if bounds is None:
                return None
            if sign in (">", ">="):
                bound = bounds[0] if sign == ">=" else kind.step(bounds[1], up=True)
                low = bound if low is None else max(low, bound)
            else:
                bound = bounds[1] if sign == "<=" else kind.step(bounds[0], up=False)
                high = bound if high is None else min(high, bound)
        if low is not None and high is not None and low > high:
            path = next(iter(asked.values()))[1]
            self._problems.error("invalid_range", path, "Invalid range: nothing lies between these bounds")
            return None
        return kind.between(low, high) if _is_ordered(kind) else None

    def _dropped(self, path: str) -> Expression | None:
        self._problems.warning("empty_condition", path, "The condition is empty and was left out")
        return None


def _is_ordered(kind: Kind) -> TypeGuard[Ordered]:
    return hasattr(kind, "bounds")


def _is_range(values: Sequence[object]) -> bool:
    return len(values) == 2 and not any(
        isinstance(value, dict | list) or (isinstance(value, str) and is_keyword(value)) for value in values
    )


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not fold(value[:1000]))
