"""The rules are as grave as the table of the validation profile says, wherever it says it plainly."""

from __future__ import annotations

import re
from typing import Final

import pytest

from opencredreg.validation import RULES, Level, Mode, Rule

from ..support.shared import shared_path

_ROW: Final = re.compile(r"\| (R\d\d) \| [^|]+ \| ([^|]+) \|")
_LEVELS: Final[dict[str, Level]] = {
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "note",
    "UNVERIFIABLE": "note",
}
_WEIGHTS: Final[dict[Level, int]] = {"off": 0, "note": 1, "warning": 2, "error": 3}
OTHERWISE: Final[dict[tuple[str, Mode], tuple[Level, str]]] = {
    ("R27", "publish"): ("off", "What was found needs no remark unless a profile asks for it."),
    ("R46", "read"): ("error", "Only what can be read as a number or a boolean is a note."),
}
"""Rules that are as grave as somebody decided, with the reason."""
GRAVER: Final = frozenset({"R29", "R34", "R67"})
"""Rules whose statement has a graver case, which has a code of its own."""


def _table() -> dict[str, tuple[Level, Level | None]]:
    """Number of a rule to what is stated for publishing, and for reading where that is stated."""
    table: dict[str, tuple[Level, Level | None]] = {}
    for line in shared_path("reference", "validation-profile.md").read_text(encoding="utf-8").splitlines():
        if match := _ROW.match(line):
            severity = match[2].strip()
            reading = re.search(r"`read`: ([A-Z]+)", severity)
            table[match[1]] = (
                _LEVELS[severity.split()[0].strip(";,")],
                _LEVELS[reading[1]] if reading else None,
            )
    return table


def _of(number: str) -> list[Rule]:
    return [rule for rule in RULES if rule.number == number]


def _gravest(number: str, mode: Mode) -> Level:
    return max((rule.level(mode) for rule in _of(number)), key=_WEIGHTS.__getitem__)


def test_table_has_all_rules() -> None:
    assert list(_table()) == [f"R{number:02}" for number in range(1, 97)]


@pytest.mark.parametrize("number", [f"R{number:02}" for number in range(1, 97)])
def test_rule_is_as_grave_as_the_profile_says(number: str) -> None:
    publishing, reading = _table()[number]
    if number in GRAVER:
        assert {publishing, "error"} <= {rule.level("publish") for rule in _of(number)}
    else:
        assert _gravest(number, "publish") == OTHERWISE.get((number, "publish"), (publishing, ""))[0]
    if reading is not None:
        assert _gravest(number, "read") == OTHERWISE.get((number, "read"), (reading, ""))[0]


def test_no_rule_is_graver_on_reading_than_on_publishing() -> None:
    graver = [rule.code for rule in RULES if _WEIGHTS[rule.level("read")] > _WEIGHTS[rule.level("publish")]]
    assert graver == []
