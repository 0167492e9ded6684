"""Valid documents, as small as their classes allow, for cases to change. All of it is invented."""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = [
    "BASE", "CONTEXT", "OWNER", "Json", "action", "agreement", "alignment_map", "assessment", "cao", "ce",
    "certificate", "collection", "competency", "condition_manifest", "cost_manifest", "course", "data_set",
    "document", "en", "framework", "item", "organization", "outside_organization", "pathway", "res", "rubric",
    "scheme", "transfer_value",
]  # fmt: skip

Json: TypeAlias = dict[str, Any]
BASE = "https://registry.example"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
ASN_CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"


def ce(number: int) -> str:
    """A CTID."""
    return f"ce-00000000-0000-4000-8000-{number:012d}"


def res(number: int) -> str:
    """The address of a resource."""
    return f"{BASE}/resources/{ce(number)}"


OWNER = res(900)
TEXT = "Said at some length, so that it is long enough."


def en(text: str = TEXT) -> Json:
    """A text in English."""
    return {"en": text}


def cao(node: str = "", name: str = "Something") -> Json:
    """An alignment object."""
    value: Json = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": en(name)}
    return {**value, "ceterms:targetNode": node} if node else value


def item(number: int, cls: str, **members: Any) -> Json:
    """An item of a graph; ``ceterms__name`` is ``ceterms:name``."""
    value: Json = {"@id": res(number), "@type": cls, "ceterms:ctid": ce(number)}
    return value | {key.replace("__", ":"): entry for key, entry in members.items()}


def document(*items: Json) -> Json:
    """A document in graph form around its first item."""
    main = items[0]
    context = ASN_CONTEXT if main["@type"].startswith(("ceasn:", "skos:", "asn:")) else CONTEXT
    return {"@context": context, "@id": f"{BASE}/graph/{main['ceterms:ctid']}", "@graph": list(items)}


def outside_organization(name: str = "_:b1") -> Json:
    """An organization that is not in any registry."""
    return {
        "@id": name,
        "@type": "ceterms:QACredentialOrganization",
        "ceterms:name": en("Guild of Menders"),
        "ceterms:subjectWebpage": "https://guild.example",
    }


def _described(name: str) -> Json:
    return {"ceterms__name": en(name), "ceterms__description": en()}


def _learning(number: int, cls: str) -> Json:
    return item(
        number,
        cls,
        **_described("Mending nets"),
        ceterms__subjectWebpage="https://school.example/nets",
        ceterms__inLanguage=["en"],
        ceterms__lifeCycleStatusType=cao("lifeCycle:Active", "Active"),
        ceterms__ownedBy=[OWNER],
        ceterms__availableOnlineAt=["https://school.example/nets/online"],
    )


def certificate() -> Json:
    """A certificate."""
    return document(
        item(
            1,
            "ceterms:Certificate",
            **_described("Net mending"),
            ceterms__subjectWebpage="https://school.example/certificate",
            ceterms__credentialStatusType=cao("credentialStat:Active", "Active"),
            ceterms__inLanguage=["en"],
            ceterms__ownedBy=[OWNER],
        )
    )


def organization() -> Json:
    """An organization."""
    return document(
        item(
            1,
            "ceterms:CredentialOrganization",
            **_described("School of Nets"),
            ceterms__subjectWebpage="https://school.example",
            ceterms__agentType=[cao("orgType:Business", "Business")],
            ceterms__agentSectorType=[cao("agentSector:Public", "Public")],
            ceterms__email=["info@school.example"],
        )
    )


def course() -> Json:
    """A course."""
    return document(_learning(1, "ceterms:Course"))


def assessment() -> Json:
    """An assessment."""
    return document(_learning(1, "ceterms:AssessmentProfile"))


def competency() -> Json:
    """A competency of its own."""
    return document(item(1, "ceasn:Competency", ceasn__competencyText=en("Mends."), ceasn__creator=[OWNER]))


