"""CTIDs and addresses of resources (``validation-profile.md`` section 2.2, rules R14 to R20)."""

from __future__ import annotations

from .bases import BASE, ce, organization, outside_organization, res
from .case import Case, Change, add, drop, many, put

__all__ = ["CASES"]

_OTHER = "ce-4ab2e1f0-6a3b-4c1d-9e8f-0123456789ab"
_OLD = "ce-4ab2e1f0-6a3b-1c1d-9e8f-0123456789ab"


def _known_as(ctid: str, address: str | None = None) -> Change:
    """Give the document another CTID, in all three places."""
    return many(
        put("/@id", f"{BASE}/graph/{ctid}"),
        put("0/@id", address or f"{BASE}/resources/{ctid}"),
        put("0/ceterms:ctid", ctid),
    )


_DISAGREE = (("ctid-uri-mismatch", "0/@id"), ("main-resource-mismatch", "0/ceterms:ctid"))
_MENTIONED = many(add(outside_organization()), put("0/ceterms:ownedBy", ["_:b1"]))

CASES = (
    Case(
        "ctid-malformed",
        put("0/ceterms:ctid", "ce-123"),
        "0/ceterms:ctid",
        "EE",
        good=_known_as(_OTHER),
        also=_DISAGREE,
    ),
    Case(
        "ctid-bare-uuid",
        put("0/ceterms:ctid", ce(1).removeprefix("ce-")),
        "0/ceterms:ctid",
        "EE",
        suggestion=ce(1),
        also=_DISAGREE,
    ),
    Case(
        "ctid-uppercase",
        many(_known_as(_OTHER), put("0/ceterms:ctid", _OTHER.upper().replace("CE-", "ce-"))),
        "0/ceterms:ctid",
        "WN",
        suggestion=_OTHER,
        good=_known_as(_OTHER),
    ),
    Case("ctid-not-uuid4", _known_as(_OLD), "0/ceterms:ctid", "WN", good=_known_as(_OTHER)),
    Case("ctid-missing", drop("0/ceterms:ctid"), "0", "EW"),
    Case(
        "ctid-missing",
        many(
            add({**organization()["@graph"][0], "@id": res(2), "ceterms:ctid": ce(2)}),
            put("0/ceterms:ownedBy", [res(2)]),
            drop("1/ceterms:ctid"),
        ),
        "1",
        "EW",
        label="second-item",
    ),
    Case(
        "ctid-on-blank-node",
        many(_MENTIONED, put("1/ceterms:ctid", ce(5))),
        "1/ceterms:ctid",
        "EW",
        good=_MENTIONED,
    ),
    Case("ctid-uri-mismatch", put("0/@id", res(2)), "0/@id", "EW"),
    Case(
        "registry-uri-malformed",
        put("0/@id", f"{BASE}/resource/{ce(1)}"),
        "0/@id",
        "EW",
        suggestion=res(1),
        good=put("0/@id", f"{BASE}/community/resources/{ce(1)}"),
    ),
)
