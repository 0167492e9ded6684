"""Data sets: what they cover, where their files are, what they measure.

Source: ``ctdl-vocabulary.md`` section 6.15.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from opencredreg.crosswalk.schema_org.plain import DATES, TEXT, URLS, code_of, name_of, safe_url, text_of
from opencredreg.crosswalk.schema_org.scope import Json, Reader, Row, Scope, read_rows
from opencredreg.crosswalk.values import values_of
from opencredreg.jsonld.values import listed

__all__ = ["DISTRIBUTIONS", "IDENTIFIERS", "IDENTIFIER_TERMS", "MEASURED", "PERIODS", "build_identifier"]

# Identifiers that have no property of their own in schema.org, and what they are called there.
_SCHEMES: Final = (
    ("ceterms:ctid", "CTID"),
    ("ceterms:opeID", "OPEID"),
    ("ceterms:ipedsID", "IPEDS"),
    ("ceterms:ncesID", "NCES"),
    ("ceterms:credentialId", ""),
)

IDENTIFIER_TERMS: Final = (*(term for term, _ in _SCHEMES), "ceterms:identifier")
"""Properties that :data:`IDENTIFIERS` reads."""

_FILE_ROWS: Final = (
    Row("name", ("ceterms:name",), TEXT, "one"),
    Row("description", ("ceterms:description",), TEXT, "one"),
    Row("contentUrl", ("ceterms:source", "schema:contentUrl"), URLS, "one"),
    Row("license", ("ceasn:license",), URLS, "one"),
    Row("datePublished", ("ceterms:dateEffective",), DATES, "one"),
)


def build_identifier(scheme: str, value: str) -> Json:
    """A ``PropertyValue`` for an identifier; ``scheme`` is its name, or "" where it has none."""
    return {"@type": "PropertyValue"} | ({"propertyID": scheme} if scheme else {}) | {"value": value}


def _identifiers(_: list[Any], scope: Scope) -> Iterator[Json]:
    for term, scheme in _SCHEMES:
        for value in values_of(scope.node, term):
            if code := code_of(value):
                yield build_identifier(scheme, code)
    for value in scope.objects(values_of(scope.node, "ceterms:identifier")):
        code = code_of(next(iter(values_of(value, "ceterms:identifierValueCode")), ""))
        if code:
            kind = safe_url(next(iter(values_of(value, "ceterms:identifierType")), ""))
            name = text_of(value.get("ceterms:identifierTypeName"), scope)
            yield build_identifier(kind, code) | ({"name": name} if name else {})


def _periods(values: list[Any], scope: Scope) -> Iterator[str]:
    """ISO 8601 intervals; an open end is written ``..``."""
    for frame in scope.objects(values):
        ends = [
            next(iter(DATES.read(listed(frame.get(f"ceterms:{name}")), scope)), "")
            for name in ("startDate", "endDate")
        ]
        if any(ends):
            yield "/".join(end or ".." for end in ends)


def _distributions(values: list[Any], scope: Scope) -> Iterator[Json]:
    for node in scope.objects(values):
        made = read_rows(_FILE_ROWS, scope.about(node))
        media = code_of(next(iter(values_of(node, "qdata:mediaType")), ""))
        if "contentUrl" in made:
            yield {"@type": "DataDownload", **made} | ({"encodingFormat": media} if media else {})


def _measured(values: list[Any], scope: Scope) -> Iterator[Json]:
    for node in scope.objects(values):
        if name := name_of(node, scope):
            description = text_of(node.get("ceterms:description"), scope)
            made = {"@type": "PropertyValue", "name": name}
            yield made | ({"description": description} if description else {})


IDENTIFIERS: Final = Reader("`PropertyValue` with the kind of the identifier", _identifiers)
PERIODS: Final = Reader("ISO 8601 interval", _periods, looks_up=True)
DISTRIBUTIONS: Final = Reader("`DataDownload` of those that have an address", _distributions, looks_up=True)
MEASURED: Final = Reader("`PropertyValue` with name and description", _measured, looks_up=True)
