"""What schema.org knows, typed by hand from its pages: for each type that may be written, its properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["KNOWN", "VALUES", "find_strangers"]

_THING = "additionalType alternateName description identifier image mainEntityOfPage name sameAs url"
_WORK = (
    f"{_THING} about audience copyrightHolder creativeWorkStatus creator dateCreated dateModified datePublished "
    "educationalAlignment educationalLevel educationalUse expires hasPart inLanguage isPartOf keywords license "
    "offers provider publisher timeRequired version assesses teaches learningResourceType"
)
_ORGANIZATION = (
    f"{_THING} address areaServed contactPoint department dissolutionDate duns email foundingDate isicV4 keywords "
    "legalName leiCode logo makesOffer naics parentOrganization subOrganization taxID telephone"
)
_PROGRAM = (
    f"{_THING} educationalCredentialAwarded educationalProgramMode endDate financialAidEligible hasCourse "
    "numberOfCredits occupationalCategory occupationalCredentialAwarded offers programPrerequisites provider "
    "startDate timeToComplete"
)
_PLACE = f"{_THING} address geo telephone"
_LIST = f"{_THING} itemListElement numberOfItems"

KNOWN: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "Action": f"{_THING} actionStatus agent endTime instrument object participant result startTime",
        "AdministrativeArea": _PLACE,
        "AlignmentObject": f"{_THING} alignmentType educationalFramework targetDescription targetName targetUrl",
        "Audience": f"{_THING} audienceType",
        "BreadcrumbList": _LIST,
        "CategoryCode": f"{_THING} codeValue inCodeSet termCode inDefinedTermSet",
        "CategoryCodeSet": f"{_THING} hasCategoryCode",
        "CollegeOrUniversity": _ORGANIZATION,
        "ContactPoint": f"{_THING} contactType email faxNumber telephone",
        "Course": (
            f"{_WORK} courseCode coursePrerequisites educationalCredentialAwarded financialAidEligible "
            "hasCourseInstance numberOfCredits"
        ),
        "CourseInstance": (
            f"{_THING} courseMode courseWorkload duration endDate location offers organizer startDate"
        ),
        "CreativeWork": _WORK,
        "DataDownload": f"{_WORK} contentUrl encodingFormat",
        "Dataset": f"{_WORK} distribution spatialCoverage temporalCoverage variableMeasured",
        "DefinedTerm": f"{_THING} inDefinedTermSet termCode",
        "DefinedTermSet": f"{_WORK} hasDefinedTerm",
        "EducationalOccupationalCredential": (
            f"{_WORK} competencyRequired credentialCategory recognizedBy validFor validIn"
        ),
        "EducationalOccupationalProgram": _PROGRAM,
        "EducationalOrganization": _ORGANIZATION,
        "ElementarySchool": _ORGANIZATION,
        "GeoCoordinates": f"{_THING} latitude longitude",
        "GovernmentOrganization": _ORGANIZATION,
        "HighSchool": _ORGANIZATION,
        "ItemList": _LIST,
        "JobPosting": (
            f"{_THING} baseSalary datePosted hiringOrganization jobLocation occupationalCategory qualifications "
            "responsibilities skills title validThrough"
        ),
        "LearningResource": f"{_WORK} competencyRequired",
        "ListItem": f"{_THING} item position",
        "MiddleSchool": _ORGANIZATION,
        "MonetaryAmount": f"{_THING} currency maxValue minValue value",
        "Occupation": (
            f"{_THING} estimatedSalary occupationalCategory qualifications responsibilities skills"
        ),
        "Offer": f"{_THING} category itemOffered price priceCurrency priceSpecification",
        "Organization": _ORGANIZATION,
        "Person": _THING,
        "Place": _PLACE,
        "PostalAddress": (
            f"{_THING} addressCountry addressLocality addressRegion postOfficeBoxNumber postalCode streetAddress"
        ),
        "PropertyValue": f"{_THING} propertyID value",
        "QuantitativeValue": f"{_THING} maxValue minValue unitText value",
        "School": _ORGANIZATION,
        "Service": f"{_THING} areaServed offers provider serviceType",
        "Thing": _THING,
        "UnitPriceSpecification": f"{_THING} price priceCurrency",
        "VirtualLocation": _THING,
        "WebPage": _WORK,
        "WorkBasedProgram": _PROGRAM,
        "WorkersUnion": _ORGANIZATION,
    }.items()
}

VALUES: dict[str, frozenset[str]] = {
    "courseMode": frozenset({"Online", "Onsite", "Blended"}),
    "educationalProgramMode": frozenset({"Online", "Onsite", "Blended"}),
    "category": frozenset({"Paid", "Free"}),
}
"""Properties with a closed list of words."""

_ADDRESSES = frozenset(
    {"@id", "url", "sameAs", "image", "logo", "additionalType", "license", "contentUrl", "targetUrl"}
)
_KEYWORDS = frozenset({"@context", "@type", "@id"})


def find_strangers(value: Any, place: str = "") -> Iterator[str]:
    """Everything in a document that schema.org does not know, or that is no address where one belongs."""
    if isinstance(value, list):
        for entry in value:
            yield from find_strangers(entry, place)
        if not value:
            yield f"{place}: empty list"
    elif isinstance(value, dict):
        types = value.get("@type")
        known = [KNOWN.get(str(name)) for name in (types if isinstance(types, list) else [types])]
        if None in known:
            yield f"{place}: type {types}"
            return
        names = frozenset[str]().union(*(names for names in known if names))
        for name, inner in value.items():
            where = f"{place}/{name}"
            if name not in names | _KEYWORDS:
                yield f"{where}: not a property of {types}"
            if name not in _KEYWORDS:
                yield from find_strangers(inner, where)
            entries = inner if isinstance(inner, list) else [inner]
            if name in VALUES and not VALUES[name].issuperset(entries):
                yield f"{where}: {inner}"
            if name in _ADDRESSES and not all(
                str(entry).lower().startswith(("http://", "https://")) for entry in entries
            ):
                yield f"{where}: {inner}"
    elif value in (None, ""):
        yield f"{place}: nothing"
