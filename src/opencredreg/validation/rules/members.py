"""Compound units: frameworks, schemes, progression models, pathways, rubrics, data sets and their members.

Source: ``validation-profile.md`` section 2.8, rules R76 to R84.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from opencredreg.ids import is_blank
from opencredreg.validation.rule import Rule
from opencredreg.validation.rules import hierarchy
from opencredreg.validation.rules.hierarchy import Family, Links, name_cycle, short_name
from opencredreg.validation.rules.pairs import Pair, find_disagreement, list_one_sided, structural_pairs
from opencredreg.validation.rules.units import (
    TOP_CHILD,
    Tie,
    UnitKind,
    find_homes,
    find_kind,
    find_other_unit,
    list_members,
    uri_of,
)

if TYPE_CHECKING:
    from opencredreg.validation.place import Place
    from opencredreg.validation.run import Reference, Run

__all__ = ["GRAPH_RULES", "RULES", "check_members"]

MEMBER_UNTIED = Rule(
    number="R76",
    code="member-untied",
    severity="error",
    read="warning",
    statement="Every member of a compound unit points to the unit.",
    source="AS, HB",
)
MEMBER_TIED_BY_OTHER = Rule(
    number="R76",
    code="member-tied-by-other",
    severity="note",
    statement="A member points to its unit with the property that is declared for it.",
    source="AS, HB",
)
MEMBER_OF_OTHER_UNIT = Rule(
    number="R77",
    code="member-of-other-unit",
    severity="error",
    read="warning",
    statement="A member points to the unit in whose graph it stands, not to another.",
    source="FI",
)
STANDALONE_WITH_STRUCTURE = Rule(
    number="R78",
    code="standalone-with-structure",
    severity="error",
    read="warning",
    statement="A competency on its own has a creator and no links into a framework.",
    source="AS",
)
TOP_MEMBERS_MISSING = Rule(
    number="R79",
    code="top-members-missing",
    severity="warning",
    statement="A framework with members names those at the top.",
    source="PO",
)
MEMBER_UNREACHABLE = Rule(
    number="R80",
    code="member-unreachable",
    severity="warning",
    statement="Every member of a unit can be reached from its top.",
    source="PR",
)
HIERARCHY_CYCLE = Rule(
    number="R81",
    code="hierarchy-cycle",
    severity="error",
    statement="Children, parts, broader terms, order, organizations and versions do not lead back to themselves.",
    source="PR",
)
INVERSE_ONE_SIDED = Rule(
    number="R82",
    code="inverse-one-sided",
    severity="note",
    statement="Both halves of a structural pair are stated within one graph.",
    source="FI",
)
INVERSE_DISAGREES = Rule(
    number="R83",
    code="inverse-disagrees",
    severity="warning",
    statement="The two halves of a structural pair agree within one graph.",
    source="FI",
)
LIST_ID_DUPLICATE = Rule(
    number="R84",
    code="list-id-duplicate",
    severity="note",
    statement="Siblings have different list identifiers.",
    source="PR",
)

RULES: tuple[Rule, ...] = (
    MEMBER_UNTIED,
    MEMBER_TIED_BY_OTHER,
    MEMBER_OF_OTHER_UNIT,
    STANDALONE_WITH_STRUCTURE,
    TOP_MEMBERS_MISSING,
    MEMBER_UNREACHABLE,
    HIERARCHY_CYCLE,
    INVERSE_ONE_SIDED,
    INVERSE_DISAGREES,
    LIST_ID_DUPLICATE,
)


_FRAMEWORK: Final = "ceasn:CompetencyFramework"
_COMPETENCY: Final = "ceasn:Competency"
_CREATOR: Final = "ceasn:creator"
_LIST_ID: Final = "ceasn:listID"
_FRAMEWORK_LINKS: Final = ("ceasn:isPartOf", "ceasn:isTopChildOf", "ceasn:isChildOf", "ceasn:hasChild")
_ACYCLIC: Final = (
    hierarchy.CHILDREN,
    hierarchy.PARTS,
    hierarchy.NARROWER,
    hierarchy.ORDER,
    hierarchy.ORGANIZATIONS,
    hierarchy.VERSIONS,
)
_SIBLINGS: Final = (
    hierarchy.CHILDREN,
    Family("criteria", ("ceasn:hasRubricCriterion",)),
    Family("levels", ("ceasn:hasRubricLevel",)),
)


def check_members(run: Run) -> None:
    """Rules over compound units; the links of the graph are worked out once for all of them."""
    if not run.items:
        return
    links = Links(run)
    _check_standalone(run)
    kind = find_kind(run)
    if kind is not None:
        _check_unit(run, kind, links)
    _check_cycles(run, links)
    _check_list_ids(run, links)
    _check_pairs(run)


def _check_standalone(run: Run) -> None:
    main = run.items[0]
    if not run.vocabulary.is_a(main.cls, _COMPETENCY) or is_blank(main.id):
        return
    if next(run.items_of(_FRAMEWORK), None) is not None:
        return
    linked = [term for term in _FRAMEWORK_LINKS if main.values(term)]
    for term in linked:
        run.report(
            STANDALONE_WITH_STRUCTURE,
            main,
            f"The competency stands on its own here, so it has no {term}.",
            at=(term,),
            hint=f"Publish it in the graph of its framework, or leave the link out and name its {_CREATOR}.",
            value=main.value[term],
        )
    if not linked and not main.values(_CREATOR):
        run.report_missing(
            STANDALONE_WITH_STRUCTURE,
            main,
            (_CREATOR,),
            f"A competency on its own has a {_CREATOR}.",
            hint="Name the organization that wrote it, or publish the competency in the graph of its framework.",
        )


def _check_unit(run: Run, kind: UnitKind, links: Links) -> None:
    unit = run.items[0]
    members = list(list_members(run, kind))
    if not members:
        return
    homes: dict[Place, Place] = {}
    if kind.ties[0].term:
        homes = find_homes(run, kind)
        for place, tie in members:
            if place not in homes:
                _report_untied(run, kind, place, tie)
            else:
                _check_other_tie(run, place, tie)
    if kind.top == TOP_CHILD and not unit.values(TOP_CHILD):
        run.report(
            TOP_MEMBERS_MISSING,
            unit,
            f"The framework has competencies in its graph and no {TOP_CHILD}.",
            at=(TOP_CHILD,),
            pointer=unit.pointer(),
            hint=f"Name the competencies that have no parent with {TOP_CHILD}.",
        )
    if run.wants(MEMBER_UNREACHABLE):
        _check_reached(
            run, kind, links, [(place, tie) for place, tie in members if homes.get(place, unit) is unit]
        )


def _report_untied(run: Run, kind: UnitKind, place: Place, tie: Tie) -> None:
    unit = run.items[0]
    elsewhere = find_other_unit(run, kind, place, tie)
    if elsewhere is not None:
        term, value = elsewhere
        run.report(
            MEMBER_OF_OTHER_UNIT,
            place,
            f"{term} names another {tie.unit} than the one of this graph, {short_name(unit.id)}.",
            at=_position(place, term, value),
            hint=f"Correct {term}, or move the item into the graph of the {tie.unit} that it names.",
            suggestion=unit.id,
            value=uri_of(value),
        )
        return
    run.report_missing(
        MEMBER_UNTIED,
        place,
        (tie.term, *tie.others),
        f"{tie.term} is expected to name the {tie.unit} of this graph, {short_name(unit.id)}.",
        hint=f"Add {tie.term} with the @id of the {tie.unit}.",
        suggestion=unit.id,
    )


def _check_other_tie(run: Run, place: Place, tie: Tie) -> None:
    # Where the declared property is required, that it is missing says as much.
    if not tie.others or place.values(tie.term) or (tie.term,) in run.missing.get(place, ()):
        return
    term = next((term for term in tie.others if place.values(term)), "")
    run.report(
        MEMBER_TIED_BY_OTHER,
        place,
        f"The item is tied to its {tie.unit} with {term}; {tie.term} is the property declared for it.",
        at=(term,),
        hint=f"Write {tie.term} in place of {term}, or beside it.",
        suggestion=tie.term,
    )


def _check_reached(run: Run, kind: UnitKind, links: Links, members: list[tuple[Place, Tie]]) -> None:
    unit = run.items[0]
    reached = links.reached_from(unit, kind.ways)
    if kind.top and len(reached) == 1:
        # Nothing is at the top: that is one fault of the unit, not one of each member.
        return
    for place, tie in members:
        if place not in reached:
            run.report(
                MEMBER_UNREACHABLE,
                place,
                f"No link leads from the {tie.unit} to this {place.cls}.",
                hint=f"Name it in {kind.top}, or link it to a parent that can be reached."
                if kind.top
                else f"Let the {tie.unit}, or a member of it, refer to the item.",
            )


def _check_cycles(run: Run, links: Links) -> None:
    if not run.wants(HIERARCHY_CYCLE):
        return
    for family in _ACYCLIC:
        for cycle, reference in links.cycles(family):
            run.report(
                HIERARCHY_CYCLE,
                reference.place,
                f"The {family.name} lead back to where they start: {name_cycle(cycle)}.",
                at=_steps(reference),
                hint="Remove the one of these links that does not belong.",
                value=reference.target.uri,
            )


def _check_list_ids(run: Run, links: Links) -> None:
    if not run.wants(LIST_ID_DUPLICATE) or not any(_LIST_ID in place.value for place in run.items):
        return
    reported: set[Place] = set()
    for family in _SIBLINGS:
        for siblings in links.children(family).values():
            first: dict[str, Place] = {}
            for place in siblings:
                if isinstance(place, str):
                    continue
                stated = place.value.get(_LIST_ID)
                if not isinstance(stated, str) or not stated.strip():
                    continue
                twin = first.setdefault(stated.strip(), place)
                if twin is not place and place not in reported:
                    reported.add(place)
                    run.report(
                        LIST_ID_DUPLICATE,
                        place,
                        f"The {_LIST_ID} is also that of {short_name(twin.id)}, which has the same parent.",
                        at=(_LIST_ID,),
                        hint="Give siblings different identifiers, so that their order is known.",
                        value=stated,
                    )


def _check_pairs(run: Run) -> None:
    if not run.wants(INVERSE_ONE_SIDED) and not run.wants(INVERSE_DISAGREES):
        return
    for pair in structural_pairs(run.vocabulary):
        open_links: list[Reference] = []
        disputed: set[Place] = set()
        for reference in list_one_sided(run, pair):
            other = find_disagreement(run, pair, reference)
            if other is None:
                open_links.append(reference)
            elif other[0] not in disputed:
                disputed.add(other[0])
                _report_disagreement(run, pair, reference, *other)
        if open_links:
            _report_one_sided(run, pair, open_links)


def _report_disagreement(run: Run, pair: Pair, reference: Reference, place: Place, named: str) -> None:
    claimant = reference.place.id
    run.report(
        INVERSE_DISAGREES,
        place,
        f"{pair.inverse} names {short_name(named)}, and {pair.term} of {short_name(claimant)} names this item.",
        at=_position(place, pair.inverse, named),
        hint=f"Let {pair.inverse} name {short_name(claimant)}, or remove the link there.",
        suggestion=claimant,
        value=named,
    )


def _report_one_sided(run: Run, pair: Pair, open_links: list[Reference]) -> None:
    """One finding for all links of a property: the first of them, and how many there are."""
    first, count = open_links[0], len(open_links)
    message = f"{pair.term} is stated here, and {pair.inverse} is not stated at the other end"
    run.report(
        INVERSE_ONE_SIDED,
        first.place,
        f"{message}; so it is with {count} links of this graph." if count > 1 else f"{message}.",
        at=_steps(first),
        hint=f"Add {pair.inverse} to {short_name(first.target.uri)}. One half is enough to be understood.",
        value=first.target.uri,
    )


def _steps(reference: Reference) -> tuple[str | int, ...]:
    return (reference.term, reference.index) if reference.index >= 0 else (reference.term,)


def _position(place: Place, term: str, value: object) -> tuple[str | int, ...]:
    written = place.value.get(term)
    return (term, written.index(value)) if isinstance(written, list) else (term,)


GRAPH_RULES: Final[tuple[Callable[[Run], None], ...]] = (check_members,)
