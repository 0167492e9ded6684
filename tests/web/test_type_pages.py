"""The pages of the types: every field is told, examples can be tried, and nobody's text becomes markup."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from opencredreg.crosswalk.assistant.describing import describe_kind, describe_part, parts_of
from opencredreg.crosswalk.assistant.examples import build_example
from opencredreg.crosswalk.assistant.table import Kind, all_kinds, get_kind
from opencredreg.web.assistant.groups import list_groups
from opencredreg.web.assistant.trying import MOST_BYTES
from opencredreg.web.locale import translations
from tests.support.app import AppClient, on_sqlite
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_KINDS = [kind.name for kind in all_kinds()]
_OBJECTS = sorted(
    {part.name for kind in all_kinds() for part in parts_of(kind) if not isinstance(part, Kind)}
)
_LARGEST = 150_000


def _page(client: AppClient, path: str, status: int = 200, language: str = "en") -> str:
    response = client.get(path, headers={**_BROWSER, "accept-language": language})
    assert response.status_code == status, path
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    text: str = response.text
    return text


def _try(client: AppClient, kind: str, text: str, status: int = 200, **headers: str) -> str:
    response = client.post(
        f"/assistant/types/{kind}",
        urlencode({"input": text}),
        headers={**_BROWSER, "content-type": "application/x-www-form-urlencoded", **headers},
    )
    assert response.status_code == status, response.text[:300]
    page: str = response.text
    assert problems(page) == []
    return page


def _links(html: str) -> list[str]:
    """The links of the page itself."""
    return [one.attributes["href"] for one in parse_page(html) if one.name == "a" and "main" in one.around]


def _heading(html: str) -> str:
    return next(one.text.strip() for one in parse_page(html) if one.name == "h1")


def _named(html: str, name: str) -> list[Element]:
    return [one for one in parse_page(html) if one.name == name and "main" in one.around]


class TestAllTypes:
    def test_every_type_stands_in_one_group(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types")
        assert problems(html) == []
        shown = [one for one in _links(html) if re.fullmatch(r"/assistant/types/\w+", one)]
        assert sorted(shown) == [f"/assistant/types/{name}" for name in _KINDS]
        titles = [group.title for group in list_groups(app_client.node.vocabulary)]
        assert "Everything else" not in titles

    def test_the_filter_finds_types_and_fields(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types?q=NaicsList")
        assert "/assistant/types/course#field-NaicsList" in _links(html)
        assert "/assistant/types/metric" not in _links(html)
        assert "/assistant/types/transfervalue" in _links(
            _page(app_client, "/assistant/types?q=transfer+VALUE")
        )
        spanish = _page(app_client, "/assistant/types?q=credencial", language="es")
        assert "/assistant/types/credential" in _links(spanish)

    def test_the_filter_says_when_nothing_fits(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types?q=%3Cscript%3Ezzz")
        assert problems(html) == []
        assert "No type or field fits" in html
        assert "<script>zzz" not in html

    def test_what_publishing_says_of_the_api_is_there(self, app_client: AppClient) -> None:
        anchors = {
            one.attributes["id"] for one in parse_page(_page(app_client, "/docs")) if "id" in one.attributes
        }
        named = [link.partition("#")[2] for link in _links(_page(app_client, "/publish")) if "/docs#" in link]
        assert len(named) == 2
        assert set(named) <= anchors

    def test_publishing_leads_with_plain_input(self, app_client: AppClient) -> None:
        samples = [one.text for one in _named(_page(app_client, "/publish"), "pre")]
        answer = app_client.post("/assistant/course/format", json.loads(samples[0])).json()
        assert answer["Payload"]
        assert "http://registry.test/assistant/course/format" in samples[1]

    def test_the_pages_around_lead_here(self, app_client: AppClient) -> None:
        for path in ("/publish", "/vocabulary"):
            assert {"/assistant/types", "/codes"} <= set(_links(_page(app_client, path))), path


class TestOneType:
    @pytest.mark.parametrize("name", _KINDS)
    def test_every_field_and_object_is_told(self, app_client: AppClient, name: str) -> None:
        html = _page(app_client, f"/assistant/types/{name}")
        assert problems(html) == []
        assert len(html.encode()) < _LARGEST
        rows = {one.attributes["id"]: one.text for one in _named(html, "tr") if "id" in one.attributes}
        described = describe_kind(get_kind(name))
        assert set(rows) == {f"field-{field.name}" for field in described.fields}
        for field in described.fields:
            text = rows[f"field-{field.name}"]
            assert field.property in text
            assert all(concept.name in text for concept in field.concepts)
        objects = {part.name for part in parts_of(get_kind(name)) if not isinstance(part, Kind)}
        links = set(_links(html))
        assert {f"/assistant/objects/{part}" for part in objects} <= links

    def test_what_is_needed_comes_first(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types/course")
        described = {field.name: field.level for field in describe_kind(get_kind("course")).fields}
        rank = {"required": 0, "one-of": 0, "recommended": 1, "optional": 2}
        shown = [
            rank[described[one.attributes["id"].removeprefix("field-")]]
            for one in _named(html, "tr")
            if "id" in one.attributes
        ]
        assert shown == sorted(shown)
        assert set(shown) == {0, 1, 2}
        [needs] = [one for one in _named(html, "ul") if one.attributes.get("class") == "needed"]
        assert "OwnedBy or OfferedBy" in " ".join(needs.text.split())

    def test_examples_are_whole(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types/credential")
        kind = get_kind("credential")
        texts = [one.text for one in _named(html, "pre")]
        assert json.loads(texts[0]) == build_example(kind)
        assert json.loads(texts[1]) == build_example(kind, "maximal")
        [area] = _named(html, "textarea")
        assert json.loads(area.text) == build_example(kind)

    def test_addresses_of_terms_and_data_are_there(self, app_client: AppClient) -> None:
        html = _page(app_client, "/assistant/types/task")
        for link in sorted(set(_links(html))):
            path = link.partition("#")[0]
            if path.startswith(("/assistant", "/vocabulary")):
                assert app_client.get(path, headers=_BROWSER).status_code == 200, link

    def test_programs_get_data_at_the_same_addresses(self, app_client: AppClient) -> None:
        for path in ("/assistant/types", "/assistant/types/course"):
            data = app_client.get(path)
            assert data.headers["content-type"] == "application/json"
            assert app_client.get(f"{path}?format=json", headers=_BROWSER).json() == data.json()

    def test_other_spellings_lead_to_the_one_page(self, app_client: AppClient) -> None:
        response = app_client.get("/assistant/types/Course", headers=_BROWSER)
        assert (response.status_code, response.headers["location"]) == (308, "/assistant/types/course")

    def test_what_is_no_type_is_a_page_too(self, app_client: AppClient) -> None:
        for path in ("/assistant/types/%3Cb%3Eorchard", "/assistant/objects/%3Cb%3Eorchard"):
            html = _page(app_client, path, 404)
            assert problems(html) == []
            assert "<b>orchard" not in html

    def test_spanish(self, app_client: AppClient) -> None:
        said = translations("es").gettext("Objects inside")
        assert said != "Objects inside"
        for path in ("/assistant/types", "/assistant/types/pathway", "/assistant/objects/cost"):
            html = _page(app_client, path, language="es")
            assert problems(html) == []
            assert re.search(r"<html lang=['\"]es", html)
        assert said in _page(app_client, "/assistant/types/pathway", language="es")


@pytest.mark.parametrize("name", _OBJECTS)
def test_every_field_of_an_object_is_told(app_client: AppClient, name: str) -> None:
    html = _page(app_client, f"/assistant/objects/{name}")
    assert problems(html) == []
    assert len(html.encode()) < _LARGEST
    rows = {one.attributes["id"] for one in _named(html, "tr") if "id" in one.attributes}
    assert rows == {f"field-{field.name}" for field in describe_part(name).fields}


class TestTrying:
    @pytest.mark.parametrize("name", _KINDS)
    def test_the_example_can_be_published(self, app_client: AppClient, name: str) -> None:
        [area] = _named(_page(app_client, f"/assistant/types/{name}"), "textarea")
        html = _try(app_client, name, area.text)
        assert _heading(html) == "This can be published"
        document = json.loads(next(one.text for one in _named(html, "pre")))
        assert document["@graph"]
        assert area.text.strip() == _named(html, "textarea")[0].text.strip()

    def test_nothing_is_stored(self, app_client: AppClient) -> None:
        before = app_client.get("/api/overview").json()
        example = build_example(get_kind("course"))
        _try(app_client, "course", json.dumps(example))
        ctid = example["LearningOpportunity"]["CTID"]
        assert app_client.get(f"/resources/{ctid}").status_code == 404
        assert app_client.get("/api/overview").json() == before

    def test_findings_have_place_line_hint_and_code(self, app_client: AppClient) -> None:
        course: dict[str, Any] = build_example(get_kind("course"))
        course["LearningOpportunity"]["DeliveryType"] = ["in persom"]
        text = json.dumps(course, indent=1)
        line = next(number for number, one in enumerate(text.splitlines(), 1) if "in persom" in one)
        html = _try(app_client, "course", text)
        assert "error" in _heading(html)
        found = " ".join(next(one.text for one in _named(html, "ol") if "DeliveryType" in one.text).split())
        assert "LearningOpportunity.DeliveryType[0]" in found
        assert f"line {line}" in found
        assert "In-Person" in found or "InPerson" in found
        assert _named(html, "pre"), "the document is shown as far as it could be made"

    def test_references_are_looked_up(self, app_client: AppClient) -> None:
        course = build_example(get_kind("course"), owner="ce-00000000-0000-4000-8000-00000000abcd")
        assert "reference.not_in_registry" in _try(app_client, "course", json.dumps(course))
        course = build_example(get_kind("course"), owner=app_client.ctid("alder"))
        html = _try(app_client, "course", json.dumps(course))
        assert "There is nothing to remark" in html

    def test_broken_json_shows_where(self, app_client: AppClient) -> None:
        html = _try(app_client, "course", '{\n "LearningOpportunity": {\n  "Name": oops\n}}', 400)
        [fault] = [one for one in _named(html, "li") if one.attributes.get("class") == "fault"]
        assert "oops" in fault.text
        assert fault.text.startswith("3")
        assert "oops" in _named(html, "textarea")[0].text

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("", 422),
            ("   ", 422),
            ("[1, 2]", 200),
            ('"text"', 200),
            ("[" * 3000 + "]" * 3000, 422),
            ('{"LearningOpportunity": {"Name": "a\\u0000b"}}', 400),
            ('{"LearningOpportunity": []}', 200),
            ('{"Registry": "nowhere", "LearningOpportunity": {}}', 422),
            ("🍎", 400),
        ],
    )
    def test_other_input_is_answered_on_a_page(self, app_client: AppClient, text: str, status: int) -> None:
        assert "textarea" in _try(app_client, "course", text, status)

    def test_hostile_text_is_only_shown(self, app_client: AppClient) -> None:
        bad = '</textarea></code><script>alert(1)</script><img src=x onerror="alert(2)">'
        course = build_example(get_kind("course"))
        course["LearningOpportunity"]["Name"] = bad
        course["LearningOpportunity"]["SubjectWebpage"] = "javascript:alert(3)"
        course[bad] = bad
        html = _try(app_client, "course", json.dumps(course))
        assert not [one for one in parse_page(html) if one.name in ("img", "script") and "main" in one.around]
        assert not [link for link in _links(html) if link.startswith("javascript")]
        assert bad in json.loads(_named(html, "textarea")[0].text)

    def test_too_large(self, app_client: AppClient) -> None:
        html = _try(app_client, "course", json.dumps({"a": "x" * MOST_BYTES}), 413)
        assert f"{MOST_BYTES:,} bytes" in html
        assert len(html) < _LARGEST

    def test_a_long_text_comes_back_whole(self, app_client: AppClient) -> None:
        text = json.dumps(build_example(get_kind("course"), "maximal"), indent=8)
        assert len(text) > 50_000
        assert _named(_try(app_client, "course", text), "textarea")[0].text.strip() == text

    def test_programs_are_left_to_the_api(self, app_client: AppClient) -> None:
        answer = app_client.post("/assistant/types/course", build_example(get_kind("course")))
        assert answer.status_code == 404
        assert "json" in answer.headers["content-type"]

    def test_no_type(self, app_client: AppClient) -> None:
        assert "orchard" in _try(app_client, "orchard", "{}", 404)

    def test_a_closed_node_shows_fields_and_tries_nothing(self, make_client: Any) -> None:
        client = make_client(access__authentication_required=True)
        html = _page(client, "/assistant/types/course")
        assert problems(html) == []
        assert _named(html, "textarea") == []
        _try(client, "course", "{}", 401)

    def test_a_secured_community_tells_nothing(self, app_client: AppClient) -> None:
        course = build_example(get_kind("course"), owner="ce-00000000-0000-4000-8000-00000000abcd")
        html = _try(app_client, "course", json.dumps({**course, "Registry": "secured-registry"}))
        assert "reference.not_in_registry" not in html
