"""Where the shared reference data are, for the tests that read them; such tests are skipped elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def shared_path(*parts: str) -> Path:
    """The path of a shared file or folder; skips the calling test when it is not there."""
    base = Path(os.environ.get("OPENCREDREG_SHARED", _ROOT.parent / "shared"))
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared data not present: {'/'.join(parts)}")
    return path
