"""A document as a tree that people can read: every object with its class and name, findings at their place.

Large documents are cut: whatever has a finding, and what lies around it, is always there, and of the rest as much
as fits. The tree is bounded in size and in depth, whatever the document is like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.findings import Finding, Severity
from opencredreg.ids import resource_key
from opencredreg.jsonld.document import Document, Item
from opencredreg.validation.naming import Name, class_of, find_name, item_pointer
from opencredreg.validation.place import escape
from opencredreg.validation.wording import SEVERITIES

__all__ = ["Outline", "OutlineEntry", "build_outline"]

_TEXT_LENGTH: Final = 240
_DEPTH: Final = 24
_LIST_LENGTH: Final = 50
"""So many entries of a list are shown, and beyond them those with findings."""


_OWN_NAMES: Final = frozenset({"@id", "@context", "ceterms:ctid"})


class OutlineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a document: an object, a list, or something that is neither.

    ``anchor`` is unique in the outline. ``label`` is the key as the document has it, empty for items of the graph and
    entries of lists; ``number`` counts those from 1 and is 0 elsewhere. ``text`` is the value when there is nothing
    below it, in ``language`` if that is known. ``reference`` is the key of an item of this document that the value
    names. ``findings`` are those about this value, ``counts`` also those about what is below it. ``hidden`` is how
    many things below it are not shown.
    """

    anchor: str
    pointer: str
    label: str
    number: int = 0
    type: str = ""
    name: Name | None = None
    ctid: str = ""
    text: str = ""
    language: str = ""
    reference: str = ""
    findings: tuple[Finding, ...] = ()
    counts: Mapping[Severity, int] = {}
    children: tuple[OutlineEntry, ...] = ()
    hidden: int = 0

    @property
    def worst(self) -> Severity | None:
        """The gravest severity of what was found in it."""
        return next((one for one in SEVERITIES if self.counts.get(one)), None)


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """The outline of a document: what stands around the graph, then its items.

    ``item_anchors``: key of a resource to the anchor of its item. ``anchors``: place of each finding, in the order
    of the findings. ``hidden_items`` is how many items of the graph are not shown; ``is_cut`` tells whether anything
    is not.
    """

    top: OutlineEntry
    items: tuple[OutlineEntry, ...]
    item_anchors: Mapping[str, str]
    anchors: tuple[str, ...]
    hidden_items: int
    is_cut: bool


def build_outline(
    document: Document, vocabulary: Vocabulary, findings: Sequence[Finding] = (), *, size: int = 2_000
) -> Outline:
    """The outline of a document.

    Args:
        document: what was looked at.
        vocabulary: knows the classes.
        findings: what to show at its place. What points to something that is missing stands at what is around it.
        size: about so many values are shown, beside those with findings.
    """
    return _Builder(document, vocabulary, findings, size).build()


