"""The small registry that the worked examples of the query language are about.

Sixteen results and one provisional record, each resource in a record of its own but for competencies, which stand in
the document of their framework. Names are those of the examples, since the answers depend on them; all other wording
is invented. Source: ``search.md`` section 12.1.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from opencredreg.jsonld.document import PROVISIONAL, parse_document
from opencredreg.query.oracle import Record
from tests.support.documents import document, resource_uri

__all__ = ["NAMES", "SearchRecord", "ctid", "name_of", "records", "search_records", "uri"]

JSON = dict[str, Any]

NAMES = (
    "O1", "O2", "O3", "C1", "C2", "C3", "C4", "C5", "L1", "L2", "L3", "F1", "K1", "K2", "F2", "K3", "A1",
)  # fmt: skip
"""The short names of all resources, in the order in which their records were published."""

_EARLIEST = "2019-09-01"


class SearchRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One record to publish. ``name`` is that of its main resource, ``owner`` that of an organization or ``None``."""

    name: str
    document: JSON
    owner: str | None = "O1"
    created: str = _EARLIEST
    """An ISO date or time, UTC."""
    provisional: bool = False

    @property
    def created_at(self) -> int:
        """Microseconds since 1970 UTC."""
        return int(datetime.fromisoformat(self.created).replace(tzinfo=UTC).timestamp()) * 1_000_000

    @property
    def publish_type(self) -> Literal["primary"]:
        """All records come from their publishers."""
        return "primary"


def ctid(name: str) -> str:
    """The CTID of a resource by its short name."""
    return f"ce-5ea2c400-0000-4000-8000-{NAMES.index(name) + 1:012d}"


def uri(name: str) -> str:
    """The address of a resource by its short name."""
    return resource_uri(ctid(name))


def name_of(key: str) -> str:
    """The short name of a resource by its CTID."""
    return NAMES[int(key[-12:]) - 1]


def records() -> list[Record]:
    """The registry as the oracle takes it."""
    return [
        Record(
            document=parse_document(msgspec.json.encode(record.document)),
            owner=ctid(record.owner) if record.owner else None,
            publisher=ctid(record.owner) if record.owner else None,
            publish_type=record.publish_type,
            created_at=record.created_at,
            updated_at=record.created_at,
            provisional=record.provisional,
        )
        for record in search_records()
    ]


def search_records() -> list[SearchRecord]:
    """The registry as it is published, the records that others point to not always first."""
    return [*_organizations(), *_credentials(), *_learning(), *_frameworks(), _assessment()]


def _organizations() -> list[SearchRecord]:
    return [
        _record(
            "O1",
            "ceterms:CredentialOrganization",
            owner="O1",
            created="2020-05-01",
            name="Lakeshore Technical College",
            address=[_place("Indiana", "Gary")],
            agentType=[_alignment(targetNode="orgType:TwoYear")],
            offers=[uri("C1"), uri("L1")],
        ),
        _record(
            "O2",
            "ceterms:CredentialOrganization",
            owner="O2",
            created="2020-06-01",
            name="Project Guild Institute (PGI)",
            address=[_place("IN")],
        ),
        _record(
            "O3",
            "ceterms:QACredentialOrganization",
            owner="O3",
            created="2020-07-01",
            name="National Welding Council",
            address=[_place("Alaska")],
            accredits=[uri("C1")],
        ),
    ]


def _credentials() -> list[SearchRecord]:
    return [
        _record(
            "C1",
            "ceterms:Certificate",
            owner="O1",
            created="2021-01-15",
            name="Welding Technology Certificate",
            description="The way into the welding shops of the lakeshore.",
            keyword=["welding", "metal fabrication"],
            ownedBy=[uri("O1")],
            offeredBy=[uri("O1")],
            audienceLevelType=[
                _alignment(targetNode="https://credreg.net/ctdl/vocabs/audLevel/BeginnerLevel")
            ],
            occupationType=[
                _alignment(targetNodeName="Welders", codedNotation="51-4121.00"),
                _alignment(targetNodeName="Machinists", codedNotation="51-4041.00"),
            ],
            requires=[
                _conditions(
                    targetLearningOpportunity=[uri("L1")],
                    targetCompetency=[_alignment(targetNode=uri("K1"))],
                ),
                _conditions(targetAssessment=[uri("A1")]),
            ],
            estimatedCost=[_cost(1200.0, "USD")],
            dateEffective="2021-03-01",
            isNonCredit=True,
            availableAt=[_place("Indiana", "Gary")],
        ),
        _record(
            "C2",
            "ceterms:BachelorOfScienceDegree",
            created="2019-10-01",
            name={"en-US": "Bachelor of Science in Nursing", "es": "Licenciatura en Enfermería"},
            description="For everybody who wants to be a registered nurse.",
            ownedBy=[uri("O1")],
            requires=[_conditions(targetLearningOpportunity=[uri("L2")])],
            estimatedCost=[_cost(42000.0, "USD")],
            dateEffective="2019-09-01",
            isNonCredit=False,
            availableAt=[_place("Illinois", "Chicago"), _place("Indiana", "Hammond")],
        ),
        _record(
            "C3",
            "ceterms:Certification",
            created="2021-06-30T10:00",
            name="Project Manager Professional",
            description="Says that its holder has led a project to its end.",
            ownedBy=[uri("O2")],
            occupationType=[_alignment(codedNotation="11-9199.00")],
            availableOnlineAt=["https://pgi.example/apply"],
            estimatedCost=[_cost(555.0, "EUR")],
        ),
        _record(
            "C4",
            "ceterms:License",
            owner=None,
            created="2022-02-02",
            name={"en": "Practical Nurse License"},
            ownedBy=["https://state.example/board"],
            dateEffective="2022-01-01",
        ),
        _record(
            "C5",
            "ceterms:Certificate",
            provisional=True,
            name="Draft Welding Certificate",
            ownedBy=[uri("O1")],
        ),
    ]


