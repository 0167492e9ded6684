"""Beginnings of addresses."""

from __future__ import annotations

from urllib.parse import quote

from opencredreg.ids import dashed

__all__ = ["community_path"]


def community_path(name: str) -> str:
    """The first segment of the addresses of a community."""
    return f"/{quote(dashed(name), safe='')}"
