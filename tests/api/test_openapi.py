from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from starlette.responses import Response

from opencredreg.accounts.actor import Role
from opencredreg.api.call import Call
from opencredreg.api.openapi import TAGS, build_openapi
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam, paging
from opencredreg.api.operations import all_operations
from opencredreg.api.router import concrete_paths
from opencredreg.findings import Finding
from opencredreg.web.operations import page_operations

_DECLARED = (*all_operations(), *page_operations())
_METHODS = {"get", "post", "put", "patch", "delete"}


def _handler(_call: Call) -> Response:
    return Response()


def _operation(**members: Any) -> Operation:
    given = {
        "method": "GET",
        "path": "/things",
        "handler": _handler,
        "tag": "Node",
        "summary": "Things",
        "answers": {200: Answer(help="Things.", example=[])},
    }
    return Operation(**{**given, **members})


def _build(*operations: Operation) -> dict[str, Any]:
    document = build_openapi(operations, title="A registry", version="1.2", server_url="https://a.example")
    OPENAPI_31_VALIDATOR.validate(document)
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert method in _METHODS
            yield path, method, operation


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document of the real node."""
    return build_openapi(_DECLARED, title="A registry", version="1.2", server_url="/")


class TestTheDocumentOfTheNode:
    def test_is_valid_openapi(self, document: dict[str, Any]) -> None:
        OPENAPI_31_VALIDATOR.validate(document)
        assert document["openapi"].startswith("3.1.")
        assert document["servers"] == [{"url": "/"}]

    def test_has_every_operation_at_all_its_paths(self, document: dict[str, Any]) -> None:
        shown = {(re.sub(r"\{\w+\}", "{}", path), method) for path, method, _ in _operations(document)}
        for operation in _DECLARED:
            for path in concrete_paths(operation):
                key = (re.sub(r"\{\w+\}", "{}", path), operation.method.lower())
                assert operation.is_hidden or key in shown

    def test_describes_findings_as_they_are_answered(self, document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        members = {field.name for field in msgspec.structs.fields(Finding)}
        required = {field.name for field in msgspec.structs.fields(Finding) if field.required}
        assert schemas["Finding"]["properties"].keys() == members
        assert set(schemas["Finding"]["required"]) == required
        assert schemas["PlacedFinding"]["properties"].keys() - members == {"place", "line", "column"}
        assert set(schemas["PlacedFinding"]["required"]) == required | {"place"}

    def test_names_every_operation_once(self, document: dict[str, Any]) -> None:
        names = [operation["operationId"] for _, _, operation in _operations(document)]
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in names)

    def test_describes_exactly_the_parameters_of_each_path(self, document: dict[str, Any]) -> None:
        for path, _, operation in _operations(document):
            parameters = operation.get("parameters", [])
            described = [one["name"] for one in parameters if one["in"] == "path"]
            assert sorted(described) == sorted(re.findall(r"\{(\w+)\}", path))
            keys = [(one["name"], one["in"]) for one in parameters]
            assert len(keys) == len(set(keys)), path

    def test_has_no_two_paths_that_differ_only_in_names_of_parameters(self, document: dict[str, Any]) -> None:
        shapes = [re.sub(r"\{\w+\}", "{}", path) for path in document["paths"]]
        assert len(shapes) == len(set(shapes))

    def test_resolves_all_its_references(self, document: dict[str, Any]) -> None:
        def walk(value: Any) -> Iterator[str]:
            if isinstance(value, dict):
                if isinstance(value.get("$ref"), str):
                    yield value["$ref"]
                for member in value.values():
                    yield from walk(member)
            elif isinstance(value, list):
                for member in value:
                    yield from walk(member)

        for reference in walk(document):
            found: Any = document
            for part in reference.removeprefix("#/").split("/"):
                found = found[part]

    def test_gives_examples_that_fit_their_schemas(self, document: dict[str, Any]) -> None:
        def check(schema: Any, example: Any, place: str) -> None:
            validator = jsonschema_rs.Draft202012Validator(
                {**schema, "components": document["components"]}, validate_formats=True
            )
            assert validator.is_valid(example), place

        responses = list(document["components"]["responses"].items())
        for path, method, operation in _operations(document):
            place = f"{method} {path}"
            for parameter in operation.get("parameters", []):
                if "example" in parameter:
                    check(parameter["schema"], parameter["example"], f"{place} {parameter['name']}")
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if "example" in media:
                    check(media["schema"], media["example"], place)
            responses += [(f"{place} {status}", one) for status, one in operation["responses"].items()]
        for place, response in responses:
            for media in response.get("content", {}).values():
                if "example" in media:
                    check(media["schema"], media["example"], place)

    def test_says_what_every_tag_is_for(self, document: dict[str, Any]) -> None:
        names = [tag["name"] for tag in document["tags"]]
        assert all(tag.get("description") for tag in document["tags"]), set(names) - TAGS.keys()
        assert names == [name for name in TAGS if name in names]
        assert {tag for _, _, operation in _operations(document) for tag in operation["tags"]} == set(names)

    def test_tells_an_answer_of_success_for_everything(self, document: dict[str, Any]) -> None:
        for path, method, operation in _operations(document):
            assert any(status < "400" for status in operation["responses"]), f"{method} {path}"


def test_an_operation_of_a_community_has_two_paths_and_two_names() -> None:
    document = _build(_operation(path="{c}/things/{id}", path_params=(PathParam(name="id", help="Which."),)))
    bare = document["paths"]["/things/{id}"]["get"]
    prefixed = document["paths"]["/{community}/things/{id}"]["get"]
    assert bare["operationId"] == "get_things_by_id"
    assert prefixed["operationId"] == "get_things_by_id_in_community"
    assert prefixed["x-same-as"] == "get_things_by_id"
    assert [one["name"] for one in prefixed["parameters"]] == ["community", "id"]
    assert "404" in bare["responses"]


def test_hidden_operations_are_left_out() -> None:
    document = _build(_operation(), _operation(path="/secret", is_hidden=True))
    assert list(document["paths"]) == ["/things"]


def test_versions_of_one_route_are_one_operation() -> None:
    document = _build(
        _operation(method="POST", version="v2", summary="Later", answers={202: Answer(help="Taken.")}),
        _operation(method="POST", version="v1", summary="Now", answers={201: Answer(help="Done.")}),
    )
    operation = document["paths"]["/things"]["post"]
    assert operation["summary"] == "Now"
    assert {"201", "202"} <= operation["responses"].keys()
    [version] = operation["parameters"]
    assert version["schema"] == {"type": "string", "enum": ["v1", "v2"], "default": "v1"}


def test_answers_of_several_versions_with_one_status_are_told_apart() -> None:
    document = _build(
        _operation(version="v1", answers={200: Answer(help="Done.")}),
        _operation(version="v2", answers={200: Answer(help="Taken.")}),
    )
    described = document["paths"]["/things"]["get"]["responses"]["200"]["description"]
    assert described == "Done. With `Accept-Version: v2`: Taken."


def test_names_of_path_parameters_are_made_the_same() -> None:
    document = _build(
        _operation(path="/things/{id}", path_params=(PathParam(name="id", help="Which."),)),
        _operation(method="DELETE", path="/things/{ctid}", path_params=(PathParam(name="ctid", help="It."),)),
    )
    assert list(document["paths"]) == ["/things/{id}"]
    [parameter] = document["paths"]["/things/{id}"]["delete"]["parameters"]
    assert (parameter["name"], parameter["description"]) == ("id", "It.")


def test_two_operations_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="get_things_a_b"):
        _build(_operation(path="/things/a-b"), _operation(path="/things/a_b"))


def test_members_of_the_body_are_json_or_a_form() -> None:
    document = _build(
        _operation(
            method="POST",
            params=(
                Param(name="name", help="Its name.", is_required=True, is_in_body=True, example="Elm"),
                Param(name="age", kind="integer", minimum=1, default=3, help="Years.", is_in_body=True),
                Param(name="dry", kind="boolean", help="Only look."),
            ),
        )
    )
    operation = document["paths"]["/things"]["post"]
    body = operation["requestBody"]
    assert body["required"] is True
    assert set(body["content"]) == {"application/json", "application/x-www-form-urlencoded"}
    schema = body["content"]["application/json"]["schema"]
    assert schema["required"] == ["name"]
    assert schema["properties"]["age"] == {
        "description": "Years.",
        "type": "integer",
        "minimum": 1,
        "default": 3,
    }
    assert body["content"]["application/json"]["example"] == {"name": "Elm"}
    assert [one["name"] for one in operation["parameters"]] == ["dry"]


def test_lists_and_objects_are_not_sent_as_forms() -> None:
    document = _build(
        _operation(method="POST", params=(Param(name="ids", kind="texts", help="All.", is_in_body=True),))
    )
    body = document["paths"]["/things"]["post"]["requestBody"]
    assert list(body["content"]) == ["application/json"]
    assert body["required"] is False


def test_a_raw_body_has_its_own_schema() -> None:
    schema = {"type": "array"}
    document = _build(_operation(method="POST", body=Body(help="A list.", example=[1], schema=schema)))
    body = document["paths"]["/things"]["post"]["requestBody"]
    assert body == {
        "description": "A list.",
        "required": True,
        "content": {"application/json": {"schema": schema, "example": [1]}},
    }


def test_a_linked_data_body_may_say_so() -> None:
    document = _build(_operation(method="POST", body=Body(help="It.", example={"@context": {}})))
    content = document["paths"]["/things"]["post"]["requestBody"]["content"]
    assert list(content) == ["application/json", "application/ld+json"]


def test_roles_and_readers_need_different_credentials() -> None:
    document = _build(
        _operation(path="/a", role=Role.ADMIN), _operation(path="/b", reads=True), _operation(path="/c")
    )
    admin, reader, anybody = (document["paths"][path]["get"] for path in ("/a", "/b", "/c"))
    assert admin["security"] == [{"token": []}]
    assert admin["x-required-role"] == "admin"
    assert {"401", "403"} <= admin["responses"].keys()
    assert reader["security"] == [{}, {"token": []}]
    # A key that is not made for searching is refused where a community is secured.
    assert {"401", "403"} <= reader["responses"].keys()
    assert anybody["security"] == []
    assert not {"401", "403"} & anybody["responses"].keys()


def test_what_a_limited_key_must_be_made_for_is_said() -> None:
    document = _build(_operation(role=Role.READER, scope="search"), _operation(path="/b", role=Role.READER))
    assert document["paths"]["/things"]["get"]["x-required-scope"] == "search"
    assert "x-required-scope" not in document["paths"]["/b"]["get"]


@pytest.mark.parametrize(
    ("style", "status", "shapes"),
    [
        ("errors", "422", ["Errors"]),
        ("errors", "403", ["Error"]),
        ("error", "422", ["Error", "Errors"]),
        ("publish", "422", ["PublishErrors"]),
        ("publish", "401", ["Errors"]),
        ("problem", "422", ["Problem"]),
        ("problem", "403", ["Problem"]),
    ],
)
def test_errors_have_the_shape_of_their_style(style: str, status: str, shapes: list[str]) -> None:
    document = _build(
        _operation(method="POST", style=style, role=Role.ADMIN, body=Body(help="It.", example={}))
    )
    reference = document["paths"]["/things"]["post"]["responses"][status]["$ref"]
    response = document["components"]["responses"][reference.rpartition("/")[2]]
    [(media_type, media)] = response["content"].items()
    assert media_type == ("application/problem+json" if style == "problem" else "application/json")
    stated = media["schema"].get("anyOf", [media["schema"]])
    assert [one["$ref"].rpartition("/")[2] for one in stated] == shapes


def test_an_error_that_an_operation_explains_keeps_its_shape() -> None:
    document = _build(_operation(style="problem", answers={410: Answer(help="It was here.")}))
    response = document["paths"]["/things"]["get"]["responses"]["410"]
    assert response["description"] == "It was here."
    assert "application/problem+json" in response["content"]


def test_paged_lists_tell_their_headers() -> None:
    document = _build(_operation(params=paging()))
    response = document["paths"]["/things"]["get"]["responses"]["200"]
    assert {"Total", "Per-Page", "Link", "X-Total"} <= response["headers"].keys()


def test_an_empty_answer_has_no_content() -> None:
    document = _build(_operation(method="DELETE", answers={204: Answer(help="Gone.")}))
    assert document["paths"]["/things"]["delete"]["responses"]["204"] == {"description": "Gone."}


def test_publishing_can_be_asked_for_findings_once() -> None:
    document = _build(
        _operation(path="/a", style="publish"),
        _operation(
            path="/b", style="publish", params=(Param(name="findings", kind="boolean", help="Own words."),)
        ),
    )
    for path in ("/a", "/b"):
        names = [one["name"] for one in document["paths"][path]["get"]["parameters"]]
        assert names == ["findings"]


def test_tags_without_a_description_come_last() -> None:
    document = _build(
        _operation(path="/a", tag="Zoo"), _operation(path="/b", tag="Search"), _operation(path="/c")
    )
    assert [tag["name"] for tag in document["tags"]] == ["Node", "Search", "Zoo"]
