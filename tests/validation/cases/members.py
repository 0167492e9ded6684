"""Compound units and their members (``validation-profile.md`` section 2.8, rules R76 to R84)."""

from __future__ import annotations

from .bases import competency, en, framework, item, pathway, res
from .case import Case, add, drop, many, put

__all__ = ["CASES"]

_THIRD = item(
    4,
    "ceasn:Competency",
    ceasn__competencyText=en("Cuts a cord."),
    ceasn__isPartOf=res(1),
)

CASES = (
    Case(
        "member-untied",
        drop("2/ceasn:isPartOf"),
        "2",
        "EW",
        base=framework,
    ),
    Case(
        "member-untied",
        drop("1/ceterms:isPartOf"),
        "1",
        "EW",
        base=pathway,
        label="component",
    ),
    Case(
        "member-tied-by-other",
        many(put("1/ceasn:isPartOf", res(1)), drop("1/ceterms:isPartOf")),
        "1/ceasn:isPartOf",
        "NN",
        base=pathway,
    ),
    Case(
        "member-of-other-unit",
        put("2/ceasn:isPartOf", res(77)),
        "2/ceasn:isPartOf",
        "EW",
        base=framework,
    ),
    Case(
        "standalone-with-structure",
        put("0/ceasn:isChildOf", [res(77)]),
        "0/ceasn:isChildOf",
        "EW",
        base=competency,
    ),
    Case(
        "top-members-missing",
        many(drop("0/ceasn:hasTopChild"), drop("1/ceasn:isTopChildOf")),
        "0",
        "WW",
        base=framework,
    ),
    Case(
        "member-unreachable",
        add(_THIRD),
        "3",
        "WW",
        base=framework,
        good=many(add(_THIRD), put("3/ceasn:isChildOf", [res(2)])),
    ),
    Case(
        "hierarchy-cycle",
        many(put("2/ceasn:hasChild", [res(2)]), put("1/ceasn:isChildOf", [res(3)])),
        "1/ceasn:hasChild/0",
        "EE",
        base=framework,
    ),
    Case(
        "inverse-one-sided",
        drop("2/ceasn:isChildOf"),
        "1/ceasn:hasChild/0",
        "NN",
        base=framework,
    ),
    Case(
        "inverse-disagrees",
        many(
            put("0/ceasn:hasTopChild", [res(2), res(3)]),
            put("2/ceasn:isTopChildOf", res(77)),
        ),
        "2/ceasn:isTopChildOf",
        "WW",
        base=framework,
        good=many(put("0/ceasn:hasTopChild", [res(2), res(3)]), put("2/ceasn:isTopChildOf", res(1))),
    ),
    Case(
        "list-id-duplicate",
        many(
            add({**_THIRD, "ceasn:isChildOf": [res(2)], "ceasn:listID": "1"}),
            put("1/ceasn:hasChild", [res(3), res(4)]),
            put("2/ceasn:listID", "1"),
        ),
        "3/ceasn:listID",
        "NN",
        base=framework,
        good=many(
            add({**_THIRD, "ceasn:isChildOf": [res(2)], "ceasn:listID": "2"}),
            put("1/ceasn:hasChild", [res(3), res(4)]),
            put("2/ceasn:listID", "1"),
        ),
    ),
)
