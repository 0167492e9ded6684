"""The page on which people check a document, and the page of the rules.

Everything works without scripts: the form is an ordinary one, and a file may be dropped on its field.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from opencredreg.api.call import json_response
from opencredreg.api.compat import status_of
from opencredreg.api.compression import compressed
from opencredreg.api.own.validate import sarif_response
from opencredreg.errors import RegistryError
from opencredreg.registry.checking import check_document, find_rules_community
from opencredreg.registry.communities import list_communities
from opencredreg.registry.node import Node
from opencredreg.validation import RULES
from opencredreg.validation.checking import Checked, build_answer
from opencredreg.validation.completeness import USES
from opencredreg.validation.wording import SEVERITIES, class_label
from opencredreg.web.accept import prefers_html
from opencredreg.web.kinds import kind_of
from opencredreg.web.rendering import render
from opencredreg.web.routing import SharedRoute
from opencredreg.web.validation.examples import EXAMPLES, find_example
from opencredreg.web.validation.forms import CheckForm, form_of, is_form, read_form
from opencredreg.web.validation.view import build_view, echo

__all__ = ["validation_routes"]

_HERE: Final = "/validate"
_MODES: Final = {
    "publish": "to publish it",
    "provisional": "as a placeholder, to be completed later",
    "read": "old or foreign data, to be read",
    "reference": "a short description of something published elsewhere",
    "gate": "only what the registry itself refuses",
}
_LEAST: Final = {
    "note": "everything",
    "warning": "errors and warnings",
    "error": "errors only",
}


def validation_routes(node: Node) -> list[Route]:
    """The routes of the pages. Requests of programs to the same address are left to the API."""
    pages = _Pages(node)
    return [
        _FormRoute(_HERE, pages.check, methods=["POST"]),
        SharedRoute(_HERE, pages.form, methods=["GET"]),
        Route(f"{_HERE}/rules", pages.rules, methods=["GET"]),
    ]


class _FormRoute(Route):
    """A form that was sent. A document as the body belongs to the API, whatever type it declares by mistake."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        kind = headers.get(b"content-type", "")
        is_ours = is_form(kind) and (
            kind.lower().startswith("multipart/") or prefers_html(headers.get(b"accept", ""))
        )
        return super().matches(scope) if is_ours else (Match.NONE, {})


class _Pages:
    """The pages of one node."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._root = urlsplit(node.settings.server.public_url).path.rstrip("/")

    async def form(self, request: Request) -> Response:
        asked = request.query_params
        fields = {name: asked[name].encode() for name in ("mode", "least", "community") if name in asked}
        form = form_of(fields)
        example = find_example(asked.get("example", ""))
        return await self._answer(request, partial(self._form_page, request, form, example or ""))

    async def check(self, request: Request) -> Response:
        try:
            form = await read_form(request, self._node.settings.limits)
        except RegistryError as error:
            return await self._answer(request, partial(self._refusal, request, CheckForm(), error))
        return await self._answer(request, partial(self._check, request, form))

    async def rules(self, request: Request) -> Response:
        return await self._answer(request, self._rules_page)

    async def _answer(self, request: Request, make: Any) -> Response:
        # Checking and filling templates take time, which must not hold up other requests.
        response: Response = await to_thread.run_sync(make)
        return compressed(response, request.headers.get("accept-encoding"))

    @property
    def _is_closed(self) -> bool:
        return self._node.settings.access.authentication_required

    def _check(self, request: Request, form: CheckForm) -> Response:
        if self._is_closed:
            return self._form_page(request, form, "", status=401)
        if not form.document.strip():
            problem = "There is no document yet. Paste one, or choose a file."
            return self._form_page(request, form, "", problem=problem, status=422)
        try:
            checked = self._checked(request, form)
        except RegistryError as error:
            return self._refusal(request, form, error)
        if form.answer == "sarif":
            return sarif_response(checked, self._base_url(request))
        if form.answer == "json" or not prefers_html(request.headers.get("accept", "")):
            return json_response(build_answer(checked))
        return self._result_page(request, form, checked)

    def _checked(self, request: Request, form: CheckForm) -> Checked:
        community = find_rules_community(self._node, form.community or None, request.headers.get("host", ""))
        return check_document(
            self._node,
            form.document,
            community=community,
            mode=form.mode,
            least=form.least,
            # A page knows nobody, so it tells nothing of communities that not everybody may read.
            against_registry=community is not None and not community.secured,
        )

    def _refusal(self, request: Request, form: CheckForm, error: RegistryError) -> Response:
        problem = f"{error.message} {error.hint}".strip()
        text = echo(form.document) or ""
        return self._form_page(request, form, text, problem=problem, status=status_of(error))

    def _form_page(
        self, request: Request, form: CheckForm, text: str, *, problem: str = "", status: int = 200
    ) -> Response:
        return render(
            "validation/form.html",
            root=self._root,
            here=_HERE,
            status=status,
            form=form,
            text=text,
            problem=problem,
            is_closed=self._is_closed,
            base_url=self._base_url(request),
            examples=EXAMPLES,
            **self._choices(),
        )

    def _result_page(self, request: Request, form: CheckForm, checked: Checked) -> Response:
        vocabulary = self._node.vocabulary
        return render(
            "validation/result.html",
            root=self._root,
            here=_HERE,
            form=form,
            view=build_view(checked, form, vocabulary, base_url=self._base_url(request)),
            class_label=partial(class_label, vocabulary),
            kind_of=partial(kind_of, vocabulary),
            is_known=vocabulary.is_known,
            uses=USES,
            **self._choices(),
        )

    def _rules_page(self) -> Response:
        return render("validation/rules.html", root=self._root, here=f"{_HERE}/rules", rules=RULES)

    def _choices(self) -> dict[str, Any]:
        with self._node.database.read() as connection:
            communities = [one.name for one in list_communities(connection)]
        return {
            "modes": _MODES,
            "leasts": {one: _LEAST[one] for one in reversed(SEVERITIES)},
            "communities": communities if len(communities) > 1 else [],
        }

    def _base_url(self, request: Request) -> str:
        public_url = self._node.settings.server.public_url.rstrip("/")
        return public_url or f"{request.url.scheme}://{request.url.netloc}"
