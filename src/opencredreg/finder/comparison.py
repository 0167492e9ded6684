"""Up to four resources side by side: the same questions asked of each, and what they have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from opencredreg.errors import InvalidInput
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Value, read_values
from opencredreg.finder.subject import Look
from opencredreg.finder.summaries import Summary, summarize
from opencredreg.ids import resource_key
from opencredreg.jsonld.values import references_of

__all__ = ["MOST_COMPARED", "Comparison", "Row", "compare"]

MOST_COMPARED: Final = 4

_FIRST: Final = (
    "ceterms:description", "ceterms:ownedBy", "ceterms:offeredBy", "ceterms:accreditedBy", "ceterms:approvedBy",
    "ceterms:audienceLevelType", "ceterms:audienceType", "ceterms:learningDeliveryType", "ceterms:deliveryType",
    "ceterms:assessmentDeliveryType", "ceterms:creditValue", "ceterms:inLanguage", "ceterms:availableAt",
    "ceterms:availableOnlineAt", "ceterms:requires", "ceterms:recommends", "ceterms:teaches", "ceterms:assesses",
    "ceterms:isPreparationFor", "ceterms:advancedStandingFrom", "ceterms:occupationType", "ceterms:industryType",
    "ceterms:subject", "ceterms:renewal", "ceterms:financialAssistance",
)  # fmt: skip
"""What people ask first. Time, cost and status have rows of their own, because they are computed."""

_MOST_ROWS: Final = 250
"""So many properties are compared; no class has as many."""

_NOT_COMPARED: Final = frozenset(
    {
        "ceterms:ctid", "ceterms:name", "ceasn:name", "skos:prefLabel", "ceterms:estimatedCost", "ceterms:commonCosts",
        "ceterms:estimatedDuration", "ceterms:credentialStatusType", "ceterms:lifeCycleStatusType", "ceterms:image",
    }
)  # fmt: skip
_SHARED: Final = (
    "ceterms:teaches",
    "ceterms:assesses",
    "ceterms:subject",
    "ceterms:occupationType",
    "ceterms:hasPart",
)


class Row(msgspec.Struct, frozen=True):
    """One property, with the values of each resource. ``is_same``: all that state it say the same."""

    term: str
    cells: tuple[tuple[Value, ...], ...]
    is_same: bool


class Shared(msgspec.Struct, frozen=True):
    """What all of the resources name under a property."""

    term: str
    references: tuple[Reference, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Resources side by side. ``missing``: identifiers that lead to nothing here."""

    summaries: tuple[Summary, ...]
    rows: tuple[Row, ...]
    shared: tuple[Shared, ...]
    missing: tuple[str, ...]


def compare(look: Look, identifiers: Sequence[str]) -> Comparison:
    """Put resources side by side.

    Raises:
        InvalidInput: there are more than four.
    """
    keys = {resource_key(one): one for one in identifiers if one.strip()}
    if len(keys) > MOST_COMPARED:
        raise InvalidInput(
            f"{len(keys)} resources do not fit side by side; up to {MOST_COMPARED} do.",
            hint="Take some of them away.",
        )
    held = look.resources.find_held(keys)
    found = [held[key] for key in keys if key in held]
    look.book.collect(*(one.value for one in found))
    values = [one.value for one in found]
    return Comparison(
        summaries=tuple(summarize(look, found)),
        rows=tuple(_row(look, term, values) for term in _terms(values)),
        shared=tuple(shared for term in _SHARED if (shared := _shared(look, term, values)) is not None),
        missing=tuple(one for key, one in keys.items() if key not in held),
    )


def _terms(values: Sequence[Mapping[str, Any]]) -> list[str]:
    """All properties that any of them has: those that people ask for first, then the others as published."""
    stated = dict.fromkeys(
        term for value in values for term in value if term[:1] != "@" and term not in _NOT_COMPARED
    )
    in_order = [term for term in _FIRST if term in stated] + [term for term in stated if term not in _FIRST]
    return in_order[:_MOST_ROWS]


def _row(look: Look, term: str, values: Sequence[Mapping[str, Any]]) -> Row:
    cells = tuple(read_values(look, term, value.get(term))[0] for value in values)
    said = [cell for cell in cells if cell]
    return Row(term, cells, len(said) == len(cells) > 1 and all(cell == said[0] for cell in said))


def _shared(look: Look, term: str, values: Sequence[Mapping[str, Any]]) -> Shared | None:
    if len(values) < 2:
        return None
    named = [
        {look.book.to(uri).key: look.book.to(uri) for uri in references_of(value, term)} for value in values
    ]
    common = [reference for key, reference in named[0].items() if all(key in others for others in named[1:])]
    return Shared(term, tuple(common)) if common else None
