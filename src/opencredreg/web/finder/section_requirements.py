"""What somebody needs, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.requirements import CONDITION_PROPERTIES, build_requirements
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="requirements",
    title=N_("What you need"),
    build=build_requirements,
    shows=frozenset({*CONDITION_PROPERTIES, "ceterms:commonConditions", "ceterms:conditionExcludes"}),
)
