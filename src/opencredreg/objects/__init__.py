"""Files that are not documents: downloads, archives, uploads. One contract, in a folder or in memory."""

from __future__ import annotations

from opencredreg.objects.folder import FolderObjects
from opencredreg.objects.memory import MemoryObjects
from opencredreg.objects.model import ObjectInfo, ObjectStore

__all__ = ["FolderObjects", "MemoryObjects", "ObjectInfo", "ObjectStore"]
