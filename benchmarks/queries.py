"""The queries of the benchmark of search: what people complained of, asked about the demonstration registry.

Each has the shape of a query that was reported to the registry of today as slow, wrong or impossible, with names,
places, organizations and concepts of the demonstration in place of theirs. Numbers such as #443 are those of the
public list of problems of that registry; times are those that people reported there.
"""

from __future__ import annotations

import random
import uuid
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.engine import Connection

from opencredreg.query.tree import Sort

CREDENTIAL_TYPES = (
    "AssociateDegree ApprenticeshipCertificate AcademicCertificate BachelorDegree Badge Certificate "
    "CertificateOfCompletion Certification DigitalBadge Diploma DoctoralDegree GeneralEducationDevelopment "
    "JourneymanCertificate License MasterCertificate MasterDegree MicroCredential OpenBadge ProfessionalDoctorate "
    "QualityAssuranceCredential ResearchDoctorate SecondarySchoolDiploma"
).split()
_TYPES = [f"ceterms:{name}" for name in CREDENTIAL_TYPES]
FORM = "A word over a dozen properties of frameworks, their competencies, creator, publisher"
_ANY, _NONE = "search:anyValue", "search:noValue"
_BASE = "https://demo.example.org/resources/"


class Facts(msgspec.Struct, frozen=True):
    """What the queries take from the data."""

    owner: str
    """The CTID of the organization that owns most."""
    owner_name: str
    creator: str
    """The CTID of the organization that made most frameworks."""
    competency_owner: str
    """The CTID of the organization whose courses teach most."""
    ctids: list[str]
    """Ten thousand CTIDs, up to half of them of the registry."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A query, who suffered from it, and how it is asked."""

    name: str
    complaint: str
    query: Any
    sort: Sort = Sort()
    take: int = 10
    describe: bool = False
    note: str = ""
    """Why totals may differ from those of the lay-out of today, if they may."""


def pick_facts(connection: Connection) -> Facts:
    """Look up names and numbers that have results, in a registry of any size."""
    rows = connection.execute(
        text(
            "SELECT resource_ctid FROM node WHERE resource_ctid IS NOT NULL ORDER BY resource_ctid LIMIT 5000"
        )
    )
    known = list(rows.scalars())
    chance = random.Random(7)
    unknown = (str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(10_000 - len(known)))
    owner = _most(connection, "ceterms:ownedBy")
    name = text(
        "SELECT l.folded FROM literal l JOIN node n ON n.id = l.node_id JOIN term p ON p.id = l.property_id "
        "WHERE n.resource_ctid = :ctid AND p.name = 'ceterms:name' ORDER BY l.id LIMIT 1"
    )
    return Facts(
        owner=owner,
        owner_name=connection.execute(name, {"ctid": owner}).scalar_one(),
        creator=_most(connection, "ceasn:creator", "ceasn:CompetencyFramework"),
        competency_owner=_most(connection, "ceterms:ownedBy", "ceterms:Course"),
        ctids=known + [f"ce-{one}" for one in unknown],
    )


def _most(connection: Connection, name: str, of_class: str = "") -> str:
    """The CTID to which most links of a property lead."""
    statement = text(
        "SELECT t.resource_ctid FROM link l JOIN term p ON p.id = l.property_id JOIN node t ON t.id = l.target_id "
        "JOIN node s ON s.id = l.source_id JOIN term c ON c.id = s.class_id "
        "WHERE p.name = :name AND t.resource_ctid IS NOT NULL AND (:of_class = '' OR c.name = :of_class) "
        "GROUP BY t.resource_ctid ORDER BY count(*) DESC, t.resource_ctid LIMIT 1"
    )
    found: str = connection.execute(statement, {"name": name, "of_class": of_class}).scalar_one()
    return found


def _exactly(value: str) -> dict[str, str]:
    return {"search:value": value, "search:matchType": "search:exactMatch"}


def _contains(value: str) -> dict[str, str]:
    return {"search:value": value, "search:matchType": "search:contains"}


def _subclass(name: str) -> dict[str, str]:
    return {"search:value": name, "search:matchType": "search:subClassOf"}


def _or(conditions: dict[str, Any]) -> dict[str, Any]:
    return {"search:operator": "search:orTerms", **conditions}


def _region(word: str, whole: str) -> dict[str, Any]:
    return {"ceterms:addressRegion": [{"search:value": word}, _exactly(whole)]}


_CREDENTIALS = {"@type": _subclass("ceterms:Credential")}
_CITY = {"ceterms:addressRegion": [_exactly("Merrow County"), _exactly("Condado de Merrow")]}


def build_cases(facts: Facts) -> tuple[Case, ...]:
    """All queries."""
    return (*_places(), *_reverse(facts), *_owners(facts), *_texts(facts), *_presence(), *_whole(facts))


