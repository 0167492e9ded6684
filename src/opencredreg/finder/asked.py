"""What somebody looks for: words, chosen values of facets, an order, a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.query.building import all_of
from opencredreg.query.ctdl_language import ParsedQuery, Understood
from opencredreg.query.reaching import MOST_KILOMETRES, available_near
from opencredreg.query.tree import Expression, Near
from opencredreg.search.facet_list import FACETS, facet_of
from opencredreg.search.filters import WordsAndFilters, with_filters

__all__ = ["PER_PAGE", "SORTS", "Asked", "parse_asked", "parsed_query", "words_and_filters"]

PER_PAGE: Final = 20
MOST_PAGES: Final = 500
"""Nobody reads further; whoever wants everything downloads it."""

SORTS: Final = {
    "relevance": "search:relevance",
    "name": "ceterms:name",
    "newest": "^search:recordCreated",
    "changed": "^search:recordUpdated",
}
_NO_FILTERS: Final = frozenset(
    {"q", "sort", "page", "community", "to", "by", "near", "view", "lang", "format"}
)
_MOST_VALUES: Final = 40
_LONGEST: Final = 300


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One view of the results.

    ``filters``: chosen values by facet; all facets hold, and of each any value. ``to`` with ``by``: only what is
    connected with a resource by one of the properties (by any, if ``by`` is empty), however deep inside.
    ``near``: only what is available near a place.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = {}
    to: str = ""
    by: tuple[str, ...] = ()
    near: Near | None = None
    sort: str = ""
    page: int = 1

    @property
    def order(self) -> str:
        """The order that counts: without a choice the best match first, or where there are no words the newest."""
        return self.sort or ("relevance" if self.words else "newest")

    def pairs(self, *, page: int = 1) -> list[tuple[str, str]]:
        """The parameters of the address of this view, always in the same order."""
        pairs = [("q", self.words)]
        pairs += [(name, value) for name, values in sorted(self.filters.items()) for value in values]
        pairs += [("to", self.to), *(("by", one) for one in self.by)]
        pairs += [("near", _written(self.near)), ("sort", self.sort)]
        pairs.append(("page", str(page) if page > 1 else ""))
        return [(name, value) for name, value in pairs if value]

    def with_value(self, name: str, value: str) -> Asked:
        """The view with one more value chosen, from its first page."""
        values = tuple(dict.fromkeys((*self.filters.get(name, ()), value)))
        return msgspec.structs.replace(self, filters={**self.filters, name: values}, page=1)

    def without(self, name: str, value: str = "") -> Asked:
        """The view without one chosen value, or without all of a facet."""
        left = tuple(one for one in self.filters.get(name, ()) if value and one != value)
        filters = {key: values for key, values in self.filters.items() if key != name}
        return msgspec.structs.replace(self, filters={**filters, name: left} if left else filters, page=1)

    def without_connection(self) -> Asked:
        """The view without what its results have to be connected with."""
        return msgspec.structs.replace(self, to="", by=(), page=1)

    def close_to(self, near: Near | None) -> Asked:
        """The view of what is near a place only, or near none in particular."""
        return msgspec.structs.replace(self, near=near, page=1)


def parse_asked(parameters: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> Asked:
    """What the parameters of an address ask for; names that are no facet are left alone.

    Raises:
        InvalidInput: the order or the page make no sense, or there are too many values.
    """
    single: dict[str, str] = {}
    filters: dict[str, dict[str, None]] = {}
    by: dict[str, None] = {}
    for name, value in parameters:
        value = value.strip()[:_LONGEST]
        if name == "by" and value:
            by[vocabulary.normalize_term(value)] = None
        if name in _NO_FILTERS:
            single.setdefault(name, value)
        elif value and (name in FACETS or _is_property(name, vocabulary)):
            filters.setdefault(name, {})[value] = None
    if sum(map(len, filters.values())) > _MOST_VALUES:
        raise InvalidInput(
            f"At most {_MOST_VALUES} values can be chosen at a time.", hint="Take some of them away."
        )
    sort = single.get("sort", "")
    if sort and sort not in SORTS:
        raise InvalidInput(f"There is no order {sort[:40]!r}.", hint=f"Use one of {', '.join(SORTS)}.")
    return Asked(
        words=single.get("q", ""),
        filters={name: tuple(values) for name, values in filters.items()},
        to=single.get("to", ""),
        by=tuple(by)[:_MOST_VALUES],
        near=_near(single.get("near", "")),
        sort=sort,
        page=_page(single.get("page", "")),
    )


def _is_property(name: str, vocabulary: Vocabulary) -> bool:
    if ":" not in name:
        return False
    try:
        facet_of(name, vocabulary)
    except InvalidInput:
        return False
    return True


def _near(text: str) -> Near | None:
    """A place and a distance, as ``41.6,-87.3,50`` with the distance in kilometres."""
    if not text:
        return None
    try:
        latitude, longitude, kilometres = map(float, text.split(","))
    except ValueError:
        latitude = math.inf
        longitude = kilometres = 0.0
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= kilometres <= MOST_KILOMETRES):
        raise InvalidInput(
            f"{text[:40]!r} is no place with a distance.",
            hint="Write latitude, longitude and kilometres: near=41.6,-87.3,50",
        )
    return Near(latitude, longitude, kilometres)


def _written(near: Near | None) -> str:
    return f"{near.latitude:g},{near.longitude:g},{near.kilometres:g}" if near else ""


def _page(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAGES):
        raise InvalidInput(
            f"There is no page {text[:20]!r}.", hint=f"Pages go from 1 to {MOST_PAGES}; download the rest."
        )
    return int(text)


def parsed_query(asked: Asked, vocabulary: Vocabulary, connected: Expression | None = None) -> ParsedQuery:
    """What is asked for as a query, each part with the name of its parameter.

    Args:
        asked: the view.
        vocabulary: reads it.
        connected: what ``to`` and ``by`` mean in the registry as it is now (``finder.connected``).

    Raises:
        QueryInvalid, InvalidInput: it cannot be run.
    """
    parsed = with_filters(None, words_and_filters(asked), vocabulary)
    further: list[Understood] = []
    if connected is not None:
        further.append(Understood("/to", connected))
    if asked.near:
        further.append(Understood("/near", available_near(asked.near)))
    parts = [parsed.expression, *(one.expression for one in further)]
    return ParsedQuery(all_of(parts), parsed.warnings, (*parsed.reading, *further))


def words_and_filters(asked: Asked) -> WordsAndFilters:
    """The part of a view that the search API has parameters for."""
    return WordsAndFilters(words=asked.words, properties=asked.filters)
