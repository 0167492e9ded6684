from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import BASE, certificate, document, resource_uri
from tests.support.pages import Element, parse_page, problems
from tests.support.pathways import Valley, condition

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_SPANISH = {**_BROWSER, "accept-language": "es-MX"}
# Every page of the finder has these around its parts: data for machines, scripts that only improve, an address.
_OF_THE_FRAME = ("script runs", "link loads", "there is not exactly one header")
_HOSTILE = '"><script>alert(1)</script>'


def _page(client: AppClient, valley: Valley, name: str = "pathway", query: str = "") -> str:
    response = client.get(f"/resources/{valley.ids[name]}{query}", headers=_BROWSER)
    assert response.status_code == 200
    assert [one for one in problems(response.text) if not one.startswith(_OF_THE_FRAME)] == []
    text: str = response.text
    return text


def _words(source: str) -> str:
    [main] = [element for element in parse_page(source) if element.name == "main"]
    return " ".join(main.text.split())


def _boxes(source: str) -> dict[str, Element]:
    """The links of the picture by their accessible name."""
    return {
        one.attributes["aria-label"]: one
        for one in parse_page(source)
        if one.name == "a" and "svg" in one.around and "aria-label" in one.attributes
    }


def _ticks(source: str) -> dict[str, bool]:
    """The boxes to tick by value, and whether they are ticked."""
    return {
        one.attributes["value"]: "checked" in one.attributes
        for one in parse_page(source)
        if one.name == "input" and one.attributes.get("type") == "checkbox"
        and one.attributes.get("name") == "have"
    }  # fmt: skip


