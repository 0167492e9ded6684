"""References from one resource to another (``validation-profile.md`` section 2.2, rules R21 to R30)."""

from __future__ import annotations

from opencredreg.validation.surroundings import Known

from .bases import (
    BASE,
    OWNER,
    agreement,
    ce,
    en,
    outside_organization,
    res,
)
from .case import Case, add, drop, many, put

__all__ = ["CASES"]

_OWNED_BY = "0/ceterms:ownedBy"
_MENTIONED = many(add(outside_organization()), put(_OWNED_BY, ["_:b1"]))
_COURSE = {
    "@id": "_:course",
    "@type": "ceterms:Course",
    "ceterms:name": en("Knots"),
    "ceterms:subjectWebpage": "https://elsewhere.example/knots",
}
_WITH_COURSE = many(add(_COURSE), put("0/ceterms:hasPart", ["_:course"]))
_ORGANIZATION = Known(("ceterms:CredentialOrganization",))

CASES = (
    Case("reference-not-iri", put(_OWNED_BY, ["My College"]), f"{_OWNED_BY}/0", "EW"),
    Case(
        "reference-not-iri",
        put(_OWNED_BY, [f" {OWNER}"]),
        f"{_OWNED_BY}/0",
        "EW",
        suggestion=OWNER,
        label="blank-before-it",
    ),
    Case("reference-bare-ctid", put(_OWNED_BY, [ce(900)]), f"{_OWNED_BY}/0", "EW", suggestion=OWNER),
    Case(
        "reference-bare-uuid",
        put(_OWNED_BY, [ce(900).removeprefix("ce-")]),
        f"{_OWNED_BY}/0",
        "EW",
        suggestion=OWNER,
    ),
    Case("blank-node-thin", many(_MENTIONED, drop("1/ceterms:name")), "1", "EW", good=_MENTIONED),
    Case(
        "blank-node-thin",
        many(_MENTIONED, drop("1/ceterms:subjectWebpage")),
        "1",
        "EW",
        label="organization-without-page",
        good=_MENTIONED,
    ),
    Case(
        "blank-node-no-webpage",
        many(_WITH_COURSE, drop("1/ceterms:subjectWebpage")),
        "1",
        "WW",
        good=_WITH_COURSE,
    ),
    Case(
        "reference-unresolved",
        put(_OWNED_BY, ["_:x"]),
        f"{_OWNED_BY}/0",
        "EE",
        good=_MENTIONED,
    ),
    Case(
        "reference-to-graph",
        put(_OWNED_BY, [f"{BASE}/graph/{ce(900)}"]),
        f"{_OWNED_BY}/0",
        "WN",
        suggestion=OWNER,
    ),
    Case(
        "reference-outside",
        put("0/ceterms:isPartOf", [res(7)]),
        f"{_OWNED_BY}/0",
        "NN",
        good=_MENTIONED,
    ),
    Case(
        "reference-resolved",
        put("0/ceterms:name", en()),
        f"{_OWNED_BY}/0",
        "NN",
        known={ce(900): _ORGANIZATION},
        switched_on=True,
        good=_MENTIONED,
    ),
    Case(
        "reference-not-found",
        put(_OWNED_BY, [OWNER, res(7)]),
        f"{_OWNED_BY}/1",
        "WW",
        known={ce(900): _ORGANIZATION},
    ),
    Case(
        "reference-deleted",
        put(_OWNED_BY, [OWNER, res(7)]),
        f"{_OWNED_BY}/1",
        "WW",
        known={
            ce(900): _ORGANIZATION,
            ce(7): Known(("ceterms:CredentialOrganization",), state="deleted"),
        },
    ),
    Case(
        "reference-self",
        put("0/ceterms:isSimilarTo", [res(1)]),
        "0/ceterms:isSimilarTo/0",
        "WW",
        good=put("0/ceterms:isSimilarTo", [res(2)]),
    ),
    Case(
        "reference-self-structural",
        put("0/ceterms:hasPart", [res(1)]),
        "0/ceterms:hasPart/0",
        "EE",
        good=put("0/ceterms:hasPart", [res(2)]),
    ),
    Case(
        "reference-blank-not-allowed",
        many(add(outside_organization()), put("0/ceterms:sendingOrganization", ["_:b1"])),
        "0/ceterms:sendingOrganization/0",
        "EE",
        base=agreement,
        good=many(add(outside_organization()), put("0/ceterms:ownedBy", ["_:b1"])),
    ),
)
