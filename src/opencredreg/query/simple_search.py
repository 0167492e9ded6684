"""The simple search: a query string becomes a search.

Filters on envelopes are handed on as they are; everything on resources becomes an expression. A property filter
asks whether the JSON of a resource contains a piece of JSON. The index answers that exactly for classes,
addresses, CTIDs, numbers and booleans. For anything else the expression finds all resources that may be meant, and
a :class:`~opencredreg.query.containment.Containment` tells those that are.

Source: ``search.md`` section 2; ``registry-api.md`` sections 3.8 and 7.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.ids import normalize_community
from opencredreg.query.addresses import Addresses
from opencredreg.query.building import all_of, any_of
from opencredreg.query.containment import Containment
from opencredreg.query.dates import Period, find_period
from opencredreg.query.full_text import full_text
from opencredreg.query.problems import Problems, QueryInvalid, QueryLimits, QueryProblem, pointer, shown
from opencredreg.query.property_filters import PropertyFilters
from opencredreg.query.tree import (
    ClassIn,
    Expression,
    LiteralText,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Visibility,
)

__all__ = ["EnvelopeFilter", "SimpleSearch", "parse_parameters"]

Including: TypeAlias = Literal["false", "true", "only"]
"""Whether things of a kind are left out, taken too, or the only ones taken."""

_PER_PAGE: Final = 10
_PER_PAGE_MAX: Final = 200
_LAST_PAGE: Final = 2**31
_ENVELOPE_TYPES: Final = ("resource_data", "paradata", "json_schema")
_PUBLISH_TYPES: Final = ("primary", "secondary")
_LIMITS: Final = QueryLimits()


class EnvelopeFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions on the envelope of a result; an empty list is no condition.

    ``community`` is normalised. ``ctids`` are in lower case. ``deleted``: whether deleted envelopes count.
    """

    community: str | None = None
    types: tuple[str, ...] = ()
    ctids: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    ctdl_types: tuple[str, ...] = ()
    deleted: Including = "false"


class SimpleSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What a query string asks for.

    A result satisfies the expression of ``search``, every one of ``contains`` (given the resource as published)
    and ``envelope``. ``blank`` says whether blank nodes are results. ``page`` counts from 1.
    """

    search: Search
    contains: tuple[Containment, ...] = ()
    envelope: EnvelopeFilter = EnvelopeFilter()
    blank: Including = "false"
    page: int = 1
    per_page: int = _PER_PAGE
    metadata_only: bool = False
    warnings: tuple[QueryProblem, ...] = ()


def parse_parameters(
    params: Sequence[tuple[str, str]],
    config: Mapping[str, Any],
    vocabulary: Vocabulary,
    now: int,
    *,
    limits: QueryLimits = _LIMITS,
    per_page_max: int = _PER_PAGE_MAX,
) -> SimpleSearch:
    """Read the query string of a simple search.

    Args:
        params: decoded names and values, in order; of a name that occurs twice the last value counts.
        config: the configuration of the community: ``aliases`` of properties, ``resource_type`` with the class
            names of the community, ``prepared_queries`` as JSON with ``$term`` in it.
        vocabulary: knows classes and properties.
        now: microseconds since 1970 UTC, for dates such as ``3 months ago``.
        limits: how large a query may be.
        per_page_max: the largest page; who asks for more gets this many.

    Raises:
        QueryInvalid: parameters cannot be understood; all errors are listed, at the pointer ``/name``.
    """
    reader = _Reader(dict(params), config, vocabulary, now, limits)
    search = reader.read(per_page_max)
    if reader.problems.errors:
        raise QueryInvalid(reader.problems.errors)
    return search


class _Reader:
    def __init__(
        self,
        params: Mapping[str, str],
        config: Mapping[str, Any],
        vocabulary: Vocabulary,
        now: int,
        limits: QueryLimits,
    ) -> None:
        self.problems = Problems(limits)
        self._left = dict(params)
        self._config = config
        self._vocabulary = vocabulary
        self._addresses = Addresses(vocabulary)
        self._now = now

    def read(self, per_page_max: int) -> SimpleSearch:
        page = min(max(1, self._number("page", 1)), _LAST_PAGE)
        per_page = min(max(1, self._number("per_page", _PER_PAGE)), per_page_max)
        provisional: tuple[Visibility, ...] = ("exclude", "include", "only")
        visibility = self._choice("provisional", provisional)
        including: tuple[Including, ...] = ("false", "true", "only")
        blank = self._choice("with_bnodes", including)
        metadata_only = self._take("metadata_only").lower() in ("true", "yes", "1")
        envelope = self._envelope(self._choice("include_deleted", including))
        sort, text = self._sort(), self._take("fts")
        parts = [*self._record_parts(), *self._resource_types()]
        if text and (asked := full_text(text, self._vocabulary, self.problems)) is not None:
            parts.append(asked)
            sort = sort or Sort("relevance", True)
        filters = PropertyFilters(self._vocabulary, self._addresses, self.problems)
        self._property_filters(filters)
        return SimpleSearch(
            search=Search(
                expression=all_of((*parts, *filters.expressions)),
                visibility=visibility,
                sort=sort or Sort(),
                skip=(page - 1) * per_page,
                take=per_page,
            ),
            contains=tuple(filters.contains),
            envelope=envelope,
            blank=blank,
            page=page,
            per_page=per_page,
            metadata_only=metadata_only,
            warnings=tuple(self.problems.warnings),
        )

    # --- Single parameters -----------------------------------------------------------------------------

    def _take(self, name: str) -> str:
        """The value of a parameter, which is used up by that; empty when there is none."""
        return self._left.pop(name, "").strip()

    def _list(self, name: str) -> tuple[str, ...]:
        return tuple(entry.strip() for entry in self._take(name).split(",") if entry.strip())

    def _number(self, name: str, default: int) -> int:
        text = self._take(name)
        if not text:
            return default
        try:
            return int(text[:12])
        except ValueError:
            self.problems.error(
                "wrong_type", pointer("", name), f"`{name}` is a number; `{shown(text)}` is none"
            )
            return default

    def _choice(self, name: str, choices: tuple[Any, ...]) -> Any:
        text = self._take(name).lower()
        if text and text not in choices:
            message = f"`{name}` does not have a valid value. It is one of {', '.join(choices)}"
            self.problems.error("unknown_value", pointer("", name), message, choices)
        return text if text in choices else choices[0]

    def _all_in(self, name: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        found = tuple(entry.lower() for entry in self._list(name))
        for entry in found:
            if entry not in choices:
                message = f"`{name}` has no value `{shown(entry)}`. It is one of {', '.join(choices)}"
                self.problems.error("unknown_value", pointer("", name), message, choices)
        return found

    def _period(self, name: str) -> Period | None:
        text = self._take(name)
        if not text:
            return None
        period = find_period(text, self._now)
        if period is None:
            message = f"`{name}` is a date such as 2021-03-31 or `3 months ago`; `{shown(text)}` is none"
            self.problems.error("wrong_type", pointer("", name), message)
        return period

    def _sort(self) -> Sort | None:
        by, order = self._take("sort_by").lower(), self._take("sort_order").lower()
        if not by and not order:
            return None
        # Any other text means the default, as it always did: clients send ``dsc``.
        return Sort("created" if by == "created_at" else "updated", order != "asc")

    # --- Envelopes and records -------------------------------------------------------------------------

    def _envelope(self, deleted: Including) -> EnvelopeFilter:
        community = self._take("community") or self._take("envelope_community")
        self._left.pop("envelope_community", None)
        return EnvelopeFilter(
            community=normalize_community(community) if community else None,
            types=self._all_in("type", _ENVELOPE_TYPES),
            ctids=tuple(ctid.lower() for ctid in self._list("envelope_ceterms_ctid")),
            ids=self._list("envelope_id"),
            ctdl_types=tuple(self._addresses.index_name(name) for name in self._list("envelope_ctdl_type")),
            deleted=deleted,
        )

    def _record_parts(self) -> list[Expression]:
        parts: list[Expression] = []
        start, end = self._period("from"), self._period("until")
        if start and end and start.start > end.end:
            self.problems.error("invalid_range", "/until", "Invalid range: `until` lies before `from`")
        elif start or end:
            parts.append(RecordTime("updated", start.start if start else None, end.end if end else None))
        owners, publishers = self._list("owned_by"), self._list("published_by")
        if owners:
            parts.append(RecordOf("owner", tuple(sorted({ctid.lower() for ctid in owners}))))
        if publishers:
            parts.append(RecordOf("publisher", tuple(sorted({ctid.lower() for ctid in publishers}))))
        if types := self._all_in("resource_publish_type", _PUBLISH_TYPES):
            parts.append(PublishType(tuple(sorted(set(types)))))
        return parts

    def _resource_types(self) -> list[Expression]:
        """The classes that the community has under names of its own, in the singular or plural."""
        names = self._list("resource_type")
        if not names:
            return []
        rule = self._config.get("resource_type")
        if isinstance(rule, str):
            return [any_of(LiteralText(self._addresses.index_name(rule), "exact", name) for name in names)]
        values = rule.get("values_map") if isinstance(rule, Mapping) else None
        by_alias: dict[str, list[str]] = {}
        for cls, alias in values.items() if isinstance(values, Mapping) else ():
            by_alias.setdefault(str(alias), []).append(self._addresses.index_name(cls))
        classes: list[str] = []
        for name in names:
            alias = next((form for form in _singulars(name) if form in by_alias), None)
            if alias is None:
                message = f"`resource_type` has no value `{shown(name)}`"
                self.problems.error("unknown_value", "/resource_type", message, tuple(sorted(by_alias)))
            else:
                classes += by_alias[alias]
        return [ClassIn(tuple(sorted(set(classes))))] if classes else []

    # --- Properties ------------------------------------------------------------------------------------

    def _property_filters(self, filters: PropertyFilters) -> None:
        aliases, prepared = self._config.get("aliases"), self._config.get("prepared_queries")
        for name, text in self._left.items():
            path = pointer("", name)
            if not text.strip():
                self.problems.warning("empty_condition", path, "The condition is empty and was left out")
                continue
            template = prepared.get(name) if isinstance(prepared, Mapping) else None
            alias = aliases.get(name) if isinstance(aliases, Mapping) else None
            if isinstance(template, Mapping):
                filters.add_template(template, text.strip(), path)
            else:
                filters.add(alias if isinstance(alias, str) else name, text, path)


def _singulars(name: str) -> tuple[str, ...]:
    name = name.lower().replace("-", "_")
    return (name, name.removesuffix("s"), f"{name.removesuffix('ies')}y", name.removesuffix("es"))
