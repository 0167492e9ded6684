"""Facets: what is counted is what the index says at that moment, and every value that is shown is a filter."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from opencredreg.app import build_node
from opencredreg.query.tree import Every, Visibility
from opencredreg.registry.node import Node
from opencredreg.registry.reindex import reindex
from opencredreg.search import facet_counts
from opencredreg.search.engines import engine_of
from opencredreg.search.facets import (
    FACETS,
    FacetCounting,
    FacetValue,
    count_facets,
    parse_facets,
    warm,
    warm_in_background,
)
from opencredreg.search.filters import WordsAndFilters, with_filters, without_own_filter
from tests.search.facet_documents import CTIDS, PROVISIONAL, documents
from tests.support.app import AppClient
from tests.support.documents import BASE, certificate, document, resource_uri

_ALL = ",".join((*FACETS, "ceterms:accreditedBy"))
_VISIBILITIES: tuple[Visibility, ...] = ("exclude", "include", "only")

Step = tuple[Literal["publish", "delete"], str, str, dict[str, Any]]


def _steps() -> st.SearchStrategy[Step]:
    """Somebody publishes or deletes the document of a resource."""
    return st.sampled_from(CTIDS).flatmap(
        lambda ctid: st.tuples(
            st.sampled_from(["publish", "publish", "publish", "delete"]),
            st.just(ctid),
            st.sampled_from(["alder", "birch"]),
            documents(ctid),
        )
    )


def _take(client: AppClient, step: Step) -> None:
    what, ctid, owner, value = step
    who = "publisher" if owner == "alder" else "stranger"
    if what == "publish":
        # Somebody else's document is refused, which changes nothing.
        assert client.publish(value, owner=owner, who=who).status_code in (200, 201, 403, 409, 422)
    else:
        client.delete(f"/resources/documents/{ctid}", who="superadmin")


def _counted(
    node: Node, visibility: Visibility = "exclude", names: str = _ALL
) -> dict[str, list[FacetValue]]:
    with node.database.read(snapshot=True) as connection:
        community = node.default_community("")
        assert community is not None
        facets = parse_facets(names, node.vocabulary)
        return count_facets(node, connection, community.id, Every(), visibility, facets)


def _found(node: Node, name: str, value: str, visibility: Visibility) -> int:
    parsed = with_filters(None, WordsAndFilters(properties={name: [value]}), node.vocabulary)
    with node.database.read(snapshot=True) as connection:
        community = node.default_community("")
        assert community is not None
        return engine_of(node).count(connection, community.id, parsed.expression, visibility)


def _plain(facets: dict[str, list[FacetValue]]) -> dict[str, dict[str, int]]:
    """Values with their counts. Texts count as one however they are written, things by any of their addresses."""
    return {
        name: {one.value.lower().removesuffix("/").replace("http:", "https:"): one.count for one in values}
        for name, values in facets.items()
    }


@pytest.fixture
def other(app_client: AppClient) -> Iterator[Node]:
    """Another process of the same node, as far as what it knows is concerned."""
    node = build_node(app_client.node.settings, migrate=False)
    yield node
    node.close()


@pytest.fixture
def always_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few results there are, they are counted by tables."""
    monkeypatch.setattr(facet_counts, "_FEW", -1)


# Making a failing example smaller takes minutes, and the steps that fail say enough.
@settings(
    max_examples=12,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps=st.lists(st.lists(_steps(), min_size=1, max_size=3), min_size=3, max_size=7))
def test_counts_follow_the_log_and_are_what_filters_find(
    app_client: AppClient, other: Node, always_tables: None, steps: list[list[Step]]
) -> None:
    node = app_client.node
    for some in steps:
        for step in some:
            _take(app_client, step)
        for visibility in _VISIBILITIES:
            kept = _counted(other, visibility)
            fresh = build_node(node.settings, migrate=False)
            try:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(facet_counts, "_FEW", 1_000)
                    assert _plain(kept) == _plain(_counted(fresh, visibility)), (visibility, steps)
            finally:
                fresh.close()
            for name, values in kept.items():
                for one in values:
                    assert _found(node, name, one.value, visibility) == one.count, (name, one, visibility)


