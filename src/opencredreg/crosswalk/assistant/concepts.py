"""Concepts of controlled vocabularies in any spelling that publishers use.

Source: ``publishing.md`` section 4.3.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache

from opencredreg.ctdl.facts import ConceptFacts
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["find_class", "find_concept", "nearest_concepts", "scheme_of"]

_NOT_COMPARED = re.compile(r"[\s'’\-_/,.()&]+")
_KEPT = 16
_PROFILES = ("learningopportunity", "assessment", "transfervalue")
_UNDECLARED = {"qdata:administrativeRecordType": "qdata:AdministrativeRecordCategory"}
"""Schemes of properties that the schema names none for."""


def scheme_of(vocabulary: Vocabulary, term: str) -> str | None:
    """The scheme whose concepts a property takes; ``None`` where nobody says one."""
    facts = vocabulary.properties.get(term)
    return (facts.scheme if facts is not None else None) or _UNDECLARED.get(term)


def find_concept(vocabulary: Vocabulary, scheme: str, text: str) -> ConceptFacts | None:
    """The concept of a scheme that a name, a compact name, a label or an address means."""
    by_name = _names(vocabulary, scheme)
    return by_name.get(_folded(_local(text))) or by_name.get(_folded(text))


def nearest_concepts(vocabulary: Vocabulary, scheme: str, text: str) -> tuple[str, ...]:
    """Up to three concepts whose names are most like a text, the likest first."""
    by_name = _names(vocabulary, scheme)
    found = difflib.get_close_matches(_folded(_local(text)), by_name, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(by_name[name].term for name in found))[:3]


def find_class(vocabulary: Vocabulary, text: str, ancestor: str) -> str | None:
    """The class under another one that a name means, with or without prefix, blanks, apostrophes or plural."""
    names = _class_names(vocabulary, ancestor)
    folded = _folded(_local(text))
    # These are umbrellas in the schema; what publishers mean is the class of resources.
    folded = f"{folded}profile" if folded in _PROFILES else folded
    return names.get(folded) or names.get(_singular(folded))


def _local(text: str) -> str:
    text = text.strip()
    if "://" in text:
        return re.split(r"[/#]", text.rstrip("/"))[-1].rpartition(":")[2]
    return text.rpartition(":")[2]


def _folded(text: str) -> str:
    return _NOT_COMPARED.sub("", text).casefold()


def _singular(folded: str) -> str:
    # "Bachelors Degree" is written for BachelorDegree, "Certificates" for Certificate.
    return re.sub(r"s(?=degree|of|certificate|$)", "", folded)


@lru_cache(maxsize=512)
def _names(vocabulary: Vocabulary, scheme: str) -> Mapping[str, ConceptFacts]:
    found: dict[str, ConceptFacts] = {}
    facts = vocabulary.schemes.get(scheme)
    for term in facts.concepts if facts else ():
        concept = vocabulary.concepts[term]
        found[_folded(term.rpartition(":")[2])] = concept
    for term in facts.concepts if facts else ():
        concept = vocabulary.concepts[term]
        found.setdefault(_folded(concept.label), concept)
    return found


@lru_cache(maxsize=_KEPT)
def _class_names(vocabulary: Vocabulary, ancestor: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    names = vocabulary.classes if ancestor == "" else vocabulary.descendants(ancestor)
    for term in sorted(names):
        local = _folded(term.rpartition(":")[2])
        found[local] = term
        found.setdefault(_singular(local), term)
        found.setdefault(local.removesuffix("profile"), term)
    return found
