"""Lists of codes and their entries as JSON values."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec

from opencredreg.clock import format_timestamp
from opencredreg.codes import Code, CodeBook
from opencredreg.registry.code_lists import CodeListInfo

__all__ = ["code_value", "edition_value", "head_value", "item_of", "query_path"]


def head_value(book: CodeBook) -> dict[str, Any]:
    """A list in the edition in use, without its codes."""
    head = book.head
    return {
        "name": head.name,
        "edition": head.edition,
        "title": head.title,
        "framework": head.framework,
        "framework_name": head.framework_name,
        "attribution": head.attribution,
        "licence": head.licence,
    }


def edition_value(info: CodeListInfo) -> dict[str, Any]:
    """An edition that the node has."""
    return {
        "edition": info.edition,
        "of_edition": info.of_edition,
        "is_used": info.is_used,
        "code_count": info.code_count,
        "loaded_at": None if info.loaded_at is None else format_timestamp(info.loaded_at),
    }


def code_value(book: CodeBook, code: Code) -> dict[str, Any]:
    """A code as it stands in lists."""
    return {
        "code": code.code,
        "title": code.title,
        "parent": code.parent,
        "child_count": len(book.children(code)),
    }


def item_of(book: CodeBook, code: Code) -> dict[str, str]:
    """A code as publishing from plain input takes it, for ``OccupationType`` and its kin."""
    target = book.target_of(code)
    return {
        "Framework": book.head.framework,
        "FrameworkName": book.head.framework_name,
        "CodedNotation": code.code,
        "Name": code.title,
        **({"TargetNode": target} if target else {}),
    }


def query_path(query: dict[str, Any], community: str = "") -> str:
    """The path of the page with the results of a query."""
    pairs = {"query": msgspec.json.encode(query).decode(), **({"community": community} if community else {})}
    return f"/query?{urlencode(pairs)}"
