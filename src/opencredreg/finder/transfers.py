"""What a resource counts for elsewhere, and what counts toward it: transfer value with its terms.

Advanced standing without an amount is one of the connections of a resource. Source: ``ctdl-vocabulary.md`` sections
6.10 and 9.5.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from opencredreg.finder.references import Reference
from opencredreg.finder.subject import Look, Subject
from opencredreg.meaning.amounts import Amount
from opencredreg.meaning.concepts import Concept
from opencredreg.meaning.head_starts import Passage, find_passages
from opencredreg.meaning.periods import Period
from opencredreg.meaning.transfer import (
    Transfer,
    TransferProfile,
    Validity,
    counts_for,
    counts_toward,
    read_transfer_profile,
)

__all__ = ["Agreement", "PassageLine", "TransferView", "find_transfers"]

MOST = 10
"""So many agreements in each direction are shown; a search finds the rest."""

_MOST_ENDS = 50
_PROFILE = "ceterms:TransferValueProfile"
_NEVER = ("ceterms:Agent", "ceterms:Organization")


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer value profile: all of ``origins`` together is worth ``values`` toward ``targets``.

    ``with_it`` are the origins besides the resource itself.
    """

    reference: Reference
    validity: Validity
    origins: tuple[Reference, ...] = ()
    with_it: tuple[Reference, ...] = ()
    targets: tuple[Reference, ...] = ()
    more_ends: int = 0
    values: tuple[Amount, ...] = ()
    applicability: tuple[Concept, ...] = ()
    period: Period = Period()
    owners: tuple[Reference, ...] = ()


class PassageLine(msgspec.Struct, frozen=True, kw_only=True):
    """A way through courses that are agreed to be equivalent."""

    intermediary: Reference
    target: Reference
    is_equivalent: bool
    values: tuple[Amount, ...]
    validity: Validity


class TransferView(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about transfer. ``itself`` is set on the page of a profile."""

    itself: Agreement | None = None
    counts_for: tuple[Agreement, ...] = ()
    counts_for_total: int = 0
    counts_toward: tuple[Agreement, ...] = ()
    counts_toward_total: int = 0
    passages: tuple[PassageLine, ...] = ()
    passages_total: int = 0


def find_transfers(subject: Subject) -> TransferView | None:
    """Transfer from a resource and toward it; ``None`` when there is none."""
    if subject.is_a(*_NEVER):
        return None
    look, me = subject.look, subject.held.uri
    itself = read_transfer_profile(subject.value) if subject.is_a(_PROFILE) else None
    given = counts_for([me], look.resources, on=look.today).transfers if itself is None else ()
    taken = counts_toward(me, look.resources, on=look.today).transfers if itself is None else ()
    through = find_passages([me], look.resources, on=look.today).passages if given else ()
    if not (given or taken or itself):
        return None
    _learn(look, [one.profile for one in (*given[:MOST], *taken[:MOST])], itself, through[:MOST])
    return TransferView(
        itself=_agreement(subject, itself, itself.validity(look.today)) if itself else None,
        counts_for=_agreements(subject, given),
        counts_for_total=len(given),
        counts_toward=_agreements(subject, taken),
        counts_toward_total=len(taken),
        passages=tuple(_passage(look, one) for one in through[:MOST]),
        passages_total=len(through),
    )


def _learn(
    look: Look,
    profiles: list[TransferProfile],
    itself: TransferProfile | None,
    passages: Iterable[Passage],
) -> None:
    told = [*profiles, itself] if itself else profiles
    look.book.learn(
        [
            *(
                uri
                for one in told
                for uri in (one.uri, *one.origins[:_MOST_ENDS], *one.targets[:_MOST_ENDS], *one.owners)
            ),
            *(uri for one in passages for uri in (one.intermediary, one.target)),
        ]
    )


def _agreements(subject: Subject, transfers: Iterable[Transfer]) -> tuple[Agreement, ...]:
    return tuple(_agreement(subject, one.profile, one.validity) for one in list(transfers)[:MOST])


def _agreement(subject: Subject, profile: TransferProfile, validity: Validity) -> Agreement:
    book = subject.look.book
    origins = tuple(book.to(uri) for uri in profile.origins[:_MOST_ENDS])
    return Agreement(
        reference=book.to(profile.uri),
        validity=validity,
        origins=origins,
        with_it=tuple(one for one in origins if one.key != subject.held.key),
        targets=tuple(book.to(uri) for uri in profile.targets[:_MOST_ENDS]),
        more_ends=sum(max(0, len(ends) - _MOST_ENDS) for ends in (profile.origins, profile.targets)),
        values=profile.values,
        applicability=profile.applicability,
        period=profile.period,
        owners=tuple(book.to(uri) for uri in profile.owners),
    )


def _passage(look: Look, passage: Passage) -> PassageLine:
    return PassageLine(
        intermediary=look.book.to(passage.intermediary),
        target=look.book.to(passage.target),
        is_equivalent=passage.relation == "equivalent",
        values=passage.values,
        validity=passage.validity,
    )
