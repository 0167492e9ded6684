"""Reading the values of decoded nodes: one or a list, references in any form, texts, numbers.

A node is a plain ``Mapping`` as JSON gives it, with canonical compact names. Published data write one thing in
several ways, so every reader of this package goes through these functions.

Source: ``ctdl-vocabulary.md`` sections 3 (conventions), 9.6 (alignment objects), 9.12 (language, money).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ids import is_ctid, resource_key

__all__ = [
    "Node",
    "Text",
    "add_exactly",
    "embedded_of",
    "first_string",
    "is_address",
    "is_described",
    "key_of",
    "keys_of",
    "listed",
    "names_of",
    "number_of",
    "pick_text",
    "reference_of",
    "references_of",
    "strings_of",
    "texts_of",
    "type_of",
    "whole_of",
]

Node = Mapping[str, Any]
"""A resource or an embedded object as decoded JSON-LD with canonical compact names."""

_LIST_DEPTH = 8
_USUAL_LENGTH = 300
# Sums of any numbers below this stay finite; nothing that is counted or paid comes near it.
_LARGEST = 1e100
_NAMES = ("ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyLabel", "ceasn:competencyText")


class Text(msgspec.Struct, frozen=True):
    """One text in one language; ``language`` is "" where the data do not say."""

    language: str
    text: str


def key_of(uri: str) -> str:
    """The name under which a URI is compared: terms and concepts compactly, resources by their key.

    >>> key_of("http://credreg.net/ctdl/vocabs/audience/FullTime"), key_of(" https://a.example/b ")
    ('audience:FullTime', 'https://a.example/b')
    """
    # Addresses of unusual length are not worth keeping.
    return _short_key_of(uri) if len(uri) < _USUAL_LENGTH else resource_key(uri)


@lru_cache(maxsize=8192)
def _short_key_of(uri: str) -> str:
    return resource_key(bundled_vocabulary().compact(uri.strip()))


def keys_of(uris: Iterable[str]) -> tuple[str, ...]:
    """The keys of URIs, each once, in the order given."""
    return tuple(dict.fromkeys(key_of(uri) for uri in uris))


def listed(value: Any) -> list[Any]:
    """The values of a property, whether it holds one, a list or a JSON-LD container; nulls are nothing."""
    if value is None:
        return []
    if type(value) is str:
        return [value]
    found: list[Any] = []
    _collect(value, found, 0)
    return found


def _collect(value: Any, found: list[Any], depth: int) -> None:
    if value is None or depth > _LIST_DEPTH:
        return
    if type(value) is str:
        found.append(value)
    elif isinstance(value, list | tuple):
        for entry in value:
            _collect(entry, found, depth + 1)
    elif isinstance(value, Mapping) and ("@list" in value or "@set" in value):
        _collect(value.get("@list", value.get("@set")), found, depth + 1)
    elif isinstance(value, Mapping) and "@value" in value and "@language" not in value:
        _collect(value["@value"], found, depth + 1)
    else:
        found.append(value)


def reference_of(value: Any) -> str:
    """What one value refers to: a string, ``@id`` or ``targetNode``; "" when it refers to nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        for name in ("@id", "ceterms:targetNode"):
            found = value.get(name)
            for entry in listed(found) if found is not None else ():
                inner = entry.get("@id") if isinstance(entry, Mapping) else entry
                if isinstance(inner, str) and inner.strip():
                    return inner.strip()
    return ""


def references_of(node: Node, *terms: str) -> tuple[str, ...]:
    """The URIs that the values of one or more properties refer to, each once by key, as written."""
    found: dict[str, str] = {}
    for term in terms:
        for value in listed(node.get(term)):
            uri = reference_of(value)
            if uri:
                found.setdefault(key_of(uri), uri)
    return tuple(found.values())


def is_address(text: str) -> bool:
    """Whether a reference can be one: an absolute or compact IRI, a blank node or a CTID, and no plain text."""
    return is_ctid(text) or (":" in text and not any(blank in text for blank in " \n\t"))


def embedded_of(node: Node, *terms: str) -> list[Node]:
    """The objects that stand inside a node under the properties; bare references are not among them."""
    return [value for term in terms for value in listed(node.get(term)) if is_described(value)]


