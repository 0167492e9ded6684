"""What a key may do: scopes, classes of documents, and the environment. Pure.

Source: ``accounts-and-publisher.md`` section 2.4; the names of routes are those of ``publishing.md`` section 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import InvalidInput

__all__ = [
    "ENVIRONMENTS",
    "NO_LIMITS",
    "SCOPES",
    "Environment",
    "KeyLimits",
    "Scope",
    "build_limits",
    "covers",
    "is_allowed_class",
    "is_allowed_part",
    "listed",
]

Scope = Literal["publish", "delete", "search"]
Environment = Literal["production", "sandbox"]
SCOPES: tuple[Scope, ...] = ("publish", "delete", "search")
ENVIRONMENTS: tuple[Environment, ...] = ("production", "sandbox")

# Routes of publishing whose class has another name than the route, in lower case.
_CLASS_OF_ROUTE = {
    "assessment": "ceterms:AssessmentProfile",
    "learningopportunity": "ceterms:LearningOpportunityProfile",
    "transfervalue": "ceterms:TransferValueProfile",
}
# What is published inside of a document of a class with a CTID of its own, because it is a part of it.
_PARTS = {
    "asn:ProgressionModel": ("asn:ProgressionLevel",),
    "ceasn:CompetencyFramework": ("ceasn:Competency",),
    "ceasn:Rubric": ("ceasn:RubricCriterion", "ceasn:RubricLevel", "ceasn:CriterionLevel"),
    "ceterms:Collection": ("ceterms:CollectionMember", "ceasn:Competency"),
    "ceterms:Pathway": ("ceterms:PathwayComponent",),
    "skos:ConceptScheme": ("skos:Concept",),
}


class KeyLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of a key; ``None`` is no limit. ``classes`` are compact names, whose subclasses count."""

    scopes: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    environment: str | None = None


NO_LIMITS = KeyLimits()


def build_limits(
    vocabulary: Vocabulary,
    *,
    scopes: Iterable[str] | None = None,
    classes: Iterable[str] | None = None,
    environment: str | None = None,
) -> KeyLimits:
    """Limits from what somebody wrote down; ``None`` is no limit.

    Args:
        vocabulary: the one in use.
        scopes: some of ``SCOPES``.
        classes: classes in any spelling (``ceterms:Course``, ``Course``) or routes of publishing (``course``).
        environment: one of ``ENVIRONMENTS``.

    Raises:
        InvalidInput: a name is not known, or a list is empty.
    """
    if environment is not None and environment not in ENVIRONMENTS:
        raise InvalidInput(
            f"There is no environment {environment}.", hint=f"It is {listed(ENVIRONMENTS, 'or')}."
        )
    return KeyLimits(
        scopes=None if scopes is None else _scopes(list(scopes)),
        classes=None if classes is None else _classes(vocabulary, list(classes)),
        environment=environment,
    )


def covers(mine: KeyLimits, other: KeyLimits, vocabulary: Vocabulary) -> bool:
    """Whether whoever has the first limits may do all that the second ones allow."""
    if mine.environment is not None and other.environment != mine.environment:
        return False
    if mine.scopes is not None and not mine.scopes >= (other.scopes or frozenset(SCOPES)):
        return False
    if mine.classes is None:
        return True
    return other.classes is not None and all(
        is_allowed_class(mine.classes, cls, vocabulary) for cls in other.classes
    )


def is_allowed_class(allowed: frozenset[str], cls: str, vocabulary: Vocabulary) -> bool:
    """Whether a class is one of those that are allowed, or a subclass."""
    return any(vocabulary.is_a(cls, one) for one in allowed)


def is_allowed_part(allowed: frozenset[str], cls: str, vocabulary: Vocabulary) -> bool:
    """Whether things of a class may stand, with CTIDs of their own, inside of documents of the allowed classes."""
    parts = (part for main, parts in _PARTS.items() if main in allowed for part in parts)
    return any(vocabulary.is_a(cls, part) for part in parts)


def listed(names: Iterable[str], word: str = "and") -> str:
    """Names as people list them.

    >>> listed(["publish", "delete", "search"])
    'publish, delete and search'
    """
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


def _scopes(names: list[str]) -> frozenset[str]:
    found = frozenset(name.strip().lower() for name in names)
    unknown = sorted(found.difference(SCOPES))
    if unknown:
        raise InvalidInput(f"There is no scope {unknown[0]!r}.", hint=f"Scopes are {listed(SCOPES)}.")
    if not found:
        raise InvalidInput(
            "A key without any scope could do nothing.", hint="Name one, or leave the scopes away for all."
        )
    return found


def _classes(vocabulary: Vocabulary, names: list[str]) -> frozenset[str]:
    if not names:
        raise InvalidInput(
            "A key without any class could do nothing.", hint="Name one, or leave the classes away for all."
        )
    by_local_name = {cls.partition(":")[2].casefold(): cls for cls in vocabulary.classes}
    return frozenset(_class(vocabulary, by_local_name, name.strip()) for name in names)


def _class(vocabulary: Vocabulary, by_local_name: dict[str, str], name: str) -> str:
    folded = name.casefold()
    found = _CLASS_OF_ROUTE.get(folded)
    if found is not None and found in vocabulary.classes:
        return found
    term = vocabulary.normalize_term(name)
    if term in vocabulary.classes:
        return term
    local = folded.rpartition(":")[2]
    by_name = by_local_name.get(local)
    # A prefix is part of the name: with another one it would be another class.
    if by_name is not None and folded in (local, by_name.casefold()):
        return by_name
    near = get_close_matches(local, by_local_name, n=1)
    hint = f"Did you mean {by_local_name[near[0]]}?" if near else "Name a class, such as ceterms:Course."
    raise InvalidInput(f"There is no class {name!r} in the vocabulary.", hint=hint)
