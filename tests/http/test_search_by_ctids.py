"""Looking up many CTIDs at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document, program_with_parts


def _check(app_client: AppClient, body: Any, **options: Any) -> Any:
    return app_client.post("/resources/check_existence", body, **options)


def test_which_ctids_exist(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    [main, part] = [item["ceterms:ctid"] for item in value["@graph"][:2]]
    asked = [new_ctid(), part.upper(), main, "nonsense", "", "_:costs", main]
    for prefix in ("", "/ce-registry"):
        response = app_client.post(f"{prefix}/resources/check_existence", {"ctids": asked})
        assert (response.status_code, response.json()) == (200, [part.upper(), main, main])
    assert app_client.post("/learning-registry/resources/check_existence", {"ctids": asked}).json() == []
    assert _check(app_client, {"ctids": []}).json() == []
    # What is only mentioned does not exist.
    mentioned = new_ctid()
    app_client.published(document(certificate(ceterms__isPartOf=mentioned)))
    assert _check(app_client, {"ctids": [mentioned]}).json() == []


def test_existence_by_class(app_client: AppClient) -> None:
    one, two, three = new_ctid(), new_ctid(), new_ctid()
    degree = {**certificate(two), "@type": "ceterms:MasterDegree"}
    app_client.published(document(certificate(one), degree, course(three)))
    every = {"ctids": [one, two, three]}
    for name, expected in (
        ("ceterms:Credential", [one, two]),
        ("Credential", [one, two]),
        ("http://purl.org/ctdl/terms/Credential", [one, two]),
        ("https://purl.org/ctdl/terms/Degree", [two]),
        ("ceterms:Certificate", [one]),
        ("ceterms:LearningOpportunityProfile", [three]),
        ("ceterms:Course", [three]),
        ("ceterms:Collection", []),
    ):
        assert _check(app_client, {**every, "@type": name}).json() == expected, name
    for wrong in ("ceterms:Nonsense", "ceterms:name", "x", "schema:Person"):
        refused = _check(app_client, {**every, "@type": wrong})
        assert (refused.status_code, refused.json()) == (
            422,
            {"errors": ["@type does not have a valid value"]},
        )
    for wrong in (7, ["ceterms:Credential", 7], {"a": 1}):
        refused = _check(app_client, {**every, "@type": wrong})
        assert (refused.status_code, refused.json()) == (400, {"errors": ["@type is invalid"]})


def test_the_documents_of_ctids(app_client: AppClient) -> None:
    first, second = program_with_parts(), program_with_parts()
    for value in (first, second):
        app_client.published(value)
    app_client.published(program_with_parts(), community="learning-registry")
    [one, part] = [item["ceterms:ctid"] for item in first["@graph"][:2]]
    two = second["@graph"][0]["ceterms:ctid"]
    for prefix in ("", "/ce-registry"):
        response = app_client.post(f"{prefix}/graph/search", {"ctids": [two, new_ctid(), one.upper(), two]})
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert sorted(response.json(), key=str) == sorted([first, second], key=str)
    # Only the CTIDs of documents count here, not those of what is inside.
    assert app_client.post("/graph/search", {"ctids": [part]}).json() == []
    assert app_client.post("/learning-registry/graph/search", {"ctids": [one]}).json() == []


def test_the_resources_of_ctids_and_labels(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    other = app_client.published(document(certificate()), community="learning-registry")
    main, part, conditions, _, costs = value["@graph"]

    def found(**body: Any) -> list[Any]:
        response = app_client.post("/resources/search", body)
        assert response.status_code == 200
        return sorted(response.json(), key=str)

    # No @context is added here, unlike for a single resource (quirk 16).
    assert found(ctids=[main["ceterms:ctid"].upper()]) == [main]
    assert found(ctids=[part["ceterms:ctid"], new_ctid()], bnodes=["_:costs"]) == sorted(
        [part, costs], key=str
    )
    assert found(bnodes=["_:conditions", "_:nothing"]) == [conditions]
    assert found(bnodes=[part["@id"], "https://nobody.example/"]) == [part]
    assert found() == []
    assert found(ctids=None, bnodes=[]) == []
    # Quirk 32: the other communities are searched as well, as far as they may be read.
    assert found(ctids=[other["envelope_ceterms_ctid"]]) == other["decoded_resource"]["@graph"]


def test_parameters_come_in_many_ways(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    for name, options in (
        ("JSON", {"body": {"ctids": [ctid]}}),
        ("one text", {"body": {"ctids": ctid}}),
        ("query", {"params": {"ctids[]": ctid}}),
        ("query as JSON", {"params": {"ctids": json.dumps([ctid])}}),
        (
            "form",
            {
                "body": f"ctids[]=x&ctids[]={ctid}",
                "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            },
        ),
        ("linked data", {"body": {"ctids": [ctid]}, "headers": {"Content-Type": "application/ld+json"}}),
        ("untyped", {"body": json.dumps({"ctids": [ctid]})}),
        ("undeclared", {"body": {"ctids": [ctid], "include": {"a": [1]}}}),
    ):
        response = app_client.request("POST", "/resources/check_existence", **options)  # type: ignore[arg-type]
        assert (response.status_code, response.json()) == (200, [ctid]), name


def test_wrong_parameters(app_client: AppClient) -> None:
    for path in ("/resources/check_existence", "/graph/search"):
        for body, status, message in (
            (b"", 400, "ctids is missing"),
            (b"{}", 400, "ctids is missing"),
            (b"[]", 400, "ctids is missing"),
            (b'{"ctids": null}', 400, "ctids is missing"),
            (b'{"ctids": 7}', 400, "ctids is invalid"),
            (b'{"ctids": {}}', 400, "ctids is invalid"),
            (b'{"ctids": ["a", 7]}', 400, "ctids is invalid"),
            (b'{"ctids": ["a", ["b"]]}', 400, "ctids is invalid"),
            (b'{"ctids": "[1"}', 400, "ctids is invalid"),
            (b'{"ctids": "[\\"\\\\ud800\\"]"}', 400, "ctids is invalid"),
            (json.dumps({"ctids": "[" * 100_000}).encode(), 400, "ctids is invalid"),
            (b'{"ctids": ["\\u0000"]}', 400, None),
            (b'{"ctids": ["\\ud800"]}', 400, None),
            (b"{", 400, None),
            (b"[" * 100_000, 422, None),
        ):
            refused = app_client.post(path, body)
            assert refused.status_code == status, body[:40]
            if message:
                assert refused.json() == {"errors": [message]}, body[:40]
        for query in ("ctids[]=%00", "ctids=%5B%22%5Cu0000%22%5D"):
            refused = app_client.post(f"{path}?{query}")
            assert (refused.status_code, refused.json()) == (400, {"errors": ["ctids is invalid"]}), query
    missing = {"errors": ["EnvelopeCommunity not found"]}
    for path in ("/nowhere/resources/check_existence", "/nowhere/resources/search"):
        refused = app_client.post(path, {"ctids": []})
        assert (refused.status_code, refused.json()) == (404, missing)


def test_so_many_are_taken_at_a_time(make_client: Callable[..., AppClient]) -> None:
    app_client = make_client(limits__ids_per_request=5)
    for path in ("/resources/check_existence", "/resources/search", "/graph/search"):
        assert app_client.post(path, {"ctids": ["x"] * 5}).status_code == 200
        refused = app_client.post(path, {"ctids": ["x"] * 6})
        assert refused.status_code == 422
        assert "ctids" in refused.json()["errors"][0]
    assert app_client.post("/resources/search", {"bnodes": ["_:x"] * 6}).status_code == 422


def test_very_many_at_once(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)))
    many = [new_ctid() for _ in range(20_000)]
    assert _check(app_client, {"ctids": [*many, ctid]}).json() == [ctid]
    assert len(app_client.post("/graph/search", {"ctids": [*many, ctid]}).json()) == 1
