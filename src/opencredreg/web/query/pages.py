"""The page on which people ask with a query: build it, see what it means and what it finds, and take it along.

It works without scripts. A query that is short enough has an address of its own, so that it can be kept and sent
on; a longer one is sent as a form.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from opencredreg.api.call import json_response
from opencredreg.api.compat import status_of
from opencredreg.api.compression import compressed
from opencredreg.api.wire.ctdl_search import render_explanation, render_warnings
from opencredreg.ctdl.guide.term_search import link_to
from opencredreg.errors import RegistryError
from opencredreg.query.sorting import parse_sort
from opencredreg.query.tree import Search
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.export import EXPORT_TYPES, export_results
from opencredreg.search.limits import EXPORT_ROWS_DEFAULT, check_query_bytes
from opencredreg.web.paths import community_path
from opencredreg.web.query.asking import JOINS, MATCHES, WAYS, Asked
from opencredreg.web.query.building import build_query
from opencredreg.web.query.choices import choices_of
from opencredreg.web.query.examples import EXAMPLES
from opencredreg.web.query.forms import asked_of, changed, read_fields
from opencredreg.web.query.requests import NEWEST, Asking, asking_of, compact, decode_query
from opencredreg.web.query.snippets import curl_command, python_program
from opencredreg.web.query.view import SHOWN, Found, Understanding, find, understand
from opencredreg.web.query.visitor import Visitor
from opencredreg.web.rendering import render

__all__ = ["query_routes"]

_HERE: Final = "/query"
_SHORT: Final = 1_800
"""So long may the query of an address be: every browser, mail program and proxy passes that on whole."""

_SORTS: Final = {
    NEWEST: "last published first",
    "search:relevance": "best match first",
    "ceterms:name": "by name",
    "^search:recordCreated": "newest first",
    "search:recordCreated": "oldest first",
}


def query_routes(node: Node) -> list[Route]:
    """The routes of the page."""
    pages = _Pages(node)
    return [
        Route(_HERE, pages.get, methods=["GET"]),
        Route(_HERE, pages.post, methods=["POST"]),
    ]


class _Pages:
    """The page of one node."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._root = urlsplit(node.settings.server.public_url).path.rstrip("/")

    async def get(self, request: Request) -> Response:
        return await self._answer(request, partial(self._get, request))

    async def post(self, request: Request) -> Response:
        try:
            fields = await read_fields(request, self._node.settings.limits)
        except RegistryError as error:
            return await self._answer(request, partial(self._refusal, request, Asking(), error))
        return await self._answer(request, partial(self._post, request, fields))

    async def _answer(self, request: Request, make: Any) -> Response:
        # Searching and filling templates take time, which must not hold up other requests.
        response: Response = await to_thread.run_sync(make)
        if isinstance(response, StreamingResponse):
            return response
        return compressed(response, request.headers.get("accept-encoding"))

    def _get(self, request: Request) -> Response:
        asked = request.query_params
        asking = asking_of(dict(asked), asked.get("query", ""))
        if "query" not in asked:
            return self._start(request, asking, Asked())
        return self._ask(request, asking)

    def _post(self, request: Request, fields: dict[str, str]) -> Response:
        if "query" in fields:
            asking = asking_of(fields, fields["query"])
        else:
            form = asked_of(fields, self._node.vocabulary)
            form, field = changed(form, fields.get("do", ""))
            if field:
                return self._start(request, asking_of(fields, ""), form, focus=field)
            asking = asking_of(fields, compact(build_query(form, self._node.vocabulary).query))
        address = self._address(asking)
        if address and not asking.format:
            return RedirectResponse(address, 303)
        return self._ask(request, asking)

    def _ask(self, request: Request, asking: Asking) -> Response:
        visitor = Visitor(self._node, request)
        if visitor.is_shut_out:
            return self._start(request, asking, Asked(), status=401)
        try:
            check_query_bytes(asking.text.encode())
            query = decode_query(asking.text)
            community = visitor.community(asking.community)
            understood = understand(query, asking.sort, self._node.vocabulary)
            if asking.format:
                return self._data(request, asking, community, understood)
            found = find(self._node, community, understood, asking.sort) if understood.parsed else None
        except RegistryError as error:
            return self._refusal(request, asking, error)
        return self._result(request, asking, visitor, community, understood, found)

    def _data(
        self, request: Request, asking: Asking, community: Community, understood: Understanding
    ) -> Response:
        if understood.parsed is None:
            errors = [one.problem for one in understood.errors]
            return json_response({"error": errors[0].message, "errors": render_warnings(tuple(errors))}, 400)
        if asking.format == "json":
            found = find(self._node, community, understood, asking.sort)
            body: dict[str, Any] = {
                "data": [msgspec.Raw(hit.body) for hit in found.answer.hits],
                "total": found.total,
                "warnings": render_warnings(understood.parsed.warnings),
            }
            if found.explanation is not None:
                body["explain"] = render_explanation(found.explanation)
            return json_response(body)
        search = Search(
            expression=understood.parsed.expression,
            sort=parse_sort(asking.sort, self._node.vocabulary),
            take=EXPORT_ROWS_DEFAULT,
        )
        made = export_results(
            self._node, community, search, "csv", base=f"{self._base_url(request)}/resources/"
        )
        return StreamingResponse(
            made.parts,
            media_type=EXPORT_TYPES["csv"],
            headers={"Total": str(made.total), "Content-Disposition": 'attachment; filename="query.csv"'},
        )

    # Pages -------------------------------------------------------------------------------------------------

    def _refusal(self, request: Request, asking: Asking, error: RegistryError) -> Response:
        status = status_of(error)
        if asking.format:
            return json_response({"error": error.message, "errors": []}, status)
        problem = f"{error.message} {error.hint}".strip()
        return self._start(request, asking, Asked(), problem=problem, status=status)

    def _start(
        self,
        request: Request,
        asking: Asking,
        form: Asked,
        *,
        focus: str = "",
        problem: str = "",
        status: int = 200,
    ) -> Response:
        visitor = Visitor(self._node, request)
        return self._page(
            request,
            asking,
            visitor,
            form,
            focus=focus,
            problem=problem,
            status=status,
            text=asking.text,
            asked=None,
            found=None,
        )

    def _result(
        self,
        request: Request,
        asking: Asking,
        visitor: Visitor,
        community: Community,
        understood: Understanding,
        found: Found | None,
    ) -> Response:
        base_url = self._base_url(request)
        asking = msgspec.structs.replace(asking, text=compact(understood.query), community=community.name)
        taken = (base_url, community.name, understood.query, asking.sort, SHOWN)
        return self._page(
            request,
            asking,
            visitor,
            understood.form or Asked(),
            status=200 if found is not None else 400,
            text=understood.source.text if not understood.source.is_cut else asking.text,
            asked=understood,
            found=found,
            address=self._address(asking),
            address_of=partial(self._address_of, asking),
            prefix="" if community.is_default else community_path(community.name),
            curl=curl_command(*taken),
            python=python_program(*taken),
            shown=SHOWN,
            exported=EXPORT_ROWS_DEFAULT,
        )

    def _page(
        self,
        request: Request,
        asking: Asking,
        visitor: Visitor,
        form: Asked,
        *,
        status: int,
        focus: str = "",
        problem: str = "",
        **context: Any,
    ) -> Response:
        vocabulary = self._node.vocabulary
        names = [one.name for one in visitor.communities]
        return render(
            "query/page.html",
            root=self._root,
            here=_HERE,
            status=status,
            asking=asking,
            form=form,
            focus=focus,
            problem=problem,
            is_closed=not visitor.communities,
            base_url=self._base_url(request),
            communities=names if len(names) > 1 else [],
            choices=choices_of(form, vocabulary),
            sorts=_SORTS if asking.sort in _SORTS else {**_SORTS, asking.sort: asking.sort},
            matches=MATCHES,
            ways=WAYS,
            joins=JOINS,
            link_to=partial(link_to, vocabulary),
            examples=[(words, self._address(Asking(compact(one)))) for words, one in EXAMPLES.items()],
            **context,
        )

    # Addresses ---------------------------------------------------------------------------------------------

    def _address(self, asking: Asking, format: str = "") -> str:
        """The address of a query; empty when it would be too long, or the text is no JSON."""
        try:
            text = compact(decode_query(asking.text))
        except RegistryError:
            return ""
        chosen = {
            "query": text,
            **({"community": asking.community} if asking.community else {}),
            **({"sort": asking.sort} if asking.sort != NEWEST else {}),
            **({"format": format} if format else {}),
        }
        written = urlencode(chosen)
        return f"{self._root}{_HERE}?{written}" if len(written) <= _SHORT else ""

    def _address_of(self, asking: Asking, query: Any = None, format: str = "") -> str:
        if query is not None:
            asking = msgspec.structs.replace(asking, text=compact(query))
        return self._address(asking, format)

    def _base_url(self, request: Request) -> str:
        public_url = self._node.settings.server.public_url.rstrip("/")
        return public_url or f"{request.url.scheme}://{request.url.netloc}"
