"""The kinds of things that people tell apart at a glance: each has a word, a shape and a colour."""

from __future__ import annotations

from opencredreg.ctdl.kinds import Kind, kind_of
from opencredreg.ctdl.vocabulary import Vocabulary

__all__ = ["Kind", "class_label", "kind_of"]


def class_label(vocabulary: Vocabulary, class_term: str | None) -> str:
    """The name of a class for people; classes that the vocabulary does not know are shown as they are."""
    if class_term is None:
        return "Without a class"
    facts = vocabulary.classes.get(class_term)
    return facts.label if facts is not None and facts.label else class_term
