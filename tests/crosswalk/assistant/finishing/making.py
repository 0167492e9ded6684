"""Requests of kinds with parts, and what becomes of them: converted, and checked as for publishing."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from opencredreg.codes.bundled import bundled_codes
from opencredreg.crosswalk.assistant.convert import Converted, convert
from opencredreg.crosswalk.assistant.request import read_requests
from opencredreg.crosswalk.assistant.surroundings import Alone, Rules
from opencredreg.crosswalk.assistant.table import get_kind
from opencredreg.ctdl.vocabulary import bundled_vocabulary
from opencredreg.findings import Finding
from opencredreg.validation import bundled_profile, validator_for
from opencredreg.validation.checking import check

BASE = "https://registry.example"
OWNER = f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, 'owner')}"


def ctid(name: object) -> str:
    """The CTID of a thing that a test calls by a short name."""
    return f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, f'{name}')}"


def uri(name: object) -> str:
    """The address of what ``ctid`` names."""
    return f"{BASE}/resources/{ctid(name)}"


@cache
def _alone() -> Alone:
    return Alone(bundled_codes())


def converted(kind: str, body: dict[str, Any], *, in_sandbox: bool = True) -> Converted:
    """What becomes of a request to publish one thing."""
    requests = read_requests(get_kind(kind), "publish", body)
    assert len(requests) == 1
    return convert(requests[0], bundled_vocabulary(), Rules(base=BASE, is_sandbox=in_sandbox), _alone())


def nodes_of(result: Converted) -> dict[str, dict[str, Any]]:
    """The things of the document by their addresses, in order."""
    graph = result.document["@graph"]
    found = {node["@id"]: node for node in graph}
    assert len(found) == len(graph)
    return found


def found(result: Converted, code: str) -> list[Finding]:
    """What was found under one code."""
    return [finding for finding in result.findings if finding.code == code]


def told(result: Converted) -> list[tuple[str, str, str]]:
    """All that was found: how grave, what, where."""
    return [(finding.severity, finding.code, finding.pointer) for finding in result.findings]


def refusals(result: Converted) -> list[str]:
    """What the rules for publishing refuse of the document."""
    vocabulary = bundled_vocabulary()
    validator = validator_for(bundled_profile("publish", "error"), vocabulary)
    checked = check(result.payload(), validator, vocabulary, with_completeness=False)
    return [
        f"{placed.finding.code} {placed.finding.pointer} {placed.finding.message}"
        for placed in checked.findings
        if placed.finding.severity == "error"
    ]


def framework(*competencies: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A request with a framework."""
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "CompetencyFramework": {
            "CTID": ctid("framework"),
            "Name": "Work of a baker",
            "Description": "What bakers know and are able to do.",
            "InLanguage": ["en-US"],
            "Publisher": [OWNER],
            "PublicationStatusType": "Published",
        }
        | fields,
        "Competencies": list(competencies),
    }


def competency(name: object, **fields: Any) -> dict[str, Any]:
    """A competency of a request."""
    return {"CTID": ctid(name), "CompetencyText": f"Do the thing called {name}."} | fields


def scheme(*concepts: dict[str, Any], fields: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
    """A request with a concept scheme."""
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "ConceptScheme": {
            "CTID": ctid("scheme"),
            "Name": "Kinds of bread",
            "Description": "The kinds of bread that are baked here.",
            "InLanguage": ["en-US"],
            "Publisher": [OWNER],
            "PublicationStatusType": "Published",
        }
        | (fields or {}),
        "Concepts": list(concepts),
    } | beside


def concept(name: object, **fields: Any) -> dict[str, Any]:
    """A concept of a request; a progression level looks the same."""
    return {"CTID": ctid(name), "PrefLabel": f"Concept {name}"} | fields


def model(*levels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A request with a progression model."""
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "ProgressionModel": {
            "CTID": ctid("model"),
            "Name": "From novice to master",
            "Description": "The steps on the way to a master baker.",
            "InLanguage": ["en-US"],
            "Publisher": [OWNER],
        }
        | fields,
        "ProgressionLevels": list(levels),
    }


def collection(fields: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
    """A request with a collection."""
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "Collection": {
            "CTID": ctid("collection"),
            "Name": "Skills of the week",
            "Description": "What everybody should look at this week.",
            "InLanguage": ["de-DE"],
            "OwnedBy": [{"CTID": OWNER}],
        }
        | (fields or {}),
    } | beside


def rubric(fields: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """A request with a rubric."""
    return {
        "PublishForOrganizationIdentifier": OWNER,
        "Rubric": {
            "CTID": ctid("rubric"),
            "Name": "How good is the bread",
            "Description": "How the bread of apprentices is judged.",
            "InLanguage": ["en-US"],
            "Publisher": [OWNER],
            "SubjectWebpage": "https://college.edu/rubric",
        }
        | (fields or {}),
    } | parts
