"""From the official encodings and contexts to the table of facts.

Only facts are taken: names, labels, hierarchy, domains, ranges, schemes, inverses, status and typing.
Definitions, comments and usage notes stay where they are.

Some coercions of the published context are wrong: a property typed ``@id`` whose range holds nothing but
datatypes takes the datatype of its range. That covers the ``approximate*`` dates, the ``*Earnings`` amounts
and the ``qdata:sizeOf*`` counts without naming any of them.

Source: ``ctdl/README.md`` ("How a term is written in the encodings", "The contexts").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from opencredreg.ctdl.table import (
    ClassRow,
    ConceptRow,
    PropertyRow,
    SchemeRow,
    Table,
    descendants_of,
    fold_classes,
)

__all__ = ["ATTRIBUTION", "JSON", "derive_table"]

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

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
    encodings: Sequence[Mapping[str, JSON]],
    contexts: Mapping[str, Mapping[str, JSON]],
    policy: Mapping[str, JSON] | None = None,
    shapes: Mapping[str, JSON] | None = None,
) -> Table:
    """Build the table of facts.

    Args:
        encodings: decoded encoding files, the one that decides labels and status first. Terms that are
            declared more than once get the union of domains, ranges, parents and members.
        contexts: name (``ctdl``, ``ctdlasn``) to decoded context file.
        policy: class to ``{"required": [...], "recommended": [...]}``; an inner list is a group of
            alternatives.
        shapes: class to property to shape.

    Raises:
        ValueError: an encoding or context does not have the expected form.
    """
    terms = _merged(encodings)
    prefixes, typing, of_context = _context_facts(contexts)
    schemes = [term for term, facts in terms.items() if "skos:ConceptScheme" in facts["@type"]]
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
        term: _property_row(term, facts, typing.get(term, "@id"), families)
        for term, facts in terms.items()
        if "rdf:Property" in facts["@type"]
    }
    for term, datatype in typing.items():
        if term not in properties:
            properties[term] = PropertyRow(datatype=datatype, undeclared=True)
    concepts = {
        term: ConceptRow(
            label=_label(facts),
            scheme=facts["skos:inScheme"][0],
            status=_status(facts),
            broader=" ".join(sorted(facts.get("skos:broader", ()))),
        )
        for term, facts in terms.items()
        if "skos:Concept" in facts["@type"]
    }
    return Table(
        attribution=ATTRIBUTION,
        prefixes=prefixes,
        contexts=of_context,
        classes=classes,
        properties=properties,
        schemes={term: _scheme_row(term, terms[term], concepts) for term in schemes},
        concepts=concepts,
    )


_Facts: TypeAlias = "dict[str, list[str]]"
_TEXTS = ("rdfs:label", "skos:prefLabel")
_LISTS = (
    "@type",
    "vs:term_status",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "schema:domainIncludes",
    "schema:rangeIncludes",
    "meta:targetScheme",
    "owl:inverseOf",
    "meta:hasConcept",
    "skos:hasTopConcept",
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:broader",
)


def _merged(encodings: Iterable[Mapping[str, JSON]]) -> dict[str, _Facts]:
    """Term to the statements that we use; repeated declarations are united, in order of appearance."""
    terms: dict[str, _Facts] = {}
    for encoding in encodings:
        graph = encoding.get("@graph")
        if not isinstance(graph, list):
            raise ValueError("an encoding has a list under @graph")
        for node in graph:
            facts = terms.setdefault(str(node["@id"]), {})
            for key in _LISTS:
                _add(facts, key, node.get(key))
            for key in _TEXTS:
                if key in node and key not in facts:
                    facts[key] = [next(iter(node[key].values()))]
    return terms


def _add(facts: _Facts, key: str, value: JSON) -> None:
    if value is None:
        return
    known = facts.setdefault(key, [])
    for item in [value] if isinstance(value, str) else list(value):  # type: ignore[arg-type]
        if item not in known:
            known.append(str(item))


def _context_facts(
    contexts: Mapping[str, Mapping[str, JSON]],
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Prefixes, term to datatype, and the names of the prefixes of each context."""
    prefixes: dict[str, str] = {}
    typing: dict[str, str] = {}
    of_context: dict[str, str] = {}
    for name, document in sorted(contexts.items()):
        context = document.get("@context")
        if not isinstance(context, Mapping):
            raise ValueError("a context file has an object under @context")
        own = {key: value for key, value in context.items() if isinstance(value, str)}
        prefixes.update(own)
        of_context[name] = " ".join(sorted(own))
        for term, definition in context.items():
            if isinstance(definition, Mapping):
                container, datatype = definition.get("@container"), definition.get("@type")
                typing[term] = "@language" if container == "@language" else str(datatype)
    return prefixes, typing, of_context


