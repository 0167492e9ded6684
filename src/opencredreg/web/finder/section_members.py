"""The members of a collection."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.members import read_gathering
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="members",
    title=N_("What it gathers"),
    build=read_gathering,
    shows=frozenset({"ceterms:hasMember", "ceterms:membershipCondition"}),
)
