"""What invented examples say: texts, codes and names, by property.

All of it is invented or means nobody; hosts end in ``.example``, which nobody owns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "CLASSIFICATIONS",
    "CONCEPTS",
    "INSIDE",
    "NAMED",
    "PLACE_OF_A_LAW",
    "PLAIN",
    "TEXTS",
    "TEXTS_OF_CLASSES",
    "WORDS",
]

# Texts and codes that read better, or follow a stricter form, than what the form alone would give.
TEXTS: Mapping[str, str] = {
    "ceterms:streetAddress": "12 Example Street",
    "ceterms:addressLocality": "Exampleton",
    "ceterms:addressRegion": "Example State",
    "ceterms:addressCountry": "United States",
    "ceterms:contactType": "Admissions",
    "ceterms:givenName": "Robin",
    "ceterms:familyName": "Example",
    "ceterms:identifierTypeName": "Example College course number",
    "ceterms:agentPurposeDescription": "Teaches trades and crafts in the Example region.",
    "ceasn:competencyText": "Join two steel plates with a fillet weld.",
    "ceasn:competencyLabel": "Fillet weld",
    "ceasn:competencyCategory": "Skill",
    "ceasn:benchmarkLabel": "Meets the standard",
    "ceasn:benchmarkText": "The weld holds and has no visible gaps.",
    "ceasn:publisherName": "Example College",
    "ceterms:experience": "Two years of work in metalworking.",
}
# A better name and description than the class alone would give.
TEXTS_OF_CLASSES: Mapping[str, tuple[str, str]] = {
    "ceterms:Organization": ("Example College", "A college that teaches trades, invented for this example."),
    "ceterms:ConditionProfile": ("Requirements", "What has to be done before, and by whom."),
    "ceterms:CostProfile": ("Tuition", "Tuition for the whole programme, paid once."),
    "ceterms:FinancialAssistanceProfile": ("Example scholarship", "A scholarship for local learners."),
    "ceterms:ContactPoint": ("Admissions office", "Where learners ask before they apply."),
    "ceterms:ProcessProfile": ("Yearly review", "Teachers and employers review the content every year."),
    "ceterms:ComponentCondition": ("Entry condition", "The first course has to be completed."),
    "ceterms:AggregateDataProfile": ("Outcomes of 2026", "Figures of all learners of one year."),
    "ceterms:CredentialingAction": (
        "Example action",
        "What one organization did for another, or its resources.",
    ),
    "ceterms:Task": ("Weld a joint", "Prepares two steel plates and joins them by a fillet weld."),
}
PLAIN: Mapping[str, Any] = {
    "ceterms:addressCountry": "US",
    "ceterms:codedNotation": "WLD-101",
    "ceasn:codedNotation": "A.1",
    "ceasn:listID": "1",
    "ceterms:currency": "USD",
    "schema:currency": "USD",
    "schema:unitText": "Hours",
    "ceterms:duns": "123456789",
    "ceterms:email": "info@college.example",
    "ceterms:fein": "12-3456789",
    "ceterms:foundingDate": "1962",
    "ceterms:identifierValueCode": "WLD-101",
    "ceterms:ipedsID": "123456",
    "ceterms:isicV4": "2592",
    "ceterms:leiCode": "5493001EXAMPLE000012",
    "ceterms:naics": "332710",
    "ceterms:ncesID": "1234567",
    "ceterms:opeID": "00123400",
    "ceterms:postalCode": "12345",
    "ceterms:telephone": "+1 555 010 0100",
    "ceterms:faxNumber": "+1 555 010 0101",
    "ceterms:versionCode": "2026.1",
    "ceasn:dateCopyrighted": "2026",
    "skos:notation": "L1",
    "ceterms:price": 1200,
    "ceterms:latitude": 41.24,
    "ceterms:longitude": -85.85,
    "ceterms:minimumAge": 18,
    "ceterms:requiredNumber": 1,
    "ceterms:weight": 0.5,
    "ceasn:weight": 0.5,
    "schema:value": 3,
    "schema:minValue": 1,
    "schema:maxValue": 5,
    "qdata:percentage": 82.5,
    "ceterms:startTime": "09:00",
    "ceterms:endTime": "12:00",
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "ceterms:keyword": ("welding", "metalworking"),
    "ceasn:conceptKeyword": ("welding", "safety"),
    "ceterms:condition": ("Finished secondary school.", "A visit to the workshop."),
    "ceterms:alternateName": ("Welding I",),
}
# Concepts that suit a resource in use; elsewhere the first of the scheme does.
CONCEPTS = """
    credentialStat:Active lifeCycle:Active agentSector:Public orgType:TwoYear serviceType:OfferService
    audLevel:BeginnerLevel audience:FullTime costType:Tuition creditUnit:SemesterHour deliveryType:InPerson
    actionStat:ActiveActionStatus publicationStatus:Published financialAid:Scholarship learnMethod:Applied
    assessMethod:Performance alignment:ExactMatch compare:GTEQ logic:And scheduleTiming:Evening
    residency:InState claimType:BadgeClaim collectionCategory:InDemand support:CareerAdvising
    agreementCat:ArticulationAgreement metricCat:Earnings scheduleFrequency:Weekly
