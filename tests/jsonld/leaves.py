"""The leaves of a document: every scalar with the subject and the path that it stands under.

Written without looking at the conversion, to find what that may lose. Two documents that say the same have
the same leaves, however they nest their blank nodes, order their keys and wrap their values.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import quote, urljoin

from opencredreg.ctdl import ValueKind
from opencredreg.jsonld.contexts import ActiveContext

Leaf: TypeAlias = tuple[str, tuple[str, ...], str]

_NUMERIC = (ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT)


def leaves_of(document: dict[str, Any], active: ActiveContext, base: str) -> set[Leaf]:
    """All leaves. The subject is the nearest node with an address, "" where there is none."""
    return set(_Leaves(document, active, base).all())


class _Leaves:
    def __init__(self, document: dict[str, Any], active: ActiveContext, base: str) -> None:
        self.document = document
        self.active = active
        self.base = base
        self.names: set[Any] = set()
        self.blank: dict[str, list[dict[str, Any]]] = {}
        self.mentioned: set[str] = set()
        self._survey(document)

    def all(self) -> Iterator[Leaf]:
        graph = self.document.get("@graph")
        if graph is None:
            yield from self.described("", (), self.document, ())
            return
        name = self.document.get("@id")
        if name and graph:
            yield ("", ("@graph",), name)
        own = {key: value for key, value in self.document.items() if key != "@graph"}
        if own.keys() - {"@context", "@id"}:
            yield from self.described("", (), own, ())
        for item in (entry for entry in graph if isinstance(entry, dict)):
            name = str(item.get("@id", ""))
            if not (name.startswith("_:") and name in self.mentioned):
                yield from self.described("", (), item, ())

    def described(
        self, subject: str, path: tuple[str, ...], node: dict[str, Any], open_: tuple[str, ...]
    ) -> Iterator[Leaf]:
        name = node.get("@id", "")
        if name and not name.startswith("_:"):
            subject, path = self._address(name), ()
        elif name:
            open_ = (*open_, name)
        for key, value in node.items():
            if key == "@type":
                for entry in value if isinstance(value, list) else [value]:
                    yield (subject, (*path, "@type"), self._class(entry))
            elif not key.startswith("@"):
                yield from self.values(subject, (*path, self.active.property_term(key)), key, value, open_)

    def values(
        self, subject: str, path: tuple[str, ...], key: str, value: Any, open_: tuple[str, ...]
    ) -> Iterator[Leaf]:
        kind = self.active.kind_of(key)
        if isinstance(value, list):
            for entry in value:
                yield from self.values(subject, path, key, entry, open_)
        elif not isinstance(value, dict):
            if value is not None:
                yield from self.scalar(subject, path, kind, value, open_)
        elif "@value" in value:
            tag = value.get("@language")
            if tag is None:
                yield from self.scalar(subject, path, kind, value["@value"], open_)
            else:
                yield (subject, (*path, tag.lower()), value["@value"])
        elif "@list" in value or "@set" in value:
            yield from self.values(subject, path, key, value.get("@list", value.get("@set")), open_)
        elif value and all(_is_tag(tag) for tag in value) and value.keys() != {"@id"}:
            for tag, texts in value.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    shown = tag.lower().replace(":", "-")
                    yield (subject, (*path, "" if tag == "@none" else shown), _shown(text, ValueKind.STRING))
        else:
            name = str(value.get("@id", ""))
            if name:
                yield from self.scalar(subject, path, ValueKind.IRI, name, open_)
            else:
                yield (subject, path, "node")
            if value.keys() != {"@id"}:
                yield from self.described(subject, path, value, open_)

    def scalar(
        self, subject: str, path: tuple[str, ...], kind: ValueKind, value: Any, open_: tuple[str, ...]
    ) -> Iterator[Leaf]:
        if kind is not ValueKind.IRI or not isinstance(value, str):
            if kind is ValueKind.LANGUAGE_MAP:
                path = (*path, self.active.language.lower())
            yield (subject, path, _shown(value, kind))
        elif not value.startswith("_:"):
            yield (subject, path, self._address(value))
        elif value in open_:
            yield (subject, path, "circle")
        else:
            yield (subject, path, "node")
            for node in self.blank.get(value, ()):
                yield from self.described(subject, path, node, open_)

    def _class(self, name: str) -> str:
        if name.startswith("_:"):
            return "blank"
        return f"ceterms:{quote(name, safe='')}" if name.startswith("@") else self.active.property_term(name)

    def _address(self, text: str) -> str:
        """Addresses are compared in full; names that the document gives itself are relative to the base."""
        full = self.active.expand_iri(text.strip())
        return full if ":" in full or text not in self.names else urljoin(self.base, full)

    def _survey(self, value: Any, inside: bool = False) -> None:
        if isinstance(value, dict):
            name = value.get("@id")
            self.names.add(name)
            if isinstance(name, str) and name.startswith("_:"):
                if value.keys() != {"@id"}:
                    self.blank.setdefault(name, []).append(value)
                if inside:
                    self.mentioned.add(name)
            for key, entry in value.items():
                if key != "@id":
                    self._survey(entry, inside=key != "@graph")
        elif isinstance(value, list):
            for entry in value:
                self._survey(entry, inside)
        elif isinstance(value, str) and value.startswith("_:"):
            self.mentioned.add(value)


def _is_tag(key: str) -> bool:
    return key == "@none" or (
        len(key) <= 10 and key.replace("-", "").replace(":", "").isalpha() and len(key) != 4
    )


def _shown(value: Any, kind: ValueKind) -> str:
    """A scalar for comparison: numbers by their value, everything else by its text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) or (isinstance(value, str) and kind in _NUMERIC):
        try:
            return str(Decimal(str(value)).normalize())
        except ArithmeticError:
            return str(value)
    return str(value)
