"""What publishers may do to harm readers or the site: no page breaks, and nothing of theirs runs in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.errors import RegistryError
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import document, resource_uri
from tests.support.hostile import ADDRESSES, BROWSER, MARK, TEXTS, harm, publish_anything
from tests.support.pages import parse_page, problems
from tests.support.valid_documents import TOP_CLASSES

JSON = dict[str, Any]

_VOCABULARY = bundled_vocabulary()
_CTID = "ce-{:08x}-0000-4000-8000-{:012x}"
_MANY = 10_000
_PAGE = 450_000
_LIST = 150_000
_SMALL = 100_000
_CIRCLES = (
    "ceterms:Certificate", "ceterms:CredentialOrganization", "ceasn:CompetencyFramework", "ceasn:Competency",
    "ceterms:Pathway", "ceterms:CourseComponent", "skos:ConceptScheme", "skos:Concept", "ceterms:ConditionManifest",
    "ceterms:Occupation", "ceterms:TransferValueProfile", "qdata:DataSetProfile",
)  # fmt: skip
_CLASSES = (
    "ceterms:Certificate", "ceterms:CredentialOrganization", "ceasn:CompetencyFramework", "skos:ConceptScheme",
    "ceasn:Rubric", "ceterms:Collection", "ceterms:Pathway", "ceterms:TransferValueProfile", "ceterms:Task",
    "ceterms:CostManifest", "ceterms:ScheduledOffering", "ceterms:AccreditAction", "qdata:DataSetProfile",
)  # fmt: skip
_FILES = (".csv", ".jsonld", ".ndjson", ".ttl")


def ctid_of(number: int) -> str:
    """An identifier."""
    return _CTID.format(number, number)


def html_of(client: AppClient, path: str, status: int = 200, most: int = 400_000) -> str:
    """A page that was answered well and is not too large, in which nobody finds harm or mistakes."""
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status, (path, response.status_code, response.text[-2000:])
    assert response.headers["content-type"].startswith("text/html"), path
    found = harm(response.text)
    assert not found, (path, found[:10])
    wrong = problems(response.text) if not path.startswith("/embed/") else []
    assert not wrong, (path, wrong[:10])
    assert len(response.content) < most, (path, len(response.content))
    text: str = response.text
    return text


def check_resource(client: AppClient, identifier: str, most: int = _PAGE) -> None:
    """Everything that there is about one resource."""
    name = quote(identifier, safe="")
    page = f"/resources/{name}"
    html_of(client, page, most=most)
    html_of(client, f"{page}?view=history", most=_SMALL)
    html_of(client, f"{page}?view=cite", most=_SMALL)
    html_of(client, f"/embed{page}", most=_SMALL)
    html_of(client, f"/compare?id={name}&id={ctid_of(2)}", most=_PAGE)
    for path in (
        f"{page}?view=cite.bib",
        f"{page}?view=cite.json",
        f"{page}?view=outcomes.csv",
        f"{page}.jsonld",
        f"{page}.ttl",
        f"/oembed?{urlencode({'url': f'http://registry.test{page}'})}",
    ):
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.text[-2000:])
        if path.startswith("/oembed"):
            assert not harm(response.json()["html"])
            assert len(response.content) < _SMALL


def check_lists(client: AppClient) -> None:
    """Lists and files that hold whatever was published."""
    for path in ("/", "/find", "/find?view=map", "/about", f"/find?q={quote(TEXTS[0])}"):
        html_of(client, path, most=_LIST)
    for extension in _FILES:
        response = client.get(f"/find{extension}")
        assert response.status_code == 200
        assert response.content
    feed = client.get("/find.atom")
    assert feed.status_code == 200
    assert len(feed.content) < _LIST
    for content in (feed.content, client.get("/sitemaps/ce-registry/1").content):
        assert not [one.tag for one in ElementTree.fromstring(content).iter() if MARK in one.tag]


def _uri(number: int) -> str:
    return resource_uri(ctid_of(number))


def _resource(number: int, cls: str = "ceterms:Certificate", **members: Any) -> JSON:
    named = {name.replace("__", ":"): value for name, value in members.items()}
    return {
        "@id": _uri(number),
        "@type": cls,
        "ceterms:ctid": ctid_of(number),
        "ceterms:name": {"en": f"Number {number}"},
        **named,
    }


def _value(term: str, depth: int, pick: Iterator[Any]) -> Any:
    """Hostile values of all kinds under one property, with an object inside where one may stand."""
    known = _VOCABULARY.classes
    inside = (
        one for one in _VOCABULARY.properties[term].range if one in known and known[one].placement != "top"
    )
    inner = next(inside, "") if depth < 1 else ""
    values: list[Any] = [next(pick), {"en": next(pick), f'x-<{MARK}>"': next(pick)}]
    return [*values, {"@type": inner, **_members(inner, depth + 1, pick)}] if inner else values


def _members(cls: str, depth: int, pick: Iterator[Any]) -> JSON:
    terms = (term for term in _VOCABULARY.properties_of(cls) if term in _VOCABULARY.properties)
    return {term: _value(term, depth, pick) for term in terms if term != "ceterms:ctid"}


@on_sqlite
@pytest.mark.parametrize("cls", _CLASSES)
def test_nothing_of_a_publisher_becomes_markup_a_script_or_an_odd_link(
    app_client: AppClient, cls: str
) -> None:
    pick = cycle([*TEXTS, *ADDRESSES])
    members = _members(cls, 0, pick)
    publish_anything(app_client, document({**_resource(1, cls), **members}))
    check_resource(app_client, ctid_of(1), most=1_500_000)
    check_lists(app_client)


@on_sqlite
@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_name_stands_on_every_page_as_it_was_written(app_client: AppClient, text: str) -> None:
    publish_anything(
        app_client, document(_resource(1, ceterms__name={"en": text}, ceterms__description={"en": text}))
    )
    shown = "".join(
        one.text for one in parse_page(html_of(app_client, f"/resources/{ctid_of(1)}")) if one.name == "h1"
    )
    assert shown.split() == text.split()
    for path in (f"/resources/{ctid_of(1)}?view=history", f"/embed/resources/{ctid_of(1)}", "/find", "/"):
        html_of(app_client, path)
    ElementTree.fromstring(app_client.get("/find.atom").content)


def _many(make: Callable[[int], Any], count: int = _MANY) -> list[Any]:
    return [make(number) for number in range(count)]


def _texts(length: int) -> list[JSON]:
    text = {"en": "a" * length}
    inside = {"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "word " * (length // 5)}}
    return [
        _resource(
            1,
            ceterms__name=text,
            ceterms__description=text,
            ceterms__keyword={"en": ["b" * length]},
            ceterms__subjectWebpage=f"https://a.example/{'x' * length}",
            ceterms__codedNotation="c" * length,
            ceterms__unheardOf=text,
            ceterms__requires=[inside, inside],
        )
    ]


def _named(cls: str, number: int, **more: Any) -> JSON:
    named = {name.replace("__", ":"): value for name, value in more.items()}
    return {"@type": cls, "ceterms:name": {"en": f"n{number}"}, **named}


def _alignment(number: int) -> JSON:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en": f"s{number}"},
        "ceterms:targetNode": f"https://a.example/{number}",
    }


def _wide(depth: int) -> JSON:
    inner: JSON = _named("ceterms:ConditionProfile", 0)
    for _ in range(depth):
        inner = _named("ceterms:ConditionProfile", 1, ceterms__alternativeCondition=[inner, inner])
    return inner


def _within(value: Any, depth: int, put: Callable[[Any], Any]) -> Any:
    for _ in range(depth):
        value = put(value)
    return value


def _blank_chain(count: int) -> list[JSON]:
    """Every step refers to the next twice, the last to the first: followed without care it never ends."""
    following = (f"_:b{(number + 1) % count}" for number in range(count))
    return [
        {
            **_named(
                "ceterms:ConditionProfile",
                number,
                ceterms__estimatedCost=[after],
                ceterms__jurisdiction=[after],
            ),
            "@id": f"_:b{number}",
            "ceterms:alternativeCondition": [after, after],
            "ceterms:unheardOf": [after, after],
            "ceterms:address": [after],
        }
        for number, after in enumerate(following)
    ]


_LINKS = (
    "ceterms:hasPart", "ceterms:isPartOf", "ceterms:requires", "ceterms:isRequiredFor", "ceterms:isPreparationFor",
    "ceterms:preparationFrom", "ceterms:ownedBy", "ceterms:owns", "ceterms:nextVersion", "ceterms:previousVersion",
    "ceterms:latestVersion", "ceterms:commonConditions", "ceterms:commonCosts", "ceterms:sameAs", "ceterms:hasMember",
    "ceasn:isChildOf", "ceasn:hasChild", "ceasn:isPartOf", "ceasn:exactAlignment", "ceasn:broadAlignment",
    "ceasn:hasTopChild", "skos:broader", "skos:narrower", "skos:inScheme", "skos:hasTopConcept", "ceterms:prerequisite",
    "ceterms:hasChild", "ceterms:isChildOf", "ceterms:precedes", "ceterms:subOrganization",
    "ceterms:parentOrganization", "ceterms:hasTask", "ceterms:hasJob", "ceterms:transferValueFrom",
    "ceterms:derivedFrom", "ceterms:proxyFor",
    "ceterms:hasDestinationComponent", "ceterms:specialization", "ceterms:advancedStandingFrom", "qdata:about",
)  # fmt: skip


def _circle(cls: str) -> list[JSON]:
    """Three resources, each of which has every connection with itself and with the other two."""
    everybody = [_uri(number) for number in (1, 2, 3)]
    return [{**_resource(number, cls), **dict.fromkeys(_LINKS, everybody)} for number in (1, 2, 3)]


_BOMBS: dict[str, Callable[[], list[JSON]]] = {
    "words of ten thousand letters": lambda: _texts(10_000),
    "texts of a megabyte": lambda: _texts(1_000_000),
    "conditions": lambda: [
        _resource(1, ceterms__requires=_many(partial(_named, "ceterms:ConditionProfile")))
    ],
    "alternatives": lambda: [
        _resource(
            1,
            ceterms__requires=_named(
                "ceterms:ConditionProfile",
                0,
                ceterms__alternativeCondition=_many(partial(_named, "ceterms:ConditionProfile")),
            ),
        )
    ],
    "costs": lambda: [
        _resource(
            1,
            ceterms__estimatedCost=_many(
                lambda n: _named("ceterms:CostProfile", n, ceterms__price=n, ceterms__currency=f"C{n}")
            ),
        )
    ],
    "durations and places": lambda: [
        _resource(
            1,
            ceterms__estimatedDuration=_many(
                lambda n: {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"P{n}D"}
            ),
            ceterms__availableAt=_many(
                lambda n: _named("ceterms:Place", n, ceterms__latitude=n / 200, ceterms__longitude=n / 100)
            ),
        )
    ],
    "offers": lambda: [
        _resource(1, "ceterms:CredentialOrganization", ceterms__offers=_many(_uri), ceterms__owns=_many(_uri))
    ],
    "members": lambda: [_resource(1, "ceterms:Collection", ceterms__hasMember=_many(_uri))],
    "languages": lambda: [
        _resource(
            1,
            ceterms__name={f"aa-x-l{n}": f"n{n}" for n in range(3_000)},
            ceterms__description={f"aa-x-l{n}": f"n{n}" for n in range(3_000)},
            ceterms__keyword={f"aa-x-l{n}": [f"n{n}"] for n in range(3_000)},
        )
    ],
    "subjects": lambda: [
        _resource(
            1,
            ceterms__keyword={"en": _many(lambda n: f"k{n}")},
            ceterms__subject=_many(_alignment),
            ceterms__sameAs=_many(lambda n: f"https://a.example/{n}"),
        )
    ],
    "properties that nobody knows": lambda: [
        _resource(1, **{f"ceterms__unheard{n}": f"v{n}" for n in range(_MANY)})
    ],
    "children": lambda: [
        _resource(1, "ceasn:CompetencyFramework", ceasn__hasTopChild=_many(lambda n: _uri(n + 10))),
        *_many(
            lambda n: _resource(
                n + 10, "ceasn:Competency", ceasn__isPartOf=_uri(1), ceasn__isTopChildOf=_uri(1)
            )
        ),
    ],
    "a long line of children": lambda: [
        _resource(1, "ceasn:CompetencyFramework", ceasn__hasTopChild=[_uri(10)]),
        *_many(
            lambda n: _resource(
                n + 10, "ceasn:Competency", ceasn__isChildOf=_uri(n + 9), ceasn__hasChild=[_uri(n + 11)]
            ),
            1_000,
        ),
    ],
    "parts of a pathway": lambda: [
        _resource(1, "ceterms:Pathway", ceterms__hasPart=_many(lambda n: f"_:b{n}", 1_000)),
        *_many(
            lambda n: {
                **_named(
                    "ceterms:CourseComponent", n, ceterms__hasChild=[f"_:b{2 * n + 1}", f"_:b{2 * n + 2}"]
                ),
                "@id": f"_:b{n}",
                "ceterms:prerequisite": [f"_:b{n * 7 % 1_000}"],
            },
            1_000,
        ),
    ],
    "assurers": lambda: [
        _resource(
            1,
            ceterms__accreditedBy=_many(_uri),
            ceterms__approvedIn=_many(
                lambda n: {"@type": "ceterms:JurisdictionProfile", "ceterms:assertedBy": [_uri(n)]}, 2_000
            ),
        )
    ],
    "cells of a rubric": lambda: [
        _resource(
            1,
            "ceasn:Rubric",
            ceasn__hasRubricCriterion=_many(
                lambda n: {
                    "@id": f"_:c{n}",
                    "@type": "ceasn:RubricCriterion",
                    "ceasn:hasCriterionLevel": [f"_:k{n}"],
                },
                200,
            ),
            ceasn__hasRubricLevel=_many(
                lambda n: {"@id": f"_:l{n}", "@type": "ceasn:RubricLevel", "ceasn:name": "l"}, 200
            ),
        )
    ],
    "conditions inside conditions": lambda: [_resource(1, ceterms__requires=_wide(10))],
    "lists inside lists": lambda: [
        _resource(
            1,
            ceterms__requires=_within("x", 50, lambda inner: [inner]),
            ceterms__keyword=_within("x", 50, lambda inner: {"@value": inner}),
            ceterms__description=_within("x", 20, lambda inner: {"en": [inner]}),
            ceterms__unheardOf=_within("x", 20, lambda inner: {"@list": [inner]}),
            ceterms__estimatedCost=_within(
                "x", 50, lambda inner: {"@type": "ceterms:CostProfile", "ceterms:x": inner}
            ),
        )
    ],
    "blank nodes in a circle": lambda: [
        _resource(
            1, ceterms__requires=["_:b0"], ceterms__estimatedCost=["_:b0"], ceterms__availableAt=["_:b0"]
        ),
        *_blank_chain(30),
    ],
    "two resources of one name": lambda: [
        _resource(1),
        {**_resource(1, "ceterms:Course"), "@id": "https://a.example/another"},
    ],
    **{f"a circle of {cls}": partial(_circle, cls) for cls in _CIRCLES},
}


@on_sqlite
@pytest.mark.parametrize("name", _BOMBS)
def test_however_much_there_is_pages_stay_readable(app_client: AppClient, name: str) -> None:
    publish_anything(app_client, document(*_BOMBS[name]()))
    check_resource(app_client, ctid_of(1))
    html_of(app_client, "/find", most=_LIST)
    assert len(app_client.get("/find.atom").content) < _LIST


_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, -1e308, 10**30, "", " ", "NaN", "-Infinity", "1e400", "0000-99-99", "9999-12-31T99:99Z",
    "P99999999999999Y", "PT-1S", "<b>", [], {}, [[]], [[["x"]]], {"en": 1}, {"en": None}, {"en": ["a", 2, None, {}]},
    {"@id": 5}, {"@id": ["_:a"]}, {"@value": 1, "@language": 2}, {"@type": 5}, {"@type": [None, {}]}, {"@list": {}},
    {"@set": [None]}, {"@type": "ceterms:Place", "ceterms:latitude": 1e308, "ceterms:longitude": "east"},
    {"@type": "ceterms:CostProfile", "ceterms:price": -1e308, "ceterms:currency": "<b>"},
    {"@type": "ceterms:CostProfile", "ceterms:price": "NaN", "ceterms:currency": 5},
    {"@type": "ceterms:DurationProfile", "ceterms:minimumDuration": 7, "ceterms:maximumDuration": {"en": "P1Y"}},
    {"@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": [1, "x", [], {"ceterms:weight": "heavy"}]},
    {"@type": "nobody:knows", "nobody:this": {"or:that": 1}, "noPrefix": 2, "": 3},
    "_:nowhere", {"@id": "_:nowhere"}, {"ceterms:targetNode": {"@id": {"@id": "x"}}}, resource_uri(ctid_of(1)),
    *TEXTS[:4], *ADDRESSES[:4],
)  # fmt: skip


@on_sqlite
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_under_whichever_property(app_client: AppClient, data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from(TOP_CLASSES))
    terms = st.sampled_from([term for term in _VOCABULARY.properties_of(cls) if term != "ceterms:ctid"])
    values = st.recursive(
        st.sampled_from(_ODD),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(sorted(_VOCABULARY.properties)), inner, max_size=3)
        ),
        max_leaves=5,
    )
    members = data.draw(st.dictionaries(terms, values, min_size=3, max_size=12))
    try:
        publish_anything(app_client, document({**_resource(1, cls), **members}))
    except RegistryError:
        # What no import takes reaches no page.
        return
    html_of(app_client, f"/resources/{ctid_of(1)}")
    html_of(app_client, f"/resources/{ctid_of(1)}?view=cite")
    html_of(app_client, f"/embed/resources/{ctid_of(1)}")
    html_of(app_client, f"/compare?id={ctid_of(1)}")
    html_of(app_client, "/find")


@on_sqlite
def test_the_difference_of_two_hostile_versions_is_shown(app_client: AppClient) -> None:
    pick = cycle([*TEXTS, *ADDRESSES, *_ODD])
    terms = [term for term in _VOCABULARY.properties_of("ceterms:Certificate") if term != "ceterms:ctid"]
    for _ in range(2):
        publish_anything(app_client, document({**_resource(1), **{term: next(pick) for term in terms}}))
        publish_anything(
            app_client, document({**_resource(1), **{term: [next(pick), next(pick)] for term in terms}})
        )
    page = f"/resources/{ctid_of(1)}?view=history"
    history = html_of(app_client, page)
    numbers = sorted({int(found) for found in re.findall(r'value="(\d+)"', history)})
    assert len(numbers) >= 2
    text = html_of(app_client, f"{page}&from={numbers[0]}&to={numbers[-1]}")
    assert 'id="difference"' in text
