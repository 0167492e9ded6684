"""The kinds of things that people tell apart at a glance: each has a word, a shape and a colour."""

from __future__ import annotations

from opencredreg.ctdl.kinds import Kind, kind_of
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.web.locale import N_, translations

__all__ = ["Kind", "class_label", "kind_name", "kind_of"]

_NAMES = {
    Kind.CREDENTIAL: N_("Credentials"),
    Kind.ORGANIZATION: N_("Organizations"),
    Kind.LEARNING: N_("Learning"),
    Kind.ASSESSMENT: N_("Assessments"),
    Kind.COMPETENCY: N_("Competencies"),
    Kind.PATHWAY: N_("Pathways"),
    Kind.WORK: N_("Work"),
    Kind.OUTCOME: N_("Outcomes"),
    Kind.TRANSFER: N_("Transfer value"),
    Kind.OTHER: N_("Everything else"),
}


def kind_name(kind: str, language: str) -> str:
    """What people call the things of a kind; what is no kind stays as it is."""
    return translations(language).gettext(_NAMES[Kind(kind)]) if kind in _NAMES else kind


def class_label(vocabulary: Vocabulary, class_term: str | None) -> str:
    """The name of a class for people; classes that the vocabulary does not know are shown as they are."""
    if class_term is None:
        return "Without a class"
    facts = vocabulary.classes.get(class_term)
    return facts.label if facts is not None and facts.label else class_term
