"""What is asked for: the table speaks of terms that exist, on classes that have them."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from opencredreg.ctdl import ClassFacts, Condition, Vocabulary, bundled_table, bundled_vocabulary
from opencredreg.ctdl.requirements import (
    ALSO_RECOMMENDED,
    CONDITIONS,
    LIKE,
    REQUIRED,
    REQUIRED_BEFORE,
    REQUIRED_IF,
    SUCCESSORS,
    Groups,
)

# (class, property) that are asked for although the class is not in the domain, with the reason.
_OUT_OF_DOMAIN = {
    ("ceterms:PathwayComponent", "ceterms:ctid"): "an abstract class that nothing is published as",
    ("ceterms:PathwayComponent", "ceterms:name"): "as above",
    ("ceterms:PathwayComponent", "ceterms:isPartOf"): "as above",
}
# Rows that a class of the table does not get, because the property does not belong on the class.
_NOT_PASSED_ON = {
    ("ceterms:Pathway", "ceterms:inLanguage"),
    ("skos:Concept", "ceasn:inLanguage"),
    ("ceterms:PathwayComponent", "ceterms:description"),
    ("ceterms:PathwayComponent", "ceterms:subjectWebpage"),
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


def _short(groups: Groups) -> str:
    return " ".join("|".join(name.removeprefix("ceterms:") for name in group) for group in groups)


def _conditional(facts: ClassFacts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in facts.required_if:
        found.setdefault(item.when, []).append(_short((item.group,)))
    return found


def test_the_tables_name_known_classes_and_declared_properties(vocabulary: Vocabulary) -> None:
    plain = [*REQUIRED.items(), *REQUIRED_BEFORE.items(), *ALSO_RECOMMENDED.items()]
    rows = plain + [(cls, groups) for cls, row in REQUIRED_IF.items() for groups in row.values()]
    for cls, groups in rows:
        assert cls in vocabulary.classes
        for group in groups:
            assert all(vocabulary.properties[term].declared for term in group), (cls, group)
    assert {name for item in LIKE.items() for name in (item[0], *item[1])} <= set(vocabulary.classes)
    assert {name for item in SUCCESSORS.items() for name in item} <= set(vocabulary.properties)
    assert set(REQUIRED_BEFORE) | set(REQUIRED_IF) <= set(REQUIRED)


def test_what_is_asked_for_belongs_on_the_class(vocabulary: Vocabulary) -> None:
    outside = {
        (cls, term)
        for cls, facts in vocabulary.classes.items()
        for group in (
            *facts.required,
            *facts.required_before,
            *facts.recommended,
            *(item.group for item in facts.required_if),
        )
        for term in group
        if not vocabulary.has_domain(cls, term)
    }
    assert outside == set(_OUT_OF_DOMAIN)


def test_every_row_reaches_its_class(vocabulary: Vocabulary) -> None:
    for cls, groups in REQUIRED.items():
        assert [group for group in vocabulary.classes[cls].required if group != ("ceterms:ctid",)] == [
            *groups
        ]
    lost = {
        (cls, term)
        for cls, groups in REQUIRED_BEFORE.items()
        for group in groups
        for term in group
        if group not in vocabulary.classes[cls].required_before
    }
    assert lost == _NOT_PASSED_ON
    for cls, row in REQUIRED_IF.items():
        assert _conditional(vocabulary.classes[cls]) == {
            when: [_short((group,)) for group in groups] for when, groups in row.items()
        }


def test_lists_do_not_repeat_or_contradict_each_other(vocabulary: Vocabulary) -> None:
    for facts in vocabulary.classes.values():
        for groups in (facts.required, facts.required_before, facts.recommended):
            assert len(set(groups)) == len(groups), facts.term
            assert all(group and len(set(group)) == len(group) for group in groups), facts.term
        single = {group[0] for group in facts.required if len(group) == 1}
        for group in facts.recommended:
            assert group not in facts.required
            assert single.isdisjoint(group), facts.term
        assert set(facts.required).isdisjoint(facts.required_before)
        assert {item.cls for item in facts.required_if} <= {facts.term}


def test_families_share_what_is_asked_for(vocabulary: Vocabulary) -> None:
    credential = "ctid name description subjectWebpage credentialStatusType inLanguage ownedBy"
    for cls in vocabulary.descendants("ceterms:Credential") - {"ceterms:Credential", "ceterms:Degree"}:
        assert _short(vocabulary.classes[cls].required) == credential, cls
    for cls in vocabulary.descendants("ceterms:Organization"):
        assert _short(vocabulary.classes[cls].required).endswith("agentType agentSectorType email|address")
    for cls in vocabulary.descendants("ceterms:CredentialingAction") - {"ceterms:CredentialingAction"}:
        assert (
            _short(vocabulary.classes[cls].required) == "ctid name description actionStatusType actingAgent"
        )
    components = vocabulary.descendants("ceterms:PathwayComponent") - {"ceterms:CredentialComponent"}
    for cls in (*components, "ceterms:MultiComponent", "ceterms:CollectionComponent"):
        assert _short(vocabulary.classes[cls].required) == "ctid name isPartOf", cls


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        ("CredentialComponent", "ctid name isPartOf credentialType"),
        (
            "Course",
            "ctid name description inLanguage lifeCycleStatusType ownedBy|offeredBy"
            " availableAt|availableOnlineAt|availabilityListing",
        ),
        ("LearningProgram", "... subjectWebpage"),
        ("ConditionProfile", ""),
        ("CostProfile", ""),
        ("CredentialAlignmentObject", "targetNodeName"),
        ("AlignmentObject", "alignmentType sourceNode|sourceNodeName targetNode|targetNodeName"),
        ("PathwaySet", "ctid name description hasPathway ownedBy|offeredBy"),
        ("VerificationServiceProfile", "description"),
        ("DurationProfile", ""),
    ],
)
def test_classes(vocabulary: Vocabulary, cls: str, expected: str) -> None:
    found = _short(vocabulary.classes[f"ceterms:{cls}"].required)
    assert found.endswith(expected.removeprefix("...")) if expected.startswith("...") else found == expected


def test_a_ctid_is_required_of_what_is_always_registered(vocabulary: Vocabulary) -> None:
    required = {cls for cls, facts in vocabulary.classes.items() if ("ceterms:ctid",) in facts.required}
    assert {"ceterms:Badge", "ceasn:Competency", "skos:Concept", "ceterms:MultiComponent"} <= required
    # These also stand inside others, or in a graph as blank nodes.
    double = {"ceterms:ProcessProfile", "ceterms:VerificationServiceProfile", "qdata:Metric"}
    assert required.isdisjoint(double | {"ceasn:RubricCriterion", "ceterms:CollectionMember"})
    for cls in double:
        assert "ctid" in _conditional(vocabulary.classes[cls])["alone"]
    for cls in required - {"ceterms:PathwayComponent"}:
        assert vocabulary.has_domain(cls, "ceterms:ctid"), cls


def test_requirements_that_depend_on_the_data(vocabulary: Vocabulary) -> None:
    assert set(CONDITIONS) == set(get_args(Condition))
    used = {item.when for facts in vocabulary.classes.values() for item in facts.required_if}
    assert used == set(CONDITIONS)
    assert _conditional(vocabulary.classes["ceasn:Competency"]) == {
        "alone": ["ceasn:creator"],
        "member": ["ceasn:isPartOf|isMemberOf"],
    }
    assert _conditional(vocabulary.classes["ceterms:Pathway"]) == {
        "with-components": ["hasDestinationComponent"]
    }
    assert _conditional(vocabulary.classes["ceasn:RubricCriterion"]) == {"with-ctid": ["ceasn:name"]}
    assert _conditional(vocabulary.classes["ceterms:HoldersProfile"]) == {"with-ctid": ["name"]}
    assert _conditional(vocabulary.classes["ceterms:Badge"]) == {}
    # What is only ever embedded has no CTID to speak of.
    assert _conditional(vocabulary.classes["ceterms:Place"]) == {}


def test_older_sources_are_kept_apart(vocabulary: Vocabulary) -> None:
    def before(cls: str) -> str:
        return _short(vocabulary.classes[cls].required_before)

    assert before("ceterms:ConditionProfile") == "description"
    assert before("ceterms:CostProfile") == "costDetails description"
    assert before("ceterms:Pathway") == "subjectWebpage"
    assert before("ceterms:CourseComponent") == "description subjectWebpage"
    assert before("ceterms:ComponentCondition") == "name"
    assert before("skos:ConceptScheme") == "ceasn:publicationStatusType ceasn:dateCreated ceasn:source"
    assert before("asn:ProgressionModel") == ""
    assert before("ceterms:Badge") == ""


def test_recommendations_follow_the_policy_as_far_as_it_still_holds(vocabulary: Vocabulary) -> None:
    def recommended(cls: str) -> set[str]:
        return {term for group in vocabulary.classes[cls].recommended for term in group}

    assert "ceterms:estimatedCost" in recommended("ceterms:BachelorDegree")
    # The policy names older subclasses only; newer ones follow their superclass.
    assert recommended("ceterms:BachelorOfArtsDegree") == recommended("ceterms:BachelorDegree")
    assert recommended("ceterms:Organization") == recommended("ceterms:CredentialOrganization")
    assert "ceterms:subjectWebpage" in recommended("ceterms:Course")
    for facts in vocabulary.classes.values():
        assert recommended(facts.term).isdisjoint(SUCCESSORS)
    assert "ceterms:aggregateData" in recommended("ceterms:BachelorDegree")
    components = vocabulary.descendants("ceterms:PathwayComponent")
    assert not [cls for cls in components if "ceterms:prerequisite" in recommended(cls)]


def test_a_later_edition_is_never_asked_for_what_is_gone() -> None:
    table = bundled_table()
    properties = {term: row for term, row in table.properties.items() if term != "ceterms:ownedBy"}
    vocabulary = Vocabulary(msgspec.structs.replace(table, properties=properties))
    assert "ownedBy" not in _short(vocabulary.classes["ceterms:Badge"].required)
    assert "offeredBy availableAt" in _short(vocabulary.classes["ceterms:Course"].required)
