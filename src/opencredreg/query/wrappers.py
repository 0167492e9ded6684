"""Objects that wrap values: their operators, match types and languages.

Source: ``search.md`` sections 3.1, 3.3, 5.2 and 5.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from opencredreg.query.keywords import (
    COMPARISONS,
    MATCH_TYPE,
    MATCH_TYPES,
    NOT_VALUE,
    OPERATOR,
    OPERATORS,
    RETIRED,
    SUBCLASSES,
    SUPPORTED_MATCH_TYPES,
    VALUE_KEYS,
    Comparison,
    Operator,
    is_keyword,
    near_keywords,
)
from opencredreg.query.kinds import Context, Kind, Mode
from opencredreg.query.problems import Problems, pointer, shown

__all__ = ["check_keys", "is_language", "is_wrapper", "read_beside", "read_mode", "read_operator"]

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|@none")
_MISSPELT_MATCH: Final = {"search:contain": "search:contains"}


def is_language(key: str) -> bool:
    """Whether a name in an object is written as a language tag is; ``@none`` is for texts without one."""
    return _TAG.fullmatch(key) is not None


def is_wrapper(value: Mapping[str, Any]) -> bool:
    """Whether an object only holds values and what is to be done with them."""
    return all(key in VALUE_KEYS for key in value)


def read_operator(value: Mapping[str, Any], path: str, context: Context) -> Operator | None:
    """The operator that stands in an object; ``None`` without one, and, with an error, when it is none."""
    written = value.get(OPERATOR)
    if written is None or written == "":
        return None
    if isinstance(written, str) and written in OPERATORS:
        return OPERATORS[written]
    near = near_keywords(written) if isinstance(written, str) else ()
    known = ", ".join(OPERATORS)
    message = f"Unsupported search:operator: `{shown(written)}`. Supported values: {known}"
    context.problems.error("unknown_operator", pointer(path, OPERATOR), message, near)
    return None


def read_beside(
    value: Mapping[str, Any], path: str, context: Context
) -> tuple[Comparison | None, Operator | None]:
    """The comparison or operator that stands beside a value; engines of old had comparisons there."""
    written = value.get(OPERATOR)
    if isinstance(written, str) and written in COMPARISONS:
        return COMPARISONS[written], None
    if written == NOT_VALUE:
        return None, "none"
    return None, read_operator(value, path, context)


def read_mode(value: Mapping[str, Any], path: str, mode: Mode, problems: Problems) -> Mode:
    """The match type or comparison of the values in an object; those around it where it has none."""
    written = value.get(MATCH_TYPE)
    if written is None or written == "":
        return mode
    place = pointer(path, MATCH_TYPE)
    if isinstance(written, str):
        if written in _MISSPELT_MATCH:
            right = _MISSPELT_MATCH[written]
            message = f"`{written}` was read as `{right}`"
            problems.warning("misspelt_keyword", place, message, (right,))
            written = right
        if written in MATCH_TYPES:
            return Mode(match=MATCH_TYPES[written], languages=mode.languages)
        if written == SUBCLASSES:
            return Mode(subclasses=True, languages=mode.languages)
        if written in COMPARISONS:
            return Mode(comparison=COMPARISONS[written], languages=mode.languages)
    near = near_keywords(written) if isinstance(written, str) else ()
    known = ", ".join(SUPPORTED_MATCH_TYPES)
    message = f"Unsupported search:matchType: `{shown(written)}`. Supported values: {known}"
    problems.error("unknown_match_type", place, message, near)
    return mode


def check_keys(value: Mapping[str, Any], path: str, kind: Kind, problems: Problems) -> None:
    """Note an error for every name in an object that neither says what to do with values nor names a language."""
    for key in value:
        if key in VALUE_KEYS or (kind.has_languages and is_language(key)):
            continue
        place = pointer(path, key)
        if key in RETIRED:
            message = f"`{key}` belongs to an earlier search engine; write {RETIRED[key]}"
            problems.error("retired_keyword", place, message, (RETIRED[key],))
        elif is_keyword(key):
            message = f"`{shown(key)}` does not belong beside a value"
            problems.error("unknown_keyword", place, message, near_keywords(key))
        elif kind.has_languages:
            message = f"`{shown(key)}` is no language; the values of `{kind.name}` are texts"
            problems.error("bad_language_tag", place, message)
        else:
            message = f"`{kind.name}` has plain values, so it has no `{shown(key)}`"
            problems.error("not_a_reference", place, message)
