"""The demonstration documents are what publishers should write: nobody finds fault with them."""

from __future__ import annotations

from opencredreg import demo
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import DocumentSurroundings, bundled_profile, validator_for

from .running import grave

_FAIR = {"recommended-missing", "required-before", "concept-range-conflict"}
"""What remains to be noted: not all that is recommended is said, some of what an older policy asked for is not, and
the forms of the publishing service are kept where the vocabulary declares another."""


def test_demo_documents_are_sound_where_they_are_published() -> None:
    validator = validator_for(bundled_profile("publish"), bundled_vocabulary())
    documents = [parse_document(one.payload) for one in demo.documents(600)]
    reports = validator.validate_all(documents, DocumentSurroundings(documents))
    assert len(reports) > 300
    assert [(one.code, one.pointer, one.message) for report in reports for one in grave(report)] == []
    # With all of them at hand no reference is left open either.
    assert {one.code for report in reports for one in report.findings} <= _FAIR
