"""The expression tree: what every query language is turned into, and what every engine answers.

An expression is a condition on one node (a resource, a blank node or an embedded object). Evaluating it gives the
set of nodes that satisfy it; conditions inside a ``Link`` are conditions on the node at its other end. There are no
names of languages, tables or routes here: properties and classes are canonical compact names, addresses are resource
keys (:func:`opencredreg.ids.resource_key`), texts are as the user wrote them, and all analysis of words is that of
:mod:`opencredreg.query.analysis`.

What a node has: a key (its address, canonical) or none; a CTID or none; classes, mostly one; literals (property,
language, kind, text, number); links (property, target node); the record that it was published in. A node that is only
pointed to has a key and nothing else.

Source: ``search.md`` sections 3 to 8 and 13a; ``architecture.md`` section 3.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

__all__ = [
    "And",
    "ClassIn",
    "DurationWithin",
    "Every",
    "Expression",
    "HasLiteral",
    "IdText",
    "KeyIn",
    "Language",
    "Link",
    "LinkPath",
    "LiteralText",
    "LiteralValue",
    "Match",
    "Near",
    "Not",
    "Nothing",
    "Or",
    "PublishType",
    "RecordOf",
    "RecordTime",
    "Search",
    "Sort",
    "Visibility",
    "Words",
]

Match: TypeAlias = Literal["exact", "contains", "starts", "ends", "fuzzy"]
"""How a single value is compared as a whole. All compare folded texts; ``fuzzy`` compares word by word."""

Language: TypeAlias = str
"""A language range in lower case: ``en`` covers ``en-us`` (RFC 4647 basic filtering); ``""`` is untagged text."""

Visibility: TypeAlias = Literal["exclude", "include", "only"]
"""Provisional records: left out (on the whole path), taken too, or the only results."""


class _Node(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Base of all expressions: immutable, comparable, hashable, and JSON for tests and ``explain``."""


class Every(_Node, frozen=True, tag=True):
    """Every node."""


class Nothing(_Node, frozen=True, tag=True):
    """No node."""


class And(_Node, frozen=True, tag=True):
    """All parts hold; of no parts, every node."""

    parts: tuple[Expression, ...]


class Or(_Node, frozen=True, tag=True):
    """At least one part holds; of no parts, no node."""

    parts: tuple[Expression, ...]


class Not(_Node, frozen=True, tag=True):
    """The part does not hold: the true complement among the nodes that are looked at."""

    part: Expression


class ClassIn(_Node, frozen=True, tag=True):
    """One of the classes of the node is one of these; subclasses, where wanted, are in the list. Sorted.

    A node of several classes is found by each of them, in whatever order its document names them.
    """

    classes: tuple[str, ...]


class KeyIn(_Node, frozen=True, tag=True):
    """The node is one of these, by resource key. Nodes that are only pointed to count too. Sorted."""

    keys: tuple[str, ...]


class IdText(_Node, frozen=True, tag=True):
    """The address (``uri``) or CTID of the node, compared as folded text."""

    field: Literal["uri", "ctid"]
    match: Match
    text: str


class HasLiteral(_Node, frozen=True, tag=True):
    """The node has a literal value of the property that is not empty text (``search:anyValue``)."""

    property: str
    languages: tuple[Language, ...] = ()
    """Only values of one of these languages; empty: of any."""


class Words(_Node, frozen=True, tag=True):
    """Word search: some value of the property (each value judged by itself) has the words of the text.

    ``need``: ``any`` one word or ``all``, within one value. ``prefix``: the first word that is no stop word, has three
    letters or more and no digit is also a prefix of a word of the value, stemmed or not (section 13a rule 4).
    Phrases in double quotes inside ``text`` ask for their words side by side; each phrase counts as one word.
    ``codes``: the value is a code, split at blanks only and not stemmed. If only stop words are left they are
    searched for as words.
    """

    property: str
    text: str
    need: Literal["any", "all"] = "any"
    prefix: bool = True
    codes: bool = False
    languages: tuple[Language, ...] = ()


class LiteralText(_Node, frozen=True, tag=True):
    """Some single value of the property, folded, compares with the folded text. Also for tokens and codes."""

    property: str
    match: Match
    text: str
    languages: tuple[Language, ...] = ()


class LiteralValue(_Node, frozen=True, tag=True):
    """Some number, time (seconds since 1970 UTC) or boolean (0, 1) of the property lies in the closed range.

    ``None`` leaves a side open; both open is not allowed. One value is a range of equal bounds.
    """

    property: str
    low: float | None
    high: float | None


class DurationWithin(_Node, frozen=True, tag=True):
    """Some ISO 8601 duration of the property is longer than ``over`` days and no longer than ``up_to`` days.

    Months count with their mean length. ``None`` leaves a side open.
    """

    property: str
    over: float | None
    up_to: float | None


class Link(_Node, frozen=True, tag=True):
    """Some edge by the property (or one of its names) leads to a node that satisfies ``target``.

    ``reverse``: the edge comes from such a node. ``Every()`` as target asks only that there is an edge.
    """

    property: str
    target: Expression
    reverse: bool = False


class LinkPath(_Node, frozen=True, tag=True):
    """Some node that satisfies ``target`` is reached in one to ``depth`` steps, each by one of the chains.

    A chain is a sequence of (property, reverse). Transitive questions, such as all that is required on the way.
    """

    chains: tuple[tuple[tuple[str, bool], ...], ...]
    depth: int
    target: Expression


class RecordTime(_Node, frozen=True, tag=True):
    """When the record of the node was first (``created``) or last (``updated``) published.

    Microseconds since 1970 UTC, both bounds included, ``None`` is open.
    """

    field: Literal["created", "updated"]
    low: int | None
    high: int | None


class RecordOf(_Node, frozen=True, tag=True):
    """The organization that owns or published the record, by CTID in lower case; no CTIDs: any organization."""

    field: Literal["owner", "publisher"]
    ctids: tuple[str, ...] = ()


class PublishType(_Node, frozen=True, tag=True):
    """How the record was published: ``primary`` or ``secondary``."""

    types: tuple[str, ...]


class Near(_Node, frozen=True, tag=True):
    """The node has ``ceterms:latitude`` and ``ceterms:longitude`` within so many kilometres of a point."""

    latitude: float
    longitude: float
    kilometres: float


Expression: TypeAlias = (
    Every | Nothing | And | Or | Not | ClassIn | KeyIn | IdText | HasLiteral | Words | LiteralText | LiteralValue
    | DurationWithin | Link | LinkPath | RecordTime | RecordOf | PublishType | Near
)  # fmt: skip


class Sort(msgspec.Struct, frozen=True):
    """The order of results. Ties are broken by CTID, then by key; nodes without the value come last.

    ``by``: ``created``, ``updated`` (of the record), ``relevance`` (best first whatever the direction), or the name
    of a literal property of the result.
    """

    by: str = "updated"
    descending: bool = True


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A whole search: which nodes, in which order, which of them to give.

    Results are described nodes of the community with a CTID. ``expression`` is evaluated within the community and,
    by ``visibility``, the published records.
    """

    expression: Expression
    visibility: Visibility = "exclude"
    sort: Sort = Sort()
    skip: int = 0
    take: int = 10
    with_total: bool = True