"""
# Classifications of others: address and name of the framework, code and name of an entry.
CLASSIFICATIONS: Mapping[str, tuple[str, str, str, str]] = {
    "ceterms:industryType": ("https://www.census.gov/naics/", "NAICS", "332710", "Machine Shops"),
    "ceterms:occupationType": (
        "https://www.bls.gov/soc/",
        "Standard Occupational Classification",
        "51-4121",
        "Welders, Cutters, Solderers, and Brazers",
    ),
    "ceterms:instructionalProgramType": (
        "https://nces.ed.gov/ipeds/cipcode/",
        "Classification of Instructional Programs",
        "48.0508",
        "Welding Technology/Welder",
    ),
}
NAMED: Mapping[str, str] = {
    "ceterms:subject": "Welding",
    "ceterms:teaches": "Join two steel plates with a fillet weld",
    "ceterms:assesses": "Join two steel plates with a fillet weld",
    "ceterms:targetCompetency": "Join two steel plates with a fillet weld",
}
# What an object inside says, beyond what its class requires.
INSIDE: Mapping[str, str] = {
    "ceterms:ConditionProfile": "ceterms:name ceterms:description ceterms:condition",
    "ceterms:CostProfile": """ceterms:name ceterms:description ceterms:costDetails ceterms:directCostType
        ceterms:currency ceterms:price""",
    "ceterms:DurationProfile": "ceterms:exactDuration",
    "ceterms:Place": """ceterms:streetAddress ceterms:addressLocality ceterms:addressRegion
        ceterms:postalCode ceterms:addressCountry""",
    "ceterms:PostalAddress": """ceterms:streetAddress ceterms:addressLocality ceterms:addressRegion
        ceterms:postalCode ceterms:addressCountry""",
    "ceterms:CollectionMember": "ceterms:proxyFor ceterms:name ceterms:startDate",
    "ceterms:CredentialPerson": "ceterms:givenName ceterms:familyName",
    "ceterms:GeoCoordinates": "ceterms:latitude ceterms:longitude",
    "ceterms:ContactPoint": "ceterms:name ceterms:contactType ceterms:email ceterms:telephone",
    "ceterms:JurisdictionProfile": "ceterms:mainJurisdiction",
    "ceterms:IdentifierValue": "ceterms:identifierTypeName ceterms:identifierValueCode",
    "ceterms:ProcessProfile": "ceterms:description",
    "ceterms:ValueProfile": "schema:value ceterms:creditUnitType",
    "ceterms:FinancialAssistanceProfile": "ceterms:name ceterms:description ceterms:financialAssistanceType",
    "ceterms:AggregateDataProfile": "ceterms:name ceterms:description ceterms:numberAwarded ceterms:source",
    "ceterms:EarningsProfile": "ceterms:name ceterms:description ceterms:source",
    "ceterms:EmploymentOutcomeProfile": "ceterms:name ceterms:description ceterms:source",
    "ceterms:HoldersProfile": "ceterms:name ceterms:description ceterms:source",
    "ceterms:PayProfile": "ceterms:description",
    "ceterms:ComponentCondition": "ceterms:name ceterms:description",
    "ceterms:Constraint": "ceterms:name ceterms:leftSource ceterms:comparator ceterms:rightSource",
    "ceterms:StructuredStatement": "ceterms:name ceterms:description",
    "qdata:DataSetTimeFrame": "ceterms:startDate ceterms:endDate",
    "qdata:DataProfile": "ceterms:description",
    "schema:QuantitativeValue": "schema:value schema:unitText",
    "schema:MonetaryAmount": "schema:value schema:currency",
    "schema:MonetaryAmountDistribution": "schema:currency qdata:median",
}
PLACE_OF_A_LAW = "ceterms:addressRegion ceterms:addressCountry"
