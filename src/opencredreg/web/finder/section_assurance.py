"""Who owns, offers and assures a resource."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.assurance import ASSURANCE_TERMS, find_backing
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="assurance", title=N_("Who stands behind it"), build=find_backing, shows=ASSURANCE_TERMS
)
