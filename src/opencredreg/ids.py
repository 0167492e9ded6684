"""Identifiers: CTIDs, registry URIs and the key under which a resource is known.

Source: ``ctdl-vocabulary.md`` section 2 (identifiers), ``architecture.md`` section 4 (one node per resource).
"""

from __future__ import annotations

import re
import uuid
from typing import NewType

__all__ = [
    "CTID",
    "ResourceKey",
    "ctid_of_uri",
    "dashed",
    "derive_ctid",
    "is_blank",
    "is_ctid",
    "is_uuid",
    "new_ctid",
    "new_uuid",
    "normalize_community",
    "resource_key",
]

CTID = NewType("CTID", str)
"""A lower-case ``ce-`` UUID."""

ResourceKey = NewType("ResourceKey", str)
"""The one name of a resource inside a community: its CTID when its URI is a registry URI, else the URI."""

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_UUID_ALONE = re.compile(_UUID, re.IGNORECASE)
_CTID = re.compile(rf"ce-{_UUID}", re.IGNORECASE)
_CTID_TAIL = re.compile(rf"(?:^|[/:#])((?:ce-|urn:ctid:){_UUID})/?$", re.IGNORECASE)
_REGISTRY_URI = re.compile(
    rf"https?://[^/?#\s]+/(?:[^/?#\s]+/)*?(?:resources?|graphs?)/((?:ce-|urn:ctid:){_UUID})/?",
    re.IGNORECASE,
)


def new_uuid() -> str:
    """A fresh random UUID in lower case."""
    return str(uuid.uuid4())


def new_ctid() -> CTID:
    """A fresh CTID."""
    return CTID(f"ce-{uuid.uuid4()}")


def derive_ctid(owner: str, external_id: str) -> CTID:
    """The CTID that an organization's own identifier of a thing always leads to.

    It is a UUID of version 5 inside a namespace that is made from the owner's CTID, so two organizations that number
    their courses alike get different CTIDs, and nobody has to keep a table. The case of the owner's CTID makes no
    difference, that of the identifier does. Source: ``publishing.md`` section 9.1.

    >>> derive_ctid("CE-A7C1D2E3-1111-4222-8333-444455556666", "course/101")
    'ce-068dfb44-a88d-5a35-b4e6-8a4446cc25c1'
    """
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:ctid:{owner.lower()}")
    return CTID(f"ce-{uuid.uuid5(namespace, external_id)}")


def is_ctid(text: str) -> bool:
    """Whether the text is a CTID, in any case.

    >>> is_ctid("CE-6F05953F-8541-4C79-80BE-5CE11040F5B6"), is_ctid("ce-1")
    (True, False)
    """
    return _CTID.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID with its dashes, in any case.

    >>> is_uuid("6F05953F-8541-4C79-80BE-5CE11040F5B6"), is_uuid("6f05953f85414c7980be5ce11040f5b6")
    (True, False)
    """
    return _UUID_ALONE.fullmatch(text) is not None


def ctid_of_uri(uri: str) -> CTID | None:
    """The CTID that ends a URI (or that the text is), in lower case; ``None`` when there is none.

    >>> ctid_of_uri("https://example.org/graph/CE-6F05953F-8541-4C79-80BE-5CE11040F5B6")
    'ce-6f05953f-8541-4c79-80be-5ce11040f5b6'
    """
    match = _CTID_TAIL.search(uri)
    return CTID(match[1].lower()) if match else None


def is_blank(uri: str) -> bool:
    """Whether this is a blank node identifier (``_:b0``)."""
    return uri.startswith("_:")


def resource_key(uri: str) -> ResourceKey:
    """The key of a resource: all registry spellings of one CTID give one key, other URIs are their own.

    Scheme, host, community, ``/resources/`` or ``/graph/`` and the case of the CTID make no difference:

    >>> a = resource_key("http://a.example/navy/graph/CE-6F05953F-8541-4C79-80BE-5CE11040F5B6")
    >>> a == resource_key("ce-6f05953f-8541-4c79-80be-5ce11040f5b6")
    True
    >>> resource_key("https://example.org/About")
    'https://example.org/About'
    """
    text = uri.strip()
    match = _REGISTRY_URI.fullmatch(text)
    if match:
        return ResourceKey(match[1].lower())
    if _CTID.fullmatch(text):
        return ResourceKey(text.lower())
    return ResourceKey(text)


def normalize_community(name: str) -> str:
    """The stored form of a community name: lower case, no white space, underscores.

    >>> normalize_community("CE-Registry ")
    'ce_registry'
    """
    return re.sub(r"\s+", "", name).lower().replace("-", "_")


def dashed(community: str) -> str:
    """The form of a community name in URLs (registry-api.md section 2.4)."""
    return community.replace("_", "-")
