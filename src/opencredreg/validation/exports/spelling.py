"""The accepted spellings of names of the vocabulary, as patterns that JSON Schema and SHACL understand.

Source: ``validation-profile.md`` section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from opencredreg.ctdl import Vocabulary

__all__ = ["addresses_of", "literal", "one_of", "spelled"]

_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")
_HOSTS = ("purl.org", "credreg.net")


def literal(text: str) -> str:
    r"""A text as a pattern that matches only itself, in the part that all dialects of patterns share.

    >>> print(literal("a.b/c-d"))
    a\.b/c-d
    """
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def one_of(patterns: Iterable[str]) -> str:
    """A pattern for any of several. SHACL knows no groups that are not kept."""
    return f"({'|'.join(patterns)})"


def addresses_of(vocabulary: Vocabulary, prefix: str) -> tuple[str, ...]:
    """Every namespace that is read as that of a prefix, the exact one first."""
    exact = vocabulary.prefixes[prefix]
    rest = exact.partition("://")[2]
    host = next((name for name in _HOSTS if rest.startswith(f"{name}/")), "")
    tails = [rest, *(rest.replace(host, other, 1) for other in _HOSTS if host and other != host)]
    found = [f"{scheme}://{tail}" for scheme, tail in product(("https", "http"), tails)]
    probe = "Probe"
    kept = [namespace for namespace in found if vocabulary.compact(namespace + probe) == f"{prefix}:{probe}"]
    return (exact, *(namespace for namespace in kept if namespace != exact))


def spelled(vocabulary: Vocabulary, terms: Iterable[str]) -> str:
    """A pattern (without anchors) for terms in compact form or as an address in any accepted spelling."""
    by_prefix: dict[str, list[str]] = {}
    for term in terms:
        prefix, _, local = term.partition(":")
        by_prefix.setdefault(prefix, []).append(local)
    # Prefixes with the same names share one list of them.
    by_names: dict[tuple[str, ...], list[str]] = {}
    for prefix, names in sorted(by_prefix.items()):
        by_names.setdefault(tuple(sorted(names)), []).append(prefix)
    return one_of(
        one_of(
            literal(start)
            for prefix in prefixes
            for start in (f"{prefix}:", *addresses_of(vocabulary, prefix))
        )
        + one_of(map(literal, names))
        for names, prefixes in by_names.items()
    )
