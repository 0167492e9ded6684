"""What there is to say about a node. Plain values: whoever knows the node fills them in."""

from __future__ import annotations

import msgspec

__all__ = ["ClassCount", "DescribedCommunity", "DescribedNode", "Download", "Party"]


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An organization with its web page; ``page`` is "" where there is none."""

    name: str
    page: str = ""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """One way to take the data of a community away.

    ``url`` answers with the data. ``media_type`` is that of the answer, for instance ``application/ld+json``; of
    packed files ``packed`` is the one inside. ``byte_size`` is ``None`` where the answer is made on request.
    """

    title: str
    url: str
    media_type: str
    packed: str = ""
    byte_size: int | None = None
    modified: str = ""


class ClassCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many resources of a class there are; ``name`` is compact (``ceterms:Course``)."""

    name: str
    count: int


class DescribedCommunity(msgspec.Struct, frozen=True, kw_only=True):
    """One community that everybody may read.

    ``page`` is the page about its data, ``resources_url`` the beginning of the addresses of its resources.
    ``documents`` and ``resources`` are ``None`` where nobody counted. ``modified`` is a date or a time as in RFC 3339.
    """

    name: str
    title: str
    page: str
    description: str = ""
    resources_url: str = ""
    api_url: str = ""
    modified: str = ""
    issued: str = ""
    documents: int | None = None
    resources: int | None = None
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    examples: tuple[str, ...] = ()
    downloads: tuple[Download, ...] = ()


class DescribedNode(msgspec.Struct, frozen=True, kw_only=True):
    """The node: ``url`` is its home page, ``language`` that of the title and the description.

    ``license`` and ``publisher`` are left out of the description when the node does not say them: nobody else
    can say under which terms data may be used.
    """

    url: str
    title: str
    description: str = ""
    language: str = ""
    publisher: Party | None = None
    license: str = ""
    modified: str = ""
    api_url: str = ""
    openapi_url: str = ""
    communities: tuple[DescribedCommunity, ...] = ()
