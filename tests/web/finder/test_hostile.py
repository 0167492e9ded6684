"""What publishers may do to harm readers or the site: no page breaks, and none of their markup or scripts gets into one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest

from opencredreg.ctdl import bundled_vocabulary
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import document, resource_uri
from tests.support.hostile import ADDRESSES, BROWSER, MARK, TEXTS, harm, publish_anything
from tests.support.pages import problems
from tests.support.valid_documents import TOP_CLASSES

JSON = dict[str, Any]

_VOCABULARY = bundled_vocabulary()
_CTID = "ce-{:08x}-0000-4000-8000-{:012x}"
_VIEWS = ("", "history", "cite", "mentions", "pathway", "outcomes")
_FILES = (".csv", ".jsonld", ".ndjson", ".ttl")


def ctid_of(number: int) -> str:
    """An identifier."""
    return _CTID.format(number, number)


def html_of(client: AppClient, path: str, status: int = 200) -> str:
    """A page that was answered well, in which nobody finds harm or mistakes."""
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status, (path, response.status_code, response.text[-2000:])
    assert response.headers["content-type"].startswith("text/html"), path
    found = harm(response.text)
    assert not found, (path, found[:10])
    wrong = problems(response.text) if not path.startswith("/embed/") else []
    assert not wrong, (path, wrong[:10])
    return response.text


def check_resource(client: AppClient, identifier: str, most: int = 400_000) -> None:
    """Everything that there is about one resource."""
    name = quote(identifier, safe="")
    page = f"/resources/{name}"
    for path in (
        page,
        f"{page}?view=history",
        f"{page}?view=history&from=1&to=2",
        f"{page}?view=cite",
        f"/embed{page}",
        f"/compare?id={name}&id={ctid_of(1)}",
    ):
        status = 404 if "&to=" in path else 200
        text = html_of(client, path, status)
        assert len(text.encode()) < most, (path, len(text.encode()))
    for path in (
        f"{page}?view=cite.bib",
        f"{page}?view=cite.json",
        f"{page}?view=outcomes.csv",
        f"{page}.jsonld",
        f"{page}.ttl",
        f"/oembed?{urlencode({'url': f'http://registry.test{page}'})}",
    ):
        response = client.get(path, headers=BROWSER)
        assert response.status_code == 200, (path, response.status_code, response.text[-2000:])
        if path.startswith("/oembed"):
            assert not [one for one in harm(response.json()["html"]) if one != "iframe"]


def check_lists(client: AppClient) -> None:
    """Lists and files that hold whatever was published."""
    for path in ("/", "/find", "/find?view=map", "/about", "/find?q=a", f"/find?q={quote(TEXTS[0])}"):
        assert len(html_of(client, path)) < 400_000
    for extension in _FILES:
        response = client.get(f"/find{extension}")
        assert response.status_code == 200 and response.content
    feed = client.get("/find.atom")
    assert feed.status_code == 200
    root = ElementTree.fromstring(feed.content)
    assert not [one.tag for one in root.iter() if MARK in one.tag]
    ElementTree.fromstring(client.get("/sitemaps/ce-registry/1").content)


def _value(term: str, cls_depth: int, pick: Iterator[Any]) -> Any:
    facts = _VOCABULARY.properties[term]
    inner = [
        one
        for one in facts.range
        if one in _VOCABULARY.classes and _VOCABULARY.classes[one].placement != "top"
    ]
    values: list[Any] = [next(pick), {"en": next(pick), f'x-<{MARK}>"': next(pick)}, next(pick)]
    if inner and cls_depth < 2:
        for cls in inner[:2]:
            values.append({"@type": cls, **_members(cls, cls_depth + 1, pick)})
    return values


def _members(cls: str, depth: int, pick: Iterator[Any]) -> JSON:
    return {
        term: _value(term, depth, pick)
        for term in _VOCABULARY.properties_of(cls)
        if term in _VOCABULARY.properties and term != "ceterms:ctid"
    }


@on_sqlite
@pytest.mark.parametrize("cls", TOP_CLASSES)
def test_explore(app_client: AppClient, cls: str) -> None:
    pick = cycle([*TEXTS, *ADDRESSES])
    main = {
        "@id": resource_uri(ctid_of(1)),
        "@type": cls,
        "ceterms:ctid": ctid_of(1),
        **_members(cls, 0, pick),
    }
    publish_anything(app_client, document(main))
    check_resource(app_client, ctid_of(1), 40_000_000)
    check_lists(app_client)
