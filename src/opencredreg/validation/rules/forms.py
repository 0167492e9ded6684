"""How values are written in JSON (``validation-profile.md`` section 2.4)."""

from __future__ import annotations

from opencredreg.validation.rule import Rule

__all__ = ["RULES"]

TOO_MANY_VALUES = Rule(
    number="R40",
    code="too-many-values",
    severity="error",
    read="warning",
    statement="A property that has one value is not given several.",
    source="AS, JS",
)
LIST_EXPECTED = Rule(
    number="R41",
    code="list-expected",
    severity="note",
    statement="A property that may have several values is written as a list.",
    source="AS",
)
LANGUAGE_MAP_EXPECTED = Rule(
    number="R42",
    code="language-map-expected",
    severity="error",
    read="note",
    statement="Text is written with its language.",
    source="VO, FI",
)
LANGUAGE_TAG_INVALID = Rule(
    number="R43",
    code="language-tag-invalid",
    severity="warning",
    statement="The keys of a text are language tags.",
    source="HB, FI",
)
LANGUAGE_MAP_VALUE = Rule(
    number="R44",
    code="language-map-value",
    severity="error",
    statement="The values of a text are strings.",
    source="AS",
)
LANGUAGE_MAP_LIST = Rule(
    number="R44",
    code="language-map-list",
    severity="warning",
    statement="A text that has one value per language is not given several.",
    source="AS",
)
LITERAL_EXPECTED = Rule(
    number="R45",
    code="literal-expected",
    severity="error",
    statement="A property that holds a plain value is not given an object.",
    source="VO",
)
OBJECT_EXPECTED = Rule(
    number="R45",
    code="object-expected",
    severity="error",
    read="warning",
    statement="A property that holds a reference or an object is not given a number or a boolean.",
    source="VO",
)
BOOLEAN_FORMAT = Rule(
    number="R46",
    code="boolean-format",
    severity="error",
    read="note",
    statement="A yes or no is written as true or false, without quotes.",
    source="VO, FI",
)
NUMBER_FORMAT = Rule(
    number="R46",
    code="number-format",
    severity="error",
    read="note",
    statement="A number is written without quotes.",
    source="VO, FI",
)
BOOLEAN_INVALID = Rule(
    number="R46",
    code="boolean-invalid",
    severity="error",
    statement="A property that says yes or no is given nothing else.",
    source="VO",
)
NUMBER_INVALID = Rule(
    number="R46",
    code="number-invalid",
    severity="error",
    statement="A property that holds a number is given nothing else.",
    source="VO",
)
REFERENCE_EXPECTED = Rule(
    number="R47",
    code="reference-expected",
    severity="warning",
    read="note",
    statement="A reference is written as a string.",
    source="FI",
)
EMBED_EXPECTED = Rule(
    number="R48",
    code="embed-expected",
    severity="warning",
    statement="What has no address of its own is written as an inner object.",
    source="AS",
)

RULES: tuple[Rule, ...] = (
    TOO_MANY_VALUES,
    LIST_EXPECTED,
    LANGUAGE_MAP_EXPECTED,
    LANGUAGE_TAG_INVALID,
    LANGUAGE_MAP_VALUE,
    LANGUAGE_MAP_LIST,
    LITERAL_EXPECTED,
    OBJECT_EXPECTED,
    BOOLEAN_FORMAT,
    NUMBER_FORMAT,
    BOOLEAN_INVALID,
    NUMBER_INVALID,
    REFERENCE_EXPECTED,
    EMBED_EXPECTED,
)