def _counts(node: Node, name: str, visibility: Visibility = "exclude") -> dict[str, int]:
    return {one.value: one.count for one in _counted(node, visibility, name)[name]}


def _place(region: str) -> dict[str, Any]:
    return {"@id": f"{BASE}/places/hall", "@type": "ceterms:Place", "ceterms:addressRegion": {"en": region}}


def test_a_shared_place_changes_all_that_stand_on_it(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    for _ in range(2):
        app_client.published(document(certificate(ceterms__availableAt=[f"{BASE}/places/hall"])))
    assert _counts(other, "region") == {}
    keeper = certificate(CTIDS[0])
    app_client.published(document(keeper, _place("Indiana")))
    assert _counts(other, "region") == {"Indiana": 2}
    app_client.published(document(keeper, _place("Ohio")))
    assert _counts(other, "region") == {"Ohio": 2}
    app_client.published(document(keeper, _place("Ohio"), **PROVISIONAL))
    assert (_counts(other, "region"), _counts(other, "region", "include")) == ({}, {"Ohio": 2})
    app_client.published(document(keeper, _place("Ohio")))
    assert _counts(other, "region") == {"Ohio": 2}
    app_client.delete(f"/resources/documents/{CTIDS[0]}", who="superadmin")
    assert _counts(other, "region") == {}


def test_who_speaks_well_of_something_is_heard_and_forgotten(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    app_client.published(document(certificate(CTIDS[0])))
    app_client.published(document(certificate(CTIDS[1], ceterms__accreditedBy=["https://guild.example/"])))
    assert _counts(other, "quality_assured") == {"yes": 1}
    guild = certificate(CTIDS[2], ceterms__recognizes=[resource_uri(CTIDS[0])])
    app_client.published(document(guild))
    assert _counts(other, "quality_assured") == {"yes": 2}
    app_client.published(document(guild, **PROVISIONAL))
    assert _counts(other, "quality_assured") == {"yes": 1}
    nameless = {"@type": "ceterms:QACredentialOrganization", "ceterms:approves": [resource_uri(CTIDS[0])]}
    app_client.published(document(certificate(CTIDS[2], ceterms__ownedBy=[nameless])))
    assert _counts(other, "quality_assured") == {"yes": 2}
    app_client.delete(f"/resources/documents/{CTIDS[2]}", who="superadmin")
    assert _counts(other, "quality_assured") == {"yes": 1}


def test_what_is_numbered_anew_for_the_sake_of_another_document_is_counted_once(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    nameless = {**certificate(CTIDS[0], ceterms__inLanguage=["fr"]), "@id": "_:main"}
    app_client.published(document(nameless, certificate(CTIDS[1], ceterms__inLanguage=["en"])))
    assert _counts(other, "language") == {"en": 1, "fr": 1}
    # The copy gives way to the resource's own document, and the first document is indexed again.
    app_client.published(document(certificate(CTIDS[1], ceterms__inLanguage=["de"])))
    assert _counts(other, "language") == {"de": 1, "fr": 1}
    app_client.delete(f"/resources/documents/{CTIDS[0]}", who="superadmin")
    assert _counts(other, "language") == {"de": 1}


def test_an_older_moment_is_counted_as_it_was(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    app_client.published(document(certificate(CTIDS[0], ceterms__inLanguage=["en"])))
    app_client.published(document(certificate(CTIDS[1], ceterms__inLanguage=["en"])))
    community = other.default_community("")
    assert community is not None
    facets = parse_facets("language", other.vocabulary)
    with other.database.read(snapshot=True) as connection:

        def counted() -> dict[str, int]:
            found = count_facets(other, connection, community.id, Every(), "exclude", facets)["language"]
            return {one.value: one.count for one in found}

        assert counted() == {"en": 2}
        app_client.published(document(certificate(CTIDS[0], ceterms__inLanguage=["fr"])))
        app_client.delete(f"/resources/documents/{CTIDS[1]}", who="superadmin")
        assert _counts(other, "language") == {"fr": 1}
        assert counted() == {"en": 2}
    assert _counts(other, "language") == {"fr": 1}


def test_a_new_owner_is_counted(app_client: AppClient, other: Node, always_tables: None) -> None:
    app_client.published(document(certificate(CTIDS[0])))
    assert _counts(other, "owner") == {app_client.ctid("alder"): 1}
    path = f"/resources/documents/{CTIDS[0]}/transfer?organization_id={app_client.ctid('birch')}"
    response = app_client.patch(path, who="superadmin")
    assert response.status_code == 200, response.text
    assert _counts(other, "owner") == {app_client.ctid("birch"): 1}


def test_an_index_that_was_built_again_is_counted_as_before(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    app_client.published(document(certificate(CTIDS[0], ceterms__inLanguage=["en"])))
    warm(other)
    before = _counted(other)
    assert before["language"] == [FacetValue("en", "en", 1)]
    reindex(app_client.node)
    assert _counted(other) == before
    app_client.published(document(certificate(CTIDS[0], ceterms__inLanguage=["fr"])))
    assert _counts(other, "language") == {"fr": 1}


def test_values_of_a_facet_can_be_counted_without_its_own_filter(app_client: AppClient) -> None:
    node = app_client.node
    for cls, language in (("Certificate", "en"), ("Certificate", "fr"), ("BachelorDegree", "fr")):
        item = {**certificate(ceterms__inLanguage=[language]), "@type": f"ceterms:{cls}"}
        app_client.published(document(item))
    asked = WordsAndFilters(languages=["fr"], types=["ceterms:Certificate"])
    facets = parse_facets("type,language,kind", node.vocabulary)
    apart = without_own_filter(None, asked, facets, node.vocabulary)
    assert set(apart) == {"type", "language"}
    parsed = with_filters(None, asked, node.vocabulary)
    community = node.default_community("")
    assert community is not None
    with node.database.read(snapshot=True) as connection:
        found = count_facets(
            node, connection, community.id, parsed.expression, "exclude", facets, apart=apart
        )
    counts = {name: {one.value: one.count for one in values} for name, values in found.items()}
    assert counts == {
        "type": {"ceterms:BachelorDegree": 1, "ceterms:Certificate": 1},
        "language": {"en": 1, "fr": 1},
        "kind": {"credential": 1},
    }


def test_the_first_values_are_those_of_all_values(app_client: AppClient) -> None:
    for number in range(6):
        names = ["Crafts", f"Craft {number}", *(["Arts"] if number % 2 else [])]
        alignments = [
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}
            for name in names
        ]
        item = certificate(ceterms__subject=alignments, ceterms__inLanguage=["en", "fr"][: 1 + number % 2])
        app_client.published(document(item))
    node = app_client.node
    facets = parse_facets(_ALL, node.vocabulary)
    whole = _counted(node)
    assert [one.label for one in whole["subject"]] == [
        "Crafts",
        "Arts",
        *(f"Craft {number}" for number in range(6)),
    ]
    community = node.default_community("")
    assert community is not None
    for most in (1, 2, 3, 7, 8, 9):
        with node.database.read(snapshot=True) as connection:
            inquiry = engine_of(node).inquire(connection, community.id)
            counting = FacetCounting(node, connection, community.id, "exclude", inquiry)
            listed = counting.list_values(Every(), facets, most=dict.fromkeys(facets, most))
        assert {name: found.values for name, found in listed.items()} == {
            name: values[:most] for name, values in whole.items()
        }
        assert {name: found.total for name, found in listed.items()} == {
            name: len(values) for name, values in whole.items()
        }


def test_prices_are_told_apart_by_currency_where_there_are_several(app_client: AppClient) -> None:
    def publish(*prices: tuple[float, str]) -> None:
        costs = [
            {"@type": "ceterms:CostProfile", "ceterms:price": price, "ceterms:currency": currency}
            for price, currency in prices
        ]
        app_client.published(document(certificate(ceterms__estimatedCost=costs)))

    publish((50, "USD"), (1200, "USD"))
    publish((0, "USD"))
    node = app_client.node
    assert _counts(node, "cost") == {"free": 1, "500-2000": 1}
    publish((20_000, "EUR"), (500, "USD"))
    assert _counts(node, "cost") == {"USD:free": 1, "USD:0-500": 1, "USD:500-2000": 1, "EUR:10000-": 1}
    assert [_found(node, "cost", value, "exclude") for value in ("500-2000", "10000-", "usd:0-500")] == [
        1,
        1,
        1,
    ]


def test_new_facets_are_offered_by_name(app_client: AppClient) -> None:
    app_client.published(
        document(
            certificate(
                ceterms__estimatedDuration=[
                    {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "P5M"}
                ],
                ceterms__industryType=[
                    {
                        "@type": "ceterms:CredentialAlignmentObject",
                        "ceterms:targetNode": "https://codes.example/238",
                        "ceterms:targetNodeName": {"en": "Building trades"},
                    }
                ],
            )
        )
    )
    facets = app_client.get("/api/search?facets=kind,duration,industry").json()["facets"]
    assert facets == {
        "kind": [{"value": "credential", "label": "Credential", "count": 1}],
        "duration": [{"value": "6-months", "label": "Up to 6 months", "count": 1}],
        "industry": [{"value": "https://codes.example/238", "label": "Building trades", "count": 1}],
    }
    for name, [one] in facets.items():
        for value, total in ((one["value"], 1), *((("work", 0),) if name == "kind" else ())):
            response = app_client.get("/api/search", params={"filter": f"{name}={value}"})
            assert response.json()["total"] == total, (name, value)
    unknown = app_client.get("/api/search", params={"filter": "duration=eternity"})
    assert unknown.status_code == 422
    assert "1-week" in unknown.text


def test_readers_and_writers_at_once(app_client: AppClient, other: Node, always_tables: None) -> None:
    languages = ("en", "fr", "de")
    for ctid in CTIDS:
        app_client.published(document(certificate(ctid, ceterms__inLanguage=["en"])))
    community = other.default_community("")
    assert community is not None
    facets = parse_facets("language", other.vocabulary)
    wanted = {
        name: with_filters(None, WordsAndFilters(languages=[name]), other.vocabulary).expression
        for name in languages
    }
    is_over = Event()

    def read() -> int:
        """Count until nobody writes any more, each time twice over in one moment."""
        engine, rounds = engine_of(other), 0
        while not is_over.is_set() or rounds == 0:
            with other.database.read(snapshot=True) as connection:
                found = count_facets(other, connection, community.id, Every(), "exclude", facets)
                counted = {one.value: one.count for one in found["language"]}
                asked = {n: engine.count(connection, community.id, one) for n, one in wanted.items()}
            assert counted == {name: count for name, count in asked.items() if count}
            rounds += 1
        return rounds

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for turn in range(30):
                ctid = CTIDS[turn % len(CTIDS)]
                app_client.published(
                    document(
                        certificate(ctid, ceterms__inLanguage=[languages[turn % 3], languages[turn % 2]])
                    )
                )
        finally:
            is_over.set()
        assert all(reader.result() for reader in readers)


def test_tables_are_made_at_the_start_and_used(app_client: AppClient, other: Node) -> None:
    app_client.published(document(certificate(CTIDS[0], ceterms__inLanguage=["en"])))
    warm_in_background(other).join()
    # So few results need no table, but as there is one it is used, and it follows.
    assert _counts(other, "language") == {"en": 1}
    app_client.published(document(certificate(CTIDS[1], ceterms__inLanguage=["en", "fr"])))
    assert _counts(other, "language") == {"en": 2, "fr": 1}


def test_a_table_that_is_being_made_is_waited_for(
    app_client: AppClient, other: Node, always_tables: None
) -> None:
    app_client.published(document(certificate(ceterms__inLanguage=["en"])))
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: str(_counts(other, "language")), range(8))) == {"{'en': 1}"}
