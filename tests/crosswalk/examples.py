"""One small document for each kind of thing; the first resource is the one that is mapped."""

from __future__ import annotations

from typing import Any

from tests.crosswalk.build import at, resource, term

__all__ = ["BOARD", "EXAMPLES", "SCHOOL"]

SCHOOL = resource(
    "school",
    "CredentialOrganization",
    name={"en": "Valley school", "es": "Escuela del valle"},
    subjectWebpage="https://school.example/",
    agentType=[term("", "orgType:TwoYear")],
)
BOARD = resource("board", "QACredentialOrganization", name={"en": "Orchard board"})
_COURSE = resource("course", "Course", name="Pruning")
_PRUNER = resource("pruner", "Certificate", name="Pruner")
_SPRAYING = resource("spraying", "License", name="Spraying")
_GRAFTS = resource(
    "grafts", "ceasn:Competency", ceasn__competencyText={"en": "Grafts a scion"}, ceasn__codedNotation="K2"
)
_FARMERS = term("Farmers", "https://codes.example/45-2092", "45-2092", "SOC")
_VALLEY = {"@type": "ceterms:Place", "ceterms:name": {"en": "The valley"}}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "credential": [
        resource(
            "degree",
            "BachelorDegree",
            ctid="ce-1",
            name={"en": "Orchard keeping", "es": "Cuidado de huertos"},
            description={"en": "Trees from graft to harvest."},
            subjectWebpage="https://school.example/orchard",
            inLanguage=["en"],
            keyword={"en": ["fruit", "grafting"], "es": ["fruta"]},
            ownedBy=[at("school")],
            accreditedBy=[at("board")],
            audienceLevelType=[term("", "audLevel:BachelorsDegreeLevel")],
            audienceType=[term("", "audience:FullTime")],
            subject=[term("Pomology")],
            instructionalProgramType=[term("Horticulture", code="01.0603", framework="CIP")],
            occupationType=[_FARMERS],
            credentialStatusType=term("", "credentialStat:Active"),
            renewalFrequency="P5Y",
            jurisdiction=[
                {"ceterms:mainJurisdiction": [_VALLEY]},
                {"ceterms:mainJurisdiction": [_VALLEY], "ceterms:jurisdictionException": [_VALLEY]},
            ],
            requires=[
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:targetCompetency": [term("Prunes a tree", at("prunes")), at("grafts")],
                },
                {"ceterms:targetCompetency": [term("One of many")], "ceterms:weight": 0.5},
            ],
            estimatedCost=[
                {
                    "ceterms:price": "900",
                    "ceterms:currency": "EUR",
                    "ceterms:directCostType": [term("", "costType:Tuition")],
                },
                {
                    "ceterms:price": 50,
                    "ceterms:currency": "EUR",
                    "ceterms:directCostType": [term("", "costType:Application")],
                },
            ],
            hasPart=[at("course")],
            versionCode="2",
        ),
        SCHOOL,
        BOARD,
        _GRAFTS,
        _COURSE,
    ],
    "course": [
        resource(
            "course",
            "Course",
            ctid="ce-2",
            name={"en": "Pruning"},
            description={"en": "A winter with the shears."},
            codedNotation="OR 101",
            offeredBy=[at("school")],
            ownedBy=[at("board")],
            hasOffering=[at("january"), at("online")],
            estimatedCost=[
                {
                    "ceterms:price": 120,
                    "ceterms:currency": "EUR",
                    "ceterms:costDetails": "https://school.example/fees",
                }
            ],
            creditValue=[
                {"schema:value": 3, "ceterms:creditUnitType": [term("", "creditUnit:SemesterHour")]}
            ],
            teaches=[term("Prunes a tree")],
            prerequisite=[at("tools")],
            entryCondition=[
                {"ceterms:description": {"en": "Own gloves."}, "ceterms:targetCredential": [at("pruner")]}
            ],
            resultsInCredential=[at("pruner")],
            estimatedDuration=[{"ceterms:timeRequired": "PT40H"}],
            financialAssistance=[{"ceterms:name": {"en": "Orchard fund"}}],
        ),
        resource(
            "january",
            "ScheduledOffering",
            name={"en": "January"},
            deliveryType=[term("", "deliveryType:InPerson")],
            offeredBy=[at("board")],
            estimatedDuration=[{"ceterms:timeRequired": "PT40H", "ceterms:exactDuration": "P4W"}],
            availableAt=[
                {
                    "@type": "ceterms:Place",
                    "ceterms:name": {"en": "Shed"},
                    "ceterms:addressLocality": {"en": "Upper Dell"},
                    "ceterms:addressCountry": {"en": "Dell"},
                    "ceterms:latitude": 46.5,
                    "ceterms:longitude": "7.25",
                }
            ],
        ),
        resource(
            "online",
            "ScheduledOffering",
            deliveryType=[term("", "deliveryType:OnlineOnly")],
            availableOnlineAt=["https://school.example/online"],
        ),
        _PRUNER,
        SCHOOL,
        BOARD,
        resource("tools", "Course", name={"en": "Tools"}),
    ],
    "learning opportunity": [
        resource(
            "evening",
            "LearningOpportunityProfile",
            name="An evening with knots",
            deliveryType=[term("", "deliveryType:BlendedDelivery")],
            estimatedDuration=[{"ceterms:timeRequired": "PT4H"}],
        )
    ],
    "program": [
        resource(
            "year",
            "LearningProgram",
            name={"en": "Orchard year"},
            description="A year among trees.",
            offeredBy=at("school"),
            hasPart=[at("course"), at("half")],
            estimatedDuration=[{"ceterms:exactDuration": "P1Y"}],
            deliveryType=[term("", "deliveryType:BlendedDelivery")],
            resultsInCredential=[at("pruner"), at("spraying")],
            occupationType=[_FARMERS],
            isRegisteredApprenticeship=True,
            entryCondition=[{"ceterms:description": {"en": "Sixteen years old."}}],
        ),
        resource("half", "LearningProgram", name="Half a year"),
        _COURSE,
        _PRUNER,
        _SPRAYING,
        SCHOOL,
    ],
    "organization": [
        {
            **SCHOOL,
            **resource(
                "school",
                "CredentialOrganization",
                ctid="ce-3",
                description={"en": "It teaches."},
                image="https://school.example/logo.png",
                email=["a@school.example"],
                socialMedia=["https://social.example/school"],
                opeID="00123400",
                fein="12-3456789",
                naics=["6112"],
                identifier=[
                    {
                        "ceterms:identifierTypeName": {"en": "Valley number"},
                        "ceterms:identifierValueCode": "77",
                    }
                ],
                foundingDate="1962",
                parentOrganization=[at("board")],
                offers=[at("course"), at("year")],
                jurisdiction=[{"ceterms:mainJurisdiction": [_VALLEY]}],
                address=[
                    {
                        "@type": "ceterms:Place",
                        "ceterms:streetAddress": {"en": "1 Mill Lane"},
                        "ceterms:postalCode": "1234",
                        "ceterms:targetContactPoint": [
                            {
                                "ceterms:contactType": {"en": "Admissions"},
                                "ceterms:telephone": ["+1 555 0100"],
                                "ceterms:email": ["b@school.example"],
                            }
                        ],
                    }
                ],
            ),
        },
        BOARD,
        _COURSE,
        resource("year", "LearningProgram", name="Orchard year"),
    ],
    "occupation": [
        resource(
            "orchardist",
            "Occupation",
            name="Orchardist",
            description="Keeps trees.",
            occupationType=[_FARMERS],
            ceasn__skillEmbodied=[at("grafts")],
            requires=[
                {"ceterms:description": "A licence to spray.", "ceterms:targetCredential": [at("spraying")]}
            ],
            hasTask=[at("winter")],
        ),
        _GRAFTS,
        _SPRAYING,
        resource("winter", "Task", description={"en": "Prune in winter"}),
    ],
    "job": [
        resource(
            "picker",
            "Job",
            name="Picker",
            description="Picks.",
            offeredBy=[at("school")],
            workPay=[
                {
                    "schema:minValue": 15,
                    "schema:maxValue": 20,
                    "schema:currency": "EUR",
                    "ceterms:basePeriod": "PT1H",
                }
            ],
        ),
        SCHOOL,
    ],
    "job posting": [
        resource(
            "picker",
            "Job",
            name="Picker",
            description="Picks.",
            offeredBy=[at("school")],
            dateEffective="2026-09-01",
            availableAt=[{"ceterms:addressLocality": "Upper Dell"}],
            workPay=[{"schema:value": 15, "schema:currency": "EUR"}],
        ),
        SCHOOL,
    ],
    "assessment": [
        resource(
            "test",
            "AssessmentProfile",
            name="Grafting test",
            assesses=[term("Grafts")],
            assessmentUseType=[term("", "assessUse:Summative")],
            estimatedDuration=[{"ceterms:timeRequired": "PT2H"}],
            ownedBy=at("board"),
        ),
        BOARD,
    ],
    "framework": [
        resource(
            "skills",
            "ceasn:CompetencyFramework",
            ceasn__name={"en": "Orchard skills"},
            ceasn__description={"en": "All of them."},
            ceasn__publisher=at("board"),
            ceasn__hasTopChild=[at("grafts")],
            ceasn__license="https://licences.example/by",
            ceasn__dateModified="2026-01-02",
        ),
        BOARD,
        _GRAFTS,
    ],
    "competency": [
        {**_GRAFTS, "ceasn:isPartOf": at("skills")},
        resource("skills", "ceasn:CompetencyFramework", ceasn__name={"en": "Orchard skills"}),
    ],
    "concept": [
        resource(
            "apple",
            "skos:Concept",
            skos__prefLabel={"en": "Apple"},
            skos__altLabel={"en": ["Malus"]},
            skos__definition={"en": "A fruit of this valley."},
            skos__notation="A1",
            skos__inScheme=at("fruit"),
        )
    ],
    "collection": [
        resource(
            "winter-courses",
            "Collection",
            name="Winter courses",
            ownedBy=at("board"),
            hasMember=[at("course"), "_:membership", at("gone")],
        ),
        BOARD,
        _COURSE,
        {"@id": "_:membership", "@type": "ceterms:CollectionMember", "ceterms:proxyFor": at("tools")},
        resource("tools", "Course", name="Tools"),
    ],
    "data set": [
        resource(
            "pay",
            "qdata:DataSetProfile",
            name="Harvest pay",
            description="What pruners earn.",
            qdata__dataProvider=at("board"),
            qdata__relevantDataSetFor=[at("pruner")],
            qdata__dataSetTemporalCoverage={"ceterms:startDate": "2024-01-01"},
            qdata__hasMetric=["_:median"],
            qdata__hasDataSetDistribution=[
                {
                    "ceterms:description": "Table",
                    "ceterms:source": "https://data.example/pay.csv",
                    "qdata:mediaType": "text/csv",
                }
            ],
        ),
        BOARD,
        _PRUNER,
        {"@id": "_:median", "@type": "qdata:Metric", "ceterms:name": "Median pay"},
    ],
    "action": [
        resource(
            "accreditation",
            "AccreditAction",
            name="Accreditation",
            actingAgent=at("board"),
            object=at("pruner"),
            startDate="2025-01-01",
            actionStatusType=term("", "actionStat:ActiveActionStatus"),
        ),
        BOARD,
        _PRUNER,
    ],
    "service": [
        resource(
            "ladders",
            "SupportService",
            name="Ladder loan",
            ownedBy=at("school"),
            supportServiceType=[term("", "support:CareerAdvising")],
            offeredIn=[{"ceterms:mainJurisdiction": [_VALLEY]}],
        ),
        SCHOOL,
    ],
    "work": [
        resource(
            "rubric",
            "ceasn:Rubric",
            ceasn__name="Cuts, judged",
            ceasn__inLanguage=["en"],
            ceasn__creator=at("board"),
        ),
        BOARD,
    ],
    "thing": [resource("winter", "Task", name="Prune", description="In winter.")],
}
