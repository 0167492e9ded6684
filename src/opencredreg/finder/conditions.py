"""One condition profile as a page shows it: what it asks for, in words where there are words for it.

Source: ``ctdl-vocabulary.md`` sections 6.5 and 9.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from opencredreg.finder.credits import Credit, read_credits
from opencredreg.finder.mentions import framework_of, read_mentions
from opencredreg.finder.references import Reference
from opencredreg.finder.statements import Entry, Statement, Words, read_statements, read_values
from opencredreg.finder.subject import Look
from opencredreg.jsonld.values import (
    Text,
    embedded_of,
    first_string,
    is_described,
    listed,
    number_of,
    texts_of,
)
from opencredreg.meaning.manifests import Source
from opencredreg.meaning.requirements import TARGET_TERMS, Requirement

__all__ = ["Asked", "Limits", "Step", "StepReader", "Territory"]

_CREDIT = "ceterms:creditValue"
_AREAS = ("ceterms:jurisdiction", "ceterms:residentOf")
_PLACES = ("ceterms:mainJurisdiction", "ceterms:jurisdictionException")
_NUMBERS = ("ceterms:minimumAge", "ceterms:yearsOfExperience", "ceterms:weight")
_COVERED = frozenset(
    {"ceterms:name", "ceterms:description", "ceterms:condition", "ceterms:experience"}
    | {"ceterms:audienceType", "ceterms:audienceLevelType", "ceterms:assertedBy", "ceterms:subjectWebpage"}
    | {"ceterms:conditionExcludes", "ceterms:alternativeCondition"}
    | {_CREDIT, *_AREAS, *TARGET_TERMS}
)


class Limits(msgspec.Struct, frozen=True):
    """How much of a long list of conditions is shown: profiles, targets of all of them, depth."""

    steps: int = 200
    targets: int = 600


class Asked(msgspec.Struct, frozen=True):
    """What a profile names under one property."""

    term: str
    entries: tuple[Entry, ...]
    left_out: int = 0


class Territory(msgspec.Struct, frozen=True):
    """Where something holds, or of where somebody must be a resident. ``more`` is what the words leave out."""

    term: str
    is_global: bool = False
    places: tuple[tuple[Text, ...], ...] = ()
    exceptions: tuple[tuple[Text, ...], ...] = ()
    texts: tuple[Text, ...] = ()
    more: tuple[Statement, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One profile: all that it asks for, and one of its alternatives where it has any.

    ``path`` is its place in the tree. ``manifest`` is where it comes from, ``None`` for the resource's own.
    ``left_out`` counts alternatives beyond those that are shown, with all that is in them.
    """

    path: str
    names: tuple[Text, ...] = ()
    about: tuple[Text, ...] = ()
    conditions: tuple[tuple[Text, ...], ...] = ()
    experience: tuple[Text, ...] = ()
    age: float | None = None
    years: float | None = None
    weight: float | None = None
    credits: tuple[Credit, ...] = ()
    audiences: tuple[Entry, ...] = ()
    levels: tuple[Entry, ...] = ()
    territories: tuple[Territory, ...] = ()
    webpage: str = ""
    asserted_by: tuple[Reference, ...] = ()
    asked: tuple[Asked, ...] = ()
    excludes: tuple[Reference, ...] = ()
    alternatives: tuple[Step, ...] = ()
    left_out: int = 0
    manifest: Reference | None = None
    more: tuple[Statement, ...] = ()
    is_direct: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether the profile asks for something itself, apart from its alternatives."""
        return bool(
            self.names or self.about or self.conditions or self.experience or self.credits or self.audiences
            or self.levels or self.territories or self.asked or self.excludes or self.more or self.webpage
            or self.age is not None or self.years is not None or self.weight is not None
        )  # fmt: skip

    @property
    def wordings(self) -> tuple[tuple[Text, ...], ...]:
        """All texts of the profile, each in all of its languages."""
        entries = [*self.audiences, *self.levels, *(one for group in self.asked for one in group.entries)]
        return (
            self.names,
            self.about,
            *self.conditions,
            self.experience,
            *(texts for one in self.credits for texts in (one.texts,)),
            *(texts for one in self.territories for texts in (one.texts, *one.places, *one.exceptions)),
            *(texts for one in entries for texts in (one.names, one.framework_names)),
        )


class StepReader:
    """Reads the profiles of one page; together they show no more than the limits allow."""

    def __init__(self, look: Look, limits: Limits | None = None) -> None:
        self._look = look
        limits = limits or Limits()
        self._steps = limits.steps
        self._targets = limits.targets

    def read_all(self, requirements: Sequence[Requirement]) -> tuple[tuple[Step, ...], int]:
        """The profiles, and how many were left out."""
        found = []
        for requirement in requirements:
            if self._steps <= 0:
                break
            found.append(self._read(requirement))
        return tuple(found), len(requirements) - len(found)

    def _read(self, requirement: Requirement) -> Step:
        self._steps -= 1
        look, profile, direct = self._look, requirement.profile, _is_direct(requirement)
        source = look.book.to(requirement.source.manifest) if _is_shared(requirement.source) else None
        if direct:
            return Step(
                path=requirement.path,
                asked=self._asked({requirement.term: profile}, (requirement.term,)),
                manifest=source,
                is_direct=True,
            )
        asked = self._asked(profile, TARGET_TERMS)
        alternatives, left_out = self.read_all(requirement.alternatives)
        age, years, weight = (number_of(profile.get(term)) for term in _NUMBERS)
        webpage = first_string(profile, "ceterms:subjectWebpage")
        return Step(
            path=requirement.path,
            names=requirement.names,
            about=texts_of(profile.get("ceterms:description")),
            conditions=tuple(_wordings(look, profile, "ceterms:condition")),
            experience=texts_of(profile.get("ceterms:experience")),
            age=age,
            years=years,
            weight=weight,
            credits=read_credits(look, profile),
            audiences=read_mentions(look, profile, "ceterms:audienceType"),
            levels=read_mentions(look, profile, "ceterms:audienceLevelType"),
            territories=tuple(_territories(look, profile)),
            webpage=webpage,
            asserted_by=_references(look, profile, "ceterms:assertedBy"),
            asked=asked,
            excludes=look.book.all_to(requirement.excludes),
            alternatives=alternatives,
            left_out=left_out,
            manifest=source,
            more=read_statements(look, profile, without=_shown(profile)),
        )

    def _asked(self, profile: Mapping[str, Any], terms: Sequence[str]) -> tuple[Asked, ...]:
        groups = []
        for term in terms:
            values = listed(profile.get(term))
            kept = values[: max(0, self._targets)]
            self._targets -= len(kept)
            entries = list(read_mentions(self._look, {term: kept}, term))
            # Entries of one framework stand together, in the order in which the frameworks come first.
            order: dict[str, int] = {}
            for place, entry in enumerate(entries):
                order.setdefault(framework_of(entry), place)
            entries.sort(key=lambda entry: order[framework_of(entry)])
            if entries or len(values) > len(kept):
                groups.append(Asked(term, tuple(entries), len(values) - len(kept)))
        return tuple(groups)


def _is_direct(requirement: Requirement) -> bool:
    """Whether the property leads straight to something else, without a profile between."""
    return len(requirement.targets) == 1 and requirement.targets[0].term == requirement.term


def _is_shared(source: Source) -> bool:
    return bool(source.distance and source.manifest)


def _shown(profile: Mapping[str, Any]) -> frozenset[str]:
    """The properties that have words of their own. A number that is none stays as it was written."""
    return _COVERED | {term for term in _NUMBERS if number_of(profile.get(term)) is not None}


def _wordings(look: Look, profile: Mapping[str, Any], term: str) -> Iterator[tuple[Text, ...]]:
    for value in read_values(look, term, profile.get(term))[0]:
        if isinstance(value, Words):
            yield value.texts
        elif (text := getattr(value, "value", None)) is not None:
            yield (Text("", str(text)),)


def _references(look: Look, profile: Mapping[str, Any], term: str) -> tuple[Reference, ...]:
    entries = read_mentions(look, profile, term)
    return tuple(entry.reference for entry in entries if entry.reference is not None)


def _territories(look: Look, profile: Mapping[str, Any]) -> Iterator[Territory]:
    for term in _AREAS:
        for area in listed(profile.get(term)):
            if not is_described(area):
                yield Territory(term, more=read_statements(look, {term: area}))
                continue
            is_global = area.get("ceterms:globalJurisdiction") is True
            named = {"@type", "ceterms:description"} | (
                {"ceterms:globalJurisdiction"} if is_global else set()
            )
            if all(_is_plain(area, place) for place in _PLACES):
                named |= set(_PLACES)
            yield Territory(
                term,
                is_global,
                tuple(_place_names(area, _PLACES[0])),
                tuple(_place_names(area, _PLACES[1])),
                texts_of(area.get("ceterms:description")),
                read_statements(look, area, without=named),
            )


_PLACE_NAMES = (
    "ceterms:name",
    "ceterms:addressLocality",
    "ceterms:subRegion",
    "ceterms:addressRegion",
    "ceterms:addressCountry",
)


def _place_names(area: Mapping[str, Any], term: str) -> Iterator[tuple[Text, ...]]:
    for place in embedded_of(area, term):
        for name in _PLACE_NAMES:
            texts = texts_of(place.get(name))
            if texts:
                yield texts
                break


def _is_plain(area: Mapping[str, Any], term: str) -> bool:
    """Whether all places have a name and nothing else."""
    return all(
        isinstance(place, Mapping) and sum(name != "@type" for name in place) == 1
        and any(name in place for name in _PLACE_NAMES)
        for place in listed(area.get(term))
    )  # fmt: skip
