"""Objects in memory: the twin of the folder, for tests and for nodes that keep nothing."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import BinaryIO

from opencredreg import clock
from opencredreg.objects.model import ObjectInfo, check_name, check_prefix, name_taken, no_such_object

__all__ = ["MemoryObjects"]


class MemoryObjects:
    """An object store that forgets everything with its process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._objects: dict[str, tuple[ObjectInfo, bytes]] = {}
        self._lock = threading.Lock()

    def put(self, name: str, source: BinaryIO | Path) -> ObjectInfo:
        """Store the content of ``source``; see :class:`~opencredreg.objects.ObjectStore`."""
        check_name(name)
        content = source.read_bytes() if isinstance(source, Path) else source.read()
        info = ObjectInfo(name=name, size_bytes=len(content), modified_at=clock.now())
        with self._lock:
            if any(other.startswith(f"{name}/") or name.startswith(f"{other}/") for other in self._objects):
                raise name_taken(name)
            self._objects[name] = (info, content)
        return info

    def open(self, name: str) -> BinaryIO:
        """The content as a stream; see :class:`~opencredreg.objects.ObjectStore`."""
        return io.BytesIO(self._get(name)[1])

    def info(self, name: str) -> ObjectInfo:
        """What is known about an object; see :class:`~opencredreg.objects.ObjectStore`."""
        return self._get(name)[0]

    def delete(self, name: str) -> None:
        """Remove an object; see :class:`~opencredreg.objects.ObjectStore`."""
        check_name(name)
        with self._lock:
            if self._objects.pop(name, None) is None:
                raise no_such_object(name)

    def list(self, prefix: str = "") -> tuple[ObjectInfo, ...]:
        """The objects whose names begin with ``prefix``; see :class:`~opencredreg.objects.ObjectStore`."""
        check_prefix(prefix)
        with self._lock:
            return tuple(info for name, (info, _) in sorted(self._objects.items()) if name.startswith(prefix))

    def _get(self, name: str) -> tuple[ObjectInfo, bytes]:
        check_name(name)
        found = self._objects.get(name)
        if found is None:
            raise no_such_object(name)
        return found
