from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.ctdl_language import parse_query
from opencredreg.query.problems import QueryInvalid
from opencredreg.registry.communities import list_communities, update_community
from opencredreg.web.query.asking import MATCHES, Asked, Group, Row
from opencredreg.web.query.building import build_query, read_form_of
from opencredreg.web.query.source import write_source
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.pages import parse_page, problems

_BROWSER = {"accept": "text/html,application/xhtml+xml"}
_FORM = {**_BROWSER, "content-type": "application/x-www-form-urlencoded"}
_SUBCLASSES = {"search:value": "ceterms:Credential", "search:matchType": "search:subClassOf"}


def _get(client: AppClient, query: Any, status: int = 200, **more: str) -> str:
    text = query if isinstance(query, str) else json.dumps(query)
    response = client.get(f"/query?{urlencode({'query': text, **more})}", headers=_BROWSER)
    assert response.status_code == status, response.text
    assert problems(response.text) == []
    page: str = response.text
    return page


def _post(client: AppClient, fields: Mapping[str, str]) -> Any:
    return client.post("/query", urlencode(fields), headers=_FORM)


def _query_of(response: Any) -> Any:
    """The query of the address that a form leads to."""
    assert response.status_code == 303, response.text
    return json.loads(parse_qs(urlsplit(response.headers["location"]).query)["query"][0])


def _fields(page: str) -> dict[str, str]:
    """What a browser would send if the first button were pressed."""
    found: dict[str, str] = {}
    chosen = ""
    for one in parse_page(page):
        name = one.attributes.get("name", "")
        if one.name == "select":
            chosen = name
            found[chosen] = ""
        elif one.name == "option" and "datalist" not in one.around and "selected" in one.attributes:
            found[chosen] = one.attributes["value"]
        elif one.name == "input" and one.attributes.get("type") == "checkbox":
            if "checked" in one.attributes:
                found[name] = "on"
        elif one.name == "input":
            found[name] = one.attributes.get("value", "")
    return {**found, "do": "ask"}


@pytest.fixture
def filled(app_client: AppClient) -> AppClient:
    for name in ("Orchard keeping", "Hedge laying", "Bee keeping"):
        app_client.published(document(certificate(name=name)))
    return app_client


class TestAsking:
    def test_shows_results_reading_counts_and_the_same_elsewhere(self, filled: AppClient) -> None:
        page = _get(filled, {"@type": _SUBCLASSES, "ceterms:name": "keeping"})
        for words in (
            "2 results",
            "Credentials of any kind whose name has the word “keeping”.",
            "Orchard keeping",
            "Bee keeping",
            "curl http://registry.test/api/search",
            "urllib.request",
            "Left after it",
        ):
            assert words in page, words
        assert "Hedge laying" not in page
        table = next(
            one for one in parse_page(page) if one.attributes.get("class", "").endswith("conditions")
        )
        assert "/ceterms:name" in table.text

    def test_says_where_it_became_empty(self, filled: AppClient) -> None:
        page = _get(filled, {"ceterms:name": "keeping", "ceterms:ownedBy": {"ceterms:name": "nobody"}})
        assert "0 results" in page
        emptied = [one for one in parse_page(page) if one.attributes.get("class") == "emptied"]
        assert len(emptied) == 1
        assert "/ceterms:ownedBy" in emptied[0].text

    def test_the_results_are_also_json_and_csv(self, filled: AppClient) -> None:
        page = _get(filled, {"ceterms:name": "keeping"}, sort="ceterms:name")
        links = {
            one.text: one.attributes["href"]
            for one in parse_page(page)
            if one.name == "a" and one.text.startswith("As ")
        }
        value = filled.get(links["As JSON"]).json()
        assert value["total"] == 2
        assert [next(iter(one["ceterms:name"].values())) for one in value["data"]] == [
            "Bee keeping",
            "Orchard keeping",
        ]
        rows = list(csv.DictReader(io.StringIO(filled.get(links["As CSV"]).text)))
        assert [row["name"] for row in rows] == ["Bee keeping", "Orchard keeping"]

    def test_the_command_and_program_ask_the_same(self, filled: AppClient) -> None:
        query = {"ceterms:name": 'it\'s \\ "keeping" or é'}
        samples = [one.text for one in parse_page(_get(filled, query)) if one.name == "pre"]
        program = next(text for text in samples if text.startswith("import json"))
        line = next(text for text in program.splitlines() if text.startswith("question = "))
        scope: dict[str, str] = {}
        exec(line, scope)  # The program is ours; only this line holds what somebody typed.
        body = json.loads(scope["question"])
        assert body["query"] == query
        assert filled.post("/api/search", body).json()["total"] == 2

    def test_mistakes_stand_at_their_places(self, filled: AppClient) -> None:
        page = _get(filled, {"@type": "ceterms:Certificate", "ceterms:nmae": "bee"}, status=400)
        assert "This query cannot be run yet" in page
        links = {one.attributes["href"]: one.text for one in parse_page(page) if one.name == "a"}
        assert links["#line-3"] == "line 3"
        assert "#g0.r0.property" in links
        field = next(one for one in parse_page(page) if one.attributes.get("id") == "g0.r0.property")
        assert field.attributes["aria-invalid"] == "true"
        mended = next(path for path, text in links.items() if text == "ceterms:name")
        again = filled.get(mended, headers=_BROWSER)
        assert again.status_code == 200
        assert "1 result" in again.text

    def test_what_is_no_json_is_kept_and_told(self, filled: AppClient) -> None:
        page = _get(filled, '{"a": 1,}', status=400)
        assert "trailing comma" in page
        area = next(one for one in parse_page(page) if one.name == "textarea")
        assert area.text.strip() == '{"a": 1,}'
        assert "There is no query yet" in _get(filled, " ", status=422)

    def test_a_wrong_order_is_told_and_not_an_accident(self, filled: AppClient) -> None:
        page = _get(filled, {}, status=400, sort="ceterms:nmae")
        assert "ceterms:nmae" in page
        assert "Mistake at the order" in page


