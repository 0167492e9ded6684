from __future__ import annotations

from typing import Any

from opencredreg.finder.work import Task, Work, build_work
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _thing(cls: str, name: str, ctid: str | None = None, **members: Any) -> dict[str, Any]:
    return {**certificate(ctid, name, **members), "@type": f"ceterms:{cls}"}


def _publish(client: AppClient, *things: dict[str, Any]) -> None:
    for thing in things:
        client.published(document(thing))


def _built(client: AppClient, thing: dict[str, Any]) -> Work | None:
    with subject_of(client, thing["ceterms:ctid"]) as subject:
        return build_work(subject)


def _outline(tasks: tuple[Task, ...]) -> list[Any]:
    return [(one.reference.names[0].text, _outline(one.children)) for one in tasks]


def test_only_work_has_it(app_client: AppClient) -> None:
    main = certificate()
    _publish(app_client, main)
    assert _built(app_client, main) is None


def test_work_that_says_nothing_has_nothing_to_show(app_client: AppClient) -> None:
    idle = _thing("Occupation", "Idler")
    _publish(app_client, idle)
    assert _built(app_client, idle) is None


def test_tasks_are_a_tree_whichever_end_names_the_other(app_client: AppClient) -> None:
    cut, stack, sharpen, oil, work = (new_ctid() for _ in range(5))
    _publish(
        app_client,
        _thing("Task", "Stack", stack, ceterms__hasOccupation=[resource_uri(work)], ceasn__listID="10"),
        _thing("Task", "Cut", cut, ceasn__hasChild=[resource_uri(sharpen)], ceasn__listID="2"),
        _thing(
            "Task",
            "Sharpen",
            sharpen,
            ceasn__isChildOf=[resource_uri(cut)],
            ceterms__hasOccupation=[resource_uri(work)],
        ),
        _thing("Task", "Oil", oil, ceasn__isChildOf=[resource_uri(sharpen)]),
    )
    occupation = _thing("Occupation", "Hedge layer", work, ceterms__hasTask=[resource_uri(cut)])
    _publish(app_client, occupation)
    found = _built(app_client, occupation)
    assert found is not None
    assert _outline(found.tasks) == [("Cut", [("Sharpen", [("Oil", [])])]), ("Stack", [])]


def test_tasks_in_a_circle_come_to_an_end(app_client: AppClient) -> None:
    one, other, work = new_ctid(), new_ctid(), new_ctid()
    _publish(
        app_client,
        _thing(
            "Task", "One", one, ceasn__hasChild=[resource_uri(other)], ceasn__isChildOf=[resource_uri(other)]
        ),
        _thing(
            "Task", "Other", other, ceasn__hasChild=[resource_uri(one)], ceasn__isChildOf=[resource_uri(one)]
        ),
    )
    job = _thing("Job", "Wheel", work, ceterms__hasTask=[resource_uri(one), resource_uri(other)])
    _publish(app_client, job)
    found = _built(app_client, job)
    assert found is not None
    assert {task.reference.ctid for task in found.tasks} == {one, other}


def test_related_work_is_read_from_both_ends(app_client: AppClient) -> None:
    work = new_ctid()
    job = _thing("Job", "Layer at the estate", ceterms__hasOccupation=[resource_uri(work)])
    special = _thing("Occupation", "Willow layer", ceterms__isSpecializationOf=[resource_uri(work)])
    lost = resource_uri(new_ctid())
    occupation = _thing("Occupation", "Hedge layer", work, ceterms__hasWorkRole=[lost])
    _publish(app_client, job, special, occupation)
    found = _built(app_client, occupation)
    assert found is not None
    related = {one.term: [ref.ctid or ref.uri for ref in one.references] for one in found.related}
    assert related == {
        "ceterms:Job": [job["ceterms:ctid"]],
        "ceterms:WorkRole": [lost],
        "ceterms:hasSpecialization": [special["ceterms:ctid"]],
    }


def test_pay_is_an_amount_for_a_time(app_client: AppClient) -> None:
    pay = {
        "@type": "ceterms:PayProfile",
        "schema:minValue": 30000,
        "schema:maxValue": 40000,
        "ceterms:currency": "GBP",
        "ceterms:basePeriod": "P1Y",
        "ceterms:paymentPatternType": ["scheduleFrequency:Monthly"],
        "ceterms:startDate": "2026-01-01",
    }
    job = _thing("Job", "Layer", ceterms__workPay=[pay])
    _publish(app_client, job)
    found = _built(app_client, job)
    assert found is not None
    [shown] = found.pay
    assert (shown.amount.low, shown.amount.high, shown.amount.currency) == (30000, 40000, "GBP")
    assert shown.period == "P1Y"
    assert [one.reference.term for one in shown.patterns.entries if one.reference] == [
        "scheduleFrequency:Monthly"
    ]
    assert [one.term for one in shown.rest] == ["ceterms:startDate"]


def test_what_prepares_for_it_names_it_or_its_code(app_client: AppClient) -> None:
    work = new_ctid()
    code = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "https://codes.example/soc/37-1",
        "ceterms:targetNodeName": {"en": "Hedge layers"},
    }
    occupation = _thing("Occupation", "Hedge layer", work, ceterms__occupationType=[code])
    by_code = certificate(name="By code", ceterms__occupationType=[code])
    by_name = course(name="By name", ceterms__occupationType=[resource_uri(work)])
    other = certificate(name="For something else", ceterms__industryType=[code])
    _publish(app_client, occupation, by_code, by_name, other)
    found = _built(app_client, occupation)
    assert found is not None
    assert {
        one.cls: ([summary.reference.ctid for summary in one.summaries], one.total) for one in found.prepared
    } == {
        "ceterms:Credential": ([by_code["ceterms:ctid"]], 1),
        "ceterms:LearningOpportunityProfile": ([by_name["ceterms:ctid"]], 1),
    }


def test_skills_and_demands_are_entries(app_client: AppClient) -> None:
    skill = {**certificate(name="Edge tools"), "@type": "ceasn:Competency"}
    _publish(app_client, skill)
    role = _thing(
        "WorkRole",
        "Cutter",
        ceasn__skillEmbodied=[skill["@id"]],
        ceterms__physicalCapabilityType=[
            {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Standing"}}
        ],
    )
    _publish(app_client, role)
    found = _built(app_client, role)
    assert found is not None
    [skills] = found.skills
    assert skills.entries[0].reference is not None
    assert skills.entries[0].reference.ctid == skill["ceterms:ctid"]
    assert [(one.term, one.entries[0].names[0].text) for one in found.demands] == [
        ("ceterms:physicalCapabilityType", "Standing")
    ]


def test_tasks_that_nobody_describes_are_still_named(app_client: AppClient) -> None:
    lost = [resource_uri(new_ctid()) for _ in range(300)]
    job = _thing("Job", "Layer", ceterms__hasTask=lost)
    _publish(app_client, job)
    found = _built(app_client, job)
    assert found is not None
    assert [one.uri for one in found.missing_tasks] == lost[:240]
    assert found.left_out_tasks == 60
