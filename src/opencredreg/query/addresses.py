"""Addresses in queries: every spelling of one thing asks for the keys that the index may know it by.

The index names a target by its resource key: the CTID for addresses of any registry, the canonical address for
concepts and terms, else the address as published. The last of these may have been published with ``http`` or
``https``, with a slash at the end or none, at purl.org or credreg.net; a query asks for all of them at once.

Source: ``search.md`` sections 4.2 and 4.3; ``opencredreg.jsonld.flatten`` for what the index holds.
"""

from __future__ import annotations

import re
from typing import Final

from opencredreg.ctdl import Vocabulary
from opencredreg.ids import ctid_of_uri, is_blank, is_ctid, resource_key
from opencredreg.jsonld.contexts import resolve_context
from opencredreg.query.building import any_of
from opencredreg.query.tree import Expression, IdText, KeyIn, Match

__all__ = ["Addresses"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(\S+)")
_REGISTRY_TAIL = re.compile(r"/?(?:[^\s:]*/)?(?:resources?|graphs?)/[^/\s]+/?", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_TWIN_HOSTS: Final = ("purl.org/", "credreg.net/")
_TWIN_PATHS: Final = ("ctdl/", "ctdlasn/", "qdata/")


class Addresses:
    """Reads addresses, compact names, CTIDs and pieces of addresses by a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._plain = resolve_context(None, vocabulary=vocabulary)

    def is_complete(self, text: str) -> bool:
        """Whether a text names one thing: an address, a compact name, a CTID or a blank node.

        Anything else is a piece of an address.
        """
        text = text.strip()
        if is_blank(text) or is_ctid(text):
            return True
        match = _SCHEME.fullmatch(text)
        if match is None:
            return False
        # A host with a port looks like a scheme; schemes and prefixes have no dots in practice.
        return match[2].startswith("//") or "." not in match[1]

    def condition(self, text: str, match: Match | None = None) -> Expression:
        """The node is the thing of this address; or its address compares with the text, if ``match`` says so.

        A piece of an address without ``match`` is looked for anywhere in it, as the registry always did.
        """
        text = text.strip()
        if is_blank(text) and match is None:
            # The label of a blank node belongs to its document, so it can be no key.
            return IdText("uri", "exact", text)
        if match in (None, "exact"):
            if self.is_complete(text):
                return KeyIn(self.keys(text))
            if _REGISTRY_TAIL.fullmatch(text) and (ctid := ctid_of_uri(text)):
                return KeyIn((ctid,))
        return any_of(IdText("uri", match or "contains", piece) for piece in self._pieces(text))

    def keys(self, text: str) -> tuple[str, ...]:
        """The resource keys under which the index may hold what a complete address names, sorted."""
        return tuple(
            sorted({resource_key(self._plain.address_of(spelling)) for spelling in self._spellings(text)})
        )

    def term_of(self, text: str) -> str:
        """The compact name of an address, in any of its spellings; other addresses come back unchanged."""
        return self._vocabulary.normalize_term(text.strip().rstrip("/"))

    def index_name(self, text: str) -> str:
        """The name under which the index holds a class or property."""
        return self._plain.property_term(text.strip().rstrip("/"))

    def _spellings(self, text: str) -> set[str]:
        written = self._plain.expand_iri(text.strip())
        match = _WEB.match(written)
        if match is None:
            return {text.strip(), written}
        rest = written[match.end() :].rstrip("/")
        return {
            f"{scheme}{place}{slash}"
            for place in self._twins(rest)
            for scheme in ("https://", "http://")
            for slash in ("", "/")
        }

    def _pieces(self, text: str) -> set[str]:
        """The spellings in which a piece of an address may occur in addresses of the index."""
        written = self._plain.expand_iri(text)
        match = _WEB.match(written)
        if match is None:
            return {piece for piece in self._twins(written) if piece}
        rest = written[match.end() :]
        return {f"{scheme}{place}" for place in self._twins(rest) for scheme in ("https://", "http://")}

    @staticmethod
    def _twins(place: str) -> tuple[str, ...]:
        """A place without its scheme, at both hosts of the vocabularies if it is at one of them."""
        for host, other in (_TWIN_HOSTS, _TWIN_HOSTS[::-1]):
            if place.startswith(host) and place.removeprefix(host).startswith(_TWIN_PATHS):
                return (place, other + place.removeprefix(host))
        return (place,)
