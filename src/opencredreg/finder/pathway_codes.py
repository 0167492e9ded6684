"""Short codes for the parts of a pathway, so that an address can say which of them somebody has.

A pathway of fifty parts of which thirty are ticked stays an address that people can send on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from opencredreg.ids import is_ctid
from opencredreg.jsonld.values import is_address, key_of

__all__ = ["read_codes", "to_codes"]

_LENGTH = 8
_PREFIX = len("ce-")
_BETWEEN = re.compile(r"[.,\s]+")
_MOST = 1_000


def to_codes(keys: Iterable[str]) -> dict[str, str]:
    """The code of each key: the first digits of its CTID, or of a hash; the whole key where two would be alike."""
    listed = list(dict.fromkeys(keys))
    short = {key: _short(key) for key in listed}
    uses = Counter(short.values())
    return {key: code if uses[code] == 1 else key for key, code in short.items()}


def read_codes(values: Iterable[str], codes: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that some values of an address name, and the addresses of other things among them.

    A value is a code, a CTID or an ``@id``, or several codes or CTIDs with dots between them. What is none of this
    is passed over.
    """
    by_code = {code: key for key, code in codes.items()}
    known: dict[str, None] = {}
    others: dict[str, None] = {}
    for value in values:
        found = _one(value, by_code, codes)
        pieces = [value] if found or is_address(value) else _BETWEEN.split(value)[:_MOST]
        for piece in pieces:
            key = _one(piece, by_code, codes)
            if key:
                known[key] = None
            elif is_address(piece) and len(others) < _MOST:
                others[piece.strip()] = None
    return tuple(known), tuple(others)


def _one(value: str, by_code: Mapping[str, str], codes: Mapping[str, str]) -> str:
    value = value.strip()
    if value.lower() in by_code:
        return by_code[value.lower()]
    key = key_of(value) if value else ""
    return key if key in codes else ""


def _short(key: str) -> str:
    if is_ctid(key):
        return key[_PREFIX : _PREFIX + _LENGTH].lower()
    return sha256(key.encode()).hexdigest()[:_LENGTH]
