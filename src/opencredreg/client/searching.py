"""What is found: results of a search and identifiers, page by page as they are looked at, and codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from opencredreg.client.answers import convert

__all__ = ["CodeSuggestion", "ExternalIdentifier", "Hit", "HitName", "iter_hits", "iter_identifiers"]

_FIRST: Final = "*"
_PER_PAGE: Final = 200
"""No registry gives shorter pages when it is asked for this many, so that a shorter one is the last."""


class HitName(msgspec.Struct, frozen=True):
    """The name of a result. ``language`` is ``None`` where the data do not say."""

    text: str
    language: str | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A result: what it is, its record in the registry, and the resource as published."""

    ctid: str | None = None
    uri: str | None = None
    type: str | None = None
    name: HitName | None = None
    score: float | None = None
    record: dict[str, Any] = {}
    resource: dict[str, Any] = {}


class CodeSuggestion(msgspec.Struct, frozen=True):
    """A code of a list and its title. ``parent`` is the code above it in the list."""

    code: str
    title: str
    parent: str | None = None


class ExternalIdentifier(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier of a publisher's own, and what was published under it. ``since`` is a time as in ISO 8601."""

    external_id: str
    ctid: str
    type: str = ""
    since: str = ""
    resource_url: str = ""


class _Page(msgspec.Struct, frozen=True):
    hits: tuple[Hit, ...] = ()
    next_cursor: str | None = None


def iter_hits(
    ask: Callable[[Mapping[str, Any]], Any],
    query: str | Mapping[str, Any] | list[Any],
    page_size: int,
    community: str | None,
) -> Iterator[Hit]:
    """The results of a search, best or newest first. The next page is asked for when the last one is used up.

    Args:
        ask: sends a body to ``POST /api/search`` and gives the answer.
        query: words, or a query of the CTDL query language.
        page_size: how many results to ask for at a time.
        community: where to search; ``None`` for the default one.
    """
    asked: dict[str, Any] = {"take": page_size}
    asked |= {"q": query, "query": {}} if isinstance(query, str) else {"query": query}
    if community is not None:
        asked["community"] = community
    cursor: str | None = _FIRST
    while cursor is not None:
        page = convert(ask({**asked, "cursor": cursor}), _Page)
        yield from page.hits
        cursor = page.next_cursor


def iter_identifiers(ask: Callable[[Mapping[str, str]], Any]) -> Iterator[ExternalIdentifier]:
    """Identifiers, page by page. ``ask`` sends the parameters of a page and gives the answer."""
    number = 1
    while True:
        found = convert(
            ask({"page": str(number), "per_page": str(_PER_PAGE)}), tuple[ExternalIdentifier, ...]
        )
        yield from found
        if len(found) < _PER_PAGE:
            return
        number += 1
