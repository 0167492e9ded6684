"""The published and official example documents, as decoded JSON objects."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from tests.support.shared import shared_path

_ROW = re.compile(r"\| `([^`]+\.json(?:ld)?)` \|.*\| ([^|]*) \|$")


def sample_names() -> list[str]:
    """The names of all samples in JSON; one name that skips its test where there are none."""
    # Parameters are needed before any test can be skipped, so this looks for itself.
    base = Path(os.environ.get("OPENCREDREG_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    names = sorted(path.name for path in (base / "samples" / "registry").glob("*.json*"))
    return names or ["missing"]


def sound_names() -> set[str]:
    """The samples in which a structural check found nothing."""
    text = shared_path("samples", "registry", "README.md").read_text()
    rows = [match for line in text.splitlines() if (match := _ROW.match(line))]
    return {row[1] for row in rows if row[2].strip() == "nothing found"}


def load_sample(name: str) -> dict[str, Any] | None:
    """One sample; ``None`` when it is not JSON. Arrays become graphs, envelopes give what they hold."""
    text = shared_path("samples", "registry", name).read_text(encoding="utf-8-sig")
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if isinstance(document, list):
        return {"@graph": document}
    found: dict[str, Any] = document.get("decoded_resource", document)
    return found
