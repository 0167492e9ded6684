"""Walking up and down a hierarchy of terms, and lists of classes in their short form.

In the short form ``ceterms:Credential+`` stands for a class with all its descendants. The encodings write
most subclasses out, so lists are long without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["ancestors_of", "descendants_of", "expand_classes", "fold_classes"]


def ancestors_of(term: str, parents: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All superclasses of a class, nearest first; a circle in the data ends the walk."""
    found: dict[str, None] = {}
    level = list(parents.get(term, ()))
    while level:
        fresh = [name for name in dict.fromkeys(level) if name not in found and name != term]
        found.update(dict.fromkeys(fresh))
        level = [parent for name in fresh for parent in parents.get(name, ())]
    return tuple(found)


def descendants_of(parents: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """For each class, itself and all its subclasses; superclasses of other vocabularies are included."""
    below: dict[str, set[str]] = {term: {term} for term in parents}
    for term in parents:
        for ancestor in ancestors_of(term, parents):
            below.setdefault(ancestor, {ancestor}).add(term)
    return {term: frozenset(names) for term, names in below.items()}


def fold_classes(names: Iterable[str], families: Mapping[str, frozenset[str]]) -> str:
    """Write a list of classes in its short form.

    >>> fold_classes(["a:A", "a:B", "a:C"], {"a:A": frozenset({"a:A", "a:B"})})
    'a:A+ a:C'
    """
    left = set(names)
    words = []
    for term, family in sorted(families.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(family) > 1 and family <= left:
            words.append(f"{term}+")
            left -= family
    return " ".join(sorted([*words, *left]))


def expand_classes(text: str, families: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Read a list of classes in its short form; the result is sorted."""
    if "+" not in text:
        return tuple(text.split())
    names: set[str] = set()
    for word in text.split():
        if word.endswith("+"):
            names |= families[word[:-1]]
        else:
            names.add(word)
    return tuple(sorted(names))
