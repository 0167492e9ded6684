"""The data behind the pages are in the description of the API, answer as it says, and tell nothing that is closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest

from opencredreg.api.operation import Operation
from opencredreg.web.operations import page_operations
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document

pytestmark = on_sqlite

_OPERATIONS = {operation.path: operation for operation in page_operations()}
_SECRET = "Nightshade keeping"
_OPEN_TO_ALL = {"/robots.txt", "/opensearch.xml", "/embed.js", "/.well-known/api-catalog"}


def _address(operation: Operation, ctid: str, community: str) -> str:
    """A call of an operation about a resource."""
    path = (
        operation.path.replace("{identifier}", ctid).replace("{community}", community).replace("{part}", "1")
    )
    pairs = {}
    for param in operation.params:
        if param.name == "url":
            prefix = "" if community == "ce-registry" else f"/{community}"
            pairs["url"] = f"http://registry.test{prefix}/resources/{ctid}"
        elif param.name == "format" and param.is_required:
            pairs["format"] = "json"
        elif param.name == "q":
            pairs["q"] = "keeping"
        elif param.name == "community":
            pairs["community"] = community
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items())
    return f"{path}?{query}" if query else path


def _publish(client: AppClient, name: str, community: str = "") -> str:
    main = certificate(name=name, ceterms__description={"en": name})
    client.published(document(main), community=community)
    ctid: str = main["ceterms:ctid"]
    return ctid


def _described(client: AppClient, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    api = client.get("/openapi.json").json()
    return api, api["paths"][path]["get"]


@pytest.mark.parametrize("path", _OPERATIONS)
class TestEveryOperation:
    def test_answers_as_it_is_described(self, app_client: AppClient, path: str) -> None:
        ctid = _publish(app_client, "Orchard keeping")
        api, described = _described(app_client, path)
        response = app_client.get(_address(_OPERATIONS[path], ctid, "ce-registry"))
        assert response.status_code == 200, response.text
        [(media_type, media)] = described["responses"]["200"]["content"].items()
        assert response.headers["content-type"].partition(";")[0] == media_type
        assert response.content
        if media_type.endswith(("/json", "+json")):
            schema = {**media["schema"], "components": api["components"]}
            assert jsonschema_rs.Draft202012Validator(schema).is_valid(response.json())
            if isinstance(media["example"], dict) and "@context" not in media["example"]:
                assert media["example"].keys() <= response.json().keys()

    def test_knows_the_parameters_that_it_is_described_with(self, app_client: AppClient, path: str) -> None:
        _, described = _described(app_client, path)
        parameters = {one["name"] for one in described.get("parameters", []) if one["in"] == "path"}
        assert parameters == set(re.findall(r"\{(\w+)\}", path))

    def test_answers_to_head(self, app_client: AppClient, path: str) -> None:
        ctid = _publish(app_client, "Orchard keeping")
        response = app_client.head(_address(_OPERATIONS[path], ctid, "ce-registry"))
        assert (response.status_code, response.content) == (200, b"")

    def test_tells_nothing_of_a_secured_community(self, app_client: AppClient, path: str) -> None:
        ctid = _publish(app_client, _SECRET, "secured-registry")
        address = _address(_OPERATIONS[path], ctid, "secured-registry")
        for asked in (address, _address(_OPERATIONS[path], ctid, "ce-registry")):
            response = app_client.get(asked)
            assert response.status_code in (200, 404), asked
            # Whoever names it hears its name again, and nothing else.
            assert "Nightshade" not in response.text, asked
            assert response.status_code == 404 or ctid not in response.text, asked
            assert "secured_registry" not in response.text or asked == address

    def test_tells_nothing_of_a_closed_node(self, make_client: Callable[..., AppClient], path: str) -> None:
        client = make_client(access__authentication_required=True)
        ctid = _publish(client, _SECRET)
        address = _address(_OPERATIONS[path], ctid, "ce-registry")
        response = client.get(address)
        assert response.status_code == (200 if path in _OPEN_TO_ALL else 401)
        assert not {"Nightshade", ctid, "ce_registry"} & set(re.findall(r"[\w-]+", response.text))
        assert client.get(address, who="reader").status_code == 200


def test_whoever_may_read_a_secured_community_reads_all_of_it(app_client: AppClient) -> None:
    ctid = _publish(app_client, _SECRET, "secured-registry")
    assert _SECRET in app_client.get("/find.csv?community=secured_registry", who="reader").text
    about = app_client.get("/about.json?community=secured_registry", who="reader")
    assert about.json()["holdings"]["total"] == 1
    assert ctid in app_client.get("/sitemaps/secured-registry/1", who="reader").text
    # No cache between may keep what it is shown.
    for path in ("/about.json?community=secured_registry", "/sitemaps/secured-registry/1"):
        assert "public" not in app_client.get(path, who="reader").headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path", ["/", "/find", "/about", "/compare", "/find?community=ce_registry", "/about?community=x"]
)
def test_pages_of_a_closed_node_tell_nothing(make_client: Callable[..., AppClient], path: str) -> None:
    client = make_client(access__authentication_required=True)
    ctid = _publish(client, _SECRET)
    page = client.get(path, headers={"accept": "text/html"}).text
    assert "Nightshade" not in page
    assert ctid not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/find.csv?sort=sideways", 400),
        ("/find.ttl?page=none", 422),
        ("/find.atom?q=%00", 400),
        ("/find.jsonld?type=%00", 400),
        ("/find.csv?community=nowhere", 404),
        ("/about.json?community=nowhere", 404),
        ("/find/suggest?q=a&community=nowhere", 404),
    ],
)
def test_mistakes_are_told_as_problems(app_client: AppClient, path: str, status: int) -> None:
    response = app_client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json()["detail"]
