"""What other sites and programs read of this one, as operations: site maps, cards, catalogues."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.api.own.search_params import RESOURCE_CTID
from opencredreg.web.page_operation import page_operation
from opencredreg.web.site.catalog import api_catalog, catalog, void
from opencredreg.web.site.discovery import opensearch, robots, site_map, site_map_index
from opencredreg.web.site.embedding import card_data, embed_script, oembed

__all__ = ["OPERATIONS"]

_PAGE: Final = f"https://registry.example/resources/{RESOURCE_CTID}"
_IDENTIFIER: Final = PathParam(
    name="identifier", help="CTID or `@id`.", takes_slashes=True, example=RESOURCE_CTID
)
_COMMUNITY: Final = PathParam(name="community", help="Name of the community.", example="ce-registry")
_CARD: Final = {
    "name": "Orchard keeping, first level",
    "language": "en",
    "class": "Certificate",
    "owners": ["Alder College of Land Work"],
    "about": "What an orchard needs in its first year.",
    "facts": ["$1,200", "6 months"],
    "page": _PAGE,
    "source": "Open Credential Registry",
}
_OEMBED: Final = {
    "version": "1.0",
    "type": "rich",
    "title": "Orchard keeping, first level",
    "author_name": "Alder College of Land Work",
    "provider_name": "Open Credential Registry",
    "provider_url": "https://registry.example/",
    "html": f'<iframe src="https://registry.example/embed/resources/{RESOURCE_CTID}"></iframe>',
    "width": 480,
    "height": 240,
    "cache_age": 3600,
}
_DCAT: Final = {
    "@context": {"dcat": "http://www.w3.org/ns/dcat#"},
    "@id": "https://registry.example/catalog#catalog",
    "@type": "dcat:Catalog",
}
_VOID: Final = (
    "<https://registry.example/.well-known/void> a <http://rdfs.org/ns/void#DatasetDescription> .\n"
)
_LINKSET: Final = {
    "linkset": [
        {
            "anchor": "https://registry.example/",
            "service-desc": [{"href": "https://registry.example/openapi.json", "type": "application/json"}],
        }
    ]
}
_IS_JSON: Final = Param(
    name="format", kind="choice", choices=("json",), is_required=True, help="`json`.", example="json"
)


def _xml(help: str, example: str, media_type: str = "application/xml") -> Answer:
    return Answer(
        help=help, media_type=media_type, example=f'<?xml version="1.0" encoding="utf-8"?>\n{example}\n'
    )


def _card(path: str, *more: PathParam) -> Operation:
    return page_operation(
        path,
        card_data,
        summary="What stands on the card of a resource",
        help="Every site may read it. Without `format` it is the card itself, for a frame.",
        params=(_IS_JSON,),
        path_params=(*more, _IDENTIFIER),
        answers={
            200: Answer(help="The card.", example=_CARD),
            404: Answer(help="There is no such resource."),
            410: Answer(help="The resource was deleted."),
        },
    )


def _catalog(path: str, media_type: str, example: Any, format: str = "") -> Operation:
    return page_operation(
        path,
        partial(catalog, format=format),
        summary="The node as a DCAT catalogue",
        help=(
            "The communities that everybody may read as data sets, with the ways to take them away."
            + ("" if format else " `Accept` chooses JSON-LD, Turtle, N-Triples or RDF/XML.")
        ),
        answers={200: Answer(help="The catalogue.", media_type=media_type, example=example)},
    )


OPERATIONS: Final = (
    page_operation(
        "/robots.txt",
        robots,
        summary="What robots may read",
        answers={
            200: Answer(help="The rules (RFC 9309).", media_type="text/plain", example="User-agent: *\n")
        },
        is_open=True,
    ),
    page_operation(
        "/sitemap.xml",
        site_map_index,
        summary="The list of all site maps",
        answers={
            200: _xml(
                "The list.",
                '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></sitemapindex>',
            )
        },
    ),
    page_operation(
        "/sitemaps/{community}/{part}",
        site_map,
        summary="One site map: the pages of some resources",
        path_params=(_COMMUNITY, PathParam(name="part", help="Which one, from 1.", example="1")),
        answers={
            200: _xml(
                "The site map.", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
            ),
            404: Answer(help="There is no such site map."),
        },
    ),
    page_operation(
        "/opensearch.xml",
        opensearch,
        summary="How browsers search here",
        answers={
            200: _xml(
                "The description (OpenSearch 1.1).",
                '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"></OpenSearchDescription>',
                "application/opensearchdescription+xml",
            )
        },
        is_open=True,
    ),
    page_operation(
        "/oembed",
        oembed,
        summary="The card of a resource for those who paste its address",
        help="oEmbed 1.0. A format that is none answers 501, as the specification says.",
        params=(
            Param(name="url", is_required=True, help="The address of the page of a resource.", example=_PAGE),
            Param(name="format", help="`json` or `xml`.", default="json", example="json"),
            Param(name="maxwidth", help="At most so many pixels wide.", example="480"),
            Param(name="maxheight", help="At most so many pixels high.", example="240"),
        ),
        answers={
            200: Answer(help="The card.", example=_OEMBED),
            404: Answer(help="There is no such resource."),
            410: Answer(help="The resource was deleted."),
            422: Answer(help="The address is none of a resource."),
            501: Answer(help="There is no such format.", example={"error": "There is no format 'yaml'."}),
        },
    ),
    page_operation(
        "/embed.js",
        embed_script,
        summary="The script of the element `credential-card`",
        answers={
            200: Answer(help="The script.", media_type="text/javascript", example="customElements.define(…)")
        },
        is_open=True,
    ),
    _card("/embed/resources/{identifier}"),
    _card("/embed/{community}/resources/{identifier}", _COMMUNITY),
    _catalog("/catalog", "application/ld+json", _DCAT),
    _catalog("/catalog.jsonld", "application/ld+json", _DCAT, "jsonld"),
    _catalog("/catalog.ttl", "text/turtle", "[] a <http://www.w3.org/ns/dcat#Catalog> .\n", "turtle"),
    page_operation(
        "/.well-known/void",
        void,
        summary="The data sets of the node in VoID",
        help="`Accept` chooses Turtle, JSON-LD, N-Triples or RDF/XML.",
        answers={200: Answer(help="The description.", media_type="text/turtle", example=_VOID)},
    ),
    page_operation(
        "/.well-known/api-catalog",
        api_catalog,
        summary="Where the API is and what describes it",
        help="A set of links (RFC 9727).",
        answers={
            200: Answer(help="The links.", media_type="application/linkset+json", example=_LINKSET),
        },
        is_open=True,
    ),
)