@final
class _Builder:
    def __init__(
        self, document: Document, vocabulary: Vocabulary, findings: Sequence[Finding], size: int
    ) -> None:
        self._document = document
        self._vocabulary = vocabulary
        self._findings = findings
        self._left = size
        self._anchors = 0
        self._is_cut = False
        self._item_keys = {resource_key(item.id) for item in document.items if item.id}
        self._waiting: dict[str, list[int]] = {}
        self._around: set[str] = set()
        self._anchor_of: dict[int, str] = {}
        for place, finding in enumerate(findings):
            self._waiting.setdefault(finding.pointer, []).append(place)
            steps = finding.pointer.split("/")
            self._around.update("/".join(steps[:count]) for count in range(1, len(steps) + 1))

    def build(self) -> Outline:
        is_graph = self._document.form == "graph"
        items: list[OutlineEntry] = []
        item_anchors: dict[str, str] = {}
        for item in self._document.items:
            pointer = item_pointer(self._document, item)
            if self._left <= 0 and pointer not in self._around:
                self._is_cut = True
                continue
            entry = self._item(item, pointer)
            items.append(entry)
            if item.id:
                item_anchors.setdefault(resource_key(item.id), entry.anchor)
        # What is left belongs to the document itself, also when it points to something that is not there.
        self._left = max(self._left, _LIST_LENGTH)
        top = self._object(self._document.top if is_graph else {}, "", label="", number=0, depth=0)
        return Outline(
            top=top,
            items=tuple(items),
            item_anchors=item_anchors,
            anchors=tuple(self._anchor_of.get(place, top.anchor) for place in range(len(self._findings))),
            hidden_items=len(self._document.items) - len(items),
            is_cut=self._is_cut,
        )

    def _item(self, item: Item, pointer: str) -> OutlineEntry:
        return self._object(item.value, pointer, label="", number=item.position + 1, depth=1)

    def _entry(self, value: Any, pointer: str, label: str, number: int, depth: int) -> OutlineEntry:
        if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
            # A list of one reads better without the list; what is said of it is said of its entry.
            if pointer in self._waiting:
                self._around.add(f"{pointer}/0")
                self._waiting.setdefault(f"{pointer}/0", []).extend(self._waiting.pop(pointer))
            return self._entry(value[0], f"{pointer}/0", label, 0, depth)
        if depth >= _DEPTH and isinstance(value, dict | list):
            self._is_cut = True
            return self._finish(pointer, label=label, number=number, text="…", hidden=1)
        if isinstance(value, dict):
            language, text = _text_in_one_language(value)
            if language:
                return self._finish(
                    pointer, label=label, number=number, text=_shortened(text), language=language
                )
            return self._object(value, pointer, label=label, number=number, depth=depth)
        if isinstance(value, list):
            return self._list(value, pointer, label=label, number=number, depth=depth)
        # What a thing is called does not lead anywhere; only the values of its other members do.
        is_name = isinstance(value, str) and label in _OWN_NAMES
        reference = (
            resource_key(value) if isinstance(value, str) and len(value) <= 2_000 and not is_name else ""
        )
        return self._finish(
            pointer,
            label=label,
            number=number,
            text=_shortened(value if isinstance(value, str) else msgspec.json.encode(value).decode()),
            reference=reference if reference in self._item_keys else "",
        )

    def _object(
        self, value: Mapping[str, Any], pointer: str, *, label: str, number: int, depth: int
    ) -> OutlineEntry:
        anchor = self._next_anchor()
        ctid = value.get("ceterms:ctid")
        members = (
            (key, 0, f"{pointer}/{escape(key)}", entry) for key, entry in value.items() if key != "@type"
        )
        children, hidden = self._children(members, len(value) - ("@type" in value), depth)
        return self._finish(
            pointer,
            anchor=anchor,
            label=label,
            number=number,
            type=class_of(value, self._vocabulary),
            name=find_name(value, self._vocabulary),
            ctid=_shortened(ctid) if isinstance(ctid, str) else "",
            children=children,
            hidden=hidden,
        )

    def _list(self, value: list[Any], pointer: str, *, label: str, number: int, depth: int) -> OutlineEntry:
        anchor = self._next_anchor()
        entries = (("", place + 1, f"{pointer}/{place}", entry) for place, entry in enumerate(value))
        children, hidden = self._children(entries, len(value), depth, most=_LIST_LENGTH)
        return self._finish(
            pointer, anchor=anchor, label=label, number=number, children=children, hidden=hidden
        )

    def _children(
        self, parts: Iterable[tuple[str, int, str, Any]], count: int, depth: int, most: int | None = None
    ) -> tuple[tuple[OutlineEntry, ...], int]:
        children: list[OutlineEntry] = []
        for label, number, pointer, value in parts:
            fits = self._left > 0 and (most is None or len(children) < most)
            if fits or pointer in self._around:
                children.append(self._entry(value, pointer, label, number, depth + 1))
        hidden = count - len(children)
        self._is_cut = self._is_cut or hidden > 0
        return tuple(children), hidden

    def _finish(
        self,
        pointer: str,
        *,
        anchor: str = "",
        children: tuple[OutlineEntry, ...] = (),
        **members: Any,
    ) -> OutlineEntry:
        self._left -= 1
        anchor = anchor or self._next_anchor()
        own = self._take(pointer)
        for place in own:
            self._anchor_of[place] = anchor
        findings = tuple(self._findings[place] for place in own)
        counts: dict[Severity, int] = {}
        for finding in findings:
            counts[finding.severity] = counts.get(finding.severity, 0) + 1
        for child in children:
            for severity, count in child.counts.items():
                counts[severity] = counts.get(severity, 0) + count
        return OutlineEntry(
            anchor=anchor, pointer=pointer, children=children, findings=findings, counts=counts, **members
        )

    def _take(self, pointer: str) -> list[int]:
        """The findings about a value, and those below it that found no place of their own."""
        if pointer not in self._around:
            return []
        below = [one for one in self._waiting if one == pointer or one.startswith(f"{pointer}/")]
        places = [place for one in below for place in self._waiting.pop(one)]
        return sorted(places, key=lambda place: (SEVERITIES.index(self._findings[place].severity), place))

    def _next_anchor(self) -> str:
        self._anchors += 1
        return f"at-{self._anchors}"


def _text_in_one_language(value: dict[str, Any]) -> tuple[str, str]:
    """Language and text of a language map with one language; both empty for all else."""
    if len(value) != 1:
        return "", ""
    [(language, said)] = value.items()
    texts = said if isinstance(said, list) else [said]
    if language[:1] == "@" or not texts or not all(isinstance(text, str) for text in texts):
        return "", ""
    return language, " · ".join(texts)


def _shortened(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else f"{text[: _TEXT_LENGTH - 1]}…"
