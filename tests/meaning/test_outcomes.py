from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.meaning.actions import find_standings, standings_of
from opencredreg.meaning.inverses import complete_inverses
from opencredreg.meaning.jurisdictions import applies_in, jurisdictions_of, read_place
from opencredreg.meaning.observations import read_data_set, relevant_data_sets
from opencredreg.meaning.truth import Truth
from tests.meaning.build import concept, graph, key, node, part, profile, uri


def observation(label: str, metric: str, *points: Any, **members: Any) -> dict[str, Any]:
    return {
        "@id": label,
        **part("qdata:Observation", qdata_isObservationOf=uri(metric), qdata_atPoint=list(points), **members),
    }


def test_observations_are_rows_of_a_metric_at_points() -> None:
    dimension = {
        "@id": "_:d",
        **part("qdata:Dimension", name={"en": "Program"}, qdata_hasPoint=[uri("p"), uri("q")]),
    }
    resources = graph(
        dimension,
        node("rate", "qdata:Metric", name={"en": "Completion"}),
        node("p", "LearningProgram", name={"en": "Nursing"}),
        observation("_:1", "rate", "2023", uri("p"), qdata_percentage=81.5, qdata_sizeOfData=40),
        observation(
            "_:2", "rate", "2023", uri("q"), qdata_dataWithholdingType="dataWithholding:DataSuppressed"
        ),
    )
    data_set = node(
        "set",
        "qdata:DataSetProfile",
        qdata_hasMetric=uri("rate"),
        qdata_hasDimension="_:d",
        qdata_hasObservation=["_:1", "_:2"],
        qdata_dataSetTemporalCoverage=part("qdata:DataSetTimeFrame", startDate="2023-01-01"),
    )
    table = read_data_set(data_set, resources)
    first, second = table.rows
    assert (first.metric_names[0].text, first.numbers, first.sizes) == (
        "Completion",
        {"qdata:percentage": 81.5},
        {"qdata:sizeOfData": 40.0},
    )
    year, program = first.points
    assert (year.key, year.names[0].text, program.key, program.names[0].text) == (
        "",
        "2023",
        key("p"),
        "Nursing",
    )
    assert program.dimension_names[0].text == "Program"
    assert (second.numbers, second.withheld) == ({}, "dataWithholding:DataSuppressed")
    assert table.period.start == date(2023, 1, 1)
    assert table.unresolved == (uri("q"),)
    assert resources.finds <= 4


def test_observations_that_are_not_listed_are_found_by_their_metric() -> None:
    resources = graph(observation("_:1", "m", schema_value=3), node("m", "qdata:Metric"))
    table = read_data_set(node("set", "qdata:DataSetProfile", qdata_hasMetric=[uri("m")]), resources)
    assert [row.numbers for row in table.rows] == [{"schema:value": 3.0}]


def test_the_older_model_gives_rows_too() -> None:
    earnings = part(
        "schema:MonetaryAmountDistribution", schema_currency="usd", qdata_median=52000, qdata_percentile10=0
    )
    data = part(
        "qdata:DataProfile",
        description={"en": "After one year"},
        qdata_earningsDistribution=[earnings],
        qdata_dataAvailable=part("schema:QuantitativeValue", qdata_percentage="49"),
        qdata_subjectIncluded=[part("schema:QuantitativeValue", schema_description={"en": "Nothing"})],
    )
    frame = part("qdata:DataSetTimeFrame", startDate="2022", endDate="2022", qdata_dataAttributes=data)
    table = read_data_set(node("set", "qdata:DataSetProfile", qdata_dataSetTimePeriod=[frame]), graph())
    assert [(row.metric, row.numbers, row.currency) for row in table.rows] == [
        ("qdata:earningsDistribution", {"qdata:median": 52000.0, "qdata:percentile10": 0.0}, "USD"),
        ("qdata:dataAvailable", {"qdata:percentage": 49.0}, ""),
    ]
    assert {row.points[0].names[0].text for row in table.rows} == {"After one year"}
    assert {row.period.end for row in table.rows} == {date(2022, 12, 31)}


def test_data_sets_are_named_by_a_resource_and_by_its_summaries() -> None:
    inner = [part("AggregateDataProfile", qdata_relevantDataSet=[uri("b"), uri("a")])]
    holder = node("x", "Certificate", qdata_relevantDataSet=uri("a"), aggregateData=inner)
    assert relevant_data_sets(holder) == (uri("a"), uri("b"))


def place(country: str = "", region: str = "", **members: Any) -> dict[str, Any]:
    stated = {"addressCountry": country, "addressRegion": region}
    return part("Place", **{name: {"en": value} for name, value in stated.items() if value}, **members)


