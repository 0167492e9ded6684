"""What a page says of the things that a resource names: what they are called and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, final

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.resources import Held, RegistryResources
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import Text, is_address, key_of

__all__ = ["Place", "Reference", "ReferenceBook", "iter_addresses", "reference_to"]

_DEPTH = 64
_NO_REFERENCES = frozenset({"@type", "@value", "@language"})

Place = Literal["page", "inside", "term", "elsewhere", "missing"]
"""Where a named thing is: it has a page here; it stands in the same document without a CTID; it is a term of the
vocabulary; it lies on another site; its address is one of this registry, but nothing is there (any more)."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is named. ``term`` is the compact name of a term of the vocabulary."""

    uri: str
    key: str
    place: Place
    cls: str = ""
    ctid: str = ""
    term: str = ""
    names: tuple[Text, ...] = ()
    is_provisional: bool = False


def reference_to(held: Held) -> Reference:
    """The reference to a resource that the registry holds."""
    return Reference(
        uri=held.uri,
        key=held.key,
        place="inside" if is_blank(held.key) else "page",
        cls=held.cls,
        ctid=held.ctid,
        names=held.names,
        is_provisional=held.is_provisional,
    )


@final
class ReferenceBook:
    """The references of one page. Whoever knows what will be named says so first: one statement finds it all."""

    def __init__(self, resources: RegistryResources, vocabulary: Vocabulary) -> None:
        self._resources = resources
        self._vocabulary = vocabulary
        self._known: dict[str, Reference] = {}

    def collect(self, *values: Any) -> None:
        """Look up everything that some values refer to."""
        self.learn(address for value in values for address in iter_addresses(value))

    def learn(self, uris: Iterable[str]) -> None:
        """Look up some addresses."""
        missing = {key: uri for uri in uris if (key := key_of(uri)) not in self._known}
        held = self._resources.find_held(
            uri for key, uri in missing.items() if key not in self._vocabulary.concepts
        )
        for key, uri in missing.items():
            found = held.get(uri)
            self._known[key] = self._outside(uri, key) if found is None else reference_to(found)

    def to(self, uri: str) -> Reference:
        """The reference to an address."""
        key = key_of(uri)
        if key not in self._known:
            self.learn([uri])
        return self._known[key]

    def all_to(self, uris: Iterable[str]) -> tuple[Reference, ...]:
        """The references to some addresses, in their order."""
        listed_uris = list(uris)
        self.learn(listed_uris)
        return tuple(self.to(uri) for uri in listed_uris)

    def _outside(self, uri: str, key: str) -> Reference:
        vocabulary = self._vocabulary
        if vocabulary.is_known(key):
            return Reference(uri=uri, key=key, place="term", term=key)
        is_ours = key.startswith("ce-")
        return Reference(uri=uri, key=key, place="missing" if is_ours or is_blank(key) else "elsewhere")


def iter_addresses(value: Any, depth: int = 0) -> Iterator[str]:
    """All that a value with canonical names refers to, at any depth; class names are not among it."""
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        if is_address(value):
            yield value
    elif isinstance(value, list):
        for entry in value:
            yield from iter_addresses(entry, depth + 1)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in _NO_REFERENCES:
                yield from iter_addresses(inner, depth + 1)
