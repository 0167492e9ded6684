"""Objects as files in a folder."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from opencredreg.clock import Timestamp
from opencredreg.errors import Unavailable
from opencredreg.ids import new_uuid
from opencredreg.objects.model import (
    ObjectInfo,
    check_name,
    check_prefix,
    is_name,
    name_taken,
    no_such_object,
)

__all__ = ["FolderObjects"]

# No object's name may hold this character, so an unfinished file is never taken for an object.
_UNFINISHED = "~"
_BLOCK = 1024 * 1024
_ATTEMPTS = 20
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class FolderObjects:
    """An object store in a folder, which is made when the first object is put.

    Several processes may use one folder. A crash in the middle of a put can leave a file whose name begins
    with ``~``; it is never listed and may be deleted.
    """

    def __init__(self, path: Path) -> None:
        self._root = path

    def put(self, name: str, source: BinaryIO | Path) -> ObjectInfo:
        """Store the content of ``source``; see :class:`~opencredreg.objects.ObjectStore`."""
        target = self._path(name)
        with contextlib.ExitStack() as stack:
            stream = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
            try:
                return self._write(name, target, stream)
            except (NotADirectoryError, IsADirectoryError, FileExistsError) as problem:
                raise name_taken(name) from problem
            except OSError as problem:
                if problem.errno in _NO_ROOM:
                    raise Unavailable(f"There is no room to store {name!r}.") from problem
                raise

    def open(self, name: str) -> BinaryIO:
        """The content as a stream; see :class:`~opencredreg.objects.ObjectStore`."""
        try:
            return self._path(name).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as problem:
            raise no_such_object(name) from problem

    def info(self, name: str) -> ObjectInfo:
        """What is known about an object; see :class:`~opencredreg.objects.ObjectStore`."""
        info = _find_info(name, self._path(name))
        if info is None:
            raise no_such_object(name)
        return info

    def delete(self, name: str) -> None:
        """Remove an object; see :class:`~opencredreg.objects.ObjectStore`."""
        path = self._path(name)
        if _find_info(name, path) is None:
            raise no_such_object(name)
        try:
            path.unlink()
        except FileNotFoundError as problem:
            # Somebody else was faster.
            raise no_such_object(name) from problem
        _sync_folder(path.parent)
        self._remove_empty_folders(path.parent)

    def list(self, prefix: str = "") -> tuple[ObjectInfo, ...]:
        """The objects whose names begin with ``prefix``; see :class:`~opencredreg.objects.ObjectStore`."""
        return tuple(sorted(self._iter_infos(check_prefix(prefix)), key=lambda info: info.name))

    def _path(self, name: str) -> Path:
        return self._root / check_name(name)

    def _write(self, name: str, target: Path, source: BinaryIO) -> ObjectInfo:
        """Write beside the target, make sure of it, then rename: the content changes in one step."""
        unfinished, stream = self._open_unfinished(target.parent)
        try:
            with stream:
                shutil.copyfileobj(source, stream, _BLOCK)
                stream.flush()
                os.fsync(stream.fileno())
                status = os.fstat(stream.fileno())
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            self._remove_empty_folders(target.parent)
            raise
        for folder in self._folders(target.parent):
            _sync_folder(folder)
        return _info_of(name, status)

    def _open_unfinished(self, folder: Path) -> tuple[Path, BinaryIO]:
        path = folder / f"{_UNFINISHED}{new_uuid()}"
        for _ in range(_ATTEMPTS):
            # A delete elsewhere may remove a folder just after it was made, because it is still empty.
            with contextlib.suppress(FileNotFoundError, FileExistsError):
                folder.mkdir(parents=True, exist_ok=True)
                return path, path.open("xb")
        folder.mkdir(parents=True, exist_ok=True)
        return path, path.open("xb")

    def _folders(self, folder: Path) -> Iterator[Path]:
        """The folder and those above it, up to the root of the store."""
        while folder != self._root:
            yield folder
            folder = folder.parent
        yield self._root

    def _remove_empty_folders(self, folder: Path) -> None:
        # An empty folder would keep its name from being used for an object.
        with contextlib.suppress(OSError):
            for empty in self._folders(folder):
                if empty != self._root:
                    empty.rmdir()

    def _iter_infos(self, prefix: str) -> Iterator[ObjectInfo]:
        for folder, _, files in os.walk(self._root / prefix.rpartition("/")[0]):
            for file in files:
                path = Path(folder, file)
                name = path.relative_to(self._root).as_posix()
                if name.startswith(prefix) and is_name(name):
                    info = _find_info(name, path)
                    if info is not None:
                        yield info


def _find_info(name: str, path: Path) -> ObjectInfo | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _info_of(name, status) if stat.S_ISREG(status.st_mode) else None


def _info_of(name: str, status: os.stat_result) -> ObjectInfo:
    return ObjectInfo(name=name, size_bytes=status.st_size, modified_at=Timestamp(status.st_mtime_ns // 1000))


def _sync_folder(folder: Path) -> None:
    """Make sure that a change of names in a folder survives a power cut."""
    # The folder may have been removed again in the meantime, and not every system lets folders be opened.
    with contextlib.suppress(FileNotFoundError, PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
