"""The pages of the vocabulary: the index with its search, one page for each term, and the table for mapping."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from opencredreg.api.negotiate import conditional
from opencredreg.api.own.vocabulary import EXTENSIONS, get_description, get_mapped_class
from opencredreg.ctdl.guide.descriptions import (
    PLACEMENTS,
    ClassDescription,
    ClassProperty,
    Description,
)
from opencredreg.ctdl.guide.mapping import MAPPING_COLUMNS, build_mapping
from opencredreg.ctdl.guide.overview import build_overview
from opencredreg.ctdl.guide.term_search import list_terms, search_terms, suggest_terms
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import NotFound
from opencredreg.registry.node import Node
from opencredreg.web.kinds import kind_of
from opencredreg.web.rendering import HEADERS, render

__all__ = ["vocabulary_pages"]

Page = Callable[[Request], Response]
_HERE = "/vocabulary"
_MOST_RESULTS = 100
_KINDS = {
    "class": "Class",
    "property": "Property",
    "scheme": "Concept scheme",
    "concept": "Concept",
    "other": "Term of another vocabulary",
}


class _TermConvertor(StringConvertor):
    """A name that ends in no extension: with one, it is the address of data and no page."""

    regex = rf"(?![^/]*\.(?:{'|'.join(EXTENSIONS)})(?:/|$))[^/]+"


register_url_convertor("term", _TermConvertor())


def vocabulary_pages(node: Node) -> list[tuple[str, Page]]:
    """The addresses of the pages, for browsers; programs get data at the same ones."""
    pages = _VocabularyPages(node)
    return [
        (_HERE, pages.index),
        (f"{_HERE}/{{name:term}}/mapping", pages.mapping),
        (f"{_HERE}/{{name:term}}", pages.term),
    ]


class _VocabularyPages:
    """The pages of one node. The vocabulary is asked for anew at each request, as a node may load another."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._root = urlsplit(node.settings.server.public_url).path.rstrip("/")

    def index(self, request: Request) -> Response:
        vocabulary = self._node.vocabulary
        query = request.query_params.get("q", "").strip()
        if ":" in query and vocabulary.is_known(vocabulary.normalize_term(query)):
            # Whoever chose a whole term from the list wants its page.
            return RedirectResponse(self._path(vocabulary.normalize_term(query)), 303)
        return self._page(
            request,
            "vocabulary/results.html" if query else "vocabulary/index.html",
            vocabulary,
            here=_HERE,
            query=query,
            results=search_terms(vocabulary, query, _MOST_RESULTS),
            most=_MOST_RESULTS,
            overview=build_overview(vocabulary),
            terms=list_terms(vocabulary),
        )

    def term(self, request: Request) -> Response:
        vocabulary = self._node.vocabulary
        name = request.path_params["name"]
        try:
            description = get_description(vocabulary, name)
        except NotFound as error:
            return self._missing(vocabulary, name, error)
        if name != description.term:
            return RedirectResponse(self._path(description.term), 308)
        kind = _kind(description)
        return self._page(
            request,
            f"vocabulary/{kind}.html",
            vocabulary,
            one=description,
            kind=_KINDS[kind],
            groups=_groups(description) if isinstance(description, ClassDescription) else (),
        )

    def mapping(self, request: Request) -> Response:
        vocabulary = self._node.vocabulary
        name = request.path_params["name"]
        try:
            description = get_mapped_class(vocabulary, name)
        except NotFound as error:
            return self._missing(vocabulary, name, error)
        return self._page(
            request,
            "vocabulary/mapping.html",
            vocabulary,
            one=description,
            columns=MAPPING_COLUMNS,
            rows=build_mapping(vocabulary, description),
        )

    def _missing(self, vocabulary: Vocabulary, name: str, error: NotFound) -> Response:
        response = render(
            "vocabulary/not_found.html",
            root=self._root,
            here=f"{_HERE}/",
            status=404,
            name=name,
            message=error.message,
            near=suggest_terms(vocabulary, name),
            term_path=self._path,
            kinds=_KINDS,
        )
        response.headers["Vary"] = "Accept"
        return response

    def _page(
        self,
        request: Request,
        template: str,
        vocabulary: Vocabulary,
        *,
        here: str = f"{_HERE}/",
        **context: Any,
    ) -> Response:
        rendered = render(
            template,
            root=self._root,
            here=here,
            base_url=self._base_url(request),
            edition=vocabulary.edition,
            attribution=vocabulary.attribution,
            term_path=self._path,
            shape_of=lambda term: kind_of(vocabulary, term),
            placements=PLACEMENTS,
            kinds=_KINDS,
            pretty=_pretty,
            **context,
        )
        content = bytes(rendered.body)
        etag = hashlib.sha256(content).hexdigest()
        headers = {**HEADERS, "Vary": "Accept"}
        return conditional(request, content, etag, None, "text/html; charset=utf-8", headers)

    def _path(self, term: str) -> str:
        return f"{self._root}{_HERE}/{quote(term, safe=':')}"

    def _base_url(self, request: Request) -> str:
        public_url = self._node.settings.server.public_url.rstrip("/")
        return public_url or f"{request.url.scheme}://{request.url.netloc}"


def _kind(description: Description) -> str:
    kind: str = description.__struct_config__.tag  # type: ignore[assignment]
    return kind


def _groups(description: ClassDescription) -> list[tuple[str, list[ClassProperty]]]:
    """The properties under their headings; alternatives to each other have a heading of their own."""
    found: dict[tuple[str, ...], list[ClassProperty]] = {}
    for one in description.properties:
        is_choice = one.requirement == "one of"
        key = tuple(sorted((one.link.term, *one.alternatives))) if is_choice else (one.requirement,)
        found.setdefault(key, []).append(one)
    return [
        ("At least one of these" if len(key) > 1 else key[0].capitalize(), group)
        for key, group in found.items()
    ]


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
