"""The data behind the pages as operations of the API: declared, checked and described as all others are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from opencredreg.api.call import Call
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.registry.node import Node
from opencredreg.web.characters import require_characters

__all__ = ["NO_COMMUNITY", "TAG", "page_operation"]

TAG: Final = "Web"
"""The group of these operations."""

NO_COMMUNITY: Final = {404: Answer(help="There is no such community that you may search.")}


def page_operation(
    path: str,
    data: Callable[[Node, Request], Response],
    *,
    summary: str,
    answers: dict[int, Answer],
    help: str = "",
    params: tuple[Param, ...] = (),
    path_params: tuple[PathParam, ...] = (),
    is_open: bool = False,
) -> Operation:
    """An operation that answers with what a page function makes of the request.

    Args:
        path: where it is.
        data: makes the answer.
        summary: what it is, in some words.
        answers: by status.
        help: what else there is to know.
        params: of the query string.
        path_params: of the path.
        is_open: whether it shows nothing of any community, so that a closed node answers everybody.
    """

    def handler(call: Call) -> Response:
        # Looking at the parameters is what checks them.
        _ = call.values
        require_characters(call.request)
        return data(call.node, call.request)

    return Operation(
        method="GET",
        path=path,
        handler=handler,
        tag=TAG,
        summary=summary,
        help=help,
        style="problem",
        params=params,
        path_params=path_params,
        answers=answers,
        reads=not is_open,
        is_open=is_open,
    )
