"""What is known about resources outside of a document: the registry, or other documents at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol

import msgspec

from opencredreg.ids import ctid_of_uri, resource_key
from opencredreg.jsonld.document import Document

__all__ = ["DocumentSurroundings", "Known", "Surroundings"]


class Known(msgspec.Struct, frozen=True):
    """A resource outside of the document. ``owner`` is the CTID of the organization that published it."""

    classes: tuple[str, ...]
    state: Literal["present", "deleted"] = "present"
    owner: str = ""


class Surroundings(Protocol):
    """Where a validator asks about what a document refers to. It asks once for all documents that it is given."""

    def find(self, keys: Collection[str]) -> Mapping[str, Known]:
        """What is known, by :func:`opencredreg.ids.resource_key`; what is not known is left out."""

    def is_ours(self, uri: str) -> bool:
        """Whether an address lies in the space of this registry, so that what is not found does not exist."""


class DocumentSurroundings:
    """The resources of other documents, for a validator without a registry."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._known: dict[str, Known] = {}
        for document in documents:
            for item in document.items:
                for name in (item.id, item.ctid):
                    if name:
                        self._known.setdefault(resource_key(name), Known(item.types))

    def find(self, keys: Collection[str]) -> Mapping[str, Known]:
        """What the documents hold."""
        return {key: self._known[key] for key in keys if key in self._known}

    def is_ours(self, uri: str) -> bool:
        """Documents at hand are never all that there is."""
        return ctid_of_uri(uri) is not None and resource_key(uri) in self._known
