"""A rule of the profile: its number, its code and how grave it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

__all__ = ["SOURCES", "Level", "Mode", "Rule"]

SOURCES: Final[Mapping[str, str]] = {
    "JS": "schemas of the registry",
    "AS": "publishing service, 2026",
    "PO": "minimum data policy, 2022",
    "HB": "handbook",
    "VO": "vocabulary",
    "FI": "survey of published documents",
    "PR": "this project",
}
"""Who asks for a rule, by the marks of ``validation-profile.md`` section 1.1."""

Mode = Literal["publish", "provisional", "read", "reference", "gate"]
"""What a document is judged for (``validation-profile.md`` section 1.3).

``publish``: before it enters the registry. ``provisional``: a placeholder, of which only a name and an owner
are asked. ``read``: imports and foreign or old documents. ``reference``: descriptions of things that are
published elsewhere. ``gate``: only what the registry itself needs.
"""

Level = Literal["error", "warning", "note", "off"]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule.

    ``number`` is that of ``validation-profile.md`` section 2 (``R14``); a rule may have several codes, each of
    them a ``Rule`` here. ``severity`` holds where a document is to be published, ``read`` where it is only read
    (``None``: the same). ``statement`` says in one sentence what a document has to satisfy, ``source`` who asks
    for it.
    """

    number: str
    code: str
    severity: Level
    read: Level | None = None
    statement: str
    source: str

    @property
    def asked_by(self) -> str:
        """The number of the rule and who asks for it, in words."""
        return f"{self.number}: {', '.join(SOURCES[mark] for mark in self.source.split(', '))}"

    def level(self, mode: Mode) -> Level:
        """How grave a breach is in a mode, before a profile changes it."""
        return self.read if mode == "read" and self.read is not None else self.severity
