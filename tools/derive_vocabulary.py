"""Make the packaged table of vocabulary facts from a folder with the official encodings and contexts.

    python tools/derive_vocabulary.py FOLDER [EDITION]

FOLDER holds ``ctdl/schema.json``, ``ctdl/context.json``, ``ctdlasn/schema.json``, ``ctdlasn/context.json``,
one or more ``qdata/schema-*.json`` (the last by name counts) and, for what encodings do not carry,
``derived/policy-*.json`` and ``derived/registry-shapes-*.json``. EDITION is the year and month in which the
encodings were retrieved, such as 2026-08; without it the edition of the packaged table stays. The same input
gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from opencredreg.ctdl.official.encodings import derive_table
from opencredreg.ctdl.table import render_table

_ROOT = Path(__file__).resolve().parents[1]
TARGET = _ROOT / "src/opencredreg/ctdl/_generated/vocabulary.json"


def build(folder: Path, edition: str) -> bytes:
    """The table as bytes."""
    encodings = {name: folder / name / "schema.json" for name in ("ctdl", "ctdlasn")}
    qdata = sorted(folder.glob("qdata/schema-*.json"))
    if qdata:
        encodings["qdata"] = qdata[-1]
    policy = _newest(folder, "derived/policy-*.json").get("classes", {})
    return render_table(
        derive_table(
            encodings={name: _read(path) for name, path in encodings.items()},
            contexts={name: _read(folder / name / "context.json") for name in ("ctdl", "ctdlasn")},
            policy=policy,
            shapes=_newest(folder, "derived/registry-shapes-*.json"),
            edition=edition,
        )
    )


def _packaged_edition() -> str:
    return str(_read(TARGET).get("edition", "")) if TARGET.exists() else ""


def _newest(folder: Path, pattern: str) -> dict[str, Any]:
    paths = sorted(folder.glob(pattern))
    return _read(paths[-1]) if paths else {}


def _read(path: Path) -> dict[str, Any]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])


def main(arguments: list[str]) -> int:
    """Write the table; 2 when the folder is missing."""
    if len(arguments) not in (1, 2) or not Path(arguments[0]).is_dir():
        sys.stderr.write(
            "error: name the folder with the encodings, and their year and month if they are new\n"
        )
        return 2
    edition = arguments[1] if len(arguments) == 2 else _packaged_edition()
    data = build(Path(arguments[0]), edition)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(data)
    sys.stderr.write(f"{TARGET.name}: {len(data)} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
