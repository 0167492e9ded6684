"""Which types of schema.org the classes of CTDL are.

Source: ``ctdl-vocabulary.md`` section 4 (class hierarchy); the definitions of the types at schema.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from opencredreg.crosswalk.schema_org.concepts import concept_keys
from opencredreg.crosswalk.values import class_of, values_of
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import Node

__all__ = ["CLASSES", "ORGANIZATION_TYPES", "TYPES", "WORKS", "is_educational", "kind_of", "types_of"]

CLASSES: Final[tuple[tuple[str, str], ...]] = (
    # The first class that a thing belongs to decides, so that special classes come before general ones.
    ("ceterms:Organization", "organization"),
    ("ceterms:CredentialPerson", "person"),
    ("ceterms:Credential", "credential"),
    ("ceterms:CredentialType", "credential"),
    ("ceterms:Course", "course"),
    ("ceterms:LearningProgram", "program"),
    ("ceterms:LearningOpportunityProfile", "learning opportunity"),
    ("ceterms:AssessmentProfile", "assessment"),
    ("ceterms:Occupation", "occupation"),
    ("ceterms:WorkRole", "occupation"),
    ("ceterms:Job", "job"),
    ("ceasn:CompetencyFramework", "term set"),
    ("skos:ConceptScheme", "term set"),
    ("ceasn:Competency", "term"),
    ("skos:Concept", "term"),
    ("ceterms:Collection", "list"),
    ("ceterms:Pathway", "list"),
    ("qdata:DataSetProfile", "data set"),
    ("ceterms:SupportService", "service"),
    ("ceterms:VerificationServiceProfile", "service"),
    ("ceterms:CredentialingAction", "action"),
    ("ceasn:Rubric", "work"),
    ("ceterms:AlignmentMap", "work"),
    ("ceterms:QualificationsFramework", "work"),
    ("ceterms:ConditionManifest", "work"),
    ("ceterms:CostManifest", "work"),
    ("ceterms:PriorLearningPolicy", "work"),
    ("ceterms:RegulatoryInformation", "work"),
    ("ceterms:TransferAgreement", "work"),
    ("ceterms:TransferValueProfile", "work"),
)
"""Classes of CTDL with all their subclasses, and the kind of thing they are; everything else is a ``thing``."""

TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "organization": ("Organization",),
    "person": ("Person",),
    "credential": ("EducationalOccupationalCredential",),
    "course": ("Course",),
    "program": ("EducationalOccupationalProgram",),
    "assessment": ("LearningResource",),
    "occupation": ("Occupation",),
    "job posting": ("JobPosting",),
    "term set": ("DefinedTermSet",),
    "term": ("DefinedTerm",),
    # A list alone could neither have an owner nor a language.
    "list": ("CreativeWork", "ItemList"),
    "data set": ("Dataset",),
    "service": ("Service",),
    "action": ("Action",),
    "work": ("CreativeWork",),
    "thing": ("Thing",),
}
"""The types of each kind; organizations and programs may have a closer one."""

WORKS: Final = frozenset({"credential", "course", "assessment", "term set", "list", "data set", "work"})
"""Kinds that are a ``CreativeWork`` in schema.org, so that they may be parts of one."""

ORGANIZATION_TYPES: Final[tuple[tuple[str, str], ...]] = (
    ("orgType:FourYear", "CollegeOrUniversity"),
    ("orgType:TwoYear", "CollegeOrUniversity"),
    ("orgType:Postsecondary", "CollegeOrUniversity"),
    ("orgType:HighSchool", "HighSchool"),
    ("orgType:UpperSecondarySchool", "HighSchool"),
    ("orgType:LowerSecondarySchool", "MiddleSchool"),
    ("orgType:SecondarySchool", "School"),
    ("orgType:PrimarySchool", "ElementarySchool"),
    ("orgType:TrainingProvider", "EducationalOrganization"),
    ("orgType:Government", "GovernmentOrganization"),
    ("orgType:LaborUnion", "WorkersUnion"),
)
"""Concepts of ``ceterms:agentType`` that have a type of their own; the first one stated decides."""

_PARTS_OF_PROGRAMS = "ceterms:hasPart"
_VOCATIONAL = (
    "ceterms:Certification",
    "ceterms:License",
    "ceterms:WorkBasedLearningCertificate",
)


def kind_of(node: Node) -> str:
    """The kind of a resource, a key of :data:`TYPES`; jobs are postings only where they say enough for one."""
    cls = class_of(node)
    is_a = bundled_vocabulary().is_a
    kind = next((kind for ancestor, kind in CLASSES if is_a(cls, ancestor)), "thing")
    if kind == "learning opportunity":
        return "program" if values_of(node, _PARTS_OF_PROGRAMS) else "course"
    return "occupation" if kind == "job" else kind


def types_of(node: Node, kind: str) -> tuple[str, ...]:
    """The types of a resource of a kind, closer ones where the data state them."""
    if kind == "organization":
        stated = set(concept_keys(values_of(node, "ceterms:agentType")))
        return next(((name,) for concept, name in ORGANIZATION_TYPES if concept in stated), TYPES[kind])
    if kind == "program" and node.get("ceterms:isRegisteredApprenticeship") is True:
        return ("WorkBasedProgram",)
    return TYPES[kind]


def is_educational(node: Node) -> bool:
    """Whether a credential is rather one of education than one of an occupation."""
    cls = class_of(node)
    return not any(bundled_vocabulary().is_a(cls, ancestor) for ancestor in _VOCATIONAL)
