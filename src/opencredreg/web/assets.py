"""Static files under addresses that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec

__all__ = ["Asset", "asset_path", "find_asset"]

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """A static file. ``name`` holds its hash: ``style-0123456789ab.css``."""

    name: str
    content: bytes
    media_type: str


def asset_path(name: str) -> str:
    """The path at which a file of the folder ``static`` is served.

    Raises:
        KeyError: there is no such file.
    """
    return f"/static/{_by_file()[name].name}"


def find_asset(name: str) -> Asset | None:
    """The file of a hashed name; ``None`` when there is none, or it has changed since."""
    return next((asset for asset in _by_file().values() if asset.name == name), None)


def _parts_of(path: Path) -> list[Path]:
    """What is sent together with a file: a style sheet ``finder.css`` brings ``finder-trees.css`` along."""
    return sorted(path.parent.glob(f"{path.stem}-*{path.suffix}")) if path.suffix == ".css" else []


@cache
def _by_file() -> dict[str, Asset]:
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        media_type = _MEDIA_TYPES.get(path.suffix)
        if media_type is not None:
            content = b"\n".join(one.read_bytes() for one in [path, *_parts_of(path)])
            digest = hashlib.sha256(content).hexdigest()[:12]
            found[path.name] = Asset(f"{path.stem}-{digest}{path.suffix}", content, media_type)
    return found
