"""Description sets: the paths that lead away from a resource, as trees of steps that share their beginnings.

Source: ``search.md`` section 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.query.description_families import families

__all__ = [
    "Branch",
    "DescriptionPath",
    "DescriptionPaths",
    "PathFilter",
    "Step",
    "build_description_paths",
    "parse_path",
]

_ALSO: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ceasn:isMemberOf", "ceterms:Collection"): ("ceterms:isMemberOf",),
    ("ceasn:isPartOf", "ceterms:PathwayComponent"): ("ceterms:isPartOf",),
    ("skos:inScheme", "skos:ConceptScheme"): ("ceasn:inProgressionModel",),
    ("skos:inScheme", "skos:Concept"): ("ceasn:inProgressionModel",),
}
"""Properties that say today what the property of a path text says, by property and class met."""

_COMPONENTS = ("ceterms:CollectionComponent", "ceterms:MultiComponent", "ceterms:SelectionComponent")
"""Parts of pathways that the vocabulary does not declare as subclasses of their common class."""


class Step(msgspec.Struct, frozen=True):
    """One step: along a property, forwards or backwards, to things of a class.

    ``property`` and ``cls`` are as the path text says; ``properties`` are all that are followed.
    """

    property: str
    is_reverse: bool
    cls: str
    properties: tuple[str, ...]


class DescriptionPath(msgspec.Struct, frozen=True):
    """A path and the classes (without their subclasses) that it leads away from."""

    text: str
    steps: tuple[Step, ...]
    subjects: frozenset[str]

    @property
    def chain(self) -> str:
        """The properties alone, in the notation of the path.

        >>> DescriptionPath("", parse_path("< ceterms:owns < ceterms:Agent"), frozenset()).chain
        '< ceterms:owns'
        """
        return " ".join(f"{'<' if step.is_reverse else '>'} {step.property}" for step in self.steps)

    @property
    def target(self) -> str:
        """The class at the far end."""
        return self.steps[-1].cls


class PathFilter(msgspec.Struct, frozen=True):
    """Which paths are asked for; case does not count. The whole text wins over a part of it."""

    exact: str | None = None
    contains: str | None = None

    def admits(self, text: str) -> bool:
        """Whether a path is asked for."""
        if self.exact is not None:
            return text.casefold() == self.exact.casefold()
        return self.contains is None or self.contains.casefold() in text.casefold()


class Branch:
    """A place in a tree of steps: the step that leads here, what follows, and the path that ends here."""

    __slots__ = ("branches", "path", "step")

    def __init__(self, step: Step | None = None) -> None:
        self.step = step
        self.branches: list[Branch] = []
        self.path: str | None = None

    def add(self, path: DescriptionPath) -> None:
        """Add a path below this place."""
        place = self
        for step in path.steps:
            found = next((branch for branch in place.branches if branch.step == step), None)
            if found is None:
                found = Branch(step)
                place.branches.append(found)
            place = found
        place.path = path.text


class DescriptionPaths:
    """All paths over one vocabulary.

    ``properties`` are all that are followed; ``members`` are, for each class that a path names, the classes whose
    things count as such: the class and its subclasses.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        subjects: dict[str, set[str]] = {}
        for classes, texts in families():
            for text in texts:
                subjects.setdefault(text, set()).update(classes)
        self.paths = tuple(
            DescriptionPath(text, parse_path(text), frozenset(subjects[text])) for text in sorted(subjects)
        )
        steps = [step for path in self.paths for step in path.steps]
        named = {step.cls for step in steps}.union(*(path.subjects for path in self.paths))
        self.properties = frozenset(name for step in steps for name in step.properties)
        self.members: Mapping[str, frozenset[str]] = {cls: _members(cls, vocabulary) for cls in named}
        self._trees: dict[str, Branch] = {}

    def of_class(self, cls: str) -> list[DescriptionPath]:
        """The paths that lead away from things of a class, sorted by text."""
        roots = {root for root, members in self.members.items() if cls in members}
        return [path for path in self.paths if not roots.isdisjoint(path.subjects)]

    def tree(self, cls: str, wanted: PathFilter | None = None) -> Branch:
        """The paths of ``of_class`` as a tree, or only those that are wanted."""
        if wanted is None or wanted == PathFilter():
            # Two threads that ask at the same moment make the same tree twice, which does no harm.
            if cls not in self._trees:
                self._trees[cls] = _tree(self.of_class(cls))
            return self._trees[cls]
        return _tree(path for path in self.of_class(cls) if wanted.admits(path.text))


@lru_cache(maxsize=4)
def build_description_paths(vocabulary: Vocabulary) -> DescriptionPaths:
    """The paths over a vocabulary; the same object for the same vocabulary."""
    return DescriptionPaths(vocabulary)


def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path text.

    >>> [(step.property, step.is_reverse, step.cls) for step in parse_path("< ceterms:owns < ceterms:Agent")]
    [('ceterms:owns', True, 'ceterms:Agent')]

    Raises:
        ValueError: the text is not made of steps of direction, property, direction and class.
    """
    words = text.split(" ")
    if len(words) % 4:
        raise ValueError(f"The path {text!r} is not made of whole steps.")
    steps = []
    for way, name, again, cls in zip(*(words[place::4] for place in range(4)), strict=True):
        if way != again or way not in ("<", ">"):
            raise ValueError(f"The path {text!r} changes its direction between {name} and {cls}.")
        steps.append(Step(name, way == "<", cls, (name, *_ALSO.get((name, cls), ()))))
    return tuple(steps)


def _members(cls: str, vocabulary: Vocabulary) -> frozenset[str]:
    found = vocabulary.descendants(cls)
    return found.union(_COMPONENTS) if cls == "ceterms:PathwayComponent" else found


def _tree(paths: Iterable[DescriptionPath]) -> Branch:
    root = Branch()
    for path in paths:
        root.add(path)
    return root
