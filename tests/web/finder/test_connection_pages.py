"""The parts of a page about other things: who stands behind it, how it connects, what it counts for and offers."""

from __future__ import annotations

from typing import Any

from opencredreg.finder.both_sides import FIRST
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, collection, course, document, resource_uri
from tests.support.pages import parse_page, problems

pytestmark = on_sqlite

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def _page(client: AppClient, ctid: str) -> str:
    response = client.get(f"/resources/{ctid}", headers=_BROWSER)
    assert response.status_code == 200
    text: str = response.text
    assert problems(text) == []
    return text


def _links(html: str) -> dict[str, str]:
    """Addresses of links by what is written on them."""
    return {one.text.strip(): one.attributes.get("href") or "" for one in parse_page(html) if one.name == "a"}


def _part(html: str, name: str) -> str:
    return html.partition(f'<section id="{name}"')[2].partition("</section>")[0]


def _typed(value: dict[str, Any], kind: str) -> dict[str, Any]:
    return {**value, "@type": f"ceterms:{kind}"}


def test_who_assures_is_said_with_who_says_so(app_client: AppClient) -> None:
    mine, both, here = new_ctid(), new_ctid(), new_ctid()
    accredits = {"ceterms__accredits": [resource_uri(mine)]}
    app_client.published(
        document(_typed(certificate(both, "Both say so", **accredits), "QACredentialOrganization"))
    )
    app_client.published(document(_typed(certificate(here, "Only one says so"), "QACredentialOrganization")))
    named = [resource_uri(both), resource_uri(here)]
    app_client.published(document(certificate(mine, ceterms__accreditedBy=named)))
    part = _part(_page(app_client, mine), "assurance")
    assert part.index("Both say so") < part.index("stated by both")
    assert part.index("Only one says so") < part.index("stated by this record only")
    assert app_client.people.organizations["alder"].name in part


def test_an_action_says_whether_it_is_in_force_today(app_client: AppClient) -> None:
    mine, assurer = new_ctid(), app_client.ctid("alder")
    app_client.published(document(certificate(mine, ceterms__accreditedBy=[resource_uri(assurer)])))
    ends: dict[str, Any] = {
        "ceterms__actingAgent": [resource_uri(assurer)],
        "ceterms__object": [resource_uri(mine)],
        "ceterms__endDate": "2001-05-12",
    }
    app_client.published(document(_typed(certificate(name="Accredited once", **ends), "AccreditAction")))
    part = _part(_page(app_client, mine), "assurance")
    assert "no longer in force" in part
    assert "until 12 May 2001" in part
    assert "recorded by the assurer itself" in part


def test_a_long_list_ends_with_a_search_for_all(app_client: AppClient) -> None:
    mine = new_ctid()
    app_client.published(document(course(mine)))
    for _ in range(FIRST + 2):
        app_client.published(document(collection(resource_uri(mine))))
    links = _links(_part(_page(app_client, mine), "connections"))
    assert links[f"See all {FIRST + 2}"] == f"/find?to={mine}&by=ceterms%3AhasMember"


def test_names_of_others_are_only_text(app_client: AppClient) -> None:
    mine = new_ctid()
    app_client.published(document(course(mine)))
    hostile = "<script>alert(1)</script>"
    app_client.published(document(certificate(name=hostile, ceterms__hasPart=[resource_uri(mine)])))
    assert "&lt;script&gt;alert(1)" in _part(_page(app_client, mine), "connections")


def test_transfer_value_is_told_from_both_ends(app_client: AppClient) -> None:
    mine, toward = new_ctid(), new_ctid()
    app_client.published(document(course(mine, "Stones")))
    app_client.published(document(course(toward, "Walls")))
    profile = certificate(
        name="Credit for stones",
        ceterms__transferValueFrom=[resource_uri(mine)],
        ceterms__transferValueFor=[resource_uri(toward)],
        ceterms__transferValue=[
            {"@type": "ceterms:ValueProfile", "schema:minValue": 2, "schema:maxValue": 4}
        ],
    )
    app_client.published(document(_typed(profile, "TransferValueProfile")))
    for ctid, heading, other in (
        (mine, "What it counts for", "Walls"),
        (toward, "What counts toward it", "Stones"),
    ):
        part = _part(_page(app_client, ctid), "transfer")
        assert f"<h3>{heading}</h3>" in part
        assert other in part
        assert "2 – 4" in part
        assert "valid today" in part


def test_an_organization_offers_lists_and_downloads(app_client: AppClient) -> None:
    mine = app_client.ctid("alder")
    app_client.published(document(_typed(certificate(mine, "Guild"), "CredentialOrganization")))
    app_client.published(document(course(name="Stones", ceterms__offeredBy=[resource_uri(mine)])))
    part = _part(_page(app_client, mine), "offers")
    links = _links(part)
    assert f"/find?to={mine}&amp;by=ceterms%3AofferedBy&amp;type=ceterms%3ACourse" in part
    assert links["See all 1"] == f"/find?to={mine}&by=ceterms%3AofferedBy"
    assert f"/find.csv?to={mine}&amp;by=ceterms%3AofferedBy" in part
    assert f"/find.jsonld?owner={mine}" in part
    assert "Stones" in links


def test_a_page_without_connections_has_none_of_these_parts(app_client: AppClient) -> None:
    main = course()
    app_client.published(document(main))
    html = _page(app_client, main["ceterms:ctid"])
    assert [name for name in ("connections", "transfer", "offers") if f'<section id="{name}"' in html] == []
