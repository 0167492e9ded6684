"""Walking through all results of a search, page by page, while the registry changes.

A cursor says where the last page ended: the place of its last result in the order (the value sorted by, with CTID
and key as tie-breakers), how many results were given so far, and the number that the log had reached at the first
page. The walk goes through the results *as they were ordered at that number*:

* What was not published again since then stands where it stood; pages go on after the place of the last result, not
  after a count.
* What was published again since then is looked up in the log: it keeps the place that its version of the first page
  had, and comes once, in its newest state, as long as it still matches.
* What is new since then does not come, and what was deleted or matches no longer does not come either.

So every resource that matches from the first page to the last comes exactly once, whatever is published meanwhile.
Source: ``search.md`` sections 9 and 14, D13; ``search-user-needs.md`` section 3.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from opencredreg.errors import Conflict, InvalidInput
from opencredreg.query.building import all_of
from opencredreg.query.relevance import score, text_conditions
from opencredreg.query.tree import KeyIn, Search
from opencredreg.registry.node import Node
from opencredreg.search.limits import CHANGED_NODES
from opencredreg.search.past import PastNode, load_past
from opencredreg.search.places import Place, compare, in_order, load_places, place_of_values
from opencredreg.store.search.engine import Engine
from opencredreg.store.tables import METADATA

__all__ = ["FIRST", "Cursor", "Page", "first_page", "next_page", "parse_cursor", "render_cursor"]

FIRST = "*"
"""The cursor that begins a walk."""

_version = METADATA.tables["envelope_version"]


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a walk stands. ``at``: the time of the first page, for dates such as "last week"."""

    question: str
    version: int
    at: int
    given: int
    total: int | None
    last: Place


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Some results in order. ``cursor`` leads to the next page; ``None`` on the last one."""

    ids: list[int]
    total: int | None
    scores: dict[int, float] = {}
    cursor: Cursor | None = None


def render_cursor(cursor: Cursor) -> str:
    """The cursor as clients get it: opaque, and safe in an address."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode().rstrip("=")


