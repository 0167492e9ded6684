"""A resource in a few lines, as lists and comparisons show it; a whole page of them takes a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.resources import Held
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import Text, embedded_of, references_of, texts_of
from opencredreg.meaning.costs import held_costs
from opencredreg.meaning.durations import Span, spans_of
from opencredreg.meaning.totals import CostRange, cost_ranges

__all__ = ["Locality", "Summary", "localities_of", "summarize"]

_OWNERS = ("ceterms:ownedBy", "ceterms:offeredBy", "ceasn:publisher", "ceasn:creator", "ceterms:publishedBy")
_ABOUT = (
    "ceterms:description",
    "ceasn:description",
    "ceasn:competencyText",
    "skos:definition",
    "dcterms:description",
)
_STATUS = ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType")
_PLACES = ("ceterms:availableAt", "ceterms:address")
_COSTS_ELSEWHERE = "ceterms:commonCosts"
_MOST_OWNERS = 3


class Locality(msgspec.Struct, frozen=True):
    """A town and its region, as an address states them."""

    town: tuple[Text, ...] = ()
    region: tuple[Text, ...] = ()
    country: tuple[Text, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A resource in short. ``costs`` are the least and the most that somebody pays, by currency."""

    reference: Reference
    about: tuple[Text, ...] = ()
    owners: tuple[Reference, ...] = ()
    localities: tuple[Locality, ...] = ()
    costs: tuple[CostRange, ...] = ()
    spans: tuple[Span, ...] = ()
    status: str = ""
    code: str = ""
    updated_at: int = 0


def summarize(
    look: Look, resources: Sequence[Held], updated: Mapping[int, int] | None = None
) -> list[Summary]:
    """The summaries of some resources, in their order.

    Args:
        look: where owners and cost manifests are looked up.
        resources: what is summed up.
        updated: by number of the envelope, when it was last changed, in microseconds.
    """
    views = [held.view for held in resources]
    # One statement finds the owners for the book and the manifests for the costs.
    look.resources.find_held(uri for view in views for uri in references_of(view, *_OWNERS, _COSTS_ELSEWHERE))
    look.book.learn(uri for view in views for uri in references_of(view, *_OWNERS))
    costs = held_costs(views, look.resources)
    return [
        Summary(
            reference=reference_to(held),
            about=_first_texts(view, _ABOUT),
            owners=_owners(look, view),
            localities=localities_of(view),
            costs=cost_ranges(own.costs, on=look.today),
            spans=spans_of(view),
            status=_term(look, view, _STATUS),
            code=_code(view),
            updated_at=(updated or {}).get(held.envelope_id, 0),
        )
        for held, view, own in zip(resources, views, costs, strict=True)
    ]


def localities_of(value: Mapping[str, Any]) -> tuple[Locality, ...]:
    """The towns in which something is, each once."""
    found = [
        Locality(
            texts_of(place.get("ceterms:addressLocality")),
            texts_of(place.get("ceterms:addressRegion")),
            texts_of(place.get("ceterms:addressCountry")),
        )
        for place in embedded_of(value, *_PLACES)
    ]
    return tuple(dict.fromkeys(one for one in found if one.town or one.region or one.country))


def _owners(look: Look, value: Mapping[str, Any]) -> tuple[Reference, ...]:
    uris: Iterable[str] = references_of(value, *_OWNERS)
    return tuple({ref.key: ref for ref in map(look.book.to, uris)}.values())[:_MOST_OWNERS]


def _first_texts(value: Mapping[str, Any], terms: Sequence[str]) -> tuple[Text, ...]:
    return next((texts for term in terms if (texts := texts_of(value.get(term)))), ())


def _term(look: Look, value: Mapping[str, Any], terms: Sequence[str]) -> str:
    for uri in references_of(value, *terms):
        term = look.vocabulary.compact(uri)
        if term in look.vocabulary.concepts:
            return term
    return ""


def _code(value: Mapping[str, Any]) -> str:
    for term in ("ceasn:codedNotation", "ceterms:codedNotation", "skos:notation"):
        for text in texts_of(value.get(term)):
            return text.text
    return ""
