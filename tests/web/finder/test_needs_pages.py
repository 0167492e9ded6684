from __future__ import annotations

from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.pages import Element, parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_SPANISH = {**_BROWSER, "accept-language": "es-MX"}
# Every page of the finder has these around its parts: data for machines, scripts that only improve, an address.
_HOSTILE = "<script>alert(1)</script>"


def _condition(**members: Any) -> dict[str, Any]:
    return {
        "@type": "ceterms:ConditionProfile",
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _cost(price: float, **members: Any) -> dict[str, Any]:
    return {
        "@type": "ceterms:CostProfile",
        "ceterms:price": price,
        "ceterms:currency": "USD",
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _source(client: AppClient, main: dict[str, Any], headers: dict[str, str] | None = None) -> str:
    client.published(document(main))
    response = client.get(f"/resources/{main['ceterms:ctid']}", headers=headers or _BROWSER)
    assert response.status_code == 200
    assert problems(response.text) == []
    text: str = response.text
    return text


def _words(source: str) -> str:
    [main] = [element for element in parse_page(source) if element.name == "main"]
    return " ".join(main.text.split())


def _headings(source: str) -> list[str]:
    return [" ".join(one.text.split()) for one in parse_page(source) if one.name in ("h2", "h3")]


def _links(source: str) -> dict[str, Element]:
    return {one.attributes.get("href", ""): one for one in parse_page(source) if one.name == "a"}


class TestGlance:
    def test_says_the_first_facts_in_words(self, app_client: AppClient) -> None:
        duration = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P6M"}
        words = _words(
            _source(
                app_client,
                certificate(
                    ceterms__estimatedDuration=[{**duration, "ceterms:timeRequired": "PT50H"}],
                    ceterms__estimatedCost=[_cost(1200)],
                    ceterms__inLanguage=["es"],
                    ceterms__renewalFrequency="P2Y",
                ),
            )
        )
        for said in ("6 months 50 hours of work", "$1,200", "Spanish", "every 2 years"):
            assert said in words

    def test_leads_to_the_costs(self, app_client: AppClient) -> None:
        source = _source(app_client, certificate(ceterms__estimatedCost=[_cost(3)]))
        anchors = {one.attributes["id"] for one in parse_page(source) if "id" in one.attributes}
        assert "#costs" in _links(source)
        assert "costs" in anchors


class TestAbout:
    def test_speaks_the_language_of_the_reader_first(self, app_client: AppClient) -> None:
        main = certificate(ceterms__description={"en": "Hedges in winter.", "es": "Setos en invierno."})
        words = _words(_source(app_client, main, _SPANISH))
        assert words.index("Setos en invierno.") < words.index("Hedges in winter.")

    def test_links_keywords_to_the_search(self, app_client: AppClient) -> None:
        source = _source(app_client, certificate(ceterms__keyword={"en": ["stone walls"]}))
        assert _links(source)["/find?q=stone+walls"].text == "stone walls"

    def test_shows_no_foreign_picture(self, app_client: AppClient) -> None:
        source = _source(app_client, certificate(ceterms__image="https://school.example/hedge.png"))
        assert not [one for one in parse_page(source) if one.name == "img"]
        assert "https://school.example/hedge.png" in _links(source)


class TestRequirements:
    def test_are_a_tree_with_alternatives(self, app_client: AppClient) -> None:
        school = course(name="Evening school")
        app_client.published(document(school))
        source = _source(
            app_client,
            certificate(
                ceterms__requires=[
                    _condition(
                        name={"en": "Learning"},
                        minimumAge=16,
                        alternativeCondition=[
                            _condition(targetLearningOpportunity=[school["@id"]]),
                            _condition(yearsOfExperience=3),
                        ],
                    )
                ]
            ),
        )
        words = _words(source)
        assert "What you need" in _headings(source)
        assert "Learning At least 16 years old and one of these 2" in words
        assert "3 years of experience" in words
        assert "2 ways to meet everything" in words
        assert _links(source)[f"/resources/{school['ceterms:ctid']}"].text == "Evening school"

    def test_name_the_manifest_that_they_come_from(self, app_client: AppClient) -> None:
        manifest = {
            **certificate(name="Rules of the valley", ceterms__requires=[_condition(minimumAge=16)]),
            "@type": "ceterms:ConditionManifest",
        }
        app_client.published(document(manifest))
        main = certificate(
            ceterms__requires=[_condition(minimumAge=18)], ceterms__commonConditions=[manifest["@id"]]
        )
        words = _words(_source(app_client, main))
        assert "From Rules of the valley" in words
        assert "sources differ. This counts: 18 (stated here). Set aside: 16 (Rules of the valley)" in words

    def test_tell_what_is_missing(self, app_client: AppClient) -> None:
        lost = new_ctid()
        main = certificate(ceterms__requires=[_condition(targetCredential=[resource_uri(lost)])])
        words = _words(_source(app_client, main))
        assert lost in words
        assert "not in this registry" in words

    def test_lose_no_statement_that_has_no_words_of_its_own(self, app_client: AppClient) -> None:
        profile = _condition(
            submissionOf=["https://forms.example/portfolio"],
            weight=0.25,
            dateEffective="2031-02-03",
            jurisdiction=[
                {
                    "@type": "ceterms:JurisdictionProfile",
                    "ceterms:mainJurisdiction": [
                        {
                            "@type": "ceterms:Place",
                            "ceterms:name": {"en": "Alder Vale"},
                            "ceterms:latitude": 41.5,
                        }
                    ],
                }
            ],
        )
        source = _source(app_client, certificate(ceterms__requires=[profile]))
        words = _words(source)
        for said in ("Counts for 25%", "3 February 2031", "Holds in Alder Vale", "41.5"):
            assert said in words
        assert "https://forms.example/portfolio" in _links(source)

    def test_in_great_number_stay_within_bounds(self, app_client: AppClient) -> None:
        profiles = [_condition(description={"en": f"Rule number {number}."}) for number in range(500)]
        source = _source(app_client, certificate(ceterms__requires=profiles))
        assert "Rule number 0." in source
        assert "Rule number 499." not in source
        assert "and 300 more in the data" in _words(source)
        assert len(source) < 150_000


class TestCosts:
    def test_are_told_in_total_and_by_item(self, app_client: AppClient) -> None:
        source = _source(
            app_client,
            certificate(
                ceterms__estimatedCost=[
                    _cost(50, name={"en": "Boots"}),
                    _cost(400, residencyType=["residency:InState"], paymentPattern={"en": "In two parts"}),
                    _cost(900, residencyType=["residency:OutOfState"], costDetails="https://fees.example/a"),
                ]
            ),
        )
        words = _words(source)
        for said in ("$450 – $950", "In total", "added up from 2 items", "Boots", "In two parts"):
            assert said in words
        assert "https://fees.example/a" in _links(source)

    def test_mark_what_does_not_count(self, app_client: AppClient) -> None:
        manifest = {
            **certificate(
                name="Fees of the valley",
                ceterms__estimatedCost=[_cost(70, directCostType=["costType:Tuition"])],
            ),
            "@type": "ceterms:CostManifest",
        }
        app_client.published(document(manifest))
        main = certificate(
            ceterms__estimatedCost=[
                _cost(90, directCostType=["costType:Tuition"]),
                _cost(5, endDate="2001-12-31"),
            ],
            ceterms__commonCosts=[manifest["@id"]],
        )
        words = _words(_source(app_client, main))
        assert "replaced by a nearer one" in words
        assert "From Fees of the valley" in words
        assert "not today" in words

    def test_name_help_with_paying(self, app_client: AppClient) -> None:
        fund = {
            "@type": "ceterms:FinancialAssistanceProfile",
            "ceterms:name": {"en": "Boot fund"},
            "ceterms:financialAssistanceValue": [
                {"@type": "schema:QuantitativeValue", "schema:value": 40, "schema:currency": "USD"}
            ],
        }
        source = _source(app_client, certificate(ceterms__financialAssistance=[fund]))
        assert "Help with paying" in _headings(source)
        assert "Boot fund · $40" in _words(source)


def test_hostile_content_is_shown_safely(app_client: AppClient) -> None:
    wild = {"en": _HOSTILE}
    source = _source(
        app_client,
        certificate(
            ceterms__description=wild,
            ceterms__keyword={"en": [_HOSTILE, "\"'><svg onload=alert(1)>"]},
            ceterms__subjectWebpage="javascript:alert(1)",
            ceterms__image="javascript:alert(1)",
            ceterms__sameAs=["javascript:alert(1)"],
            ceterms__inLanguage=[_HOSTILE],
            ceterms__requires=[
                _condition(
                    name=wild,
                    description={"ar": "شهادة"},
                    subjectWebpage="javascript:alert(1)",
                    targetCredential=["javascript:alert(1)"],
                    audienceType=[
                        {"@type": "ceterms:CredentialAlignmentObject", "ceterms:frameworkName": wild}
                        | {"ceterms:targetNodeName": {"en": '" onmouseover="x'}}
                    ],
                )
            ],
            ceterms__estimatedCost=[{**_cost(1e30), "ceterms:currency": _HOSTILE, "ceterms:name": wild}],
        ),
    )
    elements = parse_page(source)
    assert _HOSTILE not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert not [one for one in elements if one.attributes.get("href", "").startswith("javascript")]
    assert not [one for one in elements for name in one.attributes if name.startswith("on")]
    assert 'dir="auto">شهادة' in source
