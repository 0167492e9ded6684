"""The data sets of a node in VoID: counts by class, vocabularies, dumps and examples, for linked data clients.

Source: the W3C note "Describing Linked Datasets with the VoID Vocabulary".
"""

from __future__ import annotations

from opencredreg.crosswalk.dcat.model import DescribedCommunity, DescribedNode
from opencredreg.crosswalk.dcat.terms import (
    CONTEXT,
    Json,
    address,
    moment,
    said,
    vocabularies,
    within,
)
from opencredreg.ctdl import bundled_vocabulary

__all__ = ["build_void"]

_FORMATS = {
    "application/ld+json": "JSON-LD",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/rdf+xml": "RDF_XML",
}


def build_void(node: DescribedNode, *, url: str) -> Json:
    """The description of the data sets of a node as VoID JSON-LD.

    Args:
        node: what there is to say.
        url: the address at which the description itself is served.

    Returns:
        A JSON-LD object with its context inside: the description, and the data set with a subset for each community.
    """
    whole = said(
        {
            "@id": within(url, "data"),
            "@type": "void:Dataset",
            "dct:title": node.title,
            "dct:description": node.description,
            "dct:license": address(node.license),
            "foaf:homepage": address(node.url),
            "void:subset": [_subset(one, node, url) for one in node.communities],
        }
    )
    return {
        "@context": dict(CONTEXT),
        "@id": url,
        "@type": "void:DatasetDescription",
        "foaf:primaryTopic": whole,
    }


def _subset(community: DescribedCommunity, node: DescribedNode, url: str) -> Json:
    kinds = dict.fromkeys(kind for one in community.downloads for kind in (one.packed, one.media_type))
    vocabulary = bundled_vocabulary()
    return said(
        {
            "@id": within(url, community.name),
            "@type": "void:Dataset",
            "dct:title": community.title,
            "dct:description": community.description,
            "dct:license": address(node.license),
            "dct:modified": moment(community.modified),
            "foaf:homepage": address(community.page),
            "void:vocabulary": vocabularies(),
            "void:uriSpace": community.resources_url,
            "void:exampleResource": [uri for uri in community.examples if address(uri)],
            "void:documents": community.documents,
            "void:entities": community.resources,
            "void:dataDump": [
                one.url for one in community.downloads if _is_dump(one.url, one.packed or one.media_type)
            ],
            "void:feature": [
                f"http://www.w3.org/ns/formats/{_FORMATS[kind]}" for kind in kinds if kind in _FORMATS
            ],
            "void:classPartition": [
                {"void:class": vocabulary.expand(one.name), "void:entities": one.count}
                for one in community.classes
                if address(vocabulary.expand(one.name))
            ],
        }
    )


def _is_dump(url: str, media_type: str) -> bool:
    # A dump is RDF: a table of the same data is none.
    return bool(address(url)) and media_type in _FORMATS
