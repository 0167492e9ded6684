"""The path list of description sets, against what is known of the list that clients were made for."""

from __future__ import annotations

from collections import Counter

import pytest

from opencredreg.ctdl import bundled_vocabulary
from opencredreg.query.description_paths import (
    Branch,
    DescriptionPath,
    PathFilter,
    build_description_paths,
    parse_path,
)

_PATHS = build_description_paths(bundled_vocabulary())
_BY_TEXT = {path.text: path for path in _PATHS.paths}

# How many paths lead away from things of these classes: search.md section 13.2 names the numbers.
_COUNTS = {
    "ceterms:Credential": 121,
    "ceterms:LearningOpportunityProfile": 124,
    "ceterms:AssessmentProfile": 120,
    "ceterms:Agent": 66,
    "ceasn:Competency": 90,
    "ceasn:CompetencyFramework": 112,
    "ceterms:Pathway": 46,
    "skos:ConceptScheme": 18,
    "ceterms:Job": 15,
    "ceterms:Occupation": 15,
    "ceterms:Task": 15,
    "ceterms:WorkRole": 15,
    "skos:Concept": 10,
    "asn:ProgressionModel": 3,
}
# The one number that differs, 202 where the old list has 207. Of those, 12 name classes where properties belong and
# can never match, and one of three steps is not described well enough to be made again: 194 remain. Jobs,
# occupations, tasks and work roles, directly and by proxy, are new as members: 8.
_COLLECTIONS = 202


def test_as_many_paths_as_the_list_has() -> None:
    found = Counter(subject for path in _PATHS.paths for subject in path.subjects)
    assert found == {**_COUNTS, "ceterms:Collection": _COLLECTIONS}


def test_as_many_steps_as_the_list_has() -> None:
    # In the old list, which has eight texts of one step twice: 157, 275, 111, 81, 42 and 32. Of two steps there are
    # fewer by the 12 that never match and three that are three steps when followed the right way (a collection has a
    # member that stands for the competency), more by the four new members by proxy. Of three steps there are more
    # by those three, fewer by the one not described.
    assert Counter(len(path.steps) for path in _PATHS.paths) == {
        1: 157 - 8 + 4,
        2: 275 - 12 - 3 + 4,
        3: 111 + 3 - 1,
        4: 81,
        5: 42,
        6: 32,
    }


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("> ceterms:ownedBy > ceterms:Agent", "ceterms:Credential"),
        ("< ceterms:owns < ceterms:Agent", "ceterms:Pathway"),
        (
            "> ceterms:ownedBy > ceterms:Agent < ceterms:accredits < ceterms:Agent",
            "ceterms:AssessmentProfile",
        ),
        ("< ceasn:isPartOf < ceasn:Competency", "ceasn:CompetencyFramework"),
        (
            "< ceasn:isPartOf < ceasn:Competency > ceasn:educationLevelType > skos:Concept",
            "ceasn:CompetencyFramework",
        ),
        (
            "> ceterms:requires > ceterms:ConditionProfile > ceterms:targetCompetency"
            " > ceterms:CredentialAlignmentObject > ceterms:targetNode > ceasn:Competency",
            "ceterms:Credential",
        ),
        (
            "> ceterms:requires > ceterms:ConditionProfile > ceterms:targetAssessment > ceterms:AssessmentProfile"
            " > ceterms:assesses > ceterms:CredentialAlignmentObject > ceterms:targetNode > ceasn:Competency",
            "ceterms:LearningOpportunityProfile",
        ),
        (
            "< ceterms:targetAssessment < ceterms:ConditionProfile < ceterms:requires < ceterms:Credential",
            "ceterms:AssessmentProfile",
        ),
    ],
)
def test_paths_that_are_named(text: str, subject: str) -> None:
    assert subject in _BY_TEXT[text].subjects


def test_only_properties_and_classes_of_the_vocabulary() -> None:
    vocabulary = bundled_vocabulary()
    for path in _PATHS.paths:
        for step in path.steps:
            # Members of collections are said by a property that moved to another vocabulary since.
            assert any(name in vocabulary.properties for name in step.properties), path.text
            assert step.cls in vocabulary.classes, path.text
        assert path.subjects <= vocabulary.classes.keys()


def test_paths_that_never_match_are_not_there() -> None:
    for cls in ("ceterms:Job", "ceterms:Occupation", "ceterms:Task", "ceterms:WorkRole"):
        assert f"> ceterms:hasMember > ceasn:Competency < {cls}" not in _BY_TEXT
        assert f"> ceterms:hasMember > ceasn:Competency < ceasn:skillEmbodied < {cls}" in _BY_TEXT
    assert not [text for text in _BY_TEXT if "ceasn:hasMember" in text]


