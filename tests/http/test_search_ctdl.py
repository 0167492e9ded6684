"""The query language over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import create_organization
from opencredreg.errors import Unavailable
from opencredreg.ids import new_ctid
from opencredreg.query.tree import Visibility
from opencredreg.registry.publish import publish_all
from opencredreg.registry.publish_types import KeptDates, PublishRequest
from opencredreg.search import engines
from opencredreg.store.search import SqlEngine
from opencredreg.store.tables import METADATA
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri
from tests.support.search_data import ctid, search_records
from tests.support.worked_examples import EXAMPLES, Outcome, check


def ask(client: AppClient, query: Any, *, who: str = "reader", path: str = "/ctdl", **params: Any) -> Any:
    return client.post(path, query, who=who, params=params)


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [next(iter(one["ceterms:name"].values())) for one in response.json()["data"]]


def fill(client: AppClient) -> None:
    """Publish the records of the worked examples, with their owners and times."""
    node = client.node
    with node.database.write() as transaction:
        owners = {
            name: create_organization(transaction, f"Owner {name}", ctid=ctid(name)).id
            for name in ("O1", "O2", "O3")
        }
    community = node.find_community(None)
    assert community is not None
    records = search_records()
    requests = [
        PublishRequest(
            community_id=community.id,
            owner_id=owners[record.owner or "O1"],
            payload=msgspec.json.encode(record.document),
            publishing_organization_id=owners[record.owner or "O1"],
            kept=KeptDates(created_at=record.created_at, updated_at=record.created_at),
        )
        for record in records
    ]
    for outcome in publish_all(node, Actor(role=Role.SUPERADMIN), requests):
        assert not isinstance(outcome, Exception), outcome
    # Nobody publishes for nobody, but such records are in old registries.
    envelope = METADATA.tables["envelope"]
    with node.database.write() as transaction:
        transaction.connection.execute(
            envelope.update()
            .where(envelope.c.envelope_ctid == ctid("C4"))
            .values(owner_id=None, publishing_organization_id=None)
        )


def test_the_worked_examples(app_client: AppClient) -> None:
    fill(app_client)

    def engine(query: object, *, provisional: Visibility, take: int) -> Outcome:
        response = ask(app_client, msgspec.json.encode(query), provisional=provisional, take=take, debug=True)
        body = response.json()
        if response.status_code != 200:
            return Outcome(
                status=response.status_code,
                errors=frozenset(one["code"] for one in body["errors"]),
                suggestions=frozenset(name for one in body["errors"] for name in one["did_you_mean"]),
            )
        return Outcome(
            status=200,
            ctids=tuple(one["ceterms:ctid"] for one in body["data"]),
            total=body["total"],
            warnings=frozenset(one["code"] for one in body["warnings"]),
        )

    for example in EXAMPLES:
        try:
            check(example, engine)
        except AssertionError as error:
            raise AssertionError(example.label) from error


def test_results_are_as_published(app_client: AppClient) -> None:
    value = program_with_parts()
    envelope = app_client.published(value)
    main, part = value["@graph"][:2]
    found = ask(app_client, {"ceterms:ctid": main["ceterms:ctid"].upper()}).json()
    assert found == {"data": [main], "total": 1}
    everything = ask(app_client, {}, path="/ce-registry/ctdl", order_by="ceterms:name").json()
    assert (everything["data"], everything["total"]) == ([main, part], 2)
    full = ask(
        app_client,
        {"ceterms:ctid": main["ceterms:ctid"]},
        include_results_metadata="yes",
        include_graph_data="1",
        include_description_set_resources="true",
        context="true",
    ).json()
    assert list(full) == [
        "@context",
        "data",
        "total",
        "description_sets",
        "description_set_resources",
        "results_metadata",
    ]
    assert full["@context"] == value["@context"]
    [metadata] = full["results_metadata"]
    assert metadata == {
        "resource_uri": main["@id"],
        "search:recordCreated": envelope["updated_at"],
        "search:recordUpdated": envelope["updated_at"],
        "search:recordOwnedBy": app_client.ctid("alder"),
        "search:recordPublishedBy": None,
        "search:resourcePublishType": "primary",
    }
    assert {"_:conditions", "_:other", "_:costs", part["@id"]} == {
        one["@id"] for one in full["description_set_resources"]
    }
    none = ask(app_client, {"ceterms:ctid": new_ctid()}, include_graph_data="true", context="true").json()
    assert none == {"@context": [], "data": [], "total": 0, "description_set_resources": []}


def test_description_sets_of_results(app_client: AppClient) -> None:
    owner, owned = new_ctid(), [new_ctid() for _ in range(3)]
    organization = {
        "@id": resource_uri(owner),
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": owner,
        "ceterms:name": {"en": "The owner"},
    }
    app_client.published(document(organization))
    for one in owned:
        app_client.published(document(certificate(one, ceterms__ownedBy=[resource_uri(owner)])))
    found = ask(app_client, {"ceterms:ctid": owner}, include_description_sets=True, per_branch_limit=2).json()
    [entry] = found["description_sets"]
    assert entry["ctid"] == owner
    sets = {one["path"]: (one["total"], len(one["uris"])) for one in entry["description_set"]}
    assert (3, 2) in sets.values()
    assert "description_set_resources" not in found


def test_options_may_stand_in_the_body(app_client: AppClient) -> None:
    for number in range(3):
        app_client.published(document(certificate(name=f"Number {number}")))
    inside = ask(app_client, {"@type": "ceterms:Certificate", "take": 1, "order_by": "ceterms:name"})
    assert names(inside) == ["Number 0"]
    # What the query string says wins.
    assert names(ask(app_client, {"take": 1, "order_by": "ceterms:name"}, take=2)) == ["Number 0", "Number 1"]
    assert ask(app_client, {"take": "many"}).status_code == 400


def test_order_and_pages(app_client: AppClient) -> None:
    for title in ("Beech", "alder", "Cedar"):
        app_client.published(document(certificate(name=title, ceterms__codedNotation="x")))
    app_client.published(document({**certificate(), "@type": "ceterms:Badge"}))
    asked = {"@type": "ceterms:Certificate"}
    assert names(ask(app_client, asked, order_by="ceterms:name")) == ["alder", "Beech", "Cedar"]
    assert names(ask(app_client, asked, order_by="^ceterms:name")) == ["Cedar", "Beech", "alder"]
    assert names(ask(app_client, asked)) == ["Cedar", "alder", "Beech"]
    assert names(ask(app_client, asked, order_by="search:recordCreated")) == ["Beech", "alder", "Cedar"]
    page = ask(app_client, asked, order_by="ceterms:name", skip=1, take=1)
    assert (names(page), page.json()["total"]) == (["Beech"], 3)
    beyond = ask(app_client, asked, skip=10).json()
    assert beyond == {"data": [], "total": 3}
    assert ask(app_client, asked, take=0).json() == {"data": [], "total": 3}
    uncounted = ask(app_client, asked, count="false", take=1).json()
    assert "total" not in uncounted
    assert len(uncounted["data"]) == 1
    for wrong in ("ceterms:nmae", "ceterms:ownedBy", "search:nothing"):
        refused = ask(app_client, asked, order_by=wrong)
        assert refused.status_code == 400, wrong
        assert refused.json()["errors"][0]["path"] == "/order_by"


def test_what_is_published_is_found_at_once_and_what_is_deleted_is_gone(app_client: AppClient) -> None:
    one = new_ctid()
    asked = {"ceterms:ctid": one}
    assert ask(app_client, asked).json()["total"] == 0
    app_client.published(document(certificate(one, "First of its name")))
    assert ask(app_client, {"ceterms:name": "first of its name"}).json()["total"] == 1
    app_client.published(document(certificate(one, "Second of its name")))
    assert names(ask(app_client, asked)) == ["Second of its name"]
    assert (
        ask(
            app_client, {"ceterms:name": {"search:value": "First", "search:matchType": "search:contains"}}
        ).json()["total"]
        == 0
    )
    assert app_client.delete(f"/resources/documents/{one}", who="publisher").status_code == 204
    assert ask(app_client, asked).json() == {"data": [], "total": 0}


@on_sqlite
def test_faulty_queries_are_explained(app_client: AppClient) -> None:
    refused = ask(app_client, {"ceterms:requires": {"ceterms:nmae": "x"}, "@type": 7})
    assert refused.status_code == 400
    body = refused.json()
    assert body["error"] == body["errors"][0]["message"] == "Unsupported property: `ceterms:nmae`"
    assert {"path": "/ceterms:requires/ceterms:nmae", "code": "unknown_property"}.items() <= body["errors"][
        0
    ].items()
    assert body["errors"][0]["did_you_mean"][0] == "ceterms:name"
    assert {one["path"] for one in body["errors"]} == {"/ceterms:requires/ceterms:nmae", "/@type"}
    for broken, code in (
        (b"{", "malformed-json"),
        (b'"welding"', "not_a_condition"),
        (b"", "malformed-json"),
    ):
        refused = ask(app_client, broken)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, code), broken
    for name, value in (
        ("take", "x"),
        ("take", "-1"),
        ("provisional", "perhaps"),
        ("count", "often"),
        ("cursor", "~"),
    ):
        refused = ask(app_client, {}, **{name: value})
        assert refused.status_code in (400, 422), name
        assert name in refused.json()["error"]
    deep: Any = {"@type": "ceterms:Course"}
    for _ in range(80):
        deep = {"search:termGroup": deep}
    long = {"search:value": [{"ceterms:name": f"word{n}"} for n in range(1_100)]}
    for query in (deep, long):
        refused = ask(app_client, query)
        assert refused.status_code == 422
        assert set(refused.json()) == {"error", "errors"}
    assert ask(app_client, {"ceterms:name": "x" * 2_000_000}).status_code == 422
    assert ask(app_client, {}, take=10_001).status_code == 422


@on_sqlite
def test_who_may_ask(app_client: AppClient) -> None:
    for who in ("anonymous", "unknown"):
        refused = ask(app_client, {}, who=who)
        assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]})
    for scheme in ("Token", "Bearer", "ApiToken"):
        token = app_client.people.tokens["reader"]
        assert app_client.post("/ctdl", {}, headers={"Authorization": f"{scheme} {token}"}).status_code == 200
    unknown = ask(app_client, {}, path="/nowhere/ctdl")
    assert (unknown.status_code, unknown.json()) == (
        404,
        {"errors": ["Couldn't find the envelope community"]},
    )


def test_communities_are_apart(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Here")))
    app_client.published(document(certificate(name="There")), community="learning-registry")
    app_client.published(document(certificate(name="Hidden")), community="secured-registry")
    assert names(ask(app_client, {})) == ["Here"]
    assert names(ask(app_client, {}, path="/learning_registry/ctdl")) == ["There"]
    assert names(ask(app_client, {}, path="/secured-registry/ctdl")) == ["Hidden"]


def test_debug_tells_what_each_condition_finds(app_client: AppClient) -> None:
    app_client.published(
        document(
            certificate(
                name="Welding",
                ceterms__availableAt=[{"@type": "ceterms:Place", "ceterms:addressRegion": {"en": "Indiana"}}],
            )
        )
    )
    app_client.published(document(certificate(name="Welding too")))
    asked = {
        "@type": "ceterms:Certificate",
        "ceterms:name": "welding",
        "ceterms:availableAt": {"ceterms:addressRegion": "Indiana", "ceterms:addressLocality": "Gary"},
    }
    body = ask(app_client, asked, debug="true").json()
    assert body["total"] == 0
    assert body["sql"]
    counts = {one["path"]: (one["matches"], one["matches_so_far"]) for one in body["explain"]["conditions"]}
    assert counts == {
        "/@type": (2, 2),
        "/ceterms:name": (2, 2),
        "/ceterms:availableAt": (0, 0),
        "/ceterms:availableAt/ceterms:addressRegion": (1, None),
        "/ceterms:availableAt/ceterms:addressLocality": (0, None),
    }
    assert body["explain"]["emptied_by"] == "/ceterms:availableAt/ceterms:addressLocality"
    assert "welding" in body["explain"]["reading"]
    warned = ask(app_client, {"@type": "ceterms:Course", "ceterms:name": ""}, debug=1).json()
    assert [one["path"] for one in warned["warnings"]] == ["/ceterms:name"]
    plain = ask(app_client, asked).json()
    assert set(plain) == {"data", "total"}


# Walking -------------------------------------------------------------------------------------------------


def walk(
    client: AppClient, query: Any, between: Callable[[int], None] = lambda _: None, **params: Any
) -> list[str]:
    """The names of all results, by cursor, with something happening after each page."""
    found: list[str] = []
    cursor: str | None = "*"
    for page in range(40):
        response = ask(client, query, cursor=cursor, **params)
        found += names(response)
        cursor = response.json()["next_cursor"]
        if cursor is None:
            return found
        between(page)
    raise AssertionError("the walk does not end")


_ORDERS = (
    "^search:recordUpdated",
    "search:recordUpdated",
    "search:recordCreated",
    "ceterms:name",
    "^ceterms:name",
    "search:relevance",
)


@pytest.mark.parametrize("order", _ORDERS)
def test_a_walk_gives_everything_once_while_the_registry_changes(app_client: AppClient, order: str) -> None:
    ctids = [new_ctid() for _ in range(12)]
    for number, one in enumerate(ctids):
        app_client.published(
            document(certificate(one, f"Apple {number:02}", ceterms__keyword={"en": ["apple"]}))
        )
    query = {"ceterms:keyword": "apple"}
    quiet = walk(app_client, query, order_by=order, take=5)
    assert sorted(quiet) == [f"Apple {number:02}" for number in range(12)]
    assert quiet == names(ask(app_client, query, order_by=order, take=100))

    gone: list[str] = []

    def change(page: int) -> None:
        """Publish something again, with another name, something new, and delete one thing."""
        again = {0: 1, 1: 10}.get(page, 5)
        renamed = certificate(
            ctids[again], f"Apple {again:02} again {page}", ceterms__keyword={"en": ["apple"]}
        )
        app_client.published(document(renamed))
        app_client.published(
            document(certificate(name=f"Apple new {page}", ceterms__keyword={"en": ["apple"]}))
        )
        if page == 1:
            assert app_client.delete(f"/resources/documents/{ctids[6]}", who="publisher").status_code < 300
            gone.append("Apple 06")

    busy = [title[:8] for title in walk(app_client, query, change, order_by=order, take=2)]
    assert len(busy) == len(set(busy))
    assert set(busy) | set(gone) == {f"Apple {number:02}" for number in range(12)}
    # In the order of the first page, whatever the new names and times are.
    assert busy == [title for title in quiet if title in busy]


def test_cursors_belong_to_their_question(app_client: AppClient) -> None:
    for number in range(3):
        app_client.published(document(certificate(name=f"Number {number}"), course()))
    first = ask(app_client, {"@type": "ceterms:Certificate"}, cursor="*", take=1).json()
    assert first["total"] == 3
    cursor = first["next_cursor"]
    second = ask(app_client, {"@type": ["ceterms:Certificate"]}, cursor=cursor, take=2).json()
    assert (second["total"], len(second["data"]), second["next_cursor"]) == (3, 2, None)
    for query, params in (
        ({"@type": "ceterms:Course"}, {}),
        ({"@type": "ceterms:Certificate"}, {"order_by": "ceterms:name"}),
        ({"@type": "ceterms:Certificate"}, {"provisional": "include"}),
    ):
        refused = ask(app_client, query, cursor=cursor, **params)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "invalid-input")
    for wrong in ("x", cursor[:-6], "AAAA", "é", cursor + "!"):
        assert ask(app_client, {"@type": "ceterms:Certificate"}, cursor=wrong).status_code == 422, wrong


@on_sqlite
def test_a_search_that_takes_too_long_ends_as_json(
    app_client: AppClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app_client.published(document(certificate()))
    monkeypatch.setitem(engines._engines, app_client.node, SqlEngine(budget_s=0.0))
    late = ask(app_client, {"ceterms:name": "hedge"})
    assert late.status_code == 503
    assert int(late.headers["retry-after"]) > 0
    assert set(late.json()) == {"error", "errors"}
    assert late.json()["errors"][0]["code"] == Unavailable.code
