"""Make the packaged table of vocabulary facts from a folder with the official encodings and contexts.

    python tools/derive_vocabulary.py FOLDER

FOLDER holds ``ctdl/schema.json``, ``ctdl/context.json``, ``ctdlasn/schema.json``, ``ctdlasn/context.json``,
one or more ``qdata/schema-*.json`` (the last by name counts) and, for what encodings do not carry,
``derived/policy-*.json`` and ``derived/registry-shapes-*.json``. The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from opencredreg.ctdl.encodings import derive_table
from opencredreg.ctdl.table import render_table

_ROOT = Path(__file__).resolve().parents[1]
TARGET = _ROOT / "src/opencredreg/ctdl/_generated/vocabulary.json"


def build(folder: Path) -> bytes:
    """The table as bytes."""
    qdata = sorted(folder.glob("qdata/schema-*.json"))[-1:]
    policy = _newest(folder, "derived/policy-*.json").get("classes", {})
    return render_table(
        derive_table(
            encodings=[
                _read(path) for path in (folder / "ctdl/schema.json", folder / "ctdlasn/schema.json", *qdata)
            ],
            contexts={name: _read(folder / name / "context.json") for name in ("ctdl", "ctdlasn")},
            policy=policy,
            shapes=_newest(folder, "derived/registry-shapes-*.json"),
        )
    )


def _newest(folder: Path, pattern: str) -> dict[str, Any]:
    paths = sorted(folder.glob(pattern))
    return _read(paths[-1]) if paths else {}


def _read(path: Path) -> dict[str, Any]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])


def main(arguments: list[str]) -> int:
    """Write the table; 2 when the folder is missing."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("error: name the folder with the encodings\n")
        return 2
    data = build(Path(arguments[0]))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(data)
    sys.stderr.write(f"{TARGET.name}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
