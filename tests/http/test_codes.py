"""Lists of codes over HTTP: to walk, to complete what is typed, and what of the registry carries a code."""

from __future__ import annotations

from typing import Any

from opencredreg.codes import bundled_codes
from opencredreg.registry.code_lists import load_code_list
from opencredreg.registry.setup import local_actor
from tests.support.app import AppClient
from tests.support.code_files import CIP_FILE
from tests.support.documents import certificate, document


def _get(client: AppClient, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.text
    return response.json()


def _alignment(**members: str) -> dict[str, Any]:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en": "Something"},
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _published(client: AppClient, **members: Any) -> None:
    client.published(document(certificate(**members)))


def test_the_lists_with_their_editions(app_client: AppClient) -> None:
    with app_client.node.database.read() as connection:
        actor = local_actor(connection)
    load_code_list(app_client.node, actor, "cip", CIP_FILE, edition="2030", is_to_be_used=True)
    soc, cip, naics = _get(app_client, "/codes")["lists"]
    assert (soc["name"], soc["licence"], naics["framework_name"]) == (
        "soc",
        "CC BY 4.0",
        "North American Industry Classification System",
    )
    assert "trademark" in soc["attribution"]
    assert (cip["edition"], cip["code_count"]) == ("2030", 4)
    newest, bundled = cip["editions"]
    assert (newest["edition"], newest["is_used"]) == ("2030", True)
    assert newest["loaded_at"].endswith("Z")
    assert (bundled["edition"], bundled["of_edition"], bundled["is_used"]) == ("bundled", "2020", False)
    assert _get(app_client, "/codes/cip/49.0297")["title"] == "Cargo Bicycles"


def test_walking_down(app_client: AppClient) -> None:
    top = _get(app_client, "/codes/naics")
    assert top["parent"] is None
    assert [one["code"] for one in top["codes"]] == [one.code for one in bundled_codes()["naics"].children()]
    seen = 0
    for one in top["codes"]:
        below = _get(app_client, f"/codes/naics?parent={one['code']}")
        assert below["parent"]["code"] == one["code"]
        assert len(below["codes"]) == one["child_count"]
        seen += len(below["codes"])
    assert seen == sum(len(code.code) == 3 for code in bundled_codes()["naics"].codes.values())
    assert _get(app_client, "/codes/NAICS?parent=32")["parent"]["code"] == "31-33"


def test_completing(app_client: AppClient) -> None:
    told = _get(app_client, "/codes/soc/suggest?q=heavy%20tru")
    assert told["query"] == "heavy tru"
    [only] = told["suggestions"]
    assert (only["code"], only["detail"], only["href"]) == (
        "53-3032.00",
        "53-3032.00",
        "/codes/soc/53-3032.00",
    )
    assert only["text"] == only["title"]
    assert len(_get(app_client, "/codes/cip/suggest?q=a&limit=3")["suggestions"]) == 3
    assert len(_get(app_client, "/codes/cip/suggest?q=a&limit=900")["suggestions"]) == 50
    assert _get(app_client, "/codes/cip/suggest?q=")["suggestions"] == []
    assert app_client.get("/codes/cip/suggest").status_code in (400, 422)


def test_a_code_with_its_place_and_its_item(app_client: AppClient) -> None:
    found = _get(app_client, "/codes/soc/533032")
    assert (found["code"], [one["code"] for one in found["ancestors"]]) == ("53-3032.00", ["53-0000"])
    assert found["item"] == {
        "Framework": "https://www.onetcenter.org/taxonomy.html",
        "FrameworkName": "Standard Occupational Classification",
        "CodedNotation": "53-3032.00",
        "Name": "Heavy and Tractor-Trailer Truck Drivers",
        "TargetNode": "https://www.onetonline.org/link/summary/53-3032.00",
    }
    program = _get(app_client, "/codes/cip/1.01")
    assert (program["code"], program["target"]) == ("01.01", None)
    assert "TargetNode" not in program["item"]
    assert len(program["children"]) == program["child_count"] == 7


def test_what_carries_a_code(app_client: AppClient) -> None:
    target = "https://www.onetonline.org/link/summary/53-3032.00"
    _published(app_client, ceterms__occupationType=[_alignment(codedNotation="53-3032.00")])
    _published(app_client, ceterms__occupationType=[_alignment(codedNotation="53-3032")])
    _published(app_client, ceterms__occupationType=[_alignment(targetNode=target)])
    _published(app_client, ceterms__occupationType=[_alignment(codedNotation="53-3033.00")])
    _published(app_client, ceterms__instructionalProgramType=[_alignment(codedNotation="49-0205")])
    _published(app_client, ceterms__industryType=[_alignment(codedNotation="3321")])
    _published(app_client, ceterms__naics=["332", "621"])
    _published(app_client)
    counts = {
        path: _get(app_client, f"/codes/{path}")["resources"]["total"]
        for path in (
            "soc/53-3032", "soc/53-3033", "soc/53-0000", "soc/51-0000", "cip/49.0205", "cip/49.02", "cip/49.0206",
            "naics/332", "naics/3321", "naics/31-33", "naics/62", "naics/11",
        )
    }  # fmt: skip
    assert counts == {
        "soc/53-3032": 3, "soc/53-3033": 1, "soc/53-0000": 3, "soc/51-0000": 0, "cip/49.0205": 1, "cip/49.02": 1,
        "cip/49.0206": 0, "naics/332": 2, "naics/3321": 1, "naics/31-33": 2, "naics/62": 1, "naics/11": 0,
    }  # fmt: skip


def test_the_query_of_a_code_finds_as_many(app_client: AppClient) -> None:
    _published(app_client, ceterms__occupationType=[_alignment(codedNotation="53-3032.00")])
    told = _get(app_client, "/codes/soc/53-3032.00")["resources"]
    found = app_client.post("/api/search", {"query": told["query"]})
    assert (found.status_code, found.json()["total"]) == (200, told["total"]) == (200, 1)
    page = app_client.get(told["url"].partition("registry.test")[2], headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Hedge laying, first winter" in page.text


def test_what_is_not_there(app_client: AppClient) -> None:
    for path in ("/codes/isced", "/codes/isced/1", "/codes/isced/suggest?q=a", "/codes/cip?parent=xx"):
        assert _get(app_client, path, 404)["title"] == "Nothing of that name"
    assert "49.0205" in _get(app_client, "/codes/cip/49.0215", 404)["hint"]
