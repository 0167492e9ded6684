"""What a collection gathers, and where the concepts of a scheme are used.

Parameter of the page: ``from``, how many members of a collection are passed over.

Source: ``ctdl-vocabulary.md`` sections 4.10 and 6.12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from opencredreg.finder.index import Index
from opencredreg.finder.references import Reference
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Statement, Value, read_statements, read_values
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.whole import read_whole
from opencredreg.finder.written import written_out
from opencredreg.jsonld.values import is_address, key_of, listed, reference_of, references_of, texts_of

__all__ = ["Gathered", "Gathering", "Use", "UsedConcept", "Uses", "read_gathering", "read_uses"]

_HAS: Final = "ceterms:hasMember"
_IS: Final = "ceterms:isMemberOf"
_PROXY: Final = "ceterms:proxyFor"
_CONDITION: Final = "ceterms:membershipCondition"
_STEP: Final = 50
_MOST_CONCEPTS: Final = 200


class Gathered(msgspec.Struct, frozen=True):
    """One member. ``more`` is what the collection says of its membership."""

    reference: Reference
    more: tuple[Statement, ...] = ()


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """The members of a collection.

    ``classes`` counts those that the registry holds by class, the most first. ``in_tree`` are competencies, which the
    tree shows; ``members`` are others, of which ``first`` were passed over and ``left`` follow.
    """

    total: int
    classes: tuple[tuple[str, int], ...]
    members: tuple[Gathered, ...]
    in_tree: int = 0
    first: int = 0
    left: int = 0
    step: int = _STEP
    conditions: tuple[Value, ...] = ()
    written: tuple[Value, ...] = ()


class Use(msgspec.Struct, frozen=True):
    """By which property a concept is used, and how often."""

    term: str
    count: int


class UsedConcept(msgspec.Struct, frozen=True):
    """A concept that something refers to."""

    reference: Reference
    uses: tuple[Use, ...]

    @property
    def total(self) -> int:
        """How often it is used in all."""
        return sum(use.count for use in self.uses)


class Uses(msgspec.Struct, frozen=True):
    """The concepts of a scheme that are used, the most used first; ``unused`` are the others that were looked at."""

    concepts: tuple[UsedConcept, ...]
    unused: int


def read_gathering(subject: Subject) -> Gathering | None:
    """The members of a collection; ``None`` for other things."""
    if not subject.is_a("ceterms:Collection"):
        return None
    look = subject.look
    uris = {key_of(uri): uri for uri in references_of(subject.value, _HAS)}
    index = Index(look)
    claiming = {link.source for link in index.links_to([subject.held.id], [_IS])}
    entries = index.entries(claiming | set(index.ids_of(uris).values()))
    for entry in entries.values():
        if entry.id in claiming:
            uris.setdefault(entry.key, entry.key)
    classes = {entry.key: entry.cls for entry in entries.values() if entry.is_here}
    proxies = _proxied(index, {entry.id: entry.key for entry in entries.values()})
    in_tree = [key for key, cls in classes.items() if cls and look.vocabulary.is_a(cls, "ceasn:Competency")]
    rest = [uri for key, uri in uris.items() if key not in set(in_tree)]
    first = _number(subject.parameters.get("from", ""), len(rest))
    shown = rest[first : first + _STEP]
    conditions, _ = read_values(look, _CONDITION, subject.value.get(_CONDITION))
    if not uris and not conditions and not subject.value.get(_HAS):
        return None
    counted = Counter(proxies.get(key, cls) for key, cls in classes.items())
    return Gathering(
        total=len(uris),
        classes=tuple((cls, count) for cls, count in counted.most_common() if cls),
        members=_gathered(look, shown),
        in_tree=len(in_tree),
        first=first,
        left=len(rest) - first - len(shown),
        conditions=conditions,
        written=written_out(subject, [_HAS]),
    )


def read_uses(subject: Subject) -> Uses | None:
    """Which concepts of a scheme other resources use; ``None`` for other things and where none is used."""
    if not subject.is_a("skos:ConceptScheme"):
        return None
    whole = read_whole(subject.look, subject.held)
    ids = {entry.id: key for key, entry in list(whole.members.items())[:_MOST_CONCEPTS]}
    found: dict[str, Counter[str]] = {}
    for number, term, count in Index(subject.look).uses(ids):
        found.setdefault(ids[number], Counter())[term] += count
    if not found:
        return None
    subject.look.book.learn(found)
    concepts = [
        UsedConcept(subject.look.book.to(key), tuple(Use(term, count) for term, count in uses.most_common()))
        for key, uses in found.items()
    ]
    concepts.sort(key=lambda one: (-one.total, one.reference.key))
    return Uses(tuple(concepts), len(ids) - len(concepts))


def _proxied(index: Index, keys: Mapping[int, str]) -> dict[str, str]:
    """By key of a membership, the class of the thing that is the member."""
    links = index.links_from(keys, [_PROXY])
    entries = index.entries({link.target for link in links})
    return {keys[link.source]: entries[link.target].cls for link in links if link.target in entries}


def _gathered(look: Look, uris: list[str]) -> tuple[Gathered, ...]:
    look.book.learn(uri for uri in uris if is_address(uri))
    held = look.resources.find_held(uris)
    look.book.collect(*(one.value for one in held.values() if _PROXY in one.value))
    return tuple(_one(look, uri, held.get(uri)) for uri in uris)


def _one(look: Look, uri: str, held: Held | None) -> Gathered:
    target = reference_of(next(iter(listed(held.value.get(_PROXY))), "")) if held is not None else ""
    if held is None or not is_address(target):
        return Gathered(look.book.to(uri))
    reference = look.book.to(target)
    without = {_PROXY, "ceterms:ctid"}
    if {text.text for text in texts_of(held.value.get("ceterms:name"))} <= {
        text.text for text in reference.names
    }:
        without.add("ceterms:name")
    return Gathered(reference, read_statements(look, held.value, without=without, depth=1))


def _number(text: str, most: int) -> int:
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return wanted if wanted < most else 0
