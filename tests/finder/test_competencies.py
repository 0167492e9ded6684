from __future__ import annotations

from typing import Any

from opencredreg.finder.competencies import Learned, read_learned
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import course, document, resource_uri
from tests.support.frameworks import asn_document, competency, framework
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _named(**members: Any) -> dict[str, Any]:
    own = {f"ceterms:{name}": value for name, value in members.items()}
    return {"@type": "ceterms:CredentialAlignmentObject", **own}


def _learned(client: AppClient, **members: Any) -> Learned:
    lesson = course(**members)
    client.published(document(lesson))
    with subject_of(client, lesson["ceterms:ctid"]) as subject:
        found = read_learned(subject)
    assert found is not None
    return found


def _framework(client: AppClient) -> tuple[str, str, str]:
    """A framework with one competency below another: the three CTIDs."""
    whole, above, below = new_ctid(), new_ctid(), new_ctid()
    client.published(
        asn_document(
            framework(whole, "Hedges"),
            competency(whole, "Lay a hedge", above),
            competency(whole, "Cut a pleacher", below, ceasn__isChildOf=resource_uri(above)),
        )
    )
    return whole, above, below


def test_competencies_stand_below_what_is_above_them_in_their_framework(app_client: AppClient) -> None:
    whole, above, below = _framework(app_client)
    teaches = [_named(targetNode=resource_uri(below), targetNodeName={"en-US": "Cut a pleacher"})]
    [role] = _learned(app_client, ceterms__teaches=teaches).roles
    [group] = role.groups
    assert (role.term, role.count) == ("ceterms:teaches", 1)
    assert group.framework is not None
    assert group.framework.ctid == whole
    [top] = group.lines
    assert (top.reference.ctid, top.is_match) == (above, False)
    assert [(line.reference.ctid, line.is_match) for line in top.below] == [(below, True)]
    assert (group.remarks, group.stated) == ((), ())


def test_what_is_said_besides_is_kept(app_client: AppClient) -> None:
    whole, _, below = _framework(app_client)
    teaches = [
        _named(
            targetNode=resource_uri(below),
            targetNodeName={"en-US": "Pleaching", "es": "Doblar"},
            targetNodeDescription={"en-US": "With a billhook."},
            framework=resource_uri(whole),
            frameworkName={"en-US": "Hedges of the valley"},
            weight=0.4,
        )
    ]
    [role] = _learned(app_client, ceterms__teaches=teaches).roles
    [group] = role.groups
    assert "Hedges of the valley" in {text.text for text in group.names}
    [remark] = group.remarks
    assert [text.text for text in remark.names] == ["Pleaching", "Doblar"]
    assert [text.text for text in remark.about] == ["With a billhook."]
    assert [statement.term for statement in remark.more] == ["ceterms:weight"]


def test_what_is_elsewhere_or_only_written_out_is_listed(app_client: AppClient) -> None:
    away, gone = "https://skills.example/17", resource_uri(new_ctid())
    assesses = [
        _named(targetNodeName={"en-US": "Patience"}, codedNotation="P.1"),
        _named(targetNode=away, targetNodeName={"en-US": "Walling"}, frameworkName={"en-US": "Walls"}),
        _named(targetNode=gone),
    ]
    [role] = _learned(app_client, ceterms__assesses=assesses).roles
    walls, without = role.groups
    assert [text.text for text in walls.names] == ["Walls"]
    assert [one.reference.uri for one in walls.stated if one.reference] == [away]
    patience, missing = without.stated
    assert (patience.reference, patience.code, patience.names[0].text) == (None, "P.1", "Patience")
    assert missing.reference is not None
    assert missing.reference.place == "missing"


def test_competencies_of_conditions_are_found_at_any_depth(app_client: AppClient) -> None:
    _, above, below = _framework(app_client)
    inner = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetCompetency": [_named(targetNode=resource_uri(below))],
    }
    outer = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetCompetency": [_named(targetNode=resource_uri(above))],
        "ceterms:alternativeCondition": [inner, inner],
    }
    [role] = _learned(app_client, ceterms__requires=[outer]).roles
    assert (role.term, role.count) == ("ceterms:requires", 2)


def test_many_are_cut_and_counted(app_client: AppClient) -> None:
    teaches = [_named(targetNodeName={"en-US": f"Skill {at}"}) for at in range(310)]
    [role] = _learned(app_client, ceterms__teaches=teaches).roles
    assert (role.count, role.left_out, sum(len(group.stated) for group in role.groups)) == (310, 10, 300)


def test_without_competencies_there_is_nothing(app_client: AppClient) -> None:
    lesson = course()
    app_client.published(document(lesson))
    with subject_of(app_client, lesson["ceterms:ctid"]) as subject:
        assert read_learned(subject) is None
