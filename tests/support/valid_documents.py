"""Hypothesis strategies for documents that nobody finds fault with, made from the facts of the vocabulary.

``documents(cls)`` draws a document whose main resource is of a class: everything that the class requires, some of
what is recommended or allowed, other resources in the same graph, and the whole unit for what is published with
its members. All of it is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from hypothesis import strategies as st

from opencredreg.ctdl import PropertyFacts, Vocabulary, bundled_vocabulary
from opencredreg.ctdl.guide.value_forms import Form, value_form

__all__ = ["BASE", "TOP_CLASSES", "Json", "Writer", "documents"]

Json: TypeAlias = dict[str, Any]
T = TypeVar("T")

BASE = "https://registry.example"
_CONTEXTS = (
    "https://credreg.net/ctdl/schema/context/json",
    "https://credreg.net/ctdlasn/schema/context/json",
    "http://credreg.net/ctdl/schema/context/json",
)
_VOCABULARY = bundled_vocabulary()
TOP_CLASSES: tuple[str, ...] = (
    *sorted(cls for cls, facts in _VOCABULARY.classes.items() if facts.placement == "top"),
    "ceasn:Competency",
)
"""Classes that are published on their own."""

_TAGS = ("en", "en-US", "es-MX", "fr", "zh-Hant-TW", "ar-sa", "el")
_WORDS = (
    "nets and knots",
    "redes y nudos",
    "σχοινιά",
    "الشباك",
    "結び目",
    "navires & cordages",
    "“bend”, hitch",
)
_LONG = "Said at some length so that nobody calls it short: "
_EXACT: Mapping[str, tuple[Any, ...]] = {
    "ceterms:email": ("info@school.example", "a.b+c@school.example"),
    "ceterms:currency": ("USD", "EUR", "JPY"),
    "schema:currency": ("USD", "EUR", "JPY"),
    "ceterms:telephone": ("+1 555 010 0100", "(555) 010-0100"),
    "ceterms:faxNumber": ("+1 555 010 0101",),
    "ceterms:duns": ("123456789",),
    "ceterms:fein": ("12-3456789",),
    "ceterms:opeID": ("123456", "00123400"),
    "ceterms:ipedsID": ("123456",),
    "ceterms:naics": ("11", "611310"),
    "ceterms:leiCode": ("5493001EXAMPLE000012",),
    "ceterms:foundingDate": ("1962", "1962-05", "1962-05-06"),
    "ceasn:dateCopyrighted": ("1999", "2001-02-03"),
    "ceterms:weight": (0, 0.25, 1),
    "ceasn:weight": (0, 0.25, 1.0),
    "ceterms:latitude": (-90, 0, 45.5),
    "ceterms:longitude": (-180, 0.5, 180),
    "ceterms:socialMedia": ("https://social.example/@school",),
}
_LATE = (
    "end",
    "expiration",
    "until",
    "closing",
    "modified",
    "approximateend",
    "approximateexp",
    "approximateclos",
)
# What has to agree with something else is written by hand below, or not at all.
_BY_HAND = frozenset(
    {
        "ceterms:ctid", "ceterms:price", "ceterms:requiredNumber", "ceterms:requiredConstraints",
        "ceterms:logicalOperator", "ceterms:alternativeCondition", "ceterms:hasCondition", "ceterms:hasConstraint",
        "ceterms:leftSource", "ceterms:rightSource", "ceterms:comparator", "ceterms:leftAction",
        "ceterms:rightAction", "ceterms:globalJurisdiction", "ceterms:mainJurisdiction",
        "ceterms:jurisdictionException", "ceterms:exactDuration", "ceterms:minimumDuration",
        "ceterms:maximumDuration", "ceterms:timeRequired", "schema:value", "schema:minValue", "schema:maxValue",
        "schema:unitText", "qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage",
        "qdata:dataWithholdingType", "qdata:dataSetTimePeriod", "ceterms:framework", "ceterms:frameworkName",
        "ceterms:targetNode", "ceterms:targetNodeName", "qdata:hasDimension", "qdata:hasMetric",
        "qdata:hasObservation", "ceasn:hasTopChild", "ceasn:isTopChildOf", "ceasn:hasChild", "ceasn:isChildOf",
        "ceasn:isPartOf", "skos:hasTopConcept", "skos:topConceptOf", "skos:broader", "skos:narrower",
        "skos:inScheme", "ceasn:inProgressionModel", "ceasn:hasRubricCriterion", "ceasn:hasRubricLevel",
        "ceasn:hasCriterionLevel", "ceterms:hasDestinationComponent", "ceterms:isDestinationComponentOf",
        "ceterms:precedes", "ceterms:precededBy", "asn:hasProgressionLevel", "ceasn:listID",
    }
)  # fmt: skip
_PARTS = ("ceterms:hasPart", "ceterms:isPartOf")
_REGISTERED_ONLY = frozenset({"ceterms:sendingOrganization", "ceterms:receivingOrganization"})
_MENTIONED = (
    "ceterms:QACredentialOrganization", "ceterms:CredentialOrganization", "ceterms:Course", "ceterms:Certificate",
    "ceterms:AssessmentProfile", "ceterms:Occupation", "ceterms:Job",
)  # fmt: skip
_REGISTERED = ("ceterms:CredentialOrganization", "ceterms:Course")


def documents(
    cls: str, *, most: int = 4, every: bool = False, settled: bool = False
) -> st.SearchStrategy[Json]:
    """Documents about a resource of a class.

    Args:
        cls: a class that is published on its own.
        most: so many properties beyond the required ones an object has at most.
        every: whether the main resource has every property of its class that may stand alone.
        settled: whether what can be told in several ways is told in the one with the most parts (numbers and
            durations from one to another, other resources described in the same document), in place of by chance.
    """

    @st.composite
    def build(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Json:
        return Writer(draw, most, every=every, settled=settled).document(cls)

    return build()


class Writer:
    """Writes one document; ``draw`` decides."""

    def __init__(
        self,
        draw: Callable[[st.SearchStrategy[Any]], Any],
        most: int = 4,
        *,
        every: bool = False,
        settled: bool = False,
    ) -> None:
        self.draw = draw
        self.vocabulary: Vocabulary = _VOCABULARY
        self.most = most
        self.every = every
        self.settled = settled
        self.others: list[Json] = []
        self.main: Json = {}
        self._room = 3

    def document(self, cls: str) -> Json:
        """A document whose main resource is of a class."""
        self.main = self.item(cls)
        unit = next((UNITS[name] for name in self._line(cls) if name in UNITS), None)
        members = unit(self, self.main) if unit is not None else []
        self._fill(self.main, cls, self.most)
        return {
            "@context": self.pick(_CONTEXTS),
            "@id": f"{BASE}/graph/{self.main['ceterms:ctid']}",
            "@graph": [self.main, *members, *self.others],
        }

    # Items of the graph.

    def item(self, cls: str) -> Json:
        """An item with a CTID, and nothing else yet."""
        ctid = self.ctid()
        return {"@id": f"{BASE}/resources/{ctid}", "@type": cls, "ceterms:ctid": ctid}

    def member(self, cls: str, **members: Any) -> Json:
        """An item with what its class requires, and what is given."""
        value = self.item(cls) | {key.replace("__", ":"): entry for key, entry in members.items()}
        self._fill(value, cls, 1)
        return value

    def blank(self, cls: str, name: str, **members: Any) -> Json:
        """An item without a CTID."""
        return {"@id": f"_:{name}", "@type": cls} | {
            key.replace("__", ":"): entry for key, entry in members.items()
        }

    def mentioned(self, cls: str) -> str:
        """A resource that is published nowhere, as a blank node."""
        name = f"_:m{len(self.others)}"
        self.others.append(
            {
                "@id": name,
                "@type": cls,
                "ceterms:name": self.texts(),
                "ceterms:description": self.texts(is_long=True),
                "ceterms:subjectWebpage": self.page(),
            }
        )
        return name

    def registered(self, cls: str) -> str:
        """Another resource that is published with the same document."""
        value = self.item(cls)
        self.others.append(value)
        self._fill(value, cls, 0)
        return str(value["@id"])

    # Objects.

    def _fill(self, value: Json, cls: str, most: int, depth: int = 0) -> None:
        facts = self.vocabulary.classes[cls]
        wanted: dict[str, None] = {}
        for group in (*facts.required, *facts.required_before):
            if not set(group) & value.keys() and not (depth and group == ("ceterms:ctid",)):
                wanted[self.pick([term for term in group if term not in _BY_HAND] or group)] = None
        if depth == 0 and value is self.main:
            wanted |= dict.fromkeys(
                one.group[0]
                for one in facts.required_if
                if one.when in ("alone", "with-ctid", "new-data-set-model", "new-data-set-model-alone")
                and not set(one.group) & value.keys()
            )
        if self.every and value is self.main:
            wanted |= dict.fromkeys(self._optional(cls))
        elif most:
            wanted |= dict.fromkeys(self.draw(st.lists(st.sampled_from(self._optional(cls)), max_size=most)))
        for term in wanted:
            if term not in value:
                value[term] = self.value(cls, term, depth)

    def _optional(self, cls: str) -> list[str]:
        facts = self.vocabulary.classes[cls]
        recommended = [term for group in facts.recommended for term in group]
        found = [*recommended, *self.vocabulary.properties_of(cls)]
        has_unit = any(name in UNITS for name in self._line(cls))
        return [
            term
            for term in found
            if term in self.vocabulary.properties
            and self.vocabulary.properties[term].declared
            and term not in _BY_HAND
            and not (has_unit and term in _PARTS)
        ] or ["ceterms:name"]

    def embedded(self, cls: str, depth: int) -> Json:
        """An object inside another."""
        value: Json = {"@type": cls}
        special = next((EMBEDDED[name] for name in self._line(cls) if name in EMBEDDED), None)
        if special is not None:
            value |= special(self, cls)
        self._fill(value, cls, 2 if depth < 2 else 0, depth)
        if len(value) == 1:
            term = self.pick(
                [term for term in self._optional(cls) if self._is_text(cls, term)] or self._optional(cls)
            )
            value[term] = self.value(cls, term, depth)
        return value

    def value(self, cls: str, term: str, depth: int = 0) -> Any:
        """A value, or a list of values where there may be several."""
        form = value_form(self.vocabulary, cls, term)
        facts = self.vocabulary.properties[term]
        if not form.is_list:
            return self._one(cls, term, facts, form.form, form.embedded, depth)
        count = self.draw(st.integers(1, 2))
        values = [self._one(cls, term, facts, form.form, form.embedded, depth) for _ in range(count)]
        return values if isinstance(values[0], dict) else list(dict.fromkeys(values))

    def _one(self, cls: str, term: str, facts: PropertyFacts, form: Form, embedded: str, depth: int) -> Any:
        if term in _EXACT:
            return self.pick(_EXACT[term])
        if form is Form.REFERENCE:
            return self._reference(term, facts)
        if form is Form.CONCEPT:
            return self.concept(facts.scheme) or self.uri()
        if form is Form.ALIGNMENT:
            return self.alignment(facts.scheme)
        if form is Form.EMBEDDED:
            return self.embedded(embedded, depth + 1)
        if form is Form.LANGUAGE_LISTS:
            return {tag: [text] for tag, text in self.texts().items()}
        return self._plain(term, form)

    def _plain(self, term: str, form: Form) -> Any:
        local = term.partition(":")[2].lower()
        year = 2025 if local.startswith(_LATE) or local.endswith(_LATE) else 2023
        plain: Mapping[Form, Callable[[], Any]] = {
            Form.LANGUAGE_MAP: lambda: self.texts(is_long=local == "description"),
            Form.LANGUAGE: lambda: self.pick(_TAGS),
            Form.NUMBER: lambda: self.pick((0, 1, 2.5, 1e3)),
            Form.INTEGER: lambda: self.draw(st.integers(1, 99)),
            Form.BOOLEAN: lambda: self.draw(st.booleans()),
            Form.DATE: lambda: (
                f"{year}-{self.draw(st.integers(1, 12)):02}-{self.draw(st.integers(1, 28)):02}"
            ),
            Form.DATETIME: lambda: self.pick(
                (f"{year}-05-06", f"{year}-05-06T07:08:09Z", f"{year}-05-06T07:08+02:00")
            ),
            Form.DURATION: lambda: self.pick(("P6M", "P1Y", "PT50H", "P2W")),
            Form.URL: self.page,
        }
        return plain[form]() if form in plain else self.pick(("A-1", "ex 2", "№ 3"))

    def _reference(self, term: str, facts: PropertyFacts) -> str:
        choice = 2 if self.settled else self.draw(st.integers(0, 3))
        if choice >= 2 and self._room > 0 and term not in _REGISTERED_ONLY:
            classes = _MENTIONED if choice == 2 else _REGISTERED
            fitting = [name for name in classes if name in facts.range]
            if fitting:
                self._room -= 1
                cls = self.pick(fitting)
                return self.mentioned(cls) if choice == 2 else self.registered(cls)
        return self.uri()

    # Values.

    def pick(self, choices: tuple[T, ...] | list[T]) -> T:
        """One of several."""
        return choices[0] if len(choices) == 1 else self.draw(st.sampled_from(choices))

    def way(self, ways: list[Json]) -> Json:
        """One of several ways to say a thing; the one with the most parts in settled documents."""
        return max(ways, key=len) if self.settled else self.pick(ways)

    def ctid(self) -> str:
        """A CTID that nothing else has."""
        return f"ce-{self.draw(st.uuids(version=4))}"

    def uri(self) -> str:
        """The address of a resource in this registry, in a community of it, or elsewhere."""
        place = self.pick(("resources", "community/resources"))
        return f"{BASE}/{place}/{self.ctid()}"

    def page(self) -> str:
        """The address of a web page."""
        path = self.pick(("", "/a-page", "/a/b?c=d&e=%20", "/σχολή"))
        return f"{self.pick(('https', 'http'))}://school.example{path}"

    def texts(self, *, is_long: bool = False) -> Json:
        """A text in one or more languages."""
        tags = self.draw(st.lists(st.sampled_from(_TAGS), min_size=1, max_size=2, unique_by=str.lower))
        return {tag: (_LONG if is_long else "") + self.pick(_WORDS) for tag in tags}

    def concept(self, scheme: str | None) -> str:
        """A concept of a scheme in one of its spellings; empty without a scheme."""
        facts = self.vocabulary.schemes.get(scheme or "")
        if facts is None or not facts.concepts:
            return ""
        name = self.pick(facts.concepts)
        return self.pick((name, self.vocabulary.expand(name)))

    def alignment(self, scheme: str | None) -> Json:
        """An alignment object."""
        value: Json = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": self.texts()}
        node = self.concept(scheme)
        if not node or scheme is None:
            code = {"ceterms:codedNotation": "11.2", "ceterms:frameworkName": self.texts()}
            return value | (code if self.draw(st.booleans()) else {"ceterms:targetNode": self.uri()} | code)
        value["ceterms:targetNode"] = node
        if self.draw(st.booleans()):
            value["ceterms:framework"] = self.vocabulary.expand(scheme)
        return value

    def _line(self, cls: str) -> tuple[str, ...]:
        facts = self.vocabulary.classes.get(cls)
        return (cls, *facts.ancestors) if facts is not None else (cls,)

    def _is_text(self, cls: str, term: str) -> bool:
        return value_form(self.vocabulary, cls, term).form is Form.LANGUAGE_MAP


# Objects whose members have to agree with each other.


def _cost(writer: Writer, cls: str) -> Json:
    return {"ceterms:price": writer.pick((0, 12.5, 100)), "ceterms:currency": writer.pick(("USD", "EUR"))}


def _duration(writer: Writer, cls: str) -> Json:
    choices: list[Json] = [
        {"ceterms:exactDuration": "P6M"},
        {"ceterms:minimumDuration": "P1M", "ceterms:maximumDuration": "P2M"},
        {"ceterms:timeRequired": "PT50H"},
        {"ceterms:description": writer.texts(is_long=True)},
    ]
    return writer.way(choices)


def _jurisdiction(writer: Writer, cls: str) -> Json:
    choices: list[Json] = [
        {"ceterms:globalJurisdiction": True},
        {"ceterms:mainJurisdiction": [_place(writer)]},
        {"ceterms:description": writer.texts(is_long=True)},
    ]
    return writer.pick(choices)


def _place(writer: Writer) -> Json:
    return {
        "@type": "ceterms:Place",
        "ceterms:addressRegion": writer.texts(),
        "ceterms:addressCountry": writer.texts(),
    }


def _amount(writer: Writer, cls: str) -> Json:
    values: list[Json] = [
        {"schema:value": 3},
        {"schema:minValue": 1, "schema:maxValue": 2.5},
        {"qdata:percentage": 120},
        {"schema:description": writer.texts(is_long=True)},
    ]
    value = writer.way(
        [one for one in values if all(writer.vocabulary.has_domain(cls, term) for term in one)]
    )
    if writer.vocabulary.has_domain(cls, "schema:currency"):
        return value | {"schema:currency": "USD"}
    if cls == "schema:QuantitativeValue":
        return value | {"schema:unitText": writer.alignment(None)}
    if cls == "ceterms:ValueProfile" and "schema:description" not in value:
        return value | {"ceterms:creditUnitType": [writer.alignment("ceterms:CreditUnit")]}
    return value


def _condition(writer: Writer, cls: str) -> Json:
    if writer.draw(st.booleans()):
        return {}
    alternatives = [{"@type": cls, "ceterms:description": writer.texts(is_long=True)} for _ in range(2)]
    return {"ceterms:alternativeCondition": alternatives}


EMBEDDED: Mapping[str, Callable[[Writer, str], Json]] = {
    "ceterms:CostProfile": _cost,
    "ceterms:DurationProfile": _duration,
    "ceterms:JurisdictionProfile": _jurisdiction,
    "schema:QuantitativeValue": _amount,
    "ceterms:ValueProfile": _amount,
    "schema:MonetaryAmount": _amount,
    "ceterms:PayProfile": _amount,
    "ceterms:ConditionProfile": _condition,
}


# Units: the rest of the graph, tied both ways.


def _framework(writer: Writer, main: Json) -> list[Json]:
    own = main["@id"]
    root, child = (writer.member("ceasn:Competency", ceasn__isPartOf=own) for _ in range(2))
    main["ceasn:hasTopChild"] = [root["@id"]]
    root |= {"ceasn:isTopChildOf": own, "ceasn:hasChild": [child["@id"]]}
    child |= {"ceasn:isChildOf": [root["@id"]], "ceasn:listID": "1"}
    return [root, child]


def _scheme(writer: Writer, main: Json) -> list[Json]:
    own = main["@id"]
    root, child = (writer.member("skos:Concept", skos__inScheme=own) for _ in range(2))
    main["skos:hasTopConcept"] = [root["@id"]]
    root |= {"skos:topConceptOf": own, "skos:narrower": [child["@id"]]}
    child |= {"skos:broader": root["@id"]}
    return [root, child]


def _progression(writer: Writer, main: Json) -> list[Json]:
    own = main["@id"]
    first, second = (
        writer.member("asn:ProgressionLevel", ceasn__inProgressionModel=own, skos__topConceptOf=own)
        for _ in range(2)
    )
    main["skos:hasTopConcept"] = [first["@id"], second["@id"]]
    first["ceterms:precedes"] = [second["@id"]]
    second["ceterms:precededBy"] = [first["@id"]]
    return [first, second]


def _rubric(writer: Writer, main: Json) -> list[Json]:
    main |= {"ceasn:hasRubricCriterion": ["_:criterion"], "ceasn:hasRubricLevel": ["_:level"]}

    def row(cls: str, name: str) -> Json:
        return writer.blank(cls, name, ceasn__name=writer.texts(), ceasn__hasCriterionLevel=["_:cell"])

    return [
        row("ceasn:RubricCriterion", "criterion"),
        row("ceasn:RubricLevel", "level"),
        writer.blank("ceasn:CriterionLevel", "cell", ceasn__benchmarkLabel=writer.texts()),
    ]


def _pathway(writer: Writer, main: Json) -> list[Json]:
    own = main["@id"]
    kind = writer.pick(("ceterms:CourseComponent", "ceterms:BasicComponent", "ceterms:MultiComponent"))
    parts = [writer.member(kind, ceterms__isPartOf=[own]) for _ in range(writer.draw(st.integers(1, 3)))]
    targets = [part["@id"] for part in parts]
    condition = {
        "@type": "ceterms:ComponentCondition",
        "ceterms:name": writer.texts(),
        "ceterms:description": writer.texts(is_long=True),
        "ceterms:targetComponent": targets,
        "ceterms:requiredNumber": writer.draw(st.integers(1, len(targets))),
    }
    goal = writer.member(
        "ceterms:CredentialComponent",
        ceterms__isPartOf=[own],
        ceterms__credentialType="ceterms:Certificate",
        ceterms__isDestinationComponentOf=[own],
        ceterms__hasCondition=[condition],
    )
    main |= {"ceterms:hasPart": [*targets, goal["@id"]], "ceterms:hasDestinationComponent": [goal["@id"]]}
    return [*parts, goal]


def _data_set(writer: Writer, main: Json) -> list[Json]:
    point = writer.uri()
    main |= {
        "qdata:hasMetric": ["_:metric"],
        "qdata:hasDimension": ["_:dimension"],
        "qdata:hasObservation": ["_:observation"],
    }
    numbers: list[Json] = [
        {"schema__value": 3},
        {"qdata__percentage": 80.5},
        {"schema__minValue": 1, "schema__maxValue": 2},
        {"qdata__dataWithholdingType": writer.concept("qdata:DataWithholdingCategory")},
    ]
    return [
        writer.blank("qdata:Metric", "metric", ceterms__name=writer.texts()),
        writer.blank("qdata:Dimension", "dimension", ceterms__name=writer.texts(), qdata__hasPoint=[point]),
        writer.blank(
            "qdata:Observation",
            "observation",
            qdata__isObservationOf="_:metric",
            qdata__atPoint=[point],
            **writer.pick(numbers),
        ),
    ]


def _alignment_map(writer: Writer, main: Json) -> list[Json]:
    main["ceterms:hasPart"] = ["_:row"]
    return [
        writer.blank(
            "ceterms:AlignmentObject",
            "row",
            ceterms__isPartOf=[main["@id"]],
            ceterms__alignmentType=writer.concept("ceterms:Alignment"),
            ceterms__sourceNode=writer.uri(),
            ceterms__targetNodeName=writer.texts(),
        )
    ]


def _transfer_value(writer: Writer, main: Json) -> list[Json]:
    main["ceterms:transferValueFrom"] = [writer.uri()]
    return []


UNITS: Mapping[str, Callable[[Writer, Json], list[Json]]] = {
    "ceasn:CompetencyFramework": _framework,
    "asn:ProgressionModel": _progression,
    "skos:ConceptScheme": _scheme,
    "ceasn:Rubric": _rubric,
    "ceterms:Pathway": _pathway,
    "qdata:DataSetProfile": _data_set,
    "ceterms:AlignmentMap": _alignment_map,
    "ceterms:TransferValueProfile": _transfer_value,
}