class TestForm:
    def test_starts_empty_with_working_examples(self, filled: AppClient) -> None:
        response = filled.get("/query", headers=_BROWSER)
        assert (response.status_code, problems(response.text)) == (200, [])
        paths = [
            one.attributes["href"]
            for one in parse_page(response.text)
            if one.name == "a" and "?query=" in one.attributes["href"]
        ]
        assert len(paths) >= 3
        for path in paths:
            shown = filled.get(path, headers=_BROWSER)
            assert shown.status_code == 200
            assert "more than the form can show" not in shown.text

    def test_rows_become_a_query_with_an_address(self, filled: AppClient) -> None:
        sent = _post(
            filled,
            {
                "cls": "ceterms:Credential",
                "kinds": "on",
                "g0.r0.property": "name",
                "g0.r0.match": "starts",
                "g0.r0.value": "bee",
                "g1.way": "forward",
                "g1.property": "Owned By",
                "g1.r0.property": "ceterms:name",
                "g1.r0.value": "alder",
                "do": "ask",
            },
        )
        assert _query_of(sent) == {
            "@type": _SUBCLASSES,
            "ceterms:name": {"search:value": "bee", "search:matchType": "search:startsWith"},
            "ceterms:ownedBy": {"ceterms:name": "alder"},
        }
        page = filled.get(sent.headers["location"], headers=_BROWSER).text
        assert _query_of(_post(filled, _fields(page))) == _query_of(sent)

    def test_concepts_may_be_named_by_their_label(self, filled: AppClient) -> None:
        sent = _post(
            filled,
            {
                "cls": "",
                "g0.r0.property": "ceterms:audienceLevelType",
                "g0.r0.value": "beginner level",
                "do": "ask",
            },
        )
        assert _query_of(sent) == {
            "ceterms:audienceLevelType": {"ceterms:targetNode": "audLevel:BeginnerLevel"}
        }

    def test_buttons_change_the_form_and_keep_what_was_typed(self, filled: AppClient) -> None:
        fields = {"g0.r0.property": "ceterms:name", "g0.r0.value": "bee", "cls": "ceterms:Badge"}
        for action, added in (("add-0", "g0.r1.value"), ("link", "g1.property"), ("group", "g2.r0.value")):
            response = _post(filled, {**fields, "do": action})
            assert response.status_code == 200
            assert problems(response.text) == []
            fields = _fields(response.text)
            assert added in fields
            assert (fields["g0.r0.value"], fields["cls"]) == ("bee", "ceterms:Badge")
            focused = [one for one in parse_page(response.text) if "autofocus" in one.attributes]
            assert len(focused) == 1
        fields = _fields(_post(filled, {**fields, "do": "drop-1"}).text)
        assert "g2.way" not in fields
        fields = _fields(_post(filled, {**fields, "do": "remove-0-0"}).text)
        assert fields["g0.r0.value"] == ""

    def test_a_query_beyond_the_form_is_explained_and_not_shortened(self, filled: AppClient) -> None:
        query = {"ceterms:requires": {"ceterms:targetAssessment": {"ceterms:name": "x"}}}
        page = _get(filled, query)
        assert "more than the form can show" in page
        assert _fields(page)["g0.r0.property"] == ""

    def test_a_long_query_is_answered_without_an_address(self, filled: AppClient) -> None:
        query = json.dumps({"ceterms:name": [f"keeping number {place}" for place in range(300)]})
        response = _post(filled, {"query": query})
        assert (response.status_code, problems(response.text)) == (200, [])
        assert "too long for an address" in response.text
        value = _post(filled, {"query": query, "format": "json"}).json()
        assert value["total"] == 2
        assert _query_of(_post(filled, {"query": ' { "ceterms:name" : "bee" } '})) == {"ceterms:name": "bee"}


