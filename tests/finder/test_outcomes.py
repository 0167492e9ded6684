from __future__ import annotations

from typing import Any

from opencredreg.finder.outcomes import Outcomes, build_outcomes, list_outcome_rows
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _built(client: AppClient, identifier: str) -> Outcomes | None:
    with subject_of(client, identifier) as subject:
        return build_outcomes(subject)


def _data_set(client: AppClient, *about: str, **members: Any) -> str:
    """Publish a data set with a share for each of some resources, and a withheld row; its CTID."""
    ctid, metric = new_ctid(), new_ctid()
    rows = [
        {
            "@id": f"_:row{place}",
            "@type": "qdata:Observation",
            "qdata:isObservationOf": resource_uri(metric),
            "qdata:atPoint": [uri],
            "qdata:percentage": 60 + place,
            "qdata:sizeOfData": 40,
        }
        for place, uri in enumerate(about)
    ]
    main = {
        **certificate(ctid, "Who finished", **members),
        "@type": "qdata:DataSetProfile",
        "qdata:relevantDataSetFor": list(about),
        "qdata:hasMetric": [resource_uri(metric)],
        "qdata:hasObservation": [row["@id"] for row in rows],
        "qdata:dataSuppressionPolicy": {"en": "Fewer than ten are not shown."},
    }
    finished = {
        "@id": resource_uri(metric),
        "@type": "qdata:Metric",
        "ceterms:ctid": metric,
        "ceterms:name": {"en": "Completion"},
        "ceterms:description": {"en": "Finished in time."},
        "qdata:metricType": ["metricCat:Completion"],
    }
    client.published(document(main, finished, *rows))
    return ctid


def test_there_is_nothing_to_show_without_figures(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    assert _built(app_client, main["ceterms:ctid"]) is None


def test_figures_of_a_data_set_that_names_the_resource(app_client: AppClient) -> None:
    mine, other = certificate(), certificate()
    app_client.published(document(mine))
    app_client.published(document(other))
    data_set = _data_set(app_client, mine["@id"], other["@id"], ceterms__source="https://figures.example/")
    found = _built(app_client, mine["ceterms:ctid"])
    assert found is not None
    [shown] = found.data_sets
    assert (shown.reference.ctid, shown.is_own, shown.other_rows) == (data_set, False, 1)
    assert shown.source == "https://figures.example/"
    assert shown.suppression[0].text == "Fewer than ten are not shown."
    [figure] = shown.figures
    assert (figure.shape, figure.names[0].text) == ("shares", "Completion")
    assert figure.definition[0].text == "Finished in time."
    assert "qdata:metricType" in [one.term for one in figure.facts]
    [row] = figure.rows
    assert (row.numbers, row.sizes) == ({"qdata:percentage": 60}, {"qdata:sizeOfData": 40})
    assert row.points[0].reference is not None
    assert row.points[0].reference.ctid == mine["ceterms:ctid"]


def test_a_data_set_shows_all_of_its_rows(app_client: AppClient) -> None:
    uris = [resource_uri(new_ctid()) for _ in range(3)]
    found = _built(app_client, _data_set(app_client, *uris))
    assert found is not None
    [shown] = found.data_sets
    assert (shown.is_own, shown.other_rows, len(shown.figures[0].rows)) == (True, 0, 3)
    assert [one.uri for one in shown.about] == uris


def test_a_data_set_named_from_both_ends_comes_once(app_client: AppClient) -> None:
    ctid = new_ctid()
    data_set = _data_set(app_client, resource_uri(ctid))
    lost = resource_uri(new_ctid())
    main = certificate(
        ctid, ceterms__aggregateData=[{"qdata:relevantDataSet": [resource_uri(data_set), lost]}]
    )
    app_client.published(document(main))
    found = _built(app_client, ctid)
    assert found is not None
    assert [one.reference.ctid for one in found.data_sets] == [data_set]
    assert [one.uri for one in found.missing] == [lost]


def test_rows_are_cut_on_the_page_and_whole_in_the_file(app_client: AppClient) -> None:
    data_set = _data_set(app_client, *(resource_uri(new_ctid()) for _ in range(55)))
    with subject_of(app_client, data_set) as subject:
        found = build_outcomes(subject)
        rows = list(list_outcome_rows(subject))
    assert found is not None
    [figure] = found.data_sets[0].figures
    assert (len(figure.rows), figure.left_out) == (40, 15)
    assert len(rows) == 55


def test_summaries_keep_all_that_they_say(app_client: AppClient) -> None:
    summary = {
        "@type": "ceterms:AggregateDataProfile",
        "ceterms:name": {"en": "After a year"},
        "ceterms:currency": "EUR",
        "ceterms:lowEarnings": 20000,
        "ceterms:medianEarnings": 30000,
        "ceterms:highEarnings": 40000,
        "ceterms:jobsObtained": [{"schema:value": 12, "schema:description": {"en": "In the valley."}}],
        "ceterms:numberAwarded": [{"schema:value": 3, "ceterms:subject": "hedges"}],
        "ceterms:postReceiptMonths": 12,
        "ceterms:source": "https://figures.example/",
    }
    main = certificate(ceterms__aggregateData=[summary])
    app_client.published(document(main))
    found = _built(app_client, main["ceterms:ctid"])
    assert found is not None
    [profile] = found.profiles
    assert (profile.low, profile.median, profile.high, profile.currency) == (20000, 30000, 40000, "EUR")
    assert [(one.term, one.amount.low) for one in profile.counts] == [("ceterms:jobsObtained", 12)]
    # What a line of text would lose stays as published.
    assert {one.term for one in profile.facts} == {"ceterms:numberAwarded", "ceterms:postReceiptMonths"}
    assert profile.source == "https://figures.example/"
