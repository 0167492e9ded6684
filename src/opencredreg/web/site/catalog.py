"""The node as catalogues and harvesters read it: DCAT and VoID as RDF, and where its API is described.

Only communities that everybody may read are described, whoever asks: a catalogue is passed on.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pyoxigraph
from starlette.requests import Request
from starlette.responses import Response

from opencredreg.api.negotiate import accepted_format
from opencredreg.clock import format_timestamp
from opencredreg.crosswalk.dcat import (
    ClassCount,
    DescribedCommunity,
    DescribedNode,
    Download,
    build_catalog,
    build_void,
)
from opencredreg.finder.about_data import AboutData, get_about_data
from opencredreg.finder.holdings import list_newest
from opencredreg.finder.subject import look
from opencredreg.jsonld.rdf import RDF_FORMATS, serialize
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.export import EXPORT_TYPES
from opencredreg.search.limits import EXPORT_ROWS_DEFAULT
from opencredreg.web.finder.about_data import find_zip
from opencredreg.web.finder.results import FILES
from opencredreg.web.finder.visit import Visit

__all__ = ["CATALOG_TYPES", "api_catalog", "catalog", "void"]

_JSON_LD: Final = "application/ld+json"
CATALOG_TYPES: Final = {
    _JSON_LD: "jsonld",
    "application/json": "jsonld",
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
}
"""The media types in which the node is described, and the names of their formats."""

_TITLE: Final = "Open Credential Registry"
_DESCRIPTION: Final = "Credentials, learning, assessments, competencies and pathways as open linked data."
_EXAMPLES: Final = 3
_KEPT: Final = {"Cache-Control": "max-age=300", "Vary": "Accept", "Access-Control-Allow-Origin": "*"}
_API_CATALOG: Final = "/.well-known/api-catalog"


def catalog(node: Node, request: Request, format: str = "") -> Response:
    """The node as a DCAT 3 catalogue, in the format that is named or else accepted."""
    visit = Visit(node, request)
    described = build_catalog(_describe(visit), url=f"{visit.base_url}/catalog")
    return _answer(visit, described, format)


def void(node: Node, request: Request) -> Response:
    """The data sets of the node as VoID (section 7.2 of the note says where it stands), Turtle if in doubt."""
    visit = Visit(node, request)
    described = build_void(_describe(visit), url=f"{visit.base_url}/.well-known/void")
    return _answer(visit, described, default="turtle")


def api_catalog(node: Node, request: Request) -> Response:
    """Where the API is and what describes it, as a set of links (RFC 9727, RFC 9264)."""
    base = Visit(node, request).base_url
    here = f"{base}{_API_CATALOG}"
    linkset = [
        {
            "anchor": here,
            "item": [{"href": f"{base}/"}, {"href": f"{base}/api/search"}, {"href": f"{base}/find.jsonld"}],
        },
        {
            "anchor": f"{base}/",
            "service-desc": [{"href": f"{base}/openapi.json", "type": "application/json"}],
            "service-doc": [{"href": f"{base}/docs", "type": "text/html"}],
            "service-meta": [{"href": f"{base}/catalog", "type": _JSON_LD}],
            "status": [{"href": f"{base}/health", "type": "application/json"}],
        },
    ]
    return Response(
        msgspec.json.encode({"linkset": linkset}),
        media_type='application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
        # Who asks for the headers only has to learn where the catalogue is, too (RFC 9727 section 2).
        headers={"Link": f'<{here}>; rel="api-catalog"', "Access-Control-Allow-Origin": "*"},
    )


def _answer(visit: Visit, described: dict[str, Any], format: str = "", default: str = "jsonld") -> Response:
    name = format or accepted_format(visit.request.headers.get("accept"), CATALOG_TYPES, default) or default
    content = msgspec.json.encode(described)
    if name == "jsonld":
        return Response(content, media_type=_JSON_LD, headers=_KEPT)
    # The description has its context inside, so reading it fetches nothing.
    quads = list(pyoxigraph.parse(content, pyoxigraph.RdfFormat.JSON_LD))
    prefixes = {key: value for key, value in described["@context"].items() if isinstance(value, str)}
    written = serialize(quads, name, prefixes=prefixes, vocabulary=visit.node.vocabulary)
    return Response(written, media_type=RDF_FORMATS[name].media_type, headers=_KEPT)


def _describe(visit: Visit) -> DescribedNode:
    communities = [one for one in visit.visitor.communities if not (one.secured or one.secured_search)]
    described = tuple(_community(visit, one) for one in communities)
    return DescribedNode(
        url=f"{visit.base_url}/",
        title=_TITLE,
        description=_DESCRIPTION,
        language="en",
        modified=max((one.modified for one in described), default=""),
        api_url=f"{visit.base_url}/",
        openapi_url=f"{visit.base_url}/openapi.json",
        communities=described,
    )


def _community(visit: Visit, community: Community) -> DescribedCommunity:
    address = visit.address_in(community)
    with look(visit.node, community) as looking:
        about = get_about_data(looking)
        newest = list_newest(looking, _EXAMPLES)
    classes = [cls for kind in about.holdings.kinds for cls in kind.classes]
    return DescribedCommunity(
        name=community.name,
        title=f"{_TITLE}: {community.name}",
        page=address.absolute(address.page("/about")),
        resources_url=address.whole(""),
        api_url=address.absolute(address.page("/api/search")),
        modified=format_timestamp(about.changed_at) if about.changed_at is not None else "",
        issued=format_timestamp(community.created_at),
        documents=about.document_count,
        resources=about.holdings.total,
        languages=tuple(one.value for one in about.languages),
        classes=tuple(ClassCount(name=one.cls, count=one.count) for one in classes),
        examples=tuple(address.whole(one.reference.ctid) for one in newest if one.reference.ctid),
        downloads=tuple(_downloads(visit, community, about)),
    )


def _downloads(visit: Visit, community: Community, about: AboutData) -> list[Download]:
    address = visit.address_in(community)
    found = []
    zipped = find_zip(visit, about, community)
    if zipped.name:
        found.append(
            Download(
                title="All documents with their versions",
                url=f"{visit.base_url}/downloads/{zipped.name}",
                media_type="application/zip",
                packed="application/json",
                byte_size=zipped.byte_count,
                modified=format_timestamp(zipped.made_at) if zipped.made_at is not None else "",
            )
        )
    # A file of results is a distribution of the whole only where it holds all of them.
    if about.holdings.total <= EXPORT_ROWS_DEFAULT:
        found += [
            Download(
                title="All resources",
                url=address.absolute(address.find(extension=extension)),
                media_type=EXPORT_TYPES[kind].partition(";")[0],
            )
            for extension, kind in FILES.items()
        ]
    return found
