from __future__ import annotations

from typing import Any

from opencredreg.finder.rubric import Rubric, read_rubric
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import course, document, resource_uri
from tests.support.frameworks import asn_document, framework
from tests.support.subjects import subject_of

pytestmark = on_sqlite

Node = dict[str, Any]


def _part(label: str, cls: str, name: str = "", **members: Any) -> Node:
    named = {f"ceasn:{term}": value for term, value in members.items()}
    return {
        "@id": f"_:{label}",
        "@type": f"ceasn:{cls}",
        **({"ceasn:name": {"en": name}} if name else {}),
        **named,
    }


def _cell(label: str, text: str) -> Node:
    return {**_part(label, "CriterionLevel", benchmarkText={"en": text}), "schema:value": 3}


def _rubric(client: AppClient, *parts: Node, **members: Any) -> Rubric:
    main = {**framework(**members), "@type": "ceasn:Rubric"}
    client.published(asn_document(main, *parts))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        found = read_rubric(subject)
    assert found is not None
    return found


def test_cells_stand_where_criterion_and_level_meet(app_client: AppClient) -> None:
    found = _rubric(
        app_client,
        _part("l2", "RubricLevel", "Good", listID="2", hasCriterionLevel=["_:b"]),
        _part("l1", "RubricLevel", "Fair", listID="1", hasCriterionLevel=["_:a", "_:c"]),
        _part("r", "RubricCriterion", "Neatness", hasCriterionLevel=["_:b", "_:a", "_:d"], weight=0.5),
        _cell("a", "Mostly"),
        _cell("b", "Always"),
        _cell("c", "Alone"),
        _cell("d", "Elsewhere"),
        ceasn__hasRubricCriterion=["_:r"],
        ceasn__hasRubricLevel=["_:l2", "_:l1"],
    )
    assert [level.reference.names[0].text for level in found.levels] == ["Fair", "Good"]
    [row] = found.rows
    assert [[cell.texts[0].text for cell in group] for group in row.cells] == [["Mostly"], ["Always"]]
    assert [cell.texts[0].text for cell in row.loose] == ["Elsewhere"]
    assert [cell.texts[0].text for cell in found.loose] == ["Alone"]
    assert [statement.term for statement in row.cells[0][0].more] == ["schema:value"]
    assert [statement.term for statement in row.header.more] == ["ceasn:weight"]


def test_criteria_without_levels_list_their_cells(app_client: AppClient) -> None:
    found = _rubric(
        app_client,
        _part("r", "RubricCriterion", "Neatness", hasCriterionLevel=["_:a"]),
        _cell("a", "Mostly"),
        ceasn__hasRubricCriterion=["_:r", resource_uri(new_ctid())],
    )
    assert found.levels == ()
    first, missing = found.rows
    assert [cell.texts[0].text for cell in first.loose] == ["Mostly"]
    assert missing.header.reference.place == "missing"


def test_a_criterion_has_its_cells_on_its_own_page(app_client: AppClient) -> None:
    ctid = new_ctid()
    criterion = {
        "@id": resource_uri(ctid),
        "@type": "ceasn:RubricCriterion",
        "ceterms:ctid": ctid,
        "ceasn:hasCriterionLevel": ["_:a"],
    }
    main = {**framework(ceasn__hasRubricCriterion=[resource_uri(ctid)]), "@type": "ceasn:Rubric"}
    app_client.published(asn_document(main, criterion, _cell("a", "Mostly")))
    with subject_of(app_client, ctid) as subject:
        found = read_rubric(subject)
    assert found is not None
    assert [cell.texts[0].text for cell in found.rows[0].loose] == ["Mostly"]


def test_other_things_are_no_rubrics(app_client: AppClient) -> None:
    lesson = course()
    app_client.published(document(lesson))
    with subject_of(app_client, lesson["ceterms:ctid"]) as subject:
        assert read_rubric(subject) is None
