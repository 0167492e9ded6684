"""What documents mean under one edition of the vocabulary and not under another.

The index holds documents as they were read when they were published: names of properties and classes in
their canonical form, addresses written out, values by the kind of their property. This module says which of
the names in an index would be others today. Class hierarchy, domains and concept schemes are asked when
somebody searches, so a change of those changes nothing that is stored.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from opencredreg.ctdl import Vocabulary
from opencredreg.jsonld.contexts import resolve_context

__all__ = ["ChangedPrefix", "changed_prefixes", "reread_names"]


class ChangedPrefix(msgspec.Struct, frozen=True):
    """A prefix whose namespace is new, gone or another one; "" where there is none."""

    prefix: str
    before: str
    after: str


def changed_prefixes(before: Vocabulary, after: Vocabulary) -> tuple[ChangedPrefix, ...]:
    """The prefixes that do not mean the same in both, sorted."""
    names = sorted(before.prefixes.keys() | after.prefixes.keys())
    pairs = [
        ChangedPrefix(name, before.prefixes.get(name, ""), after.prefixes.get(name, "")) for name in names
    ]
    return tuple(pair for pair in pairs if pair.before != pair.after)


def reread_names(names: Iterable[str], before: Vocabulary, after: Vocabulary) -> tuple[str, ...]:
    """Those of the names of an index, made by ``before``, that ``after`` would have written or read otherwise.

    Args:
        names: properties and classes in the canonical form of ``before``.
        before: the vocabulary that the documents were read by.
        after: the one to compare with.

    Returns:
        The names, sorted. A name may be listed although no document is affected, never the other way round.
    """
    then, now = (resolve_context(None, vocabulary=vocabulary) for vocabulary in (before, after))
    prefixes = {pair.prefix for pair in changed_prefixes(before, after)}
    locals_ = {
        term.partition(":")[2]
        for vocabulary in (before, after)
        for term in (*vocabulary.properties, *vocabulary.classes, *vocabulary.schemes)
    }
    # Names written without a prefix may have become those of another vocabulary.
    moved = {old for name in locals_ if (old := then.property_term(name)) != now.property_term(name)}
    return tuple(
        sorted(
            name
            for name in set(names)
            if name in moved
            or name.partition(":")[0] in prefixes
            or before.kind_of(name) is not after.kind_of(name)
            or then.property_term(name) != now.property_term(name)
        )
    )
