"""Documents that are in order, whatever their class; and single faults in them, each found where it was put."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, Phase, given, settings
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
    "ceterms:CredentialOrganization",
)
"""Classes whose documents, taken together, have a place for every fault."""
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


def test_every_fault_finds_a_place_somewhere() -> None:
    """A fault for which no document offers a place would prove nothing; no place is left to chance."""

    # Such documents are large, and what is missing is said without making them smaller.
    @settings(QUICK, max_examples=2, phases=[Phase.generate])
    @given(st.data())
    def check(data: st.DataObject) -> None:
        full = [data.draw(documents(cls, every=True, settled=True)) for cls in RICH]
        bare = [data.draw(documents(cls, most=0, settled=True)) for cls in RICH]
        placed = {
            name
            for name, mutation in MUTATIONS.items()
            if any(mutation(data.draw, copy.deepcopy(document)) is not None for document in (*full, *bare))
        }
        assert MUTATIONS.keys() - placed == set()
        assert [finding.message for document in full for finding in grave(judge(document))] == []

    check()
