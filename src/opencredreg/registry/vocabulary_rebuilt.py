"""An encoding or a context written again from the table of facts.

The vocabulary that ships with the software is a table, not files. Who loads some of the official files wants
the rest to stay as it is, so what the table says of the others is put into their form and read with them.
A property that two encodings declare comes back with the domain and range of both.

Source: ``ctdl/README.md`` ("How a term is written in the encodings").
"""

from __future__ import annotations

from typing import Any

from opencredreg.ctdl.table import Table

__all__ = ["policy_of", "rebuilt_context", "rebuilt_encoding", "shapes_of"]


def rebuilt_encoding(table: Table, name: str) -> dict[str, Any]:
    """What the table knows of one encoding (``ctdl``, ``ctdlasn``, ``qdata``), as a decoded encoding file."""
    schemes = {term for term, row in table.schemes.items() if name in row.declared_in.split()}
    graph: list[dict[str, Any]] = []
    for term, row in table.classes.items():
        if name in row.declared_in.split():
            graph.append(
                {
                    **_term(term, "rdfs:Class", "rdfs:label", row.label, row.status),
                    "rdfs:subClassOf": row.parents.split(),
                    "owl:equivalentClass": row.equivalents.split(),
                }
            )
    for facts in table.property_facts().values():
        if name in facts.declared_in:
            graph.append(
                {
                    **_term(facts.term, "rdf:Property", "rdfs:label", facts.label, facts.status),
                    "schema:domainIncludes": list(facts.domain),
                    "schema:rangeIncludes": list(facts.range),
                    "meta:targetScheme": _listed(facts.scheme),
                    "owl:inverseOf": _listed(facts.inverse),
                    "rdfs:subPropertyOf": list(facts.parents),
                    "owl:equivalentProperty": list(facts.equivalents),
                }
            )
    for term in schemes:
        scheme = table.schemes[term]
        members = [f"{scheme.prefix}:{member}" for member in scheme.concepts.split()]
        graph.append(
            {
                **_term(term, "skos:ConceptScheme", "rdfs:label", scheme.label, scheme.status),
                "meta:hasConcept": members,
                "skos:hasTopConcept": [f"{scheme.prefix}:{member}" for member in scheme.top.split()],
            }
        )
    for term, concept in table.concepts.items():
        if concept.scheme in schemes:
            graph.append(
                {
                    **_term(term, "skos:Concept", "skos:prefLabel", concept.label, concept.status),
                    "skos:inScheme": [concept.scheme],
                    "skos:broader": concept.broader.split(),
                    "skos:narrower": concept.narrower.split(),
                    "skos:relatedMatch": concept.related.split(),
                }
            )
    return {"@graph": [{key: value for key, value in node.items() if value} for node in graph]}


def rebuilt_context(table: Table, name: str, *, with_typing: bool) -> dict[str, Any]:
    """One of the published contexts (``ctdl``, ``ctdlasn``): its prefixes, and the typing if that is wanted."""
    entries: dict[str, Any] = {prefix: table.prefixes[prefix] for prefix in table.contexts[name].split()}
    for term, row in table.properties.items() if with_typing else ():
        datatype = row.published or row.datatype
        entries[term] = {"@container": datatype} if datatype == "@language" else {"@type": datatype}
    return {"@context": entries}


def policy_of(table: Table) -> dict[str, Any]:
    """What the policy asks of each class, which no encoding says: class to groups of alternatives."""
    return {
        term: {
            kind: [group.split("|") for group in text.split()]
            for kind, text in (("required", row.required), ("recommended", row.recommended))
        }
        for term, row in table.classes.items()
        if row.required or row.recommended
    }


def shapes_of(table: Table) -> dict[str, Any]:
    """How properties are written on each class, which no encoding says: class to property to shape."""
    return {
        term: {name: shape for shape, names in row.shapes.items() for name in names.split()}
        for term, row in table.classes.items()
        if row.shapes
    }


def _term(term: str, kind: str, key: str, label: str, status: str) -> dict[str, Any]:
    return {
        "@id": term,
        "@type": kind,
        key: {"en-US": label} if label else None,
        "vs:term_status": f"vs:{status}" if status else None,
    }


def _listed(value: str | None) -> list[str]:
    return [] if value is None else [value]
