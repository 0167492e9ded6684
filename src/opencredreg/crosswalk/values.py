"""Reading decoded CTDL values: one or a list, references in any form, texts in the reader's language.

A node is a plain ``Mapping`` as JSON gives it, with canonical compact names. Whatever stands where something
else is expected is passed over: what is published is untrusted, and a page must not fail over it.

Source: ``ctdl-vocabulary.md`` sections 3 (conventions), 9.6 (alignment objects), 9.12 (language).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.ids import resource_key

__all__ = [
    "Node",
    "class_of",
    "described",
    "key_of",
    "listed",
    "number_of",
    "pick_texts",
    "reference_of",
    "texts_of",
    "values_of",
]

Node = Mapping[str, Any]
"""A resource or an embedded object as decoded JSON-LD with canonical compact names."""

_DEPTH = 8
_LARGEST = 1e15


def listed(value: Any) -> list[Any]:
    """The values of a property, whether it holds one, a list or a JSON-LD container; nulls are nothing."""
    return list(_entries(value, 0))


def _entries(value: Any, depth: int) -> Iterator[Any]:
    if value is None or depth > _DEPTH:
        return
    if isinstance(value, list | tuple):
        for entry in value:
            yield from _entries(entry, depth + 1)
    elif isinstance(value, Mapping) and ("@list" in value or "@set" in value):
        yield from _entries(value.get("@list", value.get("@set")), depth + 1)
    elif isinstance(value, Mapping) and "@value" in value and "@language" not in value:
        yield from _entries(value["@value"], depth + 1)
    else:
        yield value


def values_of(node: Node, *terms: str) -> list[Any]:
    """The values of several properties, in the order of the properties."""
    return [value for term in terms for value in listed(node.get(term))]


def described(values: Sequence[Any]) -> list[Node]:
    """Those of the values that are objects which say something, and not only ``{"@id": ...}``."""
    return [value for value in values if isinstance(value, Mapping) and any(name != "@id" for name in value)]


def key_of(uri: str) -> str:
    """The name under which a URI is compared: terms and concepts compactly, resources by their key.

    >>> key_of("http://credreg.net/ctdl/vocabs/audience/FullTime")
    'audience:FullTime'
    """
    return resource_key(bundled_vocabulary().compact(uri.strip()))


def reference_of(value: Any) -> str:
    """What one value refers to: a string, ``@id`` or ``targetNode``; "" when it refers to nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        for name in ("@id", "ceterms:targetNode"):
            for entry in _entries(value.get(name), 0):
                inner = entry.get("@id") if isinstance(entry, Mapping) else entry
                if isinstance(inner, str) and inner.strip():
                    return inner.strip()
    return ""


def class_of(node: Node) -> str:
    """The class of a node by its compact name; "" when there is none. Of several, the first known one."""
    vocabulary = bundled_vocabulary()
    names = [vocabulary.normalize_term(name) for name in listed(node.get("@type")) if isinstance(name, str)]
    return next((name for name in names if name in vocabulary.classes), names[0] if names else "")


def texts_of(value: Any) -> Iterator[tuple[str, str]]:
    """All texts of a value with the tags of their languages, "" where the data do not say."""
    for entry in _entries(value, 0):
        if isinstance(entry, str):
            pairs: list[tuple[Any, Any]] = [("", entry)]
        elif isinstance(entry, Mapping) and "@value" in entry:
            pairs = [(entry.get("@language") or "", entry["@value"])]
        elif isinstance(entry, Mapping):
            pairs = [("" if tag == "@none" else tag, inner) for tag, inner in entry.items()]
        else:
            continue
        for tag, inner in pairs:
            # A name with a colon is a property: the object describes something and is no text.
            if isinstance(tag, str) and ":" not in tag and tag[:1] != "@":
                yield from (
                    (tag, text.strip())
                    for text in _entries(inner, 0)
                    if isinstance(text, str) and text.strip()
                )


def pick_texts(value: Any, languages: Sequence[str]) -> tuple[str, list[str]]:
    """The tag and the texts of the language that suits the reader best, by BCP 47 lookup.

    Exact tag, then shorter tags, then English, then English of a region, then whatever is there.

    >>> pick_texts({"es": ["Soldadura"], "en-US": ["Welding", "Joining"]}, ["fr"])
    ('en-US', ['Welding', 'Joining'])
    """
    by_tag: dict[str, tuple[str, list[str]]] = {}
    for tag, text in texts_of(value):
        by_tag.setdefault(_plain(tag), (tag, []))[1].append(text)
    for wanted in (*languages, "en"):
        tag = _plain(wanted)
        while tag:
            if tag in by_tag:
                return by_tag[tag]
            tag = _shorter(tag)
    regional = (found for tag, found in by_tag.items() if tag.startswith("en-"))
    return next(regional, next(iter(by_tag.values()), ("", [])))


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")


def _shorter(tag: str) -> str:
    # RFC 4647 section 3.4: a single letter or digit goes together with the subtag after it.
    parts = tag.split("-")[:-1]
    while parts and len(parts[-1]) == 1:
        parts.pop()
    return "-".join(parts)


def number_of(value: Any) -> int | float | None:
    """A number, or the number that a text spells, whole where it is whole; ``None`` for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or abs(number) > _LARGEST:
        return None
    return int(number) if number == int(number) else number
