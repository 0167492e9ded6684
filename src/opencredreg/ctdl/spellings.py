"""How terms are also addressed: other namespaces, http for https, names without a prefix.

Source: ``validation-profile.md`` section 7.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["LOCAL_NAME", "PREFERRED_PREFIXES", "prefixes_by_namespace"]

PREFERRED_PREFIXES: Final = (
    "ceterms",
    "ceasn",
    "qdata",
    "skos",
    "asn",
    "schema",
    "adms",
    "owl",
    "rdfs",
    "meta",
    "vs",
    "dct",
)
"""A name without prefix means the first of these vocabularies that knows it."""

# Where terms and concepts of the three vocabularies were or are also addressed.
_OTHER_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "https://purl.org/ctdl/": ("https://credreg.net/ctdl/",),
    "https://purl.org/ctdlasn/": ("https://credreg.net/ctdlasn/",),
    "http://purl.org/ctdlasn/": ("https://credreg.net/ctdlasn/",),
    "https://credreg.net/qdata/": ("https://purl.org/qdata/",),
}

LOCAL_NAME: Final = re.compile(r"[^\s/#:?\[\]@]+")
"""What may follow the namespace in the address of a term."""


def prefixes_by_namespace(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Every accepted spelling of every namespace to its prefix; the exact spelling always wins."""
    known: dict[str, str] = {}
    for prefix, namespace in prefixes.items():
        for main, others in _OTHER_ADDRESSES.items():
            if namespace.startswith(main):
                for other in others:
                    _add_both_schemes(known, other + namespace.removeprefix(main), prefix)
        _add_both_schemes(known, namespace, prefix)
    known.update({namespace: prefix for prefix, namespace in prefixes.items()})
    return known


def _add_both_schemes(known: dict[str, str], namespace: str, prefix: str) -> None:
    rest = namespace.partition("://")[2]
    known.setdefault(f"https://{rest}", prefix)
    known.setdefault(f"http://{rest}", prefix)
