"""What one route is: declared once, used for routing, for checking parameters and for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from opencredreg.accounts.actor import Role
from opencredreg.accounts.limits import Scope

if TYPE_CHECKING:
    from starlette.responses import Response

    from opencredreg.api.call import Call

__all__ = ["Answer", "Body", "ErrorStyle", "Operation", "Param", "PathParam", "paging"]

ErrorStyle = Literal[
    "errors", "error", "publish", "signed", "delete-token", "query", "assistant", "messages", "problem"
]
"""How errors are written: a list, one text, the nested lists of publishing, those of signed envelopes and of
delete tokens, which name schemas, those of queries, which name places, the envelope of the hosted search API, the
messages of the Registry Assistant, or problem details.
"""


class Param(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of the query string, or a member of a JSON or form body."""

    name: str
    kind: Literal["text", "integer", "boolean", "datetime", "date", "choice", "texts", "object"] = "text"
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    is_required: bool = False
    is_in_body: bool = False
    example: Any = None


class PathParam(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the path. With ``takes_slashes`` it may hold any characters."""

    name: str
    help: str
    takes_slashes: bool = False
    example: str = ""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """A raw body: read as it is, whatever type the client declares."""

    help: str
    example: Any
    schema: dict[str, Any] = msgspec.field(default_factory=lambda: {"type": "object"})


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One possible answer."""

    help: str
    example: Any = None
    media_type: str = "application/json"
    schema: dict[str, Any] | None = None


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method on one path.

    A path that starts with ``{c}`` exists twice: bare (the default community) and with a community in front.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    handler: Callable[[Call], Response]
    tag: str
    summary: str
    help: str = ""
    path_params: tuple[PathParam, ...] = ()
    params: tuple[Param, ...] = ()
    body: Body | None = None
    answers: dict[int, Answer]
    role: Role | None = None
    scope: Scope | None = None
    """What a key of an organization must be made for, if it has limits."""
    reads: bool = False
    """Whether the route shows content of a community, so that a secured one asks for a key."""
    style: ErrorStyle = "errors"
    version: Literal["v1", "v2"] | None = None
    unknown_community: str = "Couldn't find the envelope community"
    is_hidden: bool = False
    is_open: bool = False
    """Whether it answers anybody, even where the node asks everybody for a token."""

    @property
    def is_scoped(self) -> bool:
        """Whether the route has a form with a community in front."""
        return self.path.startswith("{c}")


def paging(maximum: int = 1000) -> tuple[Param, ...]:
    """The two parameters of paged lists (registry-api.md section 1.8)."""
    return (
        Param(name="page", kind="integer", default=1, help="Which page, from 1.", example=1),
        Param(
            name="per_page",
            kind="integer",
            default=10,
            help=f"How many entries on a page, 1 to {maximum}; the effective value is in the headers.",
            example=10,
        ),
    )
