"""Our own search API: words, filters, facets, highlights, exports, suggestions and saved searches."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from opencredreg.ids import new_ctid
from opencredreg.search import limits
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri


def search(client: AppClient, who: str = "anonymous", **params: Any) -> Any:
    return client.get("/api/search", who=who, params=params)


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [one["name"]["text"] for one in response.json()["hits"]]


def _alignment(name: str, target: str = "") -> dict[str, Any]:
    found = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}
    return {**found, "ceterms:targetNode": target} if target else found


@pytest.fixture
def orchard(app_client: AppClient) -> AppClient:
    """A node with three resources about orchards, and one about something else."""
    app_client.published(
        document(
            certificate(
                name="Orchard keeping",
                ceterms__description={"en": "Keep apples and pears through the winter in an orchard."},
                ceterms__subject=[_alignment("Fruit Growing"), _alignment("Soil")],
                ceterms__audienceLevelType=[_alignment("Beginner", "audLevel:BeginnerLevel")],
                ceterms__availableAt=[
                    {"@type": "ceterms:Place", "ceterms:addressRegion": {"en": "Île-de-France"}}
                ],
                ceterms__inLanguage=["en", "fr"],
            )
        )
    )
    app_client.published(
        document(
            {
                **certificate(
                    name="Old orchards",
                    ceterms__subject=[_alignment("fruit growing")],
                    ceterms__audienceLevelType=["audLevel:BeginnerLevel"],
                    ceterms__inLanguage=["en"],
                ),
                "@type": "ceterms:BachelorDegree",
            }
        )
    )
    app_client.published(
        document(course(name="Pruning", ceterms__description={"en": "For every orchard."})),
        owner="birch",
        who="stranger",
    )
    app_client.published(document(course(name="Reading the weather")))
    return app_client


def test_words_highlights_and_scores(orchard: AppClient) -> None:
    response = search(orchard, q="orchards")
    assert sorted(names(response)) == ["Old orchards", "Orchard keeping", "Pruning"]
    # Names count more than descriptions.
    assert names(response)[-1] == "Pruning"
    hits = {one["name"]["text"]: one for one in response.json()["hits"]}
    assert hits["Orchard keeping"]["score"] > hits["Pruning"]["score"] > 0
    marked = {
        (one["property"], one["text"][start:end])
        for one in hits["Orchard keeping"]["highlights"]
        for start, end in one["marks"]
    }
    assert marked == {("ceterms:name", "Orchard"), ("ceterms:description", "orchard")}
    hit = hits["Pruning"]
    assert (hit["type"], hit["record"]["owned_by"]) == ("ceterms:Course", orchard.ctid("birch"))
    assert hit["resource"]["@id"] == hit["uri"] == resource_uri(hit["ctid"])
    everything = search(orchard)
    assert len(names(everything)) == everything.json()["total"] == 4
    assert names(search(orchard, q="locksmith")) == []


def test_long_texts_are_cut_around_the_words(app_client: AppClient) -> None:
    long = f"{'before ' * 200}orchard{' after' * 200}"
    app_client.published(document(certificate(name="x", ceterms__description={"en": long})))
    [hit] = search(app_client, q="orchard").json()["hits"]
    [highlight] = hit["highlights"]
    [[start, end]] = highlight["marks"]
    assert highlight["text"][start:end] == "orchard"
    assert len(highlight["text"]) < 500 < len(long)


def test_facets(orchard: AppClient) -> None:
    asked = "type,owner,subject,audience_level,region,language,ceterms:audienceLevelType"
    facets = search(orchard, facets=asked).json()["facets"]
    counts = {name: {one["value"]: one["count"] for one in values} for name, values in facets.items()}
    assert counts["type"] == {"ceterms:Course": 2, "ceterms:BachelorDegree": 1, "ceterms:Certificate": 1}
    assert counts["owner"] == {orchard.ctid("alder"): 3, orchard.ctid("birch"): 1}
    assert {name.lower(): count for name, count in counts["subject"].items()} == {
        "fruit growing": 2,
        "soil": 1,
    }
    [level] = facets["audience_level"]
    assert (level["label"], level["count"]) == ("Beginner Level", 2)
    assert facets["ceterms:audienceLevelType"] == facets["audience_level"]
    assert counts["region"] == {"Île-de-France": 1}
    assert counts["language"] == {"en": 2, "fr": 1}
    labels = {one["value"]: one["label"] for one in facets["owner"] + facets["type"]}
    assert labels[orchard.ctid("birch")] == "Birch Academy"
    assert labels["ceterms:BachelorDegree"] == "Bachelor's Degree"
    # Facets are of the results, all of them, whatever page is shown.
    some = search(orchard, q="orchard", take=1, facets="type").json()["facets"]["type"]
    assert sum(one["count"] for one in some) == 3
    assert search(orchard, q="locksmith", facets="type,subject").json()["facets"] == {
        "type": [],
        "subject": [],
    }


def test_every_value_of_a_facet_is_a_filter(orchard: AppClient) -> None:
    asked = "type,owner,subject,audience_level,region,language"
    facets = search(orchard, facets=asked).json()["facets"]
    tried = 0
    for name, values in facets.items():
        for one in values:
            response = search(orchard, **{name: one["value"]})
            assert response.json()["total"] == one["count"], (name, one)
            tried += 1
    assert tried >= 9
    level = facets["audience_level"][0]["value"]
    assert search(orchard, filter=f"ceterms:audienceLevelType={level}").json()["total"] == 2
    assert sorted(names(search(orchard, type="ceterms:Credential"))) == ["Old orchards", "Orchard keeping"]
    assert names(search(orchard, type="ceterms:Course", q="orchard")) == ["Pruning"]
    several = orchard.get("/api/search?type=ceterms:Certificate&type=ceterms:BachelorDegree&language=fr")
    assert names(several) == ["Orchard keeping"]


def test_queries_with_words_and_filters(orchard: AppClient) -> None:
    query = {"@type": {"search:value": "ceterms:Credential", "search:matchType": "search:subClassOf"}}
    body = {"query": query, "q": "orchard", "language": ["fr"], "facets": "type", "explain": True}
    response = orchard.post("/api/search", body)
    assert names(response) == ["Orchard keeping"]
    value = response.json()
    assert [one["path"] for one in value["explain"]["conditions"]] == ["/@type", "/q", "/language"]
    assert [one["matches_so_far"] for one in value["explain"]["conditions"]] == [2, 2, 1]
    assert value["facets"]["type"][0]["value"] == "ceterms:Certificate"
    assert names(orchard.post("/api/search", {"query": query, "sort": "ceterms:name"})) == [
        "Old orchards",
        "Orchard keeping",
    ]
    warned = orchard.post("/api/search", {"query": {**query, "ceterms:name": ""}}).json()["warnings"]
    assert [one["code"] for one in warned] == ["empty_condition"]


def test_pages_by_cursor(app_client: AppClient) -> None:
    for number in range(7):
        app_client.published(document(certificate(name=f"Number {number}")))
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = search(app_client, take=3, **({"cursor": cursor} if cursor else {}))
        found += names(page)
        assert page.json()["total"] == 7
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
        app_client.published(document(certificate(name=f"Later {len(found)}")))
    assert found == [f"Number {number}" for number in range(6, -1, -1)]
    assert search(app_client, take=0).json()["hits"] == []


def test_exports(app_client: AppClient) -> None:
    first, second = program_with_parts(), program_with_parts()
    for value in (first, second):
        app_client.published(value)
    app_client.published(
        document(certificate(name='=HYPERLINK("x")', ceterms__description={"en": "a\nb, c"}))
    )
    table = search(app_client, format="csv", sort="ceterms:name")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["total"] == "5"
    rows = list(csv.DictReader(io.StringIO(table.text, newline="")))
    # A spreadsheet must not take a name for a formula.
    assert next(row["name"] for row in rows) == '\'=HYPERLINK("x")'
    assert rows[0]["description"] == "a\nb, c"
    assert {row["owned_by"] for row in rows} == {app_client.ctid("alder")}
    lines = search(app_client, format="ndjson").text.splitlines()
    assert len(lines) == 5
    assert all(json.loads(line)["@context"] for line in lines)
    graph = search(app_client, format="jsonld")
    assert graph.headers["content-type"] == "application/ld+json"
    items = {one["@id"]: one for one in graph.json()["@graph"]}
    mains = [items[value["@graph"][0]["@id"]] for value in (first, second)]
    # Blank nodes of two documents stay two things.
    assert len({one["ceterms:estimatedCost"][0] for one in mains}) == 2
    turtle = search(app_client, format="turtle")
    quads = list(parse(turtle.content, format=RdfFormat.TURTLE))
    assert {str(quad.subject.value) for quad in quads if "resources/" in str(quad.subject)} == set(items)
    costs = {str(quad.object) for quad in quads if quad.predicate.value.endswith("estimatedCost")}
    assert len(costs) == 2
    short = search(app_client, format="ndjson", take=2)
    assert (len(short.text.splitlines()), short.headers["total"]) == (2, "5")
    posted = app_client.post("/api/search", {"query": {"@type": "ceterms:Course"}, "format": "ndjson"})
    assert len(posted.text.splitlines()) == 2
    assert search(app_client, format="csv", q="locksmith").text.count("\r\n") == 1
    assert search(app_client, format="jsonld", q="locksmith").json() == {"@graph": []}


def test_exports_in_several_parts(app_client: AppClient) -> None:
    value = document(certificate(), *(course(name=f"Part {number}") for number in range(450)))
    app_client.published(value)
    lines = search(app_client, format="ndjson").text.splitlines()
    assert len({json.loads(line)["@id"] for line in lines}) == 451
    assert len(search(app_client, format="jsonld").json()["@graph"]) == 451


def test_suggestions(orchard: AppClient) -> None:
    def suggested(text: str, **params: Any) -> list[tuple[str, str, str]]:
        response = orchard.get("/api/search/suggest", params={"q": text, **params})
        return [(one["kind"], one["text"], one["detail"]) for one in response.json()["suggestions"]]

    # What begins so comes before what holds it.
    assert [text for _, text, _ in suggested("orch")] == ["Orchard keeping", "Old orchards"]
    assert ("class", "Certificate", "ceterms:Certificate") in suggested("certif")
    assert ("concept", "Beginner Level", "Audience Level") in suggested("beginner")
    assert len(suggested("orch", limit=1)) == 1
    assert suggested("o") == suggested(" ") == suggested("zzzz") == []
    assert orchard.get("/api/search/suggest").status_code == 400
    assert suggested("orch", community="learning-registry") == []


def test_saved_searches(orchard: AppClient) -> None:
    asked = {"name": "About orchards", "query": {"ceterms:name": "orchard"}, "sort": "ceterms:name"}
    made = orchard.post("/api/search/saved", asked, who="reader")
    assert made.status_code == 201
    saved = made.json()
    assert saved == {**asked, "community": "ce_registry"} | {
        name: saved[name] for name in ("created_at", "updated_at")
    }
    again = orchard.post("/api/search/saved", {**asked, "query": {"ceterms:name": "orchards"}}, who="reader")
    assert (again.status_code, again.json()["created_at"]) == (200, saved["created_at"])
    assert orchard.get("/api/search/saved", who="reader").json() == {"saved": [again.json()]}
    path = "/api/search/saved/About%20orchards"
    assert orchard.get(path, who="reader").json()["query"] == {"ceterms:name": "orchards"}
    run = orchard.get(f"{path}/results?facets=type&take=1", who="reader")
    assert (names(run), run.json()["total"], len(run.json()["facets"]["type"])) == (["Old orchards"], 2, 2)
    following = orchard.get(f"{path}/results?cursor={run.json()['next_cursor']}", who="reader")
    assert names(following) == ["Orchard keeping"]
    assert len(orchard.get(f"{path}/results?format=ndjson", who="reader").text.splitlines()) == 2
    # Nobody else sees it.
    for who in ("publisher", "superadmin"):
        assert orchard.get("/api/search/saved", who=who).json() == {"saved": []}
        for method, address in (("GET", path), ("GET", f"{path}/results"), ("DELETE", path)):
            assert orchard.request(method, address, who=who).status_code == 404
    assert orchard.get("/api/search/saved").status_code == 401
    assert orchard.delete(path, who="reader").status_code == 204
    assert orchard.delete(path, who="reader").status_code == 404
    assert orchard.get(f"{path}/results", who="reader").status_code == 404


@on_sqlite
def test_what_cannot_be_saved(app_client: AppClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(**members: Any) -> int:
        body = {"name": "x", "query": {}, **members}
        return int(app_client.post("/api/search/saved", body, who="reader").status_code)

    assert save(query={"ceterms:nmae": "x"}) == 400
    assert save(sort="ceterms:nmae") == 400
    assert save(query=None) == 400
    assert save(community="nowhere") == 404
    for name in ("", " ", "a/b", "x" * 101, "a\nb"):
        assert save(name=name) in (400, 422), name
    monkeypatch.setattr("opencredreg.search.saved.SAVED_QUERIES", 1)
    assert (save(), save(), save(name="y")) == (201, 200, 422)


@on_sqlite
def test_what_cannot_be_asked(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    for params, status in (
        ({"type": "ceterms:Certificat"}, 400),
        ({"sort": "ceterms:nmae"}, 400),
        ({"facets": "colour"}, 422),
        ({"facets": ",".join(f"ceterms:p{n}" for n in range(20))}, 422),
        ({"filter": "ceterms:audienceType"}, 400),
        ({"filter": "ceterms:name=x"}, 422),
        ({"take": 1001}, 422),
        ({"take": limits.EXPORT_ROWS + 1, "format": "csv"}, 422),
        ({"take": -1}, 400),
        ({"format": "pdf"}, 400),
        ({"cursor": "nonsense"}, 422),
        ({"community": "nowhere"}, 404),
        ({"q": "word " * 40}, 200),
        ({"q": " ".join(f"word{n}" for n in range(40))}, 400),
    ):
        response = search(app_client, **params)
        assert response.status_code == status, (params, response.text)
        if status != 200:
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["detail"]
    refused = app_client.post("/api/search", {"query": {"ceterms:requires": {"ceterms:nmae": "x"}}})
    [finding] = refused.json()["findings"]
    assert (refused.status_code, finding["pointer"], finding["suggestion"]) == (
        400,
        "/ceterms:requires/ceterms:nmae",
        "ceterms:name",
    )
    assert app_client.post("/api/search", {"q": "orchard"}).status_code == 400
    suggestion = search(app_client, type="ceterms:Certificat").json()["findings"][0]
    assert suggestion["suggestion"] == "ceterms:Certificate"


def test_secured_communities(app_client: AppClient) -> None:
    app_client.published(document(certificate(name="Hidden")), community="secured-registry")
    for path in ("/api/search", "/api/search/suggest?q=hidd"):
        joint = "&" if "?" in path else "?"
        address = f"{path}{joint}community=secured-registry"
        for who in ("anonymous", "unknown"):
            assert app_client.get(address, who=who).status_code == 401
        assert "Hidden" in app_client.get(address, who="reader").text
        assert "Hidden" not in app_client.get(path, who="reader").text
    body = {"query": {}, "community": "secured-registry"}
    assert app_client.post("/api/search", body).status_code == 401
    assert names(app_client.post("/api/search", body, who="reader")) == ["Hidden"]


def test_found_at_once_and_gone_at_once(app_client: AppClient) -> None:
    one = new_ctid()
    app_client.published(document(certificate(one, "Walnut")))
    assert names(search(app_client, q="walnut")) == ["Walnut"]
    assert app_client.delete(f"/resources/documents/{one}", who="publisher").status_code == 204
    assert search(app_client, q="walnut", facets="type").json()["total"] == 0
    assert app_client.get("/api/search/suggest?q=waln").json() == {"suggestions": []}


def test_near_a_place_and_along_requirements(app_client: AppClient) -> None:
    def place(latitude: float, longitude: float) -> dict[str, Any]:
        return {"@type": "ceterms:Place", "ceterms:latitude": latitude, "ceterms:longitude": longitude}

    first, second, last = new_ctid(), new_ctid(), new_ctid()

    def requiring(ctid: str) -> list[dict[str, Any]]:
        return [
            {"@type": "ceterms:ConditionProfile", "ceterms:targetLearningOpportunity": [resource_uri(ctid)]}
        ]

    app_client.published(document(course(last, "Sharpening", ceterms__availableAt=[place(45.0, 7.0)])))
    app_client.published(
        document(
            course(
                second, "Grafting", ceterms__requires=requiring(last), ceterms__availableAt=[place(45.1, 7.1)]
            )
        )
    )
    app_client.published(document(certificate(first, "Orchard keeping", ceterms__requires=requiring(second))))

    def found(query: Any) -> list[str]:
        return sorted(names(app_client.post("/api/search", {"query": query})))

    near = {"latitude": 45.0, "longitude": 7.0, "kilometres": 5}
    assert found({"search:near": near}) == ["Sharpening"]
    assert found({"search:near": {**near, "kilometres": 30}}) == ["Grafting", "Sharpening"]
    goal = {"ceterms:ctid": last}
    assert found({"search:path": {"to": goal}}) == ["Grafting", "Orchard keeping"]
    assert found({"search:path": {"to": goal, "depth": 1}}) == ["Grafting"]
    chain = ["ceterms:requires > ceterms:targetAssessment"]
    assert found({"search:path": {"to": goal, "along": chain}}) == []
    refused = app_client.post("/api/search", {"query": {"search:near": {**near, "latitude": 100}}})
    assert refused.status_code == 400
    assert refused.json()["findings"][0]["pointer"].endswith("/search:near/latitude")
