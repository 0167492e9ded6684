"""What becomes of one thing of each kind, in full, and the choices that matter one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opencredreg.crosswalk.schema_org import to_schema_org
from tests.crosswalk.build import at, mapped, page_of, resource, term
from tests.crosswalk.examples import BOARD, EXAMPLES, SCHOOL
from tests.crosswalk.known_terms import find_strangers

SNAPSHOTS: dict[str, Any] = json.loads(Path(__file__).with_name("snapshots.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", EXAMPLES)
def test_one_of_each_kind(kind: str) -> None:
    made = mapped(*EXAMPLES[kind])
    assert made == SNAPSHOTS[kind]
    assert list(find_strangers(made)) == []
    assert SNAPSHOTS.keys() == EXAMPLES.keys()


def test_the_head_names_the_resource_and_the_page() -> None:
    (node,) = EXAMPLES["thing"]
    made = to_schema_org(node, page_url=page_of(at("winter")), language_order=["en"], find=lambda _: {})
    assert made == {
        "@context": "https://schema.org",
        "@type": "Thing",
        "@id": at("winter"),
        "additionalType": "https://purl.org/ctdl/terms/Task",
        "url": page_of(at("winter")),
        "name": "Prune",
        "description": "In winter.",
    }


# Languages.


@pytest.mark.parametrize(
    ("languages", "name", "tag"),
    [
        (["es-MX"], "Cuidado de huertos", "es"),
        (["fr", "es"], "Cuidado de huertos", "es"),
        (["fr"], "Orchard keeping", "en"),
        ([], "Orchard keeping", "en"),
    ],
)
def test_the_reader_gets_their_language(languages: list[str], name: str, tag: str) -> None:
    node = EXAMPLES["credential"][0]
    made = to_schema_org(node, page_url=page_of(node["@id"]), language_order=languages, find=lambda _: {})
    assert made["name"] == name
    assert made["mainEntityOfPage"] == {"@type": "WebPage", "@id": page_of(node["@id"]), "inLanguage": tag}
    # The language of the thing itself does not depend on who reads.
    assert made["inLanguage"] == "en"


# Costs.


def cost(price: Any, kind: str = "", **members: Any) -> dict[str, Any]:
    made = {"ceterms:price": price, "ceterms:currency": "EUR", **members}
    return made | ({"ceterms:directCostType": [term("", f"costType:{kind}")]} if kind else {})


def offer(*costs: Any) -> Any:
    return mapped(resource("x", "Course", name="X", estimatedCost=list(costs))).get("offers")


def test_an_aggregate_is_the_price() -> None:
    made = offer(cost(900, "Tuition"), cost(1000, "AggregateCost"))
    assert (made["price"], made["priceCurrency"], made["category"]) == (1000, "EUR", "Paid")
    assert [each["price"] for each in [made["priceSpecification"]]] == [900]


def test_several_prices_promise_no_sum() -> None:
    made = offer(cost(900, "Tuition"), cost(50, "Application"))
    assert "price" not in made
    assert [each["price"] for each in made["priceSpecification"]] == [900, 50]


def test_a_price_for_some_people_is_not_the_price() -> None:
    made = offer(cost(900, "Tuition", **{"ceterms:residencyType": [term("", "residency:InState")]}))
    assert "price" not in made
    assert made["priceSpecification"]["price"] == 900


@pytest.mark.parametrize(
    ("costs", "category"),
    [
        ([cost(0)], "Free"),
        ([cost(0, "Tuition")], "Free"),
        ([cost(0, "Application")], None),
        ([cost(0, "Tuition"), cost(5, "Application")], "Paid"),
        ([{"ceterms:description": "Ask us."}], None),
    ],
)
def test_free_is_only_said_when_it_is(costs: list[Any], category: str | None) -> None:
    assert offer(*costs).get("category") == category


@pytest.mark.parametrize("price", [-5, "much", None, True, 10**400])
def test_what_is_no_price_is_left_out(price: Any) -> None:
    assert offer(cost(price)) is None


# Kinds that depend on what is stated.


@pytest.mark.parametrize("missing", ["name", "description", "dateEffective", "offeredBy", "availableAt"])
def test_a_posting_has_all_that_one_needs(missing: str) -> None:
    node, school = EXAMPLES["job posting"]
    assert mapped(node, school)["@type"] == "JobPosting"
    less = {name: value for name, value in node.items() if name != f"ceterms:{missing}"}
    assert mapped(less, school)["@type"] == "Occupation"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([], "Organization"),
        (["orgType:QualityAssurance"], "Organization"),
        (["orgType:QualityAssurance", "orgType:FourYear"], "CollegeOrUniversity"),
        (["orgType:TrainingProvider"], "EducationalOrganization"),
        (["https://purl.org/ctdl/vocabs/orgType/HighSchool"], "HighSchool"),
    ],
)
def test_organizations_are_schools_only_if_they_say_so(stated: list[str], expected: str) -> None:
    node = resource(
        "x", "CredentialOrganization", name="University of Somewhere", agentType=[term("", n) for n in stated]
    )
    assert mapped(node)["@type"] == expected


def test_a_learning_opportunity_with_parts_is_a_program() -> None:
    node = resource("x", "LearningOpportunityProfile", name="X")
    assert mapped(node)["@type"] == "Course"
    node = resource("x", "LearningOpportunityProfile", name="X", hasPart=[at("course")])
    assert mapped(node)["@type"] == "EducationalOccupationalProgram"


# References.


def test_the_owner_provides_where_nobody_is_said_to_offer() -> None:
    both = resource("x", "Course", name="X", ownedBy=[at("board")], offeredBy=[at("school")])
    assert mapped(both, SCHOOL, BOARD)["provider"]["name"] == "Valley school"
    owned = resource("x", "Course", name="X", ownedBy=[at("board")])
    assert mapped(owned, SCHOOL, BOARD)["provider"]["name"] == "Orchard board"


def test_what_is_not_an_organization_provides_nothing() -> None:
    node = resource("x", "Course", name="X", offeredBy=[at("course")])
    assert "provider" not in mapped(node, resource("course", "Course", name="Pruning"))


def test_what_was_not_found_has_its_address_only() -> None:
    node = resource(
        "x", "Course", name="X", offeredBy=["https://elsewhere.example/o", "_:gone", "just words"]
    )
    assert mapped(node)["provider"] == {
        "@type": "Organization",
        "@id": "https://elsewhere.example/o",
        "url": "https://elsewhere.example/o",
    }


def test_conditions_with_a_choice_are_told_in_words_only() -> None:
    profile = {
        "ceterms:description": "Two of these.",
        "ceterms:targetCredential": [at("c")],
        "ceterms:weight": 0.5,
    }
    node = resource("x", "Course", name="X", requires=[profile])
    assert mapped(node, resource("c", "Badge", name="C"))["coursePrerequisites"] == "Two of these."


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://a b",
        "http://",
        "https:///path",
        "https://?q",
        7,
    ],
)
def test_only_web_addresses_are_addresses(url: Any) -> None:
    node = resource(
        "x", "Badge", name="X", image=url, subjectWebpage=url, sameAs=[url, "https://ok.example/"]
    )
    made = mapped(node)
    assert "image" not in made
    assert made["sameAs"] == "https://ok.example/"


@pytest.mark.parametrize(
    ("duration", "is_one"),
    [
        ("P1Y", True),
        ("PT1H30M", True),
        ("P2W", True),
        ("P1Y6M", True),
        ("P", False),
        ("PT", False),
        ("1 year", False),
    ],
)
def test_durations_are_given_as_they_are(duration: str, is_one: bool) -> None:
    made = mapped(resource("x", "Badge", name="X", renewalFrequency=duration))
    assert made.get("validFor") == (duration if is_one else None)


def test_lists_end_where_they_are_told_to() -> None:
    node = resource("x", "Collection", name="X", hasMember=[at(f"m{number}") for number in range(3_000)])
    made = mapped(node, most=5)
    assert len(made["itemListElement"]) == 5
    assert made["numberOfItems"] == 3_000
