"""The keywords of the query language, those of older engines among them.

Source: ``search.md`` section 3.1.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final, Literal, TypeAlias

from opencredreg.query.tree import Match

__all__ = [
    "ANY_VALUE",
    "COMPARISONS",
    "GROUP",
    "MATCH_TYPE",
    "MATCH_TYPES",
    "NEAR",
    "NOT_VALUE",
    "NO_VALUE",
    "OPERATOR",
    "OPERATORS",
    "PATH",
    "PUBLISH_TYPE",
    "RECORD_OF",
    "RECORD_TIMES",
    "RELEVANCE",
    "RETIRED",
    "SUBCLASSES",
    "SUPPORTED_MATCH_TYPES",
    "VALUE",
    "VALUE_KEYS",
    "Comparison",
    "Operator",
    "is_keyword",
    "near_keywords",
]

Operator: TypeAlias = Literal["all", "any", "none"]
"""How the parts of a list or node go together."""

Comparison: TypeAlias = Literal[">", ">=", "<", "<="]

VALUE: Final = "search:value"
OPERATOR: Final = "search:operator"
MATCH_TYPE: Final = "search:matchType"
GROUP: Final = "search:termGroup"
ANY_VALUE: Final = "search:anyValue"
NO_VALUE: Final = "search:noValue"
NOT_VALUE: Final = "search:notValue"
RELEVANCE: Final = "search:relevance"
PUBLISH_TYPE: Final = "search:resourcePublishType"
SUBCLASSES: Final = "search:subClassOf"
NEAR: Final = "search:near"
PATH: Final = "search:path"

OPERATORS: Final[dict[str, Operator]] = {
    "search:andTerms": "all",
    "search:orTerms": "any",
    "search:notTerms": "none",
}

MATCH_TYPES: Final[dict[str, Match]] = {
    "search:contains": "contains",
    "search:startsWith": "starts",
    "search:endsWith": "ends",
    "search:exactMatch": "exact",
    "search:fuzzy": "fuzzy",
}

SUPPORTED_MATCH_TYPES: Final = (*MATCH_TYPES, SUBCLASSES)

COMPARISONS: Final[dict[str, Comparison]] = {
    "search:greaterThan": ">",
    "search:greaterThanOrEqualTo": ">=",
    "search:lessThan": "<",
    "search:lessThanOrEqualTo": "<=",
}

VALUE_KEYS: Final = frozenset({VALUE, OPERATOR, MATCH_TYPE, NOT_VALUE, *COMPARISONS})
"""What may stand in an object that wraps values."""

RECORD_TIMES: Final[dict[str, Literal["created", "updated"]]] = {
    "search:recordCreated": "created",
    "search:recordUpdated": "updated",
}

RECORD_OF: Final[dict[str, Literal["owner", "publisher"]]] = {
    "search:recordOwnedBy": "owner",
    "search:recordPublishedBy": "publisher",
}

RETIRED: Final[dict[str, str]] = {
    "search:andValues": "search:andTerms",
    "search:orValues": "search:orTerms",
    "search:notValues": "search:notTerms",
    "search:languageCode": '{"en": "…"}',
    "search:languageValue": '{"en": "…"}',
    "search:caseSensitive": "search:exactMatch",
    "search:dateCreated": "search:recordCreated",
    "search:dateUpdated": "search:recordUpdated",
    "search:orderByAscending": "order_by",
    "search:orderByDescending": "order_by",
}
"""Keywords that only engines before this one had, and what does their work now."""

_ALL: Final = (
    VALUE, OPERATOR, MATCH_TYPE, GROUP, ANY_VALUE, NO_VALUE, NOT_VALUE, RELEVANCE, PUBLISH_TYPE, NEAR, PATH,
    *OPERATORS, *SUPPORTED_MATCH_TYPES, *COMPARISONS, *RECORD_TIMES, *RECORD_OF,
)  # fmt: skip
_BY_LOWER: Final = {name.lower().removeprefix("search:"): name for name in _ALL}
_LONGEST: Final = 80


def is_keyword(text: str) -> bool:
    """Whether a text is written as a keyword is, whether or not there is such a keyword."""
    return text.startswith("search:") and text.removeprefix("search:").isalnum()


def near_keywords(text: str) -> tuple[str, ...]:
    """The keywords that may have been meant by a text.

    >>> near_keywords("search:anyvalue"), near_keywords("orTerms"), near_keywords("search:orValues")
    (('search:anyValue',), ('search:orTerms',), ('search:orTerms',))
    """
    if text in RETIRED:
        return (RETIRED[text],)
    name = text[:_LONGEST].lower().removeprefix("search:")
    if name in _BY_LOWER:
        return (_BY_LOWER[name],)
    return tuple(_BY_LOWER[near] for near in get_close_matches(name, _BY_LOWER, n=2, cutoff=0.7))
