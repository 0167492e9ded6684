"""A database with records in it, without the services that publish, and the oracle over the same records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.jsonld.document import parse_document
from opencredreg.jsonld.flatten import flatten
from opencredreg.query.oracle import Oracle, Record
from opencredreg.query.tree import Expression, Search, Sort, Visibility
from opencredreg.store.database import Database
from opencredreg.store.index.writer import IndexedEnvelope, IndexWriter
from opencredreg.store.search import SqlEngine

__all__ = ["COMMUNITY", "CONTEXT", "Filled", "record"]

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
COMMUNITY = 1
_TABLES = ("literal", "link", "claim", "node_body", "node", "word", "envelope", "document", "organization")


def record(*graph: dict[str, Any], **facts: Any) -> Record:
    """A record of a document with these items."""
    document = {"@context": CONTEXT, "@graph": list(graph)}
    return Record(document=parse_document(json.dumps(document).encode()), **facts)


class Filled:
    """A database, filled with some records at a time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.engine = SqlEngine()
        self.oracle = Oracle([])
        self._last_node = 0
        with database.write() as transaction:
            transaction.connection.execute(
                text(
                    "INSERT INTO community (id, name, is_default, secured, secured_search, is_open, created_at,"
                    " updated_at) VALUES (:id, 'valley', :yes, :no, :no, :no, 1, 1)"
                ),
                {"id": COMMUNITY, "yes": True, "no": False},
            )

    def fill(self, records: Sequence[Record]) -> None:
        """Put these records in the place of those that were there."""
        self.engine = SqlEngine()
        self.oracle = Oracle(records)
        with self.database.write() as transaction:
            run = transaction.connection.exec_driver_sql
            if transaction.is_sqlite:
                run("INSERT INTO literal_text (literal_text) VALUES ('delete-all')")
            for table in _TABLES:
                run(f"DELETE FROM {table}")
            organizations = self._organizations(transaction, records)
            transaction.insert(
                "document",
                ("id", "digest", "byte_count", "body"),
                [(number, b"", 0, b"") for number in range(1, len(records) + 1)],
            )
            transaction.insert(
                "envelope",
                ("id", "uuid", "community_id", "owner_id", "publishing_organization_id", "publish_type",
                 "provisional", "document_id", "version_id", "last_verified_on", "created_at", "updated_at"),
                [
                    (
                        number, f"e{number}", COMMUNITY,
                        organizations[one.owner] if one.owner else None,
                        organizations[one.publisher] if one.publisher else None,
                        one.publish_type, one.provisional, number, number, "2026-01-01",
                        one.created_at, one.updated_at,
                    )
                    for number, one in enumerate(records, start=1)
                ],
            )  # fmt: skip
            writer = IndexWriter(self.database, transaction, lambda _ids: [])
            writer.replace([self.indexed(number, one) for number, one in enumerate(records, start=1)])

    @staticmethod
    def _organizations(transaction: Any, records: Sequence[Record]) -> dict[str, int]:
        names = sorted({name for one in records for name in (one.owner, one.publisher) if name})
        numbers = {name: number for number, name in enumerate(names, start=1)}
        transaction.insert(
            "organization",
            ("id", "uuid", "organization_ctid", "name", "created_at"),
            [(number, name, name, name, 1) for name, number in numbers.items()],
        )
        return numbers

    @staticmethod
    def indexed(number: int, one: Record) -> IndexedEnvelope:
        """A record as the index is told of it."""
        active = resolve_context(one.document.top.get("@context"), vocabulary=bundled_vocabulary())
        nodes = flatten(one.document, active)
        last = max((item.position for item in one.document.items), default=-1)
        return IndexedEnvelope(
            envelope_id=number,
            community_id=COMMUNITY,
            published_at=one.updated_at,
            provisional=one.provisional,
            nodes=nodes,
            bodies=[b"{}"] * (last + 1),
            is_new=True,
        )

    def keys(self, ids: Sequence[int]) -> tuple[str, ...]:
        """The keys of nodes; of blank nodes the label."""
        with self.database.read() as connection:
            rows = connection.execute(text("SELECT id, key FROM node")).all()
        named = {row.id: row.key for row in rows}
        return tuple(
            named[number].split("@")[0] if named[number].startswith("_:") else named[number] for number in ids
        )

    def find(
        self, expression: Expression, visibility: Visibility = "exclude", sort: Sort | None = None
    ) -> tuple[str, ...]:
        """The keys of all results, in order, after looking whether the ways of asking agree."""
        with self.database.read() as connection:
            search = Search(expression=expression, visibility=visibility, sort=sort or Sort(), take=1000)
            found = self.engine.run(connection, COMMUNITY, search)
            assert found.total == len(found.ids) == len(set(found.ids))
            assert self.engine.count(connection, COMMUNITY, expression, visibility) == found.total
            assert sorted(self.engine.ids(connection, COMMUNITY, expression, visibility)) == sorted(found.ids)
        return self.keys(found.ids)
