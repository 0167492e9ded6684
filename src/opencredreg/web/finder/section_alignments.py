"""How a competency, a framework or a credential compares with others."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.alignments import read_compared
from opencredreg.meaning.alignments import ALIGNMENT_TERMS
from opencredreg.web.finder.section import N_, Section

__all__ = ["SECTION"]

SECTION: Final = Section(
    name="alignments",
    title=N_("How it compares with others"),
    build=read_compared,
    shows=frozenset(ALIGNMENT_TERMS),
)
