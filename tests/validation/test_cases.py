"""Every code: documents that break the rule, at that place only, and documents that keep it."""

from __future__ import annotations

from typing import Any, Final

import pytest

from opencredreg.validation import CODES, RULES, Mode

from .cases import CASES, Case, changed, full
from .running import grave, judge, resolve

MODES: Final[tuple[Mode, ...]] = ("publish", "read")
LEVELS: Final = {"E": "error", "W": "warning", "N": "note"}

UNREACHABLE: Final[dict[str, str]] = {
    "identity-required": "A document without any name lacks the @id of its first item, and is told that instead.",
}
"""Codes without a case, with the reason."""
WITHOUT_CODE: Final[dict[str, str]] = {}
"""Numbers of rules without a code, with the reason."""


def _params(*modes: Mode) -> list[Any]:
    params = []
    for case in CASES:
        for mode in modes or ("",):
            name = f"{case.name}-{mode}" if mode else case.name
            params.append(pytest.param(*((case, mode) if mode else (case,)), id=name))
    return params


def _document(case: Case, change: Any) -> Any:
    return change if isinstance(change, bytes) else changed(case.base(), change)


def _judge(case: Case, document: Any, mode: Mode) -> Any:
    return judge(document, mode, known=case.known, switched_on=case.code if case.switched_on else "")


@pytest.mark.parametrize(("case", "mode"), _params(*MODES))
def test_document_that_breaks_the_rule_gives_its_code_at_its_place(case: Case, mode: Mode) -> None:
    report = _judge(case, _document(case, case.bad), mode)
    level = case.levels[MODES.index(mode)]
    found = [finding for finding in report.findings if finding.code == case.code]
    assert sorted(finding.pointer for finding in found) == ([] if level == "-" else case.pointers(mode))
    assert {finding.severity for finding in found} <= {LEVELS.get(level)}
    if case.suggestion and found:
        assert {finding.suggestion for finding in found} == {case.suggestion}
    others = {(finding.code, finding.pointer) for finding in grave(report) if finding.code != case.code}
    expected = {(code, full(pointer)) for code, pointer in case.also}
    if mode == "publish":
        assert others == expected
    else:
        assert others <= expected | {(code, full(pointer)) for code, pointer in case.also_read}


@pytest.mark.parametrize(("case", "mode"), _params(*MODES))
def test_document_that_keeps_the_rule_gives_nothing(case: Case, mode: Mode) -> None:
    report = _judge(case, _document(case, case.good), mode)
    assert [finding for finding in report.findings if finding.code == case.code] == []
    assert grave(report) == []


@pytest.mark.parametrize("case", _params())
def test_findings_say_what_where_and_why(case: Case) -> None:
    document = _document(case, case.bad)
    for finding in _judge(case, document, "publish").findings:
        rule = CODES[finding.code]
        assert finding.rule == rule.number
        assert finding.source
        assert finding.message.endswith(".") or finding.code == "required"
        if not isinstance(document, bytes):
            parent = finding.pointer.rpartition("/")[0]
            resolve(document, parent)


def test_every_code_has_a_case() -> None:
    cases = {case.code for case in CASES}
    assert cases | UNREACHABLE.keys() == CODES.keys()
    assert not cases & UNREACHABLE.keys()


def test_every_rule_of_the_profile_has_a_code() -> None:
    numbers = {f"R{number:02}" for number in range(1, 97)}
    assert {rule.number for rule in RULES} | WITHOUT_CODE.keys() == numbers
    assert not {rule.number for rule in RULES} & WITHOUT_CODE.keys()


def test_levels_of_cases_are_those_of_the_rules() -> None:
    for case in CASES:
        rule = CODES[case.code]
        expected = ["note" if case.switched_on else rule.level(mode) for mode in MODES]
        stated = [LEVELS.get(level, level) for level in case.levels]
        assert [one for one, two in zip(stated, expected, strict=True) if one not in ("-", two)] == [], (
            case.name
        )


def test_cases_have_names_of_their_own() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)
