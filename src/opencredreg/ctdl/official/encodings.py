"""From the official encodings and contexts to the table of facts.

Only facts are taken: names, labels, hierarchy, domains, ranges, schemes, inverses, status and typing.
Definitions, comments and usage notes stay where they are.

Some coercions of the published context are wrong: a property typed ``@id`` whose range holds nothing but
datatypes takes the datatype of its range. That covers the ``approximate*`` dates, the ``*Earnings`` amounts
and the ``qdata:sizeOf*`` counts without naming any of them.

Source: ``ctdl/README.md`` ("How a term is written in the encodings", "The contexts").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opencredreg.ctdl.hierarchy import descendants_of, fold_classes
from opencredreg.ctdl.official.statements import (
    JSON,
    Statements,
    english_label,
    merge_statements,
    read_contexts,
)
from opencredreg.ctdl.table import ClassRow, ConceptRow, PropertyRow, SchemeRow, Table

__all__ = ["ATTRIBUTION", "derive_table"]

ATTRIBUTION = "CTDL, CTDL-ASN and QData by Credential Engine, Inc., CC BY 4.0, https://credreg.net"

# Datatypes as the ranges name them. Addresses are references for us: the context types them @id, and so
# do we. The declared integer of QData does not exist in XML Schema under that name.
_DATATYPES = {
    "schema:Date": "schema:Date",
    "xsd:date": "xsd:date",
    "xsd:dateTime": "xsd:dateTime",
    "xsd:string": "xsd:string",
    "xsd:language": "xsd:language",
    "xsd:boolean": "xsd:boolean",
    "xsd:float": "xsd:float",
    "xsd:decimal": "xsd:decimal",
    "xsd:integer": "xsd:integer",
    "qdata:integer": "xsd:integer",
    "xsd:duration": "xsd:duration",
    "schema:Duration": "schema:Duration",
    "rdf:langString": "@language",
}
# The statements that the encodings lack, with the place where each one stands instead.
_SCHEME_OF = {"qdata:metricType": "qdata:MetricCategory"}  # models of the publishing service, March 2026
# Prefixes of concept schemes that no published context defines follow one pattern.
_QDATA_SCHEMES = "https://credreg.net/qdata/vocabs/{}/"


def derive_table(
    encodings: Mapping[str, Mapping[str, JSON]],
    contexts: Mapping[str, Mapping[str, JSON]],
    policy: Mapping[str, JSON] | None = None,
    shapes: Mapping[str, JSON] | None = None,
    edition: str = "",
) -> Table:
    """Build the table of facts.

    Args:
        encodings: name (``ctdl``, ``ctdlasn``, ``qdata``) to decoded encoding file, the one that decides
            labels and status first. Terms that are declared more than once get the union of domains, ranges,
            parents and members.
        contexts: name (``ctdl``, ``ctdlasn``) to decoded context file.
        policy: class to ``{"required": [...], "recommended": [...]}``; an inner list is a group of
            alternatives.
        shapes: class to property to shape.
        edition: year and month of the encodings, such as ``2026-08``.

    Raises:
        InvalidInput: an encoding or context does not have the expected form.
    """
    terms = merge_statements(encodings)
    facts_of_contexts = read_contexts(contexts)
    prefixes, typing = dict(facts_of_contexts.prefixes), facts_of_contexts.datatypes
    for name in _undefined_prefixes(terms, prefixes):
        prefixes[name] = _QDATA_SCHEMES.format(name)
    classes = {
        term: _class_row(facts, _mapping(policy, term), _mapping(shapes, term))
        for term, facts in terms.items()
        if "rdfs:Class" in facts["@type"]
    }
    families = descendants_of({term: row.parents.split() for term, row in classes.items()})
    # Superclasses of other vocabularies are not known with all their subclasses, so they fold nothing.
    families = {term: family for term, family in families.items() if term in classes}
    properties = {
        term: _property_row(facts, typing.get(term, "@id"), families, _SCHEME_OF.get(term, ""))
        for term, facts in terms.items()
        if "rdf:Property" in facts["@type"]
    }
    for term, datatype in typing.items():
        if term not in properties:
            properties[term] = PropertyRow(datatype=datatype, declared_in="")
    concepts = _concept_rows(terms)
    return Table(
        attribution=ATTRIBUTION,
        edition=edition,
        prefixes=prefixes,
        contexts={name: " ".join(sorted(names)) for name, names in facts_of_contexts.prefixes_of.items()},
        classes=classes,
        properties=properties,
        schemes={
            term: _scheme_row(term, facts, concepts)
            for term, facts in terms.items()
            if "skos:ConceptScheme" in facts["@type"]
        },
        concepts=concepts,
    )


def _undefined_prefixes(terms: Mapping[str, Statements], prefixes: Mapping[str, str]) -> list[str]:
    used = {term.partition(":")[0] for term, facts in terms.items() if "skos:Concept" in facts["@type"]}
    return sorted(used - prefixes.keys())


def _concept_rows(terms: Mapping[str, Statements]) -> dict[str, ConceptRow]:
    rows = {}
    scheme_of = {
        member: term
        for term, facts in terms.items()
        if "skos:ConceptScheme" in facts["@type"]
        for member in (*facts.get("skos:hasTopConcept", ()), *facts.get("meta:hasConcept", ()))
    }
    for term, facts in terms.items():
        if "skos:Concept" in facts["@type"]:
            scheme = facts.get("skos:inScheme") or [scheme_of.get(term, "")]
            rows[term] = ConceptRow(
                label=english_label(facts),
                scheme=scheme[0],
                status=_status(facts),
                broader=_sorted(facts, "skos:broader"),
                narrower=_sorted(facts, "skos:narrower"),
                related=_sorted(facts, "skos:relatedMatch", "skos:narrowMatch"),
            )
    return rows


def _class_row(facts: Statements, policy: Mapping[str, JSON], shapes: Mapping[str, JSON]) -> ClassRow:
    by_shape: dict[str, list[str]] = {}
    for name, shape in shapes.items():
        if not name.startswith("@"):
            by_shape.setdefault(str(shape).replace("list of ceterms:", "list of "), []).append(name.strip())
    return ClassRow(
        label=english_label(facts),
        status=_status(facts),
        parents=_sorted(facts, "rdfs:subClassOf"),
        required=_group_text(policy.get("required")),
        recommended=_group_text(policy.get("recommended")),
        shapes={shape: " ".join(sorted(names)) for shape, names in sorted(by_shape.items())},
        equivalents=_sorted(facts, "owl:equivalentClass"),
        declared_in=" ".join(facts["@encoding"]),
    )


def _property_row(
    facts: Statements, published: str, families: Mapping[str, frozenset[str]], missing_scheme: str
) -> PropertyRow:
    range_ = facts.get("schema:rangeIncludes", [])
    datatype = _corrected(published, range_)
    scheme = facts.get("meta:targetScheme") or [missing_scheme]
    return PropertyRow(
        label=english_label(facts),
        status=_status(facts),
        datatype=datatype,
        published=published if published != datatype else "",
        domain=fold_classes(facts.get("schema:domainIncludes", ()), families),
        range=fold_classes(range_, families),
        scheme=scheme[0],
        inverse=facts.get("owl:inverseOf", [""])[0],
        parents=_sorted(facts, "rdfs:subPropertyOf"),
        equivalents=_sorted(facts, "owl:equivalentProperty"),
        declared_in=" ".join(facts["@encoding"]),
    )


def _corrected(published: str, range_: Sequence[str]) -> str:
    """The typing of the context, unless it is a reference and the range holds datatypes only."""
    if published != "@id" or not range_ or any(name not in _DATATYPES for name in range_):
        return published
    datatypes = {_DATATYPES[name] for name in range_}
    # Every integer is a decimal, so an amount that may be either is a decimal.
    if datatypes == {"xsd:decimal", "xsd:integer"}:
        return "xsd:decimal"
    return datatypes.pop() if len(datatypes) == 1 else published


def _scheme_row(term: str, facts: Statements, concepts: Mapping[str, ConceptRow]) -> SchemeRow:
    members = {name for name, row in concepts.items() if row.scheme == term}
    members.update(name for name in facts.get("meta:hasConcept", ()) if name in concepts)
    prefix = min(members, default="").partition(":")[0]
    tops = sorted(name for name in facts.get("skos:hasTopConcept", ()) if name in members)
    return SchemeRow(
        label=english_label(facts),
        prefix=prefix,
        status=_status(facts),
        concepts=" ".join(name.partition(":")[2] for name in sorted(members)),
        top=" ".join(name.partition(":")[2] for name in tops),
        declared_in=" ".join(facts["@encoding"]),
    )


def _status(facts: Statements) -> str:
    return facts.get("vs:term_status", [""])[0].removeprefix("vs:")


def _sorted(facts: Statements, *keys: str) -> str:
    return " ".join(sorted({value for key in keys for value in facts.get(key, ())}))


def _group_text(groups: JSON) -> str:
    if not isinstance(groups, list):
        return ""
    return " ".join("|".join(group) if isinstance(group, list) else str(group) for group in groups)


def _mapping(table: Mapping[str, JSON] | None, term: str) -> Mapping[str, JSON]:
    value = (table or {}).get(term)
    return value if isinstance(value, Mapping) else {}
