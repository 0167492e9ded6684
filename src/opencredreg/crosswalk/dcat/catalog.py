"""The node as a DCAT 3 catalogue: a data set for each open community, and the API as a data service.

Source: the W3C recommendation "Data Catalog Vocabulary (DCAT) - Version 3".
"""

from __future__ import annotations

from typing import Any

from opencredreg.crosswalk.dcat.model import DescribedCommunity, DescribedNode, Download, Party
from opencredreg.crosswalk.dcat.terms import (
    CONTEXT,
    Json,
    address,
    languages,
    moment,
    said,
    vocabularies,
    within,
)

__all__ = ["build_catalog"]

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def build_catalog(node: DescribedNode, *, url: str) -> Json:
    """The description of a node as DCAT 3 JSON-LD.

    Args:
        node: what there is to say.
        url: the address at which the description itself is served; everything that is described gets a name
            within it.

    Returns:
        A JSON-LD object with its context inside. What the node does not say is left out.
    """
    service = within(url, "api") if address(node.api_url) else ""
    services = [_service(node, service, url)] if service else []
    return {
        "@context": dict(CONTEXT),
        **said(
            {
                "@id": within(url, "catalog"),
                "@type": "dcat:Catalog",
                "dct:title": _text(node.title, node.language),
                "dct:description": _text(node.description, node.language),
                "dct:language": languages((node.language,)),
                "dct:publisher": _party(node.publisher),
                "dct:license": address(node.license),
                "dct:modified": moment(node.modified),
                "foaf:homepage": address(node.url),
                "dcat:dataset": [_dataset(one, node, url) for one in node.communities],
                "dcat:service": services,
            }
        ),
    }


def _dataset(community: DescribedCommunity, node: DescribedNode, url: str) -> Json:
    name = within(url, community.name)
    downloads = [_distribution(one, node) for one in community.downloads if address(one.url)]
    return said(
        {
            "@id": name,
            "@type": ["dcat:Dataset", "void:Dataset"],
            "dct:identifier": community.name,
            "dct:title": _text(community.title, node.language),
            "dct:description": _text(community.description, node.language),
            "dct:language": languages(community.languages),
            "dct:publisher": _party(node.publisher),
            "dct:license": address(node.license),
            "dct:issued": moment(community.issued),
            "dct:modified": moment(community.modified),
            "dct:conformsTo": vocabularies(),
            "dcat:keyword": [_text(word, node.language) for word in community.keywords],
            "dcat:landingPage": address(community.page),
            "dcat:distribution": [*downloads, *_access(community, node, url)],
            "void:documents": community.documents,
            "void:entities": community.resources,
        }
    )


def _distribution(download: Download, node: DescribedNode) -> Json:
    return said(
        {
            "@type": "dcat:Distribution",
            "dct:title": _text(download.title, node.language),
            "dct:license": address(node.license),
            "dct:modified": moment(download.modified),
            "dct:conformsTo": vocabularies(),
            "dcat:accessURL": download.url,
            "dcat:downloadURL": download.url,
            # Of a packed file the media type is that of what is inside, and the packing is named apart.
            "dcat:mediaType": _media_type(download.packed or download.media_type),
            "dcat:packageFormat": _media_type(download.media_type) if download.packed else "",
            "dcat:byteSize": None if download.byte_size is None else str(download.byte_size),
        }
    )


def _access(community: DescribedCommunity, node: DescribedNode, url: str) -> list[Json]:
    """The way to the data of a community through the API."""
    if not (address(community.api_url) and address(node.api_url)):
        return []
    return [
        said(
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": community.api_url,
                "dcat:accessService": within(url, "api"),
                "dcat:mediaType": _media_type("application/json"),
                "dct:license": address(node.license),
            }
        )
    ]


def _service(node: DescribedNode, name: str, url: str) -> Json:
    return said(
        {
            "@id": name,
            "@type": "dcat:DataService",
            "dct:title": _text(node.title, node.language),
            "dct:publisher": _party(node.publisher),
            "dct:license": address(node.license),
            "dcat:endpointURL": node.api_url,
            "dcat:endpointDescription": address(node.openapi_url),
            "dcat:servesDataset": [within(url, one.name) for one in node.communities],
        }
    )


def _party(party: Party | None) -> Json:
    if party is None or not party.name:
        return {}
    return said({"@type": "foaf:Agent", "foaf:name": party.name, "foaf:homepage": address(party.page)})


def _media_type(name: str) -> str:
    return address(_MEDIA_TYPES + name) if name else ""


def _text(text: str, language: str) -> Any:
    return {"@value": text, "@language": language} if text and language else text
