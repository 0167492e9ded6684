from __future__ import annotations

from typing import Any

from opencredreg.finder.costs import CostsView, build_costs
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _cost(price: float | None, **members: Any) -> dict[str, Any]:
    amount = {} if price is None else {"ceterms:price": price, "ceterms:currency": "USD"}
    return {
        "@type": "ceterms:CostProfile",
        **amount,
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _manifest(**members: Any) -> dict[str, Any]:
    return {**certificate(name="Fees of the valley", **members), "@type": "ceterms:CostManifest"}


def _view(client: AppClient, **members: Any) -> CostsView:
    main = certificate(**members)
    client.published(document(main))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        view = build_costs(subject)
    assert view is not None
    return view


def test_there_is_nothing_to_show_without_costs(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        assert build_costs(subject) is None


def test_totals_are_split_by_who_pays(app_client: AppClient) -> None:
    view = _view(
        app_client,
        ceterms__estimatedCost=[
            _cost(50),
            _cost(400, residencyType=["residency:InState"]),
            _cost(900, residencyType=["residency:OutOfState"]),
        ],
    )
    [table] = view.tables
    assert [
        (total.residency.reference.term if total.residency and total.residency.reference else "", total.low)
        for total in table.totals
    ] == [("", 50), ("residency:InState", 450), ("residency:OutOfState", 950)]
    assert [(one.low, one.high) for one in view.ranges] == [(450, 950)]


def test_an_item_keeps_everything_that_is_said_of_it(app_client: AppClient) -> None:
    item = _cost(
        12.5,
        name={"en": "Gloves", "es": "Guantes"},
        description={"en": "Two pairs."},
        directCostType=["costType:Tuition"],
        paymentPattern={"en": "Once"},
        costDetails="https://fees.example/gloves",
        startDate="2020-01-01",
        approximateEndDate="2090",
        jurisdiction=[{"@type": "ceterms:JurisdictionProfile", "ceterms:globalJurisdiction": True}],
    )
    [table] = _view(app_client, ceterms__estimatedCost=[item]).tables
    [found] = table.items
    assert (found.price, found.currency, found.details) == (12.5, "USD", "https://fees.example/gloves")
    assert [text.text for text in found.names] == ["Gloves", "Guantes"]
    assert found.payment[0].text == "Once"
    assert found.kinds[0].reference is not None
    assert found.kinds[0].reference.term == "costType:Tuition"
    assert found.holds
    assert [one.term for one in found.more] == ["ceterms:approximateEndDate", "ceterms:jurisdiction"]


def test_words_in_place_of_a_currency_stay_as_written(app_client: AppClient) -> None:
    item = {**_cost(3), "ceterms:currency": "Seashells"}
    [table] = _view(app_client, ceterms__estimatedCost=[item]).tables
    assert table.items[0].currency == "Seashells"


def test_the_nearer_cost_replaces_that_of_a_manifest(app_client: AppClient) -> None:
    manifest = _manifest(ceterms__estimatedCost=[_cost(70, directCostType=["costType:Tuition"])])
    app_client.published(document(manifest))
    view = _view(
        app_client,
        ceterms__estimatedCost=[_cost(90, directCostType=["costType:Tuition"])],
        ceterms__commonCosts=[manifest["@id"]],
    )
    [table] = view.tables
    assert [(item.price, item.is_overridden, item.manifest is None) for item in table.items] == [
        (90, False, True),
        (70, True, False),
    ]
    assert [total.low for total in table.totals] == [90]
    assert [one.ctid for one in view.manifests] == [manifest["ceterms:ctid"]]


def test_costs_of_another_day_are_no_part_of_the_total(app_client: AppClient) -> None:
    view = _view(app_client, ceterms__estimatedCost=[_cost(10), _cost(5, endDate="2001-12-31")])
    [table] = view.tables
    assert [item.holds for item in table.items] == [True, False]
    assert [total.low for total in table.totals] == [10]
    assert not view.is_for_any_day


def test_where_no_cost_is_of_today_the_totals_are_of_all_days(app_client: AppClient) -> None:
    view = _view(app_client, ceterms__estimatedCost=[_cost(5, endDate="2001-12-31")])
    assert view.is_for_any_day
    assert [one.low for one in view.ranges] == [5]


def test_conditions_have_costs_of_their_own(app_client: AppClient) -> None:
    view = _view(
        app_client,
        ceterms__estimatedCost=[_cost(10)],
        ceterms__requires=[{"@type": "ceterms:ConditionProfile", "ceterms:estimatedCost": [_cost(3)]}],
    )
    assert [(table.kind, table.term, table.items[0].price) for table in view.tables] == [
        ("resource", "", 10),
        ("condition", "ceterms:requires", 3),
    ]


def test_help_with_paying_is_told_inside_and_by_reference(app_client: AppClient) -> None:
    held = {**certificate(name="Valley grant"), "@type": "ceterms:FinancialAssistanceProfile"}
    app_client.published(document(held))
    inside = {
        "@type": "ceterms:FinancialAssistanceProfile",
        "ceterms:name": {"en": "Boot fund"},
        "ceterms:financialAssistanceValue": [
            {"@type": "schema:QuantitativeValue", "schema:value": 40, "schema:currency": "USD"}
        ],
        "ceterms:codedNotation": "B-1",
    }
    first, second = _view(app_client, ceterms__financialAssistance=[held["@id"], inside]).assistance
    assert first.reference is not None
    assert (first.reference.ctid, first.names[0].text) == (held["ceterms:ctid"], "Valley grant")
    assert (second.names[0].text, second.values[0].low, second.values[0].currency) == ("Boot fund", 40, "USD")
    assert [one.term for one in second.more] == ["ceterms:codedNotation"]


def test_profiles_beside_the_resource_are_counted(app_client: AppClient) -> None:
    main = certificate(ceterms__estimatedCost=["_:fee"])
    app_client.published(document(main, {"@id": "_:fee", **_cost(8)}))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        view = build_costs(subject)
    assert view is not None
    assert [one.low for one in view.ranges] == [8]
