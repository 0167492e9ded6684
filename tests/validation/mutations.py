"""Small faults that are put into valid documents, each with what has to be found.

A mutation is given a document of its own and the means to draw; it returns what must be found (codes and pointers),
or ``None`` when the document offers no place for the fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from hypothesis import strategies as st

from opencredreg.ctdl import ValueKind, bundled_vocabulary
from tests.support.valid_documents import BASE, Json

__all__ = ["MUTATIONS", "Found", "Mutation", "Spot", "spots"]

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
Found: TypeAlias = set[tuple[str, str]]
Mutation: TypeAlias = Callable[[Draw, Json], Found | None]

_VOCABULARY: Final = bundled_vocabulary()
_TIED: Final = frozenset({"ceterms:sendingOrganization", "ceterms:receivingOrganization"})
_PAGES: Final = frozenset(
    {
        "ceterms:subjectWebpage", "ceterms:availableOnlineAt", "ceterms:availabilityListing", "ceterms:image",
        "ceterms:costDetails", "ceterms:agentPurpose", "ceterms:hasCatalog", "ceterms:externalResearch",
    }
)  # fmt: skip
"""Addresses of web pages and files, not names of things."""
_ALIGNMENT: Final = "ceterms:CredentialAlignmentObject"
# Properties of the units, which other rules look at too.
_STRUCTURE: Final = frozenset(
    {
        "ceterms:hasPart", "ceterms:isPartOf", "ceasn:hasTopChild", "ceasn:isTopChildOf", "ceasn:isPartOf",
        "ceasn:hasChild", "ceasn:isChildOf", "skos:hasTopConcept", "skos:topConceptOf", "skos:inScheme",
        "skos:broader", "skos:narrower", "ceasn:inProgressionModel", "ceterms:hasDestinationComponent",
        "ceterms:isDestinationComponentOf", "qdata:hasMetric", "qdata:hasObservation", "qdata:isObservationOf",
        "qdata:atPoint", "qdata:hasPoint", "ceterms:transferValueFrom", "ceterms:ctid", "ceterms:precedes",
        "ceterms:precededBy", "ceterms:alignmentType", "ceterms:sourceNode", "ceterms:actingAgent",
        "ceterms:targetComponent", "ceterms:requiredNumber",
        "ceasn:hasRubricCriterion", "ceasn:hasRubricLevel", "ceasn:hasCriterionLevel", "qdata:hasDimension",
    }
)  # fmt: skip


class Spot(NamedTuple):
    """One value: the object that holds it, its key (and position in a list, or -1) and where that is."""

    holder: Json
    cls: str
    term: str
    index: int
    pointer: str

    @property
    def value(self) -> Any:
        found = self.holder[self.term]
        return found[self.index] if self.index >= 0 else found

    def write(self, value: Any) -> None:
        if self.index >= 0:
            self.holder[self.term][self.index] = value
        else:
            self.holder[self.term] = value

    @property
    def kind(self) -> ValueKind:
        return _VOCABULARY.kind_of(self.term)

    @property
    def scheme(self) -> str | None:
        facts = _VOCABULARY.properties.get(self.term)
        found = facts.scheme if facts is not None else None
        # Some properties name a foreign code list, of which no concept is known.
        return found if found in _VOCABULARY.schemes else None

    @property
    def parent(self) -> str:
        """Where the object is."""
        return self.pointer.rsplit("/", 2 if self.index >= 0 else 1)[0]


def objects(document: Json) -> Iterator[tuple[Json, str]]:
    """All objects with a class, and where they are."""
    pending = [(item, f"/@graph/{position}") for position, item in enumerate(document["@graph"])]
    while pending:
        value, pointer = pending.pop(0)
        yield value, pointer
        for term, entry in value.items():
            entries = entry if isinstance(entry, list) else [entry]
            for position, inner in enumerate(entries):
                if isinstance(inner, dict) and "@type" in inner:
                    place = f"/{position}" if isinstance(entry, list) else ""
                    pending.append((inner, f"{pointer}/{term}{place}"))


def spots(document: Json) -> Iterator[Spot]:
    """All single values of properties."""
    for holder, pointer in objects(document):
        for term, value in holder.items():
            if term.startswith("@"):
                continue
            if isinstance(value, list):
                for index in range(len(value)):
                    yield Spot(holder, holder["@type"], term, index, f"{pointer}/{term}/{index}")
            else:
                yield Spot(holder, holder["@type"], term, -1, f"{pointer}/{term}")


def _pick(draw: Draw, document: Json, fits: Callable[[Spot], bool]) -> Spot | None:
    found = [spot for spot in spots(document) if fits(spot)]
    return found[draw(st.integers(0, len(found) - 1))] if found else None


def _replaced(code: str, fits: Callable[[Spot], bool], *values: Any) -> Mutation:
    """A value that cannot stand where it stands."""

    def mutation(draw: Draw, document: Json) -> Found | None:
        spot = _pick(draw, document, fits)
        if spot is None:
            return None
        spot.write(draw(st.sampled_from(values)))
        return {(code, spot.pointer)}

    return mutation


def _added(code: str, term: str, value: Any, *, domain: bool = True) -> Mutation:
    """A member of the main resource; ``domain``: only where it may stand."""

    def mutation(draw: Draw, document: Json) -> Found | None:
        main = document["@graph"][0]
        if term in main or (domain and not _VOCABULARY.has_domain(main["@type"], term)):
            return None
        main[term] = value
        return {(code, f"/@graph/0/{term}")}

    return mutation


def _is_outside(spot: Spot) -> bool:
    return isinstance(spot.value, str) and spot.value.startswith(BASE) and spot.term not in _STRUCTURE


def _is_map(spot: Spot) -> bool:
    return spot.kind is ValueKind.LANGUAGE_MAP


def _is_plain(spot: Spot) -> bool:
    return spot.kind is ValueKind.STRING and spot.term not in _STRUCTURE


def remove_required(draw: Draw, document: Json) -> Found | None:
    main = document["@graph"][0]
    facts = _VOCABULARY.classes[main["@type"]]
    terms = [group[0] for group in facts.required if len(group) == 1 and group[0] not in _STRUCTURE]
    if not terms:
        return None
    del main[draw(st.sampled_from(terms))]
    return {("required-missing", "/@graph/0")}


def remove_all_of_a_group(draw: Draw, document: Json) -> Found | None:
    main = document["@graph"][0]
    groups = [group for group in _VOCABULARY.classes[main["@type"]].required if len(group) > 1]
    if not groups:
        return None
    for term in draw(st.sampled_from(groups)):
        main.pop(term, None)
    return {("required-one-of", "/@graph/0")}


def plain_text_for_a_map(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, _is_map)
    if spot is None:
        return None
    spot.write("Said at some length, so that it is not too short.")
    return {("language-map-expected", spot.pointer)}


def number_for_a_text(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, _is_map)
    if spot is None:
        return None
    spot.value["de"] = 5
    return {("language-map-value", f"{spot.pointer}/de")}


def strange_language_tag(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, _is_map)
    if spot is None:
        return None
    tag = draw(st.sampled_from(("en:us", "english language", "e", "en_US")))
    spot.value[tag] = next(iter(spot.value.values()))
    return {("language-tag-invalid", f"{spot.pointer}/{tag}")}


def concept_of_another_scheme(draw: Draw, document: Json) -> Found | None:
    return _wrong_concept(draw, document, "concept-not-in-scheme", "orgType:Business", "compare:EQ")


def concept_that_does_not_exist(draw: Draw, document: Json) -> Found | None:
    return _wrong_concept(draw, document, "concept-unknown", "audience:NobodyAtAll")


def _wrong_concept(draw: Draw, document: Json, code: str, *choices: str) -> Found | None:
    def fits(spot: Spot) -> bool:
        if not spot.scheme or spot.term in _STRUCTURE:
            return False
        return isinstance(spot.value, str) or "ceterms:targetNode" in spot.value

    spot = _pick(draw, document, fits)
    if spot is None:
        return None
    concept = choices[-1] if spot.scheme == "ceterms:OrganizationType" else choices[0]
    if isinstance(spot.value, str):
        spot.write(concept)
        return {(code, spot.pointer)}
    spot.value["ceterms:targetNode"] = concept
    return {(code, f"{spot.pointer}/ceterms:targetNode")}


def alignment_without_name(draw: Draw, document: Json) -> Found | None:
    return _without(draw, document, "alignment-name-missing", "ceterms:targetNodeName", lambda spot: True)


def alignment_without_node(draw: Draw, document: Json) -> Found | None:
    return _without(draw, document, "concept-no-node", "ceterms:targetNode", lambda spot: bool(spot.scheme))


def _without(draw: Draw, document: Json, code: str, term: str, fits: Callable[[Spot], bool]) -> Found | None:
    def holds(spot: Spot) -> bool:
        is_object = isinstance(spot.value, dict) and spot.value.get("@type") == _ALIGNMENT
        return is_object and term in spot.value and fits(spot)

    spot = _pick(draw, document, holds)
    if spot is None:
        return None
    del spot.value[term]
    return {(code, spot.pointer)}


def bare_ctid(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: isinstance(spot.value, str) and "/resources/ce-" in spot.value)
    if spot is None:
        return None
    spot.write(spot.value.rpartition("/")[2])
    return {("reference-bare-ctid", spot.pointer)}


def bare_uuid(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, _is_outside)
    if spot is None:
        return None
    spot.write(spot.value.rpartition("/ce-")[2])
    return {("reference-bare-uuid", spot.pointer)}


def missing_blank_node(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: _is_outside(spot) and spot.term not in _TIED)
    if spot is None:
        return None
    spot.write("_:nowhere")
    return {("reference-unresolved", spot.pointer)}


def blank_node_where_none_may_stand(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: spot.term in _TIED)
    if spot is None:
        return None
    document["@graph"].append(
        {
            "@id": "_:here",
            "@type": "ceterms:Organization",
            "ceterms:name": {"en": "Guild"},
            "ceterms:subjectWebpage": "https://guild.example",
        }
    )
    spot.write("_:here")
    return {("reference-blank-not-allowed", spot.pointer)}


def two_for_one(draw: Draw, document: Json) -> Found | None:
    def fits(spot: Spot) -> bool:
        is_single = _VOCABULARY.is_repeatable(spot.cls, spot.term) is False
        return (
            is_single
            and spot.term != "ceterms:targetNode"
            and spot.index < 0
            and not _is_map(spot)
            and spot.term not in _STRUCTURE
        )

    spot = _pick(draw, document, fits)
    if spot is None:
        return None
    spot.write([spot.value, spot.value])
    return {("too-many-values", spot.pointer)}


def inner_object_without_class(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: isinstance(spot.value, dict) and "@type" in spot.value)
    if spot is None:
        return None
    del spot.value["@type"]
    range_ = [name for name in _VOCABULARY.properties[spot.term].range if name in _VOCABULARY.classes]
    is_clear = len([name for name in range_ if name != "skos:Concept"]) == 1
    return {("type-implied" if is_clear else "type-missing", spot.pointer)}


def inner_object_of_unknown_class(draw: Draw, document: Json) -> Found | None:
    def fits(spot: Spot) -> bool:
        return isinstance(spot.value, dict) and spot.value.get("@type", "").startswith("ceterms:")

    spot = _pick(draw, document, fits)
    if spot is None:
        return None
    spot.value["@type"] += "x"
    return {("class-unknown", f"{spot.pointer}/@type")}


def same_id_twice(draw: Draw, document: Json) -> Found | None:
    items = document["@graph"]
    mentioned = [item for item in items if item["@id"].startswith("_:m") and item["@id"][3:].isdigit()]
    if not mentioned:
        return None
    items.append(dict(draw(st.sampled_from(mentioned))))
    return {("node-duplicate", f"/@graph/{len(items) - 1}/@id")}


def ctid_in_capitals(draw: Draw, document: Json) -> Found | None:
    ctids = {
        position: item["ceterms:ctid"].removeprefix("ce-")
        for position, item in enumerate(document["@graph"])
        if "ceterms:ctid" in item
    }
    # Digits have no capitals.
    lettered = [position for position, ctid in ctids.items() if ctid != ctid.upper()]
    if not lettered:
        return None
    position = draw(st.sampled_from(lettered))
    document["@graph"][position]["ceterms:ctid"] = f"ce-{ctids[position].upper()}"
    return {("ctid-uppercase", f"/@graph/{position}/ceterms:ctid")}


def minimum_above_maximum(draw: Draw, document: Json) -> Found | None:
    pairs = {"schema:minValue": "schema:maxValue", "ceterms:minimumDuration": "ceterms:maximumDuration"}
    spot = _pick(draw, document, lambda spot: spot.term in pairs)
    if spot is None:
        return None
    least, most = spot.term, pairs[spot.term]
    spot.holder[least], spot.holder[most] = spot.holder[most], spot.holder[least]
    return {("value-pair", spot.pointer)}


def minimum_alone(draw: Draw, document: Json) -> Found | None:
    pairs = {"schema:minValue": "schema:maxValue", "ceterms:minimumDuration": "ceterms:maximumDuration"}
    spot = _pick(draw, document, lambda spot: spot.term in pairs)
    if spot is None:
        return None
    del spot.holder[pairs[spot.term]]
    return {("value-pair", spot.pointer)}


def price_without_currency(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: spot.term == "ceterms:price")
    if spot is None:
        return None
    del spot.holder["ceterms:currency"]
    return {("currency-missing", spot.pointer)}


def end_before_start(draw: Draw, document: Json) -> Found | None:
    main = document["@graph"][0]
    if not all(_VOCABULARY.has_domain(main["@type"], f"ceterms:{end}Date") for end in ("start", "end")):
        return None
    main |= {"ceterms:startDate": "2024-05-06", "ceterms:endDate": "2024-05-05"}
    return {("date-order", "/@graph/0/ceterms:startDate")}


def key_with_a_blank(draw: Draw, document: Json) -> Found | None:
    spot = _pick(draw, document, lambda spot: True)
    return _rename(spot, f"{spot.term} ", "key-whitespace") if spot else None


def key_without_prefix(draw: Draw, document: Json) -> Found | None:
    def fits(spot: Spot) -> bool:
        return _VOCABULARY.normalize_term(spot.term.partition(":")[2]) == spot.term

    spot = _pick(draw, document, fits)
    return _rename(spot, spot.term.partition(":")[2], "key-not-prefixed") if spot else None


def _rename(spot: Spot, key: str, code: str) -> Found:
    entries = [(key if name == spot.term else name, value) for name, value in spot.holder.items()]
    spot.holder.clear()
    spot.holder.update(entries)
    return {(code, f"{spot.parent}/{key}")}


def short_description(draw: Draw, document: Json) -> Found | None:
    main = document["@graph"][0]
    term = next((term for term in ("ceterms:description", "ceasn:description") if term in main), None)
    if term is None:
        return None
    main[term] = {"en": "Too short", "es": "Corto"}
    return {("description-too-short", f"/@graph/0/{term}")}


def property_of_another_class(draw: Draw, document: Json) -> Found | None:
    # It is graver when the class that it belongs to stands in the same document.
    has_cost = any(value["@type"] == "ceterms:CostProfile" for value, _ in objects(document))
    document["@graph"][0]["ceterms:price"] = 5
    return {("domain-of-another" if has_cost else "domain-violation", "/@graph/0/ceterms:price")}


def points_to_itself(draw: Draw, document: Json) -> Found | None:
    main = document["@graph"][0]
    if "ceterms:isSimilarTo" in main or not _VOCABULARY.has_domain(main["@type"], "ceterms:isSimilarTo"):
        return None
    main["ceterms:isSimilarTo"] = [main["@id"]]
    return {("reference-self", "/@graph/0/ceterms:isSimilarTo/0")}


def _kind(*kinds: ValueKind) -> Callable[[Spot], bool]:
    return lambda spot: spot.kind in kinds and spot.term not in _STRUCTURE


def _is_web(spot: Spot) -> bool:
    return spot.term in _PAGES


MUTATIONS: Mapping[str, Mutation] = {
    function.__name__.replace("_", "-"): function
    for function in (
        remove_required, remove_all_of_a_group, plain_text_for_a_map, number_for_a_text, strange_language_tag,
        concept_of_another_scheme, concept_that_does_not_exist, alignment_without_name, alignment_without_node,
        bare_ctid, bare_uuid, missing_blank_node, blank_node_where_none_may_stand, two_for_one,
        inner_object_without_class, inner_object_of_unknown_class, same_id_twice, ctid_in_capitals,
        minimum_above_maximum, minimum_alone, price_without_currency, end_before_start, key_with_a_blank,
        key_without_prefix, short_description, points_to_itself,
        property_of_another_class,
    )
} | {
    "not-an-iri": _replaced("reference-not-iri", _is_outside, "My College", "a b"),
    "number-for-a-reference": _replaced("object-expected", _is_outside, 5, True, 1.5),
    "object-for-a-text": _replaced("literal-expected", _is_plain, {"@type": "ceterms:Course"}, {"en": "x"}),
    "number-for-a-plain-text": _replaced("literal-expected", _is_plain, 5, False),
    "no-such-day": _replaced("date-format", _kind(ValueKind.DATE), "2023-02-30", "6.5.2023", "soon"),
    "no-time": _replaced("datetime-format", _kind(ValueKind.DATETIME), "12:00", "yesterday"),
    "spoken-duration": _replaced("duration-format", _kind(ValueKind.DURATION), "6 months", "six", "1Y"),
    "no-web-address": _replaced("url-format", _is_web, "www.school.example", "https://a b.example", "page"),
    "number-in-quotes": _replaced(
        "number-format", _kind(ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT), "1", "3.0", " 2 "
    ),
    "no-number": _replaced(
        "number-invalid", _kind(ValueKind.INTEGER, ValueKind.DECIMAL, ValueKind.FLOAT), "many", True, {"a": 1}
    ),
    "boolean-in-quotes": _replaced("boolean-format", _kind(ValueKind.BOOLEAN), "true", "False"),
    "no-boolean": _replaced("boolean-invalid", _kind(ValueKind.BOOLEAN), "yes", 1, {"a": 1}),
    "no-language": _replaced("language-code-format", _kind(ValueKind.LANGUAGE), "English", "en:us"),
    "no-currency": _replaced("currency-format", lambda spot: spot.term.endswith(":currency"), "$", "usd", "ABC"),
    "no-e-mail": _replaced("email-format", lambda spot: spot.term == "ceterms:email", "info at x", "a@b@c", "@"),
    "unknown-property": _added("property-unknown", "ceterms:subjectWebPage", "https://a.example", domain=False),
    "empty-map": _added("value-empty", "ceterms:alternateName", {}),
    "empty-list": _added("value-empty", "ceterms:sameAs", []),
    "null": _added("value-empty", "ceterms:image", None),
}  # fmt: skip
