"""Writing SHACL shapes as quads: the few kinds of statements that the shapes of a profile are made of.

Source: SHACL (W3C Recommendation of 2017-07-20) sections 2 to 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias, final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.rdf_values import RDF, XSD
from opencredreg.validation.profile import Profile
from opencredreg.validation.rule import Rule

__all__ = ["SHACL", "Node", "ShapeWriter"]

SHACL: Final = "http://www.w3.org/ns/shacl#"
Node: TypeAlias = "NamedNode | BlankNode"
Value: TypeAlias = "NamedNode | BlankNode | Literal"

_TYPE: Final = NamedNode(f"{RDF}type")
_FIRST, _REST, _NIL = NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest"), NamedNode(f"{RDF}nil")
_IDENTIFIER: Final = NamedNode("http://purl.org/dc/terms/identifier")
_INTEGER: Final = NamedNode(f"{XSD}integer")
_SEVERITIES: Final = {"error": "Violation", "warning": "Warning", "note": "Info"}


@final
class ShapeWriter:
    """Quads of shapes. ``base`` is what the addresses of shapes begin with."""

    def __init__(self, vocabulary: Vocabulary, profile: Profile, base: str) -> None:
        self._vocabulary = vocabulary
        self._profile = profile
        self._base = base
        self._count = 0
        self.quads: list[Quad] = []
        self.made: set[str] = set()
        """Names of the parts that several shapes use and that are there already."""

    def wants(self, rule: Rule) -> bool:
        """Whether a breach of a rule is told at all."""
        return self._profile.level(rule) != "off"

    def begin(self, name: str, kind: str, rule: Rule, message: str) -> NamedNode:
        """A shape with the severity of its rule; ``dct:identifier`` is the code of the rule.

        Args:
            name: last part of its address.
            kind: ``NodeShape`` or ``PropertyShape``.
            rule: the rule that it expresses.
            message: what to tell people.
        """
        shape = NamedNode(f"{self._base}#{name.replace(':', '-')}")
        self.add(shape, _TYPE, NamedNode(SHACL + kind))
        self.say(shape, "severity", NamedNode(SHACL + _SEVERITIES[self._profile.level(rule)]))
        self.say(shape, "message", Literal(message, language="en"))
        self.add(shape, _IDENTIFIER, Literal(rule.code))
        return shape

    def named(self, name: str) -> NamedNode:
        """The address of a part."""
        return NamedNode(f"{self._base}#{name}")

    def add(self, subject: Node, predicate: NamedNode, value: Value) -> None:
        """One statement."""
        self.quads.append(Quad(subject, predicate, value))

    def say(self, shape: Node, name: str, value: Value) -> None:
        """One statement with a term of SHACL."""
        self.add(shape, NamedNode(SHACL + name), value)

    def term(self, name: str) -> NamedNode:
        """A class or property of the vocabulary."""
        return NamedNode(self._vocabulary.expand(name))

    def count(self, number: int) -> Literal:
        """A number."""
        return Literal(str(number), datatype=_INTEGER)

    def part(self, **said: Value) -> BlankNode:
        """A constraint without a name."""
        self._count += 1
        node = BlankNode(f"c{self._count}")
        for name, value in said.items():
            self.say(node, name, value)
        return node

    def any_of(self, shape: Node, parts: Iterable[Value]) -> None:
        """One of several constraints is enough."""
        self.say(shape, "or", self.sequence(parts))

    def sequence(self, values: Iterable[Value]) -> Node:
        """An RDF list."""
        head: Node = _NIL
        for value in reversed(list(values)):
            self._count += 1
            cell = BlankNode(f"c{self._count}")
            self.add(cell, _FIRST, value)
            self.add(cell, _REST, head)
            head = cell
        return head

    def has(self, term: str) -> BlankNode:
        """That a property is there."""
        return self.part(path=self.term(term), minCount=self.count(1))

    def lacks(self, term: str) -> BlankNode:
        """That a property is not there."""
        return self.part(path=self.term(term), maxCount=self.count(0))

    def matches(self, pattern: str) -> BlankNode:
        """That a value has a form."""
        return self.part(pattern=Literal(pattern))

    def kind(self, name: str) -> BlankNode:
        """That a value is an ``IRI``, ``BlankNode``, ``Literal`` ..."""
        return self.part(nodeKind=NamedNode(SHACL + name))
