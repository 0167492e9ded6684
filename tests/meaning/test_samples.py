"""All published documents at hand go through everything, and what comes out is ready for JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opencredreg import meaning
from opencredreg.ctdl import bundled_vocabulary
from opencredreg.jsonld.values import reference_of, type_of
from opencredreg.meaning.alignments import close_alignments, read_alignments
from opencredreg.meaning.comparisons import compare_frameworks
from opencredreg.meaning.competencies import (
    build_competency_tree,
    find_members,
)
from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.inverses import complete_inverses
from opencredreg.meaning.observations import read_data_set
from opencredreg.meaning.pathways import read_pathway
from opencredreg.meaning.progress import evaluate_pathway
from opencredreg.meaning.truth import Truth
from tests.meaning.everything import everything
from tests.support.shared import shared_path

TODAY = date(2026, 11, 22)
FOLDER = Path(meaning.__file__).parent


def documents() -> Iterator[tuple[str, Any]]:
    for path in sorted(shared_path("samples", "registry").glob("*.json*")):
        try:
            value = json.loads(path.read_bytes())
        except ValueError:
            continue
        inner = value.get("decoded_resource", value) if isinstance(value, dict) else value
        yield path.name, inner


def test_every_document_goes_through_everything() -> None:
    count = 0
    for name, document in documents():
        resources = GraphResources([document])
        for node in resources.nodes:
            for result in everything(node, resources):
                assert msgspec.json.encode(result), name
                count += 1
        assert msgspec.json.encode(complete_inverses(resources.nodes)), name
        closure = close_alignments(read_alignments(resources.nodes))
        uris = [reference_of(node) for node in resources.nodes]
        assert msgspec.json.encode((closure, compare_frameworks(uris, uris, closure))), name
    assert count > 5_000


def sample(name: str) -> GraphResources:
    return GraphResources([json.loads(shared_path("samples", "registry", name).read_bytes())])


def test_a_published_pathway_can_be_walked_to_its_end() -> None:
    resources = sample("pathway-heriot-watt-expanded-json-ld.json")
    (pathway,) = (node for node in resources.nodes if type_of(node) == "ceterms:Pathway")
    found = read_pathway(pathway, resources)
    assert len(found.components) > 50
    assert found.condition_cycles == ()
    nothing = evaluate_pathway(found, [])
    assert nothing.state is not Truth.YES
    assert nothing.next
    assert evaluate_pathway(found, [component.uri for component in found.components]).state is Truth.YES


def test_a_published_framework_becomes_its_tree() -> None:
    resources = sample("competency-framework-bcsp-ohst.json")
    (framework,) = (node for node in resources.nodes if type_of(node) == "ceasn:CompetencyFramework")
    tree = build_competency_tree(framework, find_members(framework, resources)[0])
    assert len(tree.branches) == 101
    assert (tree.cycles, tree.unresolved) == ((), ())
    assert len(tree.roots) < 20


def test_published_observations_become_a_table() -> None:
    resources = sample("data-set-multi-dimensional.json")
    (data_set,) = (node for node in resources.nodes if type_of(node) == "qdata:DataSetProfile")
    table = read_data_set(data_set, resources)
    assert len(table.rows) == 27
    assert all(len(row.points) == 3 for row in table.rows)
    assert {bool(row.numbers) for row in table.rows} == {True, False}
    assert all(row.withheld for row in table.rows if not row.numbers)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_code_speaks_of_terms_that_exist(path: Path) -> None:
    vocabulary = bundled_vocabulary()
    old = {"ceasn:hasPart", "ceterms:hasChild", "ceterms:isChildOf", "ceterms:isDestinationComponentFor"}
    old |= {"qdata:value", "ceterms:SelectionComponent"}
    named = set(
        re.findall(
            r"\"((?:ceterms|ceasn|qdata|skos|asn|schema|costType):\w+)\"", path.read_text(encoding="utf-8")
        )
    )
    assert {term for term in named if not vocabulary.is_known(term)} <= old
