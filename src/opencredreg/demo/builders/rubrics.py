"""Builder of rubrics: a grid of criteria and levels."""

from __future__ import annotations

from opencredreg.demo.dice import Dice
from opencredreg.demo.parts import Node, concept, concepts
from opencredreg.demo.plan import MEMBERS, Kind
from opencredreg.demo.skills import targets
from opencredreg.demo.unit import Unit, head
from opencredreg.demo.world import World

__all__ = ["build_rubric"]

_LEVELS = 3


def build_rubric(world: World, dice: Dice, index: int) -> Unit:
    """The document of a rubric with criteria, levels and the cells between them."""
    bundle, subject = world.home(Kind.RUBRIC, index), world.subject(Kind.RUBRIC, index)
    voice = bundle.voice
    publisher = [world.uri(Kind.ORGANIZATION, bundle.owner.index)]
    criteria = MEMBERS[Kind.RUBRIC]
    level_ids = [world.names.blank(Kind.RUBRIC, index, level + 1) for level in range(_LEVELS)]
    cell_ids = [
        [world.names.blank(Kind.RUBRIC, index, 10 + criterion * _LEVELS + level) for level in range(_LEVELS)]
        for criterion in range(criteria)
    ]
    node = head(world, Kind.RUBRIC, index, "ceasn:Rubric")
    node.update(
        {
            "ceasn:name": voice.heading("rubric.name", dice.bits(), subject),
            "ceasn:description": voice.text("rubric.description", dice.bits(), subject),
            "ceasn:inLanguage": voice.tags,
            "ceasn:publisher": publisher,
            "ceasn:creator": publisher,
            "ceasn:dateCreated": dice.day(2015, 2024),
            "ceasn:publicationStatusType": "publicationStatus:Published",
            "ceasn:evaluatorType": ["evalCat:Authority", "evalCat:Peer"],
            "ceasn:educationLevelType": ["audLevel:PostSecondaryLevel"],
            "ceterms:audienceLevelType": concepts("audLevel:PostSecondaryLevel"),
            "ceterms:lifeCycleStatusType": concept("lifeCycle:Active"),
            "ceterms:subjectWebpage": f"{bundle.site}/rubrics/{index}",
            "ceasn:hasRubricCriterion": [
                world.uri(Kind.RUBRIC, index, criterion + 1) for criterion in range(criteria)
            ],
            "ceasn:hasRubricLevel": level_ids,
            # The second scheme names ways of showing skill.
            "ceasn:hasCriterionCategorySet": [world.uri(Kind.SCHEME, 1)],
        }
    )
    items = [node]
    for criterion in range(criteria):
        row = head(world, Kind.RUBRIC, index, "ceasn:RubricCriterion", criterion + 1)
        row["ceasn:name"] = voice.text(f"rubric.criterion.{criterion}", 0, subject)
        row["ceasn:description"] = voice.text("rubric.criterion.description", 0, subject)
        row["ceasn:listID"] = str(criterion + 1)
        row["ceasn:weight"] = (0.5, 0.3, 0.2)[criterion]
        row["ceasn:hasCriterionCategory"] = [world.uri(Kind.SCHEME, 1, criterion + 1)]
        row["ceasn:hasCriterionLevel"] = cell_ids[criterion]
        row["ceterms:targetCompetency"] = targets(world, bundle, criterion, 1)
        items.append(row)
    for level in range(_LEVELS):
        items.append(
            {
                "@id": level_ids[level],
                "@type": "ceasn:RubricLevel",
                "ceasn:name": voice.text(f"rubric.level.{level}", 0, subject),
                "ceasn:listID": str(level + 1),
                "ceasn:hasCriterionLevel": [cell_ids[criterion][level] for criterion in range(criteria)],
            }
        )
    for criterion in range(criteria):
        for level in range(_LEVELS):
            cell: Node = {
                "@id": cell_ids[criterion][level],
                "@type": "ceasn:CriterionLevel",
                "ceasn:benchmarkLabel": voice.text(f"rubric.level.{level}", 0, subject),
                "ceasn:benchmarkText": voice.text(f"rubric.benchmark.{level}", 0, subject),
                "ceasn:listID": str(level + 1),
                "schema:value": float(level * 2 + 1),
            }
            items.append(cell)
    return Unit(bundle.owner, str(node["ceterms:ctid"]), items, asn=True)
