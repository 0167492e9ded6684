"""Documents that are in order, whatever their class; and single faults in them, each found where it was put."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.valid_documents import TOP_CLASSES, documents

from .mutations import MUTATIONS
from .running import grave, judge

RICH = (
    "ceterms:TransferAgreement",
    "ceterms:AssessmentProfile",
    "ceterms:Badge",
    "ceasn:CompetencyFramework",
    "ceterms:CostManifest",
)
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("cls", TOP_CLASSES)
def test_nothing_grave_is_found_in_a_valid_document(cls: str) -> None:
    @settings(QUICK, max_examples=4)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        report = judge(data.draw(documents(cls)))
        assert [(finding.code, finding.pointer, finding.message) for finding in grave(report)] == []
        assert report.is_sound

    check()


@pytest.mark.parametrize("cls", TOP_CLASSES)
def test_every_property_of_a_class_can_be_used(cls: str) -> None:
    @settings(QUICK, max_examples=1)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        document = data.draw(documents(cls, every=True))
        assert [(finding.code, finding.pointer) for finding in grave(judge(document))] == []

    check()


@pytest.mark.parametrize("cls", TOP_CLASSES)
def test_single_fault_is_found_where_it_was_put_and_nothing_else(cls: str) -> None:
    @settings(QUICK, max_examples=2)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        valid = data.draw(documents(cls))
        for name, mutation in MUTATIONS.items():
            document = copy.deepcopy(valid)
            expected = mutation(data.draw, document)
            if expected is not None:
                found = {(finding.code, finding.pointer) for finding in grave(judge(document))}
                assert (name, found) == (name, expected)

    check()
