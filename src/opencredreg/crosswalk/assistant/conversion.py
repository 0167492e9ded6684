"""One conversion: what it was given, what it found wrong, and what it has made so far."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from opencredreg.crosswalk.assistant.problem import Problem, Read
from opencredreg.crosswalk.assistant.surroundings import Rules, Surroundings
from opencredreg.crosswalk.assistant.table import Field
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.findings import Finding, Severity

__all__ = ["BLANK", "Conversion", "Converter", "Mention", "Node", "step"]

Node = dict[str, Any]
"""A JSON-LD object in the making."""

BLANK: Final = "_:"
_LONGEST_SHOWN: Final = 120


class Mention(msgspec.Struct, frozen=True):
    """A registered resource that the input refers to. ``term`` is the property, ``is_organization`` what it must be."""

    ctid: str
    pointer: str
    term: str
    is_organization: bool = False


Converter = Callable[["Conversion", Field, str, Any, str], list[Any]]
"""Reads one member: (conversion, field, class of the object, value, pointer) -> values of the property.

Texts come as one language map, all else as one entry for each value.
"""


def step(pointer: str, name: str | int) -> str:
    """One step further in a JSON Pointer."""
    if isinstance(name, int):
        return f"{pointer}/{name}"
    if "~" in name or "/" in name:
        name = name.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{name}"


def _json(value: Any) -> str:
    # A client may convert what it made itself, which need not be JSON that can be sent.
    return json.dumps(value, ensure_ascii=False, default=str)


def _writable(text: str) -> str:
    """The text without halves of characters, which no answer could be written with."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class Conversion:
    """The state of converting one request into one document.

    Args:
        vocabulary: the vocabulary in use.
        rules: how strictly input is read.
        surroundings: what is known of the registry.
        converters: the functions by the names that the table uses.
        language: the tag of every plain text.
        seed: what blank nodes are named after, so that the same input gives the same names: the CTID.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rules: Rules,
        surroundings: Surroundings,
        converters: Mapping[str, Converter],
        *,
        language: str,
        seed: str,
    ) -> None:
        self.vocabulary = vocabulary
        self.rules = rules
        self.surroundings = surroundings
        self.converters = converters
        self.language = language
        self.findings: list[Finding] = []
        self.mentions: list[Mention] = []
        self.others: list[Node] = []
        self.local_ids: set[str] = set()
        self._namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:ctid:{seed}")
        self._blanks: dict[bytes, Node] = {}
        self._places: dict[int, str] = {}
        # Objects that are dropped again are kept too: another one in their place would be taken for them.
        self._alive: list[Node] = []
        self._members: dict[tuple[int, str], str] = {}

    # What is found wrong -----------------------------------------------------------------------------------

    def say(
        self,
        code: str,
        pointer: str,
        message: str,
        *,
        severity: Severity = "error",
        hint: str = "",
        suggestion: str = "",
        value: Any = None,
        term: str = "",
    ) -> None:
        """Note something about a place of the input."""
        shown = "" if value is None else value if isinstance(value, str) else _json(value)
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                pointer=_writable(pointer),
                message=_writable(message),
                hint=_writable(hint),
                suggestion=_writable(suggestion),
                property=term,
                value=_writable(shown[:_LONGEST_SHOWN]),
            )
        )

    def take(self, read: Read[Any], pointer: str, value: Any = None, term: str = "") -> Any:
        """The value of what was read, with its problems noted."""
        for problem in read.problems:
            self.tell(problem, pointer, value, term)
        return read.value

    def tell(self, problem: Problem, pointer: str, value: Any = None, term: str = "") -> None:
        """Note a problem of the value at a place."""
        self.say(
            problem.code,
            pointer,
            problem.message,
            severity=problem.severity,
            hint=problem.hint,
            suggestion=problem.suggestion,
            value=value,
            term=term,
        )

    # Where things came from --------------------------------------------------------------------------------

    def made(self, node: Node, pointer: str) -> Node:
        """Remember which place of the input an object was made from."""
        self._places[id(node)] = pointer
        self._alive.append(node)
        return node

    def origin_of(self, node: Node) -> str:
        """The place of the input that an object was made from; "" for one that nobody sent."""
        return self._places.get(id(node), "")

    def wrote(self, node: Node, term: str, pointer: str) -> None:
        """Remember which place of the input a property was made from."""
        self._members.setdefault((id(node), term), pointer)

    def copied(self, node: Node, copy: Node) -> Node:
        """Remember for a copy of an object where its properties came from."""
        for term in node:
            place = self._members.get((id(node), term))
            if place is not None:
                self._members.setdefault((id(copy), term), place)
        return copy

    def place_of(self, document: Any, parts: Sequence[str]) -> str:
        """The place of the input that a place of the produced document came from, as near as is known."""
        here: Any = document
        found = ""
        for part in parts:
            if isinstance(here, dict):
                found = self._members.get((id(here), part), found)
                here = here.get(part)
            elif isinstance(here, list) and part.isdigit() and int(part) < len(here):
                here = here[int(part)]
            else:
                break
            found = self._places.get(id(here), found) if isinstance(here, dict) else found
        return found

    # Addresses and blank nodes -----------------------------------------------------------------------------

    def uri_of(self, ctid: str) -> str:
        """The address of a registered resource."""
        return f"{self.rules.base}/resources/{ctid.lower()}"

    def mention(self, ctid: str, pointer: str, term: str, *, is_organization: bool = False) -> str:
        """Refer to a registered resource; whether it exists is looked up by whoever knows the registry."""
        self.mentions.append(Mention(ctid.lower(), pointer, term, is_organization))
        return self.uri_of(ctid)

    def blank(self, node: Node, pointer: str) -> str:
        """The name of a blank node with these members. Equal ones are one node."""
        key = msgspec.json.encode(node, order="sorted")
        known = self._blanks.get(key)
        if known is None:
            known = self.made(self.copied(node, {"@id": self._named(key), **node}), pointer)
            self._blanks[key] = known
        return str(known["@id"])

    def name_of(self, node: Node) -> str:
        """The name that a blank node with these members has in this document, always the same."""
        return self._named(msgspec.json.encode(node, order="sorted"))

    def _named(self, key: bytes) -> str:
        return f"{BLANK}{uuid.uuid5(self._namespace, key.decode())}"

    def add_blank(self, node: Node) -> None:
        """Take over a blank node that has a name already."""
        self._blanks[node["@id"].encode()] = node

    @property
    def blanks(self) -> list[Node]:
        """The blank nodes, in the order in which they were first referred to."""
        return list(self._blanks.values())
