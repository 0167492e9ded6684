"""Finding terms by what people type: names, labels, addresses, and near misses."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from opencredreg.ctdl.facts import ClassFacts, ConceptFacts, PropertyFacts, SchemeFacts
from opencredreg.ctdl.labels import readable_name
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["TermKind", "TermLink", "find_term", "link_to", "list_terms", "search_terms", "suggest_terms"]

TermKind = Literal["class", "property", "scheme", "concept", "other"]
"""What a term is; ``other`` is a term of another vocabulary, of which we know no more than its name."""

_Facts: TypeAlias = "ClassFacts | PropertyFacts | SchemeFacts | ConceptFacts"

_NEAR = 0.72
_LONGEST_QUERY = 200


class TermLink(msgspec.Struct, frozen=True):
    """A term with what is needed to mention it. ``status`` is ``stable``, ``unstable`` or empty."""

    term: str
    label: str
    kind: TermKind
    status: str = ""


class _Entry(msgspec.Struct, frozen=True):
    """A term with the lower-case texts by which it is found."""

    link: TermLink
    local: str
    label: str
    help: str


def link_to(vocabulary: Vocabulary, term: str) -> TermLink:
    """A mention of a term; terms that are not known are labelled by their own name."""
    for kind, table in _tables(vocabulary):
        facts = table.get(term)
        if facts is not None:
            return TermLink(term, facts.label or readable_name(term), kind, facts.status)
    return TermLink(term, term, "other")


def find_term(vocabulary: Vocabulary, text: str) -> str | None:
    """The term that is meant by a compact name, an address or a name without prefix; ``None`` if it is none.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> known = bundled_vocabulary()
    >>> [find_term(known, text) for text in ("Certificate", "audience:FullTime", "ceterms:Certificat")]
    ['ceterms:Certificate', 'audience:FullTime', None]
    """
    term = vocabulary.normalize_term(text)
    return term if vocabulary.is_known(term) else None


def list_terms(vocabulary: Vocabulary) -> tuple[TermLink, ...]:
    """All classes, schemes and declared properties, by name."""
    shown = [entry.link for entry in _entries(vocabulary) if entry.link.kind != "concept"]
    return tuple(
        sorted(
            (link for link in shown if link.kind != "property" or vocabulary.properties[link.term].declared),
            key=lambda link: (link.label.lower(), link.term),
        )
    )


def search_terms(vocabulary: Vocabulary, query: str, limit: int = 40) -> tuple[TermLink, ...]:
    """Terms whose name, label or help holds all words of a query, the best first.

    When no term does, the answer is what :func:`suggest_terms` gives.
    """
    query = query[:_LONGEST_QUERY]
    words = query.lower().replace(":", " ").split()
    text = "".join(words)
    if not words:
        return ()
    exact = find_term(vocabulary, query)
    ranked = []
    for entry in _entries(vocabulary):
        rank = 0 if entry.link.term == exact else _rank(entry, words, text)
        if rank is not None:
            ranked.append((rank, entry.link.kind == "concept", len(entry.local), entry.link.term, entry.link))
    ranked.sort(key=lambda row: row[:4])
    return tuple(row[-1] for row in ranked[:limit]) or suggest_terms(vocabulary, query)


def suggest_terms(vocabulary: Vocabulary, text: str, limit: int = 5) -> tuple[TermLink, ...]:
    """The known terms that are spelled most like a text: what may have been meant.

    >>> from opencredreg.ctdl import bundled_vocabulary
    >>> [link.term for link in suggest_terms(bundled_vocabulary(), "ceterms:Certificat", limit=2)]
    ['ceterms:Certificate', 'ceterms:Certification']
    """
    prefix, _, local = text.strip().rpartition(":")
    wanted = "".join((local or text).lower().split())[:80]
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    rated = []
    for entry in _entries(vocabulary):
        matcher.set_seq1(entry.local)
        if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
            continue
        ratio = matcher.ratio()
        if ratio >= _NEAR:
            is_same_prefix = entry.link.term.partition(":")[0] == prefix
            rated.append(
                (-ratio, not is_same_prefix, entry.link.kind == "concept", entry.link.term, entry.link)
            )
    rated.sort(key=lambda row: row[:4])
    return tuple(row[-1] for row in rated[:limit])


def _rank(entry: _Entry, words: list[str], text: str) -> int | None:
    """How well a term fits, 1 for the best; ``None`` if it does not."""
    name = f"{entry.local} {entry.label}"
    squeezed = entry.label.replace(" ", "")
    if text in (entry.local, squeezed):
        return 1
    if entry.local.startswith(text) or squeezed.startswith(text):
        return 2
    if all(any(part.startswith(word) for part in name.split()) for word in words):
        return 3
    if all(word in f"{entry.link.term.lower()} {name}" for word in words):
        return 4
    if all(word in f"{name} {entry.help}" for word in words):
        return 5
    return None


# Keyed by the vocabulary itself, which a loaded snapshot replaces at run time.
@lru_cache(maxsize=2)
def _entries(vocabulary: Vocabulary) -> tuple[_Entry, ...]:
    found = []
    for kind, table in _tables(vocabulary):
        for term, facts in table.items():
            link = TermLink(term, facts.label or readable_name(term), kind, facts.status)
            help = vocabulary.help_of(term).lower()
            found.append(_Entry(link, term.partition(":")[2].lower(), link.label.lower(), help))
    return tuple(found)


def _tables(vocabulary: Vocabulary) -> tuple[tuple[TermKind, Mapping[str, _Facts]], ...]:
    return (
        ("class", vocabulary.classes),
        ("property", vocabulary.properties),
        ("scheme", vocabulary.schemes),
        ("concept", vocabulary.concepts),
    )
