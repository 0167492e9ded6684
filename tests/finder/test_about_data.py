"""What is said about the data of a community is what was published there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from opencredreg.finder.about_data import AboutData, get_about_data
from opencredreg.finder.fullness import LOOKED_AT
from opencredreg.finder.subject import look
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri

_PROVISIONAL = {"adms:status": "graphPublicationStatus:Provisional"}


def _about(client: AppClient, name: str = "ce_registry") -> AboutData:
    community = client.node.find_community(name)
    assert community is not None
    with look(client.node, community) as looking:
        return get_about_data(looking)


def _on_days(client: AppClient, days: list[date]) -> None:
    """Have the entries of the log been written on these days, in their order."""
    with client.node.database.write() as transaction:
        ids = transaction.connection.execute(text("SELECT id FROM envelope_version ORDER BY id")).scalars()
        for number, day in zip(list(ids), days, strict=True):
            at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()) * 1_000_000
            transaction.connection.execute(
                text("UPDATE envelope_version SET created_at = :at WHERE id = :id"), {"at": at, "id": number}
            )
            transaction.connection.execute(
                text(
                    "UPDATE envelope SET deleted_at = :at WHERE deleted_at IS NOT NULL AND id ="
                    " (SELECT envelope_id FROM envelope_version WHERE id = :id AND event = 'destroy')"
                ),
                {"at": at, "id": number},
            )


def test_of_an_empty_community_there_is_nothing_to_say(app_client: AppClient) -> None:
    about = _about(app_client)
    assert (about.holdings.total, about.document_count, about.owner_count) == (0, 0, 0)
    assert (about.owners, about.languages, about.growth.points, about.fullness) == ((), (), (), ())
    assert about.changed_at is None


def test_counts_kinds_classes_owners_and_languages(app_client: AppClient) -> None:
    app_client.published(document(certificate(ceterms__inLanguage=["en"])))
    app_client.published(document(course()), owner="birch", who="stranger")
    app_client.published(document(course(ceterms__inLanguage=["en", "es"])))
    # What others do not find, and what another community holds, does not count.
    app_client.published(document(course(), **_PROVISIONAL))
    app_client.published(document(course()), community="learning-registry")
    about = _about(app_client)
    assert {one.kind.value: one.count for one in about.holdings.kinds} == {"credential": 1, "learning": 2}
    assert about.holdings.total == 3
    assert [(one.label, one.count) for one in about.owners] == [
        ("Alder College of Land Work", 2),
        ("Birch Academy", 1),
    ]
    assert about.owner_count == 2
    assert [(one.value, one.count) for one in about.languages] == [("en", 2), ("es", 1)]


def test_a_kind_counts_nothing_twice_whatever_its_classes_are(app_client: AppClient) -> None:
    program = {**course(), "@type": "ceterms:LearningOpportunityProfile"}
    app_client.published(document(program))
    app_client.published(document(course()))
    [learning] = _about(app_client).holdings.kinds
    assert learning.count == 2
    assert {one.cls: one.count for one in learning.classes} == {
        "ceterms:LearningOpportunityProfile": 2,
        "ceterms:Course": 1,
    }


class TestGrowth:
    def test_adds_up_what_was_published_changed_and_deleted(self, app_client: AppClient) -> None:
        first, second = certificate(), certificate()
        app_client.published(document(first))
        app_client.published(document({**first, "ceterms:name": {"en": "Hedge laying, again"}}))
        app_client.published(document(second))
        app_client.delete(f"/resources/documents/{second['ceterms:ctid']}", who="publisher")
        days = [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 4), date(2026, 3, 5)]
        _on_days(app_client, days)
        growth = _about(app_client).growth
        assert growth.unit == "day"
        assert [(one.day.day, one.documents, one.versions) for one in growth.points] == [
            (1, 1, 2),
            (4, 2, 3),
            (5, 1, 3),
        ]

    def test_goes_by_months_over_a_longer_time(self, app_client: AppClient) -> None:
        days = [date(2025, 1, 30), date(2025, 1, 31), date(2025, 2, 1), date(2026, 1, 1)]
        for _ in days:
            app_client.published(document(certificate()))
        _on_days(app_client, days)
        growth = _about(app_client).growth
        assert growth.unit == "month"
        assert [(one.day, one.documents) for one in growth.points] == [
            (date(2025, 1, 1), 2),
            (date(2025, 2, 1), 3),
            (date(2026, 1, 1), 4),
        ]

    def test_what_is_provisional_is_not_there_yet(self, make_client: Callable[..., AppClient]) -> None:
        client, main = make_client(), course()
        client.published(document(main, **_PROVISIONAL))
        assert _about(client).growth.points == ()
        client.published(document(main))
        # Another process has no figures from before.
        [point] = _about(make_client()).growth.points
        assert (point.documents, point.versions) == (1, 1)


class TestFullness:
    def test_is_the_share_of_the_recommended_properties(self, app_client: AppClient) -> None:
        app_client.published(document(certificate(ceterms__keyword={"en": ["hedges"]})))
        app_client.published(document(certificate()))
        [fullness] = _about(app_client).fullness
        assert (fullness.cls, fullness.total, fullness.looked_at) == ("ceterms:Certificate", 2, 2)
        assert not fullness.is_sample
        shares = {term: one.count for one in fullness.properties for term in one.terms}
        assert shares["ceterms:keyword"] == 1
        assert shares["ceterms:estimatedCost"] == 0
        followed = sum(one.count for one in fullness.properties)
        assert fullness.percent == pytest.approx(100 * followed / (2 * len(fullness.properties)))

    def test_one_of_several_properties_is_enough(self, app_client: AppClient) -> None:
        app_client.published(document(certificate(ceterms__approvedBy=[resource_uri(new_ctid())])))
        [fullness] = _about(app_client).fullness
        [group] = [one for one in fullness.properties if "ceterms:approvedBy" in one.terms]
        assert (len(group.terms) > 1, group.count) == (True, 1)

    @on_sqlite
    def test_of_many_only_the_last_are_looked_at(self, app_client: AppClient) -> None:
        others = [course(name=f"Stones {number}") for number in range(LOOKED_AT)]
        app_client.published(document(course(name="Walls"), *others))
        [fullness] = _about(app_client).fullness
        assert (fullness.total, fullness.looked_at, fullness.is_sample) == (LOOKED_AT + 1, LOOKED_AT, True)


def test_figures_are_kept_until_something_is_published(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    assert _about(app_client) is _about(app_client)


def test_each_community_has_figures_of_its_own(make_client: Callable[..., AppClient]) -> None:
    client = make_client()
    client.published(document(certificate()))
    client.published(document(course()), community="learning-registry")
    kinds = {
        name: [one.kind.value for one in _about(client, name).holdings.kinds]
        for name in ("ce_registry", "learning_registry", "open_registry")
    }
    assert kinds == {"ce_registry": ["credential"], "learning_registry": ["learning"], "open_registry": []}
