from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.finder.pathway import build_pathway
from opencredreg.finder.pathway_codes import read_codes, to_codes
from opencredreg.finder.pathway_places import build_places, build_set
from opencredreg.ids import new_ctid
from opencredreg.meaning.truth import Truth
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document, resource_uri
from tests.support.pathways import Valley, condition
from tests.support.subjects import subject_of

_KEYS = st.lists(
    st.one_of(st.builds(new_ctid), st.sampled_from(["https://a.example/1", "https://a.example/2", "_:b@7"])),
    max_size=12,
)


@given(keys=_KEYS)
@settings(deadline=None, max_examples=60)
def test_codes_lead_back_to_their_keys(keys: list[str]) -> None:
    codes = to_codes(keys)
    short = ".".join(code for key, code in codes.items() if code != key)
    assert set(read_codes([short], codes)[0]) == {key for key, code in codes.items() if code != key}
    assert read_codes(list(codes.values()), codes) == (tuple(codes), ())


def test_parts_with_like_codes_are_named_in_full() -> None:
    one, other = "ce-12345678-0000-4000-8000-000000000001", "ce-12345678-0000-4000-8000-000000000002"
    codes = to_codes([one, other])
    assert codes == {one: one, other: other}
    assert read_codes([f"{one}.{other}", "nonsense", ""], codes) == ((one, other), ())


def test_other_things_that_somebody_has_are_told_apart() -> None:
    [key] = codes = to_codes(["ce-12345678-0000-4000-8000-000000000001"])
    assert read_codes(["12345678", resource_uri(new_ctid()), "a b"], codes)[0] == (key,)
    assert read_codes(["https://a.example/course.html"], codes) == ((), ("https://a.example/course.html",))


