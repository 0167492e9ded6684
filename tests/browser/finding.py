"""What the tests of the public pages look at: resources by their class, found as anybody finds them."""

from __future__ import annotations

import csv
import io
import urllib.request
from functools import cache
from urllib.parse import urlencode

__all__ = ["fetch", "path_of", "paths_of"]


def fetch(address: str, accept: str = "*/*") -> str:
    """The text at an address."""
    asked = urllib.request.Request(address, headers={"accept": accept})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        text: str = answer.read().decode("utf-8")
    return text


@cache
def paths_of(site: str, cls: str) -> tuple[str, ...]:
    """The paths of the pages of resources of a class, by name.

    Args:
        site: the address of a node.
        cls: the class, without its prefix where it is of CTDL, as ``Certificate`` or ``ceasn:Rubric``.
    """
    query = urlencode({"type": cls if ":" in cls else f"ceterms:{cls}", "sort": "name"})
    rows = csv.DictReader(io.StringIO(fetch(f"{site}/find.csv?{query}")))
    return tuple(f"/resources/{row['ctid']}" for row in rows)


def path_of(site: str, cls: str) -> str:
    """The path of the page of one resource of a class."""
    paths = paths_of(site, cls)
    assert paths, f"there is no {cls} here"
    return paths[0]
