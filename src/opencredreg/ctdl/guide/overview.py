"""The whole vocabulary at a glance: its classes in groups that people understand, its schemes and properties.

Source: ``ctdl-vocabulary.md`` section 4.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from opencredreg.ctdl.facts import Placement
from opencredreg.ctdl.guide.term_search import TermLink, link_to
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["ClassGroup", "ClassNode", "VocabularyOverview", "build_overview"]

# The classes that head the groups; what is a subclass of none of them stands in the last group.
_GROUPS: Mapping[str, tuple[str, str]] = {
    "Organizations and people": (
        "Who awards, offers, owns, approves and regulates.",
        "ceterms:Agent",
    ),
    "Credentials": (
        "What people earn: from badges to degrees, licenses and certifications.",
        "ceterms:Credential ceterms:CredentialType ceterms:CredentialAssertion",
    ),
    "Learning": (
        "Courses, programs and everything else in which people learn, and when it is offered.",
        "ceterms:LearningOpportunityProfile ceterms:ScheduledOffering ceterms:LearningOpportunity"
        " ceterms:LearningResource",
    ),
    "Assessment": (
        "Exams, portfolios and other ways to show what somebody can do.",
        "ceterms:AssessmentProfile ceterms:Assessment",
    ),
    "Competencies and rubrics": (
        "Frameworks of skills and knowledge, and the rubrics by which they are judged.",
        "ceasn:CompetencyFramework ceasn:Competency ceasn:Rubric ceasn:RubricCriterion ceasn:RubricLevel"
        " ceasn:CriterionLevel ceasn:ProficiencyScale",
    ),
    "Concepts and progressions": (
        "Lists of concepts, and levels that follow on each other.",
        "skos:ConceptScheme skos:Concept",
    ),
    "Pathways": (
        "Ways through learning, assessment and work to a goal.",
        "ceterms:Pathway ceterms:PathwaySet ceterms:PathwayComponent ceterms:CollectionComponent"
        " ceterms:MultiComponent ceterms:ComponentCondition ceterms:Constraint ceterms:ConstraintRule",
    ),
    "Work": (
        "Occupations, jobs, roles and tasks.",
        "ceterms:Occupation ceterms:Job ceterms:WorkRole ceterms:Task ceterms:Industry",
    ),
    "Conditions and costs": (
        "What is asked for and what it costs, for one resource or for many at once.",
        "ceterms:ConditionProfile ceterms:ConditionManifest ceterms:CostProfile ceterms:CostManifest"
        " ceterms:FinancialAssistanceProfile",
    ),
    "Transfer and recognition": (
        "What learning is worth elsewhere.",
        "ceterms:TransferValueProfile ceterms:TransferIntermediary ceterms:TransferAgreement"
        " ceterms:PriorLearningPolicy ceterms:EvaluationOutcome ceterms:StructuredStatement"
        " ceterms:ValueProfile",
    ),
    "Outcomes": (
        "Figures: who completed, who found work, what they earn.",
        "qdata:DataSetProfile qdata:Metric qdata:Observation qdata:Dimension qdata:DataSetTimeFrame"
        " qdata:DataProfile qdata:DataSetDistribution qdata:DataSetService ceterms:AggregateDataProfile"
        " schema:QuantitativeValue schema:MonetaryAmount schema:MonetaryAmountDistribution",
    ),
    "Actions": (
        "What one agent did about another, or about a resource: accredited, approved, regulated.",
        "ceterms:CredentialingAction",
    ),
    "Frameworks and collections": (
        "National and sectoral frameworks, comparisons of them, and collections of anything.",
        "ceterms:QualificationsFramework ceterms:AlignmentMap ceterms:AlignmentObject ceterms:Collection"
        " ceterms:CollectionMember",
    ),
    "Services and regulation": (
        "Support for learners, verification, processes and what the law has disclosed.",
        "ceterms:SupportService ceterms:VerificationServiceProfile ceterms:ProcessProfile"
        " ceterms:RegulatoryInformation",
    ),
    "Parts of other things": (
        "Places, contact points, identifiers, durations and other objects that stand inside.",
        "",
    ),
}


class ClassNode(msgspec.Struct, frozen=True):
    """A class with its subclasses."""

    link: TermLink
    placement: Placement
    subclasses: tuple[ClassNode, ...]


class ClassGroup(msgspec.Struct, frozen=True):
    """Classes that belong together; ``count`` is the number of all classes in the trees."""

    title: str
    help: str
    count: int
    classes: tuple[ClassNode, ...]


class VocabularyOverview(msgspec.Struct, frozen=True, kw_only=True):
    """The vocabulary at a glance. ``properties`` are the declared ones."""

    edition: str
    attribution: str
    class_count: int
    property_count: int
    scheme_count: int
    concept_count: int
    groups: tuple[ClassGroup, ...]
    schemes: tuple[TermLink, ...]
    properties: tuple[TermLink, ...]


def build_overview(vocabulary: Vocabulary) -> VocabularyOverview:
    """The overview; every class stands in exactly one group, unless it has superclasses in several."""
    heads = {term for _, terms in _GROUPS.values() for term in terms.split()}
    properties = [term for term, facts in vocabulary.properties.items() if facts.declared]
    groups = []
    for title, (help, terms) in _GROUPS.items():
        names = terms.split() or _others(vocabulary, heads)
        trees = tuple(_node(vocabulary, term, heads) for term in names if term in vocabulary.classes)
        groups.append(ClassGroup(title, help, sum(map(_size, trees)), trees))
    return VocabularyOverview(
        edition=vocabulary.edition,
        attribution=vocabulary.attribution,
        class_count=len(vocabulary.classes),
        property_count=len(properties),
        scheme_count=len(vocabulary.schemes),
        concept_count=len(vocabulary.concepts),
        groups=tuple(group for group in groups if group.classes),
        schemes=_by_label(vocabulary, vocabulary.schemes),
        properties=_by_label(vocabulary, properties),
    )


def _others(vocabulary: Vocabulary, heads: set[str]) -> list[str]:
    grouped = {term for head in heads for term in vocabulary.descendants(head)}
    left = {term for term in vocabulary.classes if term not in grouped}
    return sorted(
        (term for term in left if not left & {*vocabulary.classes[term].parents}),
        key=lambda term: vocabulary.classes[term].label.lower(),
    )


def _node(vocabulary: Vocabulary, term: str, heads: set[str]) -> ClassNode:
    below = sorted(
        (name for name, facts in vocabulary.classes.items() if term in facts.parents and name not in heads),
        key=lambda name: vocabulary.classes[name].label.lower(),
    )
    return ClassNode(
        link_to(vocabulary, term),
        vocabulary.classes[term].placement,
        tuple(_node(vocabulary, name, heads) for name in below),
    )


def _size(node: ClassNode) -> int:
    return 1 + sum(map(_size, node.subclasses))


def _by_label(vocabulary: Vocabulary, terms: Mapping[str, object] | list[str]) -> tuple[TermLink, ...]:
    links = (link_to(vocabulary, term) for term in terms)
    return tuple(sorted(links, key=lambda link: (link.label.lower(), link.term)))
