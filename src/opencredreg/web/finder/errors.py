"""What went wrong, as a page that says what, why and how to go on."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from opencredreg.api.compat import status_of
from opencredreg.errors import Gone, NotFound, RegistryError, Unavailable
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.subject import Look, look
from opencredreg.finder.versions import deleted_at
from opencredreg.ids import is_ctid, resource_key
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.suggest import Suggestion, suggest
from opencredreg.store.tables import METADATA
from opencredreg.web.characters import require_characters
from opencredreg.web.finder.visit import Visit

__all__ = ["Near", "friendly"]

_node = METADATA.tables["node"]
_ALIKE = len("ce-") + 8
_MOST = 6
_MOST_COMMUNITIES = 10

Page = Callable[[Request], Response]


class Near(msgspec.Struct, frozen=True):
    """What may have been meant: resources of almost this name, words to search for, the same in other communities."""

    resources: tuple[Reference, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    elsewhere: tuple[Community, ...] = ()


def friendly(node: Node, page: Page) -> Page:
    """A page whose errors are pages too: with the status that programs get, the message and the way out."""

    def answer(request: Request) -> Response:
        try:
            require_characters(request)
            return page(request)
        except RegistryError as error:
            return _error_page(node, request, error)

    return answer


def _error_page(node: Node, request: Request, error: RegistryError) -> Response:
    visit = Visit(node, request)
    status = status_of(error)
    try:
        community = visit.community
    except RegistryError:
        if visit.is_shut_out:
            return visit.render_apart("home_closed.html", status=401)
        return visit.render_apart("finder/error.html", status=status, error=error)
    identifier = request.path_params.get("identifier", "").replace("\x00", "")
    if isinstance(error, Gone):
        with look(node, community) as looking:
            at = deleted_at(looking, identifier)
            return visit.render("finder/gone.html", status=status, identifier=identifier, at=at, error=error)
    if isinstance(error, NotFound):
        near = _near(visit, community, identifier)
        return visit.render(
            "finder/not_found.html", status=status, identifier=identifier, near=near, error=error
        )
    made = visit.render_apart("finder/error.html", status=status, error=error)
    if isinstance(error, Unavailable):
        made.headers["Retry-After"] = "2"
    return made


def _near(visit: Visit, community: Community, identifier: str) -> Near:
    if not identifier:
        return Near()
    node = visit.node
    others = [one for one in visit.visitor.communities if one.id != community.id][:_MOST_COMMUNITIES]
    elsewhere = tuple(one for one in others if node.lookup.find_resource(one.id, identifier) is not None)
    with look(node, community) as looking:
        resources = _almost(looking, identifier)
    return Near(resources, _suggestions(node, community, identifier), elsewhere)


def _almost(looking: Look, identifier: str) -> tuple[Reference, ...]:
    """The resources whose CTID begins the same way: somebody may have lost or mistyped its end."""
    key = resource_key(identifier).lower()
    if not key.startswith("ce-") or len(key) < _ALIKE:
        return ()
    start = key[:_ALIKE]
    statement = (
        select(_node.c.id)
        .where(
            _node.c.community_id == looking.community.id,
            _node.c.key >= start,
            _node.c.key < f"{start}~",
            _node.c.resource_ctid.is_not(None),
        )
        .limit(_MOST)
    )
    ids = list(looking.connection.execute(statement).scalars())
    return tuple(reference_to(held) for held in looking.resources.load(ids))


def _suggestions(node: Node, community: Community, identifier: str) -> tuple[Suggestion, ...]:
    """Names that begin as the last part of an address does, read as words."""
    if is_ctid(identifier) or identifier.startswith("_:"):
        return ()
    words = identifier.rstrip("/").rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").replace("+", " ")
    try:
        return tuple(suggest(node, community, words, _MOST))
    except Unavailable:
        return ()
