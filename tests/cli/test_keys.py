"""The commands for API keys of organizations."""

from __future__ import annotations

from typing import Any

import pytest

from opencredreg.accounts.actor import Role
from opencredreg.accounts.tokens import authenticate
from opencredreg.errors import NotAuthenticated
from opencredreg.ids import is_uuid, new_ctid
from opencredreg.registry.node import Node
from tests.cli.conftest import CLI
from tests.support.nodes import open_node


def _organization(cli: CLI) -> dict[str, Any]:
    value: dict[str, Any] = cli("organization", "create", "--name", "Alder").value
    return value


def _works(node: Node, value: str) -> bool:
    try:
        authenticate(node.database, value)
    except NotAuthenticated:
        return False
    return True


def test_a_new_organization_has_a_first_key(cli: CLI) -> None:
    alder = _organization(cli)
    assert is_uuid(alder["api_key"])
    [first] = cli("key", "list", alder["ctid"]).value
    assert (first["name"], first["scopes"], first["classes"], first["in_force"]) == (
        "first key", None, None, True,
    )  # fmt: skip
    assert alder["api_key"] not in cli("key", "list", alder["ctid"]).out


def test_the_life_of_a_key(cli: CLI, registry_url: str) -> None:
    ctid = _organization(cli)["ctid"]
    made = cli(
        "key", "create", ctid, "--name", "Nightly", "--scope", "publish", "--scope", "delete",
        "--class", "course", "--environment", "production", "--days", "30",
    ).value  # fmt: skip
    assert (made["scopes"], made["classes"]) == (["delete", "publish"], ["ceterms:Course"])
    assert (made["environment"], made["name"]) == ("production", "Nightly")
    with open_node(registry_url) as node:
        actor = authenticate(node.database, made["api_key"])
        assert (actor.role, actor.key_name) == (Role.PUBLISHER, "Nightly")
        assert actor.classes == frozenset({"ceterms:Course"})

        new = cli("key", "rotate", str(made["id"])).value
        assert (new["replaces"], new["classes"]) == (made["id"], ["ceterms:Course"])
        assert _works(node, made["api_key"])
        assert _works(node, new["api_key"])

        newest = cli("key", "rotate", str(new["id"]), "--overlap-days", "0").value
        assert (_works(node, new["api_key"]), _works(node, newest["api_key"])) == (False, True)

        for changed in (True, False):
            ended = cli("key", "revoke", str(newest["id"])).value
            assert ended == {"id": newest["id"], "revoked": True, "changed": changed}
        assert not _works(node, newest["api_key"])
    listed = cli("key", "list", ctid).value
    assert [one["in_force"] for one in listed] == [True, True, False, False]
    assert not any("api_key" in one for one in listed)


def test_what_people_see(cli: CLI) -> None:
    ctid = _organization(cli)["ctid"]
    shown = cli("key", "create", ctid, "--name", "Search page", "--scope", "search", json=False)
    pairs = dict(line.split(None, 1) for line in shown.out.splitlines() if " " in line.strip())
    assert (pairs["name"], pairs["scopes"], pairs["classes"]) == ("Search page", "search", "all")
    assert is_uuid(pairs["api_key"])
    table = cli("key", "list", ctid, json=False).out.splitlines()
    assert table[0].split()[:4] == ["id", "name", "scopes", "classes"]
    assert len(table) == 3
    assert "key has ended" in cli("key", "revoke", pairs["id"], json=False).err
    assert "had ended already" in cli("key", "revoke", pairs["id"], json=False).err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["create", "{ctid}", "--name", "k", "--class", "coarse"], "no class 'coarse'"),
        (["create", "{ctid}", "--name", "k", "--scope", "own"], "'own' is not one of"),
        (["create", "{ctid}", "--name", " "], "Name can't be blank"),
        (["create", "{ctid}", "--name", "k", "--days", "0"], "0 is not in the range"),
        (["create", "{ctid}", "--name", "k", "--days", "9999999"], "at most"),
        (["create", "{nobody}", "--name", "k"], "Organization not found"),
        (["list", "{nobody}"], "Organization not found"),
        (["rotate", "999"], "Key not found"),
        (["revoke", "999"], "Key not found"),
        (["revoke", "99999999999"], "is not in the range"),
        # The token of the administrator is no key.
        (["rotate", "1"], "Key not found"),
    ],
)
def test_refusals(cli: CLI, words: list[str], text: str) -> None:
    ctid = _organization(cli)["ctid"]
    refused = cli("key", *(word.format(ctid=ctid, nobody=new_ctid()) for word in words))
    assert refused.code == 2
    assert text in refused.value["error"]["message"]
    assert len(cli("key", "list", ctid).value) == 1
