"""The picture of a pathway, in the words of one reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast
from urllib.parse import urlencode

from markupsafe import Markup

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.pathway import PathwayView
from opencredreg.finder.pathway_conditions import Condition, Tally
from opencredreg.finder.pathway_layout import EdgeKind
from opencredreg.finder.pathway_parts import Gate, Part
from opencredreg.finder.statements import Entry
from opencredreg.jsonld.values import Text, pick_text
from opencredreg.web.locale import N_, translations
from opencredreg.web.pictures.pathway import Bracket, PathwayPicture, draw_pathway
from opencredreg.web.pictures.pathway_box import PathwayBox, State
from opencredreg.web.reader import Reader

__all__ = ["PathwayPen"]

_CLASSES: Final = {
    "ceterms:AssessmentComponent": N_("Assessment"),
    "ceterms:BasicComponent": N_("Step"),
    "ceterms:CocurricularComponent": N_("Beside the courses"),
    "ceterms:CollectionComponent": N_("Collection"),
    "ceterms:CompetencyComponent": N_("Competency"),
    "ceterms:CourseComponent": N_("Course"),
    "ceterms:CredentialComponent": N_("Credential"),
    "ceterms:ExtracurricularComponent": N_("Outside the program"),
    "ceterms:JobComponent": N_("Job"),
    "ceterms:MultiComponent": N_("Several together"),
    "ceterms:WorkExperienceComponent": N_("Work experience"),
}
_STATES: Final[Mapping[State, str]] = {
    "fulfilled": N_("you have it"),
    "next": N_("comes next"),
    "missing": N_("still missing"),
    "undecided": N_("the data cannot decide"),
}
_EDGES: Final[Mapping[EdgeKind, str]] = {
    "prerequisite": N_("is needed for"),
    "precedes": N_("better before"),
    "child": N_("is a part of"),
}


class PathwayPen:
    """Draws pathways for one reader, and says what is said in a picture and beside it."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self._languages = reader.languages
        self._language = reader.language
        self._vocabulary = vocabulary
        self._translate: Callable[[str], str] = translations(reader.language).gettext

    def picture(self, view: PathwayView, page: str) -> Markup:
        """The picture; its boxes lead to the parts in detail on the same page.

        Args:
            view: what is drawn.
            page: the address of the page, without parameters.
        """
        return draw_pathway(
            PathwayPicture(
                title=self._title(view),
                boxes=tuple(self._box(view, part, page) for part in view.parts.values()),
                edges=view.edges,
                brackets=tuple(self._bracket(gate) for gate in view.gates),
                levels=tuple(self.entry(stage) for stage in view.stages),
                edge_words={kind: self._translate(words) for kind, words in _EDGES.items()},
                state_words={state: self._translate(words) for state, words in _STATES.items()},
            )
        )

    def link(self, view: PathwayView, page: str, part: Part) -> str:
        """Where a part is shown in detail; what somebody has stays said."""
        return f"{page}?{urlencode([*self.said(view), ('component', part.code)])}#component"

    def said(self, view: PathwayView) -> list[tuple[str, str]]:
        """What somebody has, as parameters of an address."""
        if view.standing is None:
            return []
        have = [view.standing.have] if view.standing.have else []
        return [("have", one) for one in (*have, *view.standing.others)]

    def class_of(self, cls: str) -> str:
        """What a part is, in a word or two."""
        if cls in _CLASSES:
            return self._translate(_CLASSES[cls])
        return self._vocabulary.label_of(cls, self._language) if cls else ""

    def state(self, state: str) -> str:
        """How far somebody is with a part."""
        return self._translate(_STATES[cast(State, state)]) if state else ""

    def entry(self, entry: Entry) -> str:
        """What an entry is called."""
        reference = entry.reference
        if reference is not None and reference.term:
            return self._vocabulary.label_of(reference.term, self._language)
        names = entry.names or (reference.names if reference is not None else ())
        chosen = pick_text(names, self._languages)
        return chosen.text if chosen else entry.code or (reference.uri if reference is not None else "")

    def tally(self, tally: Tally) -> str:
        """How many of how many, as short as it can be said."""
        if tally.rule == "all":
            return self._translate("all %(total)s") % {"total": tally.total}
        counts = {"number": tally.number, "total": tally.total}
        if tally.rule == "exactly":
            return self._translate("exactly %(number)s of %(total)s") % counts
        return self._translate("%(number)s of %(total)s") % counts

    def _box(self, view: PathwayView, part: Part, page: str) -> PathwayBox:
        name = pick_text(part.names, self._languages)
        return PathwayBox(
            key=part.key,
            name=name.text if name else self.class_of(part.cls) or part.reference.uri,
            kind=part.kind,
            note=self.class_of(part.cls),
            link=self.link(view, page, part),
            language=self._foreign(name),
            state=part.state,
            state_text=self.state(part.state),
            is_current=view.detail is not None and view.detail.part.key == part.key,
            stage=part.stage,
        )

    def _foreign(self, text: Text | None) -> str:
        """The language of a text where it is not that of the page."""
        if text is None or text.language.lower().split("-")[0] == self._language:
            return ""
        return text.language

    def _bracket(self, gate: Gate) -> Bracket:
        shown = self.tally(gate.tally)
        return Bracket(gate.target, gate.group, shown, self._said(gate.condition) or shown)

    def _said(self, condition: Condition) -> str:
        chosen = pick_text(condition.about or condition.names, self._languages)
        return chosen.text if chosen else ""

    def _title(self, view: PathwayView) -> str:
        chosen = pick_text(view.names, self._languages)
        name = chosen.text if chosen else ""
        return self._translate("Picture of the pathway %(name)s") % {"name": name}
