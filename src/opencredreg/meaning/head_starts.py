"""Transfer without a profile of its own: through intermediaries, and as advanced standing.

Source: ``ctdl-vocabulary.md`` section 9.5. A ``TransferIntermediary`` groups profiles whose courses are agreed to be
equivalent. Our reading: what stands in ``transferValueFrom`` of one profile of the group is equivalent to what
stands there in another one, and leads toward what stands in ``transferValueFor`` of any profile of the group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Literal

import msgspec

from opencredreg.jsonld.values import (
    Node,
    Text,
    embedded_of,
    is_described,
    key_of,
    keys_of,
    listed,
    names_of,
    reference_of,
    references_of,
    type_of,
)
from opencredreg.meaning.amounts import Amount
from opencredreg.meaning.graph import LinkedResources, find_by_key
from opencredreg.meaning.transfer import TransferProfile, Validity, read_transfer_profile

__all__ = ["HeadStart", "HeadStarts", "Passage", "Passages", "find_head_starts", "find_passages"]

_INTERMEDIARY = "ceterms:TransferIntermediary"
_INTERMEDIARY_FOR = "ceterms:intermediaryFor"
_FROM, _FOR = "ceterms:transferValueFrom", "ceterms:transferValueFor"
_IS_FOR, _IS_FROM = "ceterms:isAdvancedStandingFor", "ceterms:advancedStandingFrom"
_TARGETS = (
    "ceterms:targetCredential",
    "ceterms:targetAssessment",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetCompetency",
)
_MAX_PASSAGES = 1_000
_MAX_ALTERNATIVES = 8
_MAX_MEMBERS = 200


class Passage(msgspec.Struct, frozen=True):
    """From all of ``origins`` through an intermediary to ``target``.

    ``entry`` is the profile that leads in. ``exit`` is the one that leads out; ``relation`` says whether the target
    is a further course of the group (``equivalent``) or what a profile of the group counts for (``counts for``).
    """

    origins: tuple[str, ...]
    intermediary: str
    intermediary_names: tuple[Text, ...]
    target: str
    relation: Literal["equivalent", "counts for"]
    entry: str
    exit: str
    values: tuple[Amount, ...]
    validity: Validity


class Passages(msgspec.Struct, frozen=True):
    """The passages found."""

    passages: tuple[Passage, ...]
    is_truncated: bool = False


class HeadStart(msgspec.Struct, frozen=True):
    """Something gives advanced standing toward something else, by no stated amount.

    ``stated_by`` is the side that says so; a statement of the receiving side is the stronger one.
    """

    origin: str
    target: str
    stated_by: Literal["origin", "target"]
    names: tuple[Text, ...] = ()


class HeadStarts(msgspec.Struct, frozen=True):
    """The head starts from a resource and toward it."""

    from_it: tuple[HeadStart, ...]
    toward_it: tuple[HeadStart, ...]


def find_passages(held: Sequence[str], resources: LinkedResources, *, on: date) -> Passages:
    """Where the held things lead through intermediaries; passages whose origins are all held only.

    The group of an intermediary are the profiles it is for and those that name it as origin or target.
    """
    owned = set(keys_of(held))
    entries = _by_key(resources.find_pointing(list(held), [_FROM]).values())
    uris = [reference_of(node) for node in entries.values()]
    named = [uri for node in entries.values() for uri in references_of(node, _FOR)]
    groups = _by_key(resources.find_pointing(uris, [_INTERMEDIARY_FOR]).values())
    groups.update(
        (key, node) for key, node in find_by_key(resources, named).items() if type_of(node) == _INTERMEDIARY
    )
    ours = [reference_of(node) for node in groups.values()]
    naming = resources.find_pointing(ours, [_FROM, _FOR])
    group_uris = {
        reference_of(node): (
            *references_of(node, _INTERMEDIARY_FOR),
            *(reference_of(profile) for profile in naming.get(reference_of(node), ())),
        )
        for node in groups.values()
    }
    found = find_by_key(resources, {uri for uris in group_uris.values() for uri in uris[:_MAX_MEMBERS]})
    profiles = {key: read_transfer_profile(node) for key, node in {**entries, **found}.items()}
    passages = list(
        islice(
            (
                passage
                for node in groups.values()
                for passage in _through(node, group_uris[reference_of(node)], profiles, owned, on)
            ),
            _MAX_PASSAGES + 1,
        )
    )
    return Passages(
        tuple(dict.fromkeys(passages[:_MAX_PASSAGES])),
        len(passages) > _MAX_PASSAGES or any(len(uris) > _MAX_MEMBERS for uris in group_uris.values()),
    )


def _through(
    group: Node, uris: Sequence[str], profiles: Mapping[str, TransferProfile], owned: set[str], on: date
) -> Iterator[Passage]:
    members = [profiles[key] for key in keys_of(uris)[:_MAX_MEMBERS] if key in profiles]
    for entry in members:
        if entry.origins and owned.issuperset(keys_of(entry.origins)):
            for leave in members:
                for passage in _passages(group, entry, leave, on):
                    if key_of(passage.target) not in owned:
                        yield passage


def find_head_starts(resource: Node, resources: LinkedResources) -> HeadStarts:
    """Statements of advanced standing that this resource or others make."""
    me = reference_of(resource)
    pointing = resources.find_pointing([me], [_IS_FROM]).get(me, ())
    reverse = resources.find_pointing([me], [_IS_FOR]).get(me, ())
    return HeadStarts(
        from_it=(
            *(HeadStart(me, uri, "origin", names) for uri, names in _ends(resource, _IS_FOR)),
            *(HeadStart(me, reference_of(node), "target", names_of(node)) for node in pointing),
        ),
        toward_it=(
            *(HeadStart(uri, me, "target", names) for uri, names in _ends(resource, _IS_FROM)),
            *(HeadStart(reference_of(node), me, "origin", names_of(node)) for node in reverse),
        ),
    )


def _ends(node: Node, term: str) -> list[tuple[str, tuple[Text, ...]]]:
    """What a statement leads to: directly, or as a target of its condition profile and the alternatives in it."""
    found: dict[str, tuple[str, tuple[Text, ...]]] = {}
    level = listed(node.get(term))
    for _ in range(_MAX_ALTERNATIVES):
        inner = []
        for value in level:
            profile = value if is_described(value) else {}
            targets = references_of(profile, *_TARGETS) if profile else ()
            direct = reference_of(value)
            for uri in targets or ((direct,) if direct else ()):
                found.setdefault(key_of(uri), (uri, names_of(profile) if profile else ()))
            inner += embedded_of(profile, "ceterms:alternativeCondition")
        level = inner
    return list(found.values())


def _passages(group: Node, entry: TransferProfile, leave: TransferProfile, on: date) -> list[Passage]:
    ends: list[tuple[str, Literal["equivalent", "counts for"]]] = [
        (uri, "counts for") for uri in leave.targets
    ]
    if leave.uri != entry.uri:
        ends += [(uri, "equivalent") for uri in leave.origins]
    validities: tuple[Validity, ...] = (entry.validity(on), leave.validity(on))
    validity: Validity = next((each for each in validities if each != "valid"), "valid")
    me = key_of(reference_of(group))
    return [
        Passage(
            origins=entry.origins,
            intermediary=reference_of(group),
            intermediary_names=names_of(group),
            target=uri,
            relation=relation,
            entry=entry.uri,
            exit=leave.uri,
            values=leave.values,
            validity=validity,
        )
        for uri, relation in ends
        if key_of(uri) != me
    ]


def _by_key(found: Iterable[Sequence[Node]]) -> dict[str, Node]:
    return {key_of(reference_of(node)): node for nodes in found for node in nodes}