def _places() -> tuple[Case, ...]:
    quillane = _region("quillane", "Condado de Quillane")
    thornwell = _region("thornwell", "Condado de Thornwell")
    return (
        Case(
            name="22 credential types, available in a county or offered from there",
            complaint="#443 (Q1): 14–15 s",
            query={
                "@type": _TYPES,
                "search:termGroup": _or(
                    {"ceterms:availableAt": quillane, "ceterms:offeredBy": {"ceterms:address": quillane}}
                ),
            },
        ),
        Case(
            name="Level of audience, and kind of organization or place",
            complaint="#449, #471: 14–20 s",
            query={
                "@type": _TYPES,
                "ceterms:audienceLevelType": {"ceterms:targetNode": "audLevel:PostSecondaryLevel"},
                "search:termGroup": _or(
                    {
                        "ceterms:ownedBy": {"ceterms:agentType": {"ceterms:targetNode": "orgType:TwoYear"}},
                        "ceterms:availableAt": _CITY,
                    }
                ),
            },
        ),
        Case(
            name="Apprenticeship certificates by a word, in a county, three ways",
            complaint="#621 (Q2): over a minute, timeouts",
            query={
                "@type": ["ceterms:ApprenticeshipCertificate"],
                "ceterms:name": "apprenticeship",
                "search:termGroup": _or(
                    {
                        "ceterms:availableAt": thornwell,
                        "ceterms:offeredBy": {"ceterms:address": thornwell},
                        "ceterms:ownedBy": {"ceterms:address": thornwell},
                    }
                ),
            },
        ),
        Case(
            name="A word in name, description or owner, online or in a county",
            complaint="#697 (Q5): 15+ s",
            query={
                "search:termGroup": {
                    "search:operator": "search:andTerms",
                    "search:value": [
                        _or(
                            {
                                "ceterms:name": "software",
                                "ceterms:description": "software",
                                "ceterms:ownedBy": {"ceterms:name": "software"},
                            }
                        ),
                        _or({"ceterms:availableOnlineAt": _ANY, "ceterms:availableAt": _CITY}),
                    ],
                }
            },
        ),
    )


def _reverse(facts: Facts) -> tuple[Case, ...]:
    return (
        Case(
            name="Three properties with any value",
            complaint="#670 (Q3): timeout, 40.7 s",
            query={
                "ceterms:instructionalProgramType": _ANY,
                "ceterms:ownedBy": _ANY,
                "ceterms:offeredBy": _ANY,
            },
        ),
        Case(
            name="Competencies that anything teaches (reverse chain)",
            complaint="#670: 1.5 min to timeout",
            query={"@type": "ceasn:Competency", "^ceterms:targetNode": {"^ceterms:teaches": _ANY}},
        ),
        Case(
            name="Competencies that courses of one organization teach",
            complaint="#670",
            query={
                "@type": "ceasn:Competency",
                "^ceterms:targetNode": {
                    "^ceterms:teaches": {"ceterms:ownedBy": {"ceterms:ctid": facts.competency_owner}}
                },
            },
        ),
        Case(
            name="Frameworks whose competencies are assessed somewhere",
            complaint="#670",
            query={
                "@type": "ceasn:CompetencyFramework",
                "^ceasn:isPartOf": {"^ceterms:targetNode": {"^ceterms:assesses": _ANY}},
            },
        ),
        Case(
            name="Credentials that require a course teaching a framework of one creator (six links)",
            complaint="#135, #143",
            query={
                "ceterms:requires": {
                    "ceterms:targetLearningOpportunity": {
                        "ceterms:teaches": {
                            "ceterms:targetNode": {"ceasn:isPartOf": {"ceasn:creator": _BASE + facts.creator}}
                        }
                    }
                }
            },
        ),
        Case(
            name="Certificates that nobody says it accredits (negated reverse link)",
            complaint="#693, #842",
            query={"@type": "ceterms:Certificate", "!^ceterms:accredits": _ANY},
        ),
    )


def _owners(facts: Facts) -> tuple[Case, ...]:
    return (
        Case(
            name="Frameworks by the CTID of their creator",
            complaint="#681 (Q4): 9 s, wrong",
            query={"@type": "ceasn:CompetencyFramework", "ceasn:creator": {"ceterms:ctid": facts.creator}},
        ),
        Case(
            name="Competencies with a word, of one organization, two ways",
            complaint="#738 (Q6): 7–10 s",
            query={
                "search:termGroup": _or(
                    {
                        "ceterms:isMemberOf": {"ceterms:ownedBy": {"ceterms:ctid": facts.creator}},
                        "ceasn:isPartOf": {"ceasn:creator": {"ceterms:ctid": facts.creator}},
                    }
                ),
                "ceasn:competencyText": "plan",
            },
        ),
        Case(
            name="All kinds of credentials of one record owner",
            complaint="#493, #543, #644",
            query={**_CREDENTIALS, "search:recordOwnedBy": facts.owner},
        ),
        Case(
            name="Everything that one organization owns or offers",
            complaint="#944",
            query=_or({"ceterms:ownedBy": _BASE + facts.owner, "ceterms:offeredBy": _BASE + facts.owner}),
        ),
    )


