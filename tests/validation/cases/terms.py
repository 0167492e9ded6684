"""Classes and properties (``validation-profile.md`` section 2.3)."""

from __future__ import annotations

from .bases import cao, course, credit, en, framework, res
from .case import Case, add, embed, many, put, rename

__all__ = ["CASES"]

_COURSE = {
    "@id": "_:course",
    "@type": "ceterms:Course",
    "ceterms:name": en("Knots"),
    "ceterms:subjectWebpage": "https://elsewhere.example/knots",
}
_CONDITION = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}

CASES = (
    Case(
        "class-unknown",
        put("0/@type", "ceterms:Certficate"),
        "0/@type",
        "EE",
        suggestion="ceterms:Certificate",
    ),
    Case(
        "class-unknown",
        embed("ceterms:requires", {**_CONDITION, "@type": "ceterms:ConditonProfile"}),
        "0/ceterms:requires/0/@type",
        "EE",
        suggestion="ceterms:ConditionProfile",
        good=embed("ceterms:requires", _CONDITION),
        label="inside",
    ),
    Case(
        "class-foreign",
        embed("ceterms:isSimilarTo", {"@type": "foaf:Document", "ceterms:name": en()}),
        "0/ceterms:isSimilarTo/0/@type",
        "NN",
    ),
    Case(
        "property-unknown",
        rename("0/ceterms:subjectWebpage", "ceterms:subjectWebPage"),
        "0/ceterms:subjectWebPage",
        "WW",
        suggestion="ceterms:subjectWebpage",
        also=(("required-missing", "0"),),
    ),
    Case("property-unknown", put("0/ceterms:zzz", "x"), "0/ceterms:zzz", "WW", label="nothing-near"),
    Case("property-foreign", put("0/foaf:page", "x"), "0/foaf:page", "NN"),
    Case(
        "property-foreign",
        put("0/https:~1~1terms.example~1page", "x"),
        "0/https:~1~1terms.example~1page",
        "NN",
        label="full-address",
        good=put("0/schema:datePublished", "2024-05-06"),
    ),
    Case(
        "term-retired",
        put("0/ceterms:isicv4", "8549"),
        "0/ceterms:isicv4",
        "NN",
        suggestion="ceterms:isicV4",
        good=put("0/ceterms:isicV4", ["8549"]),
    ),
    Case(
        "term-retired",
        embed(
            "ceterms:financialAssistance",
            {
                "@type": "ceterms:FinancialAlignmentObject",
                "ceterms:name": en("Aid"),
                "ceterms:description": en(),
            },
        ),
        "0/ceterms:financialAssistance/0/@type",
        "NN",
        suggestion="ceterms:FinancialAssistanceProfile",
        label="class",
    ),
    Case(
        "domain-violation",
        put("0/ceterms:price", 5),
        "0/ceterms:price",
        "WW",
        good=put("0/ceterms:versionCode", "5"),
    ),
    Case(
        "domain-documented-conflict",
        embed(
            "ceterms:aggregateData",
            {"@type": "ceterms:AggregateDataProfile", "ceterms:name": en(), "qdata:relevantDataSet": res(7)},
        ),
        "0/ceterms:aggregateData/0/qdata:relevantDataSet",
        "NN",
        good=put("0/qdata:relevantDataSet", [res(7)]),
    ),
    Case(
        "domain-of-another",
        put("2/ceterms:framework", "https://school.example/nets"),
        "2/ceterms:framework",
        "EE",
        base=framework,
    ),
    Case(
        "range-violation",
        many(add(_COURSE), put("0/ceterms:relatedAction", ["_:course"])),
        "0/ceterms:relatedAction/0",
        "WW",
        good=many(add(_COURSE), put("0/ceterms:hasPart", ["_:course"])),
    ),
    Case(
        "range-violation",
        embed("ceterms:estimatedCost", _CONDITION),
        "0/ceterms:estimatedCost/0",
        "WW",
        good=embed("ceterms:requires", _CONDITION),
        label="inside",
    ),
    Case(
        "concept-range-conflict",
        put("0/ceterms:audienceLevelType", ["audLevel:BeginnerLevel"]),
        "0/ceterms:audienceLevelType/0",
        "NN",
        good=put("0/ceterms:audienceLevelType", [cao("audLevel:BeginnerLevel")]),
    ),
    Case(
        "concept-range-conflict",
        embed("ceterms:creditValue", credit(3)),
        "0/ceterms:creditValue/0/ceterms:creditUnitType/0",
        "NN",
        base=course,
        label="object-for-concept",
    ),
    Case(
        "version-range-conflict",
        many(
            put("0/ceterms:latestVersion", "_:later"),
            add(
                {
                    "@id": "_:later",
                    "@type": "ceasn:CompetencyFramework",
                    "ceasn:name": en("Nets"),
                }
            ),
        ),
        "0/ceterms:latestVersion",
        "NN",
        base=framework,
    ),
    Case(
        "range-documented-conflict",
        put("1/ceasn:isChildOf", [res(1)]),
        "1/ceasn:isChildOf/0",
        "NN",
        base=framework,
    ),
    Case(
        "type-missing",
        embed("ceterms:requires", {"ceterms:description": en()}),
        "0/ceterms:requires/0",
        "EW",
        good=embed("ceterms:requires", _CONDITION),
    ),
    Case(
        "type-implied",
        embed("ceterms:estimatedCost", {"ceterms:name": en("Fee")}),
        "0/ceterms:estimatedCost/0",
        "WN",
        suggestion="ceterms:CostProfile",
        good=embed("ceterms:estimatedCost", {"@type": "ceterms:CostProfile", "ceterms:name": en("Fee")}),
    ),
)
