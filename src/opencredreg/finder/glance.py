"""A thing at a glance: the few facts that people ask for first.

Source: ``ctdl-vocabulary.md`` sections 6.1 to 6.4, 9.3 and 9.12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from opencredreg.finder.blank_profiles import written_out
from opencredreg.finder.credits import Credit, read_credits
from opencredreg.finder.mentions import read_mentions
from opencredreg.finder.statements import Entry, Statement, read_statements
from opencredreg.finder.subject import Subject
from opencredreg.finder.summaries import Locality, localities_of
from opencredreg.jsonld.values import embedded_of, first_string, listed, strings_of
from opencredreg.meaning.amounts import Amount, amount_of
from opencredreg.meaning.costs import effective_costs
from opencredreg.meaning.durations import Span, spans_of
from opencredreg.meaning.totals import CostRange, cost_ranges, total_costs

__all__ = ["Contact", "Costs", "Dates", "Fact", "Glance", "Pay", "build_glance"]

MOST_FACTS = 8
"""So many facts stand side by side; the others are a click away."""

FactName = Literal[
    "time",
    "cost",
    "pay",
    "delivery",
    "level",
    "credit",
    "language",
    "audience",
    "schedule",
    "type",
    "sector",
    "founded",
    "place",
    "contact",
    "dates",
    "renewal",
    "traits",
    "status",
]


class Costs(msgspec.Struct, frozen=True):
    """What somebody pays, by currency; ``depends`` is true where it depends on who somebody is."""

    ranges: tuple[CostRange, ...]
    depends: bool


class Dates(msgspec.Struct, frozen=True):
    """From when to when it is in effect, as published; an approximate date is marked."""

    effective: str = ""
    expires: str = ""
    is_effective_about: bool = False
    is_expires_about: bool = False


class Pay(msgspec.Struct, frozen=True):
    """What the work pays in a period of time, an ISO 8601 duration."""

    amount: Amount
    period: str = ""


class Contact(msgspec.Struct, frozen=True):
    """How to reach an organization."""

    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    webpage: str = ""


class Fact(msgspec.Struct, frozen=True):
    """One fact. What ``value`` is depends on the name; the template knows."""

    name: FactName
    value: Any


class Glance(msgspec.Struct, frozen=True):
    """The facts, the most wanted first; ``further`` are those for which there is no room."""

    facts: tuple[Fact, ...]
    further: tuple[Fact, ...] = ()


def build_glance(subject: Subject) -> Glance | None:
    """The facts about the subject; ``None`` where there is none."""
    facts = tuple(Fact(name, found) for name, read in _READERS if (found := read(subject)))
    # A status alone stands beside the name already.
    if all(fact.name == "status" for fact in facts):
        return None
    return Glance(facts[:MOST_FACTS], facts[MOST_FACTS:])


def _time(subject: Subject) -> tuple[Span, ...]:
    return tuple(span for span in spans_of(subject.value) if span != Span())


def _cost(subject: Subject) -> Costs | None:
    resource = written_out(subject.look, subject.value, ("ceterms:estimatedCost",))
    costs = effective_costs(resource, subject.look.resources).own.costs
    ranges = cost_ranges(costs, on=subject.look.today)
    if not ranges:
        return None
    totals = total_costs(costs, on=subject.look.today).totals
    return Costs(ranges, any(total.residency or total.audience for total in totals))


def _pay(subject: Subject) -> tuple[Pay, ...]:
    return tuple(
        Pay(amount, first_string(profile, "ceterms:basePeriod"))
        for profile in embedded_of(subject.value, "ceterms:workPay")
        if (amount := amount_of(profile)) is not None and amount.low is not None
    )


def _entries(*terms: str) -> Callable[[Subject], tuple[Entry, ...]]:
    def read(subject: Subject) -> tuple[Entry, ...]:
        entries = read_mentions(subject.look, subject.value, *terms)
        return tuple({_mark(entry): entry for entry in entries}.values())

    return read


def _mark(entry: Entry) -> str:
    """What tells an entry from others: delivery may be named for learning and for assessment alike."""
    return entry.reference.key if entry.reference else "".join(text.text for text in entry.names)


def _credit(subject: Subject) -> tuple[Credit, ...]:
    return read_credits(subject.look, subject.value)


def _language(subject: Subject) -> tuple[str, ...]:
    return strings_of(subject.value, "ceterms:inLanguage") or strings_of(subject.value, "ceasn:inLanguage")


def _founded(subject: Subject) -> tuple[str, ...]:
    return strings_of(subject.value, "ceterms:foundingDate")


def _place(subject: Subject) -> tuple[Locality, ...]:
    return localities_of({"ceterms:address": subject.value.get("ceterms:address")})


def _contact(subject: Subject) -> Contact | None:
    if not subject.is_a("ceterms:Agent", "ceterms:Organization"):
        return None
    places = embedded_of(subject.value, "ceterms:address")
    points = [
        *embedded_of(subject.value, "ceterms:targetContactPoint"),
        *(point for place in places for point in embedded_of(place, "ceterms:targetContactPoint")),
    ]
    holders: list[Mapping[str, Any]] = [subject.value, *points]
    found = Contact(
        _all_strings(holders, "ceterms:email"),
        _all_strings(holders, "ceterms:telephone"),
        first_string(subject.value, "ceterms:subjectWebpage"),
    )
    return found if found != Contact() else None


def _all_strings(holders: list[Mapping[str, Any]], term: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for holder in holders for text in strings_of(holder, term)))


def _dates(subject: Subject) -> Dates | None:
    value = subject.value
    effective = first_string(value, "ceterms:dateEffective", "ceasn:dateValidFrom")
    expires = first_string(value, "ceterms:expirationDate", "ceasn:dateValidUntil")
    found = Dates(
        effective or first_string(value, "ceterms:approximateDateEffective"),
        expires or first_string(value, "ceterms:approximateExpirationDate"),
        not effective,
        not expires,
    )
    return found if found.effective or found.expires else None


def _renewal(subject: Subject) -> tuple[str, ...]:
    return strings_of(subject.value, "ceterms:renewalFrequency")


def _traits(subject: Subject) -> tuple[Statement, ...]:
    """What it simply is or is not, where that tells something."""
    stated = {term: subject.value[term] for term in _TRAITS if True in listed(subject.value.get(term))}
    return read_statements(subject.look, stated)


_TRAITS = ("ceterms:isNonCredit", "ceterms:isRegisteredApprenticeship", "ceterms:isProctored")

_READERS: tuple[tuple[FactName, Callable[[Subject], Any]], ...] = (
    ("type", _entries("ceterms:agentType")),
    ("sector", _entries("ceterms:agentSectorType")),
    ("place", _place),
    ("founded", _founded),
    ("contact", _contact),
    ("time", _time),
    ("cost", _cost),
    ("pay", _pay),
    ("delivery", _entries("ceterms:deliveryType", "ceterms:learningDeliveryType")),
    ("level", _entries("ceterms:audienceLevelType", "ceterms:atLevel", "ceasn:educationLevelType")),
    ("credit", _credit),
    ("language", _language),
    ("renewal", _renewal),
    ("audience", _entries("ceterms:audienceType")),
    (
        "schedule",
        _entries("ceterms:scheduleTimingType", "ceterms:offerFrequencyType", "ceterms:scheduleFrequencyType"),
    ),
    ("dates", _dates),
    ("traits", _traits),
    (
        "status",
        _entries(
            "ceterms:credentialStatusType", "ceterms:lifeCycleStatusType", "ceasn:publicationStatusType"
        ),
    ),
)
