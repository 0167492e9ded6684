"""The packaged table of facts: its layout on disk, reading it and writing it.

The table is JSON, small and sorted, so that a new edition of the vocabulary shows as a readable difference.
Lists of terms are written as one text with blanks between. Lists of classes, which are long because the
encodings write out subclasses, may hold ``ceterms:Credential+`` for a class with all its descendants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from opencredreg.ctdl.facts import ClassFacts, ConceptFacts, PropertyFacts, SchemeFacts, ValueKind
from opencredreg.ctdl.placement import placements

__all__ = [
    "ClassRow",
    "ConceptRow",
    "PropertyRow",
    "SchemeRow",
    "Table",
    "ancestors_of",
    "descendants_of",
    "expand_classes",
    "fold_classes",
    "kind_of_datatype",
    "parse_table",
    "render_table",
]

_KINDS: Mapping[str, ValueKind] = {
    "@id": ValueKind.IRI,
    "@language": ValueKind.LANGUAGE_MAP,
    "xsd:string": ValueKind.STRING,
    "xsd:language": ValueKind.LANGUAGE,
    "xsd:integer": ValueKind.INTEGER,
    "xsd:decimal": ValueKind.DECIMAL,
    "xsd:float": ValueKind.FLOAT,
    "xsd:double": ValueKind.FLOAT,
    "xsd:boolean": ValueKind.BOOLEAN,
    "xsd:date": ValueKind.DATE,
    "schema:Date": ValueKind.DATE,
    "xsd:dateTime": ValueKind.DATETIME,
    "xsd:duration": ValueKind.DURATION,
    "schema:Duration": ValueKind.DURATION,
}


class PropertyRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One property on disk. ``published`` is set only where the published context types it wrongly."""

    label: str = ""
    status: str = ""
    datatype: str = "@id"
    published: str = ""
    domain: str = ""
    range: str = ""
    scheme: str = ""
    inverse: str = ""
    parents: str = ""
    undeclared: bool = False


class ClassRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One class on disk. ``required``: groups with blanks between, alternatives joined by a bar.

    ``shapes`` maps a shape to the properties written in it.
    """

    label: str
    status: str = ""
    parents: str = ""
    required: str = ""
    recommended: str = ""
    shapes: dict[str, str] = {}


class SchemeRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One concept scheme on disk; members are written without their prefix."""

    label: str
    prefix: str
    status: str = ""
    concepts: str
    top: str = ""


class ConceptRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One concept on disk."""

    label: str
    scheme: str
    status: str = ""
    broader: str = ""


class Table(msgspec.Struct, kw_only=True):
    """The whole table. ``contexts`` names the prefixes that each published context defines."""

    attribution: str
    prefixes: dict[str, str]
    contexts: dict[str, str]
    classes: dict[str, ClassRow]
    properties: dict[str, PropertyRow]
    schemes: dict[str, SchemeRow]
    concepts: dict[str, ConceptRow]

    def property_facts(self) -> dict[str, PropertyFacts]:
        """All properties, the undeclared ones included."""
        families = self._families()
        return {
            term: PropertyFacts(
                term=term,
                label=row.label,
                status=row.status,
                kind=kind_of_datatype(row.datatype),
                datatype=row.datatype,
                published_datatype=row.published or row.datatype,
                domain=expand_classes(row.domain, families),
                range=expand_classes(row.range, families),
                scheme=row.scheme or None,
                inverse=row.inverse or None,
                parents=tuple(row.parents.split()),
                declared=not row.undeclared,
            )
            for term, row in self.properties.items()
        }

    def class_facts(self) -> dict[str, ClassFacts]:
        """All classes."""
        parents = {term: tuple(row.parents.split()) for term, row in self.classes.items()}
        facts = {}
        for term, row in self.classes.items():
            ancestors = ancestors_of(term, parents)
            usual, *others = placements(term, ancestors)
            facts[term] = ClassFacts(
                term=term,
                label=row.label,
                status=row.status,
                parents=parents[term],
                ancestors=ancestors,
                placement=usual,
                other_placements=tuple(others),
                required=_groups(row.required),
                recommended=_groups(row.recommended),
                shapes={name: shape for shape, names in row.shapes.items() for name in names.split()},
            )
        return facts

    def scheme_facts(self) -> dict[str, SchemeFacts]:
        """All concept schemes."""
        return {
            term: SchemeFacts(
                term=term,
                label=row.label,
                status=row.status,
                prefix=row.prefix,
                namespace=self.prefixes[row.prefix],
                concepts=tuple(f"{row.prefix}:{name}" for name in row.concepts.split()),
                top=tuple(f"{row.prefix}:{name}" for name in row.top.split()),
            )
            for term, row in self.schemes.items()
        }

    def concept_facts(self) -> dict[str, ConceptFacts]:
        """All concepts."""
        return {
            term: ConceptFacts(
                term=term,
                label=row.label,
                status=row.status,
                scheme=row.scheme,
                broader=tuple(row.broader.split()),
            )
            for term, row in self.concepts.items()
        }

    def _families(self) -> dict[str, frozenset[str]]:
        return descendants_of({term: row.parents.split() for term, row in self.classes.items()})


def kind_of_datatype(datatype: str) -> ValueKind:
    """How values of a datatype are read; unknown datatypes read as text.

    >>> kind_of_datatype("schema:Date")
    <ValueKind.DATE: 'date'>
    """
    return _KINDS.get(datatype, ValueKind.STRING)


def ancestors_of(term: str, parents: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All superclasses of a class, nearest first; a circle in the data ends the walk."""
    found: dict[str, None] = {}
    level = list(parents.get(term, ()))
    while level:
        fresh = [name for name in dict.fromkeys(level) if name not in found and name != term]
        found.update(dict.fromkeys(fresh))
        level = [parent for name in fresh for parent in parents.get(name, ())]
    return tuple(found)


def descendants_of(parents: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """For each class, itself and all its subclasses; superclasses of other vocabularies are included."""
    below: dict[str, set[str]] = {term: {term} for term in parents}
    for term in parents:
        for ancestor in ancestors_of(term, parents):
            below.setdefault(ancestor, {ancestor}).add(term)
    return {term: frozenset(names) for term, names in below.items()}


def fold_classes(names: Iterable[str], families: Mapping[str, frozenset[str]]) -> str:
    """Write a list of classes in its short form.

    >>> fold_classes(["a:A", "a:B", "a:C"], {"a:A": frozenset({"a:A", "a:B"})})
    'a:A+ a:C'
    """
    left = set(names)
    words = []
    for term, family in sorted(families.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(family) > 1 and family <= left:
            words.append(f"{term}+")
            left -= family
    return " ".join(sorted([*words, *left]))


def expand_classes(text: str, families: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Read a list of classes in its short form; the result is sorted."""
    if "+" not in text:
        return tuple(text.split())
    names: set[str] = set()
    for word in text.split():
        if word.endswith("+"):
            names |= families[word[:-1]]
        else:
            names.add(word)
    return tuple(sorted(names))


def parse_table(data: bytes) -> Table:
    """Read a table.

    Raises:
        msgspec.ValidationError: it is not such a table.
    """
    return msgspec.json.decode(data, type=Table)


def render_table(table: Table) -> bytes:
    """Write a table: sorted, one term per line, the same bytes for the same facts."""
    parts = []
    for name, value in msgspec.structs.asdict(table).items():
        if isinstance(value, dict):
            rows = ",\n".join(
                f"{msgspec.json.encode(key).decode()}:{msgspec.json.encode(row, order='sorted').decode()}"
                for key, row in sorted(value.items())
            )
            parts.append(f'"{name}":{{\n{rows}\n}}')
        else:
            parts.append(f'"{name}":{msgspec.json.encode(value).decode()}')
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("|")) for group in text.split())
