"""Suggestions while somebody types: names of resources, classes and concepts."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy.engine import Connection

from opencredreg.ctdl.guide.term_search import search_terms
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.jsonld.document import decode_json
from opencredreg.jsonld.naming import name_of
from opencredreg.query.analysis import fold
from opencredreg.query.building import any_of
from opencredreg.query.relevance import NAMES
from opencredreg.query.tree import LiteralText, Search, Sort
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node
from opencredreg.search.engines import engine_of
from opencredreg.search.hits import Hit, load_hits

__all__ = ["Suggestion", "suggest"]

_SHORTEST = 2
_LONGEST = 100


class Suggestion(msgspec.Struct, frozen=True):
    """Something that may be meant. ``value`` is a CTID, a class or a concept; ``detail`` tells what it is.

    ``cls`` is the class of a resource, "" where it states none.
    """

    kind: Literal["resource", "class", "concept"]
    value: str
    text: str
    detail: str
    cls: str = ""


def suggest(node: Node, community: Community, text: str, limit: int) -> list[Suggestion]:
    """What the beginning of a text may become: classes and concepts first, then names that begin so.

    If that is not enough, names come that hold the text further inside.

    Raises:
        Unavailable: the time for an answer is over.
    """
    typed = text.strip()[:_LONGEST]
    if len(fold(typed)) < _SHORTEST:
        return []
    found = _terms(node.vocabulary, typed)[: max(1, limit // 3)]
    with node.database.read(snapshot=True) as connection:
        found += _resources(node, connection, community, typed, limit - len(found))
    return found[:limit]


def _terms(vocabulary: Vocabulary, typed: str) -> list[Suggestion]:
    kinds: dict[str, Literal["class", "concept"]] = {"class": "class", "concept": "concept"}
    found = []
    for link in search_terms(vocabulary, typed):
        if link.kind in kinds and fold(typed) in fold(f"{link.label} {link.term}"):
            detail = link.term
            if link.kind == "concept":
                scheme = vocabulary.schemes.get(vocabulary.concepts[link.term].scheme)
                detail = scheme.label if scheme is not None else link.term
            found.append(Suggestion(kinds[link.kind], link.term, link.label, detail))
    return found


def _resources(
    node: Node, connection: Connection, community: Community, typed: str, limit: int
) -> list[Suggestion]:
    if limit <= 0:
        return []
    engine = engine_of(node)
    ids: dict[int, None] = {}
    for match in ("starts", "contains"):
        asked = any_of(LiteralText(name, match, typed) for name in sorted(NAMES))
        search = Search(expression=asked, sort=Sort("relevance"), take=limit, with_total=False)
        ids.update(dict.fromkeys(engine.run(connection, community.id, search).ids))
        if len(ids) >= limit:
            break
    return [_resource(node.vocabulary, hit) for hit in load_hits(connection, list(ids)[:limit])]


def _resource(vocabulary: Vocabulary, hit: Hit) -> Suggestion:
    value: Any = decode_json(hit.body)
    name = name_of(vocabulary, value)
    facts = vocabulary.classes.get(hit.ctdl_type or "")
    label = facts.label if facts is not None and facts.label else hit.ctdl_type or ""
    return Suggestion(
        "resource", hit.ctid or hit.key, name.text if name else hit.key, label, hit.ctdl_type or ""
    )
