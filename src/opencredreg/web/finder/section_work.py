"""What is known about work, as a part of the page of an occupation, job, work role or task."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.work import WORK_TERMS, build_work
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(name="work", title=N_("The work"), build=build_work, shows=WORK_TERMS)
