"""The simple search over HTTP."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient, on_postgresql, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri

_ENTRY = [
    "envelope_community",
    "envelope_id",
    "envelope_ceterms_ctid",
    "envelope_ctdl_type",
    "envelope_type",
    "envelope_version",
    "decoded_resource",
    "resource_publish_type",
    "resource_format",
    "resource_encoding",
    "publisher_id",
    "secondary_publisher_id",
    "node_headers",
    "inner_resource",
    "owned_by",
    "published_by",
    "last_verified_on",
]


def search(client: AppClient, path: str = "/search", who: str = "anonymous", **params: Any) -> Any:
    named = {name.replace("__", ":"): value for name, value in params.items()}
    return client.get(path, who=who, params=named)


def found(response: Any) -> list[str]:
    """The names of the results; of blank nodes their labels."""
    assert response.status_code == 200, response.text
    assert int(response.headers["total"]) >= len(response.json())
    return [_name(one["inner_resource"]) for one in response.json()]


def _name(resource: dict[str, Any]) -> str:
    name = resource.get("ceterms:name")
    return str(next(iter(name.values()))) if name else str(resource["@id"])


def test_entries(app_client: AppClient) -> None:
    value = program_with_parts()
    envelope = app_client.published(value)
    main, part = value["@graph"][:2]
    entries = search(app_client, sort_order="asc", ceterms__ctid=main["ceterms:ctid"]).json()
    [entry] = entries
    assert list(entry) == _ENTRY
    same = {name: value for name, value in envelope.items() if name in entry}
    assert {name: entry[name] for name in same} == same
    assert (entry["decoded_resource"], entry["inner_resource"]) == (value, main)
    # Every resource is a result of its own, with the whole document around it.
    by_name = {_name(one["inner_resource"]): one for one in search(app_client).json()}
    assert by_name.keys() == {main["ceterms:name"]["en"], part["ceterms:name"]["en"]}
    assert {one["decoded_resource"]["@id"] for one in by_name.values()} == {value["@id"]}
    [short] = search(app_client, ceterms__ctid=main["ceterms:ctid"], metadata_only="true").json()
    assert list(short) == [name for name in _ENTRY if name != "decoded_resource"]


@pytest.fixture
def library(app_client: AppClient) -> AppClient:
    """A node with some resources for the filters on properties."""
    occupations = [
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:codedNotation": "51-4121.00",
            "ceterms:framework": "a",
        },
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:codedNotation": "11-1111.00",
            "ceterms:framework": "b",
        },
    ]
    app_client.published(
        document(
            certificate(
                "ce-11111111-1111-4111-8111-111111111111",
                "Welding",
                ceterms__keyword={"en-US": ["welding", "metal"]},
                ceterms__alternateName={"en-US": "Arc Work", "es": "Soldadura"},
                ceterms__occupationType=occupations,
                ceterms__isNonCredit=True,
                ceterms__codedNotation=["W-1", "W-2"],
                ceterms__subjectWebpage="https://welding.example/About",
            )
        )
    )
    app_client.published(document(course(name="Nursing", ceterms__isNonCredit=False)))
    return app_client


@pytest.mark.parametrize(
    ("name", "value", "matches"),
    [
        ("ceterms:ctid", "ce-11111111-1111-4111-8111-111111111111", True),
        ("ctid", "ce-11111111-1111-4111-8111-111111111111", True),
        ("ceterms:ctid", "ce-11111111-1111-4111-8111-111111111112", False),
        ("ceterms:keyword", {"en-US": ["welding"]}, True),
        ("ceterms:keyword", {"en-US": ["metal", "welding"]}, True),
        ("ceterms:keyword", {"en-US": ["weld"]}, False),
        ("ceterms:keyword", {"en": ["welding"]}, False),
        ("ceterms:alternateName", {"en-US": "Arc Work"}, True),
        ("ceterms:alternateName", {"en-US": "arc work"}, False),
        ("ceterms:alternateName", {"en-US": "Arc"}, False),
        # The two widenings: a bare text is any value of a language map, and any entry of a list.
        ("ceterms:alternateName", "Soldadura", True),
        ("ceterms:codedNotation", "W-2", True),
        ("ceterms:codedNotation", "W", False),
        ("ceterms:occupationType", [{"ceterms:codedNotation": "51-4121.00"}], True),
        ("ceterms:occupationType", [{"ceterms:codedNotation": "51-4121.00", "ceterms:framework": "a"}], True),
        (
            "ceterms:occupationType",
            [{"ceterms:codedNotation": "51-4121.00", "ceterms:framework": "b"}],
            False,
        ),
        ("ceterms:isNonCredit", True, True),
        ("ceterms:isNonCredit", "true", True),
        ("ceterms:isNonCredit", False, False),
        ("ceterms:occupationType", [], True),
        ("ceterms:occupationType", {}, False),
        ("ceterms:alternateName", {}, True),
        ("ceterms:subjectWebpage", "https://welding.example/About", True),
        ("ceterms:price", 12, False),
        ("unheard:of", "x", False),
    ],
)
def test_property_filters(library: AppClient, name: str, value: Any, matches: bool) -> None:
    written = value if isinstance(value, str) else json.dumps(value)
    response = library.get("/ce-registry/search", params={name: written, "resource_type": "credential"})
    assert found(response) == (["Welding"] if matches else [])
    assert response.headers["total"] == str(int(matches))


def test_null_is_a_value(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="With null", ceterms__codedNotation=None)))
    app_client.published(document(certificate(name="Without")))
    assert found(search(app_client, ceterms__codedNotation="null")) == ["With null"]


def test_words(app_client: AppClient) -> None:
    app_client.published(
        document(certificate(name="Orchard keeping", ceterms__description={"en": "Apples in winter."}))
    )
    app_client.published(
        document(certificate(name="Keeping bees", ceterms__description={"en": "In an orchard."}))
    )
    assert found(search(app_client, fts="orchard")) == ["Orchard keeping", "Keeping bees"]
    assert found(search(app_client, fts="orchards winter")) == ["Orchard keeping"]
    assert found(search(app_client, fts="orchrad keeping")) == ["Orchard keeping"]
    assert found(search(app_client, fts="orchard", sort_by="updated_at")) == [
        "Keeping bees",
        "Orchard keeping",
    ]
    assert found(search(app_client, fts="locksmith")) == []


def test_filters_on_envelopes(app_client: AppClient) -> None:
    mine = app_client.published(document(certificate(name="Mine"), course(name="Inside")))
    app_client.published(document(course(name="Theirs")), owner="birch", who="stranger")
    app_client.published(
        document(certificate(name="For others")), who="partner", params={"resource_publish_type": "secondary"}
    )
    alder, birch = app_client.ctid("alder"), app_client.ctid("birch")
    for params, expected in (
        ({"owned_by": birch}, ["Theirs"]),
        ({"owned_by": f"{new_ctid()},{birch.upper()}"}, ["Theirs"]),
        ({"owned_by": f"{alder},{birch}"}, ["For others", "Inside", "Mine", "Theirs"]),
        ({"resource_publish_type": "secondary"}, ["For others"]),
        ({"envelope_id": mine["envelope_id"]}, ["Inside", "Mine"]),
        ({"envelope_ceterms_ctid": f"x, {mine['envelope_ceterms_ctid'].upper()}"}, ["Inside", "Mine"]),
        ({"envelope_ctdl_type": "ceterms:Course"}, ["Theirs"]),
        ({"resource_type": "credentials"}, ["For others", "Mine"]),
        (
            {"resource_type": "credential,learning_opportunity_profile"},
            ["For others", "Inside", "Mine", "Theirs"],
        ),
        ({"type": "resource_data"}, ["For others", "Inside", "Mine", "Theirs"]),
        ({"type": "paradata"}, []),
        ({"from": "yesterday", "until": "now", "resource_type": "credential"}, ["For others", "Mine"]),
        ({"until": "yesterday"}, []),
        (
            {"from": "2 hours ago", "envelope_id": mine["envelope_id"], "resource_type": "credential"},
            ["Mine"],
        ),
    ):
        response = app_client.get("/search", params=params)
        assert sorted(found(response)) == expected, params
        assert response.headers["total"] == str(len(expected))
    assert found(app_client.get("/ce-registry/learning_opportunity_profiles/search?owned_by=" + birch)) == [
        "Theirs"
    ]
    # The path wins.
    assert found(
        app_client.get(f"/ce-registry/credentials/search?resource_type=course&owned_by={alder}")
    ) == [
        "For others",
        "Mine",
    ]


def test_prepared_queries_take_their_term_as_it_is(app_client: AppClient) -> None:
    framework, other = new_ctid(), new_ctid()
    for number, parent in enumerate((framework, other)):
        one = new_ctid()
        competency = {
            "@id": resource_uri(one),
            "@type": "ceasn:Competency",
            "ceterms:ctid": one,
            "ceterms:name": {"en": f"Skill {number}"},
            "ceasn:isPartOf": resource_uri(parent),
        }
        app_client.published(document(competency))
    assert found(search(app_client, "/ce-registry/search", framework=resource_uri(framework))) == ["Skill 0"]
    assert found(search(app_client, "/ce-registry/search", framework='"},{"@type":"ceasn:Competency')) == []


def test_blank_nodes(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    names = [_name(one) for one in value["@graph"]]
    assert sorted(found(search(app_client, with_bnodes="only"))) == sorted(names[2:])
    assert sorted(found(search(app_client, with_bnodes="true"))) == sorted(names)
    assert sorted(found(search(app_client, with_bnodes="false"))) == sorted(names[:2])
    for params, expected in (
        ({"@type": "ceterms:CostProfile"}, ["_:costs"]),
        ({"ceterms:price": "120.5"}, ["_:costs"]),
        ({"ceterms:description": "Two seasons outdoors."}, ["_:conditions"]),
        ({"owned_by": app_client.ctid("alder"), "ceterms:currency": "EUR"}, ["_:costs"]),
        ({"owned_by": app_client.ctid("birch")}, []),
        ({"until": "yesterday"}, []),
        ({"fts": "outdoors"}, ["_:conditions"]),
    ):
        response = app_client.get("/search", params={"with_bnodes": "only", **params})
        assert found(response) == expected, params


def test_deleted_resources(app_client: AppClient) -> None:
    ctids = [new_ctid() for _ in range(4)]
    for number, one in enumerate(ctids):
        app_client.published(document(certificate(one, f"Number {number}"), course(name=f"Part {number}")))
    for one in ctids[:2]:
        assert app_client.delete(f"/resources/documents/{one}", who="publisher").status_code == 204
    assert sorted(found(search(app_client))) == ["Number 2", "Number 3", "Part 2", "Part 3"]
    deleted = search(app_client, include_deleted="only", resource_type="credential", sort_order="asc")
    assert found(deleted) == ["Number 0", "Number 1"]
    assert all(one["node_headers"]["deleted_at"] for one in deleted.json())
    both = {"include_deleted": "true", "resource_type": "credential", "sort_order": "desc"}
    everything = found(app_client.get("/search", params=both))
    assert everything == ["Number 1", "Number 0", "Number 3", "Number 2"]
    pages = [
        found(app_client.get("/search", params={**both, "per_page": 1, "page": page})) for page in range(1, 6)
    ]
    assert pages == [["Number 1"], ["Number 0"], ["Number 3"], ["Number 2"], []]
    for params, expected in (
        ({"owned_by": app_client.ctid("birch")}, []),
        ({"ceterms:ctid": ctids[0]}, ["Number 0"]),
        ({"ceterms:name": "Part 1"}, ["Part 1"]),
        ({"fts": "number", "sort_by": "updated_at", "sort_order": "asc"}, ["Number 0", "Number 1"]),
        ({"from": "yesterday", "resource_type": "credential"}, ["Number 1", "Number 0"]),
        ({"until": "yesterday"}, []),
        ({"envelope_ceterms_ctid": ctids[1], "resource_type": "credential"}, ["Number 1"]),
    ):
        response = app_client.get("/search", params={"include_deleted": "only", **params})
        assert found(response) == expected, params


def test_provisional_records(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Firm")))
    draft = {**document(certificate(name="Draft")), "adms:status": "graphPublicationStatus:Provisional"}
    app_client.published(draft)
    assert found(search(app_client)) == ["Firm"]
    assert sorted(found(search(app_client, provisional="include"))) == ["Draft", "Firm"]
    for path in ("/search", "/ce-registry/search", "/ce_registry/credential/search"):
        assert found(search(app_client, path, provisional="only")) == ["Draft"]


def test_pages(app_client: AppClient) -> None:
    for number in range(5):
        app_client.published(document(certificate(name=f"Number {number}")))
    assert found(search(app_client)) == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    second = search(app_client, per_page=2, page=2, sort_by="created_at", sort_order="asc")
    assert found(second) == ["Number 2", "Number 3"]
    expected = {
        "total": "5", "per-page": "2", "x-total": "5", "x-total-pages": "3", "x-per-page": "2", "x-page": "2",
        "x-next-page": "3", "x-prev-page": "1", "x-offset": "",
    }  # fmt: skip
    assert {name: second.headers[name] for name in expected} == expected
    links = {rel: parse_qs(urlsplit(one["url"]).query) for rel, one in second.links.items()}
    assert {rel: one["page"] for rel, one in links.items()} == {
        "first": ["1"], "prev": ["1"], "last": ["3"], "next": ["3"],
    }  # fmt: skip
    assert links["next"]["sort_order"] == ["asc"]
    assert search(app_client, per_page=2, page=9).json() == []
    assert search(app_client, per_page=10_000).headers["per-page"] == "200"
    assert search(app_client, per_page=0).headers["per-page"] == "1"
    assert HOST in second.headers["link"]


def test_communities(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Default")))
    app_client.published(document(certificate(name="Learning")), community="learning-registry")
    app_client.published(document(certificate(name="Secured")), community="secured-registry")
    app_client.published(document(certificate(name="Later")))
    assert found(search(app_client)) == ["Later", "Learning", "Default"]
    assert found(search(app_client, who="reader")) == ["Later", "Secured", "Learning", "Default"]
    assert found(search(app_client, who="reader", per_page=2, page=2)) == ["Learning", "Default"]
    assert found(search(app_client, who="unknown")) == ["Later", "Learning", "Default"]
    for params in ({"community": "learning-registry"}, {"envelope_community": "Learning_Registry"}):
        assert found(app_client.get("/search", params=params)) == ["Learning"]
    assert found(search(app_client, "/learning_registry/search")) == ["Learning"]
    for path in (
        "/secured-registry/search",
        "/secured_registry/credentials/search",
        "/search?community=secured-registry",
    ):
        for who in ("anonymous", "unknown"):
            refused = app_client.get(path, who=who)
            assert (refused.status_code, refused.json()) == (401, {"errors": ["401 Unauthorized"]})
        assert found(app_client.get(path, who="reader")) == ["Secured"]


@on_sqlite
def test_a_community_may_be_secured_for_searching_alone(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Learning")), community="learning-registry")
    changed = app_client.post(
        "/metadata/envelope_communities", {"name": "learning_registry", "secured_search": True}, who="admin"
    )
    assert changed.status_code == 201
    app_client.node.forget_communities()
    assert search(app_client, "/learning-registry/search").status_code == 401
    assert found(search(app_client)) == []
    assert found(search(app_client, "/learning-registry/search", who="reader")) == ["Learning"]


@on_sqlite
def test_what_cannot_be_read_is_named(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    for path in ("/search", "/ce-registry/search", "/ce-registry/credentials/search"):
        for name, value in (
            ("from", "once upon a time"),
            ("until", "2021-99-01"),
            ("page", "two"),
            ("per_page", "many"),
            ("provisional", "perhaps"),
            ("with_bnodes", "maybe"),
            ("include_deleted", "never"),
            ("type", "letters"),
            ("resource_publish_type", "third"),
        ):
            refused = app_client.get(path, params={name: value})
            assert refused.status_code == 400, (path, name)
            [message] = refused.json()["errors"]
            assert f"`{name}`" in message
    assert app_client.get("/search?resource_type=spaceship").status_code == 400
    assert app_client.get("/ce-registry/spaceships/search").status_code == 400
    both = app_client.get("/search?from=x&page=y").json()
    assert len(both["errors"]) == 2
    for path in ("/nowhere/search", "/nowhere/credentials/search"):
        unknown = app_client.get(path)
        assert (unknown.status_code, unknown.json()) == (
            400,
            {"errors": ["envelope_community does not have a valid value"]},
        )
    unknown = app_client.get("/search?community=nowhere")
    assert (unknown.status_code, unknown.json()) == (
        400,
        {"errors": ["community does not have a valid value"]},
    )
    # What was ignored of old still is.
    assert app_client.get("/search?sort_by=whatever&sort_order=dsc&from=").status_code == 200


def test_found_at_once_and_gone_at_once(app_client: AppClient) -> None:
    one = new_ctid()
    app_client.published(document(certificate(one)))
    assert len(search(app_client, ctid=one).json()) == 1
    assert app_client.delete(f"/resources/documents/{one}", who="publisher").status_code == 204
    response = search(app_client, ctid=one)
    assert (response.json(), response.headers["total"]) == ([], "0")


@on_postgresql
def test_hostile_values(app_client: AppClient) -> None:
    app_client.published(document(certificate(), course()))
    values = (
        "\x00", '"\\u0000"', '{"en":["\\u0000"]}', "%", "_", "'", "\\", "1e400", "NaN", "9" * 400, "[" * 100, "{}",
        "\ufffe", "https://[", "_:b", '{"@id":"\\u0000"}', "0001-01-01", "99999999999 days ago",
    )  # fmt: skip
    names = (
        "ceterms:name", "ceterms:price", "ceterms:ownedBy", "ceterms:dateEffective", "@id", "@type", "ctid", "x:y",
        "fts", "from", "owned_by", "envelope_id", "envelope_ceterms_ctid", "envelope_ctdl_type", "community",
        "framework",
    )  # fmt: skip
    for name in names:
        for value in values:
            for more in ({}, {"include_deleted": "true", "with_bnodes": "true"}):
                response = app_client.get("/search", params={name: value, **more})
                assert response.status_code in (200, 400, 422), (name, value)
    refused = app_client.get("/search", params={"envelope_id": "\x00"})
    assert (refused.status_code, refused.json()) == (400, {"errors": ["envelope_id is invalid"]})
