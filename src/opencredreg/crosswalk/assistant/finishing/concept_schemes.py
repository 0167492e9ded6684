"""Concept schemes and their concepts.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

from typing import Final

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links
from opencredreg.crosswalk.assistant.finishing.trees import Tree, finish_tree, publisher_from_creator

__all__ = ["finish_concept_scheme"]

_TREE: Final = Tree(
    has_top="skos:hasTopConcept",
    top_of="skos:topConceptOf",
    down="skos:narrower",
    up="skos:broader",
    member="skos:inScheme",
    thing="concept",
    things="concepts",
    whole="concept scheme",
    no_tops="required.missing",
    verb="is broader than",
    outside="warning",
    outside_hint="For concepts of other schemes there are BroadMatch and NarrowMatch.",
    has_order=True,
)
_PARTS: Final = "Concepts"


def finish_concept_scheme(made: Made) -> None:
    """Complete a concept scheme: its top concepts and the links between concepts."""
    links = Links(made, _PARTS)
    publisher_from_creator(links)
    if not links.nodes:
        made.conversion.say(
            "required.missing",
            step(made.request.base, _PARTS),
            "The concept scheme has no concepts.",
            hint=f"Send at least one under {_PARTS}, beside the scheme.",
        )
        return
    links.tell_some(
        [links.places[identity] for identity in links.nodes if not links.is_named_by_publisher(identity)],
        "ctid.missing",
        "This concept has no CTID, so nothing outside of this request can refer to it.",
        "Give it a CTID and keep it.",
    )
    finish_tree(links, _TREE)
