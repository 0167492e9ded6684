"""``opencredreg validate``: what it says of good and bad documents, in every form, and how it ends."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from opencredreg.ids import new_ctid
from opencredreg.web.validation.examples import find_example
from tests.cli.conftest import CLI
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.sarif import require_sarif

_SOUND, _BROKEN = find_example("sound") or "", find_example("broken") or ""
_WRONG_LINK = {"ceterms:isPartOf": "_:nowhere"}

_WISHES_TOML = """
[severities]
reference-unresolved = "warning"

[required]
"ceterms:Certificate" = ["ceterms:keyword"]
"""
_WISHES_JSON = """{
  "severities": {"reference-unresolved": "warning"},
  "required": {"ceterms:Certificate": ["ceterms:keyword"]}
}"""


def _bad(name: str = "Hedge laying") -> dict[str, Any]:
    """A document in which nothing but a reference is wrong, in the mode ``read``."""
    return document({**certificate(name=name), **_WRONG_LINK})


def _write(folder: Path, **files: Any) -> None:
    for name, value in files.items():
        text = value if isinstance(value, str) else json.dumps(value, indent=2)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


class TestForPeople:
    def test_a_sound_document(self, run: CLI, tmp_path: Path) -> None:
        _write(tmp_path, sound=_SOUND)
        told = run("validate", "sound.json")
        assert (told.code, told.out) == (0, "1 document checked: nothing to remark.\n")

    def test_says_where_what_and_what_to_do(self, run: CLI, tmp_path: Path) -> None:
        _write(tmp_path, broken=_BROKEN)
        told = run("validate", "broken.json")
        assert told.code == 1
        lines = told.out.splitlines()
        assert lines[0] == "broken.json"
        place = next(n for n, line in enumerate(lines) if "> ceterms:subjectWebPage" in line)
        assert re.fullmatch(
            r"  warning +11:7  certificate “Hedge laying” > ceterms:subjectWebPage", lines[place]
        )
        following = "\n".join(lines[place + 1 : place + 5])
        assert "did you mean: ceterms:subjectWebpage" in following
        assert "property-unknown, R32 at /@graph/0/ceterms:subjectWebPage" in following
        assert "hint: " in told.out
        assert re.fullmatch(r"1 document checked: \d+ errors, \d+ warnings\.", lines[-1])
        assert "\x1b" not in told.out

    def test_counts_by_document(self, run: CLI, tmp_path: Path) -> None:
        _write(tmp_path, a=_bad(), b=_SOUND)
        (tmp_path / ".hidden.json").write_text("{")
        (tmp_path / "notes.txt").write_text("{")
        told = run("validate", ".", "--mode", "read", "--least", "error")
        assert told.out.splitlines()[-1] == "2 documents checked, 1 with errors: 1 error."
        assert told.code == 1

    def test_scores_when_asked(self, run: CLI, tmp_path: Path) -> None:
        _write(tmp_path, sound=_SOUND)
        told = run("validate", "sound.json", "--completeness")
        assert told.code == 0
        assert re.search(r" \d+ of 100  ceterms:Certificate “Orchard keeping, first level”", told.out)
        assert "add ceterms:audienceLevelType: helps people find it" in told.out

    def test_documents_cannot_write_on_the_terminal(self, run: CLI, tmp_path: Path) -> None:
        evil = "\x1b[2Jgone\r\n::error::x"
        _write(tmp_path, evil=document({**certificate(name=evil), f"ceterms:{evil}": evil, **_WRONG_LINK}))
        for form in ("human", "github"):
            told = run("validate", "evil.json", "--format", form, "--least", "note")
            assert "\x1b" not in told.out
            assert not any(line.startswith("::error::x") for line in told.out.splitlines())


class TestWhereThingsAre:
    """Wherever a document stands, the line is that of the file."""

    def _line(self, told: Any) -> tuple[str, int | None]:
        [found] = [one for one in told.value["documents"] if one["findings"]]
        [finding] = [one for one in found["findings"] if one["code"] == "reference-unresolved"]
        return found["source"], finding.get("line")

    def _run(self, run: CLI, *words: str, input: bytes | None = None) -> Any:
        told = run("validate", *words, "--json", "--mode", "read", "--least", "error", input=input)
        assert told.code == 1, told.out
        return told

    def test_in_a_file(self, run: CLI, tmp_path: Path) -> None:
        text = "\ufeff\n\n" + json.dumps(_bad(), indent=1)
        (tmp_path / "a.json").write_text(text, encoding="utf-8")
        expected = next(n for n, line in enumerate(text.split("\n"), 1) if "isPartOf" in line)
        assert self._line(self._run(run, "a.json")) == ("a.json", expected)

    def test_in_a_list_that_holds_a_document_twice(self, run: CLI, tmp_path: Path) -> None:
        bad, good = _bad(), document(certificate())
        text = json.dumps([good, bad, bad], indent=2)
        (tmp_path / "a.json").write_text(text)
        told = self._run(run, "a.json")
        lines = [n for n, line in enumerate(text.split("\n"), 1) if "isPartOf" in line]
        assert [one["source"] for one in told.value["documents"]] == ["a.json[1]", "a.json[2]"]
        assert [one["findings"][0]["line"] for one in told.value["documents"]] == lines

    def test_on_a_line(self, run: CLI, tmp_path: Path) -> None:
        lines = [json.dumps(document(certificate())), "", json.dumps(_bad())]
        (tmp_path / "a.ndjson").write_text("\n".join(lines))
        assert self._line(self._run(run, "a.ndjson")) == ("a.ndjson:3", 3)

    def test_in_an_envelope(self, run: CLI, tmp_path: Path) -> None:
        envelope = {"envelope_id": "x", "resource": "signed", "decoded_resource": _bad()}
        text = json.dumps(envelope, indent=2)
        (tmp_path / "a.json").write_text(text)
        expected = next(n for n, line in enumerate(text.split("\n"), 1) if "isPartOf" in line)
        assert self._line(self._run(run, "a.json")) == ("a.json", expected)
        (tmp_path / "a.ndjson").write_text("\n" + json.dumps(envelope))
        assert self._line(self._run(run, "a.ndjson")) == ("a.ndjson:2", 2)

    def test_in_a_zip(self, run: CLI, tmp_path: Path) -> None:
        text = json.dumps(_bad(), indent=2)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("inner/b.json", text)
        expected = next(n for n, line in enumerate(text.split("\n"), 1) if "isPartOf" in line)
        assert self._line(self._run(run, "a.zip")) == ("a.zip!inner/b.json", expected)

    def test_from_a_pipe(self, run: CLI) -> None:
        text = json.dumps(_bad(), indent=2)
        expected = next(n for n, line in enumerate(text.split("\n"), 1) if "isPartOf" in line)
        assert self._line(self._run(run, "-", input=text.encode())) == ("-", expected)

    @pytest.mark.parametrize("text", ['{\n "a": 1,,\n}', '[{"a": 1},\n {"b": 2,,}]'])
    def test_of_a_file_that_is_no_json(self, run: CLI, tmp_path: Path, text: str) -> None:
        (tmp_path / "a.json").write_text(text)
        told = run("validate", "a.json", "--json")
        assert told.code == 1
        [found] = told.value["documents"][0]["findings"]
        assert (found["code"], found["line"]) == ("malformed-json", 2)


class TestReferences:
    def test_lead_to_the_other_documents(self, run: CLI, tmp_path: Path) -> None:
        part = course(name="Stones")
        main = certificate(ceterms__ownedBy=[part["@id"]])
        _write(tmp_path, a=document(main), b=document(part))
        expected = {"--together": True, "--alone": False}
        for word, is_known in expected.items():
            told = run("validate", ".", word, "--json", "--mode", "read")
            codes = {finding["code"] for one in told.value["documents"] for finding in one["findings"]}
            assert ("owner-not-organization" in codes or "range-violation" in codes) is is_known, codes

    def test_lead_into_the_registry(self, cli: CLI, tmp_path: Path) -> None:
        known, unknown = course(name="Stones"), resource_uri(new_ctid())
        main = certificate(ceterms__isPartOf=[known["@id"], unknown])
        _write(tmp_path, known=document(known), main=document(main))
        owner = cli("organization", "create", "--name", "Alder College").value["ctid"]
        assert cli("import", "known.json", "--organization", owner).code == 0
        told = cli("validate", "main.json", "--registry", "--least", "note", "--mode", "read")
        found = {finding["pointer"]: finding["code"] for finding in told.value["documents"][0]["findings"]}
        assert "/@graph/0/ceterms:isPartOf/0" not in found
        assert found["/@graph/0/ceterms:isPartOf/1"] == "reference-not-found"
        missing = cli("validate", "main.json", "--registry", "--community", "nowhere")
        assert (missing.code, missing.value["error"]["code"]) == (2, "not-found")

    def test_need_a_node_only_with_registry(self, run: CLI, tmp_path: Path) -> None:
        _write(tmp_path, sound=_SOUND)
        assert run("validate", "sound.json", "--data", "nowhere").code == 0
        assert not (tmp_path / "nowhere").exists()
        told = run("validate", "sound.json", "--data", "nowhere", "--registry")
        assert told.code == 2
        assert run("validate", "sound.json", "--community", "x").code == 2


class TestProfile:
    @pytest.mark.parametrize(("name", "text"), [("p.toml", _WISHES_TOML), ("p.json", _WISHES_JSON)])
    def test_changes_what_counts(self, run: CLI, tmp_path: Path, name: str, text: str) -> None:
        _write(tmp_path, a=_bad())
        (tmp_path / name).write_text(text)
        told = run("validate", "a.json", "--mode", "read", "--profile", name, "--json")
        findings = told.value["documents"][0]["findings"]
        assert ("reference-unresolved", "warning") in {(one["code"], one["severity"]) for one in findings}
        assert any(one["code"] == "required-missing" and "keyword" in one["message"] for one in findings)
        assert told.code == 0

    @pytest.mark.parametrize(
        ("name", "text", "complaint"),
        [
            ("p.toml", "severities = [", "cannot be read"),
            ("p.json", "{", "cannot be read"),
            ("p.json", '{"severities": {"date-fromat": "off"}}', "date-format"),
            ("p.json", '{"wishes": {}}', "wishes"),
        ],
    )
    def test_that_cannot_be_used_stops_the_command(
        self, run: CLI, tmp_path: Path, name: str, text: str, complaint: str
    ) -> None:
        _write(tmp_path, a=_SOUND)
        (tmp_path / name).write_text(text)
        told = run("validate", "a.json", "--profile", name, "--json")
        assert told.code == 2
        assert complaint in told.value["error"]["message"]


class TestInput:
    @pytest.mark.parametrize("words", [["nowhere.json"], ["empty"], ["a.txt"], ["-"]])
    def test_that_cannot_be_used(self, run: CLI, tmp_path: Path, words: list[str]) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "a.txt").write_text("{}")
        told = run("validate", *words, input=b"")
        assert told.code == 2
        assert told.out == ""
        assert "hint: " in told.err

    def test_that_is_broken_does_not_stop_the_rest(self, run: CLI, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"no zip")
        (tmp_path / "b.json").write_text("")
        _write(tmp_path, c=_SOUND)
        told = run("validate", ".", "--json")
        assert told.code == 1
        assert told.value["checked"] == 3
        assert [one["source"] for one in told.value["documents"]] == ["a.zip", "b.json"]
        assert told.value["counts"] == {"error": 2, "warning": 0, "note": 0}


class TestForServices:
    def test_sarif(self, run: CLI, tmp_path: Path) -> None:
        folder = tmp_path / "our documents"
        folder.mkdir()
        _write(folder, broken=_BROKEN, sound=_SOUND)
        told = run("validate", folder, "--format", "sarif")
        assert told.code == 1
        results = require_sarif(told.value)
        counts = run("validate", folder, "--json").value["counts"]
        assert len(results) == sum(counts.values())
        [unknown] = [one for one in results if one["ruleId"] == "property-unknown"]
        [location] = unknown["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "our%20documents/broken.json"
        assert location["physicalLocation"]["region"]["startLine"] == 11
        assert "ceterms:subjectWebpage" in unknown["message"]["text"]

    def test_sarif_keeps_its_fingerprints_when_lines_move(self, run: CLI, tmp_path: Path) -> None:
        seen = []
        for text in (_BROKEN, "\n\n" + _BROKEN):
            _write(tmp_path, a=text)
            results = run("validate", "a.json", "--format", "sarif").value["runs"][0]["results"]
            seen.append([one["partialFingerprints"] for one in results])
        assert seen[0] == seen[1]

    def test_github(self, run: CLI, tmp_path: Path) -> None:
        name = "100%, or: “nearly”\nall"
        (tmp_path / "a,b.json").write_text(json.dumps(_bad(name), indent=2), encoding="utf-8")
        told = run("validate", "a,b.json", "--format", "github", "--mode", "read", "--least", "error")
        assert told.code == 1
        [command, summary] = told.out.splitlines()
        assert summary == "1 document checked: 1 error."
        found = re.fullmatch(r"::error (\S.*?)::(.*)", command)
        assert found is not None
        properties = dict(part.split("=", 1) for part in found[1].split(","))
        assert unquote(properties["file"]) == "a,b.json"
        assert properties["line"].isdigit()
        assert properties["col"].isdigit()
        assert unquote(properties["title"]).startswith(
            "reference-unresolved (certificate “100%, or: “nearly” all”"
        )
