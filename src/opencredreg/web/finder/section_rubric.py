"""A rubric as a table of criteria and levels."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.rubric import read_rubric
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="rubric",
    title=N_("What is looked at"),
    build=read_rubric,
    shows=frozenset({"ceasn:hasRubricCriterion", "ceasn:hasRubricLevel", "ceasn:hasCriterionLevel"}),
)
