"""``opencredreg codes``: what each command prints as JSON and for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from opencredreg.codes import bundled_codes
from tests.cli.conftest import CLI
from tests.support.code_files import CIP_FILE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An official file."""
    path = tmp_path / "cip.csv"
    path.write_bytes(CIP_FILE)
    return path


def test_load_use_and_remove(cli: CLI, file: Path) -> None:
    told = cli("codes", "load", file, "--list", "cip", "--edition", "2030").value
    assert (told["edition"]["edition"], told["is_new"], told["edition"]["is_used"]) == ("2030", True, False)
    assert (told["added"], told["renamed"]) == (1, 2)
    assert cli("codes", "use", "cip", "2030").value["code_count"] == 4
    listed = [(one["name"], one["edition"], one["is_used"]) for one in cli("codes", "list").value]
    assert listed == [
        ("soc", "bundled", True),
        ("cip", "2030", True),
        ("cip", "bundled", False),
        ("naics", "bundled", True),
    ]
    assert cli("codes", "show", "cip", "490297").value["title"] == "Cargo Bicycles"
    assert cli("codes", "remove", "cip", "2030").code == 2
    assert cli("codes", "use", "CIP", "bundled").value["edition"] == "bundled"
    assert cli("codes", "remove", "cip", "2030").value == {"list": "cip", "edition": "2030", "removed": True}
    assert len(cli("codes", "list").value) == 3


def test_find_and_show(cli: CLI) -> None:
    found = cli("codes", "find", "soc", "heavy", "truck").value
    assert [(one["code"], one["parent"]) for one in found] == [("53-3032.00", "53-0000")]
    assert len(cli("codes", "find", "cip", "a", "--limit", "7").value) == 7
    assert cli("codes", "find", "cip", "zzzz").value == []
    shown = cli("codes", "show", "soc", "533032").value
    assert shown["target"] == "https://www.onetonline.org/link/summary/53-3032.00"
    assert [one["code"] for one in shown["ancestors"]] == ["53-0000"]
    group = cli("codes", "show", "cip", "49.02").value
    assert {one["code"] for one in group["children"]} == {
        one.code for one in bundled_codes()["cip"].children("49.02")
    }
    assert group["target"] is None


def test_in_words(cli: CLI, file: Path) -> None:
    told = cli("codes", "load", file, "--list", "cip", "--edition", "2030", "--use", json=False)
    assert (told.code, told.out) == (0, "")
    assert "Edition 2030 of cip is loaded: 4 codes." in told.err
    assert "codes use" not in told.err, "it is in use already"
    lines = cli("codes", "list", json=False).out.splitlines()
    assert lines[0].split()[:2] == ["list", "edition"]
    assert lines[2].split()[:4] == ["cip", "2030", "yes", "4"]
    found = cli("codes", "find", "cip", "cargo", json=False).out.splitlines()
    assert found[1].split("  ") == ["49.0297", "Cargo Bicycles", "Ground Transportation"]
    shown = cli("codes", "show", "cip", "49.02", json=False).out
    assert "49.0297  Cargo Bicycles" in shown
    assert "49 Moving Things" in shown
    assert "no title" in cli("codes", "find", "cip", "zzzz", json=False).err.lower()


def test_what_cannot_be(cli: CLI, file: Path) -> None:
    wrong = cli("codes", "load", file, "--list", "naics", "--edition", "2030")
    assert wrong.code == 2
    assert wrong.value["error"]["code"] == "invalid-input"
    assert "NAICS Code" in wrong.value["error"]["hint"]
    missing = cli("codes", "show", "cip", "49.0215")
    assert missing.code == 2
    assert "49.0205" in missing.value["error"]["hint"]
    assert cli("codes", "find", "isced", "x").value["error"]["code"] == "not-found"
    assert cli("codes", "load", file, "--list", "isced", "--edition", "1").code == 2
