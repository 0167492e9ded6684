"""What became of people, as a part of the page of a resource."""

from __future__ import annotations

from typing import Final

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.outcomes import PROFILE_TERMS, Outcomes, build_outcomes
from opencredreg.finder.subject import Subject
from opencredreg.web.finder.outcome_pictures import Draughtsman
from opencredreg.web.finder.section import N_, Section
from opencredreg.web.reader import Reader

__all__ = ["SECTION", "OutcomesView"]


class OutcomesView(msgspec.Struct, frozen=True):
    """The figures, and who draws them."""

    outcomes: Outcomes

    def draughtsman(self, reader: Reader, vocabulary: Vocabulary) -> Draughtsman:
        """Who draws the charts for a reader."""
        return Draughtsman(reader, vocabulary)


def _build(subject: Subject) -> OutcomesView | None:
    found = build_outcomes(subject)
    return OutcomesView(found) if found is not None else None


SECTION: Final = Section(
    name="outcomes",
    title=N_("Outcomes"),
    build=_build,
    shows=frozenset({*PROFILE_TERMS, "qdata:relevantDataSet"}),
)
