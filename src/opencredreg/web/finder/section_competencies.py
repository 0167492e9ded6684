"""What somebody learns or shows: the competencies of a credential, a learning opportunity or an assessment."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.competencies import read_learned
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="competencies",
    title=N_("What you learn"),
    build=read_learned,
    shows=frozenset({"ceterms:teaches", "ceterms:assesses"}),
)
