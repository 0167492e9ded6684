"""One document on its way through the rules: its items, what they refer to, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, final

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.errors import UnknownContext
from opencredreg.findings import Finding, Severity
from opencredreg.ids import is_blank, resource_key
from opencredreg.jsonld.contexts import ActiveContext
from opencredreg.jsonld.document import Document
from opencredreg.validation.place import Place
from opencredreg.validation.profile import Profile
from opencredreg.validation.rule import Rule
from opencredreg.validation.surroundings import Known

__all__ = ["Reference", "Run", "Target", "place_in_order"]

_VALUE_LENGTH = 80
_WEIGHTS: Final = {"off": 0, "note": 1, "warning": 2, "error": 3}
KEPT_PER_CODE = 1_000
"""So many findings of one code are kept of one document; the rest is counted."""


@final
class Target:
    """What a reference leads to, in whatever spelling. ``place`` is the item of this graph, if it is one.

    ``is_blank``: it is a blank node. ``classes`` are those of the item, later also those of a resource that the
    surroundings know; empty while nothing is known. ``known`` is what the surroundings say.
    """

    __slots__ = ("classes", "is_blank", "key", "known", "place", "uri")

    def __init__(self, uri: str, key: str, place: Place | None) -> None:
        self.uri = uri
        self.key = key
        self.place = place
        self.is_blank = is_blank(uri)
        self.classes: tuple[str, ...] = (place.cls,) if place is not None and place.cls else ()
        self.known: Known | None = None


class Reference(msgspec.Struct, frozen=True):
    """A reference as it stands in the document; ``index`` is -1 when the value is no list."""

    place: Place
    term: str
    index: int
    target: Target

    @property
    def pointer(self) -> str:
        """Where it stands."""
        return self.place.pointer(self.term, *((self.index,) if self.index >= 0 else ()))


@final
class Run:
    """What the rules see of one document, and where they say what they found.

    ``items`` are the items of the graph in their order; ``main`` is the first. ``objects`` are all objects,
    embedded ones included, in the order in which they were visited. ``references`` are all references between
    resources, complete once every object was visited: rules over the graph as a whole find them there.
    ``active`` is the meaning of the document's own context, or ``None`` for one of the bundled contexts.
    """

    def __init__(
        self, document: Document, vocabulary: Vocabulary, profile: Profile, active: ActiveContext | None
    ) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.profile = profile
        self.mode = profile.mode
        self.active = active
        self.is_array = document.form == "graph" and document.payload.lstrip()[:1] == b"["
        """Whether the document is a bare list of items."""
        self.refused_context: UnknownContext | None = None
        """Why the document's own context could not be understood."""
        self.items: list[Place] = []
        self.objects: list[Place] = []
        self.references: list[Reference] = []
        self.targets: dict[str, Target] = {}
        self.outside: list[Reference] = []
        """The references to what is no item of this graph and no blank node."""
        self.misplaced: list[tuple[Place, str, tuple[str, ...], str]] = []
        """Properties outside their domain: object, property, domain, what was perhaps meant."""
        self.missing: dict[Place, list[tuple[str, ...]]] = {}
        """What objects lack of what is required, as groups of properties of which one is enough. It is told last,
        as far as no other rule answers for it."""
        self._answered: set[tuple[Place, str]] = set()
        self.counts: Counter[str] = Counter()
        self._found: list[Finding] = []
        self._levels: dict[str, Severity | None] = {}
        self._by_id: dict[str, Place] = {}
        self._by_term: dict[str, list[Reference]] | None = None
        self._least = _WEIGHTS[profile.least]

    # What the document holds.

    @property
    def main(self) -> Place | None:
        """The main resource."""
        return self.items[0] if self.items else None

    def add_item(self, place: Place) -> Place | None:
        """Note an item of the graph; the earlier item of the same ``@id`` is given back."""
        self.items.append(place)
        if not place.id:
            return None
        key = resource_key(self.expand(place.id))
        earlier = self._by_id.get(key)
        if earlier is None:
            self._by_id[key] = place
        return earlier

    def find(self, uri: str) -> Place | None:
        """The item of the graph that an address or blank node identifier names, in any spelling."""
        return self.target(uri).place

    def target(self, uri: str) -> Target:
        """What an address or blank node identifier leads to."""
        found = self.targets.get(uri)
        if found is None:
            key = resource_key(self.expand(uri))
            found = self.targets[uri] = Target(uri, key, self._by_id.get(key))
        return found

    def expand(self, uri: str) -> str:
        """An address that the document's own context shortens, in full; others come back unchanged."""
        if self.active is None or "://" in uri or is_blank(uri):
            return uri
        return self.active.expand(uri)

    def links(self, term: str) -> Sequence[Reference]:
        """All references by a property (canonical name), from any object; for rules over the whole graph."""
        if self._by_term is None:
            self._by_term = {}
            for reference in self.references:
                self._by_term.setdefault(reference.term, []).append(reference)
        return self._by_term.get(term, ())

    def items_of(self, cls: str) -> Iterator[Place]:
        """The items of a class or of one of its subclasses."""
        classes = self.vocabulary.descendants(cls)
        return (place for place in self.items if place.cls in classes)

    # What is found.

    def wants(self, rule: Rule) -> bool:
        """Whether anybody wants to hear of a breach; ask before costly work."""
        return self._severity(rule) is not None

    def report(
        self,
        rule: Rule,
        place: Place | None,
        message: str,
        *,
        at: Sequence[str | int] = (),
        hint: str = "",
        suggestion: str = "",
        value: Any = None,
        pointer: str | None = None,
    ) -> None:
        """Say that a rule is broken.

        Args:
            rule: the rule.
            place: the object at fault; ``None`` for the document itself.
            message: one sentence that says what is expected.
            at: canonical key and positions below the object; the first names the property.
            hint: what to do about it.
            suggestion: what could stand there instead.
            value: what was found; it is shortened.
            pointer: the place, where it is not ``place`` with ``at`` (keys of the document's own spelling).
        """
        severity = self._severity(rule)
        if severity is None:
            return
        self.counts[rule.code] += 1
        if self.counts[rule.code] > KEPT_PER_CODE:
            return
        item = place.item if place is not None else None
        finding = Finding(
            code=rule.code,
            severity=severity,
            pointer=pointer if pointer is not None else (place.pointer(*at) if place is not None else ""),
            message=message,
            hint=hint,
            source=rule.asked_by,
            rule=rule.number,
            ctid=place.ctid if place is not None else "",
            node=item.id if item is not None else "",
            type=place.cls if place is not None else "",
            property=str(at[0]) if at and isinstance(at[0], str) else "",
            value="" if value is None else _shortened(value),
            suggestion=suggestion,
        )
        self._found.append(finding)

    def report_missing(
        self, rule: Rule, place: Place, terms: Sequence[str], message: str, *, hint: str, suggestion: str = ""
    ) -> None:
        """Say that an object lacks a property, or one of several, and answer for them."""
        if self.profile.level(rule) != "off":
            self.answer(place, terms)
        pointer = place.pointer()
        self.report(rule, place, message, at=(terms[0],), hint=hint, suggestion=suggestion, pointer=pointer)

    def answer(self, place: Place, terms: Iterable[str]) -> None:
        """Let nothing else be said of properties that an object lacks.

        A rule that knows more of what is missing (which framework a competency belongs to, which properties are
        no use here) answers for it, so that the same is not said again because the class requires it.
        """
        self._answered.update((place, term) for term in terms)

    def is_answered(self, place: Place, terms: Iterable[str]) -> bool:
        """Whether a rule answered for one of the properties of an object."""
        return any((place, term) in self._answered for term in terms)

    def note(self, finding: Finding) -> None:
        """Take over a finding that was made elsewhere, such as those about the structure."""
        self.counts[finding.code] += 1
        self._found.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """All findings, by their place in the document, then by code."""
        return tuple(sorted(self._found, key=place_in_order))

    def _severity(self, rule: Rule) -> Severity | None:
        try:
            return self._levels[rule.code]
        except KeyError:
            level = self.profile.level(rule)
            found: Severity | None = None
            if level != "off" and _WEIGHTS[level] >= self._least:
                found = level
            self._levels[rule.code] = found
            return found


def place_in_order(finding: Finding) -> tuple[list[tuple[int, str]], str]:
    """The key that orders findings by their place in the document, then by their code."""
    # Numbers in pointers are positions and are ordered as such.
    steps = [
        (int(step), "") if step.isdecimal() and len(step) < 10 else (-1, step)
        for step in finding.pointer.split("/")
    ]
    return (steps, finding.code)


def _shortened(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _VALUE_LENGTH else f"{text[: _VALUE_LENGTH - 1]}…"
