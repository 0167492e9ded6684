"""What a resource has to say (``validation-profile.md`` sections 2.5, 3 and 4)."""

from __future__ import annotations

from .bases import (
    Json,
    assessment,
    cost_manifest,
    data_set,
    en,
    framework,
    organization,
    scheme,
)
from .case import Case, add, drop, embed, many, put

__all__ = ["CASES"]

_COURSE = {
    "@id": "_:course",
    "@type": "ceterms:Course",
    "ceterms:name": en("Knots"),
    "ceterms:subjectWebpage": "https://elsewhere.example/knots",
}


def _manifest() -> Json:
    """A cost manifest with all that is recommended."""
    document = cost_manifest()
    document["@graph"][0] |= {
        "ceterms:name": en("Fees"),
        "ceterms:startDate": "2024-01-01",
        "ceterms:endDate": "2024-12-31",
        "ceterms:estimatedCost": [{"@type": "ceterms:CostProfile", "ceterms:name": en("Fee")}],
    }
    return document


CASES = (
    Case("required-missing", drop("0/ceterms:inLanguage"), "0", "EW", suggestion="ceterms:inLanguage"),
    Case(
        "required-missing",
        drop("2/ceasn:competencyText"),
        "2",
        "EW",
        base=framework,
        label="of-member",
    ),
    Case(
        "required-missing",
        put(
            "0/ceterms:identifier", [{"@type": "ceterms:IdentifierValue", "ceterms:identifierTypeName": en()}]
        ),
        "0/ceterms:identifier/0",
        "EW",
        label="inside",
        good=put(
            "0/ceterms:identifier", [{"@type": "ceterms:IdentifierValue", "ceterms:identifierValueCode": "7"}]
        ),
    ),
    Case(
        "required-missing",
        drop("0/qdata:hasObservation"),
        "0",
        "EW",
        base=data_set,
        suggestion="qdata:hasObservation",
        also=(("member-unreachable", "3"),),
        label="new-data-set-model",
    ),
    Case(
        "required-one-of",
        drop("0/ceterms:availableOnlineAt"),
        "0",
        "EW",
        base=assessment,
    ),
    Case("required-one-of", drop("0/ceterms:email"), "0", "EW", base=organization, label="contact"),
    Case(
        "required-before",
        embed("ceterms:requires", {"@type": "ceterms:ConditionProfile", "ceterms:name": en()}),
        "0/ceterms:requires/0",
        "N-",
        suggestion="ceterms:description",
        good=embed("ceterms:requires", {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}),
    ),
    Case(
        "recommended-missing",
        drop("0/ceterms:startDate"),
        "0",
        "NN",
        base=_manifest,
    ),
    Case(
        "required-by-policy",
        drop("0/ceasn:publicationStatusType"),
        "0",
        "WN",
        base=scheme,
        suggestion="ceasn:publicationStatusType",
    ),
    Case(
        "description-too-short",
        put("0/ceterms:description", {"en": "Short", "es": "Corto"}),
        "0/ceterms:description",
        "WW",
        good=put("0/ceterms:description", {"en": "Short", "es": "No tan corto como el otro"}),
    ),
    Case(
        "description-is-name",
        put("0/ceterms:name", en()),
        "0/ceterms:description",
        "NN",
    ),
    Case(
        "owner-not-organization",
        many(add(_COURSE), put("0/ceterms:ownedBy", ["_:course"])),
        "0/ceterms:ownedBy/0",
        "WW",
        also=(("range-violation", "0/ceterms:ownedBy/0"),),
        good=many(add(_COURSE), put("0/ceterms:hasPart", ["_:course"])),
    ),
    Case(
        "profile-empty",
        embed("ceterms:estimatedCost", {"@type": "ceterms:CostProfile"}),
        "0/ceterms:estimatedCost/0",
        "WW",
        good=embed(
            "ceterms:estimatedCost",
            {"@type": "ceterms:CostProfile", "ceterms:price": 5, "ceterms:currency": "EUR"},
        ),
    ),
)
