"""The oracle: what each condition means, who describes a node, the order of results, and laws of the algebra."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.query.oracle import Oracle, Record
from opencredreg.query.tree import (
    And,
    ClassIn,
    Every,
    Expression,
    HasLiteral,
    IdText,
    KeyIn,
    Link,
    LinkPath,
    LiteralText,
    LiteralValue,
    Near,
    Not,
    Nothing,
    Or,
    PublishType,
    RecordOf,
    RecordTime,
    Search,
    Sort,
    Visibility,
    Words,
)
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.query_trees import LINKS, expressions, searches
from tests.support.random_registries import CTIDS, ORGANIZATIONS, record_of, registries

ONE, TWO, THREE, FOUR = CTIDS[:4]
NAME = "ceterms:name"
TRIED = settings(max_examples=40, deadline=None)


def oracle(*resources: dict[str, Any], **facts: Any) -> Oracle:
    """An oracle of one record for each resource."""
    return Oracle([record_of(document(resource), **facts) for resource in resources])


def named(ctid: str, name: Any) -> dict[str, Any]:
    """A certificate whose name is given as it is published: in languages, in none, or missing."""
    return {**certificate(ctid), NAME: name}


def found(expression: Expression, *resources: dict[str, Any]) -> set[str]:
    return set(oracle(*resources).matches(expression))


def test_a_node_of_several_classes_is_found_by_each() -> None:
    both = {**named(ONE, "Both"), "@type": ["ceterms:Certificate", "ceterms:Badge"]}
    turned = {**named(TWO, "Turned"), "@type": ["ceterms:Badge", "ceterms:Certificate"]}
    plain = {**named(THREE, "Plain"), "@type": "ceterms:Badge"}
    resources = (both, turned, plain)
    assert found(ClassIn(("ceterms:Certificate",)), *resources) == {ONE, TWO}
    assert found(ClassIn(("ceterms:Badge",)), *resources) == {ONE, TWO, THREE}
    assert found(ClassIn(("ceterms:Badge", "ceterms:Certificate")), *resources) == {ONE, TWO, THREE}
    assert found(Not(ClassIn(("ceterms:Certificate",))), *resources) == {THREE}
    assert found(ClassIn(("ceterms:Course",)), *resources) == set()


class TestWords:
    @pytest.mark.parametrize(
        ("asked", "name", "is_found"),
        [
            ("nursing assistant", {"en": "Practical nurse"}, True),
            ("nursing assistant", {"en": "Assisted living"}, True),
            ("nursing assistant", {"en": "Nurture"}, False),
            ("acc finance", {"en": "Accountancy studies"}, True),
            ("finance acc", {"en": "Accountancy studies"}, False),
            ("the acc", {"en": "Accountancy studies"}, True),
            ("ac", {"en": "Accountancy studies"}, False),
            ("4th acc", {"en": "Accountancy studies"}, True),
            ("web20 acc", {"en": "Accountancy studies"}, True),
            ("organizatio", {"en": "Organization of care"}, True),
            ("of science", {"en": "History of art"}, False),
            ("of", {"en": "History of art"}, True),
            ("OF", {"en": "Art"}, False),
            ("of", {"es": "History of art"}, True),
            ("de", {"es": "Historia de arte"}, True),
            ("historia de", {"es": "Arte de cocinar"}, False),
            ("nurses", "Nurse", False),
            ("nurse", "Nurse", True),
            ("programacion", {"es": "Programación"}, True),
            ("C#", {"en": "C++ and C#"}, True),
            ("C#", {"en": "Cooking"}, False),
            ("15-1253.00", {"en": "15-1252.00"}, False),
            ('"project manager"', {"en": "Manager of projects"}, False),
            ('"project manager"', {"en": "Senior project managers"}, True),
            ('"project manager" nurse', {"en": "A nurse"}, True),
            ('"C++ programming"', {"en": "C++ programming"}, True),
            ('"C++ programming"', {"en": "C programming"}, False),
            ('12" acc', {"en": "Accountancy studies"}, True),
            ("!!", {"en": "!!"}, False),
            ("", {"en": "Anything"}, False),
        ],
    )
    def test_any_word(self, asked: str, name: Any, is_found: bool) -> None:
        assert found(Words(NAME, asked), named(ONE, name)) == ({ONE} if is_found else set())

    def test_all_words_are_in_one_value(self) -> None:
        apart = named(ONE, {"en": ["Arc welding", "Practice"]})
        together = named(TWO, {"en": ["Practice of welding"]})
        assert found(Words(NAME, "welding practice", need="all"), apart, together) == {TWO}

    def test_signs_alone_are_found_nowhere(self) -> None:
        assert not found(Words(NAME, "!! ?", need="all"), certificate(ONE, "!! ?"))

    def test_stop_words_are_not_among_all_words(self) -> None:
        assert found(Words(NAME, "practice of the welder", need="all"), certificate(ONE, "Welder practice"))

    def test_no_beginning_without_prefix(self) -> None:
        assert not found(Words(NAME, "weld", prefix=False), certificate(ONE, "Weldability"))
        assert found(Words(NAME, "weld"), certificate(ONE, "Weldability"))

    @pytest.mark.parametrize(
        ("asked", "need", "is_found"),
        [
            ("weld 207", "all", True),
            ("WELD 110", "all", False),
            ("WELD 110", "any", True),
            ("wel", "all", False),
            ("20", "any", False),
            ('"weld 207"', "all", True),
            ('"207 weld"', "all", False),
        ],
    )
    def test_codes(self, asked: str, need: Any, is_found: bool) -> None:
        coded = course(ONE, ceterms__codedNotation="WELD  207")
        wanted = Words("ceterms:codedNotation", asked, need=need, codes=True)
        assert found(wanted, coded) == ({ONE} if is_found else set())

    @pytest.mark.parametrize(
        ("languages", "expected"),
        [
            ((), {ONE, TWO, THREE}),
            (("en",), {ONE}),
            (("en-us",), {ONE}),
            (("en-gb",), set()),
            (("es", "en"), {ONE, TWO}),
            (("",), {THREE}),
        ],
    )
    def test_languages(self, languages: tuple[str, ...], expected: set[str]) -> None:
        resources = [named(ONE, {"en-US": "Arc"}), named(TWO, {"es": "Arc"}), named(THREE, "Arc")]
        assert found(Words(NAME, "arc", languages=languages), *resources) == expected
        assert found(HasLiteral(NAME, languages), *resources) == expected
        assert found(LiteralText(NAME, "exact", "ARC", languages), *resources) == expected


class TestWholeTexts:
    @pytest.mark.parametrize(
        ("match", "asked", "is_found"),
        [
            ("exact", "licenciatura  en enfermeria", True),
            ("exact", "licenciatura en", False),
            ("contains", "ura en enf", True),
            ("contains", "%", False),
            ("contains", "a_en", False),
            ("starts", "Licenc", True),
            ("starts", "en", False),
            ("ends", "mería", True),
            ("ends", "en", False),
            ("fuzzy", "licensiatura enfermeria", True),
            ("fuzzy", "enfermeria licenciatura", True),
            ("fuzzy", "lisensiadura", False),
            ("fuzzy", "enfermria", True),
            ("fuzzy", "lcienciatura", True),
            ("fuzzy", "icenciatura", False),
            ("fuzzy", "!!", False),
        ],
    )
    def test_matches(self, match: Any, asked: str, is_found: bool) -> None:
        resource = named(ONE, {"es": ["Licenciatura en Enfermería"]})
        assert found(LiteralText(NAME, match, asked), resource) == ({ONE} if is_found else set())

    @pytest.mark.parametrize(
        ("asked", "is_found"),
        [("cot", False), ("arts", True), ("weldign", True), ("weldingg", True), ("wxldzng", False)],
    )
    def test_slips_depend_on_the_length_of_the_word(self, asked: str, is_found: bool) -> None:
        resource = certificate(ONE, "Cat art welding")
        assert bool(found(LiteralText(NAME, "fuzzy", asked), resource)) is is_found

    def test_codes_forgive_no_slip(self) -> None:
        assert not found(LiteralText(NAME, "fuzzy", "15-1253.00"), certificate(ONE, "15-1252.00"))

    def test_values_are_not_joined(self) -> None:
        resource = named(ONE, {"en": ["Arc", "welding"], "es": "Soldadura"})
        assert not found(LiteralText(NAME, "contains", "arc welding"), resource)
        assert found(LiteralText(NAME, "exact", "welding"), resource)
        assert found(LiteralText(NAME, "starts", "welding"), resource)


class TestTypedValues:
    def test_any_value_in_the_closed_range(self) -> None:
        resource = certificate(ONE, ceterms__dateEffective=["2019-09-01", "2021-03-01"])
        start = 1614556800.0
        assert found(LiteralValue("ceterms:dateEffective", start, start), resource)
        assert found(LiteralValue("ceterms:dateEffective", start, None), resource)
        assert not found(LiteralValue("ceterms:dateEffective", start + 1, None), resource)
        assert not found(LiteralValue("ceterms:dateEffective", None, 0.0), resource)

    def test_booleans_are_numbers_and_missing_is_not_false(self) -> None:
        false = LiteralValue("ceterms:isNonCredit", 0.0, 0.0)
        resources = certificate(ONE, ceterms__isNonCredit=False), certificate(TWO, ceterms__isNonCredit=True)
        assert found(false, *resources, certificate(THREE)) == {ONE}
        assert found(HasLiteral("ceterms:isNonCredit"), *resources, certificate(THREE)) == {ONE, TWO}

    def test_near(self) -> None:
        place = {"@type": "ceterms:Place", "ceterms:latitude": 41.6, "ceterms:longitude": -87.34}
        resource = certificate(ONE, ceterms__availableAt=[place])

        def within(kilometres: float) -> bool:
            return bool(found(Link("ceterms:availableAt", Near(41.88, -87.63, kilometres)), resource))

        assert within(40.0)
        assert not within(38.0)


class TestIdentity:
    def test_a_key_covers_every_spelling_and_things_only_pointed_to(self) -> None:
        pointing = certificate(
            ONE, ceterms__ownedBy=[f"http://other.example/ce-registry/graph/{TWO.upper()}"]
        )
        assert found(Link("ceterms:ownedBy", KeyIn((TWO,))), pointing) == {ONE}
        assert found(KeyIn((ONE, TWO)), pointing) == {ONE}

    def test_addresses_and_ctids_as_texts(self) -> None:
        resource = certificate(ONE)
        assert found(IdText("uri", "contains", "REGISTRY.example/resources"), resource) == {ONE}
        assert found(IdText("ctid", "starts", "CE-0000"), resource) == {ONE}
        assert not found(IdText("ctid", "exact", "ce-0000"), resource)

    def test_blank_labels_belong_to_their_document(self) -> None:
        def with_condition(ctid: str, text: str) -> Record:
            blank = {"@id": "_:b", "@type": "ceterms:ConditionProfile", "ceterms:description": {"en": text}}
            return record_of(document(certificate(ctid, ceterms__requires=["_:b"]), blank))

        both = Oracle([with_condition(ONE, "snow"), with_condition(TWO, "rain")])
        assert both.matches(Link("ceterms:requires", Words("ceterms:description", "rain"))) == {TWO}
        assert not both.matches(Link("ceterms:requires", KeyIn(("_:b",))))
        assert both.matches(Link("ceterms:requires", IdText("uri", "exact", "_:b"))) == {ONE, TWO}

    def test_only_named_resources_with_a_ctid_are_results(self) -> None:
        inner = {"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "snow"}}
        site = {"@id": "https://guild.example/", "@type": "ceterms:Certificate", NAME: {"en": "snow"}}
        blank = {"@id": "_:b", "@type": "ceterms:ConditionProfile", "ceterms:ctid": TWO}
        whole = Oracle([record_of(document(certificate(ONE, ceterms__requires=[inner, "_:b"]), site, blank))])
        assert whole.matches(Every()) == {ONE}
        # The others can be walked through all the same.
        assert len(whole.nodes(Every())) == 4


class TestWhoDescribes:
    def _in(self, main: str, name: str) -> Record:
        return record_of(document(certificate(main), course(THREE, name)), created_at=1)

    def test_the_record_whose_main_resource_it_is(self) -> None:
        own = record_of(document(course(THREE, "Own")), created_at=2)
        both = Oracle([self._in(ONE, "Copy"), own])
        assert both.matches(Words(NAME, "own")) == {THREE}
        assert not both.matches(Words(NAME, "copy"))
        assert both.matches(RecordTime("created", 2, None)) == {THREE}

    def test_else_the_oldest(self) -> None:
        both = Oracle([self._in(ONE, "Older"), self._in(TWO, "Newer")])
        assert both.matches(Words(NAME, "older")) == {THREE}
        assert not both.matches(Words(NAME, "newer"))

    def test_of_two_items_of_one_document_the_first(self) -> None:
        twice = Oracle([record_of(document(certificate(ONE), course(THREE, "Once"), course(THREE, "Again")))])
        assert twice.matches(Words(NAME, "once")) == {THREE}
        assert not twice.matches(Words(NAME, "again"))


class TestRecords:
    def test_conditions_on_the_record(self) -> None:
        owned = record_of(
            document(certificate(ONE)),
            owner=ORGANIZATIONS[0],
            publisher=ORGANIZATIONS[1],
            created_at=5,
            updated_at=9,
        )
        other = record_of(document(certificate(TWO)), publish_type="secondary", created_at=6, updated_at=6)
        both = Oracle([owned, other])
        assert both.matches(RecordOf("owner")) == {ONE}
        assert both.matches(RecordOf("owner", (ORGANIZATIONS[0],))) == {ONE}
        assert not both.matches(RecordOf("owner", (ORGANIZATIONS[1],)))
        assert both.matches(RecordOf("publisher", ORGANIZATIONS)) == {ONE}
        assert both.matches(PublishType(("secondary",))) == {TWO}
        assert both.matches(RecordTime("created", 6, 6)) == {TWO}
        assert both.matches(RecordTime("updated", 7, None)) == {ONE}
        assert both.matches(RecordTime("updated", None, 8)) == {TWO}

    def test_embedded_nodes_are_of_the_record_and_others_of_none(self) -> None:
        inner = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:targetLearningOpportunity": [resource_uri(TWO)],
        }
        one = oracle(certificate(ONE, ceterms__requires=[inner]), owner=ORGANIZATIONS[0])
        assert one.matches(Link("ceterms:requires", RecordOf("owner")))
        target = Link("ceterms:targetLearningOpportunity", RecordTime("created", None, None))
        assert not one.matches(Link("ceterms:requires", target))


class TestVisibility:
    @pytest.fixture
    def mixed(self) -> Oracle:
        """A published resource points to a provisional one, which points to another published one."""
        return Oracle(
            [
                record_of(document(certificate(ONE, ceterms__isPartOf=[resource_uri(TWO)]))),
                record_of(
                    document(certificate(TWO, ceterms__isPartOf=[resource_uri(THREE)])), provisional=True
                ),
                record_of(document(certificate(THREE))),
            ]
        )

    @pytest.mark.parametrize(
        ("visibility", "results", "parts", "whole"),
        [
            ("exclude", {ONE, THREE}, set(), set()),
            ("include", {ONE, TWO, THREE}, {ONE, TWO}, {TWO, THREE}),
            ("only", {TWO}, {TWO}, {TWO}),
        ],
    )
    def test_every_node_on_the_path_counts(
        self, mixed: Oracle, visibility: Visibility, results: set[str], parts: set[str], whole: set[str]
    ) -> None:
        assert mixed.matches(Every(), visibility) == results
        assert mixed.matches(Link("ceterms:isPartOf", Every()), visibility) == parts
        assert mixed.matches(Link("ceterms:isPartOf", Every(), reverse=True), visibility) == whole

    def test_a_path_does_not_lead_through_what_is_left_out(self, mixed: Oracle) -> None:
        through = LinkPath(((("ceterms:isPartOf", False),),), 2, KeyIn((THREE,)))
        assert mixed.matches(through, "include") == {ONE, TWO}
        assert not mixed.matches(through, "exclude")


class TestOrder:
    def ordered(self, by: str, *resources: dict[str, Any], descending: bool = False) -> list[str]:
        search = Search(expression=Every(), sort=Sort(by, descending))
        return [key[-1] for key in oracle(*resources).search(search).keys]

    def test_names_go_by_their_folded_text_and_missing_ones_are_last(self) -> None:
        names = {FOUR: None, ONE: {"en": "éclair"}, TWO: {"en": "Zebra"}, THREE: {"en": "eclair"}}
        resources = [named(ctid, name) for ctid, name in names.items()]
        assert self.ordered(NAME, *resources) == ["1", "3", "2", "4"]
        assert self.ordered(NAME, *resources, descending=True) == ["2", "1", "3", "4"]

    def test_english_is_preferred_and_then_untagged_text(self) -> None:
        english = named(ONE, {"es": "A", "en-GB": "M"})
        untagged = named(TWO, {"@none": "L", "fr": "B"})
        other = named(THREE, {"fr": "N", "de": "K"})
        assert self.ordered(NAME, english, untagged, other) == ["3", "2", "1"]

    def test_numbers_by_their_smallest_value(self) -> None:
        early = certificate(TWO, ceterms__dateEffective=["2022-01-01", "2019-01-01"])
        late = certificate(ONE, ceterms__dateEffective="2020-01-01")
        assert self.ordered("ceterms:dateEffective", late, early) == ["2", "1"]
        assert self.ordered("ceterms:dateEffective", late, early, descending=True) == ["1", "2"]

    def test_times_of_the_record(self) -> None:
        both = Oracle(
            [
                record_of(document(certificate(ONE)), created_at=1, updated_at=9),
                record_of(document(certificate(TWO)), created_at=2, updated_at=2),
            ]
        )
        assert both.search(Search(expression=Every())).keys == (ONE, TWO)
        assert both.search(Search(expression=Every(), sort=Sort("created", True))).keys == (TWO, ONE)

    def test_the_most_relevant_first_in_either_direction(self) -> None:
        some, all_of_it = certificate(ONE, "Arc lamps"), certificate(TWO, "Arc welding")
        for descending in (True, False):
            search = Search(expression=Words(NAME, "arc welding"), sort=Sort("relevance", descending))
            assert oracle(some, all_of_it).search(search).keys == (TWO, ONE)

    def test_pages_and_totals(self) -> None:
        resources = oracle(*(certificate(ctid) for ctid in CTIDS))
        page = resources.search(Search(expression=Every(), sort=Sort("created", False), skip=2, take=3))
        assert page.keys == CTIDS[2:5]
        assert page.total == len(CTIDS)
        beyond = resources.search(Search(expression=Every(), skip=50, take=0, with_total=False))
        assert beyond.keys == ()
        assert beyond.total is None


class TestLaws:
    @TRIED
    @given(registries(), expressions(3), expressions(3))
    def test_the_algebra_of_sets(self, records: list[Record], a: Expression, b: Expression) -> None:
        nodes = Oracle(records).nodes
        assert nodes(Not(And((a, b)))) == nodes(Or((Not(a), Not(b))))
        assert nodes(Not(Or((a, b)))) == nodes(And((Not(a), Not(b))))
        assert nodes(Not(Not(a))) == nodes(And((a, a))) == nodes(Or((a, a))) == nodes(a)
        assert nodes(Or((a, Not(a)))) == nodes(Every()) == nodes(And(())) == nodes(Not(Nothing()))
        assert nodes(And((a, Not(a)))) == nodes(Nothing()) == nodes(Or(())) == frozenset()
        assert nodes(And((a, Every()))) == nodes(Or((a, Nothing()))) == nodes(a)
        assert nodes(And((a, Or((a, b))))) == nodes(a)

    @TRIED
    @given(registries(), st.sampled_from(LINKS), expressions(3), expressions(3), st.booleans())
    def test_links_distribute_over_alternatives(
        self, records: list[Record], name: str, a: Expression, b: Expression, reverse: bool
    ) -> None:
        nodes = Oracle(records).nodes
        assert not nodes(Link(name, Nothing(), reverse))
        either = Or((Link(name, a, reverse), Link(name, b, reverse)))
        assert nodes(Link(name, Or((a, b)), reverse)) == nodes(either)
        both = And((Link(name, a, reverse), Link(name, b, reverse)))
        assert nodes(Link(name, And((a, b)), reverse)) <= nodes(both)

    @TRIED
    @given(
        registries(),
        st.sampled_from(LINKS[:4]),
        expressions(3),
        expressions(3),
        st.sampled_from(["exclude", "include"]),
    )
    def test_a_link_is_the_reverse_of_its_reverse(
        self, records: list[Record], name: str, a: Expression, b: Expression, visibility: Visibility
    ) -> None:
        def is_some(expression: Expression) -> bool:
            return bool(Oracle(records).nodes(expression, visibility))

        assert is_some(And((b, Link(name, a)))) == is_some(And((a, Link(name, b, reverse=True))))

    @TRIED
    @given(registries(), st.sampled_from(LINKS[:4]), st.booleans(), expressions(3))
    def test_a_path_is_links_one_after_the_other(
        self, records: list[Record], name: str, reverse: bool, end: Expression
    ) -> None:
        nodes = Oracle(records).nodes
        once = Link(name, end, reverse)
        twice = Link(name, once, reverse)
        assert nodes(LinkPath((((name, reverse),),), 1, end)) == nodes(once)
        assert nodes(LinkPath((((name, reverse),),), 2, end)) == nodes(Or((once, twice)))
        assert nodes(LinkPath((((name, reverse), (name, reverse)),), 1, end)) == nodes(twice)
        assert nodes(LinkPath((((name, reverse),),), 0, end)) == frozenset()

    @TRIED
    @given(registries(), expressions(4))
    def test_only_is_a_part_of_include(self, records: list[Record], expression: Expression) -> None:
        whole = Oracle(records)
        assert whole.matches(expression, "only") <= whole.matches(expression, "include")
        public = Oracle([msgspec.structs.replace(record, provisional=False) for record in records])
        assert public.matches(expression, "exclude") == public.matches(expression, "include")
        assert public.matches(expression, "include") == whole.matches(expression, "include")

    @TRIED
    @given(registries(), searches(3))
    def test_pages_make_up_all_results(self, records: list[Record], search: Search) -> None:
        whole = Oracle(records)
        results = whole.matches(search.expression, search.visibility)

        def page(skip: int, take: int) -> tuple[str, ...]:
            asked = Search(
                expression=search.expression,
                visibility=search.visibility,
                sort=search.sort,
                skip=skip,
                take=take,
            )
            answer = whole.search(asked)
            assert answer.total == len(results)
            return answer.keys

        singly = [page(place, 1) for place in range(len(results) + 1)]
        assert tuple(key for keys in singly for key in keys) == page(0, 100)
        assert set(page(0, 100)) == results
        assert singly[-1] == ()

    @TRIED
    @given(
        registries(), st.sampled_from(["welding", "arc welding", "nurse", "in practice", "C++ programación"])
    )
    def test_stricter_conditions_find_fewer(self, records: list[Record], text: str) -> None:
        nodes = Oracle(records).nodes
        any_word, all_words = Words(NAME, text, prefix=False), Words(NAME, text, need="all", prefix=False)
        assert nodes(all_words) <= nodes(any_word) <= nodes(Words(NAME, text))
        assert nodes(all_words) <= nodes(LiteralText(NAME, "fuzzy", text))
        assert nodes(Words(NAME, f'"{text}"', prefix=False)) <= nodes(all_words)
        contains = nodes(LiteralText(NAME, "contains", text))
        exact = nodes(LiteralText(NAME, "exact", text))
        assert (
            exact
            <= nodes(LiteralText(NAME, "starts", text)) & nodes(LiteralText(NAME, "ends", text))
            <= contains
        )
        assert nodes(ClassIn(("ceterms:Certificate",))) <= nodes(Every())