def _undefined_prefixes(terms: Mapping[str, _Facts], prefixes: Mapping[str, str]) -> list[str]:
    used = {term.partition(":")[0] for term, facts in terms.items() if "skos:Concept" in facts["@type"]}
    return sorted(used - prefixes.keys())


def _class_row(facts: _Facts, policy: Mapping[str, JSON], shapes: Mapping[str, JSON]) -> ClassRow:
    by_shape: dict[str, list[str]] = {}
    for name, shape in shapes.items():
        if not name.startswith("@"):
            by_shape.setdefault(str(shape).replace("list of ceterms:", "list of "), []).append(name)
    return ClassRow(
        label=_label(facts),
        status=_status(facts),
        parents=" ".join(sorted(facts.get("rdfs:subClassOf", ()))),
        required=_group_text(policy.get("required")),
        recommended=_group_text(policy.get("recommended")),
        shapes={shape: " ".join(sorted(names)) for shape, names in sorted(by_shape.items())},
    )


def _property_row(
    term: str, facts: _Facts, published: str, families: Mapping[str, frozenset[str]]
) -> PropertyRow:
    range_ = facts.get("schema:rangeIncludes", [])
    datatype = _corrected(published, range_)
    scheme = facts.get("meta:targetScheme") or [_SCHEME_OF.get(term, "")]
    return PropertyRow(
        label=_label(facts),
        status=_status(facts),
        datatype=datatype,
        published=published if published != datatype else "",
        domain=fold_classes(facts.get("schema:domainIncludes", ()), families),
        range=fold_classes(range_, families),
        scheme=scheme[0],
        inverse=facts.get("owl:inverseOf", [""])[0],
        parents=" ".join(sorted(facts.get("rdfs:subPropertyOf", ()))),
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


def _scheme_row(term: str, facts: _Facts, concepts: Mapping[str, ConceptRow]) -> SchemeRow:
    members = {name for name, row in concepts.items() if row.scheme == term}
    members.update(name for name in facts.get("meta:hasConcept", ()) if name in concepts)
    prefix = min(members).partition(":")[0]
    tops = sorted(name for name in facts.get("skos:hasTopConcept", ()) if name in members)
    return SchemeRow(
        label=_label(facts),
        prefix=prefix,
        status=_status(facts),
        concepts=" ".join(name.partition(":")[2] for name in sorted(members)),
        top=" ".join(name.partition(":")[2] for name in tops),
    )


def _label(facts: _Facts) -> str:
    return next((facts[key][0] for key in _TEXTS if key in facts), "")


def _status(facts: _Facts) -> str:
    return facts.get("vs:term_status", [""])[0].removeprefix("vs:")


def _group_text(groups: JSON) -> str:
    if not isinstance(groups, list):
        return ""
    return " ".join("|".join(group) if isinstance(group, list) else str(group) for group in groups)


def _mapping(table: Mapping[str, JSON] | None, term: str) -> Mapping[str, JSON]:
    value = (table or {}).get(term)
    return value if isinstance(value, Mapping) else {}
