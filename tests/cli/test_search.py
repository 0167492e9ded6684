"""``opencredreg search`` and ``query``: words, queries, tables, JSON, CSV, and mistakes with their places."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLI
from tests.support.documents import certificate, course, document

_NAMES = ("Orchard keeping", "Bee keeping", "Hedge laying")


@pytest.fixture
def filled(cli: CLI, tmp_path: Path) -> CLI:
    """The command on a registry with three certificates and a course."""
    documents = [document(certificate(name=name)) for name in _NAMES]
    documents += [document(course(name="Reading \x1b[31m the keeping weather"))]
    file = tmp_path / "all.ndjson"
    file.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    made = cli("organization", "create", "--name", "Alder College")
    assert made.code == 0, made.err
    stored = cli("import", file, "--organization", made.value["ctid"])
    assert stored.code == 0, stored.err + stored.out
    return cli


class TestSearch:
    def test_words_find_the_best_first(self, filled: CLI) -> None:
        found = filled("search", "bee", "keeping")
        assert (found.code, found.value["total"]) == (0, 1)
        hit = found.value["hits"][0]
        assert hit["name"]["text"] == "Bee keeping"
        assert hit["type"] == "ceterms:Certificate"
        assert hit["record"]["owner_name"] == "Alder College"
        assert hit["resource"]["ceterms:ctid"] == hit["ctid"]

    def test_filters_limit_and_order(self, filled: CLI) -> None:
        found = filled("search", "keeping", "--type", "Credential", "--sort", "ceterms:name", "--limit", "1")
        assert found.value["total"] == 2
        assert [hit["name"]["text"] for hit in found.value["hits"]] == ["Bee keeping"]
        owner = found.value["hits"][0]["record"]["owned_by"]
        assert filled("search", "--owner", owner).value["total"] == 4
        assert filled("search", "--owner", "ce-00000000-0000-4000-8000-000000000000").value["total"] == 0

    def test_a_table_for_people_that_cannot_steer_their_terminal(self, filled: CLI) -> None:
        shown = filled("search", "keeping", json=False)
        assert shown.code == 0
        assert "Alder College" in shown.out
        assert "Orchard keeping" in shown.out
        assert "\x1b" not in shown.out
        assert shown.err == "3 results\n"
        assert filled("search", "keeping", "--limit", "1", json=False).err == "1 of 3 results\n"
        nothing = filled("search", "zebra", json=False)
        assert (nothing.code, nothing.out, nothing.err) == (0, "", "0 results\n")

    def test_as_csv(self, filled: CLI) -> None:
        written = filled(
            "search", "--type", "ceterms:Certificate", "--sort", "ceterms:name", "--csv", json=False
        )
        rows = list(csv.DictReader(io.StringIO(written.out)))
        assert [row["name"] for row in rows] == sorted(_NAMES)

    def test_an_unknown_class_is_told_with_a_near_one(self, filled: CLI) -> None:
        refused = filled("search", "x", "--type", "ceterms:Certificat", json=False)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith("error: /type: There is no class")
        assert "Did you mean ceterms:Certificate" in refused.err


class TestQuery:
    def test_from_a_file_and_from_standard_input(self, filled: CLI, tmp_path: Path) -> None:
        asked = json.dumps({"@type": "ceterms:Certificate", "ceterms:name": "keeping"})
        file = tmp_path / "query.json"
        file.write_text(asked, encoding="utf-8-sig")
        from_file = filled("query", file, "--sort", "ceterms:name")
        assert [hit["name"]["text"] for hit in from_file.value["hits"]] == ["Bee keeping", "Orchard keeping"]
        skipped = filled(
            "query", "-", "--sort", "ceterms:name", "--skip", "1", "--take", "5", input=asked.encode()
        )
        assert [hit["name"]["text"] for hit in skipped.value["hits"]] == ["Orchard keeping"]
        assert skipped.value["total"] == 2

    def test_explains_where_it_became_empty(self, filled: CLI) -> None:
        asked = b'{"ceterms:name": "keeping", "ceterms:codedNotation": "X-1"}'
        told = filled("query", "-", "--explain", input=asked)
        assert told.value["explain"]["emptied_by"] == "/ceterms:codedNotation"
        assert [one["matches"] for one in told.value["explain"]["conditions"]] == [3, 0]
        words = filled("query", "-", "--explain", input=asked, json=False)
        assert words.code == 0
        assert "/ceterms:codedNotation" in words.out
        assert "empty from here" in words.out

    def test_every_mistake_is_told_with_its_place(self, filled: CLI) -> None:
        asked = b'{"ceterms:nmae": "x", "ceterms:requires": {"ceterms:competencyText": "y"}}'
        refused = filled("query", "-", input=asked, json=False)
        assert (refused.code, refused.out) == (2, "")
        lines = refused.err.splitlines()
        assert lines[0].startswith("error: /ceterms:nmae: ")
        assert "Did you mean ceterms:name" in lines[0]
        assert lines[1].startswith("error: /ceterms:requires/ceterms:competencyText: ")
        as_json = filled("query", "-", input=asked)
        assert as_json.code == 2
        findings = as_json.value["error"]["findings"]
        assert [one["pointer"] for one in findings] == [
            "/ceterms:nmae",
            "/ceterms:requires/ceterms:competencyText",
        ]
        assert findings[0]["suggestion"] == "ceterms:name"

    def test_warnings_do_not_stand_in_the_way(self, filled: CLI) -> None:
        asked = b'{"estimatedCost": "search:noValue"}'
        told = filled("query", "-", input=asked, json=False)
        assert told.code == 0
        assert told.err.startswith("warning: /estimatedCost: ")
        assert filled("query", "-", input=asked).value["warnings"][0]["path"] == "/estimatedCost"

    @pytest.mark.parametrize(
        ("asked", "words", "said"),
        [
            (b"{,}", (), "not valid JSON"),
            (b"", (), "is empty"),
            (b'{"ceterms:name": "x"}', ("--sort", "ceterms:nmae"), "ceterms:nmae"),
            (b"{}", ("--take", "100000"), "at most 10,000"),
            (b"{}", ("--community", "nowhere"), "There is no community nowhere."),
            (b"{}", ("--csv", "--explain"), "do not go together"),
        ],
    )
    def test_unusable_input_ends_with_2(
        self, cli: CLI, asked: bytes, words: tuple[str, ...], said: str
    ) -> None:
        refused = cli("query", "-", *words, input=asked, json=False)
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
        assert refused.err.startswith("error: ")


def test_without_a_node_nothing_is_made(run: CLI, tmp_path: Path) -> None:
    assert run("search", "bee").code == 2
    assert list(tmp_path.iterdir()) == []
