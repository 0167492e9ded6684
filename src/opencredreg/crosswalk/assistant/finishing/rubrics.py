"""Rubrics: criteria, levels, and what a criterion asks for on a level.

Source: ``publishing.md`` section 5.4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from opencredreg.crosswalk.assistant.conversion import Node, step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links, name_of_term

__all__ = ["finish_rubric"]

_CRITERIA, _LEVELS, _CELLS = "RubricCriterion", "RubricLevel", "CriterionLevel"
_OF_RUBRIC: Final = (("ceasn:hasRubricCriterion", _CRITERIA), ("ceasn:hasRubricLevel", _LEVELS))
_HAS_CELL: Final = "ceasn:hasCriterionLevel"
_WEIGHT: Final = "ceasn:weight"
_PERCENTAGES: Final = ("qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage")
_RANGES: Final = (("schema:minValue", "schema:maxValue"), ("qdata:minPercentage", "qdata:maxPercentage"))
_SLACK: Final = 0.01
"""How far weights may be from their sum, as thirds and sixths are written with few digits."""


def finish_rubric(made: Made) -> None:
    """Complete a rubric: its criteria and levels in the order sent, and whether its numbers can be."""
    links = Links(made, _CRITERIA, _LEVELS, _CELLS)
    parts = {
        name: {str(node["@id"]): node for node, _ in made.parts.get(name, ())}
        for name in (_CRITERIA, _LEVELS, _CELLS)
    }
    for term, name in _OF_RUBRIC:
        _gather(links, term, name, parts[name])
    _tell_unused_cells(links, parts[_CELLS])
    _check_weights(links, parts[_CRITERIA])
    for node in parts[_CELLS].values():
        _check_numbers(links, node)


def _gather(links: Links, term: str, name: str, nodes: Mapping[str, Node]) -> None:
    """All criteria or levels of the request are of the rubric; those that it names come first."""
    stated = set(links.targets(links.main, term))
    _tell_outside(links, links.main, term, name, nodes)
    missing = [identity for identity in nodes if identity not in stated]
    if stated and missing:
        links.conversion.say(
            "reference.one_sided",
            links.place(links.nodes[missing[0]]),
            f"“{links.label(missing[0])}”"
            + (f" and {len(missing) - 1} more are" if len(missing) > 1 else " is")
            + f" not named in {name_of_term(term)} of the rubric; added at the end.",
            severity="warning",
            hint=f"Name them in {name_of_term(term)}, or leave that out.",
        )
    links.add(links.main, term, missing)


def _tell_outside(links: Links, node: Node, term: str, name: str, nodes: Mapping[str, Node]) -> None:
    for target in links.targets(node, term):
        if target not in nodes:
            links.conversion.say(
                "reference.not_in_request",
                links.place(node, term, target),
                f"{name_of_term(term)} names {target[-80:]}, which is not under {name} of this request.",
                term=term,
                value=target,
                hint=f"Send it under {name}, or take the link out.",
            )


def _tell_unused_cells(links: Links, cells: Mapping[str, Node]) -> None:
    used: set[str] = set()
    for node in links.nodes.values():
        _tell_outside(links, node, _HAS_CELL, _CELLS, cells)
        used.update(links.targets(node, _HAS_CELL))
    links.tell_some(
        [links.places[identity] for identity in cells if identity not in used],
        "tree.unplaced",
        "No criterion and no level of the rubric has this one.",
        f"Name its Id in {name_of_term(_HAS_CELL)} of a criterion or a level.",
    )


def _check_weights(links: Links, criteria: Mapping[str, Node]) -> None:
    """Weights are shares of a whole: of 1 or of 100."""
    weighed = [node for node in criteria.values() if isinstance(node.get(_WEIGHT), int | float)]
    for node in weighed:
        if node[_WEIGHT] < 0:
            links.conversion.say(
                "value.negative",
                links.place(node, _WEIGHT),
                "Weight is below zero.",
                value=node[_WEIGHT],
                term=_WEIGHT,
                hint="Send the share of this criterion, such as 0.25 or 25.",
            )
    if not weighed:
        return
    if len(weighed) < len(criteria):
        rest = next(node for node in criteria.values() if _WEIGHT not in node)
        links.conversion.say(
            "value.missing",
            step(links.place(rest), "Weight"),
            "Other criteria of this rubric have a weight, and this one has none.",
            severity="warning",
            term=_WEIGHT,
            hint="Give all criteria a weight, or none.",
        )
        return
    total = math.fsum(node[_WEIGHT] for node in weighed)
    whole = 1 if all(node[_WEIGHT] <= 1 for node in weighed) and len(weighed) > 1 else 100
    if all(node[_WEIGHT] == weighed[0][_WEIGHT] for node in weighed):
        return  # All the same, whatever they are of.
    if abs(total - whole) > _SLACK * whole:
        links.conversion.say(
            "value.implausible",
            links.place(weighed[0], _WEIGHT),
            f"The weights of the criteria add up to {total:g}, not to {whole}.",
            severity="warning",
            term=_WEIGHT,
            hint="Check the weights of all criteria.",
        )


def _check_numbers(links: Links, node: Node) -> None:
    for term in _PERCENTAGES:
        value = node.get(term)
        if isinstance(value, int | float) and not 0 <= value <= 100:
            links.conversion.say(
                "value.implausible",
                links.place(node, term),
                f"{name_of_term(term)} is {value:g}, and a percentage is from 0 to 100.",
                severity="warning",
                value=value,
                term=term,
                hint="Send 75 for 75 percent.",
            )
    for low, high in _RANGES:
        least, most = node.get(low), node.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            links.conversion.say(
                "value.range_reversed",
                links.place(node, low),
                f"{name_of_term(low)} is greater than {name_of_term(high)}.",
                value=least,
                term=low,
                hint="Exchange the two.",
            )
