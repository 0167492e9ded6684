"""The structural rules: what a document must have so that the registry can keep and name it.

Two profiles. ``wire`` is what the publishing routes ask for (registry-api.md section 4.1): graph form, and an
``@id`` and one ``@type`` string on every item. ``import`` is what a file may look like: single form and lists of
types are read too, but the document must be nameable.
"""

from __future__ import annotations

from typing import Any, Literal

from opencredreg.findings import Finding
from opencredreg.ids import is_blank
from opencredreg.jsonld.document import Document, Item
from opencredreg.validation.rule import Rule

__all__ = [
    "DOCUMENT_IS_ARRAY",
    "DOCUMENT_LIMIT",
    "MAIN_RESOURCE_BLANK",
    "RULES",
    "StructureProfile",
    "check_structure",
]

StructureProfile = Literal["wire", "import"]
_SOURCE = "docs/reference/findings.md"


def _rule(number: str, code: str, statement: str) -> Rule:
    return Rule(number=number, code=code, severity="error", statement=statement, source="JS")


DOCUMENT_LIMIT = _rule("R01", "document-limit", "A document is not larger or deeper than can be checked.")
MAIN_RESOURCE_BLANK = _rule("R05", "main-resource-blank", "The main resource is not a blank node.")
DOCUMENT_IS_ARRAY = Rule(
    number="R02",
    code="document-is-array",
    severity="error",
    read="note",
    statement="A document is an object, not a list of items.",
    source="JS",
)
RULES: tuple[Rule, ...] = (
    _rule("R01", "malformed-json", "A document is one JSON value in UTF-8."),
    DOCUMENT_LIMIT,
    _rule("R02", "document-not-object", "The top level of a document is an object."),
    DOCUMENT_IS_ARRAY,
    _rule("R03", "graph-empty", "The graph of a document has items."),
    _rule("R03", "wrong-type", "@graph is a list of objects; @id and @type are strings."),
    _rule("R04", "required", "The graph and each of its items have an @id, and each item a @type."),
    MAIN_RESOURCE_BLANK,
    _rule("R05", "identity-required", "A document is named by a CTID or an @id."),
)


def check_structure(document: Document, profile: StructureProfile) -> list[Finding]:
    """The structural findings, all of them errors; an empty list means that the document can be kept."""
    findings: list[Finding] = []
    if document.graph_member == "other":
        return [_wrong_type("/@graph", "an array")]
    if document.graph_member == "missing" and profile == "wire":
        findings.append(_required("/@graph"))
    if profile == "wire":
        findings += _check_string(document.top, "@id", "")
    for position in document.strays:
        findings.append(_wrong_type(f"/@graph/{position}", "an object"))
    if document.graph_member == "list" and not document.items and not document.strays:
        findings.append(
            _error(
                "graph-empty", "/@graph", "The graph has no items.", "Put the main resource first in @graph."
            )
        )
    prefix = "/@graph/" if document.form == "graph" else ""
    for item in document.items if document.form == "graph" or profile == "import" else ():
        pointer = f"{prefix}{item.position}" if prefix else ""
        findings += _check_item(item, pointer, profile)
    if profile == "import" and not findings and document.ctid is None and document.identity is None:
        place = f"{prefix}0/@id" if prefix else "/@id"
        findings.append(
            _error(
                "identity-required",
                place,
                "The document has no name: neither a CTID nor an @id that means something outside of it.",
                "Give the main resource a ceterms:ctid and an @id of the form <registry>/resources/<ctid>.",
            )
        )
    return findings


def _check_item(item: Item, pointer: str, profile: StructureProfile) -> list[Finding]:
    if profile == "wire":
        return [*_check_string(item.value, "@id", pointer), *_check_string(item.value, "@type", pointer)]
    findings: list[Finding] = []
    if item.id is None:
        if item.value.get("@id") is not None:
            findings.append(_wrong_type(f"{pointer}/@id", "a string"))
        elif (item.position == 0 and item.ctid is None) or item.position > 0:
            findings.append(_required(f"{pointer}/@id"))
    elif item.position == 0 and is_blank(item.id):
        findings.append(
            _error(
                "main-resource-blank",
                f"{pointer}/@id",
                f"The main resource is the blank node {item.id}, which means nothing outside of this document.",
                "Give it an @id of the form <registry>/resources/<ctid> and its ceterms:ctid.",
            )
        )
    if not item.types:
        findings.append(_required(f"{pointer}/@type"))
    return findings


def _check_string(holder: dict[str, Any], name: str, pointer: str) -> list[Finding]:
    value = holder.get(name)
    if value is None:
        return [_required(f"{pointer}/{name}")]
    if not isinstance(value, str):
        return [_wrong_type(f"{pointer}/{name}", "a string")]
    return []


def _required(pointer: str) -> Finding:
    name = pointer.rsplit("/", 1)[1]
    return _error("required", pointer, f"{name} is required", f"Add {name}.")


def _wrong_type(pointer: str, expected: str) -> Finding:
    return _error("wrong-type", pointer, f"The value at {pointer} must be {expected}.", "")


def _error(code: str, pointer: str, message: str, hint: str) -> Finding:
    return Finding(code=code, severity="error", pointer=pointer, message=message, hint=hint, source=_SOURCE)
