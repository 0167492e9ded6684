"""The resource that a page is about, with everything that the parts of the page look things up with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from opencredreg import clock
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import Gone, NotFound
from opencredreg.finder.references import ReferenceBook, iter_addresses
from opencredreg.finder.resources import Held, RegistryResources
from opencredreg.ids import resource_key
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.registry.read import lives_of
from opencredreg.store.envelopes import EnvelopeView, list_views, view_columns
from opencredreg.store.tables import METADATA

__all__ = ["Look", "Subject", "get_subject", "look"]

_envelope = METADATA.tables["envelope"]

_MOST_EACH = 200
"""So many references of one property are looked up beforehand."""


class Allowance:
    """How much one page still spells out of what no part of it shows in its own way; the data have everything."""

    _TEXT = 50

    def __init__(self, values: int = 2_000) -> None:
        self._left = values

    def take(self, text: Any = "") -> bool:
        """Whether there is room for one more value; long texts take the room of several."""
        self._left -= 1 + (len(text) // self._TEXT if isinstance(text, str) else 0)
        return self._left >= 0

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more has room."""
        return self._left <= 0


class Look:
    """One look at a community: all that a page reads is of one moment and is looked up once."""

    def __init__(self, node: Node, connection: Connection, community: Community) -> None:
        self.node = node
        self.connection = connection
        self.community = community
        self.vocabulary: Vocabulary = node.vocabulary
        self.resources = RegistryResources(node, connection, community.id)
        self.book = ReferenceBook(self.resources, self.vocabulary)
        self.allowance = Allowance()
        self.today: date = datetime.fromtimestamp(clock.now() / 1_000_000, UTC).date()


@contextmanager
def look(node: Node, community: Community) -> Iterator[Look]:
    """A look at a community."""
    with node.database.read(snapshot=True) as connection:
        yield Look(node, connection, community)


class Subject(msgspec.Struct, frozen=True):
    """The resource that a page is about.

    ``record`` is the envelope that describes it, without its document. ``parameters`` are those of the page: which
    part of a large thing is shown, and what is looked for inside.
    """

    look: Look
    held: Held
    record: EnvelopeView
    parameters: Mapping[str, str] = {}

    @property
    def value(self) -> Mapping[str, Any]:
        """The resource, with canonical names."""
        return self.held.value

    def values_of(self, parameter: str) -> list[str]:
        """All values of a parameter of the page that may stand in its address several times."""
        several = getattr(self.parameters, "getlist", None)
        if several is not None:
            return [str(value) for value in several(parameter)]
        return [self.parameters[parameter]] if parameter in self.parameters else []

    def is_a(self, *classes: str) -> bool:
        """Whether it is a thing of one of the classes or of their subclasses."""
        return any(self.look.vocabulary.is_a(self.held.cls, one) for one in classes)


def get_subject(look: Look, identifier: str, parameters: Mapping[str, str] | None = None) -> Subject:
    """The resource of a CTID in any case, or of an ``@id`` in any spelling.

    Args:
        look: where it is looked for.
        identifier: the CTID or the ``@id``.
        parameters: those of its page.

    Raises:
        NotFound: there is none.
        Gone: it was deleted.
    """
    if "\x00" in identifier:
        raise NotFound("There is no resource of this name.", kind="resource")
    key = resource_key(identifier)
    held = look.resources.find_held([key]).get(key)
    if held is None:
        held = look.resources.find_by_ctid(identifier)
    if held is None:
        raise _missing(look, identifier)
    statement = view_columns(with_body=False).where(_envelope.c.id == held.envelope_id)
    [record] = list_views(look.connection, statement)
    # What a part of the page shows of thousands of members, it looks up itself.
    look.book.learn(uri for value in held.value.values() for uri in islice(iter_addresses(value), _MOST_EACH))
    return Subject(look, held, record, parameters or {})


def _missing(look: Look, identifier: str) -> NotFound:
    if lives_of(look.connection, look.community, identifier):
        return Gone(
            "This resource was deleted.", kind="resource", history_of=resource_key(identifier),
            hint="Its history is still there.",
        )  # fmt: skip
    return NotFound("There is no resource of this name.", kind="resource", hint="Search for it by its name.")
