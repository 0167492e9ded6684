"""Transfer value: what something counts for elsewhere, and what counts toward something.

Source: ``ctdl-vocabulary.md`` section 9.5. From the usage notes: all of ``transferValueFrom`` together is worth
``transferValue`` toward ``transferValueFor``; alternatives are separate profiles. Our reading: several values are
the same worth in several units, and a resource that names a profile (``providesTransferValueFor``,
``receivesTransferValueFrom``) belongs to it only where the profile names nothing on that side itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    key_of,
    keys_of,
    names_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.amounts import Amount, amounts_of
from opencredreg.meaning.concepts import Concept, concepts_of
from opencredreg.meaning.graph import LinkedResources, find_by_key
from opencredreg.meaning.periods import Period, period_of

__all__ = ["Transfer", "TransferProfile", "Transfers", "counts_for", "counts_toward", "read_transfer_profile"]

Validity = Literal["valid", "not yet", "ended"]

_FROM, _FOR = "ceterms:transferValueFrom", "ceterms:transferValueFor"
_PROVIDES, _RECEIVES = "ceterms:providesTransferValueFor", "ceterms:receivesTransferValueFrom"
_PROFILE = "ceterms:TransferValueProfile"
_OWNERS = ("ceterms:ownedBy", "ceterms:offeredBy")
_MAX_PROFILES = 1_000


class TransferProfile(msgspec.Struct, frozen=True):
    """One profile: holding all of ``origins`` is worth ``values``, applicable toward all of ``targets``.

    ``origins_claimed`` and ``targets_claimed`` say that the profile is silent on that side, and that it was the
    resources that named the profile.
    """

    uri: str
    names: tuple[Text, ...] = ()
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    values: tuple[Amount, ...] = ()
    applicability: tuple[Concept, ...] = ()
    period: Period = Period()
    owners: tuple[str, ...] = ()
    origins_claimed: bool = False
    targets_claimed: bool = False

    def validity(self, on: date) -> Validity:
        """Whether the profile holds on a day; both ends are included and may be open."""
        if self.period.start is not None and on < self.period.start:
            return "not yet"
        return "ended" if self.period.end is not None and on > self.period.end else "valid"


class Transfer(msgspec.Struct, frozen=True):
    """What a profile gives to somebody.

    ``missing`` are the origins that somebody lacks: nothing is given until all are held. ``at`` are the asked-for
    organizations that own or offer a target of the profile, or that own a profile without targets.
    """

    profile: TransferProfile
    validity: Validity
    missing: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class Transfers(msgspec.Struct, frozen=True):
    """Found transfers: valid and complete ones first, else in the order found."""

    transfers: tuple[Transfer, ...]
    is_truncated: bool = False


def read_transfer_profile(
    node: Node, claimed_origins: Iterable[str] = (), claimed_targets: Iterable[str] = ()
) -> TransferProfile:
    """A transfer value profile as published, with who names it where it is silent itself."""
    origins, targets = references_of(node, _FROM), references_of(node, _FOR)
    claiming, claimed = tuple(claimed_origins), tuple(claimed_targets)
    return TransferProfile(
        uri=reference_of(node),
        names=names_of(node),
        origins=origins or claiming,
        targets=targets or claimed,
        values=amounts_of(node, "ceterms:transferValue"),
        applicability=concepts_of(node, "ceterms:applicability"),
        period=period_of(node),
        owners=references_of(node, "ceterms:ownedBy"),
        origins_claimed=not origins and bool(claiming),
        targets_claimed=not targets and bool(claimed),
    )


def counts_for(
    held: Sequence[str], resources: LinkedResources, *, on: date, at: Sequence[str] = ()
) -> Transfers:
    """What the held things are worth elsewhere.

    Args:
        held: URIs of credentials, courses, assessments, competencies, jobs.
        resources: Where profiles are found.
        on: The day for which validity is stated. Profiles that are not valid then are listed too, and say so.
        at: Organizations; if any are named, only transfers to these are listed.
    """
    profiles, is_truncated = _profiles(held, _FROM, _PROVIDES, resources)
    wanted = set(keys_of(at))
    places = _places(profiles, resources) if wanted else {}
    owned = set(keys_of(held))
    found = [
        Transfer(
            profile,
            profile.validity(on),
            _lacking(profile, owned),
            tuple(place for place in places.get(profile.uri, ()) if key_of(place) in wanted),
        )
        for profile in profiles
    ]
    return Transfers(_sorted(each for each in found if each.at or not wanted), is_truncated)


def counts_toward(
    target: str, resources: LinkedResources, *, on: date, held: Sequence[str] = ()
) -> Transfers:
    """What counts toward something; ``missing`` is what somebody who has ``held`` lacks."""
    profiles, is_truncated = _profiles([target], _FOR, _RECEIVES, resources)
    owned = set(keys_of(held))
    return Transfers(
        _sorted(Transfer(profile, profile.validity(on), _lacking(profile, owned)) for profile in profiles),
        is_truncated,
    )


def _profiles(
    uris: Sequence[str], on_profile: str, on_resource: str, resources: LinkedResources
) -> tuple[list[TransferProfile], bool]:
    """The profiles that name some of the URIs on one side, or that those name."""
    nodes = find_by_key(resources, uris)
    named = [
        (uri, profile) for uri in uris for profile in references_of(nodes.get(key_of(uri), {}), on_resource)
    ]
    found = {
        key_of(reference_of(node)): node
        for pointing in resources.find_pointing(list(uris), [on_profile]).values()
        for node in pointing
        if type_of(node) == _PROFILE
    }
    missing = [profile for _, profile in named if key_of(profile) not in found]
    found.update(
        (key, node) for key, node in find_by_key(resources, missing).items() if type_of(node) == _PROFILE
    )
    is_truncated = len(found) > _MAX_PROFILES
    kept = dict(list(found.items())[:_MAX_PROFILES])
    claims = _claims(kept, resources)
    made = []
    for key, node in kept.items():
        origins, targets = claims.get(key, ([], []))
        profile = read_transfer_profile(node, origins, targets)
        side = profile.origins if on_profile == _FROM else profile.targets
        if not set(keys_of(side)).isdisjoint(keys_of(uris)):
            made.append(profile)
    return made, is_truncated


def _claims(profiles: dict[str, Node], resources: LinkedResources) -> dict[str, tuple[list[str], list[str]]]:
    """Who names the profiles that are silent on a side: origins and targets by key of the profile."""
    silent = [
        reference_of(node)
        for node in profiles.values()
        if not references_of(node, _FROM) or not references_of(node, _FOR)
    ]
    claims: dict[str, tuple[list[str], list[str]]] = {}
    for term, side in ((_PROVIDES, 0), (_RECEIVES, 1)) if silent else ():
        for uri, pointing in resources.find_pointing(silent, [term]).items():
            named = claims.setdefault(key_of(uri), ([], []))
            named[side].extend(reference_of(node) for node in pointing)
    return claims


def _places(profiles: Sequence[TransferProfile], resources: LinkedResources) -> dict[str, tuple[str, ...]]:
    """By profile: who owns or offers its targets, or who owns it where it has none."""
    nodes = find_by_key(resources, {uri for profile in profiles for uri in profile.targets})
    return {
        profile.uri: tuple(
            dict.fromkeys(
                owner
                for uri in profile.targets
                for owner in references_of(nodes.get(key_of(uri), {}), *_OWNERS)
            )
        )
        or (() if profile.targets else profile.owners)
        for profile in profiles
    }


def _lacking(profile: TransferProfile, owned: set[str]) -> tuple[str, ...]:
    return tuple(uri for uri in profile.origins if key_of(uri) not in owned)


def _sorted(transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    found: Iterator[Transfer] = iter(transfers)
    return tuple(sorted(found, key=lambda each: (each.validity != "valid", len(each.missing))))
