"""Things in a hierarchy under one whole: competencies of a framework, concepts of a scheme, levels of a model.

What publishers leave out of the many links that say one thing is filled in, where only one reading is possible.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import msgspec

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.circles import Edges, in_order
from opencredreg.crosswalk.assistant.finishing.links import Links, name_of_term
from opencredreg.findings import Severity

__all__ = ["Tree", "finish_tree", "inherit_language", "publisher_from_creator"]


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """How a hierarchy is written: the properties from the whole to its top things, between things, and back.

    ``thing``, ``things`` and ``whole`` are the words for them. ``outside`` is how grave it is to name a thing of
    elsewhere as a broader or narrower one, ``outside_hint`` what to do about it; ``no_tops`` the code of having
    no top thing.
    """

    has_top: str
    top_of: str
    down: str
    up: str
    member: str
    thing: str
    things: str
    whole: str
    no_tops: str
    verb: str
    outside: Severity = "error"
    outside_hint: str = "Send it in the same request, or take the link out."
    has_order: bool = False


def finish_tree(links: Links, tree: Tree) -> None:
    """Complete the links of a hierarchy and tell what contradicts itself.

    Switches of the request that are off keep links from being filled in; ``GenerateHasTopChild`` that is on makes
    everything a top thing that stands below nothing.
    """
    _belong(links, tree)
    lifted = _lift(links, tree)
    edges = links.mirror(tree.down, tree.up, severity=tree.outside, hint=tree.outside_hint)
    links.tell_cycles(edges, tree.down, tree.verb)
    order: Edges = {}
    if tree.has_order:
        hint = "Order only what is in the same request."
        order = links.mirror("ceterms:precedes", "ceterms:precededBy", severity="warning", hint=hint)
        links.tell_cycles(order, "ceterms:precedes", "precedes")
    children = {child for targets in edges.values() for child in targets}
    roots = in_order([identity for identity in links.nodes if identity not in children], order)
    tops = _tops(links, tree, lifted, roots, is_flat=not edges)
    _set_tops(links, tree, tops)
    _tell_strays(links, tree, roots, tops, children)


def _belong(links: Links, tree: Tree) -> None:
    """Every thing belongs to the whole of its request."""
    name = name_of_term(tree.member)
    fills = links.made.is_on("GenerateInScheme", default=True)
    for node in links.nodes.values():
        stated = links.targets(node, tree.member)
        if not stated and fills:
            links.add(node, tree.member, [links.main_id])
        for target in stated:
            if target != links.main_id:
                links.conversion.say(
                    "reference.conflict",
                    links.place(node, tree.member, target),
                    f"{name} names another {tree.whole} than the one of this request.",
                    value=target,
                    term=tree.member,
                    hint=f"Leave {name} out; it is filled in.",
                )


def _lift(links: Links, tree: Tree) -> list[str]:
    """Things whose parent is the whole itself are top things: the link upwards is for other things."""
    found = []
    for identity, node in links.nodes.items():
        stated = links.targets(node, tree.up)
        if links.main_id not in stated:
            continue
        found.append(identity)
        rest = [target for target in stated if target != links.main_id]
        if rest:
            node[tree.up] = rest
        else:
            del node[tree.up]
    return found


def _tops(
    links: Links, tree: Tree, lifted: Sequence[str], roots: Sequence[str], *, is_flat: bool
) -> list[str]:
    """The top things: those that were named on either side, else those that stand below nothing."""
    made = links.made
    found = dict.fromkeys(links.within(links.main, tree.has_top))
    for identity, node in links.nodes.items():
        for target in links.targets(node, tree.top_of):
            if target == links.main_id:
                if made.is_on("GenerateHasTopChildFromIsTopChild", default=True):
                    found[identity] = None
            else:
                links.conversion.say(
                    "reference.not_in_request",
                    links.place(node, tree.top_of, target),
                    f"{name_of_term(tree.top_of)} names another {tree.whole} than the one of this request.",
                    value=target,
                    term=tree.top_of,
                    hint=f"Give the CTID of the {tree.whole} of this request.",
                )
    found.update(dict.fromkeys(lifted))
    if made.is_on("GenerateHasTopChild"):
        found.update(dict.fromkeys(roots))
    elif not found and roots and made.is_on("GenerateHasTopChild", default=True):
        found.update(dict.fromkeys(roots))
        all_of = f"all {tree.things}" if is_flat else f"the {tree.things} that stand below no other"
        links.conversion.say(
            "tree.tops_derived",
            step(made.pointer, name_of_term(tree.has_top)),
            f"No top {tree.thing} was named, so {all_of} were taken, in the order sent.",
            severity="note",
            term=tree.has_top,
            hint=f"Send {name_of_term(tree.has_top)} to choose them yourself.",
        )
    return list(found)


def _set_tops(links: Links, tree: Tree, tops: Sequence[str]) -> None:
    if not tops:
        name = name_of_term(tree.has_top)
        links.conversion.say(
            tree.no_tops,
            step(links.made.pointer, name),
            f"The {tree.whole} has no top {tree.thing}.",
            term=tree.has_top,
            hint=f"Name the {tree.things} of the highest level in {name}.",
        )
        return
    links.add(links.main, tree.has_top, tops)
    if links.made.is_on("GenerateIsTopChild", default=True):
        for top in tops:
            links.add(links.nodes[top], tree.top_of, [links.main_id])


def _tell_strays(
    links: Links, tree: Tree, roots: Sequence[str], tops: Sequence[str], children: Container[str]
) -> None:
    """Things that stand nowhere, and things that stand in two places."""
    has_top, top_of = name_of_term(tree.has_top), name_of_term(tree.top_of)
    down, up = name_of_term(tree.down), name_of_term(tree.up)
    taken = set(tops)
    if tops:
        links.tell_some(
            [links.place(links.nodes[root]) for root in roots if root not in taken],
            "tree.unplaced",
            f"This {tree.thing} is neither a top {tree.thing} of the {tree.whole} nor below another one.",
            f"Name it in {has_top} of the {tree.whole} or in {down} of another {tree.thing}.",
        )
    links.tell_some(
        [links.place(links.nodes[top], tree.up) for top in tops if top in children],
        "tree.top_and_below",
        f"This {tree.thing} is a top {tree.thing} of the {tree.whole} and also stands below another one.",
        f"Take it out of {has_top} and {top_of}, or out of {up} and {down}.",
    )


def publisher_from_creator(links: Links) -> None:
    """Who created something publishes it, where nobody else is named."""
    main = links.main
    if "ceasn:publisher" not in main and "ceasn:creator" in main:
        links.add(main, "ceasn:publisher", links.targets(main, "ceasn:creator"))
        links.conversion.wrote(main, "ceasn:publisher", links.place(main, "ceasn:creator"))


def inherit_language(links: Links, term: str = "ceasn:inLanguage") -> None:
    """Competencies are in the languages of what they belong to, where they say none."""
    languages = links.main.get(term)
    if not languages:
        return
    for node in links.nodes.values():
        if node["@type"] == "ceasn:Competency" and "ceasn:inLanguage" not in node:
            node["ceasn:inLanguage"] = list(languages) if isinstance(languages, list) else [languages]
