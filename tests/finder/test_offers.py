from __future__ import annotations

from typing import Any

from opencredreg.finder.offers import Field, Offers, find_offers
from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of


def _organization(ctid: str, **members: Any) -> dict[str, Any]:
    return {**certificate(ctid, "Guild of the valley", **members), "@type": "ceterms:CredentialOrganization"}


def _offers(client: AppClient, ctid: str) -> Offers:
    with subject_of(client, ctid) as subject:
        found = find_offers(subject)
    assert found is not None
    return found


def _field(found: Offers, name: str) -> Field:
    [field] = [one for one in found.fields if one.name == name]
    return field


def test_what_either_side_states_counts_once(app_client: AppClient) -> None:
    mine, both, here, there = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    offers = [resource_uri(both), resource_uri(here), "https://elsewhere.example/course"]
    app_client.published(document(_organization(mine, ceterms__offers=offers)))
    app_client.published(document(course(both, ceterms__offeredBy=[resource_uri(mine)])))
    app_client.published(document(course(here)))
    app_client.published(document(certificate(there, ceterms__offeredBy=[resource_uri(mine)])))
    field = _field(_offers(app_client, mine), "offers")
    assert {count.cls: count.total for count in field.classes} == {
        "ceterms:Course": 2,
        "ceterms:Certificate": 1,
    }
    assert field.total == 3
    assert {one.ctid for count in field.classes for one in count.first} == {both, here, there}
    assert field.stated is not None
    assert [line.reference.key for line in field.stated.lines if line.reference][:2] == [both, here]
    assert field.stated.total == len(offers)


def test_of_each_class_the_newest_are_named_and_all_are_counted(app_client: AppClient) -> None:
    mine = new_ctid()
    app_client.published(document(_organization(mine)))
    ctids = [new_ctid() for _ in range(5)]
    for ctid in ctids:
        app_client.published(document(course(ctid, ceterms__offeredBy=[resource_uri(mine)])))
    [count] = _field(_offers(app_client, mine), "offers").classes
    assert count.total == len(ctids)
    assert [one.ctid for one in count.first] == ctids[:-4:-1]


def test_what_is_provisional_does_not_count(app_client: AppClient) -> None:
    mine = new_ctid()
    sketch = course(ceterms__offeredBy=[resource_uri(mine)])
    app_client.published(document(_organization(mine)))
    app_client.published(document(sketch, **{"adms:status": "graphPublicationStatus:Provisional"}))
    with subject_of(app_client, mine) as subject:
        found = find_offers(subject)
    assert found is None or found.fields == ()


def test_an_organization_has_parents_and_parts(app_client: AppClient) -> None:
    mine, above, below, beside = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    app_client.published(document(_organization(mine, ceterms__department=[resource_uri(below)])))
    app_client.published(document(_organization(above, ceterms__subOrganization=[resource_uri(mine)])))
    app_client.published(document(_organization(below, ceterms__parentOrganization=resource_uri(mine))))
    app_client.published(document(_organization(beside, ceterms__parentOrganization=resource_uri(mine))))
    stated = {
        (relation.name, line.reference.ctid): line.stated
        for relation in _offers(app_client, mine).structure
        for line in relation.lines
        if line.reference
    }
    assert stated == {("parent", above): "there", ("parts", below): "both", ("parts", beside): "there"}


def test_records_are_counted_by_class_and_by_whom_they_are_published(app_client: AppClient) -> None:
    mine = app_client.ctid("alder")
    app_client.published(document(_organization(mine)))
    app_client.published(document(course()))
    found = _offers(app_client, mine)
    assert {one.cls: one.total for one in found.owned_records} == {
        "ceterms:CredentialOrganization": 1,
        "ceterms:Course": 1,
    }
    assert found.published_records == 0
    cedar = app_client.ctid("cedar")
    app_client.published(document(course()), who="partner", params={"published_by": cedar})
    app_client.published(document(_organization(cedar)))
    assert _offers(app_client, cedar).published_records == 1


def test_only_organizations_offer_anything(app_client: AppClient) -> None:
    main = course()
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        assert find_offers(subject) is None
