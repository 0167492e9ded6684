from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from opencredreg.errors import InvalidInput, NotFound, UnknownContext
from opencredreg.registry.json_contexts import get_json_context, list_json_contexts, put_json_context
from opencredreg.registry.node import Node
from tests.support.nodes import open_node

_URL = "https://a.example/terms.json"
_CONTEXT: dict[str, Any] = {"@context": {"ex": "https://a.example/terms/", "title": {"@id": "ex:title"}}}


@pytest.fixture
def node(migrated_url: str) -> Iterator[Node]:
    with open_node(migrated_url) as opened:
        yield opened


def _put(node: Node, url: str, context: dict[str, Any]) -> bool:
    with node.database.write() as transaction:
        return put_json_context(transaction, url, context)


def test_a_context_is_new_once_and_replaced_afterwards(node: Node) -> None:
    assert _put(node, _URL, _CONTEXT)
    changed = {"@context": {"ex": "https://b.example/"}}
    assert not _put(node, _URL, changed)
    with node.database.read() as connection:
        assert get_json_context(connection, _URL).context == changed
        assert len(list_json_contexts(connection)) == 1


def test_the_newest_change_is_listed_first(node: Node) -> None:
    other = "https://b.example/terms.json"
    for url in (_URL, other, _URL):
        _put(node, url, _CONTEXT)
    with node.database.read() as connection:
        assert [one.url for one in list_json_contexts(connection)] == [_URL, other]


def test_the_node_reads_documents_by_it(node: Node) -> None:
    assert node.registered_contexts() == {}
    _put(node, _URL, _CONTEXT)
    node.forget_contexts()
    assert node.registered_contexts() == {_URL: _CONTEXT}


def test_a_context_may_name_registered_ones(node: Node) -> None:
    nested = {"@context": [_URL, {"more": "ex:more"}]}
    with pytest.raises(UnknownContext, match=r"Context is invalid: .*terms\.json is not known"):
        _put(node, "https://b.example/", nested)
    _put(node, _URL, _CONTEXT)
    assert _put(node, "https://b.example/", nested)


def test_a_context_may_not_lead_back_to_itself(node: Node) -> None:
    with pytest.raises(UnknownContext, match="leads back to itself"):
        _put(node, _URL, {"@context": [_URL]})


@pytest.mark.parametrize(
    ("url", "context", "message"),
    [
        (_URL, {}, "Context can't be blank"),
        (" ", _CONTEXT, "Url can't be blank"),
        ("terms.json", _CONTEXT, "Url is invalid"),
        ("https://a.example/two words", _CONTEXT, "Url is invalid"),
        (_URL, {"ex": "https://a.example/"}, "Context is invalid: it has no @context"),
        (_URL, {"@context": {"a": {"@reverse": "ex:b"}}}, "Context is invalid: @reverse is not supported"),
        (_URL, {"@context": 3}, "Context is invalid: a context is an address or an object"),
    ],
)
def test_what_documents_could_not_use_is_refused(
    node: Node, url: str, context: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        _put(node, url, context)
    with node.database.read() as connection:
        assert list_json_contexts(connection) == []


def test_an_unknown_address_is_not_found(node: Node) -> None:
    with node.database.read() as connection, pytest.raises(NotFound, match="JsonContext not found"):
        get_json_context(connection, _URL)
