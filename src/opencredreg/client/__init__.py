"""A client of a registry: publish plain input, read and search, without knowing HTTP.

It needs nothing but the standard library and msgspec, and imports nothing of the node. The guide is
``docs/guides/python-client.md``.
"""

from __future__ import annotations

from opencredreg.client.client import Client
from opencredreg.client.errors import ClientError, ConnectionFailed, TimedOut
from opencredreg.client.results import BatchResult, Counts, Difference, ItemResult, Outcome
from opencredreg.client.searching import CodeSuggestion, ExternalIdentifier, Hit, HitName
from opencredreg.findings import Finding
from opencredreg.ids import derive_ctid as ctid_for

__all__ = [
    "BatchResult",
    "Client",
    "ClientError",
    "CodeSuggestion",
    "ConnectionFailed",
    "Counts",
    "Difference",
    "ExternalIdentifier",
    "Finding",
    "Hit",
    "HitName",
    "ItemResult",
    "Outcome",
    "TimedOut",
    "ctid_for",
]
