"""The members of a framework, scheme or model as a tree of which a page shows a part, with a search inside.

Parameters of the page: ``under`` (the member whose branch is shown), ``start`` (how many lines at its top are passed
over) and ``within`` (words that are looked for). With ``against`` the page compares, and the tree is kept short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from opencredreg.finder.index import Entry, Index
from opencredreg.finder.outline import Knot, cut_below, cut_to, first_parents, sizes_below
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Value
from opencredreg.finder.subject import Look, Subject
from opencredreg.finder.whole import HAS_TOP, Whole, read_whole
from opencredreg.finder.written import unshown_uris, written_out
from opencredreg.ids import resource_key
from opencredreg.jsonld.values import Text, first_string, key_of, texts_of
from opencredreg.query.analysis import fold

__all__ = ["Line", "Tree", "read_tree", "to_lines"]

_WHOLES: Final = ("ceasn:CompetencyFramework", "skos:ConceptScheme", "asn:ProgressionModel")
_COLLECTION: Final = "ceterms:Collection"
_MEMBERS: Final = ("ceterms:hasMember",)
_ROOM: Final = 85
_WIDEST: Final = 105
_IN_SHORT: Final = 10
_MATCHES: Final = 50
_TRAIL: Final = 12
_WORDS: Final = 8
_LONGEST: Final = 200
_MISSING: Final = 100
_TEXTS: Final = ("ceasn:competencyText", "skos:definition", "ceasn:description")
_SEARCHED: Final = (
    "ceasn:competencyText", "ceasn:competencyLabel", "ceasn:competencyCategory", "ceasn:codedNotation",
    "ceasn:altCodedNotation", "ceasn:listID", "ceasn:comment", "ceasn:conceptKeyword", "ceasn:name",
    "ceasn:description", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "skos:definition", "skos:note",
    "skos:notation",
)  # fmt: skip


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One member. ``names`` are its label, ``texts`` what it says at length, "" the same thing twice.

    ``hidden`` are the children that the page does not show, ``size`` is how many stand below it at any depth.
    """

    reference: Reference
    names: tuple[Text, ...]
    texts: tuple[Text, ...]
    code: str
    below: tuple[Line, ...] = ()
    hidden: int = 0
    size: int = 0
    is_repeated: bool = False
    is_match: bool = False


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """Part of a tree.

    ``trail`` leads from the top to the branch that is shown. ``start`` lines of it are passed over, ``left`` follow;
    with a search these are matches. ``knots`` counts groups that stand below themselves in the data.
    """

    lines: tuple[Line, ...]
    total: int
    trail: tuple[Line, ...] = ()
    within: str = ""
    words: tuple[str, ...] = ()
    matches: int = 0
    start: int = 0
    left: int = 0
    step: int = _WIDEST
    knots: int = 0
    missing: tuple[Reference, ...] = ()
    more_missing: int = 0
    written: tuple[Value, ...] = ()
    is_truncated: bool = False

    @property
    def branch(self) -> Line | None:
        """The member whose branch is shown; ``None`` at the top."""
        return self.trail[-1] if self.trail else None


def read_tree(subject: Subject) -> Tree | None:
    """The tree of a framework, scheme or model, and that of the competencies of a collection; ``None`` without any."""
    look = subject.look
    if subject.is_a(*_WHOLES):
        whole = read_whole(look, subject.held)
    elif subject.is_a(_COLLECTION):
        whole = _of_competencies(look, read_whole(look, subject.held, _MEMBERS))
    else:
        return None
    also = unshown_uris(subject, HAS_TOP, {*whole.members, *map(key_of, whole.unresolved), subject.held.key})
    whole = msgspec.structs.replace(whole, unresolved=(*whole.unresolved, *also))
    if not whole.members and not whole.unresolved:
        return None
    asked = subject.parameters
    branch = resource_key(asked.get("under", "")) if asked.get("under") else ""
    within = " ".join(asked.get("within", "").split())[:_LONGEST]
    if within:
        return _search(look, whole, within, _start_of(asked))
    width = _IN_SHORT if asked.get("against") else _WIDEST
    tree = _browse(look, whole, branch if branch in whole.members else "", _start_of(asked), width)
    return msgspec.structs.replace(tree, written=written_out(subject, HAS_TOP))


def to_lines(
    look: Look,
    members: Mapping[str, Entry],
    knots: Sequence[Knot],
    matches: frozenset[str] = frozenset(),
    sizes: Mapping[str, int] | None = None,
) -> tuple[Line, ...]:
    """Knots as lines: what they are called is read all at once."""
    ids = {members[key].id for key in _keys(knots) if key in members}
    held = {one.id: one for one in look.resources.load(list(ids))}
    found = {entry.key: held[entry.id] for key in _keys(knots) if (entry := members[key]).id in held}
    return tuple(_line(knot, found, matches, sizes or {}) for knot in knots if knot.key in found)


