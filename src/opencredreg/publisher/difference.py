"""What would change in a published document: the places that are added, removed or different."""

from __future__ import annotations

from typing import Any, Final

import msgspec

__all__ = ["Change", "compare_documents"]

_MOST: Final = 500
_KEYS: Final = ("@id", "ceterms:ctid")


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place. ``pointer`` leads into the new document, or into the old one where something is gone."""

    pointer: str
    before: Any = msgspec.UNSET
    after: Any = msgspec.UNSET


def compare_documents(before: Any, after: Any) -> list[Change]:
    """The differences between two documents, up to 500. Items of a graph are compared by their ``@id``."""
    changes: list[Change] = []
    _compare("", before, after, changes)
    return changes[:_MOST]


def _compare(pointer: str, before: Any, after: Any, changes: list[Change]) -> None:
    if before == after or len(changes) >= _MOST:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in (*before, *(name for name in after if name not in before)):
            here = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            _compare_members(here, before, after, name, changes)
    elif isinstance(before, list) and isinstance(after, list):
        _compare_lists(pointer, before, after, changes)
    else:
        changes.append(Change(pointer, before, after))


def _compare_members(
    pointer: str, before: dict[str, Any], after: dict[str, Any], name: str, changes: list[Change]
) -> None:
    if name not in after:
        changes.append(Change(pointer, before=before[name]))
    elif name not in before:
        changes.append(Change(pointer, after=after[name]))
    else:
        _compare(pointer, before[name], after[name], changes)


def _compare_lists(pointer: str, before: list[Any], after: list[Any], changes: list[Change]) -> None:
    old, new = _by_key(before), _by_key(after)
    if old is None or new is None:
        for place in range(max(len(before), len(after))):
            here = f"{pointer}/{place}"
            if place >= len(after):
                changes.append(Change(here, before=before[place]))
            elif place >= len(before):
                changes.append(Change(here, after=after[place]))
            else:
                _compare(here, before[place], after[place], changes)
        return
    for key, (place, value) in old.items():
        if key not in new:
            changes.append(Change(f"{pointer}/{place}", before=value))
    for key, (place, value) in new.items():
        here = f"{pointer}/{place}"
        if key in old:
            _compare(here, old[key][1], value, changes)
        else:
            changes.append(Change(here, after=value))


def _by_key(values: list[Any]) -> dict[str, tuple[int, Any]] | None:
    """The items of a list by what names them; ``None`` where one has no name or two have the same."""
    found: dict[str, tuple[int, Any]] = {}
    for place, value in enumerate(values):
        key = value if isinstance(value, str) else None
        if isinstance(value, dict):
            key = next((value[name] for name in _KEYS if isinstance(value.get(name), str)), None)
        if key is None or key in found:
            return None
        found[key] = (place, value)
    return found
