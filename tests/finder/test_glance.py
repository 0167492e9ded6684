from __future__ import annotations

from typing import Any

from opencredreg.finder.about import About, build_about
from opencredreg.finder.glance import MOST_FACTS, Glance, build_glance
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.subjects import subject_of

pytestmark = on_sqlite

_DURATION = {
    "@type": "ceterms:DurationProfile",
    "ceterms:exactDuration": "P6M",
    "ceterms:timeRequired": "PT50H",
}
_COST = {"@type": "ceterms:CostProfile", "ceterms:price": 1200, "ceterms:currency": "USD"}


def _glance(client: AppClient, main: dict[str, Any]) -> Glance | None:
    client.published(document(main))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        return build_glance(subject)


def _about(client: AppClient, **members: Any) -> About | None:
    main = certificate(**members)
    client.published(document(main))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        return build_about(subject)


def _facts(found: Glance | None) -> dict[str, Any]:
    assert found is not None
    return {fact.name: fact.value for fact in (*found.facts, *found.further)}


class TestGlance:
    def test_is_left_out_where_there_is_no_fact(self, app_client: AppClient) -> None:
        assert _glance(app_client, certificate()) is None

    def test_tells_time_cost_and_delivery_first(self, app_client: AppClient) -> None:
        facts = _facts(
            _glance(
                app_client,
                certificate(
                    ceterms__estimatedDuration=[_DURATION],
                    ceterms__estimatedCost=[_COST],
                    ceterms__learningDeliveryType=["deliveryType:OnlineOnly"],
                    ceterms__inLanguage=["en", "es"],
                    ceterms__renewalFrequency="P2Y",
                    ceterms__isNonCredit=True,
                    ceterms__dateEffective="2024-03-01",
                ),
            )
        )
        assert list(facts) == ["time", "cost", "delivery", "language", "renewal", "dates", "traits"]
        [span] = facts["time"]
        assert (span.shortest.months, span.spent.seconds) == (6, 50 * 3600)
        assert [one.low for one in facts["cost"].ranges] == [1200]
        assert not facts["cost"].depends
        assert facts["delivery"][0].reference.term == "deliveryType:OnlineOnly"
        assert facts["language"] == ("en", "es")
        assert (facts["dates"].effective, facts["dates"].expires) == ("2024-03-01", "")
        assert [one.term for one in facts["traits"]] == ["ceterms:isNonCredit"]

    def test_says_that_the_cost_depends_on_who_pays(self, app_client: AppClient) -> None:
        resident = {**_COST, "ceterms:price": 700, "ceterms:residencyType": ["residency:InState"]}
        facts = _facts(_glance(app_client, certificate(ceterms__estimatedCost=[_COST, resident])))
        assert facts["cost"].depends

    def test_does_not_claim_what_is_denied(self, app_client: AppClient) -> None:
        assert _glance(app_client, certificate(ceterms__isNonCredit=False)) is None

    def test_names_a_way_of_delivery_once(self, app_client: AppClient) -> None:
        way = ["deliveryType:OnlineOnly"]
        main = certificate(ceterms__learningDeliveryType=way, ceterms__deliveryType=way)
        assert len(_facts(_glance(app_client, main))["delivery"]) == 1

    def test_puts_the_rest_behind(self, app_client: AppClient) -> None:
        main = certificate(
            ceterms__estimatedDuration=[_DURATION],
            ceterms__estimatedCost=[_COST],
            ceterms__learningDeliveryType=["deliveryType:OnlineOnly"],
            ceterms__audienceLevelType=["audLevel:BeginnerLevel"],
            ceterms__creditValue=[{"@type": "ceterms:ValueProfile", "schema:value": 3}],
            ceterms__inLanguage="en",
            ceterms__renewalFrequency="P2Y",
            ceterms__audienceType=["audience:PartTime"],
            ceterms__dateEffective="2024-03-01",
            ceterms__credentialStatusType=["credentialStat:Active"],
        )
        found = _glance(app_client, main)
        assert found is not None
        assert len(found.facts) == MOST_FACTS
        assert [fact.name for fact in found.further] == ["dates", "status"]

    def test_tells_how_to_reach_an_organization(self, app_client: AppClient) -> None:
        main = {
            **certificate(name="Alder school"),
            "@type": "ceterms:CredentialOrganization",
            "ceterms:email": ["hello@school.example"],
            "ceterms:agentType": ["orgType:Business"],
            "ceterms:foundingDate": "1942",
            "ceterms:address": [
                {
                    "@type": "ceterms:Place",
                    "ceterms:addressLocality": {"en": "Alder"},
                    "ceterms:targetContactPoint": [
                        {"@type": "ceterms:ContactPoint", "ceterms:telephone": ["+1 555 0100"]}
                    ],
                }
            ],
        }
        facts = _facts(_glance(app_client, main))
        assert list(facts) == ["type", "place", "founded", "contact"]
        assert facts["contact"].mails == ("hello@school.example",)
        assert facts["contact"].phones == ("+1 555 0100",)
        assert facts["place"][0].town[0].text == "Alder"


class TestAbout:
    def test_is_left_out_where_nothing_is_said(self, app_client: AppClient) -> None:
        assert _about(app_client) is None

    def test_keeps_all_languages(self, app_client: AppClient) -> None:
        found = _about(
            app_client,
            ceterms__description={"en": "Hedges in winter.", "es": "Setos en invierno."},
            ceterms__keyword={"en": ["hedges", "winter"], "es": ["setos"]},
            ceterms__alternateName={"en": ["Hedging", "Plashing"]},
            ceterms__sameAs=["https://other.example/hedges"],
            ceterms__image="https://school.example/hedge.png",
            ceterms__subjectWebpage="https://school.example/hedges",
        )
        assert found is not None
        assert [text.language for text in found.descriptions[0].texts] == ["en", "es"]
        assert [[text.text for text in group] for group in found.keywords] == [
            ["hedges", "winter"],
            ["setos"],
        ]
        assert [texts[0].text for texts in found.other_names] == ["Hedging", "Plashing"]
        assert [one.uri for one in found.same_as] == ["https://other.example/hedges"]
        assert found.images == ("https://school.example/hedge.png",)
        assert [one.term for one in found.links] == ["ceterms:subjectWebpage"]
