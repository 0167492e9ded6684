"""Places and severities in words: what people read instead of JSON pointers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from opencredreg.ctdl import Vocabulary
from opencredreg.findings import Finding, Severity
from opencredreg.jsonld.document import Document
from opencredreg.jsonld.locations import pointer_steps
from opencredreg.validation.naming import class_of, find_name, item_pointer

__all__ = ["SEVERITIES", "PlaceNames", "class_label", "counted", "printable", "remedies", "summary_of"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""From the gravest to the least."""


def counted(count: int, word: str) -> str:
    """A number of things.

    >>> counted(1, "error"), counted(1200, "note")
    ('1 error', '1,200 notes')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def printable(text: str) -> str:
    r"""A text in one line, without what would move a cursor or change colours: documents come from anywhere.

    >>> printable("a\x1b[2J\nb")
    'a [2J b'
    """
    return "".join(letter if letter.isprintable() else " " for letter in text)


def remedies(finding: Finding) -> tuple[str, str]:
    """What could stand there instead, and the hint; each of them empty where it would repeat what is said before."""
    suggestion = "" if finding.suggestion in finding.message else finding.suggestion
    is_said = bool(suggestion) and finding.hint == f"Did you mean {suggestion}?"
    return suggestion, "" if is_said else finding.hint


def summary_of(counts: Mapping[Severity, int]) -> str:
    """How much was found.

    >>> summary_of({"error": 2, "note": 1})
    '2 errors, 1 note'
    >>> summary_of({})
    'nothing to remark'
    """
    found = [counted(counts[one], one) for one in SEVERITIES if counts.get(one)]
    return ", ".join(found) or "nothing to remark"


def class_label(vocabulary: Vocabulary, cls: str) -> str:
    """The name of a class for people; classes that are not known are shown as they are."""
    facts = vocabulary.classes.get(cls)
    return facts.label if facts is not None and facts.label else cls


class PlaceNames:
    """Names the places of one document.

    Items of the graph are called by their class and name, and by a number where there are several of a class:
    ``competency 3 “Reads drawings” > ceasn:isPartOf``.
    """

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._top = document.top
        self._items = {item_pointer(document, item): item.value for item in document.items}
        self._classes = {pointer: class_of(value, vocabulary) for pointer, value in self._items.items()}
        self._counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        for pointer, cls in self._classes.items():
            self._counts[cls] += 1
            self._numbers[pointer] = self._counts[cls]

    def describe(self, pointer: str) -> str:
        """The place of a JSON pointer in words."""
        steps = pointer.split("/")
        around = next((head for count in (3, 2, 1) if (head := "/".join(steps[:count])) in self._items), None)
        if around is None or steps[1:2] == ["@context"]:
            return _walk("document", self._top, pointer_steps(pointer))
        return _walk(self._item(around), self._items[around], pointer_steps(pointer.removeprefix(around)))

    def _item(self, pointer: str) -> str:
        cls = self._classes[pointer]
        words = class_label(self._vocabulary, cls)
        words = words.lower() if words != cls else words or "item"
        if self._counts[cls] > 1:
            words += f" {self._numbers[pointer]}"
        name = find_name(self._items[pointer], self._vocabulary)
        return f"{words} “{name.text}”" if name is not None else words


def _walk(words: str, value: Any, steps: list[str]) -> str:
    for step in steps:
        if isinstance(value, list):
            place = int(step) if step.isdecimal() else -1
            words += f" {place + 1}" if len(value) != 1 else ""
            value = value[place] if 0 <= place < len(value) else None
        elif isinstance(value, dict) and _is_language_map(value, step):
            words += f" ({step})"
            value = value[step]
        elif value is None and step.isdecimal():
            # What is no object has no item, and its place in the graph is all that can be said.
            words += f" {int(step) + 1}"
        else:
            words += f" > {step}"
            value = value.get(step) if isinstance(value, dict) else None
    return words


def _is_language_map(value: dict[str, Any], step: str) -> bool:
    return step in value and ":" not in step and not step.startswith("@") and "@type" not in value
