"""``opencredreg publish``, ``format`` and ``diff`` against a registry elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opencredreg.ids import derive_ctid
from tests.cli.conftest import CLI, Outcome
from tests.support.fake_registry import Drop, FakeRegistry, Reply, fake_registry

_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_CTID = "ce-b8d2e3f4-1111-4222-8333-444455556666"
_COURSE = {"CTID": _CTID, "Name": "Orchard keeping"}


@pytest.fixture
def registry() -> Iterator[FakeRegistry]:
    with fake_registry() as running:
        yield running


class Publishing:
    """Writes files, and runs commands on them against a registry."""

    def __init__(self, run: CLI, registry: FakeRegistry, folder: Path) -> None:
        self._run = run
        self._registry = registry
        self._folder = folder

    def file(self, value: Any, name: str = "a.json", indent: int | None = 1) -> Path:
        path = self._folder / name
        path.write_text(
            value if isinstance(value, str) else json.dumps(value, indent=indent), encoding="utf-8"
        )
        return path

    def __call__(self, command: str, *words: str | Path, input: bytes | None = None) -> Outcome:
        return self._run(
            command, "--url", self._registry.url, "--key", self._registry.key, *words, input=input
        )


@pytest.fixture
def on(run: CLI, registry: FakeRegistry, tmp_path: Path) -> Publishing:
    return Publishing(run, registry, tmp_path)


def item(name: str = "Orchard keeping", external_id: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "course", "external_id": external_id, "resource": {"Name": name}, **more}


def request(name: str = "Orchard keeping", wrapper: str = "LearningOpportunity") -> dict[str, Any]:
    return {"PublishForOrganizationIdentifier": _OWNER, wrapper: {"CTID": _CTID, "Name": name}}


def document(name: str | None = "Orchard keeping", ctid: str = _CTID) -> dict[str, Any]:
    named = {"ceterms:name": {"en": name}} if name is not None else {}
    return {"@context": "c", "@graph": [{"@type": "ceterms:Course", "ceterms:ctid": ctid, **named}]}


def sent_items(registry: FakeRegistry) -> list[dict[str, Any]]:
    return [one for seen in registry.seen if seen.path == "/publish" for one in seen.body["items"]]


class TestForms:
    def test_the_body_of_a_batch(self, on: Publishing, registry: FakeRegistry) -> None:
        body = {"owner": _OWNER, "default_language": "de", "items": [item(), item("Bees", "b", owner=_CTID)]}
        done = on("publish", on.file(body), "--json")
        assert done.code == 0, done.out
        assert done.value["counts"]["created"] == 2
        assert [one["pointer"] for one in done.value["results"]] == ["/items/0", "/items/1"]
        assert [one["owner"] for one in sent_items(registry)] == [_OWNER, _CTID]
        assert {one["DefaultLanguage"] for one in sent_items(registry)} == {"de"}
        assert registry.seen[-1].body["keep"] == "all"

    @pytest.mark.parametrize(
        ("wrapper", "words", "type"),
        [
            ("LearningOpportunity", [], "learningopportunity"),
            ("learningopportunity", ["--type", "Course"], "course"),
            ("Job", [], "job"),
            ("Job", ["--type", "course"], "job"),
            ("TransferValueProfile", [], "transfervalue"),
        ],
    )
    def test_a_request_of_the_assistant(
        self, on: Publishing, registry: FakeRegistry, wrapper: str, words: list[str], type: str
    ) -> None:
        done = on("publish", on.file(request(wrapper=wrapper)), *words)
        assert (done.code, done.out) == (0, "created 1, updated 0, unchanged 0, refused 0, not-tried 0\n")
        assert sent_items(registry) == [{"type": type, wrapper: _COURSE, "owner": _OWNER}]

    def test_parts_beside_the_resource_stay_there(self, on: Publishing, registry: FakeRegistry) -> None:
        value = {"CompetencyFramework": {"Name": "F"}, "Competencies": [{"Name": "C"}]}
        assert on("publish", on.file(value), "--owner", _OWNER).code == 0
        assert sent_items(registry) == [{"type": "competencyframework", **value}]
        assert registry.seen[-1].body["owner"] == _OWNER

    def test_a_list_request_is_one_item_for_each_entry(self, on: Publishing, registry: FakeRegistry) -> None:
        value = {
            "PublishForOrganizationIdentifier": _OWNER,
            "DefaultLanguage": "en",
            "JobList": [_COURSE, {"CTID": _OWNER}],
        }
        done = on("publish", on.file(value), "--keep", "good", "--json")
        assert done.code == 1
        assert sent_items(registry)[0] == {
            "type": "job",
            "DefaultLanguage": "en",
            "owner": _OWNER,
            "resource": _COURSE,
        }
        [finding] = done.value["results"][1]["findings"]
        assert (finding["pointer"], finding["line"]) == ("/JobList/1/Name", 9)

    def test_a_list_of_competencies_that_stand_alone(self, on: Publishing, registry: FakeRegistry) -> None:
        value = {"PublishForOrganizationIdentifier": _OWNER, "Competencies": [_COURSE, {"CTID": _OWNER}]}
        done = on("publish", on.file(value), "--keep", "good", "--json")
        assert sent_items(registry)[0] == {"type": "competency", "owner": _OWNER, "resource": _COURSE}
        assert done.value["results"][1]["findings"][0]["pointer"] == "/Competencies/1/Name"

    def test_a_bare_resource_with_its_type(self, on: Publishing, registry: FakeRegistry) -> None:
        value = {"CTID": _CTID, "CredentialType": "Certificate", "Name": ""}
        done = on("publish", on.file(value), "--type", "credential", "--owner", _OWNER, "--json")
        assert sent_items(registry) == [{"type": "credential", "resource": value}]
        assert done.value["results"][0]["findings"][0]["pointer"] == "/Name"

    def test_lists_lines_and_standard_input(self, on: Publishing, registry: FakeRegistry) -> None:
        listed = on.file([item("A", "1"), request("B")], "list.json")
        lines = on.file("\n".join([json.dumps(item("C", "2")), "", json.dumps(item("D", "3"))]), "l.ndjson")
        done = on(
            "publish",
            listed,
            lines,
            "-",
            "--owner",
            _OWNER,
            "--json",
            input=json.dumps(item("E", "4")).encode(),
        )
        assert done.code == 0, done.err
        assert [one["source"] for one in done.value["results"]] == [
            f"{listed}[0]",
            f"{listed}[1]",
            f"{lines}:1",
            f"{lines}:3",
            "-:1",
        ]
        assert registry.paths() == ["GET /capabilities", "POST /publish"]

    def test_documents_go_the_ordinary_way(self, on: Publishing, registry: FakeRegistry) -> None:
        text = json.dumps(document(), indent=3)
        done = on("publish", on.file(text), "--owner", _OWNER, "--verbose")
        assert done.code == 0, done.out
        assert done.out.startswith("created ")
        assert registry.paths() == [f"POST /resources/organizations/{_OWNER}/documents"]
        assert registry.stored[_CTID] == document()

    def test_a_graph_request_with_language_maps_is_a_document(
        self, on: Publishing, registry: FakeRegistry
    ) -> None:
        value = {
            "PublishForOrganizationIdentifier": _OWNER,
            "GraphInput": document(None),
            "HasLanguageMaps": True,
        }
        done = on("publish", on.file(value), "--json")
        assert registry.paths() == [f"POST /resources/organizations/{_OWNER}/documents"]
        [finding] = done.value["results"][0]["findings"]
        assert (finding["pointer"], finding["line"]) == ("/GraphInput/@graph/0", 6)
        plain = on("publish", on.file({**value, "HasLanguageMaps": False}))
        assert plain.code == 1
        assert "publishGraph" in plain.out

    def test_all_at_once(self, on: Publishing, registry: FakeRegistry) -> None:
        files = [on.file(document(), "a.jsonld"), on.file(item(), "b.json"), on.file(request(), "c.json")]
        done = on("publish", *files, "--owner", _OWNER, "--json")
        assert [one["outcome"] for one in done.value["results"]] == ["updated", "created", "created"]
        assert [one["place"] for one in done.value["results"]] == [0, 1, 2]
        assert registry.paths()[-1].endswith("/documents")


class TestRefusals:
    def test_findings_stand_in_their_files(self, on: Publishing, registry: FakeRegistry) -> None:
        good, bad = on.file(item(), "good.json"), on.file(request(""), "bad.json")
        done = on("publish", good, bad, "--owner", _OWNER)
        assert done.code == 1
        assert registry.stored == {}
        lines = done.out.splitlines()
        assert lines[0] == f"not-tried     {good}  {derive_ctid(_OWNER, 'a')}  Orchard keeping"
        assert lines[1] == f"refused       {bad}  {_CTID}"
        assert lines[2:6] == [
            str(bad),
            "  error        5:3  LearningOpportunity > Name",
            "      There is no name.",
            "      hint: Add Name.",
        ]
        assert lines[-1] == "created 0, updated 0, unchanged 0, refused 1, not-tried 1"

    def test_the_good_ones(self, on: Publishing, registry: FakeRegistry) -> None:
        files = on.file(item(), "a.json"), on.file(item("", "b"), "b.json"), on.file("{", "c.json")
        done = on("publish", *files, "--keep", "good", "--owner", _OWNER, "--json")
        assert done.code == 1
        assert [one["outcome"] for one in done.value["results"]] == ["created", "refused", "refused"]
        assert done.value["results"][2]["findings"][0]["code"] == "malformed-json"

    @pytest.mark.parametrize(
        ("keeps", "words", "sent"),
        [
            (["good", "good"], [], "good"),
            (["good", "all"], [], "all"),
            (["good", None], [], "all"),
            (["good", "good"], ["--keep", "all"], "all"),
        ],
    )
    def test_a_part_is_kept_when_everybody_asks_for_it(
        self, on: Publishing, registry: FakeRegistry, keeps: list[str | None], words: list[str], sent: str
    ) -> None:
        bodies = [{"items": [item()]} | ({"keep": keep} if keep else {}) for keep in keeps]
        on("publish", on.file(bodies), "--owner", _OWNER, *words)
        assert registry.seen[-1].body["keep"] == sent

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('{"a": 1,}', "malformed-json"),
            ("[3]", "no JSON object"),
            ('{"a": 1}', "does not say what it is"),
            ('{"items": [{"resource": {}}]}', "Item 0 does not say its type"),
            ('{"@graph": []}', "--owner"),
            ('{"JobList": []}', "JobList is empty"),
            ("", "empty"),
        ],
    )
    def test_what_cannot_be_sent_stops_everything(
        self, on: Publishing, registry: FakeRegistry, text: str, said: str
    ) -> None:
        done = on("publish", on.file(item(), "a.json"), on.file(text, "b.json"))
        assert done.code == 1
        assert said in done.out
        assert "refused 1, not-tried 1" in done.out
        assert registry.seen == []

    def test_an_item_of_a_form_that_nobody_reads(self, on: Publishing, registry: FakeRegistry) -> None:
        finding = {
            "code": "request.unbindable",
            "severity": "error",
            "pointer": "/items/1/type",
            "message": "No.",
        }
        problem = {"title": "Wrong", "status": 422, "findings": [finding]}
        works = Reply(200, b'{"limits": {"batch_items": 9}}')
        registry.script.extend(
            [works, Reply(422, json.dumps(problem).encode(), {}, "application/problem+json")]
        )
        done = on("publish", on.file([item(), {"type": "course", "x": 1}]), "--json")
        assert [one["outcome"] for one in done.value["results"]] == ["not-tried", "refused"]
        assert done.value["results"][1]["findings"][0]["line"] == 10
        finding["pointer"] = "/keep"
        registry.script.extend([works, Reply(422, json.dumps(problem).encode())])
        done = on("publish", on.file([item(), item()]))
        assert (done.code, done.out) == (2, "")
        assert "error: Wrong" in done.err

    def test_documents_stop_at_the_first_that_is_refused(
        self, on: Publishing, registry: FakeRegistry
    ) -> None:
        documents = [document("A"), document(None, _OWNER), document("C", derive_ctid(_OWNER, "c"))]
        file = on.file(documents)
        done = on("publish", file, "--owner", _OWNER, "--json")
        assert [one["outcome"] for one in done.value["results"]] == ["created", "refused", "not-tried"]
        assert done.value["results"][1]["findings"][0]["line"] == 17
        done = on("publish", file, "--owner", _OWNER, "--json", "--keep", "good")
        assert [one["outcome"] for one in done.value["results"]] == ["unchanged", "refused", "created"]

    def test_texts_of_strangers_do_not_steer_the_terminal(self, on: Publishing) -> None:
        done = on("publish", on.file(item("\x1b[2J\nevil")), "--owner", _OWNER, "--verbose")
        assert "\x1b" not in done.out
        assert len(done.out.splitlines()) == 2

    def test_without_the_right_key(self, on: Publishing, run: CLI, registry: FakeRegistry) -> None:
        file = on.file(item())
        done = run("publish", "--url", registry.url, file)
        assert done.code == 2
        assert "OPENCREDREG_KEY" in done.err
        done = run("publish", "--url", registry.url, "--key", "wrong", file)
        assert (done.code, done.err) == (2, "error: Who are you?: No key.\n\nhint: Send one.\n")

    def test_the_key_may_come_from_the_environment(
        self, on: Publishing, run: CLI, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENCREDREG_KEY", registry.key)
        assert run("publish", "--url", registry.url, on.file(item()), "--owner", _OWNER).code == 0

    def test_nobody_listens(self, on: Publishing, run: CLI, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("opencredreg.client.transport.sleep", lambda _seconds: None)
        done = run("publish", "--url", "http://127.0.0.1:9", on.file(item()))
        assert done.code == 3
        assert "cannot be reached" in done.err

    @pytest.mark.parametrize("words", [["publish", "a.json"], ["publish", "--url", "nowhere", "a.json"]])
    def test_wrong_usage(self, run: CLI, words: list[str], on: Publishing) -> None:
        on.file(item())
        assert run(*words).code == 2

    def test_an_empty_folder(self, on: Publishing, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        done = on("publish", tmp_path / "empty")
        assert done.code == 2
        assert "nothing to publish" in done.err


class TestSending:
    def test_no_batch_is_larger_than_the_registry_takes(self, on: Publishing, registry: FakeRegistry) -> None:
        registry.most_items = 3
        file = on.file([item(f"Course {n}", str(n)) for n in range(7)])
        done = on("publish", file, "--owner", _OWNER)
        assert done.code == 0
        assert "each of 3 batches is all or nothing" in done.err
        assert [len(seen.body["items"]) for seen in registry.seen[1:]] == [3, 3, 1]
        assert len(registry.stored) == 7

    def test_nor_larger_than_a_request_may_be(self, on: Publishing, registry: FakeRegistry) -> None:
        registry.script.append(Reply(200, b'{"limits": {"request_bytes": 10000}}'))
        file = on.file([item("x" * 3_000, str(n)) for n in range(3)])
        assert on("publish", file, "--owner", _OWNER, "--keep", "good").code == 0
        assert [len(seen.body["items"]) for seen in registry.seen[1:]] == [1, 1, 1]

    def test_a_batch_that_is_refused_ends_it(self, on: Publishing, registry: FakeRegistry) -> None:
        registry.most_items = 2
        items = [item(f"Course {n}" if n != 2 else "", str(n)) for n in range(6)]
        done = on("publish", on.file(items), "--owner", _OWNER, "--json")
        outcomes = [one["outcome"] for one in done.value["results"]]
        assert outcomes == ["created", "created", "refused", "not-tried", "not-tried", "not-tried"]
        assert registry.paths().count("POST /publish") == 2

    def test_what_was_taken_is_told_when_the_rest_is_lost(
        self, on: Publishing, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("opencredreg.client.transport.sleep", lambda _seconds: None)
        registry.most_items = 1
        on("publish", on.file(item("first", "0")), "--owner", _OWNER)
        works = Reply(200, b'{"results": [{"outcome": "created"}]}')
        registry.script.extend([Reply(200, b'{"limits": {"batch_items": 1}}'), works, *[Drop()] * 9])
        done = on("publish", on.file([item(f"Course {n}", str(n)) for n in range(3)]), "--owner", _OWNER)
        assert done.code == 3
        assert "created 1, updated 0, unchanged 0, refused 0, not-tried 2" in done.out
        assert "cannot be reached" in done.err

    def test_as_a_job(self, on: Publishing, registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("opencredreg.client.client.sleep", lambda _seconds: None)
        items = [item(f"Course {n}", str(n)) for n in range(3)]
        done = on("publish", on.file(items), "--owner", _OWNER, "--job")
        assert (done.code, done.out) == (0, "created 3, updated 0, unchanged 0, refused 0, not-tried 0\n")
        assert "works on batch" in done.err
        assert registry.paths()[-1].startswith("GET /publish/batches/")

    @pytest.mark.parametrize("says", ["option", "file"])
    def test_a_dry_run(self, on: Publishing, registry: FakeRegistry, says: str) -> None:
        body = {"items": [item()], "dry_run": says == "file"}
        files = on.file(body), on.file(document(), "d.json")
        done = on("publish", *files, "--owner", _OWNER, *(["--dry-run"] if says == "option" else []))
        assert done.code == 0
        assert done.out.endswith(
            "would be: created 2, updated 0, unchanged 0, refused 0, not-tried 0; nothing was stored\n"
        )
        assert registry.stored == {}

    def test_a_community(self, on: Publishing, registry: FakeRegistry) -> None:
        assert on("publish", on.file(item()), "--owner", _OWNER, "--community", "navy").code == 0
        assert registry.paths() == ["POST /navy/publish"]


class TestFormat:
    def test_documents_on_standard_output_findings_beside(self, on: Publishing) -> None:
        file = on.file([item(), item("", "b"), document()])
        done = on("format", file, "--owner", _OWNER)
        assert done.code == 1
        made = [json.loads(line) for line in done.out.splitlines()]
        assert [one["@graph"][0].get("Name") for one in made] == ["Orchard keeping", "", None]
        assert made[2] == document()
        assert "There is no name." in done.err
        assert on("format", file, "--owner", _OWNER, "--json").value == made

    def test_nothing_is_stored_and_no_key_needed(
        self, on: Publishing, run: CLI, registry: FakeRegistry
    ) -> None:
        assert run("format", "--url", registry.url, on.file(item()), "--owner", _OWNER).code == 0
        assert registry.paths() == ["POST /format"]


class TestDiff:
    def test_what_would_change(self, on: Publishing, registry: FakeRegistry) -> None:
        on("publish", on.file([item("A", "1"), item("B", "2"), document("D")]), "--owner", _OWNER)
        stored = dict(registry.stored)
        changed = on.file([item("A", "1"), item("C", "2"), item("N", "3"), document("E")], "b.json")
        done = on("diff", changed, "--owner", _OWNER)
        assert done.code == 0
        assert done.out.splitlines() == [
            f"would-update  {changed}[1]  {derive_ctid(_OWNER, '2')}  C",
            "  /@graph/0/Name",
            '    - "B"',
            '    + "C"',
            f"would-create  {changed}[2]  {derive_ctid(_OWNER, '3')}  N",
            f"would-update  {changed}[3]  {_CTID}  E",
            "  /@graph/0/ceterms:name/en",
            '    - "D"',
            '    + "E"',
            "would be: created 1, updated 2, unchanged 1, refused 0, not-tried 0; nothing was stored",
        ]
        value = on("diff", changed, "--owner", _OWNER, "--json").value
        assert value["results"][1]["difference"] == [
            {"pointer": "/@graph/0/Name", "before": "B", "after": "C"}
        ]
        assert registry.stored == stored

    def test_what_would_be_refused(self, on: Publishing, run: CLI, registry: FakeRegistry) -> None:
        done = run("diff", "--url", registry.url, on.file(item("")), "--owner", _OWNER)
        assert done.code == 1
        assert "There is no name." in done.out
        assert registry.paths() == ["POST /format"]