def test_the_picture_and_the_list_say_the_same(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    source = _page(app_client, valley)
    names = {"Shepherd", "Weather", "Hedges", "Exam", "A walk"}
    assert {said.split(",")[0] for said in _boxes(source)} == names
    assert len(_ticks(source)) == len(names)
    assert not any(_ticks(source).values())
    words = _words(source)
    assert "It leads to Shepherd." in words
    assert "At least 2 of these 3:" in words
    assert "stands for Reading the weather, in class" in words
    assert "2 of 3" in source


def test_ticking_works_as_a_plain_form(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    source = _page(app_client, valley)
    [form] = [one for one in parse_page(source) if one.attributes.get("class") == "steps-form"]
    assert form.attributes.get("method", "get") == "get"
    assert urlsplit(form.attributes["action"]).path == f"/resources/{valley.ids['pathway']}"
    codes = {valley.ids["one"][3:11], valley.ids["walk"][3:11]}
    assert codes < set(_ticks(source))
    answer = _page(app_client, valley, query="?" + "&".join(f"have={code}" for code in codes))
    assert {code for code, is_ticked in _ticks(answer).items() if is_ticked} == codes
    assert "You have what this pathway asks for" in _words(answer)
    answer = _page(app_client, valley, query=f"?have={valley.ids['one'][3:11]}")
    assert "What you have, and what is missing" in _words(answer)
    states = {said.rpartition(", ")[2] for said in _boxes(answer)}
    assert states == {"you have it", "comes next", "still missing"}


def test_a_box_leads_to_its_part_and_keeps_what_is_ticked(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    code = valley.ids["one"][3:11]
    source = _page(app_client, valley, query=f"?have={code}")
    [link] = [one.attributes["href"] for said, one in _boxes(source).items() if said.startswith("Exam")]
    address = urlsplit(link)
    assert address.fragment == "component"
    assert parse_qs(address.query) == {"have": [code], "component": [valley.ids["exam"][3:11]]}
    answer = _page(app_client, valley, query=f"?{address.query}")
    [detail] = [one for one in parse_page(answer) if one.attributes.get("id") == "component"]
    said = " ".join(detail.text.split())
    assert "Needed for Shepherd" in said
    assert "Its parts A walk" in said
    assert valley.ids["exam"] in said
    [current] = [said for said, one in _boxes(answer).items() if one.attributes.get("aria-current") == "true"]
    assert current.startswith("Exam")


def test_who_has_everything_is_told_so(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    words = _words(_page(app_client, valley, query=f"?have={valley.ids['one']}.{valley.ids['two']}"))
    assert "You have what this pathway asks for" in words


def test_impossible_conditions_are_told(app_client: AppClient) -> None:
    valley = Valley()
    valley.parts["goal"]["ceterms:hasCondition"] = [
        condition(targetComponent=[valley.uris["one"]], requiredNumber=4)
    ]
    words = _words(_page(app_client, valley.publish(app_client)))
    assert "asks for more than it offers" in words


def test_comparisons_are_said_in_words(app_client: AppClient) -> None:
    def constraint(comparator: str, right: Any, **members: Any) -> dict[str, Any]:
        named = {f"ceterms:{name}": value for name, value in members.items()}
        return {
            "@type": "ceterms:Constraint",
            "ceterms:leftSource": ["ceterms:creditValue"],
            "ceterms:comparator": f"compare:{comparator}",
            "ceterms:rightSource": [right],
            **named,
        }

    valley = Valley()
    valley.parts["goal"]["ceterms:hasCondition"] = [
        condition(
            targetComponent=[valley.uris["one"], valley.uris["two"]],
            requiredConstraints=1,
            hasConstraint=[
                constraint("GTEQ", "12", leftAction="arrayOperation:Sum"),
                constraint("NEQ", "audLevel:BeginnerLevel", description={"en": "Not for beginners."}),
            ],
        )
    ]
    words = _words(_page(app_client, valley.publish(app_client)))
    assert "Both of these:" in words
    assert "What is chosen has to pass: At least one of these 2:" in words
    assert "the sum of Credit value is at least 12" in words
    assert "Not for beginners. Credit value is not Beginner level" in words


def test_a_step_says_where_it_stands(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    source = _page(app_client, valley, "exam")
    words = _words(source)
    assert "Where it stands in a pathway" in words
    assert "Step 4 of 5" in words
    links = {one.attributes.get("href", "") for one in parse_page(source) if one.name == "a"}
    assert f"/resources/{valley.ids['pathway']}?component={valley.ids['exam'][3:11]}#component" in links


def test_a_set_shows_its_pathways(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    main = {
        **certificate(name="Ways into the valley"),
        "@type": "ceterms:PathwaySet",
        "ceterms:hasPathway": [valley.uris["pathway"]],
    }
    app_client.published(document(main))
    response = app_client.get(f"/resources/{main['ceterms:ctid']}", headers=_BROWSER)
    assert "Toward shepherding" in _words(response.text)
    assert "5 steps · leads to Shepherd" in _words(response.text)


def test_hostile_names_and_addresses_stay_words(app_client: AppClient) -> None:
    valley = Valley()
    valley.parts["one"]["ceterms:name"] = {"en": _HOSTILE, "xx\" onload='": "x"}
    valley.parts["two"]["ceterms:name"] = {"ar": "درس " * 200}
    valley.publish(app_client)
    source = _page(
        app_client, valley, query=f"?have={resource_uri(new_ctid())}&have={'%22%3E' * 9}&component=%01"
    )
    assert "<script>alert" not in source
    assert _HOSTILE in _words(source)


def test_things_that_are_no_parts_stay_said(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    other = f"{BASE}/resources/{new_ctid()}"
    source = _page(app_client, valley, query=f"?have={other}")
    hidden = [one.attributes for one in parse_page(source) if one.attributes.get("type") == "hidden"]
    assert [one["value"] for one in hidden if one.get("name") == "have"] == [other]


def test_a_large_pathway_is_drawn_when_somebody_asks(app_client: AppClient) -> None:
    valley = Valley()
    for number in range(150):
        ctid = new_ctid()
        valley.main["ceterms:hasPart"].append(resource_uri(ctid))
        valley.parts[ctid] = {**certificate(ctid, f"Step {number}"), "@type": "ceterms:BasicComponent"}
    valley.publish(app_client)
    source = _page(app_client, valley)
    assert not _boxes(source)
    [link] = [
        one.attributes["href"] for one in parse_page(source)
        if one.name == "a" and "Draw a picture of all 155 steps" in one.text
    ]  # fmt: skip
    assert len(_boxes(_page(app_client, valley, query=f"?{urlsplit(link).query}"))) == 155
