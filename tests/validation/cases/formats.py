"""The forms of single values (``validation-profile.md`` sections 2.6 and 5)."""

from __future__ import annotations

from .bases import Json, credit, en, framework, organization, transfer_value
from .case import Case, Change, embed, many, put

__all__ = ["CASES"]

_COST = "0/ceterms:estimatedCost/0"
_DURATION = "0/ceterms:estimatedDuration/0"
_VALUE = "0/ceterms:transferValue/0"
_PLACE = "0/ceterms:address/0"
_PAGE = "0/ceterms:subjectWebpage"
_DAY = "0/ceterms:dateEffective"


def _cost(**members: object) -> Change:
    value = {
        "@type": "ceterms:CostProfile",
        "ceterms:description": en(),
        "ceterms:costDetails": "https://a.example/c",
    }
    return embed("ceterms:estimatedCost", value | {f"ceterms:{key}": entry for key, entry in members.items()})


def _duration(**members: object) -> Change:
    value: Json = {"@type": "ceterms:DurationProfile"}
    return embed(
        "ceterms:estimatedDuration", value | {f"ceterms:{key}": entry for key, entry in members.items()}
    )


def _value(**members: object) -> Change:
    value: Json = {
        "@type": "ceterms:ValueProfile",
        "ceterms:creditUnitType": credit(1)["ceterms:creditUnitType"],
    }
    return embed(
        "ceterms:transferValue", value | {key.replace("__", ":"): entry for key, entry in members.items()}
    )


def _place(**members: object) -> Change:
    value: Json = {"@type": "ceterms:Place", "ceterms:addressLocality": en("Exampleton")}
    return embed("ceterms:address", value | {f"ceterms:{key}": entry for key, entry in members.items()})


def _contact(**members: object) -> Change:
    value: Json = {"@type": "ceterms:ContactPoint", "ceterms:contactType": en("Office")}
    return _place(targetContactPoint=[value | {f"ceterms:{key}": entry for key, entry in members.items()}])


_CONTACT = f"{_PLACE}/ceterms:targetContactPoint/0"

