"""One page out of several ordered sources."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key

from opencredreg.query.tree import Sort
from opencredreg.search.places import compare
from opencredreg.search.sources import Item, Source

__all__ = ["merged_window"]


def merged_window(sources: Sequence[Source], sort: Sort, start: int, stop: int) -> list[Item]:
    """The results from ``start`` to before ``stop`` of the merged order of all sources.

    Of each source only that part is read that can be on the page: a result that stands further to the front than
    ``start`` less all results of the others is before the page, wherever those are.
    """
    everything = sum(source.total for source in sources)
    first = [max(0, start - (everything - source.total)) for source in sources]
    found: list[Item] = []
    for source, begin in zip(sources, first, strict=True):
        found += source.window(begin, stop)
    if len(sources) > 1:
        found.sort(key=cmp_to_key(lambda one, other: compare(one.place, other.place, sort)))
    skipped = start - sum(first)
    return found[skipped : skipped + stop - start]
