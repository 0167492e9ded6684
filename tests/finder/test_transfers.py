from __future__ import annotations

from typing import Any

from opencredreg.finder.transfers import TransferView, find_transfers
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _profile(ctid: str, origins: list[str], targets: list[str], **members: Any) -> dict[str, Any]:
    ends = {
        "ceterms__transferValueFrom": [resource_uri(one) for one in origins],
        "ceterms__transferValueFor": [resource_uri(one) for one in targets],
        "ceterms__transferValue": [{"@type": "ceterms:ValueProfile", "schema:value": 3}],
    }
    return {**certificate(ctid, "Credit", **ends, **members), "@type": "ceterms:TransferValueProfile"}


def _view(client: AppClient, ctid: str) -> TransferView | None:
    with subject_of(client, ctid) as subject:
        return find_transfers(subject)


def test_both_ends_and_the_profile_itself_tell_of_a_transfer(app_client: AppClient) -> None:
    mine, other, toward, profile = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    for one in (mine, other, toward):
        app_client.published(document(course(one)))
    app_client.published(document(_profile(profile, [mine, other], [toward], ceterms__endDate="2001-01-01")))
    given = _view(app_client, mine)
    assert given is not None
    [agreement] = given.counts_for
    assert [one.ctid for one in agreement.with_it] == [other]
    assert [one.ctid for one in agreement.targets] == [toward]
    assert (agreement.validity, agreement.values[0].low, given.counts_for_total) == ("ended", 3, 1)
    taken = _view(app_client, toward)
    assert taken is not None
    assert [one.ctid for one in taken.counts_toward[0].origins] == [mine, other]
    assert taken.counts_for == ()
    itself = _view(app_client, profile)
    assert itself is not None
    assert itself.itself is not None
    assert itself.itself.reference.ctid == profile
    assert (len(itself.itself.origins), len(itself.itself.targets)) == (2, 1)


def test_an_intermediary_opens_ways_to_equivalent_courses(app_client: AppClient) -> None:
    mine, twin, toward, first, second = (new_ctid() for _ in range(5))
    for one in (mine, twin, toward):
        app_client.published(document(course(one)))
    app_client.published(document(_profile(first, [mine], [])))
    app_client.published(document(_profile(second, [twin], [toward])))
    group = certificate(ceterms__intermediaryFor=[resource_uri(first), resource_uri(second)])
    app_client.published(document({**group, "@type": "ceterms:TransferIntermediary"}))
    found = _view(app_client, mine)
    assert found is not None
    assert {one.target.ctid: one.is_equivalent for one in found.passages} == {twin: True, toward: False}
    assert {one.intermediary.ctid for one in found.passages} == {group["ceterms:ctid"]}


def test_there_is_nothing_to_say_without_profiles(app_client: AppClient) -> None:
    main = course()
    app_client.published(document(main))
    assert _view(app_client, main["ceterms:ctid"]) is None