CASES = (
    Case(
        "url-format", put(_PAGE, "www.school.example"), _PAGE, "EW", suggestion="https://www.school.example"
    ),
    Case("url-format", put(_PAGE, "https://school.example/a b"), _PAGE, "EW", label="blank"),
    Case("url-format", put(_PAGE, "ftp://school.example/a"), _PAGE, "EW", label="scheme"),
    Case(
        "email-format",
        put("0/ceterms:email", ["info at school"]),
        "0/ceterms:email/0",
        "EW",
        base=organization,
    ),
    Case(
        "date-format",
        put(_DAY, "12/31/2024"),
        _DAY,
        "EW",
        suggestion="2024-12-31",
        good=put(_DAY, "2024-12-31"),
    ),
    Case("date-format", put(_DAY, "1/2/2024"), _DAY, "EW", label="unclear"),
    Case(
        "date-format", put(_DAY, "2023-02-29"), _DAY, "EW", label="no-such-day", good=put(_DAY, "2024-02-29")
    ),
    Case(
        "date-format",
        put(_DAY, "2024"),
        _DAY,
        "EW",
        label="year",
        good=put("0/ceterms:approximateDateEffective", "2024"),
    ),
    Case(
        "datetime-format",
        put("0/ceasn:dateModified", "12:00"),
        "0/ceasn:dateModified",
        "EW",
        base=framework,
        good=put("0/ceasn:dateModified", "2024-05-06T12:00:00+02:00"),
    ),
    Case(
        "date-order",
        many(put(_DAY, "2025-01-01"), put("0/ceterms:expirationDate", "2024-01-01")),
        "0/ceterms:dateEffective",
        "WW",
        good=many(put(_DAY, "2024-01-01"), put("0/ceterms:expirationDate", "2024-01-01")),
    ),
    Case(
        "date-order",
        _cost(startDate="2025-01-01", endDate="2024-01-01"),
        f"{_COST}/ceterms:startDate",
        "WW",
        label="inside",
    ),
    Case(
        "duration-format",
        _duration(exactDuration="6 months"),
        f"{_DURATION}/ceterms:exactDuration",
        "EW",
        suggestion="P6M",
        good=_duration(exactDuration="P6M"),
    ),
    Case(
        "duration-mixed",
        _duration(exactDuration="P6MT50H"),
        f"{_DURATION}/ceterms:exactDuration",
        "WW",
        good=_duration(exactDuration="P6M", timeRequired="PT50H"),
    ),
    Case(
        "duration-empty",
        _duration(),
        _DURATION,
        "EW",
        good=_duration(description=en()),
        also=(("profile-empty", _DURATION),),
    ),
    Case(
        "language-code-format",
        put("0/ceterms:inLanguage", ["English"]),
        "0/ceterms:inLanguage/0",
        "EW",
        suggestion="en",
    ),
    Case(
        "currency-format",
        _cost(price=5, currency="$"),
        f"{_COST}/ceterms:currency",
        "EW",
        suggestion="USD",
        good=_cost(price=5, currency="EUR"),
    ),
    Case(
        "currency-format", _cost(price=5, currency="ABC"), f"{_COST}/ceterms:currency", "EW", label="no-such"
    ),
    Case(
        "currency-missing",
        _cost(price=5),
        f"{_COST}/ceterms:price",
        "EW",
        good=_cost(price=5, currency="EUR"),
    ),
    Case(
        "number-range",
        _cost(price=-5, currency="EUR"),
        f"{_COST}/ceterms:price",
        "EW",
        good=_cost(price=0, currency="EUR"),
    ),
    Case(
        "number-range",
        _place(latitude=90.5, longitude=10),
        f"{_PLACE}/ceterms:latitude",
        "EW",
        base=organization,
        label="latitude",
        good=_place(latitude=-90, longitude=180),
    ),
    Case(
        "weight-range",
        embed(
            "ceterms:requires",
            {"@type": "ceterms:ConditionProfile", "ceterms:description": en(), "ceterms:weight": 25},
        ),
        "0/ceterms:requires/0/ceterms:weight",
        "WW",
        suggestion="0.25",
        good=embed(
            "ceterms:requires",
            {"@type": "ceterms:ConditionProfile", "ceterms:description": en(), "ceterms:weight": 0.25},
        ),
    ),
    Case(
        "value-pair",
        _value(schema__minValue=1),
        f"{_VALUE}/schema:minValue",
        "EW",
        base=transfer_value,
        good=_value(schema__minValue=1, schema__maxValue=1),
    ),
    Case(
        "value-pair",
        _value(schema__minValue=3, schema__maxValue=1),
        f"{_VALUE}/schema:minValue",
        "EW",
        base=transfer_value,
        label="turned-round",
    ),
    Case(
        "value-pair",
        _value(schema__value=2, schema__minValue=1, schema__maxValue=3),
        f"{_VALUE}/schema:value",
        "EW",
        base=transfer_value,
        label="both",
    ),
    Case(
        "value-pair",
        _duration(minimumDuration="P1M"),
        f"{_DURATION}/ceterms:minimumDuration",
        "EW",
        label="duration",
        good=_duration(minimumDuration="P1M", maximumDuration="P2M"),
    ),
    Case(
        "unit-missing",
        embed("ceterms:transferValue", {"@type": "ceterms:ValueProfile", "schema:value": 3}),
        _VALUE,
        "WW",
        base=transfer_value,
    ),
    Case(
        "unit-without-value",
        _value(),
        f"{_VALUE}/ceterms:creditUnitType",
        "EW",
        base=transfer_value,
        also=(("required-one-of", _VALUE),),
    ),
    Case(
        "phone-format",
        _contact(telephone=["12345"]),
        f"{_CONTACT}/ceterms:telephone/0",
        "NN",
        base=organization,
        good=_contact(telephone=["+1 555 010 0100"]),
    ),
    Case(
        "social-media-format",
        put("0/ceterms:socialMedia", ["@school"]),
        "0/ceterms:socialMedia/0",
        "NN",
        base=organization,
        good=put("0/ceterms:socialMedia", ["https://social.example/@school"]),
    ),
    Case(
        "identifier-format",
        put("0/ceterms:duns", "12"),
        "0/ceterms:duns",
        "WW",
        base=organization,
        good=put("0/ceterms:duns", "123456789"),
    ),
    Case(
        "identifier-format",
        put("0/ceterms:fein", "123456789"),
        "0/ceterms:fein",
        "WW",
        base=organization,
        label="fein",
        good=put("0/ceterms:fein", "12-3456789"),
    ),
)
