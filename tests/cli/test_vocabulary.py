"""``opencredreg vocabulary``: what each command prints as JSON and for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CLI
from tests.support.documents import certificate, document, resource_uri
from tests.support.vocabulary import (
    CHANGES_OF_LATER_MONTH,
    NEW_CLASS,
    NEW_PROPERTY,
    encoding_file,
    later_month,
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The files of a later month."""
    paths = []
    for source in later_month():
        path = tmp_path / source.name
        path.write_bytes(source.data)
        paths.append(path)
    return paths


def test_load_use_and_compare(cli: CLI, files: list[Path]) -> None:
    told = cli("vocabulary", "load", *files, "--edition", "2026-11").value
    assert (told["edition"], told["new"], told["compared_with"], told["use"]) == (
        "2026-11",
        True,
        "bundled",
        None,
    )
    assert told["counts"]["class"] == {"added": 1, "removed": 0, "changed": 0}
    assert {
        (one["kind"], one["what"], one["term"], one["field"]) for one in told["changes"]
    } == CHANGES_OF_LATER_MONTH
    again = cli("vocabulary", "load", *files, "--use").value
    assert (again["edition"], again["new"]) == ("2026-11", False)
    assert again["use"] == {
        "before": "bundled",
        "after": "2026-11",
        "reread": [],
        "needs_reindex": False,
        "reindexed": False,
    }
    listed = cli("vocabulary", "list").value
    assert [(one["edition"], one["is_used"]) for one in listed] == [("2026-11", True), ("bundled", False)]
    assert listed[0]["loaded_by"] == "administrator@localhost"
    difference = cli("vocabulary", "diff").value
    assert (difference["from"], difference["to"]) == ("bundled", "2026-11")
    assert difference["changes"] == told["changes"]
    assert len(cli("vocabulary", "diff", "2026-11", "bundled").value["changes"]) == len(told["changes"])
    assert cli("vocabulary", "diff", "bundled", "bundled").value == {
        "from": "bundled",
        "to": "bundled",
        "counts": {},
        "changes": [],
    }
    back = cli("vocabulary", "use", "bundled").value
    assert (back["before"], back["after"]) == ("2026-11", "bundled")


def test_in_words(cli: CLI, files: list[Path]) -> None:
    told = cli("vocabulary", "load", *files, "--edition", "2026-11", json=False)
    assert told.code == 0
    assert "Edition 2026-11 is loaded: 160 classes" in told.err
    assert "property: 1 added, 1 removed, 1 changed" in told.err
    assert "opencredreg vocabulary use 2026-11" in told.err
    lines = [line.split() for line in told.out.splitlines()]
    assert lines[0] == ["change", "what", "term", "field", "before", "after"]
    assert ["added", "class", NEW_CLASS, "Evening", "Course"] in lines
    assert len(lines) == 1 + len(CHANGES_OF_LATER_MONTH)
    shown = cli("vocabulary", "list", json=False).out.splitlines()
    assert shown[1].split()[:2] == ["2026-11", "no"]
    assert shown[2].split()[:2] == ["bundled", "yes"]
    used = cli("vocabulary", "use", "2026-11", json=False)
    assert used.err.startswith("Edition 2026-11 is in use now, instead of bundled.")
    assert "reindex" not in used.err
    assert "was in use already" in cli("vocabulary", "use", "2026-11", json=False).err
    nothing = cli("vocabulary", "diff", "bundled", "bundled", json=False)
    assert (nothing.out, nothing.err) == ("", "Nothing differs between bundled and bundled.\n")


def test_an_index_that_has_to_be_built_again(cli: CLI, files: list[Path], tmp_path: Path) -> None:
    owner = cli("organization", "create", "--name", "Alder").value["ctid"]
    main = certificate(None, ceterms__ownedBy=[resource_uri(owner)], ceterms__lanternCount="12")
    (tmp_path / "lantern.json").write_text(json.dumps(document(main)))
    assert cli("import", tmp_path / "lantern.json").code == 0
    switch = cli("vocabulary", "load", *files, "--edition", "2026-11", "--use").value["use"]
    assert (switch["reread"], switch["needs_reindex"]) == ([NEW_PROPERTY], True)
    told = cli("vocabulary", "use", "2026-11", "--no-reindex", json=False)
    assert "opencredreg reindex" in told.err
    sick = cli("doctor")
    assert sick.code == 1
    assert "index-vocabulary" in sick.value["counts"]
    mended = cli("vocabulary", "use", "2026-11", "--reindex").value
    assert (mended["needs_reindex"], mended["reindexed"]) == (False, True)
    assert cli("doctor").code == 0
    back = cli("vocabulary", "use", "bundled", "--reindex", json=False)
    assert "1 envelopes with" in back.err
    assert "Edition bundled is in use now" in back.err
    assert "opencredreg reindex" not in back.err
    assert cli("doctor").code == 0


def test_the_official_files_come_out_as_they_went_in(cli: CLI, files: list[Path], tmp_path: Path) -> None:
    first = cli("vocabulary", "load", *files, "--edition", "2026-11").value
    folder = tmp_path / "out"
    assert cli("vocabulary", "export", "2026-11", "--to", folder).code == 2, "the folder has to exist"
    folder.mkdir()
    told = cli("vocabulary", "export", "2026-11", "--to", folder).value
    paths = [folder / "ctdl.json", folder / "ctdl-context.json"]
    assert told == {"edition": "2026-11", "files": [str(path) for path in paths]}
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in files]
    again = cli("vocabulary", "load", *paths).value
    assert (again["new"], again["snapshot"]["digest"]) == (False, first["snapshot"]["digest"])
    assert cli("vocabulary", "export", "bundled", "--to", folder).value["error"]["code"] == "not-found"
    assert cli("vocabulary", "export", "2026-11", "--to", folder, json=False).out.split() == told["files"]


def test_without_a_node_there_are_no_editions(run: CLI) -> None:
    told = run("vocabulary", "list", "--data", "nowhere", "--json")
    assert (told.code, told.value["error"]["code"]) == (2, "not-found")


def test_what_is_refused(cli: CLI, files: list[Path], tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text("<html>")
    told = cli("vocabulary", "load", page)
    assert told.code == 2
    assert "page.json: " in told.value["error"]["message"]
    short = tmp_path / "short.json"
    short.write_bytes(encoding_file("qdata", _cut).data)
    told = cli("vocabulary", "load", short)
    assert told.code == 2
    assert "would be gone" in told.value["error"]["message"]
    assert "--force" in told.value["error"]["hint"]
    assert cli("vocabulary", "load", short, "--force", "--edition", "short").code == 0
    assert cli("vocabulary", "load", *files, "--edition", "short").value["error"]["code"] == "conflict"
    assert cli("vocabulary", "load", *files, "--edition", "bundled").code == 2
    assert cli("vocabulary", "use", "1999-01").value["error"]["code"] == "not-found"
    assert cli("vocabulary", "diff", "1999-01").code == 2
    assert cli("vocabulary", "load", tmp_path / "nothing.json").code == 2
    assert cli("vocabulary", "load").code == 2


def _cut(terms: dict[str, dict[str, Any]]) -> None:
    for term in list(terms)[10:]:
        del terms[term]
