"""The kinds of things that people tell apart at a glance: each has a word, a shape and a colour."""

from __future__ import annotations

from enum import StrEnum

from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["Kind", "class_label", "kind_of"]


class Kind(StrEnum):
    """The value is the word; shape and colour belong to it in the macros and in the style sheet."""

    CREDENTIAL = "credential"
    ORGANIZATION = "organization"
    LEARNING = "learning"
    ASSESSMENT = "assessment"
    COMPETENCY = "competency"
    PATHWAY = "pathway"
    WORK = "work"
    OUTCOME = "outcome"
    OTHER = "other"


_ANCESTORS = (
    (Kind.CREDENTIAL, ("ceterms:Credential",)),
    (Kind.ORGANIZATION, ("ceterms:Agent", "ceterms:Organization")),
    (Kind.LEARNING, ("ceterms:LearningOpportunityProfile", "ceterms:LearningProgram", "ceterms:Course")),
    (Kind.ASSESSMENT, ("ceterms:AssessmentProfile",)),
    (Kind.COMPETENCY, ("ceasn:Competency", "ceasn:CompetencyFramework", "ceasn:Rubric", "asn:Rubric")),
    (Kind.PATHWAY, ("ceterms:Pathway", "ceterms:PathwaySet", "ceterms:PathwayComponent")),
    (Kind.WORK, ("ceterms:Occupation", "ceterms:Job", "ceterms:Task", "ceterms:WorkRole")),
    (
        Kind.OUTCOME,
        (
            "qdata:DataSetProfile",
            "ceterms:AggregateDataProfile",
            "ceterms:EarningsProfile",
            "ceterms:EmploymentOutcomeProfile",
            "ceterms:HoldersProfile",
        ),
    ),
)


def kind_of(vocabulary: Vocabulary, class_term: str | None) -> Kind:
    """The kind of things of a class; ``OTHER`` for classes that belong to none."""
    if class_term is not None:
        for kind, ancestors in _ANCESTORS:
            if any(vocabulary.is_a(class_term, ancestor) for ancestor in ancestors):
                return kind
    return Kind.OTHER


def class_label(vocabulary: Vocabulary, class_term: str | None) -> str:
    """The name of a class for people; classes that the vocabulary does not know are shown as they are."""
    if class_term is None:
        return "Without a class"
    facts = vocabulary.classes.get(class_term)
    return facts.label if facts is not None and facts.label else class_term
