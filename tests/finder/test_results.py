from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from opencredreg.finder.asked import SORTS, Asked, parse_asked
from opencredreg.finder.connected import query_of
from opencredreg.finder.results import Results, find_results, search_of
from opencredreg.finder.subject import Look, look
from opencredreg.search.engines import engine_of
from tests.support.app import AppClient
from tests.support.documents import certificate, document


@contextmanager
def _look(client: AppClient) -> Iterator[Look]:
    community = client.node.default_community("")
    assert community is not None
    with look(client.node, community) as own:
        yield own


def _asked(client: AppClient, **parameters: str) -> Asked:
    return parse_asked(parameters.items(), client.node.vocabulary)


def _counts(results: Results, name: str) -> dict[str, int]:
    return {one.value: one.count for facet in results.facets if facet.name == name for one in facet.values}


@pytest.fixture
def certificates(app_client: AppClient) -> AppClient:
    """Twenty-five certificates of welding or nursing, each with a subject of its own and one that all have."""
    for number in range(25):
        craft = "Nursing" if number % 5 == 0 else "Welding"
        subjects = [{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": name}}
                    for name in ("Crafts", f"Craft {number:02}")]  # fmt: skip
        name = " ".join([craft] * (1 + number % 3)) + f" {number}"
        item = certificate(
            ceterms__name={"en": name},
            ceterms__inLanguage=["fr" if number % 2 else "en"],
            ceterms__subject=subjects,
        )
        app_client.published(document(item))
    return app_client


@pytest.mark.parametrize("sort", ["", *SORTS])
@pytest.mark.parametrize(
    "chosen", [{}, {"q": "welding"}, {"q": "welding", "language": "fr"}, {"language": "en"}]
)
def test_the_page_is_the_one_of_the_search_alone(
    certificates: AppClient, chosen: dict[str, str], sort: str
) -> None:
    for page in ("1", "2"):
        asked = _asked(certificates, **chosen, sort=sort, page=page)
        with _look(certificates) as own:
            results = find_results(own, asked)
            engine = engine_of(certificates.node)
            alone = engine.run(own.connection, own.community.id, search_of(own, asked))
            shown = [held.ctid for held in own.resources.load(alone.ids)]
        assert results.total == alone.total
        assert [one.reference.key for one in results.summaries] == shown


def test_a_facet_is_counted_without_its_own_choice(certificates: AppClient) -> None:
    asked = _asked(certificates, q="welding", language="fr")
    with _look(certificates) as own:
        results = find_results(own, asked)
        engine = engine_of(certificates.node)
        wider = query_of(own, asked.without("language")).expression
        total = engine.count(own.connection, own.community.id, wider)
    languages = _counts(results, "language")
    assert languages["fr"] == results.total
    assert sum(languages.values()) == total == 20
    assert _counts(results, "type") == {"ceterms:Certificate": results.total}


def test_of_many_values_the_commonest_are_listed_and_the_others_counted(certificates: AppClient) -> None:
    with _look(certificates) as own:
        results = find_results(own, _asked(certificates))
    [subjects] = [facet for facet in results.facets if facet.name == "subject"]
    assert [(one.label, one.count) for one in subjects.values[:3]] == [
        ("Crafts", 25),
        ("Craft 00", 1),
        ("Craft 01", 1),
    ]
    assert len(subjects.values) + subjects.others == 26
    assert subjects.others
    assert not subjects.has_uncounted


def test_a_chosen_value_is_shown_however_rare_it_is(certificates: AppClient) -> None:
    with _look(certificates) as own:
        results = find_results(own, _asked(certificates, subject="Craft 24"))
    [subjects] = [facet for facet in results.facets if facet.name == "subject"]
    assert [(one.value, one.count) for one in subjects.values if one.is_chosen] == [("Craft 24", 1)]
    assert results.total == 1


def test_where_nothing_is_left_it_is_said_what_is_in_the_way(certificates: AppClient) -> None:
    with _look(certificates) as own:
        results = find_results(own, _asked(certificates, q="welding", language="de"))
    assert results.total == 0
    assert results.wider == (("language", 20),)
