"""By what the documents of a community are judged: the mode, and the wishes in its configuration.

The member ``validation`` of a community's configuration (registry-api.md section 3.13) holds them::

    {"validation": {"mode": "publish", "severities": {"list-expected": "off"},
                    "required": {"ceterms:Certificate": ["ceterms:keyword"]}}}
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from sqlalchemy import func, select

from opencredreg.ctdl import Vocabulary
from opencredreg.errors import InvalidInput
from opencredreg.findings import Finding, Severity
from opencredreg.store.database import Database
from opencredreg.store.tables import METADATA
from opencredreg.validation import Mode, Profile, ProfileChanges, bundled_profile, parse_changes

__all__ = ["CommunityRules", "RulesOfCommunities", "parse_rules", "stricter"]

_log = logging.getLogger(__name__)
_config = METADATA.tables["community_config"]
_KEPT_S = 1.0
_MODES: tuple[Mode, ...] = get_args(Mode)
_STRICTNESS: tuple[Mode, ...] = ("gate", "reference", "read", "provisional", "publish")


class CommunityRules(msgspec.Struct, frozen=True):
    """What a community wants. ``mode`` is that of raw publishing; ``None`` leaves it to the node."""

    mode: Mode | None = None
    changes: ProfileChanges = ProfileChanges()

    def profile(self, mode: Mode, least: Severity = "note") -> Profile:
        """The profile of a mode, as the community changes it."""
        return bundled_profile(mode, least).changed(self.changes)


_NO_RULES = CommunityRules()


class RulesOfCommunities:
    """The rules of all communities, read again at most once a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._until = 0.0
        self._stored: Mapping[int, str] = {}
        self._parsed: dict[tuple[str, int], CommunityRules] = {}

    def of(self, community_id: int, vocabulary: Vocabulary) -> CommunityRules:
        """The rules of one community; those that cannot be understood count as none, and are logged."""
        if time.monotonic() >= self._until:
            self._stored = self._read()
            self._until = time.monotonic() + _KEPT_S
        payload = self._stored.get(community_id)
        if payload is None:
            return _NO_RULES
        key = (payload, id(vocabulary))
        if key not in self._parsed:
            if len(self._parsed) > 100:
                self._parsed.clear()
            try:
                self._parsed[key] = parse_rules(msgspec.json.decode(payload), vocabulary)
            except InvalidInput as error:
                _log.warning("the validation rules of community %d cannot be used: %s", community_id, error)
                self._parsed[key] = _NO_RULES
        return self._parsed[key]

    def forget(self) -> None:
        """Read the rules again at the next use."""
        self._until = 0.0

    def _read(self) -> dict[int, str]:
        newest = select(func.max(_config.c.id)).group_by(_config.c.community_id)
        with self._database.read() as connection:
            rows = connection.execute(
                select(_config.c.community_id, _config.c.payload).where(_config.c.id.in_(newest))
            )
            return {community_id: payload for community_id, payload in rows if '"validation"' in payload}


def parse_rules(config: Mapping[str, Any], vocabulary: Vocabulary) -> CommunityRules:
    """The rules in a community's configuration.

    Raises:
        InvalidInput: the member ``validation`` is not of the expected form, or names what does not exist.
    """
    found = config.get("validation")
    if found is None:
        return _NO_RULES
    if not isinstance(found, dict):
        raise _invalid("/validation", "The rules of a community are an object.")
    mode = found.get("mode")
    if mode is not None and mode not in _MODES:
        raise _invalid("/validation/mode", f"A mode is one of {', '.join(_MODES)}.")
    wishes = {name: value for name, value in found.items() if name != "mode"}
    return CommunityRules(mode, parse_changes(wishes, vocabulary))


def stricter(one: Mode, other: Mode | None) -> Mode:
    """The mode that refuses more. A request may ask for more than its community does, never for less."""
    return one if other is None else max(one, other, key=_STRICTNESS.index)


def _invalid(pointer: str, message: str) -> InvalidInput:
    finding = Finding(code="profile-malformed", severity="error", pointer=pointer, message=message)
    return InvalidInput(message, (finding,))
