"""Pathways: their components, the links between them with both sides, and sets of pathways.

Source: ``publishing.md`` section 5.5.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import Node, step
from opencredreg.crosswalk.assistant.finishing.components import check_component, finish_conditions
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links
from opencredreg.crosswalk.assistant.objects import members_of
from opencredreg.ids import ctid_of_uri, is_ctid

__all__ = ["finish_pathway", "finish_pathway_set"]

_COMPONENTS: Final = "PathwayComponents"
_HINT: Final = "Send the component under PathwayComponents of the same request, or take the link out."
_PARTS, _PART_OF = "ceterms:hasPart", "ceterms:isPartOf"
_DESTINATIONS, _DESTINATION_OF = "ceterms:hasDestinationComponent", "ceterms:isDestinationComponentOf"
_CHILDREN, _CHILD_OF = "ceasn:hasChild", "ceasn:isChildOf"
_NEXT, _BEFORE = "ceterms:precedes", "ceterms:precededBy"
_PATHWAYS: Final = "ceterms:hasPathway"
_FEWEST: Final = 2


def finish_pathway(made: Made) -> None:
    """Finish a pathway: all links stay inside of the request, and every one has its other side."""
    links = Links(made, _COMPONENTS)
    for node in links.nodes.values():
        check_component(links, node)
        finish_conditions(links, node)
    _link_pathway(links, _DESTINATIONS, _DESTINATION_OF)
    _link_children(links)
    order = links.mirror(_NEXT, _BEFORE, hint=_HINT)
    links.tell_cycles(order, _NEXT, "precedes")
    _link_parts(links)
    if links.nodes and not links.targets(made.main, _DESTINATIONS):
        made.conversion.say(
            "required.missing",
            step(made.pointer, "HasDestinationComponent"),
            "A pathway with components says which of them it leads to.",
            hint="Add HasDestinationComponent with the CTID of the component at the end.",
        )


def _link_pathway(links: Links, down: str, up: str) -> None:
    """Links between the pathway and its components, from whichever side they were said."""
    stated = links.within(links.main, down, hint=_HINT)
    for identity, node in links.nodes.items():
        above = links.within(node, up, also=[links.main_id], hint=_HINT)
        if links.main_id in above:
            links.add(links.main, down, [identity])
        elif identity in stated:
            links.add(node, up, [links.main_id])


def _link_children(links: Links) -> None:
    """Children of components, and those of the pathway itself, which IsChildOf may name as well."""
    below = set(links.within(links.main, _CHILDREN, hint=_HINT))
    for identity, node in links.nodes.items():
        own = links.main.get("ceterms:ctid")
        for target in links.targets(node, _CHILD_OF):
            if target == links.main_id or (own and ctid_of_uri(target) == own):
                # The mirror is for links between components; this one comes back below.
                below.add(identity)
                _drop(node, _CHILD_OF, target)
    edges = links.mirror(_CHILDREN, _CHILD_OF, hint=_HINT)
    links.tell_cycles(edges, _CHILDREN, "is above")
    children = [identity for identity in links.nodes if identity in below]
    links.add(links.main, _CHILDREN, children)
    for identity in children:
        links.add(links.nodes[identity], _CHILD_OF, [links.main_id])


def _drop(node: Node, term: str, target: str) -> None:
    rest = [entry for entry in node[term] if entry != target] if isinstance(node[term], list) else []
    if rest:
        node[term] = rest
    else:
        del node[term]


def _link_parts(links: Links) -> None:
    """Every component is a part, unless the request sees to that itself."""
    links.within(links.main, _PARTS, hint=_HINT)
    for node in links.nodes.values():
        links.within(node, _PART_OF, also=[links.main_id], hint="A component is part of this pathway alone.")
    if not links.made.is_on("GenerateIsHasParts", default=True):
        return
    links.add(links.main, _PARTS, list(links.nodes))
    for node in links.nodes.values():
        links.add(node, _PART_OF, [links.main_id])


# Sets ----------------------------------------------------------------------------------------------------------


def finish_pathway_set(made: Made) -> None:
    """Finish a set of pathways: two or more, and either all or none of them are sent with it."""
    value = made.main.get(_PATHWAYS, ())
    named = {ctid_of_uri(uri) or uri: uri for uri in (value if isinstance(value, list) else [value]) if uri}
    written = made.members.get("haspathway", made.members.get(_PATHWAYS.lower(), ("HasPathway", None)))[0]
    place = step(made.pointer, written)
    if len(named) < _FEWEST:
        made.conversion.say(
            "required.missing",
            place,
            f"A set has two pathways or more, and HasPathway names {len(named) or 'none'}.",
            term=_PATHWAYS,
            hint="Name the CTIDs of all pathways of the set in HasPathway.",
        )
    sent = _sent(made)
    for ctid, at in sent.items():
        if ctid not in named:
            made.conversion.say(
                "reference.not_in_request",
                at,
                f"The pathway {ctid} is sent with the set, but HasPathway does not name it.",
                value=ctid,
                hint="Add its CTID to HasPathway, or send the pathway on its own.",
            )
    for ctid in named if sent else ():
        if ctid not in sent:
            made.conversion.say(
                "reference.not_in_request",
                place,
                f"HasPathway names {ctid}, which is not among the Pathways of the request.",
                value=ctid,
                term=_PATHWAYS,
                hint="Send all pathways of the set with it, or none when all are published already.",
            )


def _sent(made: Made) -> dict[str, str]:
    """The pathways that came with the set, with their places."""
    if "pathways" not in made.request.members:
        return {}
    written, value = made.request.members["pathways"]
    here = step(made.request.base, written)
    return {
        _ctid_of(entry): step(here, place)
        for place, entry in enumerate(value if isinstance(value, list) else [])
    }


def _ctid_of(entry: Any) -> str:
    members = members_of(entry) if isinstance(entry, dict) else {}
    resource = members.get("pathway", ("", entry))[1]
    inner = members_of(resource) if isinstance(resource, dict) else {}
    ctid = inner.get("ctid", inner.get("ceterms:ctid", ("", "")))[1]
    return ctid.strip().lower() if isinstance(ctid, str) and is_ctid(ctid.strip()) else "without a CTID"
