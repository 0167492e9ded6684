"""The worked examples of the query language, and how an engine is held against them.

An engine is anything that answers a query with an :class:`Outcome`: the oracle, or a registry over HTTP. Expected
results are short names of :mod:`tests.support.search_data`. Source: ``search.md`` sections 12.2 and 13a (rule 5).
"""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from opencredreg.query.tree import Visibility
from tests.support.search_data import NAMES, ctid, name_of, uri

__all__ = ["EXAMPLES", "Engine", "Outcome", "WorkedExample", "check"]

_ALL = " ".join(name for name in NAMES if name != "C5")
_AND = {"search:operator": "search:andTerms"}
_OR = {"search:operator": "search:orTerms"}


class WorkedExample(msgspec.Struct, frozen=True, kw_only=True):
    """A query and its answer: the names of all results, or the code of the error and what it suggests."""

    label: str
    query: Any
    names: frozenset[str] = frozenset()
    error: str = ""
    did_you_mean: str = ""
    warning: str = ""
    provisional: Visibility = "exclude"
    take: int = 100


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine said: CTIDs of the page and the total, or errors; and warnings. Codes are those of problems."""

    status: int
    ctids: tuple[str, ...] = ()
    total: int = 0
    errors: frozenset[str] = frozenset()
    suggestions: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()


class Engine(Protocol):
    """Answers a query of the language, with ``skip`` 0 and any order."""

    def __call__(self, query: object, *, provisional: Visibility, take: int) -> Outcome:
        """The answer to one query."""
        ...


def check(example: WorkedExample, engine: Engine) -> None:
    """Assert that the engine answers an example as the specification does."""
    outcome = engine(example.query, provisional=example.provisional, take=example.take)
    if example.error:
        assert outcome.status == 400
        assert example.error in outcome.errors
        assert not example.did_you_mean or example.did_you_mean in outcome.suggestions
        return
    assert outcome.status == 200, outcome.errors
    assert outcome.total == len(example.names)
    found = [name_of(key) for key in outcome.ctids]
    if example.take >= len(example.names):
        assert sorted(found) == sorted(example.names)
    else:
        assert len(found) == example.take
        assert set(found) <= example.names
    assert not example.warning or example.warning in outcome.warnings


def _example(label: str, query: Any, names: str = "", **more: Any) -> WorkedExample:
    return WorkedExample(label=label, query=query, names=frozenset(names.split()), **more)


def _named(value: Any) -> dict[str, Any]:
    """The entry that the examples call NAME: names of credentials and of competencies alike."""
    return {"search:termGroup": [{"ceterms:name": value}, {"ceasn:name": value}]}


def _value(value: Any, match: str = "", **more: str) -> dict[str, Any]:
    return {"search:value": value, **({"search:matchType": f"search:{match}"} if match else {}), **more}


_CREDENTIALS = {"@type": _value("ceterms:Credential", "subClassOf")}
_LEARNING = {"ceterms:targetLearningOpportunity": uri("L1")}
_ASSESSED = {"ceterms:targetAssessment": uri("A1")}
_INDIANA = {"ceterms:addressRegion": ["Indiana", "IN"]}
_CERTIFICATE_OR_LICENSE = {"@type": ["ceterms:Certificate", "ceterms:License"]}

_TYPES_AND_TEXTS = (
    _example("E1", {}, _ALL),
    _example("E2", _CERTIFICATE_OR_LICENSE, "C1 C4"),
    _example("E3", _CREDENTIALS, "C1 C2 C3 C4"),
    _example("E4", {"@type": [_value("ceterms:Degree", "subClassOf"), "ceterms:License"]}, "C2 C4"),
    _example("E5", {"@type": _value("ceterms:LearningOpportunityProfile", "subClassOf")}, "L1 L2 L3"),
    _example("E6", {"@type": "ceterms:Organization"}),
    _example("E7", _named("nursing assistant"), "C2 C4 L2 F2"),
    _example("E8", _named(_value("nursing assistant", "contains"))),
    _example("E9", _named(_value(["welding", "certificate"], "contains", **_AND)), "C1"),
    _example("E10", _named(_value("practical nurse license", "exactMatch")), "C4"),
    _example("E11", {"ceterms:keyword": _value("metal fabrication", "exactMatch")}, "C1"),
    _example(
        "E12",
        {
            "@type": ["ceterms:Certificate", "ceterms:License", "ceterms:Certification"],
            "ceterms:description": "search:noValue",
        },
        "C4",
    ),
    _example("E13", {**_CREDENTIALS, "!ceterms:description": "nurse"}, "C1 C3 C4"),
    _example("E14", {"ceterms:name": {"en": "nurse"}}, "C2 C4 L2"),
    _example("E15", {"ceterms:name": {"en-US": "nursing", "es": "licenciatura"}}, "C2"),
    _example("E16", {"ceterms:name": [{"en-US": "nursing"}, {"en": "practical"}]}, "C2 C4 L2 A1"),
)

_NESTED = (
    _example(
        "E17",
        {
            "ceterms:occupationType": {
                "ceterms:codedNotation": "51-4041.00",
                "ceterms:targetNodeName": "Machinists",
            }
        },
        "C1",
    ),
    _example(
        "E18",
        {
            "ceterms:occupationType": {
                "ceterms:codedNotation": "51-4121.00",
                "ceterms:targetNodeName": "Machinists",
            }
        },
    ),
    _example("E19", {"ceterms:requires": {**_LEARNING, **_ASSESSED}}),
    _example("E20", _value([{"ceterms:requires": _LEARNING}, {"ceterms:requires": _ASSESSED}], **_AND), "C1"),
    _example("E21", {"ceterms:requires": {"search:termGroup": [_LEARNING, _ASSESSED]}}, "C1"),
    _example(
        "E22",
        {
            "ceterms:occupationType": {
                **_OR,
                "ceterms:codedNotation": "11-9199.00",
                "ceterms:targetNodeName": "welders",
            }
        },
        "C1 C3",
    ),
)

_REFERENCES = (
    _example("E23 address", {"ceterms:ownedBy": uri("O1")}, "C1 C2 L2"),
    _example("E23 CTID", {"ceterms:ownedBy": ctid("O1")}, "C1 C2 L2"),
    _example("E23 wrapped", {"ceterms:ownedBy": _value(uri("O1"))}, "C1 C2 L2"),
    _example("E23 nested", {"ceterms:ownedBy": {"ceterms:ctid": ctid("O1")}}, "C1 C2 L2"),
    _example("E24", {"ceterms:ownedBy": "https://state.example/board"}, "C4"),
    _example("E24 wrapped", {"ceterms:ownedBy": _value("https://state.example/board")}, "C4"),
    _example("E25", {"ceterms:ownedBy": [uri("O2"), uri("O3")]}, "C3 A1"),
    _example("E26", {"ceterms:ownedBy": _value([uri("O2"), uri("O3")], **_AND)}),
    _example(
        "E27",
        {
            "@type": ["ceterms:Course", "ceterms:LearningOpportunityProfile"],
            "ceterms:ownedBy": "search:noValue",
        },
        "L1 L3",
    ),
    _example("E28", {**_CREDENTIALS, "!ceterms:ownedBy": uri("O1")}, "C3 C4"),
    _example("E29", {"ceterms:audienceLevelType": {"ceterms:targetNode": "audLevel:BeginnerLevel"}}, "C1"),
    _example(
        "E29 purl",
        {
            "ceterms:audienceLevelType": {
                "ceterms:targetNode": "https://purl.org/ctdl/vocabs/audLevel/BeginnerLevel/"
            }
        },
        "C1",
    ),
    _example(
        "E29 wrapped",
        {"ceterms:audienceLevelType": {"ceterms:targetNode": _value("audLevel:BeginnerLevel")}},
        "C1",
    ),
    _example(
        "E30",
        {
            "ceterms:creditValue": {
                "ceterms:creditUnitType": {
                    "ceterms:targetNode": "https://purl.org/ctdl/vocabs/creditUnit/DegreeCredit"
                }
            }
        },
        "L1",
    ),
    _example("E31", {"^ceasn:creator": "search:anyValue"}, "O1 O3"),
    _example("E32", {"^ceterms:ownedBy": {"@type": "ceterms:License"}}),
    _example(
        "E33",
        {
            "@type": "ceasn:Competency",
            "^ceterms:targetNode": {"^ceterms:assesses": {"ceterms:ownedBy": uri("O3")}},
        },
        "K2",
    ),
    _example(
        "E34",
        {
            "@type": "ceasn:CompetencyFramework",
            "^ceasn:isPartOf": {"^ceterms:targetNode": {"^ceterms:assesses": "search:anyValue"}},
        },
        "F1",
    ),
    _example(
        "E35",
        {
            "@type": ["ceterms:CredentialOrganization", "ceterms:QACredentialOrganization"],
            "!^ceterms:ownedBy": {"@type": "ceterms:Certificate"},
        },
        "O2 O3",
    ),
    _example(
        "E36",
        {
            "ceterms:requires": {
                "ceterms:targetLearningOpportunity": {
                    "ceterms:teaches": {
                        "ceterms:targetNode": {"ceasn:isPartOf": {"ceasn:creator": uri("O3")}}
                    }
                }
            }
        },
        "C1",
    ),
    _example("E37", {"ceterms:requires": {"!ceterms:targetLearningOpportunity": "search:anyValue"}}, "C1"),
    _example(
        "E38",
        {
            "@type": "ceterms:Certificate",
            "!ceterms:requires": {"ceterms:targetLearningOpportunity": "search:anyValue"},
        },
    ),
)

_TYPED = (
    _example("E39", {"ceterms:estimatedCost": {"ceterms:price": [500, 2000]}}, "C1 C3"),
    _example(
        "E40", {"ceterms:estimatedCost": {"ceterms:price": [500, 2000], "ceterms:currency": "USD"}}, "C1"
    ),
    _example("E41 from", {"ceterms:dateEffective": ["2020-01-01", ""]}, "C1 C4"),
    _example("E41 until", {"ceterms:dateEffective": ["", "2021-03-01"]}, "C1 C2"),
    _example("E42", {"ceterms:isNonCredit": False}, "C2"),
    _example("E43", {"search:recordCreated": ["2021-01-01", "2021-06-30"]}, "C1 C3 L1 L2 L3 A1"),
    _example("E44", {"search:recordOwnedBy": ctid("O3"), "!@type": "ceasn:Competency"}, "O3 F1 A1"),
    _example("E45 any", {"ceasn:inLanguage": ["es", "en"]}, "F1 K1 K2"),
    _example("E45 all", {"ceasn:inLanguage": _value(["es", "en"], **_AND)}, "K2"),
)

_GROUPS = (
    _example(
        "E46",
        {
            "@type": ["ceterms:Certificate", "ceterms:Certification"],
            "search:termGroup": [
                {"ceterms:name": "project", "ceterms:description": "project"},
                {"ceterms:keyword": "welding"},
            ],
        },
        "C1 C3",
    ),
    _example(
        "E47",
        {**_OR, "@type": "ceterms:License", **_named("welding")},
        "C4 O3 C1 L1 F1 A1",
        warning="type_in_or",
    ),
    _example("E48", _value([_named("project"), _named("framework")], **_OR), "O2 C3 F1"),
    _example("E49", [{"@type": "ceterms:License"}, {"@type": "ceterms:Course"}], "C4 L1 L3"),
    _example("E50", {"ceterms:availableAt": {**_INDIANA, "ceterms:addressLocality": "Chicago"}}),
    _example(
        "E51",
        {
            "ceterms:ownedBy": {
                "ceterms:address": {"ceterms:addressRegion": [_value("indiana"), _value("in", "exactMatch")]}
            }
        },
        "C1 C2 C3 L2",
    ),
    _example(
        "E52",
        {
            "@type": ["ceterms:CredentialOrganization", "ceterms:QACredentialOrganization"],
            "ceterms:address": {"ceterms:addressRegion": "AL"},
        },
    ),
    _example("E53", {"ceterms:name": "in"}, "C2", warning="stop_words_only"),
    _example("E54", {"ceterms:codedNotation": "WELD 207"}, "L1"),
    _example("E55", {"@type": "ceterms:Course", "ceterms:codedNotation": "weld"}, "L1 L3"),
    _example("E56 any", {"ceterms:availableOnlineAt": "search:anyValue"}, "C3"),
    _example("E56 address", {"ceterms:availableOnlineAt": "https://pgi.example/apply"}, "C3"),
    _example("E57 include", {"@type": "ceterms:Certificate"}, "C1 C5", provisional="include"),
    _example("E57 only", {"@type": "ceterms:Certificate"}, "C5", provisional="only"),
    _example("E58", {"ceterms:ctid": [ctid("C1"), ctid("L2")]}, "C1 L2"),
    _example(
        "E59",
        {
            "search:termGroup": _value(
                [
                    {"ceterms:ownedBy": {"ceterms:name": "lakeshore"}},
                    {"ceterms:offeredBy": {"ceterms:name": "lakeshore"}},
                ],
                **_OR,
            )
        },
        "C1 C2 L1 L2 L3",
    ),
    _example(
        "E60",
        {
            "search:termGroup": _value(
                [
                    {**_OR, **_named("welding"), "ceterms:keyword": "welding"},
                    {
                        **_OR,
                        "ceterms:availableAt": _INDIANA,
                        "ceterms:ownedBy": {"ceterms:address": _INDIANA},
                    },
                ],
                **_AND,
            )
        },
        "C1",
    ),
)

_EDGES = (
    _example("E61", {"ceterms:nmae": "x"}, error="unknown_property", did_you_mean="ceterms:name"),
    _example("E62 reference", {"ceterms:supersededBy": "search:noValue"}, _ALL),
    _example("E62 literal", {"ceterms:isicV4": "x"}),
    _example("E63", {"@type": "ceterms:License", "ceterms:name": ""}, "C4", warning="empty_condition"),
    _example("E64", "welding", error="not_a_condition"),
    _example("E65", _CERTIFICATE_OR_LICENSE, "C1 C4", take=0),
)

EXAMPLES: tuple[WorkedExample, ...] = (*_TYPES_AND_TEXTS, *_NESTED, *_REFERENCES, *_TYPED, *_GROUPS, *_EDGES)
"""All worked examples; an example with several queries has a label for each."""
