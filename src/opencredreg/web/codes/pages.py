"""The pages of the lists of codes: all lists, one list to walk down, one code with what carries it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from opencredreg.api.own.code_values import item_of, query_path
from opencredreg.api.own.codes import get_book
from opencredreg.codes import Code, CodeBook
from opencredreg.errors import NotFound, Unavailable
from opencredreg.finder.code_uses import CodeUses, find_code_uses
from opencredreg.finder.subject import look
from opencredreg.registry.node import Node
from opencredreg.web.finder.errors import friendly
from opencredreg.web.finder.visit import Visit
from opencredreg.web.locale import N_
from opencredreg.web.routing import BrowserRoute, endpoint

__all__ = ["code_routes"]

_HERE: Final = "/codes"
_FOUND_OF_EACH: Final = 8
_FOUND: Final = 100
_NEWEST: Final = 5
_LONGEST: Final = 200
_NAMES: Final = {
    "soc": N_("Occupations"),
    "cip": N_("Instructional programs"),
    "naics": N_("Industries"),
}
_FIELDS: Final = {
    "soc": ("OccupationType", "ONET_Codes"),
    "cip": ("InstructionalProgramType", "CIP_Codes"),
    "naics": ("IndustryType", "NaicsList"),
}
"""Where publishing from plain input takes codes: as items, and as bare codes."""


def code_routes(node: Node) -> list[Route]:
    """The routes, for browsers; programs get data at the same addresses."""

    def made(page: Callable[[Node, Request], Response]) -> Any:
        return endpoint(friendly(node, partial(page, node)))

    return [
        BrowserRoute(_HERE, made(_index)),
        BrowserRoute(f"{_HERE}/{{list}}", made(_list)),
        BrowserRoute(f"{_HERE}/{{list}}/{{code}}", made(_code)),
    ]


def _index(node: Node, request: Request) -> Response:
    books = node.codes
    query = _query(request)
    found = {name: book.suggest(query, _FOUND_OF_EACH) for name, book in books.items()} if query else {}
    return _page(Visit(node, request), "index", query=query, books=books, found=found)


def _list(node: Node, request: Request) -> Response:
    visit = Visit(node, request)
    book = get_book(node, request.path_params["list"])
    if request.path_params["list"] != book.head.name:
        return RedirectResponse(_path(visit, book), 308)
    query = _query(request)
    exact = book.find(query)
    if exact is not None:
        # Whoever typed a whole code wants its page.
        return RedirectResponse(_path(visit, exact), 303)
    return _page(visit, "list", query=query, book=book, found=book.suggest(query, _FOUND))


def _code(node: Node, request: Request) -> Response:
    visit = Visit(node, request)
    book = get_book(node, request.path_params["list"])
    written = request.path_params["code"]
    code = book.find(written)
    if code is None:
        return _page(visit, "not_found", status=404, book=book, written=written, near=book.nearest(written))
    if (request.path_params["list"], written) != (book.head.name, code.code):
        return RedirectResponse(_path(visit, code), 308)
    field, short = _FIELDS[book.head.name]
    return _page(
        visit,
        "code",
        book=book,
        code=code,
        uses=_uses(visit, book, code),
        query_path=query_path,
        item=_pretty({field: [item_of(book, code)]}),
        short=_pretty({short: [code.code]}) if _has_short_form(book, code) else "",
    )


def _uses(visit: Visit, book: CodeBook, code: Code) -> CodeUses | None:
    """What carries the code in the community that the visitor looks at; ``None`` where it cannot be said."""
    if not visit.has_community:
        return None
    try:
        with look(visit.node, visit.community) as looking:
            return find_code_uses(looking, book, code, _NEWEST)
    except (NotFound, Unavailable):
        # The place of the code in its list is worth a page without the figure.
        return None


def _has_short_form(book: CodeBook, code: Code) -> bool:
    # Groups of occupations are no occupations of O*NET, and ranges no numbers of industries.
    return book.head.name == "cip" or (code.code.isdigit() if book.head.name == "naics" else "." in code.code)


def _query(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:_LONGEST]


def _page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    return visit.render_apart(
        f"codes/{template}.html",
        here=_HERE if template == "index" else f"{_HERE}/",
        status=status,
        path=partial(_path, visit),
        list_names=_NAMES,
        address=visit.address if visit.has_community else None,
        **context,
    )


def _path(visit: Visit, of: CodeBook | Code) -> str:
    tail = f"{of.list}/{quote(of.code)}" if isinstance(of, Code) else of.head.name
    return f"{visit.root}{_HERE}/{tail}"


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
