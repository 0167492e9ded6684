"""The routes of the public pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from opencredreg.jsonld.rdf import RDF_FORMATS
from opencredreg.registry.node import Node
from opencredreg.web.finder.about_data import about_page, build_zip
from opencredreg.web.finder.compare import compare_page
from opencredreg.web.finder.errors import friendly
from opencredreg.web.finder.home import home_page
from opencredreg.web.finder.publish import publish_page
from opencredreg.web.finder.resource import resource_page
from opencredreg.web.finder.results import results_page
from opencredreg.web.routing import BrowserRoute, endpoint

__all__ = ["finder_routes"]

_DATA = "|".join(sorted({"json", "jsonld", *(one.extension.lstrip(".") for one in RDF_FORMATS.values())}))


class _IdentifierConvertor(Convertor[str]):
    """A CTID or any address. One that ends in the extension of data is the address of these data."""

    regex = rf"(?!.*\.(?:{_DATA})$).+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("identifier", _IdentifierConvertor())


def finder_routes(node: Node) -> list[Route]:
    """The routes of the pages. They stand before those of the API, which has data at some of the addresses."""

    def made(page: Callable[[Node, Request], Response]) -> Any:
        return endpoint(friendly(node, partial(page, node)))

    return [
        BrowserRoute("/", made(home_page)),
        BrowserRoute("/publish", made(publish_page)),
        Route("/compare", made(compare_page)),
        Route("/find", made(results_page)),
        Route("/about", made(about_page)),
        Route("/about/download", made(build_zip), methods=["POST"]),
        BrowserRoute("/resources/{identifier:identifier}", made(resource_page)),
        BrowserRoute("/{community}/resources/{identifier:identifier}", made(resource_page)),
    ]
