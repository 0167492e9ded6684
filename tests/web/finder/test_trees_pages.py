from __future__ import annotations

from typing import Any
from urllib.parse import quote

from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, collection, course, document, resource_uri
from tests.support.frameworks import asn_document, competency, concept, framework, scheme
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_HOSTILE = "<script>alert(1)</script>"


def _source(client: AppClient, path: str, **headers: str) -> str:
    response = client.get(f"/resources/{path}", headers={**_BROWSER, **headers})
    assert response.status_code == 200
    assert problems(response.text) == []
    text: str = response.text
    return text


def _words(source: str) -> str:
    [main] = [element for element in parse_page(source) if element.name == "main"]
    return " ".join(main.text.split())


def _all(source: str, name: str) -> list[Element]:
    return [one for one in parse_page(source) if one.name == name]


def _links(source: str) -> set[str]:
    return {one.attributes.get("href", "") for one in _all(source, "a")}


def _framework(client: AppClient, size: int) -> tuple[str, list[str]]:
    """A framework of which every tenth competency stands at the top with nine below it."""
    whole = new_ctid()
    ctids: list[str] = [new_ctid() for _ in range(size)]
    members = []
    for at, ctid in enumerate(ctids):
        above = {} if at % 10 == 0 else {"ceasn__isChildOf": resource_uri(ctids[at // 10 * 10])}
        members.append(competency(whole, f"Step {at}", ctid, ceasn__listID=str(at), **above))
    client.published(asn_document(framework(whole), *members))
    return whole, ctids


class TestTree:
    def test_leads_to_every_member_within_a_few_clicks(self, app_client: AppClient) -> None:
        whole, ctids = _framework(app_client, 400)
        seen: set[str] = set()
        waiting, asked = [whole], set()
        while waiting:
            path = waiting.pop()
            asked.add(path)
            source = _source(app_client, path)
            assert len(source) < 60_000
            links = _links(source)
            seen |= {ctid for ctid in ctids if f"/resources/{ctid}" in links}
            inside = {
                link.partition("#")[0]
                for link in links
                if "#tree" in link and ("under=" in link or "start=" in link)
            }
            paths = {
                f"{whole}{link}" if link[:1] == "?" else link.removeprefix("/resources/") for link in inside
            }
            waiting += [one for one in paths if one not in asked and one not in waiting]
        assert seen == set(ctids)

    def test_is_searched_without_scripts(self, app_client: AppClient) -> None:
        whole, ctids = _framework(app_client, 30)
        source = _source(app_client, f"{whole}?within={quote('STEP 17')}")
        assert [one.text for one in _all(source, "mark")] == ["Step", "17", "Step", "17"]
        assert {f"/resources/{ctids[10]}", f"/resources/{ctids[17]}"} <= _links(source)
        assert f"/resources/{ctids[20]}" not in _links(source)
        [field] = [one for one in _all(source, "input") if one.attributes.get("name") == "within"]
        assert field.attributes["value"] == "STEP 17"
        assert "No entry has “nothing of it” in it" in _words(
            _source(app_client, f"{whole}?within=nothing+of+it")
        )

    def test_speaks_the_language_of_the_reader(self, app_client: AppClient) -> None:
        whole = new_ctid()
        member = competency(whole, ceasn__competencyText={"en-US": "Lay a hedge", "es": "Trazar un seto"})
        app_client.published(asn_document(framework(whole), member))
        assert "Trazar un seto" in _source(app_client, whole, **{"accept-language": "es-MX"})
        assert "Lay a hedge" in _source(app_client, whole)

    def test_shows_hostile_texts_as_texts(self, app_client: AppClient) -> None:
        whole, ctid = new_ctid(), new_ctid()
        text = {"en": f"{_HOSTILE} {'x' * 5000}", "ar": "تشذيب"}
        members = [
            competency(whole, ctid=ctid, ceasn__competencyText=text, ceasn__codedNotation="<b>"),
            competency(whole, "Below", ceasn__isChildOf=resource_uri(ctid)),
        ]
        app_client.published(asn_document(framework(whole), *members))
        for path in (whole, f"{whole}?within=script", ctid, f"{whole}?within={quote(_HOSTILE)}"):
            assert _HOSTILE not in _source(app_client, path)


class TestPlace:
    def test_leads_up_beside_and_down(self, app_client: AppClient) -> None:
        whole, ctids = _framework(app_client, 30)
        source = _source(app_client, ctids[10])
        links = _links(source)
        assert {f"/resources/{ctid}" for ctid in (whole, ctids[0], ctids[20], *ctids[11:20])} <= links
        assert "2 of 3 side by side" in _words(source)
        below = _source(app_client, ctids[11])
        assert [
            one.attributes["href"] for one in _all(below, "a") if one.attributes.get("rel") == "next"
        ] == [f"/resources/{ctids[12]}"]


def _named(**members: Any) -> dict[str, Any]:
    own = {f"ceterms:{name}": value for name, value in members.items()}
    return {"@type": "ceterms:CredentialAlignmentObject", **own}


def test_what_is_learned_stands_in_its_framework(app_client: AppClient) -> None:
    whole, ctids = _framework(app_client, 12)
    lesson = course(
        ceterms__teaches=[_named(targetNode=resource_uri(ctids[5])), _named(targetNodeName={"en": _HOSTILE})],
        ceterms__assesses=[_named(targetNode="javascript:alert(1)", targetNodeName={"en": "Patience"})],
    )
    app_client.published(document(lesson))
    source = _source(app_client, lesson["ceterms:ctid"])
    assert {f"/resources/{one}" for one in (whole, ctids[0], ctids[5])} <= _links(source)
    assert _HOSTILE not in source
    assert not any(link.startswith("javascript:") for link in _links(source))
    words = _words(source)
    assert "Taught 2 competencies" in words
    assert "Patience" in words


def test_alignments_are_told_from_both_sides(app_client: AppClient) -> None:
    here, there = new_ctid(), new_ctid()
    theirs = competency(there, "Wall")
    ours = competency(here, "Hedge", ceasn__broadAlignment=[theirs["@id"]])
    app_client.published(asn_document(framework(here, "Ours"), ours, competency(here, "Ditch")))
    app_client.published(asn_document(framework(there, "Theirs"), theirs))
    assert "is wholly covered by, and is less than" in _words(_source(app_client, ours["ceterms:ctid"]))
    assert "covers all of, and more than" in _words(_source(app_client, theirs["ceterms:ctid"]))
    words = _words(_source(app_client, here))
    assert "1 of 2 entries here have a counterpart there." in words
    assert "Without a counterpart there: 1" in words
    assert "Ditch" in _words(_source(app_client, f"{here}?against={there}"))


def test_collections_and_schemes_lead_to_what_they_are_about(app_client: AppClient) -> None:
    whole, used = new_ctid(), new_ctid()
    app_client.published(asn_document(scheme(whole), concept(whole, "Quickset", used)))
    award = certificate(ceterms__subject=[_named(targetNode=resource_uri(used))])
    app_client.published(document(award))
    links = _links(_source(app_client, whole))
    assert f"/find?{quote('ceterms:subject', safe='')}={quote(resource_uri(used), safe='')}" in links
    main = collection(award["@id"], *(resource_uri(new_ctid()) for _ in range(60)))
    app_client.published(document(main))
    source = _source(app_client, main["ceterms:ctid"])
    assert f"/resources/{award['ceterms:ctid']}" in _links(source)
    assert "61 members: Certificate 1" in _words(source)
    assert f"/resources/{main['ceterms:ctid']}?from=50#members" in _links(source)


def test_a_rubric_is_a_table(app_client: AppClient) -> None:
    main = {
        **framework(ceasn__hasRubricCriterion=["_:r"], ceasn__hasRubricLevel=["_:l"]),
        "@type": "ceasn:Rubric",
    }
    parts: list[dict[str, Any]] = [
        {
            "@id": "_:r",
            "@type": "ceasn:RubricCriterion",
            "ceasn:name": {"en": "Neatness"},
            "ceasn:hasCriterionLevel": ["_:c"],
        },
        {
            "@id": "_:l",
            "@type": "ceasn:RubricLevel",
            "ceasn:name": {"en": "Fair"},
            "ceasn:hasCriterionLevel": ["_:c"],
        },
        {
            "@id": "_:c",
            "@type": "ceasn:CriterionLevel",
            "ceasn:benchmarkText": {"en": _HOSTILE},
            "schema:value": 3,
        },
    ]
    app_client.published(asn_document(main, *parts))
    source = _source(app_client, main["ceterms:ctid"])
    assert _HOSTILE not in source
    headers = [" ".join(one.text.split()) for one in _all(source, "th")]
    assert headers[:3] == ["Criterion", "Fair", "Neatness"]
