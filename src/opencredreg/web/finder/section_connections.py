"""What a resource leads to, and what leads to it."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.connections import CONNECTING_TERMS, find_connections
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="connections", title=N_("How it connects"), build=find_connections, shows=CONNECTING_TERMS
)
