"""Every function of the room over one node, for documents that prove nothing but that nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from opencredreg.jsonld.values import Node, reference_of, type_of
from opencredreg.meaning.actions import find_standings
from opencredreg.meaning.alignments import find_alignment_rows, read_alignment_map
from opencredreg.meaning.chains import requirement_chain
from opencredreg.meaning.competencies import (
    build_competency_tree,
    find_derivations,
    find_members,
    iter_outline,
)
from opencredreg.meaning.conditions import effective_conditions
from opencredreg.meaning.costs import effective_costs
from opencredreg.meaning.graph import GraphResources
from opencredreg.meaning.head_starts import find_head_starts, find_passages
from opencredreg.meaning.jurisdictions import applies_in, jurisdictions_of, read_place
from opencredreg.meaning.observations import read_data_set
from opencredreg.meaning.pathways import read_pathway
from opencredreg.meaning.progress import collection_members, evaluate_pathway, find_proxied
from opencredreg.meaning.requirements import list_routes, requirement_tree
from opencredreg.meaning.totals import total_costs
from opencredreg.meaning.transfer import counts_for, counts_toward, read_transfer_profile
from opencredreg.meaning.ways import cheapest_ways, fastest_way, find_prices

TODAY = date(2026, 11, 22)


def everything(node: Node, resources: GraphResources, *, whatever_its_class: bool = False) -> Iterator[Any]:
    """All results for one node, one after the other."""
    uri = reference_of(node)
    conditions = effective_conditions(node, resources)
    tree = requirement_tree(conditions)
    prices = find_prices(tree, resources, on=TODAY)
    costs = effective_costs(node, resources)
    yield from (conditions, tree, list_routes(tree, 20), prices, cheapest_ways(tree, prices), costs)
    yield from (fastest_way(tree, prices), fastest_way(tree, prices, "spent"))
    yield from (total_costs(holder.costs, on=None) for holder in costs.holders)
    yield requirement_chain(node, resources)
    yield read_transfer_profile(node)
    yield counts_for([uri], resources, on=TODAY)
    yield counts_toward(uri, resources, on=TODAY)
    yield find_passages([uri], resources, on=TODAY)
    yield find_head_starts(node, resources)
    yield find_standings(node, resources, on=TODAY)
    places = jurisdictions_of(node)
    yield places
    yield [applies_in(each, read_place(node)) for each in places]
    yield read_alignment_map(node, find_alignment_rows(node, resources))
    cls = type_of(node)
    if whatever_its_class or "DataSet" in cls:
        yield read_data_set(node, resources)
    if whatever_its_class or "Pathway" in cls:
        pathway = read_pathway(node, resources)
        half = [component.uri for component in pathway.components[::2]]
        yield pathway
        yield evaluate_pathway(
            pathway,
            half,
            members=collection_members(pathway, resources),
            proxied=find_proxied(pathway, resources),
        )
    if whatever_its_class or "CompetencyFramework" in cls:
        members, _ = find_members(node, resources)
        competencies = build_competency_tree(node, members)
        yield competencies
        yield find_derivations(members, resources)
        assert len({line.branch.key for line in iter_outline(competencies)}) == len(competencies.branches)
