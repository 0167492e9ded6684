"""The tree of a framework, a scheme or a model, and of the competencies of a collection."""

from __future__ import annotations

from typing import Final

from opencredreg.finder.marks import marked
from opencredreg.finder.subject import Subject
from opencredreg.finder.tree import Tree, read_tree
from opencredreg.web.finder.section import N_, Section

__all__ = ["LONGEST_TEXT", "SECTION"]

LONGEST_TEXT: Final = 200
"""A line of a tree shows so many characters of a text; the whole text has a page of its own."""


class _View:
    """What the template draws, with the words that are looked for marked."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces, cut if it is long; those with ``True`` are marked."""
        shown = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rstrip()}…"
        return marked(shown, self.tree.words) if self.tree.words else [(shown, False)]


def _build(subject: Subject) -> _View | None:
    tree = read_tree(subject)
    return None if tree is None else _View(tree)


SECTION: Final = Section(
    name="tree",
    title=N_("What it holds"),
    build=_build,
    shows=frozenset({"ceasn:hasTopChild", "skos:hasTopConcept"}),
)
