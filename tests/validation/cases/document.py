"""Documents and their graphs (``validation-profile.md`` section 2.1)."""

from __future__ import annotations

import json
from typing import Any

from opencredreg.validation.checks.visit import MOST_DEPTH

from .bases import CONTEXT, Json, ce, certificate, en, item, outside_organization
from .case import Case, add, drop, many, put, rename, top

__all__ = ["CASES"]


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def _twice(key: str, value: Any) -> bytes:
    """The certificate with a member of its first item written twice."""
    text = json.dumps(certificate())
    head = '"@type": "ceterms:Certificate"'
    assert head in text
    return text.replace(head, f'{head}, "{key}": {json.dumps(value)}', 1).encode()


def _nested(levels: int) -> Json:
    condition: Json = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}
    for _ in range(levels):
        outer = {"@type": "ceterms:ConditionProfile", "ceterms:description": en()}
        condition = {**outer, "ceterms:alternativeCondition": [condition]}
    return condition


_DEEPEST = MOST_DEPTH
_TOO_DEEP = "0/ceterms:requires/0" + "/ceterms:alternativeCondition/0" * (_DEEPEST + 1)
_SHORT = item(2, "ceterms:Course", ceterms__name=en("Knots"))

CASES = (
    Case("malformed-json", b'{"a": 1}{"b": 2}', "", "EE", good=_bytes(certificate())),
    Case("malformed-json", b"", "", "EE", label="nothing"),
    Case("malformed-json", b'{"a": "\xff"}', "", "EE", label="not-utf-8"),
    Case("malformed-json", b'{"a": "\\u0000"}', "", "EE", label="nul"),
    Case("malformed-json", b'{"a": NaN}', "", "EE", label="not-a-number"),
    Case("document-limit", b"[" * 100_000, "", "EE", label="unreadable"),
    Case(
        "document-limit",
        put("0/ceterms:requires", [_nested(_DEEPEST + 1)]),
        _TOO_DEEP,
        "EE",
        good=put("0/ceterms:requires", [_nested(_DEEPEST)]),
    ),
    Case("document-not-object", b'"ceterms:Certificate"', "", "EE"),
    Case("document-not-object", b"12", "", "EE", label="number"),
    Case(
        "document-is-array",
        _bytes([{"@context": CONTEXT, **certificate()["@graph"][0]}]),
        "",
        "EN",
        also=(("context-missing", ""),),
    ),
    Case("graph-empty", top(graph=[]), "/@graph", "EE"),
    Case("wrong-type", top(graph={}), "/@graph", "EE", label="graph"),
    Case("wrong-type", put("-", "a text"), "1", "EE", label="item", good=add(outside_organization())),
    Case(
        "wrong-type", put("0/@type", 5), "0/@type", "E-", label="type", also_read=(("required", "0/@type"),)
    ),
    Case(
        "wrong-type",
        many(add(outside_organization()), put("1/@id", 5)),
        "1/@id",
        "EE",
        label="id",
        also=(("ctid-missing", "1"), ("required-missing", "1"), ("required-one-of", "1")),
    ),
    Case("required", drop("/@id"), "/@id", "E-", label="graph-id"),
    Case("required", drop("0/@id"), "0/@id", "E-", label="id"),
    Case("required", drop("0/@type"), "0/@type", "EE", label="type"),
    Case(
        "required",
        many(add(outside_organization()), put("0/ceterms:ownedBy", ["_:b1"]), drop("1/@type")),
        "1/@type",
        "EE",
        label="type-of-blank-node",
    ),
    Case(
        "main-resource-blank",
        many(put("0/@id", "_:b0"), drop("0/ceterms:ctid")),
        "0/@id",
        "EE",
    ),
    Case("context-missing", drop("/@context"), "", "WW"),
    Case("context-foreign", top(context="https://schema.org"), "/@context", "WW"),
    Case(
        "context-foreign",
        top(context=["https://schema.org/"]),
        "/@context/0",
        "WW",
        label="list",
        good=top(context=["https://schema.org/", "http://credreg.net/ctdlasn/schema/context/json"]),
    ),
    Case("duplicate-key", _twice("ceterms:ctid", ce(1)), "0/ceterms:ctid", "WW", good=_bytes(certificate())),
    Case(
        "main-resource-mismatch",
        put("/@id", f"https://registry.example/graph/{ce(2)}"),
        "0/ceterms:ctid",
        "EW",
    ),
    Case(
        "node-duplicate",
        add(outside_organization(), outside_organization()),
        "2/@id",
        "EE",
        good=many(add(outside_organization()), put("0/ceterms:ownedBy/-", "_:b1")),
    ),
    Case(
        "node-unused",
        add(outside_organization()),
        "1/@id",
        "NN",
        good=many(add(outside_organization()), put("0/ceterms:ownedBy/-", "_:b1")),
    ),
    Case("key-not-prefixed", rename("0/ceterms:name", "name"), "0/name", "EN", suggestion="ceterms:name"),
    Case(
        "key-not-prefixed",
        rename("0/ceterms:name", "https://purl.org/ctdl/terms/name"),
        "0/https:~1~1purl.org~1ctdl~1terms~1name",
        "EN",
        suggestion="ceterms:name",
        label="full-address",
    ),
    Case(
        "key-not-prefixed",
        put("0/@type", "Certificate"),
        "0/@type",
        "EN",
        suggestion="ceterms:Certificate",
        label="class",
    ),
    Case(
        "key-whitespace",
        rename("0/ceterms:name", "ceterms:name "),
        "0/ceterms:name ",
        "WW",
        suggestion="ceterms:name",
    ),
    Case("value-empty", put("0/ceterms:keyword", {}), "0/ceterms:keyword", "WW", label="map"),
    Case("value-empty", put("0/ceterms:keyword", {"en": []}), "0/ceterms:keyword/en", "WW", label="texts"),
    Case(
        "value-empty",
        put("0/ceterms:versionCode", ""),
        "0/ceterms:versionCode",
        "WW",
        label="text",
        good=put("0/ceterms:versionCode", "2"),
    ),
    Case("value-empty", put("0/ceterms:sameAs", []), "0/ceterms:sameAs", "WW", label="list"),
    Case("value-empty", put("0/ceterms:image", None), "0/ceterms:image", "WW", label="null"),
    Case("value-empty", put("0/ceterms:isPartOf", [" "]), "0/ceterms:isPartOf/0", "WW", label="reference"),
    Case("value-empty", put("0/ceterms:requires", [{}]), "0/ceterms:requires/0", "WW", label="object"),
    Case("class-not-publishable", put("0/@type", "ceterms:Degree"), "0/@type", "EW"),
    Case("class-not-publishable", put("0/@type", "ceterms:Credential"), "0/@type", "EW", label="umbrella"),
    Case(
        "embedded-at-top",
        many(
            put("0/ceterms:estimatedCost", ["_:cost"]),
            add({"@id": "_:cost", "@type": "ceterms:CostProfile", "ceterms:name": en("Fee")}),
        ),
        "1",
        "WW",
        good=put("0/ceterms:estimatedCost", [{"@type": "ceterms:CostProfile", "ceterms:name": en("Fee")}]),
        also=(("embed-expected", "0/ceterms:estimatedCost/0"),),
    ),
)
