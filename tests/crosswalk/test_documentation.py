"""The page about the correspondences shows those of the code, all of them and no others."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from itertools import groupby
from pathlib import Path

from opencredreg import crosswalk
from opencredreg.crosswalk.schema_org import list_correspondences
from opencredreg.crosswalk.schema_org.classes import CLASSES, ORGANIZATION_TYPES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "concepts" / "schema-org.md"


def tables() -> str:
    """The tables as they should stand on the page."""
    parts = []
    for kind, lines in groupby(list_correspondences(), key=lambda line: line.kind):
        rows = list(lines)
        types = " and ".join(f"`{name}`" for name in rows[0].types)
        parts.append(
            f"### {kind[0].upper()}{kind[1:]}: {types}\n\n| schema.org | from CTDL | how |\n|---|---|---|"
        )
        for row in rows:
            terms = ", ".join(f"`{term}`" for term in row.terms)
            parts.append(f"| `{row.name}` | {terms} | {row.says} |")
        parts.append("")
    return "\n".join(parts)


def test_the_tables_are_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = text.partition("<!-- tables -->\n")[2].partition("<!-- end of tables -->")[0]
    assert shown.strip() == tables().strip()


def test_the_classes_are_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w:]+)` \| ([\w ]+) \|$", text, re.MULTILINE)
    assert rows == [*CLASSES]
    types = re.findall(r"^\| `(orgType:\w+)` \| `(\w+)` \|$", text, re.MULTILINE)
    assert types == [*ORGANIZATION_TYPES]


def test_the_examples_on_the_page_work() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 2
    assert found.failed == 0


def test_the_examples_in_the_code_work() -> None:
    names = [found.name for found in pkgutil.walk_packages(crosswalk.__path__, f"{crosswalk.__name__}.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in names]
    assert sum(result.attempted for result in results) >= 4
    assert sum(result.failed for result in results) == 0
