"""The rest of the graph in examples of compound units: members, tied to their unit both ways.

Each function adds links to the main resource and gives the other items of the graph.

Source: ``ctdl-vocabulary.md`` sections 5.3 and 5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from opencredreg.ctdl.guide.example_values import example_ctid, texts
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["UNITS"]

Item: TypeAlias = dict[str, Any]
Unit: TypeAlias = Callable[[Vocabulary, Item, str], list[Item]]


def _framework(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary
    first = _member(main, "ceasn:Competency", "first", registry)
    second = _member(main, "ceasn:Competency", "second", registry)
    main["ceasn:hasTopChild"] = [first["@id"]]
    for item in (first, second):
        item |= {"ceasn:inLanguage": ["en-US"], "ceasn:isPartOf": main["@id"]}
    first |= {
        "ceasn:competencyText": texts("Join steel plates by welding."),
        "ceasn:codedNotation": "A",
        "ceasn:isTopChildOf": main["@id"],
        "ceasn:hasChild": [second["@id"]],
    }
    second |= {
        "ceasn:competencyText": texts("Prepare the edges of two plates before they are welded."),
        "ceasn:codedNotation": "A.1",
        "ceasn:listID": "1",
        "ceasn:isChildOf": [first["@id"]],
    }
    return [first, second]


def _scheme(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary
    first = _member(main, "skos:Concept", "first", registry)
    second = _member(main, "skos:Concept", "second", registry)
    main["skos:hasTopConcept"] = [first["@id"]]
    for item in (first, second):
        item["skos:inScheme"] = main["@id"]
    first |= {
        "skos:prefLabel": texts("Metal trades"),
        "skos:topConceptOf": main["@id"],
        "skos:narrower": [second["@id"]],
    }
    second |= {"skos:prefLabel": texts("Welding"), "skos:broader": first["@id"]}
    return [first, second]


def _progression(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary
    first = _member(main, "asn:ProgressionLevel", "first", registry)
    second = _member(main, "asn:ProgressionLevel", "second", registry)
    main["skos:hasTopConcept"] = [first["@id"], second["@id"]]
    for item in (first, second):
        item |= {"ceasn:inProgressionModel": main["@id"], "skos:topConceptOf": main["@id"]}
    first |= {"skos:prefLabel": texts("Beginner"), "ceterms:precedes": [second["@id"]]}
    second |= {"skos:prefLabel": texts("Experienced"), "ceterms:precededBy": [first["@id"]]}
    return [first, second]


def _rubric(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary, registry
    criterion: Item = {"@id": "_:criterion", "@type": "ceasn:RubricCriterion"}
    level: Item = {"@id": "_:level", "@type": "ceasn:RubricLevel"}
    cell: Item = {"@id": "_:cell", "@type": "ceasn:CriterionLevel"}
    main["ceasn:hasRubricCriterion"] = [criterion["@id"]]
    main["ceasn:hasRubricLevel"] = [level["@id"]]
    criterion |= {"ceasn:name": texts("Strength of the weld"), "ceasn:hasCriterionLevel": [cell["@id"]]}
    level |= {"ceasn:name": texts("Meets the standard"), "ceasn:hasCriterionLevel": [cell["@id"]]}
    cell |= {
        "ceasn:benchmarkLabel": texts("Meets the standard"),
        "ceasn:benchmarkText": texts("The weld holds and has no visible gaps."),
        "schema:value": 3,
    }
    return [criterion, level, cell]


def _pathway(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary
    course = _member(main, "ceterms:CourseComponent", "course", registry)
    goal = _member(main, "ceterms:CredentialComponent", "goal", registry)
    main["ceterms:hasPart"] = [course["@id"], goal["@id"]]
    main["ceterms:hasDestinationComponent"] = [goal["@id"]]
    for item in (course, goal):
        item["ceterms:isPartOf"] = [main["@id"]]
    course |= {"ceterms:name": texts("Welding basics"), "ceterms:precedes": [goal["@id"]]}
    goal |= {
        "ceterms:name": texts("Welding certificate"),
        "ceterms:credentialType": "ceterms:Certificate",
        "ceterms:precededBy": [course["@id"]],
        "ceterms:isDestinationComponentOf": [main["@id"]],
        "ceterms:hasCondition": [
            {
                "@type": "ceterms:ComponentCondition",
                "ceterms:name": texts("The course"),
                "ceterms:description": texts("The course has to be completed first."),
                "ceterms:requiredNumber": 1,
                "ceterms:targetComponent": [course["@id"]],
            }
        ],
    }
    return [course, goal]


def _data_set(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary, registry
    metric: Item = {"@id": "_:metric", "@type": "qdata:Metric"}
    observation: Item = {"@id": "_:observation", "@type": "qdata:Observation"}
    main["qdata:hasMetric"] = [metric["@id"]]
    main["qdata:hasObservation"] = [observation["@id"]]
    metric |= {
        "ceterms:name": texts("Completion within a year"),
        "ceterms:description": texts("Learners who completed within a year of starting."),
    }
    observation |= {
        "qdata:isObservationOf": metric["@id"],
        "qdata:percentage": 82.5,
        "qdata:sizeOfData": 120,
    }
    return [metric, observation]


def _alignment_map(vocabulary: Vocabulary, main: Item, registry: str) -> list[Item]:
    del vocabulary
    row: Item = {"@id": "_:row", "@type": "ceterms:AlignmentObject"}
    main["ceterms:hasPart"] = [row["@id"]]
    row |= {
        "ceterms:isPartOf": [main["@id"]],
        "ceterms:alignmentType": "alignment:ExactMatch",
        "ceterms:sourceNode": f"{registry}/resources/{example_ctid('a level of one framework')}",
        "ceterms:sourceNodeName": texts("Level 4"),
        "ceterms:targetNode": f"{registry}/resources/{example_ctid('a level of the other framework')}",
        "ceterms:targetNodeName": texts("Level 5"),
    }
    return [row]


def _member(main: Item, cls: str, name: str, registry: str) -> Item:
    ctid = example_ctid(f"{name} {cls} of {main['ceterms:ctid']}")
    return {"@id": f"{registry}/resources/{ctid}", "@type": cls, "ceterms:ctid": ctid}


UNITS: Mapping[str, Unit] = {
    "ceasn:CompetencyFramework": _framework,
    "skos:ConceptScheme": _scheme,
    "asn:ProgressionModel": _progression,
    "ceasn:Rubric": _rubric,
    "ceterms:Pathway": _pathway,
    "qdata:DataSetProfile": _data_set,
    "ceterms:AlignmentMap": _alignment_map,
}
"""Class of the main resource to what makes the rest of its graph; the nearest class counts."""
