from __future__ import annotations

from typing import Any

import pytest

from opencredreg.finder import incoming
from opencredreg.finder.incoming import Incoming, find_incoming
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of


def _incoming(client: AppClient, ctid: str, **options: Any) -> Incoming:
    with subject_of(client, ctid) as subject:
        look = subject.look
        return find_incoming(look.connection, look.vocabulary, subject.held.id, **options)


def _groups(found: Incoming) -> dict[tuple[str, ...], int]:
    return {(group.term, *group.through): group.total for group in found.groups}


def _condition(**members: Any) -> dict[str, Any]:
    named = {f"ceterms:{name}": value for name, value in members.items()}
    return {"@type": "ceterms:ConditionProfile", **named}


def _course(client: AppClient) -> str:
    target = course()
    client.published(document(target))
    ctid: str = target["ceterms:ctid"]
    return ctid


def test_nothing_refers_to_what_nobody_names(app_client: AppClient) -> None:
    assert _incoming(app_client, _course(app_client)).groups == ()


def test_references_are_grouped_by_the_outermost_property_and_what_lies_between(
    app_client: AppClient,
) -> None:
    ctid = _course(app_client)
    uri = resource_uri(ctid)
    whole = certificate(ceterms__hasPart=[uri])
    asking = certificate(
        ceterms__requires=[
            _condition(
                targetLearningOpportunity=[uri],
                alternativeCondition=[_condition(alternativeCondition=[_condition(targetAssessment=[uri])])],
            )
        ]
    )
    for one in (whole, asking):
        app_client.published(document(one))
    assert _groups(_incoming(app_client, ctid)) == {
        ("ceterms:hasPart",): 1,
        ("ceterms:requires", "ceterms:targetLearningOpportunity"): 1,
        (
            "ceterms:requires",
            "ceterms:alternativeCondition",
            "ceterms:alternativeCondition",
            "ceterms:targetAssessment",
        ): 1,
    }


def test_an_object_in_an_unexpected_place_is_still_followed(app_client: AppClient) -> None:
    ctid = _course(app_client)
    odd = certificate(
        ceterms__estimatedCost=[
            {"@type": "ceterms:Place", "ceterms:address": [_condition(targetCredential=[resource_uri(ctid)])]}
        ]
    )
    app_client.published(document(odd))
    expected = ("ceterms:estimatedCost", "ceterms:address", "ceterms:targetCredential")
    assert _groups(_incoming(app_client, ctid)) == {expected: 1}


def test_blank_nodes_are_part_of_what_names_them(app_client: AppClient) -> None:
    ctid = _course(app_client)
    main = certificate(ceterms__requires=["_:way"])
    way = {
        "@id": "_:way",
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetLearningOpportunity": [resource_uri(ctid)],
    }
    app_client.published(document(main, way))
    found = _incoming(app_client, ctid)
    assert _groups(found) == {("ceterms:requires", "ceterms:targetLearningOpportunity"): 1}
    assert [source.cls for source in found.groups[0].sources] == ["ceterms:Certificate"]


def test_a_resource_counts_once_however_often_it_says_so(app_client: AppClient) -> None:
    ctid = _course(app_client)
    twice = [_condition(targetLearningOpportunity=[resource_uri(ctid)]) for _ in range(2)]
    app_client.published(document(certificate(ceterms__requires=twice)))
    assert list(_groups(_incoming(app_client, ctid)).values()) == [1]


def test_provisional_records_count_only_when_asked_for(app_client: AppClient) -> None:
    ctid = _course(app_client)
    sketch = document(
        certificate(ceterms__hasPart=[resource_uri(ctid)]),
        **{"adms:status": "graphPublicationStatus:Provisional"},
    )
    app_client.published(sketch)
    assert _incoming(app_client, ctid).groups == ()
    assert _groups(_incoming(app_client, ctid, provisional=True)) == {("ceterms:hasPart",): 1}


def test_only_the_properties_that_were_asked_for_are_followed(app_client: AppClient) -> None:
    ctid = _course(app_client)
    main = certificate(ceterms__hasPart=[resource_uri(ctid)], ceterms__isSimilarTo=[resource_uri(ctid)])
    app_client.published(document(main))
    found = _incoming(app_client, ctid, terms=["ceterms:isSimilarTo", "ceterms:unknown"])
    assert _groups(found) == {("ceterms:isSimilarTo",): 1}


def test_very_many_references_are_all_counted_and_the_first_ones_listed(
    app_client: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctid = _course(app_client)
    uri = resource_uri(ctid)
    for _ in range(7):
        conditions = [_condition(targetLearningOpportunity=[uri])]
        app_client.published(document(certificate(ceterms__hasPart=[uri], ceterms__requires=conditions)))
    full = _incoming(app_client, ctid)
    monkeypatch.setattr(incoming, "MOST_LINKS", 3)
    monkeypatch.setattr(incoming, "_FIRST", 2)
    short = _incoming(app_client, ctid)
    assert _groups(short) == _groups(full)
    assert [len(group.sources) for group in full.groups] == [7, 7]
    assert [len(group.sources) for group in short.groups] == [2, 2]


@on_sqlite
def test_a_deleted_reference_is_gone(app_client: AppClient) -> None:
    ctid = _course(app_client)
    whole = certificate(ceterms__hasPart=[resource_uri(ctid)])
    app_client.published(document(whole))
    assert (
        app_client.delete(f"/resources/documents/{whole['ceterms:ctid']}", who="publisher").status_code == 204
    )
    assert _incoming(app_client, ctid).groups == ()
    assert _incoming(app_client, _course(app_client)).under(new_ctid()) == ()