def _of_competencies(look: Look, whole: Whole) -> Whole:
    """What of a collection is competencies; the other members have a list of their own."""
    vocabulary = look.vocabulary
    members = {
        key: entry
        for key, entry in whole.members.items()
        if entry.cls and vocabulary.is_a(entry.cls, "ceasn:Competency")
    }
    if len(members) == len(whole.members):
        return msgspec.structs.replace(whole, unresolved=())
    order = whole.order
    kept = {key: tuple(one for one in order.children.get(key, ()) if one in members) for key in members}
    parents = {key: tuple(one for one in order.parents.get(key, ()) if one in members) for key in members}
    roots = tuple(key for key in order.roots if key in members)
    return Whole(members=members, order=msgspec.structs.replace(
        order, roots=roots, children=kept, parents=parents,
    ))  # fmt: skip


def _browse(look: Look, whole: Whole, branch: str, start: int, width: int) -> Tree:
    order = whole.order
    parents = first_parents(order)
    trail = _trail(parents, branch)
    tops = order.children.get(branch, ()) if branch else order.roots
    start = start if start < len(tops) else 0
    cut = cut_below(order, tops, first=start, width=width, room=min(width, _ROOM), above=trail)
    sizes = sizes_below(parents)
    missing = whole.unresolved if not branch else ()
    return Tree(
        lines=to_lines(look, whole.members, cut.knots, sizes=sizes),
        total=len(whole.members),
        trail=to_lines(look, whole.members, [Knot(key) for key in trail], sizes=sizes),
        start=start,
        left=cut.left,
        step=width,
        knots=len(order.cycles),
        missing=look.book.all_to(missing[:_MISSING]),
        more_missing=max(0, len(missing) - _MISSING),
        is_truncated=whole.is_truncated,
    )


def _search(look: Look, whole: Whole, within: str, start: int) -> Tree:
    words = tuple(dict.fromkeys(fold(within).split()))[:_WORDS]
    parents = first_parents(whole.order)
    found = _matching(look, whole, words)
    matches = [key for key in parents if key in found]
    start = start if start < len(matches) else 0
    shown = matches[start : start + _MATCHES]
    knots = cut_to(whole.order, shown, {key: parent for key, parent in parents.items() if parent})
    return Tree(
        lines=to_lines(look, whole.members, knots, frozenset(shown), sizes_below(parents)),
        total=len(whole.members),
        within=within,
        words=words,
        matches=len(matches),
        start=start,
        left=len(matches) - start - len(shown),
        step=_MATCHES,
        is_truncated=whole.is_truncated,
    )


def _matching(look: Look, whole: Whole, words: Sequence[str]) -> set[str]:
    """The members in whose texts all of the words stand."""
    keys = {entry.id: key for key, entry in whole.members.items()}
    met: dict[int, set[str]] = {}
    for number, text in Index(look).matches(keys, _SEARCHED, words) if words else ():
        met.setdefault(number, set()).update(word for word in words if word in text)
    return {keys[number] for number, found in met.items() if len(found) == len(words)}


def _trail(parents: Mapping[str, str], key: str) -> list[str]:
    """From the top down to a member, at most so many that a page can show."""
    found: list[str] = []
    while key and len(found) < _TRAIL:
        found.append(key)
        key = parents.get(key, "")
    return found[::-1]


def _line(knot: Knot, held: Mapping[str, Held], matches: frozenset[str], sizes: Mapping[str, int]) -> Line:
    one = held[knot.key]
    reference = reference_to(one)
    texts = next((found for term in _TEXTS if (found := texts_of(one.value.get(term)))), ())
    return Line(
        reference=reference,
        names=reference.names,
        texts=() if texts == reference.names else texts,
        code=first_string(one.value, "ceasn:codedNotation", "skos:notation", "ceasn:listID"),
        below=tuple(_line(inner, held, matches, sizes) for inner in knot.below if inner.key in held),
        hidden=knot.hidden,
        size=sizes.get(knot.key, 0),
        is_repeated=knot.is_repeated,
        is_match=knot.key in matches,
    )


def _keys(knots: Sequence[Knot]) -> Iterator[str]:
    for knot in knots:
        yield knot.key
        yield from _keys(knot.below)


def _start_of(asked: Mapping[str, str]) -> int:
    text = asked.get("start", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
