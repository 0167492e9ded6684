"""Results of a search as a page shows them: resources in short, facets, and what may help when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from opencredreg.finder.asked import PER_PAGE, SORTS, Asked
from opencredreg.finder.connected import query_of
from opencredreg.finder.subject import Look
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Expression, Search
from opencredreg.search.engines import engine_of
from opencredreg.search.facets import FacetCounting, Listed, facet_of
from opencredreg.search.limits import FACET_VALUES
from opencredreg.store.search.engine import Inquiry

__all__ = ["SHOWN_FACETS", "FacetView", "Results", "ValueView", "find_results", "list_summaries", "search_of"]

SHOWN_FACETS: Final = (
    "kind", "type", "subject", "audience_level", "delivery", "region", "language", "owner", "quality_assured",
    "cost", "duration", "status",
)  # fmt: skip
"""The facets beside the results, in their order."""

_MOST_VALUES: Final = 16
"""So many values of a facet are listed. A page of results is sent often, and each value brings a whole address."""


class ValueView(msgspec.Struct, frozen=True):
    """One value of a facet that can be chosen, or given up when it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


class FacetView(msgspec.Struct, frozen=True):
    """A facet with its commonest values, the chosen ones first. ``name`` is its parameter.

    ``others`` is how many values are left out; where ``has_uncounted`` is set there are still more.
    """

    name: str
    values: tuple[ValueView, ...]
    others: int = 0
    has_uncounted: bool = False


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """One page of results. ``wider``: how many there are without one of the chosen facets, when there are none."""

    asked: Asked
    total: int
    summaries: tuple[Summary, ...]
    facets: tuple[FacetView, ...]
    wider: tuple[tuple[str, int], ...] = ()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))


def search_of(look: Look, asked: Asked, *, take: int = PER_PAGE) -> Search:
    """The search of a view.

    Raises:
        QueryInvalid, InvalidInput: it cannot be run.
    """
    return Search(
        expression=query_of(look, asked).expression,
        sort=parse_sort(SORTS[asked.order], look.vocabulary),
        skip=(asked.page - 1) * PER_PAGE,
        take=take,
    )


def find_results(look: Look, asked: Asked) -> Results:
    """What a search finds, with its facets.

    Raises:
        QueryInvalid, InvalidInput: it cannot be run.
        Unavailable: the time for an answer is over.
    """
    inquiry = engine_of(look.node).inquire(look.connection, look.community.id)
    search = search_of(look, asked)
    # The page is found among the results that were counted.
    facets = _facets(look, asked, inquiry, search.expression)
    found = inquiry.run(search)
    total = found.total or 0
    return Results(
        asked=asked,
        total=total,
        summaries=tuple(_summaries(look, found.ids)),
        facets=facets,
        wider=() if total else _wider(look, asked, inquiry),
    )


def list_summaries(look: Look, asked: Asked, most: int) -> list[Summary]:
    """The first results of a search, without counting anything.

    Raises:
        QueryInvalid, InvalidInput, Unavailable: as ``find_results``.
    """
    search = msgspec.structs.replace(search_of(look, asked, take=most), with_total=False)
    return _summaries(look, engine_of(look.node).run(look.connection, look.community.id, search).ids)


def _summaries(look: Look, ids: Sequence[int]) -> list[Summary]:
    held = look.resources.load(ids)
    return summarize(look, held, {one.envelope_id: one.updated_at for one in held})


def _facets(look: Look, asked: Asked, inquiry: Inquiry, expression: Expression) -> tuple[FacetView, ...]:
    """Every facet is counted without its own choice, so that further values of it can be chosen."""
    further = [name for name in asked.filters if name not in SHOWN_FACETS]
    facets = {name: facet_of(name, look.vocabulary) for name in (*SHOWN_FACETS, *further)}
    apart = {name: query_of(look, asked.without(name)).expression for name in asked.filters}
    # Chosen values are shown wherever they stand, so of their facets all are wanted.
    most = {name: _MOST_VALUES for name in facets if name not in asked.filters}
    counting = FacetCounting(look.node, look.connection, look.community.id, "exclude", inquiry)
    listed = counting.list_values(expression, facets, apart=apart, most=most)
    views = (_facet(name, found, asked.filters.get(name, ())) for name, found in listed.items())
    return tuple(view for view in views if view.values)


def _facet(name: str, listed: Listed, chosen: Sequence[str]) -> FacetView:
    values = listed.values
    known = {one.value for one in values}
    # What is chosen stays where it can be given up, even where nothing is left of it.
    gone = [ValueView(value, value, 0, True) for value in chosen if value not in known]
    shown = [ValueView(one.value, one.label, one.count, one.value in chosen) for one in values]
    shown.sort(key=lambda one: not one.is_chosen)
    most = max(_MOST_VALUES, len(chosen))
    return FacetView(
        name,
        (*gone, *shown[:most]),
        others=max(listed.total - most, 0),
        has_uncounted=listed.total >= FACET_VALUES,
    )


def _wider(look: Look, asked: Asked, inquiry: Inquiry) -> tuple[tuple[str, int], ...]:
    """How many results there would be without each of the chosen facets."""
    names = list(asked.filters)
    if not names:
        return ()
    expressions = [query_of(look, asked.without(name)).expression for name in names]
    counts = inquiry.counts(expressions)
    return tuple((name, count) for name, count in zip(names, counts, strict=True) if count)
