"""The order of results, as clients name it.

Source: ``search.md`` sections 9 and 11 (``OrderBy``).
"""

from __future__ import annotations

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.query.keywords import RECORD_TIMES, RELEVANCE, RETIRED
from opencredreg.query.names import find_property
from opencredreg.query.problems import Problems, QueryInvalid, QueryLimits, shown
from opencredreg.query.tree import Sort

__all__ = ["parse_sort"]


def parse_sort(
    text: str | None, vocabulary: Vocabulary, *, descending: bool | None = None, path: str = "/order_by"
) -> Sort:
    """Read what results are sorted by: ``search:recordUpdated``, ``^ceterms:name``, ``search:relevance``.

    Args:
        text: a leading ``^`` means descending; nothing or blanks mean the latest records first.
        vocabulary: knows the properties; any whose values are no references will do.
        descending: the direction where it is a parameter of its own (the older ``OrderDescending``).
        path: where problems are said to be.

    Raises:
        QueryInvalid: there is no such order; the problem suggests others.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> parse_sort("^ceterms:name", bundled_vocabulary())
    Sort(by='ceterms:name', descending=True)
    """
    written = (text or "").strip()
    if not written:
        return Sort() if descending is None else Sort(descending=descending)
    name = written.removeprefix("^").strip()
    is_descending = (name != written) if descending is None else descending
    if name == RELEVANCE:
        return Sort("relevance", True)
    if name in RECORD_TIMES:
        return Sort(RECORD_TIMES[name], is_descending)
    return Sort(_property(name, vocabulary, path), is_descending)


def _property(name: str, vocabulary: Vocabulary, path: str) -> str:
    problems = Problems(QueryLimits())
    term = find_property(name, path, vocabulary, problems)
    if term is not None and vocabulary.kind_of(term) is ValueKind.IRI:
        message = f"Results cannot be sorted by `{shown(name)}`, as its values are other resources"
        problems.error("unsortable_property", path, message, (*RECORD_TIMES, RELEVANCE, "ceterms:name"))
    elif term is None and name in RETIRED:
        problems.errors.clear()
        message = f"Unsupported property: `{shown(name)}`. It belongs to an earlier search engine"
        near = (RETIRED[name],) if RETIRED[name] in RECORD_TIMES else tuple(RECORD_TIMES)
        problems.error("unknown_property", path, message, near)
    if problems.errors or term is None:
        raise QueryInvalid(problems.errors)
    return term
