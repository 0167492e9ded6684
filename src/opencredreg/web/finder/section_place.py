"""Where a competency, a concept or a level stands in its framework, scheme or model."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.place import STANDING_TERMS, read_standing
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="place",
    title=N_("Where it stands"),
    build=read_standing,
    shows=frozenset(STANDING_TERMS),
)
