"""Lists of codes as data: occupations, instructional programs and industries, open to everybody without a key."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from opencredreg.accounts.actor import ANONYMOUS
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.api.own.code_values import code_value, edition_value, head_value, item_of, query_path
from opencredreg.api.own.search_results import get_community
from opencredreg.codes import Code, CodeBook
from opencredreg.codes.lists import head_of
from opencredreg.errors import NotAuthenticated, NotAuthorized, NotFound, Unavailable
from opencredreg.finder.code_uses import find_code_uses
from opencredreg.finder.subject import look
from opencredreg.registry.code_lists import list_code_lists
from opencredreg.registry.node import Node

__all__ = ["OPERATIONS", "get_book"]

_MOST = 50


def get_book(node: Node, name: str) -> CodeBook:
    """The list of a name, in the edition in use.

    Raises:
        NotFound: there is no such list.
    """
    return node.codes[head_of(name, "").name]


def _lists(call: Call) -> Response:
    with call.node.database.read() as connection:
        known = list_code_lists(connection)
    books = call.node.codes
    return json_response(
        {
            "lists": [
                {
                    **head_value(book),
                    "code_count": len(book),
                    "editions": [edition_value(one) for one in known if one.name == name],
                }
                for name, book in books.items()
            ]
        }
    )


def _codes(call: Call) -> Response:
    book = get_book(call.node, call.path("list"))
    wanted = call.values["parent"]
    parent = book.get(wanted) if wanted else None
    return json_response(
        {
            "list": head_value(book),
            "parent": None if parent is None else code_value(book, parent),
            "codes": [code_value(book, one) for one in book.children(parent)],
        }
    )


def _suggest(call: Call) -> Response:
    book = get_book(call.node, call.path("list"))
    limit = min(max(1, call.values["limit"]), _MOST)
    found = book.suggest(call.values["q"], limit)
    return json_response(
        {
            "query": call.values["q"],
            "suggestions": [
                # Text, detail and address are what fields that complete a text show.
                {**code_value(book, one), "text": one.title, "detail": one.code, "href": _href(call, one)}
                for one in found
            ],
        }
    )


def _code(call: Call) -> Response:
    book = get_book(call.node, call.path("list"))
    code = book.get(call.path("code"))
    return json_response(
        {
            **code_value(book, code),
            "list": head_value(book),
            "target": book.target_of(code) or None,
            "ancestors": [code_value(book, one) for one in book.ancestors(code)],
            "children": [code_value(book, one) for one in book.children(code)],
            "item": item_of(book, code),
            "resources": _resources(call, book, code),
        }
    )


def _resources(call: Call, book: CodeBook, code: Code) -> dict[str, Any] | None:
    """How many resources of the default community carry the code; ``None`` for those who may not search it."""
    if call.node.settings.access.authentication_required and call.actor is ANONYMOUS:
        # The lists are open to everybody on a closed node, too; what it holds is not.
        return None
    try:
        community = get_community(call, None)
        with look(call.node, community) as looking:
            uses = find_code_uses(looking, book, code)
    except (NotFound, NotAuthenticated, NotAuthorized, Unavailable):
        # The facts about the code are worth an answer without the figure.
        return None
    return {
        "community": community.name,
        "total": uses.total,
        "query": uses.query,
        "url": f"{call.base_url}{query_path(uses.query)}",
    }


def _href(call: Call, code: Code) -> str:
    # The address goes into a page, where the host would tie it to one name of the node.
    path = call.base_url.partition("://")[2].partition("/")[2].rstrip("/")
    return f"{f'/{path}' if path else ''}/codes/{code.list}/{quote(code.code)}"


_TAG = "Codes"
_LIST = PathParam(name="list", help="`soc`, `cip` or `naics`.", example="cip")
_HEAD = {
    "name": "cip",
    "edition": "2020",
    "title": "Instructional programs",
    "framework": "https://nces.ed.gov/ipeds/cipcode/Default.aspx?y=55",
    "framework_name": "Classification of Instructional Programs",
    "attribution": "National Center for Education Statistics, U.S. Department of Education.",
    "licence": "U.S. government work",
}
_FAMILY = {
    "code": "49",
    "title": "Transportation and Materials Moving",
    "parent": None,
    "child_count": 4,
}
_GROUP = {"code": "49.02", "title": "Ground Transportation", "parent": "49", "child_count": 7}
_PROGRAM = {
    "code": "49.0205",
    "title": "Truck and Bus Driver/Commercial Vehicle Operator and Instructor",
    "parent": "49.02",
    "child_count": 0,
}
_NO_LIST = {404: Answer(help="There is no such list.")}
_NO_CODE = {404: Answer(help="There is no such list or code; the hint names codes that are spelled alike.")}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/codes",
        handler=_lists,
        tag=_TAG,
        summary="Lists of codes for occupations, programs and industries",
        help=(
            "O*NET-SOC (`soc`), CIP (`cip`) and NAICS (`naics`), each in the edition in use, with all editions that "
            "the node has. Whoever passes codes and titles on names whose work they are: see `attribution`. A browser "
            "gets a page, here and at the addresses below."
        ),
        style="problem",
        is_open=True,
        answers={
            200: Answer(
                help="The lists.",
                example={
                    "lists": [
                        {
                            **_HEAD,
                            "code_count": 2848,
                            "editions": [
                                {
                                    "edition": "bundled",
                                    "of_edition": "2020",
                                    "is_used": True,
                                    "code_count": 2848,
                                    "loaded_at": None,
                                }
                            ],
                        }
                    ]
                },
            )
        },
    ),
    Operation(
        method="GET",
        path="/codes/{list}",
        handler=_codes,
        tag=_TAG,
        summary="The codes of a list, level by level",
        style="problem",
        is_open=True,
        path_params=(_LIST,),
        params=(
            Param(
                name="parent",
                help="The codes right below this one, in any spelling; without it those at the top.",
                example="49",
            ),
        ),
        answers={
            200: Answer(
                help="The codes in their order. `child_count` says how many stand below each.",
                example={"list": _HEAD, "parent": _FAMILY, "codes": [_GROUP]},
            ),
            **_NO_CODE,
        },
    ),
    Operation(
        method="GET",
        path="/codes/{list}/suggest",
        handler=_suggest,
        tag=_TAG,
        summary="Codes for a field that completes what is typed",
        help=(
            "Titles with words that begin as those that were typed, or codes that begin so, the likeliest first. "
            "`text`, `detail` and `href` are the title, the code and its page, for such fields."
        ),
        style="problem",
        is_open=True,
        path_params=(_LIST,),
        params=(
            Param(name="q", help="What was typed.", is_required=True, example="truck dri"),
            Param(
                name="limit", kind="integer", default=10, help=f"At most so many, 1 to {_MOST}.", example=5
            ),
        ),
        answers={
            200: Answer(
                help="The codes.",
                example={
                    "query": "truck dri",
                    "suggestions": [
                        {
                            **_PROGRAM,
                            "text": _PROGRAM["title"],
                            "detail": "49.0205",
                            "href": "/codes/cip/49.0205",
                        }
                    ],
                },
            ),
            **_NO_LIST,
        },
    ),
    Operation(
        method="GET",
        path="/codes/{list}/{code}",
        handler=_code,
        tag=_TAG,
        summary="Everything that is known about a code",
        help=(
            "Its place in the list, the item that publishing from plain input takes, and how many resources of the "
            "default community carry the code, or for a group one of its codes (`resources` is null where the "
            "caller may not search it)."
        ),
        style="problem",
        is_open=True,
        path_params=(
            _LIST,
            PathParam(
                name="code",
                help="The code in any spelling: zeros that a spreadsheet lost are put back.",
                example="49.0205",
            ),
        ),
        answers={
            200: Answer(
                help="The code.",
                example={
                    **_PROGRAM,
                    "list": _HEAD,
                    "target": None,
                    "ancestors": [_FAMILY, _GROUP],
                    "children": [],
                    "item": {
                        "Framework": _HEAD["framework"],
                        "FrameworkName": _HEAD["framework_name"],
                        "CodedNotation": "49.0205",
                        "Name": _PROGRAM["title"],
                    },
                    "resources": {
                        "community": "ce_registry",
                        "total": 3,
                        "query": {
                            "ceterms:instructionalProgramType": {
                                "ceterms:codedNotation": ["49.0205", "49-0205"]
                            }
                        },
                        "url": "https://registry.example/query?query=%7B%7D",
                    },
                },
            ),
            **_NO_CODE,
        },
    ),
)
