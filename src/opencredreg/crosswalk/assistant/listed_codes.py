"""Codes of occupations, programs and industries: items of frameworks, plain names and lists of codes.

Source: ``publishing.md`` section 4.4.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.codes.book import CodeBook
from opencredreg.codes.lists import Code
from opencredreg.crosswalk.assistant.coded import ALIGNMENT
from opencredreg.crosswalk.assistant.conversion import Conversion, Converter, step
from opencredreg.crosswalk.assistant.objects import kind_of, listed, members_of, spot
from opencredreg.crosswalk.assistant.simple import named, plain, text, text_of, url
from opencredreg.crosswalk.assistant.table import Field

__all__ = ["code_items", "code_names", "codes_of", "naics"]

_IN_ENGLISH: Final = "en-US"
_BOOK_OF: Final = {
    "ceterms:occupationType": "soc",
    "ceterms:instructionalProgramType": "cip",
    "ceterms:industryType": "naics",
}
_LIST_NAMES: Final = {"soc": "SOC or O*NET code", "cip": "CIP code", "naics": "NAICS code"}


def code_items(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """Items of frameworks, with their names, codes and addresses."""
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        if isinstance(entry, str):
            # A bare name or code instead of an item.
            found += code_names(conversion, field, cls, entry, here)
            continue
        if not isinstance(entry, dict):
            conversion.say(
                "type.wrong",
                here,
                f"{field.name} is a list of items with Name and CodedNotation, not {kind_of(entry)}.",
                value=entry,
                term=field.term,
                hint="Send objects such as {“Name”: “Farm manager”}.",
            )
            continue
        node = _item(conversion, field, entry, here)
        if node is not None:
            found.append(node)
    return found


_ITEM: Final[dict[str, tuple[str, Converter]]] = {
    "framework": ("ceterms:framework", url),
    "frameworkname": ("ceterms:frameworkName", text),
    "codednotation": ("ceterms:codedNotation", plain),
    "name": ("ceterms:targetNodeName", text),
    "targetnodename": ("ceterms:targetNodeName", text),
    "description": ("ceterms:targetNodeDescription", text),
    "targetnodedescription": ("ceterms:targetNodeDescription", text),
    "targetnode": ("ceterms:targetNode", url),
    "url": ("ceterms:targetNode", url),
    "weight": ("ceterms:weight", plain),
}
_OLD_NAME: Final = "url"
_ITEM_BY_TERM: Final = {term.lower(): (term, converter) for term, converter in _ITEM.values()}


def _item(conversion: Conversion, field: Field, value: dict[str, Any], pointer: str) -> dict[str, Any] | None:
    node: dict[str, Any] = {"@type": ALIGNMENT}
    conversion.made(node, pointer)
    for folded, (name, entry) in members_of(value).items():
        known = _ITEM.get(folded) or _ITEM_BY_TERM.get(folded)
        place = step(pointer, name)
        if known is None:
            if folded not in ("@type", "type"):
                conversion.say(
                    "property.unknown",
                    place,
                    f"{name} is no member of an item of {field.name}, so it was not used.",
                    severity="warning",
                )
            continue
        term, converter = known
        values = converter(conversion, Field(name, "", term), ALIGNMENT, entry, place)
        if folded == _OLD_NAME:
            conversion.say(
                "property.deprecated",
                place,
                f"{name} is a name of older requests, and was read as today.",
                severity="warning",
                hint="Send it as TargetNode.",
                suggestion="TargetNode",
            )
        if values and term not in node:
            node[term] = values[0]
            conversion.wrote(node, term, place)
    if "ceterms:targetNodeName" not in node:
        _name_from_book(conversion, field, node)
    if "ceterms:targetNodeName" not in node:
        if "ceterms:targetNodeDescription" in node:
            node["ceterms:targetNodeName"] = node["ceterms:targetNodeDescription"]
        else:
            conversion.say(
                "reference.incomplete",
                pointer,
                f"An item of {field.name} has neither a name nor a code that is known, so it was not used.",
                severity="warning",
                value=value,
                hint="Give it a Name.",
            )
            return None
    if field.term == "ceterms:instructionalProgramType" and "ceterms:framework" not in node:
        book = conversion.surroundings.books.get("cip")
        if book is not None:
            node["ceterms:framework"] = book.head.framework
            node.setdefault("ceterms:frameworkName", {_IN_ENGLISH: book.head.framework_name})
    return node


def _name_from_book(conversion: Conversion, field: Field, node: dict[str, Any]) -> None:
    book = conversion.surroundings.books.get(_BOOK_OF.get(field.term, ""))
    known = book.find(node["ceterms:codedNotation"]) if book and "ceterms:codedNotation" in node else None
    if known is not None:
        node["ceterms:targetNodeName"] = {_IN_ENGLISH: known.title}


def code_names(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:
    """Plain names of occupations, programs and industries."""
    return named(conversion, field, cls, value, pointer)


def codes_of(name: str) -> Converter:
    """The reader of the codes of one list: soc, cip or naics."""

    def codes(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
        book = conversion.surroundings.books.get(name)
        found = []
        for place, entry in listed(value):
            here = spot(pointer, place)
            code = text_of(conversion, field, entry, here)
            if code is not None:
                found.append(conversion.made(_from_book(conversion, field, book, name, code, here), here))
        return found

    return codes


def _from_book(
    conversion: Conversion, field: Field, book: CodeBook | None, name: str, code: str, pointer: str
) -> dict[str, Any]:
    """A code as an alignment object. A code that nobody knows is kept as it is, and told."""
    known = _found(conversion, field, book, name, code, pointer)
    if book is None or known is None:
        node: dict[str, Any] = {"@type": ALIGNMENT}
        if book is not None:
            node["ceterms:framework"] = book.head.framework
            node["ceterms:frameworkName"] = {_IN_ENGLISH: book.head.framework_name}
        return {**node, "ceterms:codedNotation": code, "ceterms:targetNodeName": {_IN_ENGLISH: code}}
    node = {
        "@type": ALIGNMENT,
        "ceterms:framework": book.head.framework,
        "ceterms:frameworkName": {_IN_ENGLISH: book.head.framework_name},
        "ceterms:codedNotation": known.code,
        "ceterms:targetNodeName": {_IN_ENGLISH: known.title},
    }
    target = book.target_of(known)
    if target:
        node["ceterms:targetNode"] = target
    return node


def _found(
    conversion: Conversion, field: Field, book: CodeBook | None, name: str, code: str, pointer: str
) -> Code | None:
    """A code in its list; told where it is not there."""
    known = book.find(code) if book is not None else None
    if known is None:
        near = book.nearest(code) if book is not None else ()
        nearest = near[0].code if near else ""
        conversion.say(
            "code.unknown",
            pointer,
            f"{code[:40]} is no {_LIST_NAMES[name]} that is known here; it was kept without a name.",
            severity="warning",
            value=code,
            term=field.term,
            hint=f"Did you mean {nearest} ({near[0].title})?" if near else "Check the code.",
            suggestion=nearest,
        )
    return known


def naics(conversion: Conversion, field: Field, cls: str, value: Any, pointer: str) -> list[Any]:  # noqa: ARG001
    """NAICS codes that stay codes, looked up all the same."""
    book = conversion.surroundings.books.get("naics")
    found = []
    for place, entry in listed(value):
        here = spot(pointer, place)
        code = text_of(conversion, field, entry, here)
        if code is not None:
            known = _found(conversion, field, book, "naics", code, here)
            found.append(known.code if known is not None else code)
    return found
