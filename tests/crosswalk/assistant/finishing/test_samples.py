"""Documents that others published, sent as input: their links come out as they were."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.crosswalk.assistant.finishing.making import BASE, OWNER, converted, nodes_of, refusals
from tests.support.shared import shared_path

LINKS = (
    "ceasn:hasTopChild", "ceasn:isTopChildOf", "ceasn:hasChild", "ceasn:isChildOf", "ceasn:isPartOf",
    "skos:hasTopConcept", "skos:topConceptOf", "skos:inScheme", "skos:broader", "skos:narrower",
)  # fmt: skip


def read(name: str) -> list[dict[str, Any]]:
    text = shared_path("samples", "assistant", f"{name}.json").read_text(encoding="utf-8-sig")
    graph: list[dict[str, Any]] = json.loads(text)["@graph"]
    return [{"CTID": node["ceterms:ctid"], **node} for node in graph]


def links_of(node: dict[str, Any]) -> dict[str, list[str]]:
    """The links of a thing, by CTIDs alone."""
    found = {}
    for term in LINKS:
        value = node.get(term, [])
        found[term] = [entry[-39:] for entry in (value if isinstance(value, list) else [value])]
    return found


@pytest.mark.parametrize(
    ("name", "kind", "wrapper", "parts"),
    [
        (
            "competencyframework-onet-basicskills-ctdl",
            "competencyframework",
            "CompetencyFramework",
            "Competencies",
        ),
        ("conceptscheme-connectingcredentials-levels-ctdl", "conceptscheme", "ConceptScheme", "Concepts"),
    ],
)
@pytest.mark.parametrize("says_parents", [True, False])
def test_links_of_published_documents_stay(
    name: str, kind: str, wrapper: str, parts: str, says_parents: bool
) -> None:
    main, *others = read(name)
    left_out = (
        () if says_parents else ("ceasn:isTopChildOf", "ceasn:isChildOf", "ceasn:isPartOf", "skos:inScheme")
    )
    sent = [{key: value for key, value in node.items() if key not in left_out} for node in others]
    result = converted(kind, {"PublishForOrganizationIdentifier": OWNER, wrapper: main, parts: sent})
    assert result.findings == []
    nodes = nodes_of(result)
    assert len(nodes) == len(others) + 1
    for node in (main, *others):
        assert links_of(nodes[f"{BASE}/resources/{node['CTID']}"]) == links_of(node)
    assert refusals(result) == []