def parse_cursor(text: str) -> Cursor:
    """A cursor that a client sends back.

    Raises:
        InvalidInput: it is none of ours.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        found = msgspec.msgpack.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=Cursor)
    except (ValueError, msgspec.MsgspecError) as error:
        raise _not_ours() from error
    if not 0 <= found.given < 2**53 or not 0 <= found.version < 2**62 or not 0 <= found.at < 2**53:
        raise _not_ours()
    return found


def _not_ours() -> InvalidInput:
    return InvalidInput(
        "cursor is invalid",
        hint="Send the next_cursor of the page before as it was, or * for the first page.",
    )


def question_of(community_id: int, search: Search) -> str:
    """What a cursor belongs to: the same question in the same order. Written queries with one meaning are one."""
    asked = msgspec.json.encode([community_id, search.expression, search.visibility, search.sort])
    return hashlib.blake2b(asked, digest_size=9).hexdigest()


def first_page(connection: Connection, engine: Engine, community_id: int, search: Search, at: int) -> Page:
    """The first page of a walk. The connection must see one moment only."""
    version = connection.execute(select(func.max(_version.c.id))).scalar() or 0
    found = engine.run(connection, community_id, msgspec.structs.replace(search, take=search.take + 1))
    scores = dict(zip(found.ids, found.scores or (), strict=False))
    ids = found.ids[: search.take]
    cursor = None
    if len(found.ids) > search.take and ids:
        last = load_places(connection, ids[-1:], search.sort, scores).get(ids[-1])
        if last is not None:
            question = question_of(community_id, search)
            cursor = Cursor(question, version, at, search.skip + len(ids), found.total, last)
    return Page(ids=ids, total=found.total, scores=scores, cursor=cursor)


def next_page(
    node: Node, connection: Connection, engine: Engine, community_id: int, search: Search, cursor: Cursor
) -> Page:
    """The page after a cursor.

    Raises:
        InvalidInput: the cursor belongs to another question.
        Conflict: so much was published since the first page, or all of it removed, that the walk has to begin again.
    """
    if cursor.question != question_of(community_id, search):
        raise InvalidInput(
            "cursor belongs to another search",
            hint="Send it with the query, community and order of its first page, or begin with *.",
        )
    oldest = connection.execute(select(func.min(_version.c.id))).scalar()
    if cursor.version and (oldest is None or oldest > cursor.version):
        # Entries of the log are never removed, but for all of them at once, where a sandbox is reset.
        raise Conflict(
            "What this cursor goes through was removed since the first page.",
            hint="Begin again with cursor=*.",
        )
    return _Next(node, connection, engine, community_id, search, cursor).page()


class _Next:
    def __init__(
        self,
        node: Node,
        connection: Connection,
        engine: Engine,
        community_id: int,
        search: Search,
        cursor: Cursor,
    ) -> None:
        self.node = node
        self.connection = connection
        self.engine = engine
        self.community_id = community_id
        self.search = msgspec.structs.replace(search, with_total=False)
        self.cursor = cursor
        self.scores: dict[int, float] = {}

    def page(self) -> Page:
        past = load_past(self.node, self.connection, self.community_id, self.cursor.version, CHANGED_NODES)
        if past is None:
            raise Conflict(
                "Too much was published since the first page for this cursor to go on.",
                hint="Begin again with cursor=*, or ask for an export, which is one answer.",
            )
        wanted = self.search.take + 1
        places = self._unchanged(past, wanted)
        if past:
            places |= self._changed(past)
        ids = in_order(places, self.search.sort)[:wanted]
        more = len(ids) == wanted
        ids = ids[: self.search.take]
        cursor = None
        if more and ids:
            given = self.cursor.given + len(ids)
            cursor = msgspec.structs.replace(self.cursor, given=given, last=places[ids[-1]])
        return Page(ids=ids, total=self.cursor.total, scores=self.scores, cursor=cursor)

    def _unchanged(self, past: dict[str, PastNode | None], wanted: int) -> dict[int, Place]:
        """What follows the last result and was not touched since the first page.

        In the order of now the last result stands at most as far from where it stood as things were touched.
        """
        skip = max(0, self.cursor.given - len(past) - 1)
        take = self.cursor.given - skip + len(past) + wanted + 1
        search = msgspec.structs.replace(self.search, skip=skip, take=take)
        found = self.engine.run(self.connection, self.community_id, search)
        self._keep(found.ids, found.scores)
        places = load_places(self.connection, found.ids, self.search.sort, self.scores)
        return {
            number: place
            for number, place in places.items()
            if place.key not in past and self._follows(place)
        }

    def _changed(self, past: dict[str, PastNode | None]) -> dict[int, Place]:
        """What was touched and still matches, at the place that it had at the first page."""
        kept = {key: node for key, node in past.items() if node is not None}
        if not kept:
            return {}
        expression = all_of((self.search.expression, KeyIn(tuple(sorted(kept)))))
        search = msgspec.structs.replace(self.search, expression=expression, skip=0, take=len(kept))
        found = self.engine.run(self.connection, self.community_id, search)
        self._keep(found.ids, found.scores)
        now = load_places(self.connection, found.ids, self.search.sort, self.scores)
        then = {number: self._place_then(place, kept[place.key]) for number, place in now.items()}
        return {number: place for number, place in then.items() if self._follows(place)}

    def _place_then(self, now: Place, node: PastNode) -> Place:
        sort = self.search.sort
        relevance = (
            score(text_conditions(self.search.expression), node.values) if sort.by == "relevance" else 0.0
        )
        at = node.created_at if sort.by == "created" else node.updated_at
        return place_of_values(
            sort, at=at, score=relevance, values=node.values, ctid=node.ctid or now.ctid, key=now.key
        )

    def _follows(self, place: Place) -> bool:
        return compare(place, self.cursor.last, self.search.sort) > 0

    def _keep(self, ids: Sequence[int], scores: Sequence[float] | None) -> None:
        self.scores.update(zip(ids, scores or (), strict=False))
