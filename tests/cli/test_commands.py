"""Every command: what it prints as JSON and for people, and the code with which it ends."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from sqlalchemy import text

from opencredreg.accounts.actor import Role
from opencredreg.accounts.tokens import authenticate
from opencredreg.cli.main import root
from opencredreg.errors import NotAuthenticated
from opencredreg.ids import is_ctid, is_uuid, new_ctid
from tests.cli.conftest import CLI
from tests.support.documents import certificate, document, resource_uri
from tests.support.nodes import open_node

_PEM = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0qdrbGxUZiNCYTo6WeZB
-----END PUBLIC KEY-----
"""


def _walk(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _walk(command, (*path, name))


def _write(path: Path, *values: Any) -> Path:
    path.write_text("".join(f"{json.dumps(value)}\n" for value in values))
    return path


def _certificate(owner: str, ctid: str | None = None, name: str = "Hedge laying") -> dict[str, Any]:
    return document(certificate(ctid, name, ceterms__ownedBy=[resource_uri(owner)]))


# The command itself. -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "command"), list(_walk(root)), ids=lambda value: str(value))
def test_every_command_explains_itself(run: CLI, path: tuple[str, ...], command: click.Command) -> None:
    told = run(*path, "--help")
    assert told.code == 0
    assert told.out.startswith(f"Usage: opencredreg {' '.join(path)} ")
    assert (command.help or "").strip()
    for option in ("--data", "--database", "--json"):
        assert option in told.out


def test_the_list_of_commands_says_what_their_own_help_says(run: CLI) -> None:
    for words in ((), ("--help",), ("-h",)):
        told = run(*words)
        assert told.code == 0
        for name, summary in root.summaries.items():
            command = root.get_command(click.Context(root), name)
            assert command is not None
            assert (command.help or "").split("\n\n")[0].replace("\n", " ") == summary, name
            assert name in told.out
    assert run("--version").out.startswith("opencredreg ")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["bogus"], "No such command 'bogus'."),
        (["get"], "Missing argument 'ID'."),
        (["export", "--to", "x", "--format", "pdf"], "'pdf' is not one of"),
        (["token", "create", "--email", "a@b.example"], "Missing option '--role'"),
        (["init", "--data"], "requires an argument"),
    ],
)
def test_words_that_are_not_understood(run: CLI, words: list[str], complaint: str) -> None:
    told = run(*words)
    assert told.code == 2
    assert told.out == ""
    first, blank, hint = told.err.strip().splitlines()[:3]
    assert first.startswith("error: ")
    assert complaint in told.err
    assert blank == ""
    assert hint.startswith("hint: ")
    told = run("--json", *words)
    assert told.code == 2
    assert complaint in told.value["error"]["message"]
    assert set(told.value["error"]) == {"code", "message", "hint", "findings"}


@pytest.mark.parametrize(
    "words",
    [
        ["community", "list"],
        ["organization", "list"],
        ["token", "revoke", "x"],
        ["import", "."],
        ["export", "--to", "x.zip"],
        ["get", "x"],
        ["history", "x"],
        ["delete", "x"],
        ["demo", "load"],
        ["doctor"],
        ["reindex"],
    ],
)
def test_without_a_node_a_command_says_how_to_make_one(run: CLI, tmp_path: Path, words: list[str]) -> None:
    told = run(*words, "--data", "nowhere", "--json")
    assert told.code == 2
    assert told.value["error"]["code"] == "not-found"
    assert "opencredreg init" in told.value["error"]["hint"]
    assert not (tmp_path / "nowhere").exists(), "looking must not make a node"


def test_an_empty_database_is_no_node(run: CLI, database_url: str) -> None:
    with open_node(database_url) as node, node.database.write() as transaction:
        transaction.connection.execute(text("DROP TABLE alembic_version"))
    told = run("doctor", "--database", database_url, "--json")
    assert told.code == 2
    assert "is empty" in told.value["error"]["message"]
    assert "opencredreg init" in told.value["error"]["hint"]


def test_a_database_that_cannot_be_reached_is_our_failure(run: CLI) -> None:
    told = run("doctor", "--database", "postgresql://me:secret@127.0.0.1:1/none", "--json")
    assert told.code == 3
    assert told.value["error"]["code"] == "unavailable"
    assert "secret" not in told.out + told.err


