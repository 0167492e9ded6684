"""Every published sample has a page for each of its resources, and every value of it stands on that page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

import msgspec
import pytest
from sqlalchemy import select

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.organizations import get_organization
from opencredreg.errors import RegistryError
from opencredreg.finder.subject import Look, get_subject, look
from opencredreg.ids import is_blank
from opencredreg.jsonld.values import is_address
from opencredreg.registry.communities import get_community
from opencredreg.registry.node import Node
from opencredreg.registry.publish import publish
from opencredreg.registry.publish_types import PublishRequest
from opencredreg.store.tables import METADATA
from opencredreg.web.formats import formats
from tests.jsonld.samples import load_sample, sample_names
from tests.support.app import AppClient, on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_node = METADATA.tables["node"]
_STAFF = Actor(role=Role.SUPERADMIN)
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\s(?:href|datetime|value|content|title|lang)="([^"]*)"')
_FORMATS = formats("en")


class _Page:
    """What a page says: its text, and what its attributes hold."""

    def __init__(self, source: str) -> None:
        body = source.partition("<main")[2].partition("</main>")[0]
        self.text = _plain(html.unescape(_TAG.sub(" ", body)))
        # Words that are marked inside a text stay whole.
        self.joined = _plain(html.unescape(_TAG.sub("", body)))
        attributes = [html.unescape(found) for found in _ATTRIBUTE.findall(source)]
        self.attributes = "\n".join([*attributes, *map(unquote, attributes)])

    def has(self, *forms: str) -> bool:
        return any(
            (form := _plain(one)) and (form in self.text or form in self.joined or form in self.attributes)
            for one in forms
        )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _values(value: Any, term: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a resource with canonical names, with the property that it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "@value" or name[:1] != "@":
                # Names without a prefix are languages: their texts are values of the property.
                yield from _values(inner, name if ":" in name else term)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, term)
    elif value is not None and value != "":
        yield term, value


def _forms(looking: Look, value: Any) -> Iterator[str]:
    """The ways in which a page may show a value."""
    if isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, int | float):
        yield from (str(value), _FORMATS.number(value), _FORMATS.number(round(value, 2)))
    else:
        text: str = value
        yield from (text, quote(text, safe=""))
        yield from (_FORMATS.day(text), _FORMATS.duration(text), _FORMATS.language(text))
        if is_address(text):
            reference = looking.book.to(text)
            yield from (reference.key, reference.ctid)
            if reference.term:
                yield looking.vocabulary.label_of(reference.term)
        number = text.replace(",", "").strip()
        if number.replace(".", "", 1).isdigit():
            yield _FORMATS.number(float(number))


def _lost(looking: Look, page: _Page, value: Mapping[str, Any]) -> list[str]:
    return [
        f"{term}: {one!r}"
        for term, one in _values(value)
        if not (isinstance(one, str) and is_blank(one)) and not page.has(*_forms(looking, one))
    ]


def _resources(node: Node, envelope_id: int) -> list[str]:
    """The resources of a document: by CTID, or where they have none by their address."""
    statement = select(_node.c.resource_ctid, _node.c.uri).where(
        _node.c.envelope_id == envelope_id, _node.c.key.is_not(None), ~_node.c.key.startswith("_:")
    )
    with node.database.read() as connection:
        return [row.resource_ctid or row.uri for row in connection.execute(statement)]


@on_sqlite
@pytest.mark.parametrize("name", sample_names())
def test_every_value_of_a_sample_stands_on_its_page(app_client: AppClient, name: str) -> None:
    document = load_sample(name)
    if document is None:
        pytest.skip("not JSON")
    node = app_client.node
    with node.database.read() as connection:
        community = get_community(connection, "ce_registry")
        owner = get_organization(connection, app_client.ctid("alder")).id
    try:
        receipt = publish(
            node,
            _STAFF,
            PublishRequest(
                community_id=community.id,
                owner_id=owner,
                payload=msgspec.json.encode(document),
                profile="import",
            ),
        )
    except RegistryError:
        pytest.skip("its structure is none that a registry can keep")
    lost: dict[str, list[str]] = {}
    identifiers = _resources(node, receipt.envelope_id)
    assert identifiers
    for identifier in identifiers:
        response = app_client.get(f"/ce-registry/resources/{quote(identifier, safe='')}", headers=_BROWSER)
        assert response.status_code == 200, identifier
        page = _Page(response.text)
        with look(node, community) as looking:
            missing = _lost(looking, page, get_subject(looking, identifier).value)
        if missing:
            lost[identifier] = missing
    assert not lost
