"""The sample documents, and what their index says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["claims", "read_index", "read_payload"]

_ROW = re.compile(r"\| `([^`]+)` \|.*\| ([^|]+) \|")
_CLAIM = re.compile(r"^(.*?)(?: \((\d+)\))?$")
_LISTS = ("undeclared", "outside domain")


def read_index(folder: Path) -> dict[str, str]:
    """File name to the column that says what is wrong with it."""
    lines = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2].strip() for line in lines if (match := _ROW.fullmatch(line))}


def read_payload(path: Path) -> bytes:
    """The document in a file; of an envelope the resource that it holds."""
    payload = path.read_bytes()
    try:
        value: Any = json.loads(payload.decode("utf-8-sig"))
    except ValueError:
        return payload
    if isinstance(value, dict) and "decoded_resource" in value:
        return json.dumps(value["decoded_resource"]).encode()
    return payload


def claims(state: str) -> Iterator[tuple[str, str, int]]:
    """What the index claims: the kind of fault, what it is about, and how often (0: it does not say)."""
    for part in state.split(";"):
        name, colon, rest = part.strip().partition(": ")
        if colon and name in _LISTS:
            for term in rest.split(", "):
                yield name, term, 0
            continue
        match = _CLAIM.match(part.strip())
        assert match is not None
        text, count = match[1], int(match[2] or 0)
        for kind in ("unknown class ", "non-IRI string in "):
            if text.startswith(kind):
                yield kind.strip(), text.removeprefix(kind), count
                break
        else:
            yield text, "", count