def framework() -> Json:
    """A framework with a competency at the top and one below it."""
    return document(
        item(
            1,
            "ceasn:CompetencyFramework",
            ceasn__name=en("Nets"),
            ceasn__description=en(),
            ceasn__inLanguage=["en"],
            ceasn__publisher=[OWNER],
            ceasn__hasTopChild=[res(2)],
        ),
        item(
            2,
            "ceasn:Competency",
            ceasn__competencyText=en("Mends a net."),
            ceasn__isPartOf=res(1),
            ceasn__isTopChildOf=res(1),
            ceasn__hasChild=[res(3)],
        ),
        item(
            3,
            "ceasn:Competency",
            ceasn__competencyText=en("Ties a knot."),
            ceasn__isPartOf=res(1),
            ceasn__isChildOf=[res(2)],
        ),
    )


def scheme() -> Json:
    """A concept scheme with a concept at the top and one below it."""
    return document(
        item(
            1,
            "skos:ConceptScheme",
            ceasn__name=en("Knots"),
            ceasn__description=en(),
            ceasn__inLanguage=["en"],
            ceasn__publicationStatusType="publicationStatus:Published",
            ceasn__dateCreated="2024-03-01",
            ceasn__source=["https://school.example/knots"],
            skos__hasTopConcept=[res(2)],
        ),
        item(
            2,
            "skos:Concept",
            skos__prefLabel=en("Bend"),
            skos__inScheme=res(1),
            skos__topConceptOf=res(1),
            skos__narrower=[res(3)],
        ),
        item(
            3,
            "skos:Concept",
            skos__prefLabel=en("Sheet bend"),
            skos__inScheme=res(1),
            skos__broader=res(2),
        ),
    )


def rubric() -> Json:
    """A rubric with one criterion, one level and the cell where they meet."""
    return document(
        item(
            1,
            "ceasn:Rubric",
            ceasn__name=en("A mended net"),
            ceasn__description=en(),
            ceasn__inLanguage=["en"],
            ceasn__publisher=[OWNER],
            ceterms__subjectWebpage="https://school.example/rubric",
            ceasn__hasRubricCriterion=["_:criterion"],
            ceasn__hasRubricLevel=["_:level"],
        ),
        {
            "@id": "_:criterion",
            "@type": "ceasn:RubricCriterion",
            "ceasn:name": en("Strength"),
            "ceasn:hasCriterionLevel": ["_:cell"],
        },
        {
            "@id": "_:level",
            "@type": "ceasn:RubricLevel",
            "ceasn:name": en("Good"),
            "ceasn:hasCriterionLevel": ["_:cell"],
        },
        {"@id": "_:cell", "@type": "ceasn:CriterionLevel", "ceasn:benchmarkLabel": en("It holds.")},
    )


def pathway() -> Json:
    """A pathway: a course, and a credential for those who completed it."""
    return document(
        item(
            1,
            "ceterms:Pathway",
            **_described("To the boats"),
            ceterms__subjectWebpage="https://school.example/boats",
            ceterms__ownedBy=[OWNER],
            ceterms__hasPart=[res(2), res(3)],
            ceterms__hasDestinationComponent=[res(3)],
        ),
        item(
            2,
            "ceterms:CourseComponent",
            **_described("Nets"),
            ceterms__subjectWebpage="https://school.example/nets",
            ceterms__isPartOf=[res(1)],
            ceterms__precedes=[res(3)],
        ),
        item(
            3,
            "ceterms:CredentialComponent",
            **_described("Certificate"),
            ceterms__subjectWebpage="https://school.example/certificate",
            ceterms__credentialType="ceterms:Certificate",
            ceterms__isPartOf=[res(1)],
            ceterms__isDestinationComponentOf=[res(1)],
            ceterms__precededBy=[res(2)],
            ceterms__hasCondition=[component_condition(res(2))],
        ),
    )


def component_condition(*targets: str, **members: Any) -> Json:
    """A condition inside a component."""
    return {
        "@type": "ceterms:ComponentCondition",
        "ceterms:name": en("First things first"),
        "ceterms:description": en(),
        "ceterms:targetComponent": list(targets),
    } | {key.replace("__", ":"): entry for key, entry in members.items()}