def test_steps_read_back_as_the_text() -> None:
    for path in _PATHS.paths:
        words = []
        for step in path.steps:
            way = "<" if step.is_reverse else ">"
            words += [way, step.property, way, step.cls]
            assert step.properties[0] == step.property
        assert " ".join(words) == path.text
        assert path.target == words[-1]
    assert _BY_TEXT[
        "< ceterms:targetAssessment < ceterms:ConditionProfile < ceterms:requires < ceterms:Credential"
    ].chain == ("< ceterms:targetAssessment < ceterms:requires")


@pytest.mark.parametrize(
    "text",
    ["", ">", "> ceterms:owns > ceterms:Agent >", "> a:b < c:d", "ceterms:Job > a:b > c:d", "= a:b = c:d"],
)
def test_texts_that_are_no_paths(text: str) -> None:
    with pytest.raises(ValueError, match="The path"):
        parse_path(text)


@pytest.mark.parametrize(
    ("subclass", "cls"),
    [
        ("ceterms:BachelorOfScienceDegree", "ceterms:Credential"),
        ("ceterms:Course", "ceterms:LearningOpportunityProfile"),
        ("ceterms:LearningProgram", "ceterms:LearningOpportunityProfile"),
        ("ceterms:QACredentialOrganization", "ceterms:Agent"),
        ("asn:ProgressionLevel", "skos:Concept"),
    ],
)
def test_subclasses_have_the_paths_of_their_class(subclass: str, cls: str) -> None:
    assert _PATHS.of_class(subclass) == _PATHS.of_class(cls)
    assert len(_PATHS.of_class(cls)) == _COUNTS[cls]
    assert subclass in _PATHS.members[cls]


def test_a_class_of_two_kinds_has_the_paths_of_both() -> None:
    # For the vocabulary a framework is a collection, and a progression model a concept scheme.
    for cls, other in (
        ("ceasn:CompetencyFramework", "ceterms:Collection"),
        ("asn:ProgressionModel", "skos:ConceptScheme"),
    ):
        own = [path for path in _PATHS.paths if {cls, other} & path.subjects]
        assert _PATHS.of_class(cls) == own
        assert len(own) > max(len([path for path in own if one in path.subjects]) for one in (cls, other))


def test_parts_of_pathways_that_nobody_declared_count() -> None:
    assert {"ceterms:MultiComponent", "ceterms:CourseComponent"} <= _PATHS.members["ceterms:PathwayComponent"]
    assert _PATHS.of_class("ceterms:CostProfile") == []
    assert _PATHS.of_class("") == []


def _ends(branch: Branch) -> list[str]:
    own = [branch.path] if branch.path is not None else []
    return own + [text for below in branch.branches for text in _ends(below)]


def test_a_tree_holds_each_path_once_and_each_beginning_once() -> None:
    for cls in [*_COUNTS, "ceterms:Collection"]:
        paths = _PATHS.of_class(cls)
        assert sorted(_ends(_PATHS.tree(cls))) == [path.text for path in paths]
        beginnings = {path.steps[:length] for path in paths for length in range(1, len(path.steps) + 1)}

        def count(branch: Branch) -> int:
            return sum(1 + count(below) for below in branch.branches)

        assert count(_PATHS.tree(cls)) == len(beginnings)


def test_filters() -> None:
    def texts(wanted: PathFilter) -> list[str]:
        return sorted(_ends(_PATHS.tree("ceterms:Course", wanted)))

    every = [path.text for path in _PATHS.of_class("ceterms:Course")]
    assert texts(PathFilter()) == every
    assert texts(PathFilter(contains="CETERMS:RECOMMENDS >")) == [
        text for text in every if "ceterms:recommends >" in text
    ]
    assert texts(PathFilter(contains="Recommends >"))
    exact = "> ceterms:ownedby > CETERMS:agent"
    assert texts(PathFilter(exact=exact)) == ["> ceterms:ownedBy > ceterms:Agent"]
    assert texts(PathFilter(exact=exact, contains="nothing")) == ["> ceterms:ownedBy > ceterms:Agent"]
    assert texts(PathFilter(exact="> ceterms:ownedBy")) == []
    assert texts(PathFilter(contains="%")) == []


def test_the_same_paths_for_the_same_vocabulary() -> None:
    assert build_description_paths(bundled_vocabulary()) is _PATHS
    assert _PATHS.tree("ceterms:Job") is _PATHS.tree("ceterms:Job", PathFilter())
    assert all(isinstance(path, DescriptionPath) for path in _PATHS.paths)
