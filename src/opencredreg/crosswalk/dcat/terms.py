"""What both descriptions share: prefixes, the context, and small values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urldefrag

from opencredreg.ctdl import bundled_vocabulary

__all__ = ["CONTEXT", "Json", "address", "languages", "moment", "said", "vocabularies", "within"]

Json: TypeAlias = dict[str, Any]
"""A JSON-LD object."""

_XSD = "http://www.w3.org/2001/XMLSchema#"


def _typed(term: str, datatype: str) -> Json:
    return {"@id": term, "@type": datatype}


CONTEXT: Final[Mapping[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": _XSD,
    **{
        term: _typed(term, "@id")
        for term in (
            "dcat:accessService",
            "dcat:accessURL",
            "dcat:dataset",
            "dcat:distribution",
            "dcat:downloadURL",
            "dcat:endpointDescription",
            "dcat:endpointURL",
            "dcat:landingPage",
            "dcat:mediaType",
            "dcat:packageFormat",
            "dcat:servesDataset",
            "dcat:service",
            "dct:conformsTo",
            "dct:language",
            "dct:license",
            "dct:publisher",
            "foaf:homepage",
            "foaf:primaryTopic",
            "void:class",
            "void:dataDump",
            "void:exampleResource",
            "void:feature",
            "void:subset",
            "void:vocabulary",
        )
    },
    "dcat:byteSize": _typed("dcat:byteSize", "xsd:nonNegativeInteger"),
}
"""The context that stands in the documents: nobody has to fetch anything to read them."""

_CTDL: Final = ("ceterms", "ceasn", "qdata")
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"
_CODE = re.compile(r"[a-z]{2}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def vocabularies() -> list[str]:
    """The namespaces of CTDL, CTDL-ASN and QData: what the data conform to."""
    prefixes = bundled_vocabulary().prefixes
    return [prefixes[name] for name in _CTDL]


def address(url: str) -> str:
    """An address that may stand in RDF, or ""."""
    return url if _URL.fullmatch(url) else ""


def within(url: str, name: str) -> str:
    """The name of something that a document describes: the address of the document with a fragment."""
    return f"{urldefrag(url)[0]}#{quote(name, safe='')}"


def languages(tags: Iterable[str]) -> list[str]:
    """The languages of some tags by the addresses that DCAT recommends; those without a short code are left out.

    >>> languages(["en-US", "en", "haw"])
    ['http://id.loc.gov/vocabulary/iso639-1/en']
    """
    codes = (tag.partition("-")[0].lower() for tag in tags)
    return list(dict.fromkeys(_LANGUAGES + code for code in codes if _CODE.fullmatch(code)))


def moment(text: str) -> Json | str:
    """A date or a time as a typed literal; "" for what is neither."""
    kind = "date" if _DATE.fullmatch(text) else "dateTime" if _TIME.fullmatch(text) else ""
    return {"@value": text, "@type": f"xsd:{kind}"} if kind else ""


def said(members: Mapping[str, Any]) -> Json:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
