"""Progression models and their levels.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links
from opencredreg.crosswalk.assistant.finishing.trees import Tree, finish_tree, publisher_from_creator

__all__ = ["finish_progression_model"]

_TREE: Final = Tree(
    has_top="skos:hasTopConcept",
    top_of="skos:topConceptOf",
    down="skos:narrower",
    up="skos:broader",
    member="ceasn:inProgressionModel",
    thing="level",
    things="levels",
    whole="progression model",
    no_tops="required.missing",
    verb="is broader than",
    has_order=True,
)
_PARTS: Final = "ProgressionLevels"


def finish_progression_model(made: Made) -> None:
    """Complete a progression model: its top levels, the links between levels, and their order."""
    links = Links(made, _PARTS)
    publisher_from_creator(links)
    if not links.nodes:
        made.conversion.say(
            "required.missing",
            step(made.request.base, _PARTS),
            "The progression model has no levels.",
            hint=f"Send at least one under {_PARTS}, beside the model.",
        )
        return
    links.tell_some(
        [links.places[identity] for identity, node in links.nodes.items() if "ceterms:ctid" not in node],
        "ctid.missing",
        "This level has no CTID.",
        "Give it a CTID and keep it, so that others can refer to the level.",
        severity="error",
    )
    finish_tree(links, _TREE)