def _texts(facts: Facts) -> tuple[Case, ...]:
    word = "nursing"
    owner = {"ceterms:name": word}
    finder = {
        "ceasn:name": word,
        "ceasn:description": word,
        "ceasn:conceptKeyword": word,
        "ceasn:publisherName": word,
        "ceasn:comment": word,
        "ceasn:rights": word,
        "ceasn:codedNotation": word,
        "ceasn:creator": owner,
        "ceasn:publisher": owner,
        "^ceasn:isPartOf": _or(
            {"ceasn:competencyText": word, "ceasn:competencyCategory": word, "ceasn:comment": word}
        ),
    }
    empty: dict[str, Any] = dict.fromkeys(finder, "")
    return (
        Case(
            name=FORM,
            complaint="#690, #700: 4 s to timeout",
            query={"@type": "ceasn:CompetencyFramework", "search:termGroup": _or(finder)},
        ),
        Case(
            name="The same form left empty",
            complaint="#715: 12 s",
            query={"@type": "ceasn:CompetencyFramework", "search:termGroup": _or(empty)},
        ),
        Case(
            name="A word in names, newest first",
            complaint="simple text query",
            query={"ceterms:name": "welding"},
        ),
        Case(
            name="A word in descriptions, most relevant first",
            complaint="#708, #724, #904",
            query={"ceterms:description": word},
            sort=Sort("relevance"),
            note="The lay-out of today ranks with ts_rank.",
        ),
        Case(
            name="The whole name of an organization, no type given",
            complaint="#572, #579",
            query={"ceterms:name": _exactly(facts.owner_name)},
        ),
        Case(
            name="Two words of a name side by side",
            complaint="#911",
            query={"ceterms:name": _contains("wound care")},
        ),
        Case(
            name="Part of a name",
            complaint="#572, #911",
            query={**_CREDENTIALS, "ceterms:name": _contains("care nurs")},
        ),
        Case(
            name="A family of codes by its beginning",
            complaint="code families, #417",
            query={
                **_CREDENTIALS,
                "ceterms:occupationType": {
                    "ceterms:codedNotation": {"search:value": "51-", "search:matchType": "search:startsWith"}
                },
            },
        ),
    )


def _presence() -> tuple[Case, ...]:
    return (
        Case(
            name="One type with a rare property",
            complaint="#512: 2.5 min, timeout",
            query={"@type": "ceterms:MicroCredential", "ceterms:supersededBy": _ANY},
        ),
        Case(
            name="Credentials with a code of an occupation",
            complaint="#417: 7–10 s after a repair",
            query={**_CREDENTIALS, "ceterms:occupationType": {"ceterms:codedNotation": _ANY}},
        ),
        Case(
            name="Licenses without financial assistance",
            complaint="#539, #541",
            query={"@type": "ceterms:License", "ceterms:financialAssistance": _NONE},
        ),
        Case(
            name="A concept in another spelling",
            complaint="#593, #601",
            query={
                "ceterms:learningMethodType": {
                    "ceterms:targetNode": "https://credreg.net/ctdl/vocabs/learnMethod/SelfPaced"
                }
            },
        ),
        Case(
            name="A range of prices in one currency",
            complaint="search by cost",
            query={
                **_CREDENTIALS,
                "ceterms:estimatedCost": {"ceterms:price": [100, 200], "ceterms:currency": "USD"},
            },
        ),
    )


def _whole(facts: Facts) -> tuple[Case, ...]:
    competencies = {"@type": "ceasn:Competency"}
    return (
        Case(
            name="All competencies, total only",
            complaint="#335: gateway timeout",
            query=competencies,
            take=0,
        ),
        Case(name="All competencies, first page", complaint="#670: 40.7 s", query=competencies),
        Case(
            name="All kinds of credentials published in a period",
            complaint="#471",
            query={**_CREDENTIALS, "search:recordCreated": ["2021-01-01", ""]},
        ),
        Case(name="Everything", complaint="paging through all", query={}),
        Case(
            name="10,000 CTIDs",
            complaint="#586: 6 min, #894: 5–9 s each",
            query={"ceterms:ctid": facts.ctids},
        ),
        Case(
            name="A page of 10 credentials with their description sets",
            complaint="#322: 7 s per class",
            query=_CREDENTIALS,
            describe=True,
        ),
    )