def data_set() -> Json:
    """A data set of the model of 2024, with one observation."""
    return document(
        item(
            1,
            "qdata:DataSetProfile",
            **_described("What became of menders"),
            qdata__dataProvider=OWNER,
            qdata__relevantDataSetFor=[res(901)],
            qdata__dataSetTemporalCoverage={
                "@type": "qdata:DataSetTimeFrame",
                "ceterms:startDate": "2023-01-01",
                "ceterms:endDate": "2023-12-31",
            },
            qdata__hasMetric=["_:metric"],
            qdata__hasDimension=["_:dimension"],
            qdata__hasObservation=["_:observation"],
        ),
        {"@id": "_:metric", "@type": "qdata:Metric", "ceterms:name": en("Completed")},
        {
            "@id": "_:dimension",
            "@type": "qdata:Dimension",
            "ceterms:name": en("Where"),
            "qdata:hasPoint": [res(902)],
        },
        {
            "@id": "_:observation",
            "@type": "qdata:Observation",
            "qdata:isObservationOf": "_:metric",
            "qdata:atPoint": [res(902)],
            "qdata:percentage": 80.5,
        },
    )


def transfer_value() -> Json:
    """A transfer value profile."""
    return document(
        item(
            1,
            "ceterms:TransferValueProfile",
            **_described("Nets for credit"),
            ceterms__subjectWebpage="https://school.example/transfer",
            ceterms__ownedBy=[OWNER],
            ceterms__transferValue=[credit(3)],
            ceterms__transferValueFrom=[res(901)],
        )
    )


def credit(value: float) -> Json:
    """An amount of credit."""
    return {
        "@type": "ceterms:ValueProfile",
        "schema:value": value,
        "ceterms:creditUnitType": [cao("creditUnit:DegreeCredit", "Degree credit")],
    }


def agreement() -> Json:
    """A transfer agreement."""
    return document(
        item(
            1,
            "ceterms:TransferAgreement",
            **_described("From here to there"),
            ceterms__dateEffective="2024-01-01",
            ceterms__inLanguage=["en"],
            ceterms__ownedBy=[OWNER],
            ceasn__publicationStatusType="publicationStatus:Published",
            ceterms__sendingOrganization=[OWNER],
            ceterms__receivingOrganization=[res(903)],
        )
    )


def alignment_map() -> Json:
    """A map with one row."""
    return document(
        item(
            1,
            "ceterms:AlignmentMap",
            **_described("Ours and theirs"),
            ceterms__ownedBy=[OWNER],
            ceasn__publisher=[OWNER],
            ceterms__inLanguage=["en"],
            ceterms__lifeCycleStatusType=cao("lifeCycle:Active", "Active"),
            ceasn__publicationStatusType="publicationStatus:Published",
            ceterms__subjectWebpage="https://school.example/map",
            ceterms__hasPart=["_:row"],
        ),
        {
            "@id": "_:row",
            "@type": "ceterms:AlignmentObject",
            "ceterms:isPartOf": [res(1)],
            "ceterms:alignmentType": "alignment:ExactMatch",
            "ceterms:sourceNode": res(904),
            "ceterms:targetNode": res(905),
        },
    )


def action() -> Json:
    """An accreditation that took place."""
    return document(
        item(
            1,
            "ceterms:AccreditAction",
            **_described("Accreditation"),
            ceterms__actionStatusType=cao("actionStat:ActiveActionStatus", "Active"),
            ceterms__actingAgent=[OWNER],
        )
    )


def condition_manifest() -> Json:
    """Conditions that many share."""
    return document(
        item(
            1,
            "ceterms:ConditionManifest",
            ceterms__description=en(),
            ceterms__subjectWebpage="https://school.example/conditions",
            ceterms__conditionManifestOf=[OWNER],
        )
    )


def cost_manifest() -> Json:
    """Costs that many share."""
    return document(
        item(
            1,
            "ceterms:CostManifest",
            ceterms__description=en(),
            ceterms__costDetails="https://school.example/costs",
            ceterms__costManifestOf=[OWNER],
        )
    )


def collection() -> Json:
    """A collection."""
    return document(
        item(
            1,
            "ceterms:Collection",
            **_described("For fishers"),
            ceterms__ownedBy=[OWNER],
            ceterms__lifeCycleStatusType=cao("lifeCycle:Active", "Active"),
            ceterms__hasMember=[res(901), res(906)],
        )
    )
