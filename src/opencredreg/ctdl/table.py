"""The packaged table of facts: its layout on disk, reading it and writing it.

The table is JSON, small and sorted, so that a new edition of the vocabulary shows as a readable difference.
Lists of terms are written as one text with blanks between. Lists of classes, which are long because the
encodings write out subclasses, may hold ``ceterms:Credential+`` for a class with all its descendants.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.ctdl.class_requirements import Policy, build_policy, requirements_of
from opencredreg.ctdl.facts import ClassFacts, ConceptFacts, PropertyFacts, SchemeFacts, ValueKind
from opencredreg.ctdl.hierarchy import ancestors_of, descendants_of, expand_classes
from opencredreg.ctdl.placement import placements

__all__ = [
    "ClassRow",
    "ConceptRow",
    "PropertyRow",
    "SchemeRow",
    "Table",
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
    """One property on disk. ``published`` is set only where the published context types it wrongly.

    ``declared_in`` is empty for names that only the contexts know.
    """

    label: str = ""
    status: str = ""
    datatype: str = "@id"
    published: str = ""
    domain: str = ""
    range: str = ""
    scheme: str = ""
    inverse: str = ""
    parents: str = ""
    equivalents: str = ""
    declared_in: str = "ctdl"


class ClassRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One class on disk.

    ``required`` and ``recommended`` are those of the policy: groups with blanks between, alternatives joined
    by a bar. ``shapes`` maps a shape to the properties written in it.
    """

    label: str
    status: str = ""
    parents: str = ""
    required: str = ""
    recommended: str = ""
    shapes: dict[str, str] = {}
    equivalents: str = ""
    declared_in: str = "ctdl"


class SchemeRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One concept scheme on disk; members are written without their prefix."""

    label: str
    prefix: str
    status: str = ""
    concepts: str
    top: str = ""
    declared_in: str = "ctdl"


class ConceptRow(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One concept on disk."""

    label: str
    scheme: str
    status: str = ""
    broader: str = ""
    narrower: str = ""
    related: str = ""


class Table(msgspec.Struct, kw_only=True):
    """The whole table. ``contexts`` names the prefixes that each published context defines.

    ``edition`` is the year and month of the encodings.
    """

    attribution: str
    edition: str
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
                equivalents=tuple(row.equivalents.split()),
                declared=bool(row.declared_in),
                declared_in=tuple(row.declared_in.split()),
            )
            for term, row in self.properties.items()
        }

    def class_facts(self, properties: Mapping[str, PropertyFacts]) -> dict[str, ClassFacts]:
        """All classes. ``properties`` are those of this table: they say what may be asked for where."""
        parents = {term: tuple(row.parents.split()) for term, row in self.classes.items()}
        policies = {
            term: build_policy(_groups(row.required), _groups(row.recommended))
            for term, row in self.classes.items()
            if row.required or row.recommended
        }
        declared = {term for term, facts in properties.items() if facts.declared}
        domains = {term: frozenset(properties[term].domain) for term in declared}
        return {
            term: _class_facts(term, row, ancestors_of(term, parents), policies, domains)
            for term, row in self.classes.items()
        }

    def scheme_facts(self) -> dict[str, SchemeFacts]:
        """All concept schemes."""
        return {
            term: SchemeFacts(
                term=term,
                label=row.label,
                status=row.status,
                prefix=row.prefix,
                namespace=self.prefixes.get(row.prefix, ""),
                concepts=tuple(f"{row.prefix}:{name}" for name in row.concepts.split()),
                top=tuple(f"{row.prefix}:{name}" for name in row.top.split()),
                declared_in=tuple(row.declared_in.split()),
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
                narrower=tuple(row.narrower.split()),
                related=tuple(row.related.split()),
            )
            for term, row in self.concepts.items()
        }

    def _families(self) -> dict[str, frozenset[str]]:
        return descendants_of({term: row.parents.split() for term, row in self.classes.items()})


def _class_facts(
    term: str,
    row: ClassRow,
    ancestors: tuple[str, ...],
    policies: Mapping[str, Policy],
    domains: Mapping[str, frozenset[str]],
) -> ClassFacts:
    usual, *others = placements(term, ancestors)
    line = (term, *ancestors)
    asked = requirements_of(
        term,
        ancestors,
        (usual, *others),
        policies,
        declared=domains,
        is_usable=lambda name: name in domains and not (domains[name] and domains[name].isdisjoint(line)),
    )
    return ClassFacts(
        term=term,
        label=row.label,
        status=row.status,
        parents=tuple(row.parents.split()),
        ancestors=ancestors,
        placement=usual,
        other_placements=tuple(others),
        required=asked.required,
        required_if=asked.required_if,
        required_before=asked.required_before,
        recommended=asked.recommended,
        shapes={name: shape for shape, names in row.shapes.items() for name in names.split()},
        equivalents=tuple(row.equivalents.split()),
        declared_in=tuple(row.declared_in.split()),
    )


def kind_of_datatype(datatype: str) -> ValueKind:
    """How values of a datatype are read; unknown datatypes read as text.

    >>> kind_of_datatype("schema:Date")
    <ValueKind.DATE: 'date'>
    """
    return _KINDS.get(datatype, ValueKind.STRING)


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