class TestVisitors:
    def test_secured_communities_are_neither_named_nor_searched(self, filled: AppClient) -> None:
        with filled.node.database.write() as transaction:
            [first] = [one for one in list_communities(transaction.connection) if one.is_default]
            update_community(transaction, first, secured_search=True)
        filled.node.forget_communities()
        page = filled.get("/query", headers=_BROWSER).text
        assert f'value="{first.name}"' not in page
        refused = filled.get(f"/query?query=%7B%7D&community={first.name}", headers=_BROWSER)
        assert refused.status_code == 404
        assert "keeping" not in refused.text
        known = filled.get(
            f"/query?query=%7B%7D&community={first.name}&format=json", who="publisher", headers=_BROWSER
        )
        assert known.json()["total"] == 3

    @on_sqlite
    def test_a_closed_node_says_how_to_ask(self, make_client: Callable[..., AppClient]) -> None:
        client = make_client(access__authentication_required=True)
        page = client.get("/query", headers=_BROWSER)
        assert (page.status_code, problems(page.text)) == (200, [])
        assert "YOUR_TOKEN" in page.text
        assert client.get("/query?query=%7B%7D", headers=_BROWSER).status_code == 401


@on_sqlite
@pytest.mark.parametrize(
    "text",
    [
        '{"<script>alert(1)</script>": "\\"><img src=x onerror=alert(1)>"}',
        '{"ceterms:name": "</textarea><script>1</script>"}',
        '{"ceterms:name": "\\ud800"}',
        '{"ceterms:name": "\\u0000\\u001b[31m\\u202e"}',
        "[" * 5_000,
        "[" * 200 + "]" * 200,
        '{"a":1e999}',
        '{"": {"": {"~": "/"}}}',
        "null",
        '"x"',
        "{\ufffd",
        '{"search:value": "x", "search:operator": ["y"]}',
        '{"^": {"^^": []}, "!": 1, "@type": {"search:value": 3, "search:matchType": []}}',
    ],
)
def test_hostile_queries_stay_text(app_client: AppClient, text: str) -> None:
    for response in (
        app_client.get(f"/query?{urlencode({'query': text})}", headers=_BROWSER),
        _post(app_client, {"query": text, "sort": "<b>", "community": "<i>"}),
    ):
        assert response.status_code < 500
        if response.status_code != 303:
            assert problems(response.text) == []
            assert "<script>" not in response.text
            assert "<img" not in response.text


@on_sqlite
def test_hostile_forms_are_no_accident(app_client: AppClient) -> None:
    for fields in (
        {"g99.r99.property": "x", "g7.way": "forward", "do": "drop-9"},
        {"g0.r0.property": "^^!", "g0.r0.value": "x", "do": "add-0-0-0"},
        {"cls": "<b>", "g0.r0.property": "\x00", "g0.r0.match": "?", "do": "remove-0-99"},
    ):
        response = _post(app_client, fields)
        assert response.status_code in (200, 303, 400)
    assert app_client.post("/query", b"\xff=%", headers=_FORM).status_code in (303, 422)
    many = "&".join(f"a{place}=1" for place in range(3_000))
    assert app_client.post("/query", many, headers=_FORM).status_code == 422


_TEXTS = st.text(alphabet="abc xyz", min_size=1, max_size=8).map(str.strip).filter(bool)
_PROPERTIES = st.sampled_from(
    ["ceterms:name", "ceterms:codedNotation", "ceterms:keyword", "ceterms:subject", "search:recordOwnedBy"]
)
_ROWS = st.builds(Row, _PROPERTIES, st.sampled_from(sorted(MATCHES)), _TEXTS)
_MANY_ROWS = st.lists(_ROWS, min_size=1, max_size=3).map(tuple)
_JOINS = st.sampled_from(["all", "any"])
_CLASSES = st.sampled_from(["", "ceterms:Credential", "ceterms:Badge"])
_GROUPS = st.one_of(
    st.builds(Group, join=_JOINS, rows=_MANY_ROWS),
    st.builds(
        Group,
        way=st.sampled_from(["forward", "reverse"]),
        property=st.sampled_from(["ceterms:requires", "ceterms:isPartOf", "ceterms:ownedBy"]),
        cls=_CLASSES,
        with_subclasses=st.booleans(),
        join=_JOINS,
        rows=_MANY_ROWS,
    ),
)
_ASKED = st.builds(
    Asked,
    cls=_CLASSES,
    with_subclasses=st.booleans(),
    join=_JOINS,
    groups=st.lists(_GROUPS, min_size=1, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=200)
@given(_ASKED)
def test_a_form_comes_back_from_its_query(asked: Asked) -> None:
    vocabulary = bundled_vocabulary()
    built = build_query(asked, vocabulary)
    form = read_form_of(built.query, vocabulary)
    assert form is not None
    again = build_query(form, vocabulary)
    assert again.query == built.query
    assert again.places.keys() == built.places.keys()


@settings(deadline=None, max_examples=100)
@given(_ASKED)
def test_the_fields_of_a_query_are_at_its_conditions(asked: Asked) -> None:
    vocabulary = bundled_vocabulary()
    built = build_query(asked, vocabulary)
    source = write_source(built.query)
    assert json.loads(source.text) == built.query
    assert built.places.keys() <= source.places.keys()
    try:
        understood = {one.path for one in parse_query(built.query, vocabulary).reading}
    except QueryInvalid as error:
        places = [problem.path for problem in error.problems]
        assert all(any(place.startswith(path) for path in built.places) for place in places)
    else:
        assert built.places.keys() <= understood
