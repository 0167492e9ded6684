from __future__ import annotations

from typing import Any

import pytest

from opencredreg.finder.conditions import Limits
from opencredreg.finder.requirements import RequirementsView, build_requirements
from opencredreg.ids import new_ctid
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of

pytestmark = on_sqlite


def _condition(**members: Any) -> dict[str, Any]:
    return {
        "@type": "ceterms:ConditionProfile",
        **{f"ceterms:{name}": value for name, value in members.items()},
    }


def _manifest(**members: Any) -> dict[str, Any]:
    made = certificate(name="Rules of the valley", **members)
    return {**made, "@type": "ceterms:ConditionManifest"}


def _view(client: AppClient, main: dict[str, Any], limits: Limits | None = None) -> RequirementsView:
    client.published(document(main))
    with subject_of(client, main["ceterms:ctid"]) as subject:
        view = build_requirements(subject, limits)
    assert view is not None
    return view


def test_there_is_nothing_to_show_where_nothing_is_asked(app_client: AppClient) -> None:
    main = certificate()
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        assert build_requirements(subject) is None


def test_a_profile_is_said_in_its_parts(app_client: AppClient) -> None:
    profile = _condition(
        name={"en": "The first winter"},
        description={"en": "Outdoors, in all weathers."},
        condition={"en": ["Bring boots", "Bring gloves"], "es": ["Traer botas"]},
        minimumAge=16,
        yearsOfExperience=1.5,
        weight=0.25,
        experience={"en": "With animals"},
        audienceType=["audience:PartTime"],
        residentOf=[
            {
                "@type": "ceterms:JurisdictionProfile",
                "ceterms:mainJurisdiction": [
                    {"@type": "ceterms:Place", "ceterms:name": {"en": "Alder Vale"}}
                ],
            }
        ],
        creditValue=[{"@type": "ceterms:ValueProfile", "schema:value": 6}],
        submissionOf=["https://forms.example/portfolio"],
    )
    [group] = _view(app_client, certificate(ceterms__requires=[profile])).groups
    [step] = group.steps
    assert group.term == "ceterms:requires"
    assert [text.text for text in step.names] == ["The first winter"]
    assert [[text.text for text in texts] for texts in step.conditions] == [
        ["Bring boots", "Traer botas"],
        ["Bring gloves"],
    ]
    assert (step.age, step.years, step.weight) == (16, 1.5, 0.25)
    assert step.credits[0].amount.low == 6
    assert step.audiences[0].reference is not None
    assert step.audiences[0].reference.term == "audience:PartTime"
    assert step.territories[0].places[0][0].text == "Alder Vale"
    assert step.territories[0].more == ()
    # There are no words of its own for the form, so it stands among the rest.
    assert [one.term for one in step.more] == ["ceterms:submissionOf"]


def test_a_number_that_is_none_stays_as_written(app_client: AppClient) -> None:
    [group] = _view(app_client, certificate(ceterms__requires=[_condition(minimumAge="sixteen")])).groups
    assert group.steps[0].age is None
    assert [one.term for one in group.steps[0].more] == ["ceterms:minimumAge"]


class TestManifests:
    def test_their_conditions_say_where_they_come_from(self, app_client: AppClient) -> None:
        manifest = _manifest(ceterms__requires=[_condition(description={"en": "A health check"})])
        app_client.published(document(manifest))
        view = _view(
            app_client,
            certificate(
                ceterms__requires=[_condition(description={"en": "A portfolio"})],
                ceterms__commonConditions=[manifest["@id"]],
            ),
        )
        [group] = view.groups
        assert view.is_shared
        assert [step.manifest.ctid if step.manifest else None for step in group.steps] == [
            None,
            manifest["ceterms:ctid"],
        ]
        assert [one.place for one in view.manifests] == ["page"]

    def test_one_that_is_not_here_is_still_named(self, app_client: AppClient) -> None:
        lost = resource_uri(new_ctid())
        view = _view(app_client, certificate(ceterms__commonConditions=[lost]))
        assert view.groups == ()
        assert [one.place for one in view.manifests] == ["missing"]

    def test_the_nearer_statement_counts(self, app_client: AppClient) -> None:
        manifest = _manifest(ceterms__requires=[_condition(minimumAge=16)])
        app_client.published(document(manifest))
        view = _view(
            app_client,
            certificate(
                ceterms__requires=[_condition(minimumAge=18)], ceterms__commonConditions=[manifest["@id"]]
            ),
        )
        [disagreement] = view.groups[0].disagreements
        assert disagreement.statement == "ceterms:minimumAge"
        assert [(side.values, side.manifest) for side in disagreement.counts] == [((18.0,), None)]
        assert [side.values for side in disagreement.overridden] == [(16.0,)]


def test_groups_come_in_the_order_in_which_people_meet_them(app_client: AppClient) -> None:
    said: dict[str, Any] = {
        f"ceterms__{term}": [_condition(description={"en": term})]
        for term in ("renewal", "recommends", "requires", "corequisite", "advancedStandingFrom")
    }
    view = _view(app_client, certificate(**said))
    assert [group.term.removeprefix("ceterms:") for group in view.groups] == [
        "requires",
        "corequisite",
        "recommends",
        "advancedStandingFrom",
        "renewal",
    ]


