"""What somebody learns or shows: the competencies that a credential, course or assessment names, by framework.

Competencies that the registry holds stand below what is above them in their framework; those that are only named, or
only written out, follow.

Source: ``ctdl-vocabulary.md`` sections 6.7, 9.6 and 9.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from opencredreg.finder.index import Entry, Index, Link
from opencredreg.finder.outline import cut_to, first_parents
from opencredreg.finder.place import Surroundings, ancestors_of
from opencredreg.finder.references import Reference
from opencredreg.finder.resources import Held
from opencredreg.finder.stated import Stated, framework_names, framework_of, read_stated
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.tree import Line, to_lines
from opencredreg.finder.whole import order_members
from opencredreg.jsonld.values import Text, embedded_of, is_address, key_of, listed, reference_of

__all__ = ["FrameworkGroup", "Learned", "Role", "read_learned"]

_CLASSES: Final = ("ceterms:Credential", "ceterms:LearningOpportunityProfile", "ceterms:AssessmentProfile")
_DIRECT: Final = ("ceterms:teaches", "ceterms:assesses")
_TARGET: Final = "ceterms:targetCompetency"
_ALTERNATIVE: Final = "ceterms:alternativeCondition"
_MOST: Final = 300
_DEEPEST: Final = 8


class FrameworkGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Competencies of one framework: ``lines`` as a tree; ``remarks`` are what is said of some of them besides.

    ``stated`` are those that the registry does not hold. Without a framework both of its members are empty.
    """

    framework: Reference | None = None
    names: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    remarks: tuple[Stated, ...] = ()
    stated: tuple[Stated, ...] = ()


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What a resource has to do with competencies: the property, and how many there are."""

    term: str
    count: int
    groups: tuple[FrameworkGroup, ...]
    left_out: int = 0


class Learned(msgspec.Struct, frozen=True):
    """The competencies of a resource by what it has to do with them."""

    roles: tuple[Role, ...]


def read_learned(subject: Subject) -> Learned | None:
    """The competencies of a credential, learning opportunity or assessment; ``None`` without any."""
    if not subject.is_a(*_CLASSES):
        return None
    named = {term: found for term, found in _named(subject.value) if found}
    look = subject.look
    shown = {term: found[:_MOST] for term, found in named.items()}
    uris = [uri for found in shown.values() for one in found if is_address(uri := reference_of(one))]
    if not named:
        return None
    held = {one.key: one for one in look.resources.find_held(uris).values()}
    look.book.learn(uris)
    look.book.collect(*shown.values())
    index = Index(look)
    around = ancestors_of(index, [one.id for one in held.values()])
    reader = _Reader(look, index, held, around)
    return Learned(
        tuple(
            Role(
                term=term,
                count=len(found),
                groups=reader.groups(shown[term]),
                left_out=len(found) - len(shown[term]),
            )
            for term, found in named.items()
        )
    )


def _named(value: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """By property, all values that name competencies: directly, or inside of conditions at any depth."""
    for term in (*_DIRECT, _TARGET):
        yield term, listed(value.get(term))
    for term in value:
        if term[:1] != "@" and term not in _DIRECT:
            yield (
                term,
                _distinct(one for entry in embedded_of(value, term) for one in _of_condition(entry, 0)),
            )


def _of_condition(condition: Mapping[str, Any], depth: int) -> Iterator[Any]:
    yield from listed(condition.get(_TARGET))
    if depth < _DEEPEST:
        for inner in embedded_of(condition, _ALTERNATIVE):
            yield from _of_condition(inner, depth + 1)


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


class _Reader:
    """Groups the competencies of one role."""

    def __init__(self, look: Look, index: Index, held: Mapping[str, Held], around: Surroundings) -> None:
        self._look = look
        self._held = held
        self._around = around
        above = {one for found in around.above.values() for one in found}
        wholes = {one for found in around.wholes.values() for one in found}
        entries = index.entries({*(one.id for one in held.values()), *above, *wholes})
        self._entries = {number: entry for number, entry in entries.items() if entry.is_here}
        members = {number: self._entries[number] for number in self._entries if number not in wholes}
        links = [
            Link(child, "ceasn:isChildOf", parent)
            for child, found in around.above.items()
            for parent in found
        ]
        self._members: dict[str, Entry] = {entry.key: entry for entry in members.values()}
        self._order = order_members(look, index, members, links, {})
        self._parents = first_parents(self._order)
        look.book.learn(entry.key for entry in self._entries.values())

    def groups(self, values: Sequence[Any]) -> tuple[FrameworkGroup, ...]:
        """The values of a role by framework, those without one at the end."""
        kept: dict[str, list[Any]] = {}
        for value in values:
            kept.setdefault(self._framework(value), []).append(value)
        return tuple(self._group(key, kept[key]) for key in sorted(kept, key=lambda key: not key))

    def _framework(self, value: Any) -> str:
        """The key of the framework of a value, or the name of one that has none."""
        own = self._held.get(key_of(reference_of(value)))
        if own is not None:
            at = own.key
            while self._parents.get(at):
                at = self._parents[at]
            top = self._members[at].id if at in self._members else own.id
            found = self._around.wholes.get(top) or self._around.wholes.get(own.id, ())
            known = [self._entries[one].key for one in found if one in self._entries]
            if known:
                return known[0]
        address = framework_of(value)
        return key_of(address) if address else next((text.text for text in framework_names(value)), "")

    def _group(self, framework: str, values: Sequence[Any]) -> FrameworkGroup:
        keys = {key_of(reference_of(value)) for value in values} & self._members.keys() & self._held.keys()
        parents = {key: parent for key, parent in self._parents.items() if parent}
        knots = cut_to(self._order, [key for key in self._parents if key in keys], parents)
        frame = self._look.book.to(framework) if is_address(framework) else None
        own = frame.names if frame else ()
        names = tuple(dict.fromkeys((*own, *(text for one in values for text in framework_names(one)))))
        titles = {text.text for text in names}
        stated = [read_stated(self._look, value, frame, titles) for value in values]
        here = [one for one in stated if one.reference is not None and one.reference.key in keys]
        return FrameworkGroup(
            framework=frame,
            names=names,
            lines=to_lines(self._look, self._members, knots, frozenset(keys)),
            remarks=tuple(one for one in here if one.says_more),
            stated=tuple(one for one in stated if one.reference is None or one.reference.key not in keys),
        )
