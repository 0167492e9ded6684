"""The world of one demonstration: who publishes what about which subject, and what everything is called.

Nothing here is stored per resource. Owners, subjects and names are computed from indexes, so a document can
speak of any other resource, published before it or after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from opencredreg.demo.awards import AWARDED_BY, Award
from opencredreg.demo.dice import Names, mix
from opencredreg.demo.phrases import Phrase
from opencredreg.demo.plan import Kind, Plan, build_plan
from opencredreg.demo.roster import Organization, build_roster
from opencredreg.demo.specialties import TAUGHT_FIELDS, WHEEL, OrganizationKind
from opencredreg.demo.subjects import FIELDS, Field
from opencredreg.demo.voice import Subject, Voice, say, subject_of, title

__all__ = ["Bundle", "World"]

_K = OrganizationKind

_PLACES: Mapping[OrganizationKind, tuple[int, ...]] = {
    kind: tuple(at for at, other in enumerate(WHEEL) if other is kind) for kind in WHEEL
}


class Bundle(msgspec.Struct, frozen=True):
    """One owner's work in one field; ``turn`` counts the bundles of owners of the same kind.

    ``accreditor`` is the organization that accredited the programs of the bundle, if any did.
    """

    index: int
    turn: int
    owner: Organization
    field: Field
    focus: int
    voice: Voice
    accreditor: Organization | None

    @property
    def site(self) -> str:
        """The web address of the owner."""
        return f"https://{self.owner.slug}.example"


class World:
    """All that builders need to know; see the module for the principle."""

    def __init__(self, resources: int, seed: int, base_url: str) -> None:
        self.seed = seed
        self.plan: Plan = build_plan(resources)
        self.names = Names(seed, base_url)
        self.roster = build_roster(self.plan, self.names)
        self.departments: dict[int, list[Organization]] = {}
        for organization in self.roster.everyone:
            if organization.parent >= 0:
                self.departments.setdefault(organization.parent, []).append(organization)
        self.bundle = lru_cache(maxsize=1024)(self._bundle)
        self.voice = lru_cache(maxsize=1024)(self._voice)
        self._all_fields = self._fields_in_order()
        self.catalogue_fields = self._all_fields[: max(3, min(len(FIELDS), self.plan.catalogue // 2))]

    # Organizations and bundles.

    def some(self, kind: OrganizationKind, number: int) -> Organization:
        """One of the organizations of a kind, by a number that wraps around."""
        members = self.roster.by_kind[kind]
        return members[number % len(members)]

    @property
    def agency(self) -> Organization:
        """The state agency."""
        return self.roster.by_kind[_K.AGENCY][0]

    def _voice(self, index: int) -> Voice:
        return Voice(self.roster.everyone[index])

    def _bundle(self, index: int) -> Bundle:
        round_, place = divmod(index, len(WHEEL))
        kind = WHEEL[place]
        turn = round_ * len(_PLACES[kind]) + _PLACES[kind].index(place)
        owner = self.some(kind, turn)
        keys = TAUGHT_FIELDS.get(kind)
        key = owner.field or (keys[turn % len(keys)] if keys else "heritage")
        accredited = kind not in {_K.ACCREDITOR, _K.BOARD, _K.SCHOOL} and index % 3 != 2
        return Bundle(
            index=index,
            turn=turn,
            owner=owner,
            field=FIELDS[key],
            focus=mix(index, 5) % 6,
            voice=self.voice(owner.index),
            accreditor=self.some(_K.ACCREDITOR, index // 3) if accredited else None,
        )

    def accredited_bundles(self, accreditor: Organization) -> list[int]:
        """The bundles whose programs this organization accredits."""
        count = len(self.roster.by_kind[_K.ACCREDITOR])
        candidates = range(accreditor.rank * 3, self.plan.bundles, count * 3)
        return [
            bundle
            for first in candidates
            for bundle in range(first, min(first + 3, self.plan.bundles))
            if self.bundle(bundle).accreditor is accreditor
        ]

    def bundles_of(self, owner: Organization) -> list[int]:
        """The bundles that an organization owns, in order."""
        if owner.kind not in _PLACES:
            return []
        turns = range(owner.rank, self.turns(owner.kind), len(self.roster.by_kind[owner.kind]))
        return [self.bundle_at(owner.kind, turn) for turn in turns]

    def turns(self, kind: OrganizationKind) -> int:
        """How many bundles the organizations of a kind own together."""
        rounds, rest = divmod(self.plan.bundles, len(WHEEL))
        return rounds * len(_PLACES[kind]) + sum(place < rest for place in _PLACES[kind])

    def bundle_at(self, kind: OrganizationKind, turn: int) -> int:
        """The bundle of the ``turn``-th turn of a kind of owner."""
        round_, at = divmod(turn, len(_PLACES[kind]))
        return round_ * len(WHEEL) + _PLACES[kind][at]

    def partner(self, bundle: Bundle) -> int | None:
        """The bundle at the other end of transfer: a university for a college, a college for a university."""
        other = {_K.COLLEGE: _K.UNIVERSITY, _K.UNIVERSITY: _K.COLLEGE}.get(bundle.owner.kind)
        if other is None or bundle.turn >= self.turns(other):
            return None
        return self.bundle_at(other, bundle.turn)

    # Members of bundles.

    def home(self, kind: Kind, index: int) -> Bundle:
        """The bundle that a unit belongs to."""
        return self.bundle(self.plan.bundle_of(kind, index))

    def position(self, kind: Kind, index: int) -> int:
        """The place of a unit among those of its kind in its bundle."""
        return index - self.plan.members(kind, self.plan.bundle_of(kind, index)).start

    def match(self, kind: Kind, bundle: int, position: int) -> int | None:
        """The index of a unit of this kind in a bundle, by a position that wraps around."""
        members = self.plan.members(kind, bundle)
        return members[position % len(members)] if members else None

    def uri(self, kind: Kind, index: int, part: int = 0) -> str:
        """The URI of a unit or of one of its members."""
        if kind is Kind.ORGANIZATION:
            return self.names.resource(self.roster.everyone[index].ctid)
        return self.names.uri(kind, index, part)

    def uris(self, kind: Kind, bundle: int) -> list[str]:
        """The URIs of all units of a kind in a bundle."""
        return [self.names.uri(kind, index) for index in self.plan.members(kind, bundle)]

    # Subjects and names.

    def subject(self, kind: Kind, index: int) -> Subject:
        """What a unit of a bundle is about."""
        bundle = self.home(kind, index)
        position = self.position(kind, index)
        return subject_of(
            bundle.field.key, bundle.focus + position, mix(bundle.index, position, len(kind)) % 8
        )

    def award(self, index: int) -> Award:
        """The class of a credential."""
        bundle = self.home(Kind.CREDENTIAL, index)
        awards = AWARDED_BY[bundle.owner.kind]
        return awards[(bundle.turn * 4 + self.position(Kind.CREDENTIAL, index)) % len(awards)]

    def credential_name(self, index: int) -> Phrase:
        """What a credential is called."""
        subject, award = self.subject(Kind.CREDENTIAL, index), self.award(index)
        words = subject.words
        return title(
            (
                award.name[0].format_map(words[0]),
                award.name[1].format_map(words[1]),
                award.name[2].format_map(words[2]),
            )
        )

    def name(self, kind: Kind, index: int) -> Phrase:
        """What an assessment, a course, a program or another learning opportunity is called."""
        key = f"{kind}.name.{self.style(kind, index)}"
        return title(say(key, mix(index, 3), self.subject(kind, index)))

    def style(self, kind: Kind, index: int) -> int:
        """Which pattern of names a unit follows; for courses also how advanced it is."""
        bundle = self.plan.bundle_of(kind, index)
        styles = 5 if kind is Kind.COURSE else 3 if kind is Kind.PROGRAM else 4
        return (self.position(kind, index) + bundle) % styles

    # The skills catalogue and the frameworks of bundles.

    def _fields_in_order(self) -> tuple[str, ...]:
        # Fields of the first bundles come first, so that a small catalogue covers what is taught.
        first = [self.bundle(index).field.key for index in range(min(40, self.plan.bundles))]
        return tuple(dict.fromkeys([*first, *FIELDS]))

    def catalogue_place(self, field: Field) -> int | None:
        """The number of the competency that heads a field in the skills catalogue, if it has one."""
        try:
            return self.catalogue_fields.index(field.key)
        except ValueError:
            return None

    def framework_of(self, bundle: int) -> int | None:
        """The framework that belongs to a bundle, if one does."""
        members = self.plan.members(Kind.FRAMEWORK, bundle)
        return members[0] if members else None

    # Occupations.

    def occupation_subject(self, index: int) -> Subject:
        """The field, speciality and topic of an occupation."""
        at, key = divmod(index, len(self._all_fields))
        # First the three general occupations of each field, then their two specialities.
        focus = at % 3 + (3 if at // 3 == 1 else 0)
        return subject_of(self._all_fields[key], focus, index)

    def general_occupation(self, subject: Subject) -> int | None:
        """The occupation of a subject, if the demonstration describes it."""
        index = self._all_fields.index(subject.field.key) + len(self._all_fields) * (subject.focus % 3)
        return index if index < self.plan.count(Kind.OCCUPATION) else None

    @property
    def general_occupations(self) -> int:
        """How many general occupations there can be; those after them are specialities."""
        return len(self._all_fields) * 3
