from __future__ import annotations

from typing import Any

from opencredreg.finder.assurance import Assurance, Backing, find_backing
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _organization(ctid: str, **members: Any) -> dict[str, Any]:
    return {
        **certificate(ctid, "Guild of the valley", **members),
        "@type": "ceterms:QACredentialOrganization",
    }


def _action(ctid: str, agent: str, about: str, kind: str = "Accredit", **members: Any) -> dict[str, Any]:
    named = {"ceterms__actingAgent": [resource_uri(agent)], "ceterms__object": [resource_uri(about)]}
    return {**certificate(ctid, "Accredited", **named, **members), "@type": f"ceterms:{kind}Action"}


def _backing(client: AppClient, ctid: str) -> Backing:
    with subject_of(client, ctid) as subject:
        found = find_backing(subject)
    assert found is not None
    return found


def _assurance(client: AppClient, ctid: str) -> Assurance:
    [found] = [one for one in _backing(client, ctid).assurances if one.name == "ceterms:accreditedBy"]
    return found


def _stated(found: Assurance) -> dict[str, str]:
    return {one.line.reference.ctid: one.line.stated for one in found.assurers if one.line.reference}


def test_the_assurers_own_statement_stands_beside_that_of_the_assured(app_client: AppClient) -> None:
    mine, both, here, there = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    named = [resource_uri(both), resource_uri(here)]
    app_client.published(document(certificate(mine, ceterms__accreditedBy=named)))
    app_client.published(document(_organization(both, ceterms__accredits=[resource_uri(mine)])))
    app_client.published(document(_organization(here)))
    app_client.published(document(_organization(there, ceterms__accredits=[resource_uri(mine)])))
    assert _stated(_assurance(app_client, mine)) == {both: "both", here: "here", there: "there"}


def test_the_record_has_an_owner_and_a_publisher(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    found = _backing(app_client, main["ceterms:ctid"])
    assert found.owner is not None
    assert found.owner.key == app_client.ctid("alder")
    assert (found.publisher, found.assurances) == (None, ())
    assert found.owner.names[0].text == app_client.people.organizations["alder"].name
    other = certificate()
    cedar = app_client.ctid("cedar")
    app_client.published(document(other), who="partner", params={"published_by": cedar})
    found = _backing(app_client, other["ceterms:ctid"])
    assert found.owner is not None
    assert found.publisher is not None
    assert (found.owner.key, found.publisher.key) == (app_client.ctid("alder"), cedar)


def test_an_action_of_the_assurers_own_record_counts_as_its_statement(app_client: AppClient) -> None:
    mine, action, assurer = new_ctid(), new_ctid(), app_client.ctid("alder")
    app_client.published(document(certificate(mine, ceterms__accreditedBy=[resource_uri(assurer)])))
    app_client.published(
        document(
            _action(action, assurer, mine, ceterms__startDate="2020-01-01", ceterms__endDate="2100-01-01")
        )
    )
    found = _assurance(app_client, mine)
    [one] = found.assurers
    [act] = one.acts
    assert (one.line.stated, act.by_assurer, act.standing) == ("both", True, "in force")
    assert (str(act.since), str(act.until)) == ("2020-01-01", "2100-01-01")


def test_an_action_in_the_record_of_somebody_else_is_no_statement_of_the_assurer(
    app_client: AppClient,
) -> None:
    mine, assurer = new_ctid(), new_ctid()
    app_client.published(document(_organization(assurer)))
    app_client.published(document(certificate(mine, ceterms__accreditedBy=[resource_uri(assurer)])))
    app_client.published(document(_action(new_ctid(), assurer, mine, ceterms__endDate="2001-01-01")))
    [one] = _assurance(app_client, mine).assurers
    assert (one.line.stated, one.acts[0].by_assurer, one.acts[0].standing) == ("here", False, "ended")


def test_a_revocation_ends_what_was_granted(app_client: AppClient) -> None:
    mine, assurer, revocation = new_ctid(), new_ctid(), new_ctid()
    app_client.published(document(certificate(mine)))
    app_client.published(document(_action(new_ctid(), assurer, mine, ceterms__startDate="2020-01-01")))
    app_client.published(
        document(_action(revocation, assurer, mine, "Revoke", ceterms__startDate="2021-05-01"))
    )
    [one] = _assurance(app_client, mine).assurers
    [act] = one.acts
    assert (act.standing, str(act.ended_on)) == ("revoked", "2021-05-01")
    assert act.ended_by is not None
    assert act.ended_by.ctid == revocation


def test_where_an_assurance_holds_stands_with_who_asserts_it(app_client: AppClient) -> None:
    mine, assurer = new_ctid(), new_ctid()
    app_client.published(document(_organization(assurer)))
    profile = {
        "@type": "ceterms:JurisdictionProfile",
        "ceterms:globalJurisdiction": True,
        "ceterms:assertedBy": [resource_uri(assurer)],
    }
    nobody = {"@type": "ceterms:JurisdictionProfile", "ceterms:description": {"en": "In the valley."}}
    app_client.published(document(certificate(mine, ceterms__accreditedIn=[profile, nobody])))
    found = _assurance(app_client, mine)
    [one] = found.assurers
    assert one.line.reference is not None
    assert one.line.reference.ctid == assurer
    assert [place.statements[0].term for place in one.places] == ["ceterms:globalJurisdiction"]
    assert [place.statements[0].term for place in found.places] == ["ceterms:description"]
