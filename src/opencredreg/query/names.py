"""The keys of a query: which property is meant, negated or not, forwards or backwards.

Source: ``search.md`` sections 3, 3.1, 4.4, 4.5, 10.1 and 10.2.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary
from opencredreg.ctdl.guide.term_search import TermKind, suggest_terms
from opencredreg.query.keywords import RETIRED, is_keyword, near_keywords
from opencredreg.query.problems import Problems, shown

__all__ = ["Key", "find_property", "near_terms", "parse_key"]

_MARKS = re.compile(r"[!^<>\s]*")
_AT_NAMES: Final = {
    "type": "@type",
    "@Type": "@type",
    "rdf:type": "@type",
    "id": "@id",
    "@ID": "@id",
    "uri": "@id",
}
_SUGGESTIONS: Final = 3


class Key(msgspec.Struct, frozen=True):
    """A key without its marks: ``!^ceterms:ownedBy`` is the negated reverse of ``ceterms:ownedBy``."""

    name: str
    is_negated: bool
    is_reverse: bool


def parse_key(written: str, path: str, problems: Problems) -> Key | None:
    """Read the marks of a key; ``None``, with an error, when they contradict each other.

    ``!`` and ``^`` go in either order. ``<`` is an older ``^``, and ``>`` says what holds anyway.
    """
    match = _MARKS.match(written)
    marks = match[0] if match else ""
    directions = [mark for mark in marks if mark in "^<>"]
    if len(directions) > 1:
        message = f"`{shown(written)}` has more than one direction; write one `^` or none"
        problems.error("contradicting_marks", path, message)
        return None
    name = written[len(marks) :].strip()
    return Key(name, marks.count("!") % 2 == 1, bool(directions) and directions[0] != ">")


def find_property(name: str, path: str, vocabulary: Vocabulary, problems: Problems) -> str | None:
    """The canonical name of a property of the vocabulary; ``None``, with an error, when it is none.

    Addresses of properties are understood. A name without a prefix is, with a warning, if only one
    vocabulary has it.
    """
    term = vocabulary.normalize_term(name)
    if term not in vocabulary.properties:
        near = () if problems.is_full else _near_properties(name, vocabulary)
        problems.error("unknown_property", path, _unknown(name), near)
        return None
    if ":" in name:
        return term
    homonyms = _homonyms(name, vocabulary)
    if len(homonyms) > 1:
        problems.error("unknown_property", path, _unknown(name), homonyms[:_SUGGESTIONS])
        return None
    problems.warning("missing_prefix", path, f"`{shown(name)}` was read as `{term}`", (term,))
    return term


def near_terms(vocabulary: Vocabulary, name: str, kind: TermKind) -> tuple[str, ...]:
    """The terms of a kind that are spelled most like a name, the nearest first."""
    found = suggest_terms(vocabulary, name[:200], limit=12)
    return tuple(link.term for link in found if link.kind == kind)[:_SUGGESTIONS]


def _unknown(name: str) -> str:
    message = f"Unsupported property: `{shown(name)}`"
    if name in RETIRED:
        return f"{message}. It belongs to an earlier search engine"
    return message


def _near_properties(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if name in _AT_NAMES:
        return (_AT_NAMES[name],)
    if is_keyword(name):
        return near_keywords(name)
    # The right name under the wrong prefix is the commonest slip, and the surest to mend.
    found = (*_homonyms(name, vocabulary), *near_terms(vocabulary, name, "property"))
    return tuple(dict.fromkeys(found))[:_SUGGESTIONS] or near_keywords(name)


def _homonyms(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Properties of the same local name, whatever their prefix and letter case; declared ones first."""
    local = re.split("[:/#]", name)[-1].strip().lower()
    if not local:
        return ()
    found = [
        facts
        for term, facts in vocabulary.properties.items()
        if term.lower().endswith(f":{local}") and facts.kind is not ValueKind.ANY
    ]
    found.sort(key=lambda facts: (not facts.declared, not facts.term.startswith("ceterms:"), facts.term))
    return tuple(facts.term for facts in found)
