"""The edges: numbers that are none, characters that JSON cannot carry, places off the map, too many questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from opencredreg.crosswalk.schema_org import escape_for_script, list_correspondences, to_schema_org
from opencredreg.crosswalk.values import number_of, pick_texts
from tests.crosswalk.build import at, mapped, resource

PAGE = "https://node.example/pages/x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3), ("3.0", 3), (2.5, 2.5), (" 7 ", 7), (float("nan"), None), (float("inf"), None), ("nan", None),
        (1e300, None), (10**400, None), (True, None), ("", None), ([], None), ({}, None), (None, None),
    ],
)  # fmt: skip
def test_numbers(value: Any, expected: float | None) -> None:
    assert number_of(value) == expected


@pytest.mark.parametrize(
    ("value", "languages", "expected"),
    [
        ({"en": "a", "es": "b"}, ["es-MX"], ("es", ["b"])),
        ({"en-GB": "a", "es": "b"}, ["fr"], ("en-GB", ["a"])),
        ({"zh-Hant-TW": "a", "zh": "b"}, ["zh-Hant-x-y"], ("zh", ["b"])),
        ({"EN_us": ["a", " "]}, ["en-US"], ("EN_us", ["a"])),
        ([{"@value": "a", "@language": "el"}, {"@value": "b"}], ["el"], ("el", ["a"])),
        ("plain", ["es"], ("", ["plain"])),
        ({"ceterms:name": "an object"}, ["en"], ("", [])),
        ([1, None, True, {"en": 5}], ["en"], ("", [])),
    ],
)
def test_texts(value: Any, languages: list[str], expected: tuple[str, list[str]]) -> None:
    assert pick_texts(value, languages) == expected


def test_broken_characters_do_not_reach_the_page() -> None:
    made = mapped(resource("x", "Badge", name="broken \ud800 name", description="</script>&\u2028"))
    assert made["name"] == "broken \N{REPLACEMENT CHARACTER} name"
    text = escape_for_script({"name": "\ud800", "description": "</script>&\u2028\u2029"})
    assert text.encode("utf-8")
    assert not set("<>&\u2028\u2029\ud800") & set(text)
    assert json.loads(text)["description"] == "</script>&\u2028\u2029"


def test_long_texts_are_cut() -> None:
    made = mapped(resource("x", "Badge", name="X", description="word " * 5_000))
    assert len(made["description"]) <= 5_000
    assert made["description"].endswith("word…")


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_somewhere"),
    [
        (46.5, 7, True),
        (-90, 180, True),
        (91, 7, False),
        (46, -181, False),
        ("x", 7, False),
        (46, None, False),
    ],
)
def test_places_off_the_map_have_no_coordinates(latitude: Any, longitude: Any, is_somewhere: bool) -> None:
    place = {"ceterms:name": "Shed", "ceterms:latitude": latitude, "ceterms:longitude": longitude}
    node = resource("x", "qdata:DataSetProfile", name="X", qdata__dataSetSpatialCoverage=place)
    assert ("geo" in mapped(node)["spatialCoverage"]) is is_somewhere


def test_a_place_with_exceptions_is_left_out() -> None:
    places = [{"ceterms:name": name} for name in ("Valley", "Hills", "One hill")]
    jurisdictions = [
        {"ceterms:mainJurisdiction": places[:1]},
        {"ceterms:mainJurisdiction": places[1:2], "ceterms:jurisdictionException": places[2:]},
    ]
    made = mapped(resource("x", "License", name="X", jurisdiction=jurisdictions))
    assert made["validIn"] == {"@type": "AdministrativeArea", "name": "Valley"}


def test_few_questions_are_asked_and_none_twice() -> None:
    asked: list[list[str]] = []
    offering = resource("o", "ScheduledOffering", name="O", offeredBy=[at("school"), at("other")])
    known: dict[str, Any] = {at("o"): offering, at("school"): resource("school", "Organization", name="S")}

    def find(uris: Sequence[str]) -> Mapping[str, Any]:
        asked.append(list(uris))
        return {uri: known[uri] for uri in uris if uri in known}

    course = resource("x", "Course", name="X", offeredBy=[at("school")], hasOffering=[at("o")])
    made = to_schema_org(course, page_url=PAGE, language_order=["en"], find=find)
    assert asked == [[at("school"), at("o")], [at("other")]]
    assert [each.get("name") for each in made["hasCourseInstance"]["organizer"]] == ["S", None]


def test_there_is_an_end_to_questions() -> None:
    asked: list[int] = []

    def find(uris: Sequence[str]) -> Mapping[str, Any]:
        asked.append(len(uris))
        return {}

    terms = {term for line in list_correspondences() if line.kind == "course" for term in line.terms}
    members = {term: [f"{PAGE}/{term}/{number}" for number in range(50)] for term in terms if term[0] != "@"}
    to_schema_org({"@type": "ceterms:Course", **members}, page_url=PAGE, language_order=[], find=find)
    assert asked == [500]


def test_nothing_to_ask_asks_nothing() -> None:
    def find(uris: Sequence[str]) -> Mapping[str, Any]:
        raise AssertionError(uris)

    node = resource("x", "Badge", name="X", audienceLevelType=["audLevel:GraduateLevel"], keyword=["a"])
    made = to_schema_org(node, page_url=PAGE, language_order=["en"], find=find)
    assert made["educationalLevel"]["name"] == "Graduate Level"