def test_a_jurisdiction_is_its_places_without_the_exceptions() -> None:
    holder = {
        "ceterms:jurisdiction": [
            part(
                "JurisdictionProfile",
                globalJurisdiction=True,
                jurisdictionException=[place("Canada", "Quebec")],
            ),
            part(
                "JurisdictionProfile", mainJurisdiction=[place("United States"), "https://geo.example/france"]
            ),
            part("JurisdictionProfile", description={"en": "Ask"}),
        ],
        "ceterms:accreditedIn": part(
            "JurisdictionProfile", mainJurisdiction=place("Canada"), assertedBy=uri("org")
        ),
    }
    everywhere, somewhere, unsaid = jurisdictions_of(holder)
    (by,) = jurisdictions_of(holder, "ceterms:accreditedIn")
    quebec, ohio = read_place(place("canada", "Quebec")), read_place(place("United States", "Ohio"))
    canada, france = (
        read_place(place("Canada")),
        read_place(part("Place", geoURI="https://geo.example/france")),
    )
    assert [applies_in(everywhere, each) for each in (quebec, ohio, canada)] == [
        Truth.NO,
        Truth.YES,
        Truth.UNKNOWN,
    ]
    assert [applies_in(somewhere, each) for each in (ohio, france)] == [Truth.YES, Truth.YES]
    assert applies_in(unsaid, ohio) is Truth.UNKNOWN
    assert (applies_in(by, quebec), applies_in(by, ohio), by.asserted_by) == (
        Truth.YES,
        Truth.NO,
        (uri("org"),),
    )


def action(
    name: str, kind: str = "AccreditAction", agent: str = "agency", status: str = "Active", **members: Any
) -> dict[str, Any]:
    stated = {"actionStatusType": concept(f"actionStat:{status}ActionStatus")} if status else {}
    return node(name, kind, actingAgent=[uri(agent)], object=uri("school"), **stated, **members)


def standing(on: str, *actions: dict[str, Any]) -> list[str]:
    return [
        s.standing
        for s in standings_of(
            node("school", "CredentialOrganization"), actions, on=date.fromisoformat(on)
        ).standings
    ]


def test_accreditation_holds_from_start_to_end_while_active() -> None:
    given_ = action("a", startDate="2020-01-01", endDate="2024-12-31")
    assert [standing(day, given_)[0] for day in ("2019-12-31", "2020-01-01", "2024-12-31", "2025-01-01")] == [
        "not yet",
        "in force",
        "in force",
        "ended",
    ]
    assert standing("2022-01-01", action("a", status="")) == ["in force"]
    assert standing("2022-01-01", action("a", status="Failed"), action("b", status="Potential")) == [
        "failed",
        "potential",
    ]
    assert standing("2022-01-01", action("a", status="Completed")) == ["unknown"]
    assert standing("2022-01-01", action("a", status="Completed", endDate="2030-01-01")) == ["in force"]


def test_a_later_revocation_by_the_same_agent_ends_it() -> None:
    given_ = action("a", startDate="2020-01-01")
    revoked = action("r", "RevokeAction", startDate="2023-06-01")
    assert standing("2023-05-31", given_, revoked) == ["in force"]
    assert standing("2023-06-01", given_, revoked) == ["revoked"]
    assert standing(
        "2024-01-01", given_, action("r", "RevokeAction", agent="other", startDate="2023-06-01")
    ) == ["in force"]
    assert standing("2024-01-01", given_, action("r", "RevokeAction", startDate="2019-06-01")) == ["in force"]
    assert standing(
        "2024-01-01", given_, action("r", "RevokeAction", status="Potential", startDate="2023-06-01")
    ) == ["in force"]
    again = action("b", "RenewAction", startDate="2024-01-01")
    assert standing("2024-01-01", given_, revoked, again) == ["revoked", "in force"]


def test_actions_are_found_from_either_end_and_simple_statements_follow() -> None:
    mine = node(
        "school",
        "CredentialOrganization",
        accreditedBy=[uri("agency"), uri("third")],
        objectOfAction=[uri("b")],
    )
    loose = node("b", "ApproveAction", actingAgent=uri("agency"))
    found = find_standings(mine, graph(mine, action("a"), loose), on=date(2022, 1, 1))
    assert [(s.kind, s.agents, s.standing) for s in found.standings] == [
        ("ceterms:AccreditAction", (uri("agency"),), "in force"),
        ("ceterms:ApproveAction", (uri("agency"),), "in force"),
        ("ceterms:AccreditAction", (uri("third"),), "undated"),
    ]


def test_missing_halves_are_inferred_and_marked() -> None:
    school = node("s", "CredentialOrganization", owns=[uri("d")], accreditedBy=uri("qa"))
    degree = node("d", "BachelorDegree", ownedBy=uri("s"), requires=[profile(targetCredential=uri("c"))])
    part_ = node("f", "ceasn:Competency", ceasn_isChildOf=uri("g"), ceasn_majorAlignment=uri("h"))
    found = {
        (link.subject, link.term, link.object, link.stated)
        for link in complete_inverses([school, degree, part_]).links
    }
    assert found == {
        (key("qa"), "ceterms:accredits", key("s"), "ceterms:accreditedBy"),
        (key("c"), "ceterms:isRequiredFor", key("d"), "ceterms:requires"),
        (key("g"), "ceasn:hasChild", key("f"), "ceasn:isChildOf"),
        (key("h"), "ceasn:majorAlignment", key("f"), "ceasn:majorAlignment"),
    }


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["ceasn:hasChild", "ceasn:isChildOf"]),
            st.sampled_from("abc"),
        ),
        max_size=6,
    )
)
def test_completing_twice_adds_nothing(links: list[tuple[str, str, str]]) -> None:
    nodes: dict[str, dict[str, Any]] = {key(name): node(name, "ceasn:Competency") for name in "abc"}
    for one, term, other in links:
        nodes[key(one)].setdefault(term, []).append(uri(other))
    for link in complete_inverses(list(nodes.values())).links:
        nodes[link.subject].setdefault(link.term, []).append(link.object)
    assert complete_inverses(list(nodes.values())).links == ()
