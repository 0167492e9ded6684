"""The JSON Schemas themselves: valid, complete, small, and with the wishes of a community."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.validation import Mode, ProfileChanges, bundled_profile
from opencredreg.validation.exports.json_schema import DIALECT, build_schema, schema_classes
from opencredreg.validation.exports.plain_forms import plain_form
from opencredreg.validation.exports.spelling import addresses_of, spelled

from .cases.bases import certificate

VOCABULARY = bundled_vocabulary()


def _schema(cls: str = "ceterms:Certificate", mode: Mode = "publish") -> dict[str, Any]:
    return build_schema(VOCABULARY, bundled_profile(mode), cls)


def _places(schema: dict[str, Any], document: Any) -> list[str]:
    found = jsonschema_rs.Draft202012Validator(schema).iter_errors(document)
    return sorted("/".join(map(str, error.instance_path)) for error in found)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


@pytest.mark.parametrize("mode", ["publish", "provisional", "read"])
@pytest.mark.parametrize(
    "cls", ["ceterms:Certificate", "ceasn:Competency", "qdata:DataSetProfile", "ceterms:Pathway"]
)
def test_a_schema_is_valid_and_whole(cls: str, mode: Mode) -> None:
    schema = _schema(cls, mode)
    assert schema["$schema"] == DIALECT
    jsonschema_rs.meta.validate(schema)
    named = {reference.removeprefix("#/$defs/") for reference in _references(schema)}
    assert named <= schema["$defs"].keys()
    # Nothing is carried along that no one refers to.
    assert schema["$defs"].keys() - named == set()


def test_every_class_that_is_published_has_a_schema() -> None:
    classes = schema_classes(VOCABULARY)
    assert len(classes) > 90
    for cls in classes[::12]:
        assert cls in _schema(cls)["title"]
    with pytest.raises(KeyError):
        _schema("ceterms:Nothing")


def test_a_schema_is_small_enough_to_be_fetched_by_an_editor() -> None:
    assert len(gzip.compress(json.dumps(_schema(), separators=(",", ":")).encode())) < 40_000


def test_editors_find_names_and_help_for_the_properties_of_the_class() -> None:
    properties = _schema()["$defs"]["main"]["properties"]
    assert properties["ceterms:inLanguage"]["title"] == "In Language"
    assert properties["ceterms:estimatedCost"]["description"]
    assert "ceasn:competencyText" not in properties


def test_concepts_are_taken_in_every_accepted_spelling() -> None:
    validator = jsonschema_rs.Draft202012Validator(_schema())
    for spelling, fits in (
        ("credentialStat:Active", True),
        ("https://purl.org/ctdl/vocabs/credentialStat/Active", True),
        ("http://purl.org/ctdl/vocabs/credentialStat/Active", True),
        ("https://credreg.net/ctdl/vocabs/credentialStat/Active", True),
        ("https://credreg.net/ctdl/terms/Active", True),
        ("credentialStat:Asleep", False),
        ("audience:PartTime", False),
        ("https://elsewhere.example/Active", False),
    ):
        document = certificate()
        document["@graph"][0]["ceterms:credentialStatusType"]["ceterms:targetNode"] = spelling
        assert validator.is_valid(document) is fits, spelling


def test_warnings_and_notes_make_no_document_fail() -> None:
    document = certificate()
    main = document["@graph"][0]
    main |= {
        "ceterms:keyword": {},
        "ceterms:offeredBy": main["ceterms:ownedBy"][0],
        "x:y": 1,
        "ceterms:naym": 1,
    }
    main["ceterms:alternateName"] = {"en:us": "Something"}
    assert _places(_schema(), document) == []


def test_places_of_errors_are_exact() -> None:
    document = certificate()
    main = document["@graph"][0]
    main["ceterms:dateEffective"] = "2025-02-30"
    main["ceterms:name"] = "Text"
    main["ceterms:requires"] = [{"@type": "ceterms:ConditionProfile", "ceterms:weight": "much"}]
    del main["ceterms:inLanguage"]
    assert _places(_schema(), document) == [
        "@graph/0",
        "@graph/0/ceterms:dateEffective",
        "@graph/0/ceterms:name",
        "@graph/0/ceterms:requires/0/ceterms:weight",
    ]


def test_less_is_asked_of_placeholders() -> None:
    document = certificate()
    main = document["@graph"][0]
    for term in ("ceterms:inLanguage", "ceterms:description", "ceterms:subjectWebpage"):
        del main[term]
    assert _places(_schema(), document)
    document["adms:status"] = "graphPublicationStatus:Provisional"
    assert _places(_schema(), document) == []
    assert _places(_schema(mode="provisional"), document) == []
    del main["ceterms:name"]
    assert _places(_schema(mode="provisional"), document) == ["@graph/0"]


def test_mode_read_takes_single_resources_and_lists() -> None:
    main = certificate()["@graph"][0]
    for document in (main, [main], certificate()):
        assert _places(_schema(mode="read"), document) == []
    assert _places(_schema(), main)
    assert _places(_schema(mode="read"), {**main, "ceterms:name": {"en": 5}}) == ["ceterms:name/en"]


def test_a_community_asks_for_more_or_less() -> None:
    changes = ProfileChanges(
        severities={"date-format": "warning"},
        required={"ceterms:Credential": ("ceterms:image", ("ceterms:subject", "ceterms:keyword"))},
        optional={"ceterms:Certificate": ("ceterms:inLanguage",)},
    )
    schema = build_schema(VOCABULARY, bundled_profile("publish").changed(changes), "ceterms:Certificate")
    document = certificate()
    main = document["@graph"][0]
    del main["ceterms:inLanguage"]
    main["ceterms:dateEffective"] = "soon"
    assert _places(schema, document) == ["@graph/0", "@graph/0"]
    main |= {"ceterms:image": "https://school.example/image.png", "ceterms:keyword": {"en": ["knots"]}}
    assert _places(schema, document) == []


def test_addresses_of_a_prefix_begin_with_the_exact_one() -> None:
    found = addresses_of(VOCABULARY, "ceterms")
    assert found[0] == "https://purl.org/ctdl/terms/"
    assert {"http://purl.org/ctdl/terms/", "https://credreg.net/ctdl/terms/"} <= set(found)
    pattern = re.compile(spelled(VOCABULARY, ["publicationStatus:Draft", "audience:PartTime"]))
    for text in ("publicationStatus:Draft", "https://purl.org/ctdlasn/vocabs/publicationStatus/Draft"):
        assert pattern.fullmatch(text)
    assert not pattern.fullmatch("audience:Draft")


def test_forms_of_plain_values_follow_the_validator() -> None:
    kinds = {term: VOCABULARY.kind_of(term) for term in VOCABULARY.properties}
    names = {term: plain_form(term, kind).name for term, kind in kinds.items()}
    assert names["ceterms:ctid"] == "ctid"
    assert names["ceasn:dateCopyrighted"] == "rough-date"
    assert names["ceterms:dateEffective"] == "date"
    assert names["ceterms:currency"] == "currency"