class TestAlternatives:
    def _paths(self, client: AppClient) -> tuple[RequirementsView, str, str]:
        def priced(name: str, price: float) -> dict[str, Any]:
            return course(
                name=name,
                ceterms__estimatedCost=[
                    {"@type": "ceterms:CostProfile", "ceterms:price": price, "ceterms:currency": "EUR"}
                ],
            )

        day, night = priced("Day school", 900), priced("Night school", 400)
        for one in (day, night):
            client.published(document(one))
        choice = _condition(
            description={"en": "A hedge of thirty paces"},
            alternativeCondition=[
                _condition(targetLearningOpportunity=[day["@id"]]),
                _condition(targetLearningOpportunity=[night["@id"]], conditionExcludes=[day["@id"]]),
            ],
        )
        return _view(client, certificate(ceterms__requires=[choice])), day["@id"], night["@id"]

    def test_are_counted_and_compared(self, app_client: AppClient) -> None:
        view, _, _ = self._paths(app_client)
        [way] = view.ways
        assert view.routes == 2
        assert (way.by, way.amount, way.currency, way.unknown) == ("cost", 400, "EUR", 0)
        assert [texts[0].text for texts in way.names] == ["Night school"]

    def test_stand_below_what_holds_for_all(self, app_client: AppClient) -> None:
        view, day, night = self._paths(app_client)
        [step] = view.groups[0].steps
        targets = [one.asked[0].entries[0].reference for one in step.alternatives]
        assert step.says_anything
        assert [target.uri for target in targets if target] == [day, night]
        assert [one.uri for one in step.alternatives[1].excludes] == [day]

    def test_know_what_their_targets_cost(self, app_client: AppClient) -> None:
        view, _, night = self._paths(app_client)
        facts = view.facts[night.rpartition("/")[2]]
        assert [(cost.low, cost.currency) for cost in facts.costs] == [(400, "EUR")]


class TestPreviews:
    def test_name_what_a_required_thing_requires(self, app_client: AppClient) -> None:
        first = certificate(name="Hedges, first year")
        second = certificate(
            name="Hedges, second year", ceterms__requires=[_condition(targetCredential=[first["@id"]])]
        )
        for one in (first, second):
            app_client.published(document(one))
        third = certificate(ceterms__requires=[_condition(targetCredential=[second["@id"]])])
        preview = _view(app_client, third).facts[second["ceterms:ctid"]].preview
        assert preview is not None
        assert [one.names[0].text for one in preview.needs] == ["Hedges, first year"]
        assert not preview.is_circular

    def test_tell_of_circles(self, app_client: AppClient) -> None:
        mine, other = new_ctid(), new_ctid()
        app_client.published(
            document(
                certificate(other, ceterms__requires=[_condition(targetCredential=[resource_uri(mine)])])
            )
        )
        main = certificate(mine, ceterms__requires=[_condition(targetCredential=[resource_uri(other)])])
        preview = _view(app_client, main).facts[other].preview
        assert preview is not None
        assert preview.is_circular
        assert preview.needs == ()


def test_profiles_beside_the_resource_are_read_as_if_inside(app_client: AppClient) -> None:
    main = certificate(ceterms__requires=["_:all"])
    app_client.published(
        document(
            main,
            {
                "@id": "_:all",
                **_condition(description={"en": "One of two"}, alternativeCondition=["_:a", "_:b"]),
            },
            {"@id": "_:a", **_condition(description={"en": "This"})},
            {"@id": "_:b", **_condition(description={"en": "That"}, alternativeCondition=["_:all"])},
        )
    )
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        view = build_requirements(subject)
    assert view is not None
    [step] = view.groups[0].steps
    assert [one.about[0].text for one in step.alternatives] == ["This", "That"]


def test_things_are_named_without_a_profile_too(app_client: AppClient) -> None:
    other = course(name="Knots")
    app_client.published(document(other))
    [group] = _view(app_client, course(ceterms__prerequisite=[other["@id"]])).groups
    assert group.steps[0].is_direct
    [entry] = group.steps[0].asked[0].entries
    assert entry.reference is not None
    assert entry.reference.names[0].text == "Knots"


@pytest.mark.parametrize(("steps", "targets"), [(5, 100), (50, 7)])
def test_long_lists_end_and_say_how_much_is_left(app_client: AppClient, steps: int, targets: int) -> None:
    skills = [
        {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": f"Skill {number}"}}
        for number in range(10)
    ]
    profiles = [_condition(description={"en": f"Rule {number}"}) for number in range(20)]
    main = certificate(ceterms__requires=[_condition(targetCompetency=skills), *profiles])
    [group] = _view(app_client, main, Limits(steps, targets)).groups
    assert len(group.steps) == min(steps, 21)
    assert group.left_out == 21 - len(group.steps)
    [asked] = group.steps[0].asked
    assert len(asked.entries) == min(targets, 10)
    assert asked.left_out == 10 - len(asked.entries)


def test_entries_of_one_framework_stand_together(app_client: AppClient) -> None:
    def skill(name: str, framework: str) -> dict[str, Any]:
        return {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNodeName": {"en": name},
            "ceterms:frameworkName": {"en": framework},
        }

    skills = [skill("Lay", "Hedges"), skill("Cut", "Trees"), skill("Bind", "Hedges")]
    main = certificate(ceterms__requires=[_condition(targetCompetency=skills)])
    [asked] = _view(app_client, main).groups[0].steps[0].asked
    assert [entry.names[0].text for entry in asked.entries] == ["Lay", "Bind", "Cut"]
