"""Limits of keys: how they are written down, and which key may make which."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencredreg.accounts.actor import Actor, Role
from opencredreg.accounts.limits import (
    ENVIRONMENTS,
    SCOPES,
    KeyLimits,
    build_limits,
    covers,
    is_allowed_class,
)
from opencredreg.accounts.policy import (
    KeyLimited,
    may_use,
    require_class,
    require_document_classes,
    require_scope,
)
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.errors import InvalidInput

_VOCABULARY = bundled_vocabulary()
_CLASSES = (
    "ceterms:Credential",
    "ceterms:Certificate",
    "ceterms:Course",
    "ceterms:LearningOpportunityProfile",
    "ceasn:CompetencyFramework",
    "ceasn:Competency",
)
_SOME_SCOPES = st.none() | st.frozensets(st.sampled_from(SCOPES), min_size=1)
_SOME_CLASSES = st.none() | st.frozensets(st.sampled_from(_CLASSES), min_size=1)
_LIMITS = st.builds(
    KeyLimits,
    scopes=_SOME_SCOPES,
    classes=_SOME_CLASSES,
    environment=st.none() | st.sampled_from(ENVIRONMENTS),
)


@pytest.mark.parametrize(
    ("written", "cls"),
    [
        ("course", "ceterms:Course"),
        ("Course", "ceterms:Course"),
        ("ceterms:course", "ceterms:Course"),
        ("https://purl.org/ctdl/terms/Course", "ceterms:Course"),
        ("learningProgram", "ceterms:LearningProgram"),
        ("LearningOpportunity", "ceterms:LearningOpportunityProfile"),
        ("assessment", "ceterms:AssessmentProfile"),
        ("transfervalue", "ceterms:TransferValueProfile"),
        ("competencyframework", "ceasn:CompetencyFramework"),
        ("conceptscheme", "skos:ConceptScheme"),
        ("progressionmodel", "asn:ProgressionModel"),
        ("datasetprofile", "qdata:DataSetProfile"),
        (" credential ", "ceterms:Credential"),
    ],
)
def test_classes_are_taken_as_people_write_them(written: str, cls: str) -> None:
    assert build_limits(_VOCABULARY, classes=[written]).classes == frozenset({cls})


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"classes": ["coarse"]}, "no class 'coarse'"),
        ({"classes": ["ceasn:Course"]}, "no class 'ceasn:Course'"),
        ({"classes": ["ceterms:name"]}, "no class 'ceterms:name'"),
        ({"classes": []}, "without any class"),
        ({"scopes": []}, "without any scope"),
        ({"scopes": ["publish", "own"]}, "no scope 'own'"),
        ({"environment": "staging"}, "no environment staging"),
    ],
)
def test_what_is_not_known_is_refused(members: dict[str, list[str]], text: str) -> None:
    with pytest.raises(InvalidInput, match=text):
        build_limits(_VOCABULARY, **members)  # type: ignore[arg-type]


def test_a_misspelt_class_is_told_what_was_meant() -> None:
    with pytest.raises(InvalidInput) as refused:
        build_limits(_VOCABULARY, classes=["competencyframewrk"])
    assert "ceasn:CompetencyFramework" in refused.value.hint


def _may(limits: KeyLimits, scope: str, cls: str, environment: str) -> bool:
    """What limits mean, said in the plainest way."""
    return (
        (limits.scopes is None or scope in limits.scopes)
        and (limits.classes is None or any(_VOCABULARY.is_a(cls, one) for one in limits.classes))
        and limits.environment in (None, environment)
    )


@settings(max_examples=300)
@given(mine=_LIMITS, other=_LIMITS)
def test_a_key_covers_another_exactly_if_it_may_do_all_that_the_other_may(
    mine: KeyLimits, other: KeyLimits
) -> None:
    # A class that no key names stands for all the others, a third environment for any.
    deeds = [
        (scope, cls, environment)
        for scope in SCOPES
        for cls in (*_CLASSES, "ceterms:Job")
        for environment in (*ENVIRONMENTS, "any other")
    ]
    # Whoever may do it for any class at all is asked by a class that only unlimited keys allow.
    goes_beyond = [deed for deed in deeds if _may(other, *deed) and not _may(mine, *deed)]
    assert covers(mine, other, _VOCABULARY) == (not goes_beyond)


@given(limits=_LIMITS)
def test_every_key_covers_itself_and_is_covered_by_one_without_limits(limits: KeyLimits) -> None:
    assert covers(limits, limits, _VOCABULARY)
    assert covers(KeyLimits(), limits, _VOCABULARY)


@given(one=_LIMITS, two=_LIMITS, three=_LIMITS)
def test_covering_goes_on(one: KeyLimits, two: KeyLimits, three: KeyLimits) -> None:
    if covers(one, two, _VOCABULARY) and covers(two, three, _VOCABULARY):
        assert covers(one, three, _VOCABULARY)


@given(
    scopes=_SOME_SCOPES, classes=_SOME_CLASSES, scope=st.sampled_from(SCOPES), cls=st.sampled_from(_CLASSES)
)
def test_the_policy_lets_pass_what_the_limits_name(
    scopes: frozenset[str] | None, classes: frozenset[str] | None, scope: str, cls: str
) -> None:
    actor = Actor(role=Role.PUBLISHER, key_name="Nightly", scopes=scopes, classes=classes)
    expected = scopes is None or scope in scopes
    assert may_use(actor, scope) == expected  # type: ignore[arg-type]
    if expected:
        require_scope(actor, scope)  # type: ignore[arg-type]
    else:
        with pytest.raises(KeyLimited, match=rf'"Nightly" may not {scope}.*scope {scope}.*api-keys'):
            require_scope(actor, scope)  # type: ignore[arg-type]
    if classes is None or is_allowed_class(classes, cls, _VOCABULARY):
        require_class(actor, cls, _VOCABULARY)
    else:
        with pytest.raises(KeyLimited, match=f"{cls}.*api-keys"):
            require_class(actor, cls, _VOCABULARY)


def test_parts_go_with_their_document_and_nothing_else_does() -> None:
    actor = Actor(role=Role.PUBLISHER, key_name="k", classes=frozenset({"ceasn:CompetencyFramework"}))
    framework = ["ceasn:CompetencyFramework"]
    require_document_classes(actor, framework, ["ceasn:Competency"] * 2, _VOCABULARY)
    for main, inner in (
        (framework, ["ceasn:Competency", "ceterms:Certificate"]),
        (["ceasn:Competency"], []),
        ([*framework, "ceterms:Certificate"], []),
        ([], []),
    ):
        with pytest.raises(KeyLimited):
            require_document_classes(actor, main, inner, _VOCABULARY)
    require_document_classes(Actor(role=Role.PUBLISHER), [], ["ceterms:Certificate"], _VOCABULARY)
