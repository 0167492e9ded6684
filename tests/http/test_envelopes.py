"""Envelopes: lists with their pages, single ones by all their names, and the day on which they were verified."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient
from tests.support.documents import certificate, document, program_with_parts, resource_uri

_LINK = re.compile(r'<([^>]*)>; rel="(\w+)"')


def _publish_many(app_client: AppClient, count: int) -> list[str]:
    """CTIDs, the one published last first."""
    ctids = [new_ctid() for _ in range(count)]
    for ctid in ctids:
        app_client.published(document(certificate(ctid)))
    return ctids[::-1]


def _listed(app_client: AppClient, path: str, **options: Any) -> list[str]:
    response = app_client.get(path, **options)
    assert response.status_code == 200, response.text
    return [envelope["envelope_ceterms_ctid"] for envelope in response.json()]


def test_the_newest_envelopes_come_first(app_client: AppClient) -> None:
    ctids = _publish_many(app_client, 12)
    assert _listed(app_client, "/envelopes") == ctids[:10]
    assert _listed(app_client, "/ce-registry/envelopes?page=2") == ctids[10:]
    # A later version does not make an envelope newer.
    app_client.published(document(certificate(ctids[-1], "Changed")))
    assert _listed(app_client, "/envelopes?per_page=50") == ctids
    [first] = app_client.get("/envelopes?per_page=1").json()
    assert first == app_client.get(f"/envelopes/{ctids[0]}").json()
    assert first["changed"] is False


def _paging(response: Any) -> dict[str, str]:
    names = ("Total", "Per-Page", "X-Total", "X-Total-Pages", "X-Per-Page", "X-Page", "X-Next-Page")
    return {name: response.headers[name] for name in (*names, "X-Prev-Page", "X-Offset")}


def _links(response: Any) -> dict[str, str]:
    return {rel: address for address, rel in _LINK.findall(response.headers.get("Link", ""))}


def test_pages_tell_where_they_are_in_both_families_of_headers(app_client: AppClient) -> None:
    ctids = _publish_many(app_client, 7)
    base = f"http://{HOST}/ce-registry/envelopes"

    def address(page: int) -> str:
        return f"{base}?metadata_only=true&page={page}&per_page=3"

    for page, next_page, previous, links, expected in (
        (1, "2", "", {"last": address(3), "next": address(2)}, ctids[:3]),
        (
            2,
            "3",
            "1",
            {"first": address(1), "prev": address(1), "last": address(3), "next": address(3)},
            ctids[3:6],
        ),
        (3, "", "2", {"first": address(1), "prev": address(2)}, ctids[6:]),
        (9, "", "8", {"first": address(1), "prev": address(3)}, []),
    ):
        response = app_client.get(f"/ce-registry/envelopes?per_page=3&metadata_only=true&page={page}")
        assert _paging(response) == {
            "Total": "7",
            "Per-Page": "3",
            "X-Total": "7",
            "X-Total-Pages": "3",
            "X-Per-Page": "3",
            "X-Page": str(page),
            "X-Next-Page": next_page,
            "X-Prev-Page": previous,
            "X-Offset": "",
        }
        assert _links(response) == links
        assert [entry["envelope_ceterms_ctid"] for entry in response.json()] == expected
    single = app_client.get("/envelopes?per_page=7")
    assert "link" not in single.headers
    exposed = app_client.get("/envelopes", headers={"Origin": "https://finder.example"})
    names = {name.strip() for name in exposed.headers["access-control-expose-headers"].split(",")}
    assert names >= {*_paging(single), "Link", "ETag"}


def test_following_the_links_visits_everything_once(app_client: AppClient) -> None:
    ctids = _publish_many(app_client, 7)
    address, seen = "/envelopes?per_page=2&provisional=include&x=a%26b%20c%2B%C3%A9&x=2", []
    while address:
        response = app_client.get(address)
        seen += [entry["envelope_ceterms_ctid"] for entry in response.json()]
        address = _links(response).get("next", "")
        if address:
            assert parse_qs(urlsplit(address).query)["x"] == ["a&b c+é", "2"]
    assert seen == ctids


def test_odd_pages(app_client: AppClient) -> None:
    ctids = _publish_many(app_client, 3)
    for query, page, per_page, expected in (
        ("page=0", "1", "10", ctids),
        ("page=-5&per_page=2", "1", "2", ctids[:2]),
        ("per_page=0", "1", "1", ctids[:1]),
        ("per_page=-1", "1", "25", ctids),
        ("per_page=5000", "1", "1000", ctids),
        ("per_page=999999999999999999", "1", "1000", ctids),
        ("page=&per_page=", "1", "10", ctids),
        ("page=2&page=1", "1", "10", ctids),
    ):
        response = app_client.get(f"/envelopes?{query}")
        assert response.status_code == 200, query
        assert (response.headers["x-page"], response.headers["x-per-page"]) == (page, per_page), query
        assert [entry["envelope_ceterms_ctid"] for entry in response.json()] == expected, query
    far = app_client.get("/envelopes?page=999999999999999999")
    assert (far.status_code, far.json()) == (200, [])
    for query, errors in (
        ("page=x", ["page is invalid"]),
        ("page=1.5", ["page is invalid"]),
        ("page=1e3&per_page=ten", ["page is invalid", "per_page is invalid"]),
        ("page=" + "9" * 30, ["page is invalid"]),
        ("page=%00", ["page is invalid"]),
        ("metadata_only=maybe", ["metadata_only is invalid"]),
        ("provisional=perhaps", ["provisional does not have a valid value"]),
        ("provisional=perhaps&page=x", ["page is invalid", "provisional does not have a valid value"]),
    ):
        refused = app_client.get(f"/envelopes?{query}")
        assert (refused.status_code, refused.json()) == (400, {"errors": errors}), query


def test_an_empty_list(app_client: AppClient) -> None:
    for path in ("/envelopes", "/learning-registry/envelopes", "/envelopes?page=4"):
        response = app_client.get(path)
        assert (response.status_code, response.json()) == (200, [])
        assert (response.headers["total"], response.headers["x-total"]) == ("0", "0")
        assert response.headers["x-next-page"] == ""


def test_metadata_only_leaves_the_document_out(app_client: AppClient) -> None:
    [ctid] = _publish_many(app_client, 1)
    for path in (f"/envelopes/{ctid}", "/envelopes"):
        full, short = app_client.get(path).json(), app_client.get(f"{path}?metadata_only=true").json()
        [full, short] = [value if isinstance(value, dict) else value[0] for value in (full, short)]
        assert full.pop("decoded_resource")["@graph"]
        assert short == full
        assert list(short) == list(full)


def test_provisional_documents_are_listed_when_asked_for(app_client: AppClient) -> None:
    provisional, full = new_ctid(), new_ctid()
    marker = {"adms:status": "graphPublicationStatus:Provisional"}
    app_client.published(document(certificate(provisional), **marker))
    app_client.published(document(certificate(full)))
    for query, expected in (
        ("", [full]),
        ("?provisional=exclude", [full]),
        ("?provisional=include", [full, provisional]),
        ("?provisional=only", [provisional]),
    ):
        assert _listed(app_client, f"/envelopes{query}") == expected
    assert app_client.get(f"/envelopes/{provisional}").status_code == 200


def test_deleted_envelopes_are_listed_when_asked_for(app_client: AppClient) -> None:
    kept, deleted = _publish_many(app_client, 2)
    assert app_client.delete(f"/resources/documents/{deleted}", who="publisher").status_code == 204
    for query, expected in (
        ("", [kept]),
        ("?include_deleted=false", [kept]),
        ("?include_deleted=nonsense", [kept]),
        ("?include_deleted=true", [kept, deleted]),
        ("?include_deleted=only", [deleted]),
    ):
        assert _listed(app_client, f"/envelopes{query}") == expected, query
    gone = app_client.get(f"/envelopes/{deleted}")
    assert (gone.status_code, gone.json()) == (410, {"errors": ["Couldn't find Envelope"]})
    found = app_client.get(f"/envelopes/{deleted}?include_deleted=true")
    assert found.status_code == 200
    assert found.json()["node_headers"]["deleted_at"] is not None


def test_an_envelope_has_many_names(app_client: AppClient) -> None:
    value = program_with_parts()
    envelope = {**app_client.published(value), "changed": False}
    inner = value["@graph"][1]["ceterms:ctid"]
    for name in (envelope["envelope_id"], envelope["envelope_ceterms_ctid"], inner):
        for spelling in (name, name.upper()):
            for prefix in ("", "/ce-registry"):
                response = app_client.get(f"{prefix}/envelopes/{spelling}")
                assert (response.status_code, response.json()) == (200, envelope), spelling


def test_names_that_no_envelope_has(app_client: AppClient) -> None:
    envelope = app_client.published(program_with_parts())
    ctid = envelope["envelope_ceterms_ctid"]
    missing = {"errors": ["Couldn't find Envelope"]}
    for path in (
        "/envelopes/_:conditions",
        "/envelopes/_%3Aconditions",
        f"/envelopes/{new_ctid()}",
        "/envelopes/nothing",
        "/envelopes/%25",
        f"/learning-registry/envelopes/{ctid}",
        f"/learning-registry/envelopes/{envelope['envelope_id']}",
    ):
        response = app_client.get(path)
        assert (response.status_code, response.json()) == (404, missing), path


def test_the_newest_of_several_envelopes_is_meant(app_client: AppClient) -> None:
    """A CTID that was published, deleted and published again has two envelopes; the live one is meant."""
    ctid = new_ctid()
    first = app_client.published(document(certificate(ctid)))["envelope_id"]
    app_client.delete(f"/resources/documents/{ctid}", who="publisher")
    second = app_client.published(document(certificate(ctid)))["envelope_id"]
    assert first != second
    for query in ("", "?include_deleted=true"):
        assert app_client.get(f"/envelopes/{ctid}{query}").json()["envelope_id"] == second
    assert app_client.get(f"/envelopes/{first}").status_code == 410
    assert app_client.get(f"/envelopes/{first}?include_deleted=true").json()["envelope_id"] == first


def test_verifying_changes_the_day_and_nothing_else(app_client: AppClient) -> None:
    before = app_client.published(document(certificate()))
    path = f"/envelopes/{before['envelope_id']}/verify"
    for name, body, params in (
        ("JSON", {"last_verified_on": "2024-02-29"}, None),
        ("query", None, {"last_verified_on": "2023-01-31"}),
        ("time", {"last_verified_on": "2022-12-31T23:59:59Z"}, None),
    ):
        response = app_client.patch(path, body, params=params, who="publisher")
        assert response.status_code == 200, name
        day = (params or body or {})["last_verified_on"][:10]
        assert response.json() == {**before, "changed": False, "last_verified_on": day}, name
    # The next version is of today again.
    changed = document(certificate(before["envelope_ceterms_ctid"], "Changed"))
    assert app_client.published(changed)["last_verified_on"] == before["last_verified_on"]


def test_verifying_needs_a_day_before_all_else(app_client: AppClient) -> None:
    for path in (f"/envelopes/{new_ctid()}/verify", "/ce-registry/envelopes/x/verify"):
        for body, message in (
            (None, "last_verified_on is missing"),
            ({}, "last_verified_on is missing"),
            ({"last_verified_on": None}, "last_verified_on is missing"),
            ({"last_verified_on": "31.12.2024"}, "last_verified_on is invalid"),
            ({"last_verified_on": "2024-02-30"}, "last_verified_on is invalid"),
            ({"last_verified_on": "2024-02-29 and so on"}, "last_verified_on is invalid"),
            ({"last_verified_on": 20240229}, "last_verified_on is invalid"),
            ({"last_verified_on": ["2024-02-29", {}]}, "last_verified_on is invalid"),
        ):
            refused = app_client.patch(path, body, who="publisher")
            assert (refused.status_code, refused.json()) == (400, {"errors": [message]}), body
        missing = app_client.patch(path, {"last_verified_on": "2024-02-29"}, who="publisher")
        assert (missing.status_code, missing.json()) == (404, {"errors": ["Couldn't find Envelope"]})


def test_only_those_who_may_change_an_envelope_verify_it(app_client: AppClient) -> None:
    envelope = app_client.published(document(certificate()))
    path = f"/envelopes/{envelope['envelope_id']}/verify"
    day = {"last_verified_on": "2024-02-29"}
    expected = {
        "anonymous": 401, "unknown": 401, "reader": 403, "stranger": 401, "publisher": 200, "partner": 200,
        "admin": 200, "superadmin": 200,
    }  # fmt: skip
    for who, status in expected.items():
        assert app_client.patch(path, day, who=who).status_code == status, who


def test_the_schemas_of_envelopes(app_client: AppClient) -> None:
    base = f"http://{HOST}/schemas"
    publish, delete = [f"{base}/paradata"], [f"{base}/delete_envelope"]
    for prefix in ("", "/ce-registry"):
        assert app_client.get(f"{prefix}/envelopes/info").json() == {
            "POST": {"accepted_schemas": publish},
            "PUT": {"accepted_schemas": delete},
        }
        assert app_client.get(f"{prefix}/envelopes/{new_ctid()}/info").json() == {
            "PATCH": {"accepted_schemas": publish},
            "DELETE": {"accepted_schemas": delete},
        }


def test_what_an_organization_owns(app_client: AppClient) -> None:
    mine = _publish_many(app_client, 3)[::-1]
    app_client.published(document(certificate()), owner="birch", who="stranger")
    elsewhere = app_client.published(document(certificate()), community="learning-registry")
    secured = app_client.published(document(certificate()), community="secured_registry")
    path = f"/metadata/organizations/{app_client.ctid('alder')}/envelopes"
    expected = [*mine, elsewhere["envelope_ceterms_ctid"]]
    assert _listed(app_client, path) == expected
    assert _listed(app_client, path, who="reader") == [*expected, secured["envelope_ceterms_ctid"]]
    page = app_client.get(f"{path}?per_page=2&page=2&metadata_only=true")
    assert [entry["envelope_ceterms_ctid"] for entry in page.json()] == expected[2:]
    assert page.headers["x-total"] == "4"
    assert "decoded_resource" not in page.json()[0]
    assert app_client.get(f"/metadata/organizations/{new_ctid()}/envelopes").status_code == 404
    assert resource_uri(mine[0]) in app_client.get(path).text