def _learning() -> list[SearchRecord]:
    return [
        _record(
            "L1",
            "ceterms:Course",
            created="2021-02-01",
            name="Introduction to Arc Welding",
            codedNotation="WELD 207",
            offeredBy=[uri("O1")],
            teaches=[_alignment(targetNode=uri("K1"))],
            creditValue=[
                {
                    "@type": "ceterms:ValueProfile",
                    "schema:value": 3.0,
                    "ceterms:creditUnitType": [_alignment(targetNode="creditUnit:DegreeCredit")],
                }
            ],
        ),
        _record(
            "L2",
            "ceterms:LearningOpportunityProfile",
            created="2021-02-02",
            name="Nursing Fundamentals",
            codedNotation="NURS 110",
            ownedBy=[uri("O1")],
            teaches=[_alignment(targetNode=uri("K3"))],
        ),
        _record(
            "L3",
            "ceterms:Course",
            created="2021-02-03",
            name="Blueprint Reading",
            codedNotation="WELD 110",
            offeredBy=[uri("O1")],
        ),
    ]


def _frameworks() -> list[SearchRecord]:
    return [
        SearchRecord(
            name="F1",
            owner="O3",
            document=document(
                _framework("F1", "Welding Skills Framework", "O3", **{"ceasn:inLanguage": ["en"]}),
                _competency("K1", "F1", "Keeps the arc steady", **{"ceasn:inLanguage": ["en"]}),
                _competency(
                    "K2",
                    "F1",
                    "Tells one sign on a drawing from another",
                    **{"ceasn:inLanguage": ["en", "es"]},
                ),
            ),
        ),
        SearchRecord(
            name="F2",
            document=document(
                _framework("F2", "Nursing Competencies", "O1"),
                _competency("K3", "F2", "Gives medicine without harm"),
            ),
        ),
    ]


def _assessment() -> SearchRecord:
    return _record(
        "A1",
        "ceterms:AssessmentProfile",
        owner="O3",
        created="2021-03-03",
        name="Welding Practical Exam",
        ownedBy=[uri("O3")],
        assesses=[_alignment(targetNode=uri("K2"))],
    )


def _record(
    short: str,
    cls: str,
    *,
    owner: str | None = "O1",
    created: str = _EARLIEST,
    provisional: bool = False,
    **members: Any,
) -> SearchRecord:
    """A record of one resource; texts without a language are American English."""
    texts = {"name", "description", "keyword"}
    named = {
        f"ceterms:{key}": {"en-US": value} if key in texts and not isinstance(value, dict) else value
        for key, value in members.items()
    }
    value = document({"@id": uri(short), "@type": cls, "ceterms:ctid": ctid(short), **named})
    if provisional:
        value["adms:status"] = PROVISIONAL
    return SearchRecord(name=short, owner=owner, created=created, provisional=provisional, document=value)


def _framework(short: str, name: str, creator: str, **more: Any) -> JSON:
    return {
        "@id": uri(short),
        "@type": "ceasn:CompetencyFramework",
        "ceterms:ctid": ctid(short),
        "ceasn:name": {"en-US": name},
        "ceasn:creator": [uri(creator)],
        **more,
    }


def _competency(short: str, framework: str, text: str, **more: Any) -> JSON:
    return {
        "@id": uri(short),
        "@type": "ceasn:Competency",
        "ceterms:ctid": ctid(short),
        "ceasn:competencyText": {"en-US": text},
        "ceasn:isPartOf": uri(framework),
        **more,
    }


def _alignment(**members: str) -> JSON:
    named: JSON = {f"ceterms:{key}": value for key, value in members.items()}
    if "targetNodeName" in members:
        named["ceterms:targetNodeName"] = {"en-US": members["targetNodeName"]}
    return {"@type": "ceterms:CredentialAlignmentObject", **named}


def _conditions(**members: Any) -> JSON:
    return {
        "@type": "ceterms:ConditionProfile",
        **{f"ceterms:{key}": value for key, value in members.items()},
    }


def _cost(price: float, currency: str) -> JSON:
    return {"@type": "ceterms:CostProfile", "ceterms:price": price, "ceterms:currency": currency}


def _place(region: str, locality: str | None = None) -> JSON:
    place: JSON = {"@type": "ceterms:Place", "ceterms:addressRegion": {"en-US": region}}
    return {**place, "ceterms:addressLocality": {"en-US": locality}} if locality else place
