"""Conditions on the columns of a node, on its record, and on single literals."""

from __future__ import annotations

from collections.abc import Sequence

from opencredreg.store.search.parts import Part
from opencredreg.store.search.session import MANY, PLACE_BITS, SOME, Session
from opencredreg.store.search.sql import Sql, all_of, any_of, numbers, put

__all__ = [
    "Fixed",
    "LiteralRows",
    "NodeRows",
    "RecordRows",
    "Visible",
    "literals_of_node",
    "of_property",
    "spoken",
]

_PLACES = (1 << PLACE_BITS) - 1


class Fixed(Part):
    """Nodes that are known already."""

    probe_cost = 0.5

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        super().__init__(session)
        self.ids = ids
        self.size = float(len(ids))
        self.rows_cost = self.size * 0.3

    def probing_cost(self, candidates: float) -> float:
        """As in every part; all are listed, however few are asked about."""
        return candidates * self.probe_cost + self.rows_cost

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        return self.session.listed(self.ids)

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        return self.session.is_one_of(node, self.ids)

    def test(self, node: str, candidates: float) -> Sql:
        """As in every part, with a choice of its own."""
        return self.probe(node, candidates)


class Visible(Part):
    """The node is of no provisional record. Listing them all would be silly; the few that are not are indexed."""

    probe_cost = 0.3

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.size = session.node_count()
        self.rows_cost = 4 * self.size

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        alias = self.session.alias("n")
        return put(
            "SELECT {0}.id FROM node {0} WHERE {0}.community_id = {1}"
            " AND ({0}.provisional IS NULL OR NOT {0}.provisional)".replace("{0}", alias).replace(
                "{1}", "{}"
            ),
            self.session.community_id,
        )

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        alias = self.session.alias("h")
        table = f"node {alias}"
        if self.session.is_sqlite:
            table += " INDEXED BY ix_node_provisional"
        hidden = put("SELECT 1 FROM {} WHERE {}.id = {} AND {}.provisional", table, alias, node, alias)
        return put("NOT {}", self.session.exists(hidden))


class NodeRows(Part):
    """A condition on the columns of the node itself.

    ``condition`` has the alias of the node for its ``{}``; ``listing`` may be a better one for listing.
    ``result_index`` is the index of results by which those with the condition are found, if there is one.
    """

    probe_cost = 1.2

    def __init__(
        self,
        session: Session,
        condition: Sql,
        *,
        size: float | None = None,
        listing: Sql | None = None,
        rows_cost: float | None = None,
        result_index: str = "",
    ) -> None:
        super().__init__(session)
        self.result_index = result_index
        self._condition = condition
        self._listing = listing or condition
        self.size = session.counted(self.rows()) if size is None else size
        self.rows_cost = 5 + self.size * 0.3 if rows_cost is None else rows_cost

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        alias = self.session.alias("n")
        return put("SELECT {}.id FROM node {} WHERE {}", alias, alias, self._listing.about(alias))

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        owner, _, column = node.partition(".")
        if column == "id" and owner[:1] == "n":
            return self._condition.about(owner)
        alias = self.session.alias("n")
        found = put(
            "SELECT 1 FROM node {} WHERE {}.id = {} AND {}", alias, alias, node, self._condition.about(alias)
        )
        return self.session.exists(found)


class RecordRows(Part):
    """A condition on the record (envelope) of the node."""

    probe_cost = 2.5

    def __init__(self, session: Session, condition: Sql) -> None:
        super().__init__(session)
        self._condition = condition
        self.size = session.counted(self.rows())
        self.rows_cost = 10 + self.size * 1.5

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        record, node = self.session.alias("e"), self.session.alias("n")
        return put(
            "SELECT {}.id FROM envelope {} JOIN node {} ON {}.envelope_id = {}.id WHERE {}.community_id = {} AND {}",
            node,
            record,
            node,
            node,
            record,
            record,
            self.session.community_id,
            self._condition.about(record),
        )

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        record, alias = self.session.alias("e"), self.session.alias("n")
        found = put(
            "SELECT 1 FROM node {} JOIN envelope {} ON {}.id = {}.envelope_id WHERE {}.id = {} AND {}",
            alias,
            record,
            record,
            alias,
            alias,
            node,
            self._condition.about(record),
        )
        return self.session.exists(found)


class LiteralRows(Part):
    """Some literal of the node satisfies a condition.

    Args:
        session: what is asked.
        property_id: the property of the literal.
        condition: with ``{}`` for the alias of the literal; the property is added.
        is_indexed: whether an index knows all that the condition is about.
        languages: numbers of languages of which the literal must be one; ``None`` is untagged. No list: any.
    """

    probe_cost = 6.0

    def __init__(
        self,
        session: Session,
        property_id: int,
        condition: Sql,
        languages: Sequence[int | None] | None = None,
        *,
        is_indexed: bool = True,
    ) -> None:
        super().__init__(session)
        self.property_id = property_id
        of_languages = spoken(languages)
        self._condition = all_of([of_property(property_id), condition, of_languages])
        self._listing = all_of([Sql(f"{{}}.property_id = {property_id}"), condition, of_languages])
        self.size = session.counted(self.rows(), MANY if is_indexed and languages is None else SOME)
        self.rows_cost = 5 + self.size * (0.3 if is_indexed and languages is None else 2.0)

    def rows(self) -> Sql:
        """The nodes that satisfy it."""
        alias = self.session.alias("l")
        return put(
            "SELECT {} AS id FROM literal {} WHERE {}",
            self.session.node_of(alias),
            alias,
            self._listing.about(alias),
        )

    def probe(self, node: str, candidates: float) -> Sql:  # noqa: ARG002
        """Whether one node satisfies it."""
        return literals_of_node(self.session, node, self._condition)


def of_property(*property_ids: int) -> Sql:
    """Whether a literal that is found by its node is of a property; not by an index of all literals of that."""
    if len(property_ids) == 1:
        return Sql(f"{{}}.property_id + 0 = {property_ids[0]}")
    return Sql(f"{{}}.property_id + 0 IN ({numbers(sorted(set(property_ids)))})")


def literals_of_node(session: Session, node: str, condition: Sql) -> Sql:
    """Whether a node has a literal that satisfies a condition (with ``{}`` for the alias of the literal)."""
    alias = session.alias("l")
    numbered = put(
        "SELECT 1 FROM literal {} WHERE {}.id BETWEEN ({} << {}) AND (({} << {}) | {}) AND {}",
        alias,
        alias,
        node,
        PLACE_BITS,
        node,
        PLACE_BITS,
        _PLACES,
        condition.about(alias),
    )
    found = [session.exists(numbered)]
    if session.has_spilled:
        alias = session.alias("l")
        spilled = put(
            "SELECT 1 FROM literal {} WHERE {}.id < 0 AND {}.node_id = {} AND {}",
            alias,
            alias,
            alias,
            node,
            condition.about(alias),
        )
        found.append(session.exists(spilled))
    return any_of(found)


def spoken(languages: Sequence[int | None] | None) -> Sql:
    """Whether a literal (``{}`` is its alias) is of one of the languages; of no list, of any."""
    if languages is None:
        return all_of([])
    tagged = [number for number in languages if number is not None]
    pieces = [Sql(f"{{}}.language_id IN ({numbers(tagged)})")] if tagged or None not in languages else []
    if None in languages:
        pieces.append(Sql("{}.language_id IS NULL"))
    return any_of(pieces)
