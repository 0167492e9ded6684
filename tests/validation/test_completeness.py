from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.document import parse_document
from opencredreg.validation import ProfileChanges, parse_changes
from opencredreg.validation.completeness import USES, Completeness, overall_score, score_document
from tests.support.documents import certificate, course, document

_VOCABULARY = bundled_vocabulary()
_CERTIFICATE = "ceterms:Certificate"
_GROUPS = _VOCABULARY.classes[_CERTIFICATE].recommended
_EMPTY = st.sampled_from([None, "", " ", [], {}, {"en": ""}, [""], {"en": []}])


def _score(*items: dict[str, Any], changes: ProfileChanges | None = None) -> tuple[Completeness, ...]:
    payload = json.dumps(document(*items)).encode()
    return score_document(parse_document(payload), _VOCABULARY, changes)


def _wishes(**wishes: Any) -> ProfileChanges:
    return parse_changes(wishes, _VOCABULARY)


def test_the_vocabulary_recommends_something() -> None:
    assert len(_GROUPS) > 10
    assert any(len(group) > 1 for group in _GROUPS)


@settings(deadline=None, max_examples=60)
@given(st.sets(st.sampled_from(sorted({term for group in _GROUPS for term in group}))), _EMPTY)
def test_a_score_is_the_share_of_what_is_recommended(said: set[str], nothing: Any) -> None:
    members = {term: "x" if term in said else nothing for group in _GROUPS for term in group}
    [score] = _score({**certificate(), **members})
    there = sum(1 for group in _GROUPS if said.intersection(group))
    assert (score.present, score.recommended) == (there, len(_GROUPS))
    assert score.score == 100 * there // len(_GROUPS)
    assert {one.terms for one in score.missing} == {
        group for group in _GROUPS if not said.intersection(group)
    }


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(sorted({term for group in _GROUPS for term in group})), max_size=6))
def test_saying_more_never_lowers_a_score(terms: list[str]) -> None:
    members: dict[str, Any] = certificate()
    before = 0
    for term in terms:
        members = {**members, term: "x"}
        [score] = _score(members)
        assert score.score >= before
        before = score.score


def test_what_helps_people_find_it_comes_first() -> None:
    [score] = _score(certificate(name="Hedge laying"))
    uses = [one.use for one in score.missing]
    assert uses == sorted(uses, key=list(USES).index)
    assert {"find", "choose", "trust", "connect"} <= set(uses)
    first = score.missing[0]
    assert first.use == "find"
    assert first.points == round(100 / score.recommended)
    place = {one.terms: number for number, one in enumerate(score.missing)}
    assert place[("ceterms:keyword",)] < place[("ceterms:estimatedCost",)] < place[("ceterms:hasPart",)]
    # Within one use the order is that of the recommendations.
    finding = [one.terms for one in score.missing if one.use == "find"]
    assert finding == sorted(finding, key=_GROUPS.index)


def test_says_which_resource_is_meant() -> None:
    one, other = certificate(name="Hedge laying"), course(name="Hedges")
    first, second = _score(one, other)
    assert (first.pointer, first.id, first.type, first.ctid, first.name) == (
        "/@graph/0",
        one["@id"],
        _CERTIFICATE,
        one["ceterms:ctid"],
        "Hedge laying",
    )
    assert (second.pointer, second.type) == ("/@graph/1", "ceterms:Course")
    assert overall_score((first, second)) == 0


@pytest.mark.parametrize(
    "item",
    [
        {"@id": "_:a", "@type": _CERTIFICATE, "ceterms:name": {"en": "Elsewhere"}},
        {"@id": "https://a.example/x", "@type": "ceterms:NoSuchClass"},
        {"@id": "https://a.example/x"},
        {"@id": "https://a.example/x", "@type": 5},
        {"@id": "https://a.example/x", "@type": []},
    ],
)
def test_leaves_out_what_nothing_is_recommended_for(item: dict[str, Any]) -> None:
    assert [one.pointer for one in _score(certificate(), item)] == ["/@graph/0"]


def test_a_document_without_recommendations_has_no_score() -> None:
    assert overall_score(score_document(parse_document(b'{"@graph": []}'), _VOCABULARY)) is None


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("ceterms:keyword", "ceterms:Certificate"),
        ("https://purl.org/ctdl/terms/keyword", "https://purl.org/ctdl/terms/Certificate"),
        ("keyword", "Certificate"),
    ],
)
def test_knows_terms_in_every_spelling(key: str, kind: str) -> None:
    [score] = _score({**certificate(), "@type": kind, key: {"en": ["hedges"]}})
    assert score.present == 1
    assert score.type == _CERTIFICATE


def test_a_single_resource_has_the_empty_pointer() -> None:
    payload = json.dumps(certificate()).encode()
    assert [one.pointer for one in score_document(parse_document(payload), _VOCABULARY)] == [""]


class TestWishesOfACommunity:
    def test_add_to_the_class_and_its_subclasses(self) -> None:
        changes = _wishes(recommended={"ceterms:Credential": [["ceterms:image", "ceterms:socialMedia"]]})
        [plain], [wanted] = _score(certificate()), _score(certificate(), changes=changes)
        assert wanted.recommended == plain.recommended + 1
        [met] = _score(certificate(ceterms__image="https://a.example/x.png"), changes=changes)
        assert met.present == 1

    def test_count_once_what_is_recommended_anyway(self) -> None:
        [score] = _score(certificate(), changes=_wishes(recommended={_CERTIFICATE: ["ceterms:keyword"]}))
        assert score.recommended == len(_GROUPS)

    def test_take_away_what_is_optional(self) -> None:
        [score] = _score(certificate(), changes=_wishes(optional={_CERTIFICATE: ["ceterms:keyword"]}))
        assert score.recommended == len(_GROUPS) - 1
        assert all("ceterms:keyword" not in one.terms for one in score.missing)
