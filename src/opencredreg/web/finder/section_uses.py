"""Where the concepts of a scheme are used."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.members import read_uses
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(name="uses", title=N_("Where its concepts are used"), build=read_uses)
