"""A profile: which rules count how much, and what is required of which class. Profiles are data.

A community tightens or relaxes the profile of a mode with :class:`ProfileChanges`, which may come from a file or
from its configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from opencredreg.findings import Severity
from opencredreg.validation.rule import Level, Mode, Rule

__all__ = ["Groups", "Profile", "ProfileChanges", "bundled_profile", "groups_of"]

Groups = tuple[tuple[str, ...], ...]
"""Groups of properties, of each of which at least one is asked for."""


class ProfileChanges(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a community asks for beyond, or below, the profile of a mode.

    ``severities``: code of a rule to ``error``, ``warning``, ``note`` or ``off``. ``required`` and ``recommended``:
    class to properties; a list inside the list is a group of which one is enough. They hold for subclasses too.
    ``optional``: class to properties that are not required of it there, although they are elsewhere.
    """

    severities: Mapping[str, Level] = {}
    required: Mapping[str, tuple[str | tuple[str, ...], ...]] = {}
    recommended: Mapping[str, tuple[str | tuple[str, ...], ...]] = {}
    optional: Mapping[str, tuple[str, ...]] = {}


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What documents are judged by.

    ``least`` is the least grave severity that is looked for; ``error`` makes a validator skip what could only give
    warnings and notes.
    """

    mode: Mode
    least: Severity = "note"
    changes: ProfileChanges = ProfileChanges()

    def level(self, rule: Rule) -> Level:
        """How grave a breach of a rule is."""
        return self.changes.severities.get(rule.code) or rule.level(self.mode)

    def changed(self, changes: ProfileChanges | None) -> Profile:
        """The profile with the wishes of a community."""
        return msgspec.structs.replace(self, changes=changes) if changes is not None else self


@cache
def bundled_profile(mode: Mode, least: Severity = "note") -> Profile:
    """The profile of a mode as ``validation-profile.md`` has it."""
    return Profile(mode=mode, least=least)


def groups_of(changes: Mapping[str, tuple[str | tuple[str, ...], ...]], names: Iterable[str]) -> Groups:
    """The groups that a table of wishes has for a class and its ancestors."""
    return tuple(
        (entry,) if isinstance(entry, str) else entry for name in names for entry in changes.get(name, ())
    )
