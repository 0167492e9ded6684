"""``opencredreg explain``: with and without a node, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CLI


def test_explains_every_kind_of_term_without_a_node(run: CLI) -> None:
    for name, words in {
        "Certificate": ("ceterms:Certificate", "Required (", "ceterms:ownedBy", "published on its own"),
        "ceterms:ownedBy": ("property", "ceterms:owns (by meaning)", "ceterms:Credential and"),
        "ceterms:ClaimType": ("concept scheme", "claimType:BadgeClaim", "ceterms:verifiedClaimType"),
        "audience:FullTime": ("concept", "ceterms:Audience", "ceterms:targetNode"),
    }.items():
        told = run("explain", name)
        assert (told.code, told.err) == (0, "")
        for word in words:
            assert word in told.out, (name, word)
        assert "\x1b" not in told.out


def test_as_json_it_is_what_the_api_gives(run: CLI) -> None:
    value = run("explain", "Certificate", "--json").value
    assert (value["kind"], value["term"]) == ("class", "ceterms:Certificate")
    assert value["properties"][0]["requirement"] == "required"


def test_the_example_alone(run: CLI) -> None:
    value = json.loads(run("explain", "ceterms:Badge", "--example").out)
    assert value["@graph"][0]["@type"] == "ceterms:Badge"
    assert "ceterms:price" in json.loads(run("explain", "CostProfile", "--example").out)
    for name in ("ceterms:ClaimType", "ceterms:Credential"):
        refused = run("explain", name, "--example")
        assert refused.code == 2
        assert "no example" in refused.err


def test_near_misses_are_told(run: CLI) -> None:
    missed = run("explain", "ceterms:Certificat")
    assert (missed.code, missed.out) == (1, "")
    assert missed.err.startswith("error: The vocabulary has no term “ceterms:Certificat”.")
    assert "hint: Did you mean ceterms:Certificate" in missed.err
    as_json = run("explain", "ceterms:Certificat", "--json")
    assert as_json.code == 1
    assert as_json.value["error"]["code"] == "not-found"
    assert "ceterms:Certificate" in as_json.value["error"]["hint"]


def test_colours_are_for_terminals_that_want_them(run: CLI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[36m" in run("explain", "Badge").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in run("explain", "Badge").out


def test_a_node_that_was_named_must_be_there(run: CLI, tmp_path: Path) -> None:
    refused = run("explain", "Badge", "--data", tmp_path / "nowhere")
    assert refused.code == 2
    assert "There is no node" in refused.err


def test_the_node_decides_which_edition_counts(cli: CLI) -> None:
    assert cli("explain", "Badge").value["term"] == "ceterms:Badge"
