"""How values are written in JSON (``validation-profile.md`` section 2.4)."""

from __future__ import annotations

from .bases import OWNER, en, res
from .case import Case, embed, put

__all__ = ["CASES"]

_NAME = "0/ceterms:name"
_JURISDICTION = {"@type": "ceterms:JurisdictionProfile", "ceterms:globalJurisdiction": True}
_CONDITION = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}

CASES = (
    Case(
        "too-many-values",
        put("0/ceterms:subjectWebpage", ["https://a.example/", "https://b.example/"]),
        "0/ceterms:subjectWebpage",
        "EW",
        good=put("0/ceterms:sameAs", ["https://a.example/", "https://b.example/"]),
    ),
    Case("list-expected", put("0/ceterms:ownedBy", OWNER), "0/ceterms:ownedBy", "NN"),
    Case(
        "language-map-expected",
        put(_NAME, "Net mending"),
        _NAME,
        "EN",
        suggestion='{"en-US": "Net mending"}',
    ),
    Case(
        "language-map-expected",
        put("0/ceterms:keyword", ["nets"]),
        "0/ceterms:keyword",
        "EN",
        label="list",
        good=put("0/ceterms:keyword", {"en": ["nets"], "es-MX": ["redes"]}),
    ),
    Case(
        "language-tag-invalid",
        put(_NAME, {"en:us": "Net mending"}),
        f"{_NAME}/en:us",
        "WW",
        suggestion="en-US",
        good=put(_NAME, {"en-us": "Net mending", "zh-Hant-TW": "補網"}),
    ),
    Case("language-map-value", put(_NAME, {"en": 5}), f"{_NAME}/en", "EE"),
    Case(
        "language-map-value",
        put("0/ceterms:keyword", {"en": ["nets", 5]}),
        "0/ceterms:keyword/en/1",
        "EE",
        label="in-list",
    ),
    Case("language-map-value", put(_NAME, {"en": {"a": "b"}}), f"{_NAME}/en", "EE", label="object"),
    Case(
        "language-map-list",
        put(_NAME, {"en": ["Net mending"]}),
        f"{_NAME}/en",
        "WW",
        suggestion="Net mending",
    ),
    Case(
        "literal-expected",
        put("0/ceterms:versionCode", {"@type": "ceterms:Course"}),
        "0/ceterms:versionCode",
        "EE",
        good=put("0/ceterms:versionCode", "2"),
    ),
    Case("literal-expected", put("0/ceterms:ctid", {"a": 1}), "0/ceterms:ctid", "EE", label="ctid"),
    Case(
        "literal-expected",
        put("0/ceterms:subjectWebpage", {"@type": "schema:WebPage"}),
        "0/ceterms:subjectWebpage",
        "EE",
        label="web-page",
    ),
    Case(
        "literal-expected",
        put("0/ceterms:versionCode", 2),
        "0/ceterms:versionCode",
        "EE",
        label="number",
        suggestion='"2"',
    ),
    Case("object-expected", put("0/ceterms:isPartOf", [5]), "0/ceterms:isPartOf/0", "EW"),
    Case("object-expected", put("0/ceterms:requires", True), "0/ceterms:requires", "EW", label="yes"),
    Case(
        "boolean-format",
        put("0/ceterms:jurisdiction", [{**_JURISDICTION, "ceterms:globalJurisdiction": "true"}]),
        "0/ceterms:jurisdiction/0/ceterms:globalJurisdiction",
        "EN",
        suggestion="true",
        good=embed("ceterms:jurisdiction", _JURISDICTION),
    ),
    Case(
        "boolean-invalid",
        put("0/ceterms:jurisdiction", [{**_JURISDICTION, "ceterms:globalJurisdiction": "yes"}]),
        "0/ceterms:jurisdiction/0/ceterms:globalJurisdiction",
        "EE",
        good=embed("ceterms:jurisdiction", _JURISDICTION),
    ),
    Case(
        "number-format",
        embed("ceterms:requires", {**_CONDITION, "ceterms:yearsOfExperience": "3.0"}),
        "0/ceterms:requires/0/ceterms:yearsOfExperience",
        "EN",
        suggestion="3.0",
        good=embed("ceterms:requires", {**_CONDITION, "ceterms:yearsOfExperience": 3.0}),
    ),
    Case(
        "number-invalid",
        embed("ceterms:requires", {**_CONDITION, "ceterms:minimumAge": "eighteen"}),
        "0/ceterms:requires/0/ceterms:minimumAge",
        "EE",
        good=embed("ceterms:requires", {**_CONDITION, "ceterms:minimumAge": 18}),
    ),
    Case(
        "number-invalid",
        embed("ceterms:requires", {**_CONDITION, "ceterms:minimumAge": 17.5}),
        "0/ceterms:requires/0/ceterms:minimumAge",
        "EE",
        label="whole",
        good=embed("ceterms:requires", {**_CONDITION, "ceterms:minimumAge": 18.0}),
    ),
    Case(
        "reference-expected",
        put("0/ceterms:ownedBy", [{"@id": OWNER}]),
        "0/ceterms:ownedBy/0",
        "WN",
        suggestion=OWNER,
    ),
    Case(
        "embed-expected",
        put("0/ceterms:estimatedCost", [res(7)]),
        "0/ceterms:estimatedCost/0",
        "WW",
        label="cost",
        good=embed("ceterms:estimatedCost", {"@type": "ceterms:CostProfile", "ceterms:name": en("Fee")}),
    ),
    Case(
        "embed-expected",
        put("0/ceterms:requires", [res(7)]),
        "0/ceterms:requires/0",
        "WW",
        good=embed("ceterms:requires", _CONDITION),
    ),
)