def is_described(value: Any) -> bool:
    """Whether a value is an object that says something, and not only ``{"@id": ...}``."""
    return isinstance(value, Mapping) and any(name != "@id" for name in value)


def strings_of(node: Node, term: str) -> tuple[str, ...]:
    """The plain strings of a property, without blanks around them; language maps give all their texts."""
    return tuple(text.text for text in texts_of(node.get(term)))


def first_string(node: Node, *terms: str) -> str:
    """The first plain string of the properties; "" when there is none."""
    for term in terms:
        for text in strings_of(node, term):
            return text
    return ""


def type_of(node: Node) -> str:
    """The class of a node, compactly; the first one that is a string, "" when there is none."""
    for value in listed(node.get("@type")):
        if isinstance(value, str) and value.strip():
            return bundled_vocabulary().normalize_term(value)
    return ""


def texts_of(value: Any) -> tuple[Text, ...]:
    """All texts of a value in all languages: language maps, plain strings, ``@value`` objects, lists of them."""
    return () if value is None else tuple(_texts(value))


def _texts(value: Any) -> Iterator[Text]:
    for entry in listed(value):
        if isinstance(entry, str):
            if entry.strip():
                yield Text("", entry.strip())
        elif isinstance(entry, Mapping) and "@value" in entry:
            language = entry.get("@language")
            for text in listed(entry["@value"]):
                if isinstance(text, str) and text.strip():
                    yield Text(language if isinstance(language, str) else "", text.strip())
        elif isinstance(entry, Mapping):
            for language, inner in entry.items():
                if language[:1] != "@" or language == "@none":
                    tag = "" if language == "@none" else language
                    yield from (
                        Text(tag, text.strip())
                        for text in listed(inner)
                        if isinstance(text, str) and text.strip()
                    )


def names_of(node: Node) -> tuple[Text, ...]:
    """The names of a thing of any class, in all languages."""
    for term in _NAMES:
        found = texts_of(node.get(term))
        if found:
            return found
    return texts_of(node.get("ceterms:targetNodeName"))


def pick_text(texts: Sequence[Text], languages: Sequence[str] = ()) -> Text | None:
    """The best text for a reader by BCP 47 lookup: exact tag, then shorter tags, then English, then any.

    >>> texts = (Text("es", "Soldadura"), Text("en-US", "Welding"))
    >>> pick_text(texts, ["es-MX"]).text, pick_text(texts, ["fr"]).text
    ('Soldadura', 'Welding')
    """
    for wanted in (*languages, "en"):
        tag = wanted.lower().replace("_", "-")
        while tag:
            for text in texts:
                if text.language.lower().replace("_", "-") == tag:
                    return text
            tag = _shorter(tag)
    # English of a region is still English for who asked for nothing that is there.
    regional = (text for text in texts if text.language.lower().startswith("en-"))
    return next(regional, texts[0] if texts else None)


def _shorter(tag: str) -> str:
    # RFC 4647 section 3.4: a single letter or digit goes together with the subtag after it.
    parts = tag.split("-")[:-1]
    while parts and len(parts[-1]) == 1:
        parts.pop()
    return "-".join(parts)


def number_of(value: Any) -> float | None:
    """A number, or the number that a text spells; ``None`` for everything else, unthinkably large ones too."""
    for entry in listed(value):
        if isinstance(entry, bool) or not isinstance(entry, int | float | str | Decimal):
            continue
        try:
            number = float(entry)
        except (ValueError, OverflowError):
            continue
        if math.isfinite(number) and abs(number) < _LARGEST:
            return number
    return None


def whole_of(value: Any) -> int | None:
    """A whole number, also when written ``"3"`` or ``3.0``."""
    number = number_of(value)
    return int(number) if number is not None and number == int(number) else None


def add_exactly(numbers: Iterable[float]) -> float:
    """The sum as on paper: 0.1 and 0.2 are 0.3.

    >>> add_exactly([0.1, 0.2])
    0.3
    """
    return float(sum((Decimal(repr(number)) for number in numbers), Decimal(0)))
