"""What in the registry carries a code of a list of codes: an occupation, an instructional program, an industry."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from opencredreg import clock
from opencredreg.codes import Code, CodeBook
from opencredreg.finder.references import Reference, reference_to
from opencredreg.finder.subject import Look
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.tree import Search
from opencredreg.search.engines import engine_of

__all__ = ["CodeUses", "build_code_query", "find_code_uses"]

_PROPERTIES: Final = {
    "soc": "ceterms:occupationType",
    "cip": "ceterms:instructionalProgramType",
    "naics": "ceterms:industryType",
}
_NAICS: Final = "ceterms:naics"
_NOTATION: Final = "ceterms:codedNotation"
_TARGET: Final = "ceterms:targetNode"


class CodeUses(msgspec.Struct, frozen=True):
    """The query that finds what carries a code, how many there are, and the newest of them."""

    query: dict[str, Any]
    total: int
    newest: tuple[Reference, ...]


def find_code_uses(look: Look, book: CodeBook, code: Code, most: int = 0) -> CodeUses:
    """What carries a code or one below it, whichever way it is written.

    Args:
        look: at the community.
        book: the list.
        code: an entry of it.
        most: so many of them are named.

    Raises:
        Unavailable: the time for an answer is over.
    """
    query = build_code_query(book, code)
    parsed = parse_query(query, look.vocabulary, now=int(clock.now()))
    search = Search(expression=parsed.expression, take=most)
    found = engine_of(look.node).run(look.connection, look.community.id, search)
    newest = tuple(reference_to(held) for held in look.resources.load(found.ids))
    return CodeUses(query, found.total or 0, newest)


def build_code_query(book: CodeBook, code: Code) -> dict[str, Any]:
    """The query, in the CTDL query language: by the code, by the address of its page, as a plain industry code.

    A group is carried by whatever carries a code of it, so it is found by how these begin.
    """
    term = _PROPERTIES[code.list]
    asked = _beginning(code) if book.children(code) else _spellings(code)
    ways: list[dict[str, Any]] = [{term: {_NOTATION: asked}}]
    target = book.target_of(code)
    if target:
        ways += [{term: {_TARGET: target}}, {term: target}]
    if code.list == "naics":
        ways.append({_NAICS: asked})
    return ways[0] if len(ways) == 1 else {"search:value": ways, "search:operator": "search:orTerms"}


def _spellings(code: Code) -> Any:
    """The code as it is found in published data."""
    return _one_or_all(list(dict.fromkeys([code.code, code.code.removesuffix(".00"), _with_dash(code)])))


def _beginning(code: Code) -> Any:
    """How the codes of a group begin."""
    match code.list:
        case "soc":
            # The zeros at the end of a group stand for whatever is in it.
            starts = [code.code.removesuffix(".00").rstrip("0")]
        case "cip":
            starts = list(dict.fromkeys([code.code, _with_dash(code)]))
        case "naics":
            first, _, last = code.code.partition("-")
            starts = [str(number) for number in range(int(first), int(last or first) + 1)]
    return {"search:value": _one_or_all(starts), "search:matchType": "search:startsWith"}


def _with_dash(code: Code) -> str:
    return code.code.replace(".", "-") if code.list == "cip" else code.code


def _one_or_all(texts: list[str]) -> Any:
    return texts[0] if len(texts) == 1 else texts
