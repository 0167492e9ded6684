"""Everything that an object says, property by property, for showing what no part of a page shows in its own way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Literal

import msgspec

from opencredreg.ctdl import ValueKind
from opencredreg.finder.references import Reference, iter_addresses
from opencredreg.finder.subject import Look
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import Text, is_address, listed, references_of, texts_of

__all__ = [
    "Entry",
    "Inner",
    "Named",
    "Plain",
    "Statement",
    "Value",
    "Words",
    "read_statements",
    "read_values",
]

_DEPTH = 32
MOST_VALUES = 1_000
"""So many values of one property are shown; the data have all."""

_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_MAIL = re.compile(r"(?:mailto:)?[^@\s/]+@[^@\s/]+\.[^@\s/]+\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")

_ALIGNMENT = "ceterms:CredentialAlignmentObject"
_TARGET, _TARGET_NAME = "ceterms:targetNode", "ceterms:targetNodeName"
_FRAMEWORK, _FRAMEWORK_NAME = "ceterms:framework", "ceterms:frameworkName"
_CODE = "ceterms:codedNotation"

PlainKind = Literal["text", "number", "boolean", "date", "duration", "web", "mail", "language"]


class Plain(msgspec.Struct, frozen=True, tag="plain"):
    """A value without parts, as published. Numbers are numbers; dates and durations are texts."""

    kind: PlainKind
    value: Any


class Words(msgspec.Struct, frozen=True, tag="words"):
    """One text, in one language or several."""

    texts: tuple[Text, ...]


class Named(msgspec.Struct, frozen=True, tag="named"):
    """Another thing."""

    reference: Reference


class Inner(msgspec.Struct, frozen=True, tag="inner"):
    """An object that stands inside. ``cls`` is "" where none is stated; ``reference`` is set where it has a name."""

    cls: str
    statements: tuple[Statement, ...]
    reference: Reference | None = None


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    """An entry of a code list, scheme or framework, as an alignment object names it.

    ``statements`` is what the alignment says beside the names, the code and the framework of the entry.
    """

    names: tuple[Text, ...]
    code: str
    reference: Reference | None
    framework: Reference | None
    framework_names: tuple[Text, ...]
    statements: tuple[Statement, ...]


Value = Plain | Words | Named | Inner | Entry


class Statement(msgspec.Struct, frozen=True):
    """One property with its values. ``left_out`` are values beyond those that are shown.

    A statement without a term stands for all properties that a page has no room for any more.
    """

    term: str
    values: tuple[Value, ...]
    left_out: int = 0


def read_statements(
    look: Look, node: Mapping[str, Any], *, without: Collection[str] = (), depth: int = 0
) -> tuple[Statement, ...]:
    """All properties of an object but some, in the order of the document.

    Args:
        look: where the things that are named are looked up.
        node: the object, with canonical names.
        without: properties that are shown elsewhere.
        depth: how deep the object itself stands.
    """
    shown = {term: value for term, value in node.items() if term[:1] != "@" and term not in without}
    if depth == 0:
        look.book.learn(uri for value in shown.values() for uri in islice(iter_addresses(value), MOST_VALUES))
    found = []
    rest = 0
    for term, value in shown.items():
        if look.allowance.is_used_up:
            rest += len(listed(value))
            continue
        values, left_out = read_values(look, term, value, depth=depth)
        if values or left_out:
            found.append(Statement(term, values, left_out))
    return (*found, Statement("", (), rest)) if rest else tuple(found)


def read_values(look: Look, term: str, value: Any, *, depth: int = 0) -> tuple[tuple[Value, ...], int]:
    """The values of a property, and how many more there are."""
    if depth > _DEPTH:
        return (), 0
    values: list[Value] = []
    left_out = 0
    for entry in _texts_together(look, term, value):
        if len(values) >= MOST_VALUES or not look.allowance.take(entry):
            left_out += 1
        else:
            values += _read(look, term, entry, depth)
    return tuple(values), left_out


def _texts_together(look: Look, term: str, value: Any) -> list[Any]:
    """The entries of a value. One language map is one entry, whether it holds one text of a language or several."""
    return [value] if _is_language_map(look, term, value) else listed(value)


def _is_language_map(look: Look, term: str, value: Any) -> bool:
    if not isinstance(value, Mapping) or not value or "@id" in value or "@type" in value:
        return False
    kind = look.vocabulary.kind_of(term)
    if kind not in (ValueKind.LANGUAGE_MAP, ValueKind.ANY) and "@value" not in value:
        return False
    return all(_LANGUAGE.match(name) or name[:1] == "@" for name in value)


def _read(look: Look, term: str, entry: Any, depth: int) -> Iterator[Value]:
    if isinstance(entry, bool):
        yield Plain("boolean", entry)
    elif isinstance(entry, int | float):
        yield Plain("number", entry)
    elif isinstance(entry, str):
        if entry.strip():
            yield from _text(look, term, entry, depth)
    elif _is_language_map(look, term, entry):
        yield from _translations(entry)
    elif isinstance(entry, Mapping):
        yield from _object(look, entry, depth)


def _translations(value: Mapping[str, Any]) -> Iterator[Words]:
    """A language map as texts side by side: of each language the first together, then the second, and so on."""
    by_language: dict[str, list[Text]] = {}
    for text in texts_of(value):
        by_language.setdefault(text.language, []).append(text)
    for place in range(max((len(texts) for texts in by_language.values()), default=0)):
        yield Words(tuple(texts[place] for texts in by_language.values() if place < len(texts)))


def _object(look: Look, entry: Mapping[str, Any], depth: int) -> Iterator[Value]:
    uri = entry.get("@id")
    reference = look.book.to(uri) if isinstance(uri, str) and uri.strip() else None
    inside = read_statements(look, entry, depth=depth + 1)
    if reference is not None and not inside:
        yield from _reference(look, reference, depth)
        return
    names = [one for one in listed(entry.get("@type")) if isinstance(one, str)]
    if _ALIGNMENT in names and reference is None:
        yield _entry(look, entry, depth)
    elif inside or names:
        yield Inner(names[0] if names else "", inside, reference)


def _entry(look: Look, entry: Mapping[str, Any], depth: int) -> Entry:
    target, framework = _first_address(entry, _TARGET), _first_address(entry, _FRAMEWORK)
    shown = {_CODE, _TARGET_NAME, _FRAMEWORK_NAME}
    # What cannot be shown in its own way stays among the statements.
    shown |= {term for term in (_TARGET, _FRAMEWORK) if len(listed(entry.get(term))) == 1}
    codes = texts_of(entry.get(_CODE))
    if len(codes) > 1:
        shown.discard(_CODE)
    return Entry(
        names=texts_of(entry.get(_TARGET_NAME)),
        code=codes[0].text if codes else "",
        reference=look.book.to(target) if target else None,
        framework=look.book.to(framework) if framework else None,
        framework_names=texts_of(entry.get(_FRAMEWORK_NAME)),
        statements=read_statements(look, entry, without=shown, depth=depth + 1),
    )


def _first_address(entry: Mapping[str, Any], term: str) -> str:
    return next(iter(references_of(entry, term)), "")


def _reference(look: Look, reference: Reference, depth: int) -> Iterator[Value]:
    """A reference; what stands in the same document without a page of its own is written out."""
    if reference.place != "inside" or depth > 2:
        yield Named(reference)
        return
    held = look.resources.find_held([reference.uri if is_blank(reference.uri) else reference.key])
    value = next(iter(held.values())).value if held else {}
    yield Inner(reference.cls, read_statements(look, value, depth=depth + 2), None)


def _text(look: Look, term: str, text: str, depth: int) -> Iterator[Value]:
    kind = look.vocabulary.kind_of(term)
    if kind is ValueKind.IRI and is_address(text.strip()):
        yield from _reference(look, look.book.to(text), depth)
    elif kind is ValueKind.LANGUAGE_MAP:
        yield Words((Text("", text),))
    else:
        yield Plain(_plain_kind(kind, text), text)


def _plain_kind(kind: ValueKind, text: str) -> PlainKind:
    if kind in (ValueKind.DATE, ValueKind.DATETIME):
        return "date"
    if kind is ValueKind.DURATION:
        return "duration"
    if kind is ValueKind.LANGUAGE and _LANGUAGE.match(text):
        return "language"
    if _WEB.match(text):
        return "web"
    return "mail" if _MAIL.match(text) else "text"
