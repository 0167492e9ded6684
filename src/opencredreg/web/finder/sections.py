"""The parts of the page of a resource, in the order of what people ask next."""

from __future__ import annotations

from typing import Final

from opencredreg.web.finder import (
    section_about,
    section_alignments,
    section_assurance,
    section_competencies,
    section_connections,
    section_costs,
    section_glance,
    section_identifiers,
    section_members,
    section_offers,
    section_outcomes,
    section_pathway,
    section_place,
    section_places,
    section_record,
    section_requirements,
    section_rubric,
    section_transfer,
    section_tree,
    section_uses,
    section_work,
)
from opencredreg.web.finder.section import Section

__all__ = ["SECTIONS"]

SECTIONS: Final[tuple[Section, ...]] = (
    section_glance.SECTION,
    section_about.SECTION,
    section_place.SECTION,
    section_pathway.SECTION,
    section_pathway.SET_SECTION,
    section_pathway.STEP_SECTION,
    section_tree.SECTION,
    section_rubric.SECTION,
    section_members.SECTION,
    section_work.SECTION,
    section_offers.SECTION,
    section_requirements.SECTION,
    section_competencies.SECTION,
    section_costs.SECTION,
    section_places.SECTION,
    section_connections.SECTION,
    section_transfer.SECTION,
    section_outcomes.SECTION,
    section_assurance.SECTION,
    section_alignments.SECTION,
    section_uses.SECTION,
    section_identifiers.SECTION,
    section_record.SECTION,
)
