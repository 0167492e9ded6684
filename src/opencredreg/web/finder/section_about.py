"""What a thing is, as a part of its page."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.about import ABOUT_PROPERTIES, build_about
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(name="about", title=N_("What it is"), build=build_about, shows=ABOUT_PROPERTIES)
