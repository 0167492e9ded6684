"""What a resource counts for elsewhere, and what counts toward it."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.transfers import find_transfers
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(name="transfer", title=N_("What it counts for elsewhere"), build=find_transfers)
