from __future__ import annotations

from opencredreg.finder.record import Age, build_record
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def test_the_record_says_who_keeps_it_and_how_often_it_changed(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    app_client.published(document({**main, "ceterms:description": {"en": "Hedges, laid in winter."}}))
    with subject_of(app_client, main["ceterms:ctid"].upper()) as subject:
        record = build_record(subject)
    assert record.ctid == main["ceterms:ctid"]
    assert record.uri == main["@id"]
    assert record.owner is not None
    assert record.owner.ctid == "" or record.owner.ctid == app_client.ctid("alder")
    assert record.owner.key == app_client.ctid("alder")
    assert record.version_count == 2
    assert record.updated_at > record.created_at
    assert (record.age, record.is_old, record.part_of) == (Age(0, "day"), False, "")


def test_completeness_is_that_of_the_resource_alone(app_client: AppClient) -> None:
    main = certificate(ceterms__keyword={"en": ["hedges"]}, ceterms__dateEffective="2020-01-01")
    app_client.published(document(main, course()))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        done = build_record(subject).completeness
    assert done is not None
    assert done.ctid == main["ceterms:ctid"]
    missing = {term for one in done.missing for term in one.terms}
    assert "ceterms:estimatedCost" in missing
    assert missing.isdisjoint({"ceterms:keyword", "ceterms:dateEffective"})
    assert done.present + len(done.missing) == done.recommended


def test_a_resource_inside_of_a_document_names_it(app_client: AppClient) -> None:
    main, part = new_ctid(), new_ctid()
    app_client.published(program_with_parts(main, part))
    with subject_of(app_client, part) as subject:
        assert build_record(subject).part_of == main


def test_what_is_never_recommended_has_no_score(app_client: AppClient) -> None:
    odd = {**certificate(), "@type": "ceterms:NothingOfTheKind"}
    app_client.published(document(odd))
    with subject_of(app_client, odd["ceterms:ctid"]) as subject:
        assert build_record(subject).completeness is None
