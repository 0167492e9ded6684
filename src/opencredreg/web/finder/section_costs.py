"""What something costs, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.costs import build_costs
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="costs",
    title=N_("What it costs"),
    build=build_costs,
    shows=frozenset({"ceterms:estimatedCost", "ceterms:commonCosts", "ceterms:financialAssistance"}),
)
