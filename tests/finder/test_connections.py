from __future__ import annotations

from typing import Any

from opencredreg.finder.both_sides import FIRST, Relation
from opencredreg.finder.connections import find_connections
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, collection, course, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _condition(**members: Any) -> dict[str, Any]:
    named = {f"ceterms:{name}": value for name, value in members.items()}
    return {"@type": "ceterms:ConditionProfile", **named}


def _relations(client: AppClient, ctid: str) -> dict[tuple[str, str], Relation]:
    with subject_of(client, ctid) as subject:
        found = find_connections(subject)
    groups = found.groups if found is not None else ()
    return {(group.name, one.name): one for group in groups for one in group.relations}


def _stated(relation: Relation) -> dict[str, str]:
    return {line.reference.ctid: line.stated for line in relation.lines if line.reference}


def test_a_resource_that_nobody_connects_has_no_connections(app_client: AppClient) -> None:
    main = course()
    app_client.published(document(main))
    assert _relations(app_client, main["ceterms:ctid"]) == {}


def test_a_statement_and_its_inverse_are_one_line_that_says_who_makes_it(app_client: AppClient) -> None:
    mine, both, here, there = new_ctid(), new_ctid(), new_ctid(), new_ctid()
    app_client.published(
        document(course(mine, ceterms__isPreparationFor=[resource_uri(both), resource_uri(here)]))
    )
    from_mine = [_condition(targetLearningOpportunity=[resource_uri(mine)])]
    app_client.published(document(certificate(both, ceterms__preparationFrom=from_mine)))
    app_client.published(document(certificate(here)))
    app_client.published(document(certificate(there, ceterms__preparationFrom=from_mine)))
    relation = _relations(app_client, mine)["next", "prepares_for"]
    assert _stated(relation) == {both: "both", here: "here", there: "there"}
    assert (relation.total, relation.others, relation.is_mutual) == (3, 2, True)
    backwards = _relations(app_client, there)["before", "prepared_by"]
    assert _stated(backwards) == {mine: "here"}


def test_what_requires_a_course_is_found_inside_conditions_and_alternatives(app_client: AppClient) -> None:
    mine, asking = new_ctid(), new_ctid()
    app_client.published(document(course(mine)))
    other_way = _condition(targetLearningOpportunity=[resource_uri(mine)])
    requires = [_condition(alternativeCondition=[other_way])]
    app_client.published(document(certificate(asking, ceterms__requires=requires)))
    assert _stated(_relations(app_client, mine)["next", "required_for"]) == {asking: "there"}


def test_who_asserts_a_condition_does_not_become_what_it_requires(app_client: AppClient) -> None:
    mine = new_ctid()
    app_client.published(document(course(mine)))
    requires = [_condition(assertedBy=[resource_uri(mine)])]
    app_client.published(document(certificate(ceterms__requires=requires)))
    assert list(_relations(app_client, mine)) == [("other", "ceterms:requires ceterms:assertedBy")]


def test_work_stands_apart_from_learning(app_client: AppClient) -> None:
    mine, job, next_one = new_ctid(), new_ctid(), new_ctid()
    leads = [_condition(targetOccupation=[resource_uri(job)], targetCredential=[resource_uri(next_one)])]
    app_client.published(document(course(mine, ceterms__isPreparationFor=leads)))
    work = {**certificate(job, "Hedge layer"), "@type": "ceterms:Occupation"}
    work["ceterms:requires"] = [_condition(targetLearningOpportunity=[resource_uri(mine)])]
    app_client.published(document(work))
    app_client.published(document(certificate(next_one)))
    found = _relations(app_client, mine)
    assert _stated(found["next", "prepares_for"]) == {next_one: "here"}
    assert _stated(found["work", "leads_to_work"]) == {job: "here"}
    assert _stated(found["work", "work_requires"]) == {job: "there"}
    assert ("next", "required_for") not in found


def test_pathways_are_found_through_their_components(app_client: AppClient) -> None:
    mine, pathway = new_ctid(), new_ctid()
    app_client.published(document(course(mine)))
    step = {
        **course(name="Step one"),
        "@type": "ceterms:CourseComponent",
        "ceterms:proxyFor": resource_uri(mine),
        "ceterms:isPartOf": [resource_uri(pathway)],
    }
    app_client.published(document({**certificate(pathway), "@type": "ceterms:Pathway"}, step))
    relation = _relations(app_client, mine)["pathways", "through_a_component"]
    [line] = relation.lines
    assert line.reference is not None
    assert line.reference.ctid == pathway
    assert line.through is not None
    assert line.through.ctid == step["ceterms:ctid"]


def test_a_long_list_shows_the_first_ones_and_counts_all(app_client: AppClient) -> None:
    mine = new_ctid()
    app_client.published(document(course(mine)))
    for _ in range(FIRST + 3):
        app_client.published(document(collection(resource_uri(mine))))
    relation = _relations(app_client, mine)["whole", "member_of"]
    assert (len(relation.lines), relation.total, relation.has_more) == (FIRST, FIRST + 3, True)
    assert relation.found_by == ("ceterms:hasMember",)


def test_everything_that_a_resource_names_itself_is_listed(app_client: AppClient) -> None:
    parts = [new_ctid() for _ in range(FIRST + 5)]
    main = certificate(ceterms__hasPart=[resource_uri(one) for one in parts])
    app_client.published(document(main))
    relation = _relations(app_client, main["ceterms:ctid"])["parts", "parts"]
    listed = [line.reference.key for line in (*relation.lines, *relation.rest) if line.reference]
    assert listed == parts
    assert (relation.total, relation.left_out, relation.has_more) == (len(parts), 0, False)


def test_versions_of_others_count_too(app_client: AppClient) -> None:
    old, new = new_ctid(), new_ctid()
    app_client.published(document(course(old)))
    app_client.published(document(course(new, ceterms__previousVersion=resource_uri(old))))
    assert _stated(_relations(app_client, old)["versions", "next"]) == {new: "there"}
    assert _stated(_relations(app_client, new)["versions", "previous"]) == {old: "here"}


def test_occupations_of_the_registry_with_the_same_code_are_named(app_client: AppClient) -> None:
    def coded(*codes: str) -> list[dict[str, Any]]:
        return [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": f"https://work.example/codes/{code}",
                "ceterms:targetNodeName": {"en": f"Code {code}"},
            }
            for code in codes
        ]

    mine, here, elsewhere = new_ctid(), new_ctid(), new_ctid()
    app_client.published(document(course(mine, ceterms__occupationType=coded("1", "2"))))
    for ctid, code in ((here, "2"), (elsewhere, "3")):
        work = {**certificate(ctid, "Hedge layer"), "@type": "ceterms:Occupation"}
        app_client.published(document({**work, "ceterms:occupationType": coded(code)}))
    app_client.published(document(course(ceterms__occupationType=coded("2"))))
    assert _stated(_relations(app_client, mine)["work", "occupations_here"]) == {here: "there"}
    assert ("work", "occupations_here") not in _relations(app_client, here)
