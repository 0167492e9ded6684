"""Publishing by the rules of the profile: modes of node, community and request, and what the registry knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import CONTEXT, certificate, document, document_uri, resource_uri


def _organization(ctid: str) -> dict[str, Any]:
    return {
        "@id": resource_uri(ctid),
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": "School of the lower valley"},
        "ceterms:description": {"en": "Teaches hedge laying, orchard keeping and stone walling."},
        "ceterms:subjectWebpage": "https://school.example/",
        "ceterms:email": ["office@school.example"],
        "ceterms:agentType": [_concept("OrganizationType", "orgType:Business", "Business")],
        "ceterms:agentSectorType": [_concept("AgentSector", "agentSector:Public", "Public")],
    }


def _concept(scheme: str, node: str, name: str) -> dict[str, Any]:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:framework": f"https://purl.org/ctdl/terms/{scheme}",
        "ceterms:targetNode": node,
        "ceterms:targetNodeName": {"en": name},
    }


def _sound(owner: str, ctid: str | None = None, **more: Any) -> dict[str, Any]:
    """A certificate that every rule of the profile accepts."""
    ctid = ctid or new_ctid()
    main = {
        "@id": resource_uri(ctid),
        "@type": "ceterms:Certificate",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": "Hedge laying, first winter"},
        "ceterms:description": {"en": "Shows that somebody can lay a hedge alone."},
        "ceterms:subjectWebpage": "https://school.example/hedges",
        "ceterms:inLanguage": ["en"],
        "ceterms:ownedBy": [resource_uri(owner)],
        "ceterms:credentialStatusType": _concept("CredentialStatus", "credentialStat:Active", "Active"),
        **more,
    }
    return {"@context": CONTEXT, "@id": document_uri(ctid), "@graph": [main]}


def _publish(client: AppClient, value: dict[str, Any], **params: Any) -> Any:
    return client.publish(value, params={"findings": "true", **params})


def _codes(answer: Any, severity: str) -> set[str]:
    return {found["code"] for found in answer.json()["findings"] if found["severity"] == severity}


def _set_rules(client: AppClient, rules: dict[str, Any], status: int = 200) -> Any:
    payload = {**client.get("/metadata/ce_registry/config", who="admin").json(), "validation": rules}
    answer = client.post(
        "/metadata/ce_registry/config", {"description": "rules", "payload": payload}, who="admin"
    )
    assert answer.status_code == status, answer.text
    return answer


def test_raw_publishing_takes_what_it_can_keep_and_tells_the_rest(app_client: AppClient) -> None:
    answer = _publish(app_client, document(certificate()))
    assert answer.status_code == 201
    assert "required-missing" in _codes(answer, "error")


def test_a_request_may_ask_for_the_whole_profile(app_client: AppClient) -> None:
    thin = document(certificate())
    answer = _publish(app_client, thin, mode="publish")
    assert answer.status_code == 422
    missing = [found for found in answer.json()["findings"] if found["code"] == "required-missing"]
    assert {"ceterms:ownedBy", "ceterms:inLanguage"} <= {found["suggestion"] for found in missing}
    assert {found["pointer"] for found in missing} == {"/@graph/0"}
    # Old clients read the names of the properties.
    assert answer.json()["errors"][0]["ceterms:ownedBy"] == "is required"
    assert app_client.get(f"/resources/{thin['@graph'][0]['ceterms:ctid']}").status_code == 404
    owner = app_client.ctid("alder")
    assert _publish(app_client, document(_organization(owner)), mode="publish").status_code == 201
    answer = _publish(app_client, _sound(owner), mode="publish")
    assert answer.status_code == 201, answer.text
    assert not _codes(answer, "error")
    assert not _codes(answer, "warning")


def test_a_community_sets_the_mode_and_a_request_cannot_loosen_it(app_client: AppClient) -> None:
    _set_rules(app_client, {"mode": "publish"})
    for params in ({}, {"mode": "gate"}, {"mode": "provisional"}):
        assert _publish(app_client, document(certificate()), **params).status_code == 422
    assert _publish(app_client, _sound(app_client.ctid("alder"))).status_code == 201


def test_a_community_tightens_and_relaxes_single_rules(app_client: AppClient) -> None:
    owner = app_client.ctid("alder")
    _set_rules(
        app_client,
        {
            "mode": "publish",
            "severities": {"description-too-short": "error"},
            "required": {"ceterms:Credential": ["ceterms:keyword"]},
            "optional": {"ceterms:Certificate": ["ceterms:inLanguage"]},
        },
    )
    answer = _publish(app_client, _sound(owner, **{"ceterms:description": {"en": "Short."}}))
    assert _codes(answer, "error") == {"required-missing", "description-too-short"}
    accepted = _sound(owner, **{"ceterms:keyword": {"en": ["hedges"]}})
    del accepted["@graph"][0]["ceterms:inLanguage"]
    assert _publish(app_client, accepted).status_code == 201


@pytest.mark.parametrize(
    ("rules", "pointer", "hint"),
    [
        ({"severities": {"description-to-short": "error"}}, "/severities/description-to-short", "too-short"),
        (
            {"required": {"ceterms:Certificat": ["ceterms:name"]}},
            "/required/ceterms:Certificat",
            "Certificate",
        ),
        ({"required": {"ceterms:Badge": ["ceterms:nmae"]}}, "/required/ceterms:Badge/0", "ceterms:name"),
        ({"mode": "strict"}, "/validation/mode", ""),
        ({"severities": {"value-empty": "fatal"}}, "/severities", ""),
    ],
)
def test_rules_that_cannot_be_used_are_refused_with_the_place(
    app_client: AppClient, rules: dict[str, Any], pointer: str, hint: str
) -> None:
    payload = {**app_client.get("/metadata/ce_registry/config", who="admin").json(), "validation": rules}
    answer = app_client.post(
        "/metadata/ce_registry/config",
        {"description": "rules", "payload": payload},
        who="admin",
        params={"findings": "true"},
    )
    assert answer.status_code == 422
    [found] = answer.json()["findings"]
    assert found["pointer"].startswith(pointer)
    assert hint in found.get("hint", "")
    # What was in force stays in force.
    assert _publish(app_client, document(certificate())).status_code == 201


def test_provisional_records_need_only_a_name_and_an_owner(app_client: AppClient) -> None:
    owner = app_client.ctid("alder")
    ctid = new_ctid()
    main = {
        "@id": resource_uri(ctid),
        "@type": "ceterms:Certificate",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": "Stone walling"},
        "ceterms:ownedBy": [resource_uri(owner)],
    }
    draft = document(main, **{"adms:status": "graphPublicationStatus:Provisional"})
    assert _publish(app_client, draft, mode="publish").status_code == 201
    del main["ceterms:name"]
    answer = _publish(app_client, draft, mode="publish")
    assert [found["suggestion"] for found in answer.json()["findings"] if found["severity"] == "error"] == [
        "ceterms:name"
    ]


def test_references_are_checked_against_the_registry(app_client: AppClient) -> None:
    owner = app_client.ctid("alder")
    dead, gone, course = new_ctid(), new_ctid(), new_ctid()
    assert _publish(app_client, document(_organization(owner))).status_code == 201
    assert _publish(app_client, document(certificate(gone))).status_code == 201
    assert app_client.delete(f"/resources/documents/{gone}", who="publisher").status_code == 204
    assert _publish(app_client, document(certificate(course))).status_code == 201
    value = _sound(
        owner,
        **{
            "ceterms:ownedBy": [resource_uri(owner), resource_uri(course)],
            "ceterms:hasPart": [
                resource_uri(dead),
                resource_uri(gone),
                "https://elsewhere.example/resources/x",
            ],
        },
    )
    answer = _publish(app_client, value, mode="publish")
    assert answer.status_code == 201
    found = {(each["code"], each["pointer"]) for each in answer.json()["findings"]}
    assert ("range-violation", "/@graph/0/ceterms:ownedBy/1") in found
    assert ("owner-not-organization", "/@graph/0/ceterms:ownedBy/1") in found
    assert ("reference-not-found", "/@graph/0/ceterms:hasPart/0") in found
    assert ("reference-deleted", "/@graph/0/ceterms:hasPart/1") in found
    assert ("reference-outside", "/@graph/0/ceterms:hasPart/2") in found


def test_the_node_sets_the_mode_of_raw_publishing(make_client: Callable[..., AppClient]) -> None:
    client = make_client(publishing__raw_mode="publish")
    assert _publish(client, document(certificate())).status_code == 422
    assert _publish(client, _sound(client.ctid("alder"))).status_code == 201
