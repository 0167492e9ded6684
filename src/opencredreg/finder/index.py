"""What the index says of many things at once, without reading them: links, classes and the texts of some properties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple, final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.engine import Connection

from opencredreg.finder.subject import Look
from opencredreg.query.analysis import fold
from opencredreg.store.database import among
from opencredreg.store.index.terms import find_terms
from opencredreg.store.search.session import PLACE_BITS
from opencredreg.store.tables import METADATA

__all__ = ["Entry", "Index", "Link"]

_node = METADATA.tables["node"]
_term = METADATA.tables["term"]
_link = METADATA.tables["link"]
_literal = METADATA.tables["literal"]

_MOST_LINKS: Final = 100_000
_MOST_USES: Final = 5_000
_PLACES: Final = (1 << PLACE_BITS) - 1


class Link(NamedTuple):
    """One thing refers to another under a property."""

    source: int
    term: str
    target: int


class Entry(NamedTuple):
    """A thing by its number. ``at`` is its place in its document; ``is_here`` is whether the registry holds it."""

    id: int
    key: str
    cls: str
    at: int
    is_here: bool


@final
class Index:
    """Questions to the index, one statement each."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._connection: Connection = look.connection
        self._numbers: dict[str, int] = {}
        self._asked: set[str] = set()

    def links_from(self, ids: Collection[int], terms: Iterable[str], most: int = _MOST_LINKS) -> list[Link]:
        """What some things refer to under some properties."""
        return self._links(_link.c.source_id, ids, terms, most)

    def links_to(self, ids: Collection[int], terms: Iterable[str], most: int = _MOST_LINKS) -> list[Link]:
        """What refers to some things under some properties."""
        return self._links(_link.c.target_id, ids, terms, most)

    def entries(self, ids: Collection[int]) -> dict[int, Entry]:
        """The things of some numbers; objects that stand inside others have no key and are not among them."""
        statement = (
            select(_node.c.id, _node.c.key, _term.c.name, _node.c.position, _node.c.envelope_id)
            .outerjoin(_term, _term.c.id == _node.c.class_id)
            .where(among(self._connection, _node.c.id, ids), _node.c.key.is_not(None))
        )
        return {
            row[0]: Entry(row[0], row[1], row[2] or "", row[3] or 0, row[4] is not None)
            for row in self._connection.execute(statement)
        }

    def ids_of(self, keys: Collection[str]) -> dict[str, int]:
        """The numbers of some keys."""
        statement = select(_node.c.key, _node.c.id).where(
            _node.c.community_id == self._look.community.id, among(self._connection, _node.c.key, keys)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def texts_of(self, ids: Collection[int], terms: Iterable[str]) -> list[tuple[int, str, str]]:
        """The texts of some properties as comparisons see them, with the number of the thing and the property."""
        names = self._names(terms)
        return [(row[0], names[row[1]], row[2] or "") for row in self._rows(self._texts(ids, names))]

    def matches(
        self, ids: Collection[int], terms: Iterable[str], words: Sequence[str]
    ) -> list[tuple[int, str]]:
        """The folded texts of some properties in which at least one of the words stands."""
        folded = [fold(word) for word in words]
        names = self._names(terms)
        has_one = or_(*(_literal.c.folded.contains(word, autoescape=True) for word in folded if word))
        return [(row[0], row[2]) for row in self._rows(self._texts(ids, names).where(has_one))]

    def uses(self, ids: Collection[int]) -> list[tuple[int, str, int]]:
        """By which properties concepts are used, and how often: directly or through an alignment object.

        Properties that concepts have of each other do not count.
        """
        pointing_at = self._look.vocabulary.pointing_at
        direct = self._names(term for term in pointing_at("skos:Concept") if not term.startswith("skos:"))
        outer = self._names(pointing_at("ceterms:CredentialAlignmentObject"))
        target = self._names(["ceterms:targetNode"])
        inner = (
            select(_link.c.source_id, _link.c.target_id)
            .where(among(self._connection, _link.c.target_id, ids), _link.c.property_id.in_(list(target)))
            .limit(_MOST_USES)
            .subquery()
        )
        through = (
            select(inner.c.target_id, _link.c.property_id, func.count())
            .select_from(inner)
            .join(_link, _link.c.target_id == inner.c.source_id)
            .where(among(self._connection, _link.c.property_id, list(outer)))
            .group_by(inner.c.target_id, _link.c.property_id)
        )
        plain = (
            select(_link.c.target_id, _link.c.property_id, func.count())
            .where(
                among(self._connection, _link.c.target_id, ids),
                among(self._connection, _link.c.property_id, list(direct)),
            )
            .group_by(_link.c.target_id, _link.c.property_id)
        )
        names = {**direct, **outer}
        return [(row[0], names[row[1]], row[2]) for one in (plain, through) for row in self._rows(one)]

    def _links(
        self, end: ColumnElement[int], ids: Collection[int], terms: Iterable[str], most: int
    ) -> list[Link]:
        names = self._names(terms)
        if not ids or not names:
            return []
        statement = (
            select(_link.c.source_id, _link.c.property_id, _link.c.target_id)
            .where(
                among(self._connection, end, ids), among(self._connection, _link.c.property_id, list(names))
            )
            .limit(most)
        )
        return [Link(row[0], names[row[1]], row[2]) for row in self._rows(statement)]

    def _texts(self, ids: Collection[int], names: Iterable[int]) -> Select[Any]:
        # The literals of a thing stand together by number; the sum keeps the planner from walking through all
        # literals of the property instead.
        first = _node.c.id * (_PLACES + 1)
        return (
            select(_node.c.id, _literal.c.property_id, _literal.c.folded)
            .select_from(_node)
            .join(_literal, _literal.c.id.between(first, first + _PLACES))
            .where(among(self._connection, _node.c.id, ids), (_literal.c.property_id + 0).in_(list(names)))
        )

    def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        return self._connection.execute(statement).all()

    def _names(self, terms: Iterable[str]) -> dict[int, str]:
        wanted = set(terms)
        missing = wanted - self._asked
        if missing:
            self._asked |= missing
            self._numbers.update(find_terms(self._connection, missing))
        return {self._numbers[name]: name for name in wanted if name in self._numbers}
