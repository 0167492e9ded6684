"""What an organization offers, owns and assures."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.offers import OFFER_TERMS, find_offers
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(name="offers", title=N_("What it offers"), build=find_offers, shows=OFFER_TERMS)
