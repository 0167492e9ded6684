"""The short form of names in the tables that are kept by hand: without a prefix means ``ceterms:``."""

from __future__ import annotations

__all__ = ["full_name"]


def full_name(name: str) -> str:
    """The compact name of a term in short form.

    >>> full_name("name"), full_name("ceasn:name")
    ('ceterms:name', 'ceasn:name')
    """
    return name if ":" in name else f"ceterms:{name}"