@on_sqlite
class TestPathway:
    def test_each_part_comes_after_what_it_needs(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        view = valley.view(app_client)
        order = valley.names(view.parts)
        assert order.index("one") < order.index("two") < order.index("goal")
        assert order.index("walk") < order.index("exam") < order.index("goal")
        assert [part.key for part in view.goals] == [valley.ids["goal"]]
        assert (view.total, view.left_out, view.standing, view.detail) == (5, 0, None, None)

    def test_conditions_count_and_lines_say_what_leads_where(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        view = valley.view(app_client)
        [asked] = view.parts[valley.ids["goal"]].conditions
        assert asked.tally is not None
        assert (asked.tally.rule, asked.tally.number, asked.tally.total) == ("some", 2, 3)
        edges = {(*valley.names((edge.source, edge.target)), edge.kind) for edge in view.edges}
        assert edges == {
            ("one", "goal", "prerequisite"),
            ("two", "goal", "prerequisite"),
            ("exam", "goal", "prerequisite"),
            ("walk", "exam", "child"),
            ("one", "two", "precedes"),
        }
        [gate] = view.gates
        assert (gate.target, gate.tally) == (valley.ids["goal"], asked.tally)
        assert {edge.group for edge in view.edges if edge.kind == "prerequisite"} == {gate.group}

    def test_what_somebody_has_decides_what_is_missing(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        view = valley.view(app_client, have=valley.ids["one"])
        standing = view.standing
        assert standing is not None
        assert standing.state is Truth.NO
        assert valley.names(standing.fulfilled) == ["one"]
        assert set(valley.names(standing.next)) == {"two", "walk"}
        assert set(valley.names(standing.missing)) == {"goal", "exam"}
        states = {name: view.parts[valley.ids[name]].state for name in valley.parts}
        assert states == {
            "one": "fulfilled", "two": "next", "walk": "next", "exam": "missing", "goal": "missing",
        }  # fmt: skip
        assert view.parts[valley.ids["goal"]].conditions[0].still_needed == 1

    def test_what_is_not_needed_any_more_is_not_missing(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        first = valley.view(app_client)
        have = ".".join(first.parts[valley.ids[name]].code for name in ("one", "two"))
        view = valley.view(app_client, have=have)
        assert view.standing is not None
        assert view.standing.state is Truth.YES
        assert view.standing.missing == view.standing.next == ()
        assert view.parts[valley.ids["exam"]].state == ""
        assert view.parts[valley.ids["goal"]].state == "fulfilled"
        assert not view.parts[valley.ids["goal"]].is_held
        assert set(view.standing.have.split(".")) == set(have.split("."))

    def test_who_has_what_a_part_stands_for_has_the_part(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        view = valley.view(app_client, have=valley.taught["@id"])
        assert view.standing is not None
        assert view.parts[valley.ids["one"]].is_held
        assert view.standing.have == view.parts[valley.ids["one"]].code
        assert view.standing.others == ()

    def test_the_address_says_all_of_it_to_others(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        codes = {name: valley.view(app_client).parts[valley.ids[name]].code for name in valley.parts}
        for size in range(1, len(codes) + 1):
            for chosen in combinations(codes, size):
                mine = valley.view(app_client, have=".".join(codes[name] for name in chosen))
                assert mine.standing is not None
                theirs = valley.view(app_client, have=mine.standing.have)
                assert theirs.standing == mine.standing
                held = {name for name in valley.parts if mine.parts[valley.ids[name]].is_held}
                assert held == set(chosen)
                standing = mine.standing
                assert not set(standing.fulfilled) & {*standing.next, *standing.missing}

    def test_a_part_in_detail_says_everything(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        view = valley.view(app_client, component=valley.ids["goal"])
        assert view.detail is not None
        assert set(valley.names(view.detail.needs)) == {"one", "two", "exam"}
        assert {one.term for one in view.detail.statements} == {
            "ceterms:ctid", "ceterms:isPartOf", "ceterms:hasCondition",
        }  # fmt: skip
        assert valley.view(app_client, component=new_ctid()).detail is None

    def test_what_is_named_and_not_there_is_told(self, app_client: AppClient) -> None:
        lost = resource_uri(new_ctid())
        valley = Valley()
        valley.main["ceterms:hasPart"].append(lost)
        view = valley.publish(app_client).view(app_client)
        assert [(one.uri, one.place) for one in view.missing] == [(lost, "missing")]

    def test_a_pathway_that_is_only_described_has_no_picture(self, app_client: AppClient) -> None:
        main = {**certificate(), "@type": "ceterms:Pathway"}
        app_client.published(document(main))
        with subject_of(app_client, main["ceterms:ctid"]) as subject:
            assert build_pathway(subject) is None

    def test_stages_stand_in_the_order_of_their_model(self, app_client: AppClient) -> None:
        model, levels = new_ctid(), [new_ctid() for _ in range(3)]
        uris = [resource_uri(one) for one in levels]
        app_client.published(
            document(
                {
                    "@id": resource_uri(model),
                    "@type": "asn:ProgressionModel",
                    "ceterms:ctid": model,
                    "skos:prefLabel": {"en": "Seasons"},
                    "skos:hasTopConcept": [uris[2], uris[0], uris[1]],
                },
                *(
                    {
                        "@id": uri,
                        "@type": "asn:ProgressionLevel",
                        "ceterms:ctid": ctid,
                        "skos:prefLabel": {"en": f"Season {number}"},
                        "ceasn:inProgressionModel": resource_uri(model),
                        "skos:topConceptOf": resource_uri(model),
                    }
                    for number, (uri, ctid) in enumerate(zip(uris, levels, strict=True))
                ),
            )
        )
        valley = Valley(**{"asn:hasProgressionModel": resource_uri(model)})
        for name, uri in (("one", uris[2]), ("two", uris[1]), ("exam", uris[0])):
            valley.parts[name]["asn:hasProgressionLevel"] = [uri]
        view = valley.publish(app_client).view(app_client)
        named = [stage.reference.names[0].text for stage in view.stages if stage.reference]
        assert named == ["Season 2", "Season 0", "Season 1"]
        assert [valley.names(part.key for part in view.parts_of(stage)) for stage in range(3)] == [
            ["one"], ["exam"], ["two"],
        ]  # fmt: skip
        assert set(valley.names(part.key for part in view.parts_of(None))) == {"walk", "goal"}


@on_sqlite
class TestConditions:
    def test_an_operator_ties_what_is_inside(self, app_client: AppClient) -> None:
        valley = Valley()
        uris = valley.uris
        sum_ = {
            "@type": "ceterms:Constraint",
            "ceterms:leftAction": "arrayOperation:Sum",
            "ceterms:leftSource": ["ceterms:creditValue"],
            "ceterms:comparator": "compare:GTEQ",
            "ceterms:rightSource": ["12"],
        }
        valley.parts["goal"]["ceterms:hasCondition"] = [
            condition(
                logicalOperator="logic:OnlyOne",
                targetComponent=[uris["exam"]],
                hasCondition=[condition(targetComponent=[uris["one"], uris["two"]], requiredNumber=1)],
                hasConstraint=[sum_],
            ),
            condition(targetComponent=[uris["one"]], requiredNumber=5),
        ]
        first, second = valley.publish(app_client).view(app_client).parts[valley.ids["goal"]].conditions
        assert first.tally is not None
        assert (first.tally.rule, first.tally.total) == ("all", 1)
        assert first.tie is not None
        assert (first.tie.rule, first.tie.number, first.tie.total) == ("exactly", 1, 2)
        [comparison] = first.comparisons
        assert (comparison.comparator, comparison.left.action) == ("GTEQ", "Sum")
        assert [one.term for one in comparison.left.sources] == ["ceterms:creditValue"]
        assert [one.value for one in comparison.right.sources] == ["12"]
        assert second.is_impossible


@on_sqlite
class TestPlaces:
    def test_a_part_knows_its_pathway_and_its_place(self, app_client: AppClient) -> None:
        valley = Valley().publish(app_client)
        with valley.subject(app_client, "goal") as subject:
            found = build_places(subject)
        assert found is not None
        [place] = found.places
        assert place.pathway.ctid == valley.ids["pathway"]
        assert (place.number, place.part.key, found.others) == (5, valley.ids["goal"], ())

    def test_a_part_that_says_nothing_is_found_by_its_pathway(self, app_client: AppClient) -> None:
        valley = Valley()
        del valley.parts["walk"]["ceterms:isPartOf"]
        valley.publish(app_client)
        with valley.subject(app_client, "walk") as subject:
            found = build_places(subject)
        assert found is not None
        assert [place.pathway.ctid for place in found.places] == [valley.ids["pathway"]]

    def test_a_pathway_that_is_gone_is_still_named(self, app_client: AppClient) -> None:
        lost = resource_uri(new_ctid())
        alone = {**certificate(), "@type": "ceterms:BasicComponent", "ceterms:isPartOf": [lost]}
        app_client.published(document(alone))
        with subject_of(app_client, alone["ceterms:ctid"]) as subject:
            found = build_places(subject)
        assert found is not None
        assert [(one.uri, one.place) for one in found.others] == [(lost, "missing")]

    def test_other_things_have_no_place(self, app_client: AppClient) -> None:
        main = certificate()
        app_client.published(document(main))
        with subject_of(app_client, main["ceterms:ctid"]) as subject:
            assert build_places(subject) is None
            assert build_set(subject) is None


@on_sqlite
def test_a_set_lists_its_pathways_and_those_that_are_missing(app_client: AppClient) -> None:
    valley = Valley().publish(app_client)
    lost = resource_uri(new_ctid())
    main = {
        **certificate(name="Ways into the valley"),
        "@type": "ceterms:PathwaySet",
        "ceterms:hasPathway": [lost, valley.uris["pathway"]],
    }
    app_client.published(document(main))
    with subject_of(app_client, main["ceterms:ctid"]) as subject:
        found = build_set(subject)
    assert found is not None
    [member] = found.members
    assert (member.summary.reference.ctid, member.steps) == (valley.ids["pathway"], 5)
    assert [goal.ctid for goal in member.goals] == [valley.ids["goal"]]
    assert [one.uri for one in found.missing] == [lost]
