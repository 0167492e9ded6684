"""The kinds of things that people tell apart at a glance, each a family of classes."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Final

from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["Kind", "classes_of_kind", "kind_of"]


class Kind(StrEnum):
    """A family of classes; the value is the word for it."""

    CREDENTIAL = "credential"
    ORGANIZATION = "organization"
    LEARNING = "learning"
    ASSESSMENT = "assessment"
    COMPETENCY = "competency"
    PATHWAY = "pathway"
    WORK = "work"
    OUTCOME = "outcome"
    TRANSFER = "transfer"
    OTHER = "other"


_ANCESTORS: Final = (
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
    (Kind.TRANSFER, ("ceterms:TransferValueProfile", "ceterms:TransferIntermediary")),
)
"""Of a class that has ancestors in several families, the first one counts."""


def kind_of(vocabulary: Vocabulary, class_term: str | None) -> Kind:
    """The kind of things of a class; ``OTHER`` for classes that belong to none."""
    if class_term is not None:
        for kind, ancestors in _ANCESTORS:
            if any(vocabulary.is_a(class_term, ancestor) for ancestor in ancestors):
                return kind
    return Kind.OTHER


@lru_cache(maxsize=64)
def classes_of_kind(vocabulary: Vocabulary, kind: Kind) -> tuple[str, ...]:
    """The classes of a kind, sorted. ``OTHER`` has none to name: it is whatever is of no other kind."""
    if kind is Kind.OTHER:
        return ()
    return tuple(sorted(name for name in vocabulary.classes if kind_of(vocabulary, name) is kind))
