"""The correspondences: which properties of CTDL give which property of schema.org, for each kind of thing.

Source: ``ctdl-vocabulary.md`` sections 6 (properties), 7.4 (equivalents, as hints); the definitions at schema.org;
for courses and data sets, what Google documents that it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from opencredreg.crosswalk.schema_org.classes import TYPES
from opencredreg.crosswalk.schema_org.concepts import (
    ALIGNMENTS,
    CATEGORY_CODES,
    CLASS_TERMS,
    LABELS,
    STATUSES,
    SUBJECTS,
    TERMS,
)
from opencredreg.crosswalk.schema_org.data import (
    DISTRIBUTIONS,
    IDENTIFIER_TERMS,
    IDENTIFIERS,
    MEASURED,
    PERIODS,
)
from opencredreg.crosswalk.schema_org.learning import (
    COMPETENCIES_REQUIRED,
    CREDITS,
    INSTANCE_ROWS,
    INSTANCES,
    MODES,
    TIME_SPENT,
    TIME_TO_COMPLETE,
)
from opencredreg.crosswalk.schema_org.lists import AUDIENCES, COUNT, LIST_ITEMS, MEMBER_TERMS
from opencredreg.crosswalk.schema_org.money import OFFERS, PAY
from opencredreg.crosswalk.schema_org.places import ADDRESSES, AREAS, CONTACTS, PHONES, PLACES
from opencredreg.crosswalk.schema_org.plain import CODES, DATES, DURATIONS, LANGUAGES, TEXT, TEXTS, URLS
from opencredreg.crosswalk.schema_org.scope import Row
from opencredreg.crosswalk.schema_org.things import (
    ACTORS,
    COURSES,
    CREDENTIALS,
    LEADS_TO_EDUCATION,
    LEADS_TO_WORK,
    MAKES_OFFER,
    NAMED,
    PARTS,
    PREREQUISITES,
    QUALIFICATIONS,
    TERM_SET,
    THINGS,
)

__all__ = ["POSTING_NEEDS", "ROWS", "Correspondence", "list_correspondences"]

_COST = Row("offers", ("ceterms:estimatedCost",), OFFERS, "one")
_PROVIDER = Row("provider", ("ceterms:offeredBy", "ceterms:ownedBy"), ACTORS, "first")
_LEVEL = Row("educationalLevel", ("ceterms:audienceLevelType", "ceterms:atLevel"), TERMS)
_AID = Row("financialAidEligible", ("ceterms:financialAssistance",), NAMED)
_CREDIT = Row("numberOfCredits", ("ceterms:creditValue",), CREDITS, "one")
_CODES = ("ceterms:codedNotation", "ceasn:codedNotation", "skos:notation")

_THING = (
    Row(
        "name",
        ("ceterms:name", "ceasn:name", "skos:prefLabel", "ceasn:competencyLabel", "ceasn:competencyText"),
        TEXT,
        "one",
    ),
    Row(
        "description",
        ("ceterms:description", "ceasn:description", "skos:definition", "ceasn:competencyText"),
        TEXT,
        "one",
    ),
    Row("alternateName", ("ceterms:alternateName", "skos:altLabel"), TEXTS),
    Row("sameAs", ("ceterms:subjectWebpage", "ceterms:sameAs", "owl:sameAs"), URLS),
    Row("image", ("ceterms:image",), URLS, "one"),
    Row("identifier", IDENTIFIER_TERMS, IDENTIFIERS),
)

_WORK = (
    _PROVIDER,
    Row("creator", ("ceasn:creator", "ceasn:author"), ACTORS),
    Row("publisher", ("ceasn:publisher",), ACTORS),
    Row("copyrightHolder", ("ceterms:copyrightHolder", "ceasn:rightsHolder"), ACTORS),
    Row("license", ("ceasn:license",), URLS, "one"),
    Row("inLanguage", ("ceterms:inLanguage", "ceasn:inLanguage"), LANGUAGES),
    Row("keywords", ("ceterms:keyword", "ceasn:conceptKeyword"), TEXTS),
    Row(
        "about",
        (
            "ceterms:subject",
            "ceterms:specialistSubject",
            "ceterms:degreeMajor",
            "ceterms:degreeMinor",
            "ceterms:degreeConcentration",
            "ceterms:instructionalProgramType",
            "ceasn:conceptTerm",
        ),
        SUBJECTS,
    ),
    Row("educationalAlignment", ("ceterms:occupationType", "ceterms:industryType"), ALIGNMENTS),
    Row("audience", ("ceterms:audienceType",), AUDIENCES),
    Row(
        "creativeWorkStatus",
        ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType", "ceasn:publicationStatusType"),
        LABELS,
        "one",
    ),
    Row("version", ("ceterms:versionCode",), CODES, "one"),
    Row("dateCreated", ("ceasn:dateCreated",), DATES, "one"),
    Row("dateModified", ("ceasn:dateModified",), DATES, "one"),
    Row("datePublished", ("schema:datePublished",), DATES, "one"),
    Row("expires", ("ceterms:expirationDate",), DATES, "one"),
    Row("isPartOf", ("ceterms:isPartOf",), PARTS),
    Row("hasPart", ("ceterms:hasPart",), PARTS),
)
_WORK_WITHOUT_PARTS = tuple(row for row in _WORK if row.name not in ("hasPart", "about"))

_SKILLS = Row(
    "skills",
    ("ceterms:targetCompetency", "ceasn:skillEmbodied", "ceasn:knowledgeEmbodied", "ceasn:abilityEmbodied"),
    TERMS,
)
_OCCUPATIONS = Row("occupationalCategory", ("ceterms:occupationType",), CATEGORY_CODES)
_PREREQUISITE_TERMS = ("ceterms:entryCondition", "ceterms:coPrerequisite", "ceterms:prerequisite")

ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "organization": (
        *_THING,
        Row("legalName", ("ceterms:legalName",), TEXT, "one"),
        Row("logo", ("ceterms:image",), URLS, "one"),
        Row(
            "sameAs", ("ceterms:subjectWebpage", "ceterms:sameAs", "owl:sameAs", "ceterms:socialMedia"), URLS
        ),
        Row("email", ("ceterms:email",), CODES),
        Row("telephone", ("ceterms:address",), PHONES),
        Row("address", ("ceterms:address",), ADDRESSES),
        Row("contactPoint", ("ceterms:address",), CONTACTS),
        Row("foundingDate", ("ceterms:foundingDate",), DATES, "one"),
        Row("dissolutionDate", ("ceterms:closingDate",), DATES, "one"),
        Row("parentOrganization", ("ceterms:parentOrganization",), ACTORS),
        Row("subOrganization", ("ceterms:subOrganization",), ACTORS),
        Row("department", ("ceterms:department",), ACTORS),
        Row("areaServed", ("ceterms:jurisdiction",), AREAS),
        Row("keywords", ("ceterms:keyword",), TEXTS),
        Row("duns", ("ceterms:duns",), CODES, "one"),
        Row("taxID", ("ceterms:fein",), CODES, "one"),
        Row("leiCode", ("ceterms:leiCode",), CODES, "one"),
        Row("naics", ("ceterms:naics",), CODES),
        Row("isicV4", ("ceterms:isicV4",), CODES, "one"),
        Row("makesOffer", ("ceterms:offers",), MAKES_OFFER),
    ),
    "person": _THING,
    "credential": (
        *_THING,
        *_WORK,
        Row("credentialCategory", ("@type",), CLASS_TERMS),
        Row("recognizedBy", ("ceterms:accreditedBy", "ceterms:approvedBy", "ceterms:recognizedBy"), ACTORS),
        _LEVEL,
        Row("competencyRequired", ("ceterms:requires",), COMPETENCIES_REQUIRED),
        Row("validFor", ("ceterms:renewalFrequency",), DURATIONS, "one"),
        Row("validIn", ("ceterms:jurisdiction",), AREAS),
        _COST,
    ),
    "course": (
        *_THING,
        *_WORK,
        Row("courseCode", _CODES[:1], CODES, "one"),
        Row("hasCourseInstance", ("ceterms:hasOffering",), INSTANCES),
        _COST,
        _LEVEL,
        _CREDIT,
        _AID,
        Row("timeRequired", ("ceterms:estimatedDuration",), TIME_SPENT, "one"),
        Row("teaches", ("ceterms:teaches",), TERMS),
        Row("assesses", ("ceterms:assesses",), TERMS),
        Row("coursePrerequisites", (*_PREREQUISITE_TERMS, "ceterms:requires"), PREREQUISITES),
        Row("educationalCredentialAwarded", ("ceterms:resultsInCredential",), CREDENTIALS),
    ),
    "program": (
        *_THING,
        _PROVIDER,
        _COST,
        _CREDIT,
        _AID,
        Row("timeToComplete", ("ceterms:estimatedDuration",), TIME_TO_COMPLETE, "one"),
        Row("educationalProgramMode", ("ceterms:deliveryType",), MODES),
        Row("startDate", ("ceterms:startDate",), DATES, "one"),
        Row("endDate", ("ceterms:endDate",), DATES, "one"),
        Row("hasCourse", ("ceterms:hasPart",), COURSES),
        Row("programPrerequisites", _PREREQUISITE_TERMS, PREREQUISITES),
        Row("educationalCredentialAwarded", ("ceterms:resultsInCredential",), LEADS_TO_EDUCATION),
        Row("occupationalCredentialAwarded", ("ceterms:resultsInCredential",), LEADS_TO_WORK),
        _OCCUPATIONS,
    ),
    "assessment": (
        *_THING,
        *_WORK,
        Row("learningResourceType", ("@type",), CLASS_TERMS),
        Row("educationalUse", ("ceterms:assessmentUseType",), TERMS),
        _LEVEL,
        Row("assesses", ("ceterms:assesses",), TERMS),
        Row("competencyRequired", ("ceterms:requires",), COMPETENCIES_REQUIRED),
        Row("timeRequired", ("ceterms:estimatedDuration",), TIME_SPENT, "one"),
        _COST,
    ),
    "occupation": (
        *_THING,
        _OCCUPATIONS,
        _SKILLS,
        Row("qualifications", ("ceterms:requires",), QUALIFICATIONS),
        Row("responsibilities", ("ceterms:hasTask",), NAMED),
        Row("estimatedSalary", ("ceterms:workPay",), PAY),
    ),
    "job posting": (
        *_THING[1:],
        Row("title", ("ceterms:name",), TEXT, "one"),
        Row("datePosted", ("ceterms:dateEffective",), DATES, "one"),
        Row("validThrough", ("ceterms:expirationDate",), DATES, "one"),
        Row("hiringOrganization", ("ceterms:offeredBy",), ACTORS, "one"),
        Row("jobLocation", ("ceterms:availableAt",), PLACES),
        _OCCUPATIONS,
        _SKILLS,
        Row("qualifications", ("ceterms:requires",), QUALIFICATIONS),
        Row("responsibilities", ("ceterms:hasTask",), NAMED),
        Row("baseSalary", ("ceterms:workPay",), PAY, "one"),
    ),
    "term set": (
        *_THING,
        *_WORK_WITHOUT_PARTS,
        Row("hasDefinedTerm", ("ceasn:hasTopChild", "skos:hasTopConcept"), TERMS),
    ),
    "term": (
        *_THING,
        Row("termCode", ("ceasn:codedNotation", "skos:notation"), CODES, "one"),
        Row(
            "inDefinedTermSet",
            (
                "ceasn:isPartOf",
                "skos:inScheme",
                "ceasn:inProgressionModel",
                "ceasn:isTopChildOf",
                "skos:topConceptOf",
            ),
            TERM_SET,
            "one",
        ),
    ),
    "list": (
        *_THING,
        *_WORK_WITHOUT_PARTS,
        Row("numberOfItems", MEMBER_TERMS, COUNT),
        Row("itemListElement", MEMBER_TERMS, LIST_ITEMS),
    ),
    "data set": (
        *_THING,
        Row("creator", ("qdata:dataProvider", "ceasn:creator"), ACTORS),
        Row("license", ("ceasn:license",), URLS, "one"),
        Row("datePublished", ("ceterms:dateEffective", "schema:datePublished"), DATES, "one"),
        Row("about", ("qdata:relevantDataSetFor", "schema:about"), THINGS),
        Row("temporalCoverage", ("qdata:dataSetTemporalCoverage", "qdata:dataSetTimePeriod"), PERIODS),
        Row("spatialCoverage", ("qdata:dataSetSpatialCoverage",), PLACES),
        Row("distribution", ("qdata:hasDataSetDistribution",), DISTRIBUTIONS),
        Row("variableMeasured", ("qdata:hasMetric",), MEASURED),
    ),
    "service": (
        *_THING,
        _PROVIDER,
        _COST,
        Row("serviceType", ("ceterms:supportServiceType",), LABELS),
        Row("areaServed", ("ceterms:offeredIn",), AREAS),
    ),
    "action": (
        *_THING,
        Row("agent", ("ceterms:actingAgent",), ACTORS),
        Row("participant", ("ceterms:participant",), ACTORS),
        Row("object", ("ceterms:object",), THINGS),
        Row("instrument", ("ceterms:instrument",), THINGS),
        Row("result", ("ceterms:resultingAward",), CREDENTIALS),
        Row("actionStatus", ("ceterms:actionStatusType",), STATUSES, "one"),
        Row("startTime", ("ceterms:startDate",), DATES, "one"),
        Row("endTime", ("ceterms:endDate",), DATES, "one"),
    ),
    "work": (*_THING, *_WORK),
    "thing": _THING,
}
"""For each kind of thing its correspondences; of two for one property the later one counts."""

POSTING_NEEDS: Final = frozenset({"title", "description", "datePosted", "hiringOrganization", "jobLocation"})
"""Without all of these, nobody reads a posting as one."""


class Correspondence(msgspec.Struct, frozen=True):
    """One correspondence, as the documentation shows it."""

    kind: str
    types: tuple[str, ...]
    name: str
    terms: tuple[str, ...]
    says: str


def list_correspondences() -> tuple[Correspondence, ...]:
    """All correspondences, in the order of the kinds; offerings of courses come last."""
    kinds = {**ROWS, "offering of a course": INSTANCE_ROWS}
    types = {**TYPES, "offering of a course": ("CourseInstance",)}
    return tuple(
        Correspondence(kind, types[kind], row.name, row.terms, row.reader.says)
        for kind, rows in kinds.items()
        for row in {row.name: row for row in rows}.values()
    )