def test_settings_that_are_not_understood_stop_every_command(
    run: CLI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENCREDREG_SERVER_PROT", "80")
    told = run("settings", "--json")
    assert told.code == 2
    assert told.value["error"]["findings"][0]["suggestion"] == "OPENCREDREG_SERVER_PORT"


# A node and its accounts. ------------------------------------------------------------------------------


def test_init_creates_a_node_once(run: CLI, database_url: str) -> None:
    first = run("init", "--database", database_url, "--json")
    assert first.code == 0
    assert first.value["created"] is True
    token = first.value["admin_token"]
    second = run("--json", "--database", database_url, "init")
    assert (second.code, second.value) == (0, {"created": False})
    with open_node(database_url) as node:
        actor = authenticate(node.database, token)
    assert actor.role is Role.SUPERADMIN
    listed = run("community", "list", "--database", database_url, "--json").value
    assert [(one["name"], one["default"]) for one in listed] == [("ce_registry", True)]


def test_init_in_words_prints_nothing_but_the_token_as_data(run: CLI, tmp_path: Path) -> None:
    first = run("--data", "here", "init")
    assert first.code == 0
    assert len(first.out.strip()) == 32
    assert "not shown again" in first.err
    assert (tmp_path / "here" / "registry.db").is_file()
    second = run("init", "--data", "here")
    assert (second.code, second.out) == (0, "")
    assert "exists already" in second.err


def test_options_after_the_command_win(run: CLI, tmp_path: Path) -> None:
    assert run("--data", "one", "init", "--data", "two").code == 0
    assert (tmp_path / "two").is_dir()
    assert not (tmp_path / "one").exists()


def test_communities(cli: CLI) -> None:
    made = cli("community", "create", "Navy-Yard", "--secured", "--backup-item", "navy")
    assert made.value == {
        "name": "navy_yard",
        "default": False,
        "secured": True,
        "secured_search": False,
        "open": False,
        "backup_item": "navy",
    }
    again = cli("community", "create", "navy_yard")
    assert (again.code, again.value["error"]["code"]) == (2, "conflict")
    table = cli("community", "list", json=False).out.splitlines()
    assert table[0].split()[:2] == ["name", "default"]
    assert [line.split()[0] for line in table[1:]] == ["ce_registry", "navy_yard"]


def test_organizations_and_who_may_publish_for_them(cli: CLI, registry_url: str) -> None:
    ctid = new_ctid()
    alder = cli("organization", "create", "--name", "Alder  and Sons", "--ctid", ctid).value
    assert alder["ctid"] == ctid
    with open_node(registry_url) as node:
        actor = authenticate(node.database, alder["api_key"])
    assert actor.role is Role.PUBLISHER
    assert len(actor.organization_ids) == 1

    shown = cli("organization", "create", "--name", "Birch", json=False).out
    birch = dict(line.split(None, 1) for line in shown.splitlines())
    assert is_ctid(birch["ctid"])
    assert is_uuid(birch["api_key"])

    for changed in (True, False):
        granted = cli("organization", "grant", ctid, birch["ctid"]).value
        assert (granted["granted"], granted["changed"]) == (True, changed)
    revoked = cli("organization", "revoke", ctid, birch["ctid"]).value
    assert (revoked["granted"], revoked["changed"]) == (False, True)
    listed = cli("organization", "list").value
    assert [one["name"] for one in listed] == ["Alder and Sons", "Birch"]
    assert all(set(one) == {"ctid", "id", "name"} for one in listed), "keys are shown once"
    assert cli("organization", "grant", ctid, new_ctid()).code == 2
    assert cli("organization", "create", "--name", "Twin", "--ctid", ctid).code == 2


def test_public_keys(cli: CLI, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = rsa.generate_private_key(65537, 2048).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    ctid = cli("organization", "create", "--name", "Alder").value["ctid"]
    added = cli("organization", "key", "add", ctid, "--file", tmp_path / "key.pem")
    assert added.code == 0
    again = cli("organization", "key", "add", ctid, "--file", "-", input=pem)
    assert again.value["fingerprint"] == added.value["fingerprint"]
    refused = cli("organization", "key", "add", ctid, "--file", "-", input=_PEM.encode())
    assert refused.code == 2
    assert cli("organization", "key", "add", ctid, "--file", "missing.pem").code == 2


def test_tokens(cli: CLI, registry_url: str) -> None:
    ctid = cli("organization", "create", "--name", "Alder").value["ctid"]
    made = cli("token", "create", "--role", "reader", "--email", "ada@x.example", "--organization", ctid)
    token = made.value["token"]
    with open_node(registry_url) as node:
        assert authenticate(node.database, token).role is Role.READER
        ended = cli("token", "revoke", "-", input=f"{token}\n".encode())
        assert (ended.code, ended.value) == (0, {"revoked": True})
        with pytest.raises(NotAuthenticated):
            authenticate(node.database, token)
    assert cli("token", "revoke", token).code == 2
    plain = cli("token", "create", "--role", "admin", "--email", "bob@x.example", json=False)
    assert len(plain.out.strip()) == 32
    assert cli("token", "revoke", plain.out.strip(), json=False).code == 0


# Documents. --------------------------------------------------------------------------------------------


def test_import_tells_what_became_of_every_document(cli: CLI, tmp_path: Path) -> None:
    owner, ctid = new_ctid(), new_ctid()
    file = _write(tmp_path / "a.ndjson", _certificate(owner, ctid), document(certificate()))
    first = cli("import", file)
    assert first.code == 1
    assert {name: count for name, count in first.value.items() if name != "documents"} == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "deleted": 0,
        "refused": 1,
    }
    [refused] = first.value["documents"]
    assert refused["source"] == f"{file}:2"
    assert refused["outcome"] == "refused"
    assert refused["findings"][0]["code"] == "owner-unknown"
    everything = cli("import", file, "--verbose").value["documents"]
    assert sorted(one["outcome"] for one in everything) == ["refused", "unchanged"]
    assert {one["ctid"] for one in everything} >= {ctid}

    told = cli("import", file, json=False)
    assert told.code == 1
    line, totals = told.out.splitlines()
    assert line.startswith(f"refused    {file}:2")
    assert "/@graph/0: The document does not say whose it is." in line
    assert totals == "created 0, updated 0, unchanged 1, deleted 0, refused 1"
    forced = cli("import", file, "--organization", owner)
    assert (forced.code, forced.value["created"]) == (0, 1)


def test_import_refuses_what_the_mode_asked_for_does_not_let_pass(cli: CLI, tmp_path: Path) -> None:
    owner = new_ctid()
    value = document(certificate(ceterms__ownedBy=[resource_uri(owner)], ceterms__currency=5))
    (tmp_path / "one.json").write_text(json.dumps(value), encoding="utf-8")
    strict = cli("import", "one.json", "--mode", "publish")
    assert strict.code == 1
    [refused] = strict.value["documents"]
    assert refused["outcome"] == "refused"
    assert {"required-missing", "literal-expected"} <= {found["code"] for found in refused["findings"]}
    # Whoever only reads is told of what is missing, and refused what cannot be understood.
    lenient = cli("import", "one.json", "--mode", "read")
    assert [
        found["code"] for found in lenient.value["documents"][0]["findings"] if found["severity"] == "error"
    ] == ["literal-expected"]
    assert cli("import", "one.json").value["created"] == 1


def test_import_reads_standard_input(cli: CLI) -> None:
    content = json.dumps([_certificate(new_ctid()), _certificate(new_ctid())], indent=1).encode()
    assert cli("import", "-", input=content).value["created"] == 2
    nothing = cli("import", "-", input=b"")
    assert (nothing.code, nothing.value["documents"]) == (0, [])


@pytest.mark.parametrize(
    "words",
    [
        ["import", "missing.json"],
        ["import", "-", "--organization", "ce-00000000-0000-4000-8000-000000000000"],
        ["import", "-", "--community", "nowhere"],
        ["export", "--to", "no/such/folder.zip"],
        ["export", "--to", "x.zip", "--since", "yesterday"],
        ["export", "--to", "x.zip", "--community", "nowhere"],
        ["get", "ce-00000000-0000-4000-8000-000000000000"],
        ["get", "x", "--format", "pdf"],
        ["get", "x", "--as-of", "then"],
        ["history", "ce-00000000-0000-4000-8000-000000000000"],
        ["delete", "ce-00000000-0000-4000-8000-000000000000"],
        ["demo", "load", "--resources", "3"],
    ],
)
def test_input_that_cannot_be_used(cli: CLI, words: list[str]) -> None:
    told = cli(*words, input=b"")
    assert told.code == 2, told
    assert told.value["error"]["message"]


@pytest.mark.parametrize(
    "words",
    [["import", "-"], ["export", "--to", "x.zip"], ["get", "x"], ["query", "-"]],
)
def test_a_community_that_does_not_exist_is_named(cli: CLI, words: list[str]) -> None:
    told = cli(*words, "--community", "nowhere", input=b"{}")
    assert told.code == 2
    assert told.value["error"]["message"] == "There is no community nowhere."


def test_the_life_of_a_document(cli: CLI, tmp_path: Path) -> None:
    owner, ctid = new_ctid(), new_ctid()
    cli("import", _write(tmp_path / "1.json", _certificate(owner, ctid, "First")))
    first = cli("history", ctid).value[-1]["created_at"]
    cli("import", _write(tmp_path / "1.json", _certificate(owner, ctid, "Second")))

    def name(*words: str) -> str:
        told = cli("get", ctid.upper(), *words)
        assert told.code == 0, told
        value = told.value
        main = value["@graph"][0] if "@graph" in value else value
        return str(main["ceterms:name"]["en"])

    assert name() == "Second"
    assert name("--graph") == "Second"
    assert name("--as-of", first) == "First"
    assert name("--graph", "--as-of", first) == "First"
    assert cli("get", ctid, "--as-of", "2001-02-03").code == 2
    turtle = cli("get", ctid, "--format", "turtle", json=False)
    assert 'ceterms:name "Second"@en' in turtle.out
    assert cli("get", ctid, "--format", "nquads", "--graph", json=False).out.count(f"/graph/{ctid}> .") > 3

    assert cli("delete", ctid.upper()).value == {"deleted": ctid}
    gone = cli("get", ctid)
    assert (gone.code, gone.value["error"]["code"]) == (2, "gone")
    assert name("--as-of", cli("history", ctid).value[1]["created_at"]) == "Second"
    assert [entry["event"] for entry in cli("history", ctid).value] == ["create", "update", "destroy"]
    table = cli("history", ctid, json=False).out.splitlines()
    assert table[0].split()[:3] == ["sequence", "created_at", "event"]
    assert len(table) == 4


def test_export_writes_what_import_reads(cli: CLI, run: CLI, tmp_path: Path) -> None:
    owner = new_ctid()
    cli("import", _write(tmp_path / "a.jsonl", _certificate(owner), _certificate(owner)))
    made = cli("export", "--to", tmp_path / "all.zip")
    assert made.value == {
        "path": str(tmp_path / "all.zip"),
        "format": "zip",
        "envelopes": 2,
        "deletions": 0,
        "findings": [],
    }
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == 2
    for name, format_ in (("a.ndjson", "ndjson"), ("a.nq", "nquads"), ("a.ttl", "turtle"), ("a.x", "zip")):
        assert cli("export", "--to", tmp_path / name).value["format"] == format_
    assert cli("export", "--to", tmp_path / "n", "--since", "2999-01-01").value["envelopes"] == 0
    piped = cli("export", "--to", "-", "--format", "ndjson", json=False)
    assert [json.loads(line)["@graph"][0]["@type"] for line in piped.out.splitlines()] == [
        "ceterms:Certificate"
    ] * 2
    assert "2 envelopes" in piped.err

    run("init", "--data", "copy")
    taken = run("import", tmp_path / "all.zip", "--as-published", "--data", "copy", "--json")
    assert taken.value["created"] == 2


def test_a_demonstration_is_loaded_once(cli: CLI) -> None:
    first = cli("demo", "load")
    assert first.code == 0, first
    assert first.value["created"] > 100
    again = cli("demo", "load", "--resources", "300", "--seed", "1").value
    assert again["unchanged"] == first.value["created"]
    assert cli("doctor").value["ok"]


# Looking after a node. ---------------------------------------------------------------------------------


def test_doctor_and_reindex(cli: CLI, tmp_path: Path, registry_url: str) -> None:
    cli("import", _write(tmp_path / "a.json", _certificate(new_ctid())))
    sound = cli("doctor")
    assert (sound.code, sound.value) == (0, {"ok": True, "repaired": False, "counts": {}, "findings": []})
    assert "Nothing is wrong." in cli("doctor", json=False).err
    with open_node(registry_url) as node, node.database.write() as transaction:
        transaction.connection.execute(text("DELETE FROM literal WHERE words IS NULL"))
        transaction.connection.execute(text("DELETE FROM link"))
    sick = cli("doctor")
    assert sick.code == 1
    assert not sick.value["ok"]
    assert sick.value["counts"]["index-link"] == len(
        [one for one in sick.value["findings"] if one["code"] == "index-link"]
    )
    told = cli("doctor", json=False)
    assert told.code == 1
    assert "index-link" in told.out
    assert "hint: opencredreg doctor --repair" in told.err
    healed = cli("doctor", "--repair")
    assert (healed.code, healed.value["repaired"], healed.value["ok"]) == (0, True, True)
    done = cli("reindex")
    assert (done.code, done.value) == (0, {"envelopes": 1, "nodes": 1})
    assert cli("doctor").code == 0


def test_settings_are_shown_without_passwords(run: CLI) -> None:
    url = "postgresql://me:secret@db.example.org/registry"
    rows = {row["name"]: row for row in run("settings", "--database", url, "--json").value}
    assert rows["database.url"]["value"] == "postgresql://me:***@db.example.org/registry"
    assert rows["database.url"]["source"] == "an option of the command"
    assert rows["server.port"]["value"] == "8080"
    told = run("settings", "--data", "x")
    assert told.code == 0
    assert "server.port" in told.out
