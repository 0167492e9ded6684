"""A pathway, the pathways of a set, and the place of a part, as parts of the page of a resource."""

from __future__ import annotations

from typing import Final

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.pathway import PathwayView, build_pathway
from opencredreg.finder.pathway_places import PLACE_TERMS, Places, build_places, build_set
from opencredreg.finder.subject import Subject
from opencredreg.web.finder.pathway_pictures import PathwayPen
from opencredreg.web.finder.section import N_, Section
from opencredreg.web.reader import Reader

__all__ = ["SECTION", "SET_SECTION", "STEP_SECTION"]


class _Drawn:
    """What a template draws, and who draws it."""

    def pen(self, reader: Reader, vocabulary: Vocabulary) -> PathwayPen:
        """Who draws and speaks for a reader."""
        return PathwayPen(reader, vocabulary)


class _PathwayView(_Drawn):
    def __init__(self, pathway: PathwayView) -> None:
        self.pathway = pathway


class _StepView(_Drawn):
    def __init__(self, found: Places) -> None:
        self.found = found


def _build(subject: Subject) -> _PathwayView | None:
    found = build_pathway(subject)
    return None if found is None else _PathwayView(found)


def _build_step(subject: Subject) -> _StepView | None:
    found = build_places(subject)
    return None if found is None else _StepView(found)


SECTION: Final = Section(
    name="pathway",
    title=N_("The pathway"),
    build=_build,
    shows=frozenset(
        {"ceterms:hasPart", "ceasn:hasPart", "ceterms:hasDestinationComponent", "asn:hasProgressionModel"}
    ),
)

SET_SECTION: Final = Section(
    name="pathways", title=N_("Its pathways"), build=build_set, shows=frozenset({"ceterms:hasPathway"})
)

STEP_SECTION: Final = Section(
    name="step",
    title=N_("Where it stands in a pathway"),
    build=_build_step,
    shows=frozenset(PLACE_TERMS),
)
