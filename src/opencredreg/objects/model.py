"""The contract of an object store, and the names that it accepts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from opencredreg.clock import Timestamp
from opencredreg.errors import Conflict, InvalidInput, NotFound

__all__ = [
    "ObjectInfo",
    "ObjectStore",
    "check_name",
    "check_prefix",
    "is_name",
    "name_taken",
    "no_such_object",
]

_SEGMENT = re.compile(r"[A-Za-z0-9._-]{1,255}", re.ASCII)
_MAX_NAME = 1024


class ObjectInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One stored object: its name, its size and when it was put."""

    name: str
    size_bytes: int
    modified_at: Timestamp


class ObjectStore(Protocol):
    """A place for named byte strings.

    Names are segments of letters, digits, ``.``, ``_`` and ``-``, joined by ``/``, at most 1,024 characters;
    no segment is ``.`` or ``..``, none is empty or longer than 255. A name is either an object or the
    beginning of other names, never both. All methods raise InvalidInput for other names.
    """

    def put(self, name: str, source: BinaryIO | Path) -> ObjectInfo:
        """Store everything that ``source`` has to give, replacing an object of that name at once.

        A reader sees the old content or the new one, never a part; when reading the source fails, nothing
        changes. Returns when the content would survive a power cut, where there is a disk.

        Raises:
            Conflict: the name is the beginning of another object's name, or the other way round.
            Unavailable: there is no room left.
        """
        ...

    def open(self, name: str) -> BinaryIO:
        """The content, to be closed by the caller; a later put or delete does not disturb it.

        Raises:
            NotFound: there is no such object.
        """
        ...

    def info(self, name: str) -> ObjectInfo:
        """What is known about an object.

        Raises:
            NotFound: there is no such object.
        """
        ...

    def delete(self, name: str) -> None:
        """Remove an object.

        Raises:
            NotFound: there is no such object.
        """
        ...

    def list(self, prefix: str = "") -> tuple[ObjectInfo, ...]:
        """The objects whose names begin with ``prefix`` (not necessarily a whole segment), sorted by name."""
        ...


def is_name(name: str) -> bool:
    """Whether an object may have this name."""
    return len(name) <= _MAX_NAME and all(
        _SEGMENT.fullmatch(segment) and segment not in {".", ".."} for segment in name.split("/")
    )


def check_name(name: str) -> str:
    """The name itself, if an object may have it.

    Raises:
        InvalidInput: it may not.
    """
    if not is_name(name):
        raise InvalidInput(
            f"{name[:80]!r} is not the name of an object.",
            hint="Use letters, digits, dots, dashes and underscores, with single slashes between them.",
        )
    return name


def no_such_object(name: str) -> NotFound:
    """The error for a missing object."""
    return NotFound(f"There is no object named {name!r}.", kind="object")


def name_taken(name: str) -> Conflict:
    """The error for a name that cannot be both an object and a folder of objects."""
    return Conflict(f"{name!r} cannot be stored: an object is named like one of its folders, or the reverse.")


def check_prefix(prefix: str) -> str:
    """The prefix itself, if the name of an object may begin like that.

    Raises:
        InvalidInput: none may.
    """
    folder, slash, rest = prefix.rpartition("/")
    if slash:
        check_name(folder)
    if rest and rest not in {".", ".."}:
        check_name(rest)
    return prefix
