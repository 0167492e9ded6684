"""Manifests, data sets, transfer, alignments, actions, places (``validation-profile.md`` section 2.8)."""

from __future__ import annotations

from .bases import (
    OWNER,
    action,
    alignment_map,
    ce,
    condition_manifest,
    data_set,
    en,
    item,
    res,
    transfer_value,
)
from .case import Case, Change, add, drop, embed, many, put

__all__ = ["CASES"]

_OTHER_MANIFEST = item(
    2,
    "ceterms:ConditionManifest",
    ceterms__description=en(),
    ceterms__subjectWebpage="https://school.example/more",
    ceterms__conditionManifestOf=[OWNER],
    ceterms__commonConditions=[res(1)],
)
_PLACE = {"@type": "ceterms:Place", "ceterms:addressCountry": en("Atlantis")}


def _acted_by(agent: str) -> Change:
    """The certificate with its accreditation in the same document."""
    taken = action()["@graph"][0] | {"@id": res(2), "ceterms:ctid": ce(2), "ceterms:actingAgent": [agent]}
    return many(add(taken), put("0/ceterms:relatedAction", [res(2)]))


CASES = (
    Case(
        "manifest-cycle",
        many(add(_OTHER_MANIFEST), put("0/ceterms:commonConditions", [res(2)])),
        "0/ceterms:commonConditions/0",
        "WW",
        base=condition_manifest,
        also=(
            ("domain-violation", "0/ceterms:commonConditions"),
            ("domain-violation", "1/ceterms:commonConditions"),
        ),
    ),
    Case(
        "observation-incomplete",
        put("3/qdata:isObservationOf", res(77)),
        "3/qdata:isObservationOf",
        "EW",
        base=data_set,
    ),
    Case(
        "observation-incomplete",
        drop("3/qdata:percentage"),
        "3",
        "EW",
        base=data_set,
        label="nothing-counted",
        good=many(
            drop("3/qdata:percentage"), put("3/qdata:dataWithholdingType", "dataWithholding:DataSuppressed")
        ),
    ),
    Case(
        "observation-point-unknown",
        put("3/qdata:atPoint", [res(77)]),
        "3/qdata:atPoint/0",
        "WW",
        base=data_set,
    ),
    Case(
        "transfer-incomplete",
        drop("0/ceterms:transferValueFrom"),
        "0",
        "WW",
        base=transfer_value,
    ),
    Case(
        "alignment-incomplete",
        drop("1/ceterms:alignmentType"),
        "1",
        "EW",
        base=alignment_map,
    ),
    Case(
        "action-not-by-agent",
        _acted_by(res(77)),
        "1/ceterms:actingAgent",
        "WW",
        good=_acted_by(OWNER),
    ),
    Case(
        "jurisdiction-global-and-main",
        embed(
            "ceterms:jurisdiction",
            {
                "@type": "ceterms:JurisdictionProfile",
                "ceterms:globalJurisdiction": True,
                "ceterms:mainJurisdiction": [_PLACE],
            },
        ),
        "0/ceterms:jurisdiction/0/ceterms:mainJurisdiction",
        "WW",
        good=embed(
            "ceterms:jurisdiction",
            {"@type": "ceterms:JurisdictionProfile", "ceterms:mainJurisdiction": [_PLACE]},
        ),
    ),
)
