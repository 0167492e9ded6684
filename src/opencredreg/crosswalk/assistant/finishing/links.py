"""The parts of a request and the links between them: what names what, where that was said, and its other side.

Source: ``publishing.md`` sections 4.18 and 5.4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Literal

from opencredreg.crosswalk.assistant.conversion import BLANK, Node, step
from opencredreg.crosswalk.assistant.finishing.circles import Edges, find_cycles
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.sent import value_at
from opencredreg.crosswalk.assistant.objects import is_listed
from opencredreg.findings import Severity
from opencredreg.ids import ctid_of_uri, resource_key

__all__ = ["Links", "name_of_term"]

_LABELS: Final = (
    "ceasn:competencyLabel", "ceasn:competencyText", "skos:prefLabel", "ceasn:name", "ceterms:name",
    "ceasn:benchmarkLabel", "ceasn:benchmarkText",
)  # fmt: skip
_SHOWN: Final = 50
_MOST_TOLD: Final = 20
_LONGEST_CYCLE: Final = 6


def name_of_term(term: str) -> str:
    """The member by which publishers send a property.

    >>> name_of_term("ceasn:hasTopChild")
    'HasTopChild'
    """
    local = term.rpartition(":")[2]
    return local[:1].upper() + local[1:]


class Links:
    """The parts of a request by their addresses, in the order sent.

    A part that comes twice is told, and only the first one is kept in ``nodes``.

    Args:
        made: what was made of the request.
        names: the lists of parts that belong together.
    """

    def __init__(self, made: Made, *names: str) -> None:
        self.made = made
        self.conversion = made.conversion
        self.main = made.main
        self.main_id = str(made.main["@id"])
        self.nodes: dict[str, Node] = {}
        self.places: dict[str, str] = {self.main_id: made.pointer}
        self._spots: dict[str, dict[str, int]] = {}
        for name in names:
            for node, pointer in made.parts.get(name, ()):
                self._add(node, pointer)
        self._by_ctid = {
            node["ceterms:ctid"]: identity for identity, node in self._all() if "ceterms:ctid" in node
        }

    def _all(self) -> Iterator[tuple[str, Node]]:
        yield self.main_id, self.main
        yield from self.nodes.items()

    def _add(self, node: Node, pointer: str) -> None:
        identity = str(node["@id"])
        if identity not in self.places:
            self.nodes[identity] = node
            self.places[identity] = pointer
            return
        what = node.get("ceterms:ctid", identity)
        is_own = identity == self.main_id
        self.conversion.say(
            "ctid.duplicate",
            pointer,
            f"{what} is the {'resource itself' if is_own else 'name of another part of this request'}.",
            value=what,
            hint=f"It stands at {self.places[identity]}. Give every part a CTID or Id of its own, "
            "or take one of the two out.",
        )

    # Reading -----------------------------------------------------------------------------------------------

    def label(self, identity: str) -> str:
        """A part in words: the beginning of its name or text."""
        node = self.main if identity == self.main_id else self.nodes.get(identity, {})
        for term in _LABELS:
            text = node.get(term)
            if isinstance(text, dict):
                text = next(iter(text.values()), "")
            if isinstance(text, list):
                text = text[0] if text else ""
            if isinstance(text, str) and text:
                return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return str(node.get("ceterms:ctid", identity))

    def targets(self, node: Node, term: str) -> list[str]:
        """The addresses that a property holds.

        Addresses of other registries with the CTID of a part of this request mean that part, and are rewritten.
        """
        value = node.get(term)
        if value is None:
            return []
        found = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, str)]
        known = self.places
        if all(target in known for target in found):
            return found
        own = [
            target if target in known else self._by_ctid.get(str(ctid_of_uri(target)), target)
            for target in found
        ]
        if own != found:
            own = list(dict.fromkeys(own))
            node[term] = own if isinstance(value, list) else own[0]
        return own

    def within(
        self,
        node: Node,
        term: str,
        *,
        also: Collection[str] = (),
        severity: Severity = "error",
        hint: str = "Send it in the same request, or take the link out.",
    ) -> list[str]:
        """The parts of this request that a property names, and those of ``also``; others are told.

        Links that are told stay in the document, so that it shows what was sent.
        """
        found = []
        for target in self.targets(node, term):
            if target in self.nodes or target in also:
                found.append(target)
                continue
            name, what = name_of_term(term), ctid_of_uri(target) or target[:80]
            self.conversion.say(
                "reference.not_in_request",
                self.place(node, term, target),
                f"{name} names {what}, which is no such part of this request.",
                severity=severity,
                value=target,
                term=term,
                hint=hint,
            )
        return found

    # Where it was said -------------------------------------------------------------------------------------

    def place(self, node: Node, term: str = "", target: str = "") -> str:
        """Where a part, a property of it or one of its values was sent."""
        here = self.places.get(str(node["@id"]), self.made.pointer)
        if not term:
            return here
        found = self.conversion.place_of(node, [term])
        if not found:
            return step(here, name_of_term(term)) if term not in node else here
        if not target:
            return found
        if found not in self._spots:
            value = value_at(self.made.request, found)
            # Read once: very many values of one list may be told.
            self._spots[found] = {
                resource_key(entry): index
                for index, entry in reversed(tuple(enumerate(value if isinstance(value, list) else ())))
                if isinstance(entry, str)
            }
        index = self._spots[found].get(resource_key(target))
        return found if index is None else step(found, index)

    def tell_some(
        self,
        places: Sequence[str],
        code: str,
        message: str,
        hint: str,
        severity: Literal["error", "warning", "note"] = "warning",
    ) -> None:
        """Tell the same of several places; of very many only the first ones, with their number."""
        for place in places[:_MOST_TOLD]:
            self.conversion.say(code, place, message, severity=severity, hint=hint)
        more = len(places) - _MOST_TOLD
        if more > 0:
            text = f"The same is so at {more} more places of this request."
            self.conversion.say(code, places[_MOST_TOLD], text, severity=severity, hint=hint)

    # Linking -----------------------------------------------------------------------------------------------

    def add(self, node: Node, term: str, targets: Sequence[str]) -> list[str]:
        """Add what is absent to a property; the addresses that it has no room for, as it takes one only."""
        known = set(self.targets(node, term))
        new = [target for target in dict.fromkeys(targets) if target not in known]
        if not new:
            return []
        if is_listed(self.conversion.vocabulary, node["@type"], term):
            node[term] = [*self.targets(node, term), *new]
            return []
        if term in node:
            return new
        node[term] = new[0]
        return new[1:]

    def mirror(self, down: str, up: str, *, severity: Severity = "error", hint: str) -> dict[str, list[str]]:
        """Give every link of two opposite properties its other side.

        Returns:
            All links of the downward property, with parts of this request only.
        """
        edges: dict[str, dict[str, None]] = {}
        back: dict[str, dict[str, None]] = {}
        for identity, node in self.nodes.items():
            for child in self.within(node, down, severity=severity, hint=hint):
                edges.setdefault(identity, {})[child] = None
                back.setdefault(child, {})[identity] = None
        for identity, node in self.nodes.items():
            for parent in self.within(node, up, severity=severity, hint=hint):
                edges.setdefault(parent, {})[identity] = None
                back.setdefault(identity, {})[parent] = None
        for identity, children in edges.items():
            self._complete(identity, down, tuple(children), up)
        for identity, parents in back.items():
            self._complete(identity, up, tuple(parents), down)
        return {identity: list(children) for identity, children in edges.items()}

    def _complete(self, identity: str, term: str, targets: Sequence[str], inverse: str) -> None:
        node = self.nodes[identity]
        stated = set(self.targets(node, term))
        missing = [target for target in targets if target not in stated]
        refused = self.add(node, term, missing)
        if not missing or not (stated or refused):
            return
        name, other = name_of_term(term), name_of_term(inverse)
        some = refused or missing
        who = self.label(some[0]) + (f" and {len(some) - 1} more" if len(some) > 1 else "")
        done = f"{name} takes one value, so it was left as it is" if refused else "it was added"
        self.conversion.say(
            "reference.one_sided",
            self.place(node, term),
            f"“{who}” has this one as {other}, but is not in {name} here; {done}.",
            severity="warning",
            term=term,
            hint=f"Say the same on both sides, or send only one of {name} and {other}.",
        )

    def tell_cycles(self, edges: Edges, term: str, verb: str) -> bool:
        """Tell where links lead back to where they began. Returns whether they do."""
        cycles = find_cycles(edges, _MOST_TOLD)
        for cycle in cycles:
            names = [f"“{self.label(identity)}”" for identity in cycle]
            if len(names) > _LONGEST_CYCLE:
                names[_LONGEST_CYCLE - 1 : -1] = ["…"]
            node = self.nodes[cycle[0]]
            self.conversion.say(
                "reference.cycle",
                self.place(node, term, cycle[1 % len(cycle)]),
                f"The links lead in a circle: {f' {verb} '.join([*names, names[0]])}.",
                term=term,
                hint="Take one of these links out.",
            )
        return bool(cycles)

    def is_named_by_publisher(self, identity: str) -> bool:
        """Whether a part has a name of its own in what was sent: a CTID, or an Id that begins with ``_:``."""
        return not identity.startswith(BLANK) or identity in self.conversion.local_ids
