"""The names of the hosted search API."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri

_PATH = "/assistant/search/ctdl"


def ask(client: AppClient, who: str = "reader", **members: Any) -> Any:
    return client.post(_PATH, members, who=who)


@pytest.fixture
def owner(app_client: AppClient) -> str:
    """An organization that owns three certificates, one of them with a course in its document."""
    ctid = new_ctid()
    organization = {
        "@id": resource_uri(ctid),
        "@type": "ceterms:CredentialOrganization",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": "Valley college"},
    }
    app_client.published(document(organization))
    for number in range(3):
        parts = [course(name="The course inside")] if number == 0 else []
        owned = certificate(name=f"Number {number}", ceterms__ownedBy=[resource_uri(ctid)])
        app_client.published(document(owned, *parts))
    return ctid


def _names(body: dict[str, Any]) -> list[str]:
    return [one["ceterms:name"]["en"] for one in body["data"]]


def test_results(app_client: AppClient, owner: str) -> None:
    query = {"@type": "ceterms:Certificate", "ceterms:ownedBy": owner}
    body = ask(app_client, Query=query, Skip=0, Take=10).json()
    assert list(body) == ["data", "valid", "status", "extra"]
    assert (body["valid"], body["status"], body["extra"]) == (True, "", {"TotalResults": 3})
    assert _names(body) == ["Number 2", "Number 1", "Number 0"]
    # Numbers may be texts, names in any case, and unknown members are not looked at.
    page = ask(app_client, query=query, skip="1", TAKE="1", Environment="sandbox", UseBetaAPI=True).json()
    assert (_names(page), page["extra"]["TotalResults"]) == (["Number 1"], 3)
    for order in (
        {"Sort": "ceterms:name"},
        {"OrderBy": "ceterms:name"},
        {"OrderBy": "ceterms:name", "OrderDescending": False},
    ):
        assert _names(ask(app_client, Query=query, **order).json()) == ["Number 0", "Number 1", "Number 2"]
    for order in ({"Sort": "^ceterms:name"}, {"OrderBy": "ceterms:name", "OrderDescending": True}):
        assert _names(ask(app_client, Query=query, **order).json()) == ["Number 2", "Number 1", "Number 0"]
    assert ask(app_client, Query=[query, {"@type": "ceterms:Course"}]).json()["extra"]["TotalResults"] == 4
    assert ask(app_client, Query=query, Take=0).json() == {
        "data": [], "valid": True, "status": "", "extra": {"TotalResults": 3},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "has_map", "names"),
    [
        ("Resource", False, None),
        ("Resource_RelatedURIs", True, None),
        ("Resource_RelatedURIs_RelatedData", True, {"Valley college"}),
        ("Resource_Graph", False, {"The course inside"}),
        ("Resource_RelatedURIs_Graph", True, {"The course inside"}),
        ("Resource_RelatedURIs_Graph_RelatedData", True, {"The course inside", "Valley college"}),
        ("ceterms:Certificate", True, None),
    ],
)
def test_description_sets(
    app_client: AppClient, owner: str, kind: str, has_map: bool, names: set[str] | None
) -> None:
    del owner
    extra = ask(
        app_client,
        Query={"ceterms:name": "Number 0", "@type": "ceterms:Certificate"},
        DescriptionSetType=kind,
    )
    body = extra.json()
    body["extra"].pop("TotalResults")
    number = next(one for one in body["data"] if one["ceterms:name"]["en"] == "Number 0")
    assert ("RelatedItemsMap" in body["extra"]) is has_map
    if has_map:
        related = {one["ResourceURI"]: one["RelatedItems"] for one in body["extra"]["RelatedItemsMap"]}
        paths = {one["Path"]: (one["TotalURIs"], len(one["URIs"])) for one in related[number["@id"]]}
        assert paths["> ceterms:ownedBy > ceterms:Agent"] == (1, 1)
    assert ("RelatedItems" in body["extra"]) is (names is not None)
    if names is not None:
        assert {one["ceterms:name"]["en"] for one in body["extra"]["RelatedItems"]} == names


def test_limits_of_description_sets(app_client: AppClient, owner: str) -> None:
    query = {"ceterms:ctid": owner}
    kind = "Resource_RelatedURIs_RelatedData"

    def counted(**limits: Any) -> tuple[set[tuple[int, int]], int]:
        extra = ask(app_client, Query=query, DescriptionSetType=kind, **limits).json()["extra"]
        [entry] = extra["RelatedItemsMap"]
        counts = {(one["TotalURIs"], len(one["URIs"])) for one in entry["RelatedItems"]}
        return counts, len(extra["RelatedItems"])

    assert counted() == counted(DescriptionSetRelatedURIsLimit=-1, DescriptionSetRelatedItemsLimit="-1")
    assert (3, 3) in counted()[0]
    counts, related = counted(DescriptionSetRelatedURIsLimit="2")
    assert (3, 2) in counts
    assert related == 2
    assert counted(DescriptionSetRelatedItemsLimit=1)[1] == 1


def test_known_ctids(app_client: AppClient, owner: str) -> None:
    unknown = new_ctid()
    body = ask(
        app_client, DescriptionSetCTIDs=[unknown, owner.upper()], DescriptionSetRelatedURIsLimit=1
    ).json()
    assert (_names(body), body["valid"]) == (["Valley college"], True)
    [entry] = body["extra"]["RelatedItemsMap"]
    assert entry["ResourceURI"] == resource_uri(owner)
    assert all(len(one["URIs"]) == 1 for one in entry["RelatedItems"])
    assert "RelatedItems" not in body["extra"]
    more = ask(app_client, DescriptionSetCTIDs=[owner], DescriptionSetIncludeData=True).json()
    assert len(more["extra"]["RelatedItems"]) == 3
    assert ask(app_client, DescriptionSetCTIDs=[new_ctid()] * 101).status_code == 400


def test_metadata_and_debugging(app_client: AppClient, owner: str) -> None:
    body = ask(
        app_client, Query={"ceterms:ctid": owner}, IncludeResultsMetadata=True, IncludeDebugInfo="true"
    ).json()
    [metadata] = body["extra"]["ResultsMetadata"]
    assert list(metadata) == [
        "ResourceURI", "RecordCreated", "RecordUpdated", "RecordOwnedBy", "RecordPublishedBy", "ResourcePublishType",
    ]  # fmt: skip
    assert (metadata["ResourceURI"], metadata["RecordOwnedBy"]) == (
        resource_uri(owner),
        app_client.ctid("alder"),
    )
    assert body["extra"]["DebugInfo"]["Explain"]["conditions"][0]["matches"] == 1


@on_sqlite
def test_failures_have_the_envelope_too(app_client: AppClient) -> None:
    for members, text in (
        ({"Query": {"ceterms:nmae": "x"}}, "Unsupported property: `ceterms:nmae`"),
        ({"Query": {}, "Sort": "ceterms:nmae"}, "Unsupported property: `ceterms:nmae`"),
        ({"Query": "welding"}, "Either an array or object is expected, `welding` is neither"),
        ({}, "Query is missing"),
        ({"Query": {}, "Take": 101}, "Take is at most 100"),
        ({"Query": {}, "Take": "ten"}, "Take is invalid"),
        ({"Query": {}, "Skip": -1}, "Skip is not negative"),
        ({"Query": {}, "Skip": True}, "Skip is invalid"),
        ({"Query": {}, "DescriptionSetType": "Everything"}, "DescriptionSetType does not have a valid value"),
        ({"Query": {}, "Community": "nowhere"}, "Community does not have a valid value"),
    ):
        refused = ask(app_client, **members)
        body = refused.json()
        assert (refused.status_code, body["valid"], body["data"], body["status"]) == (400, False, [], text), (
            members
        )
        assert body["extra"] == {"TotalResults": 0}
    assert (
        ask(app_client, Query={"ceterms:nmae": "x"}).json()["errors"][0]["did_you_mean"][0] == "ceterms:name"
    )
    for broken in (b"{", b"[]", b"7"):
        refused = app_client.post(_PATH, broken, who="reader")
        assert (refused.status_code, refused.json()["valid"]) == (400, False)
    for who in ("anonymous", "unknown"):
        refused = ask(app_client, who=who, Query={})
        assert (refused.status_code, refused.json()) == (401, {"errors": ["Invalid token"]})


@on_sqlite
def test_tokens_and_communities(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Elsewhere")), community="learning-registry")
    token = app_client.people.tokens["reader"]
    for scheme in ("ApiToken", "Bearer", "Token"):
        answer = app_client.post(
            _PATH,
            {"Query": {}, "Community": "learning-registry"},
            headers={"Authorization": f"{scheme} {token}"},
        )
        assert _names(answer.json()) == ["Elsewhere"]
    assert ask(app_client, Query={}).json()["data"] == []


@on_sqlite
def test_direct_search(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Orchard keeping")))
    assert app_client.get("/assistant/search/direct?fts=orchard").status_code == 401
    direct = app_client.get("/assistant/search/direct?fts=orchard&per_page=5", who="reader")
    plain = app_client.get("/search?fts=orchard&per_page=5")
    assert len(direct.json()) == 1
    assert direct.json() == plain.json()
    assert direct.headers["x-total"] == "1"
