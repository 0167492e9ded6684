"""The types of resources in groups that people know, and the search among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from opencredreg.crosswalk.assistant.members import members_of_part, needs_of
from opencredreg.crosswalk.assistant.table import Kind, all_kinds
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.web.locale import N_, SOURCE, translations

__all__ = ["Group", "KindEntry", "Match", "list_groups"]

_GROUPS: Final = {
    N_("Organizations"): ("organization",),
    N_("Credentials"): (
        "credential",
        "credentialtype",
        "qualificationsframework",
        "verificationserviceprofile",
    ),
    N_("Learning"): ("course", "learningprogram", "learningopportunity", "scheduledoffering"),
    N_("Assessments"): ("assessment",),
    N_("Competencies"): ("competencyframework", "competency", "rubric", "progressionmodel"),
    N_("Pathways"): ("pathway", "pathwayset"),
    N_("Transfer value"): (
        "transfervalue",
        "transferintermediary",
        "transferagreement",
        "priorlearningpolicy",
    ),
    N_("Work"): ("occupation", "job", "workrole", "task", "industry"),
    N_("Outcomes"): ("datasetprofile", "metric"),
    N_("Support"): ("supportservice",),
    N_("Governance"): ("processprofile", "credentialingaction", "conditionmanifest", "costmanifest"),
    N_("Lists and comparisons"): ("collection", "conceptscheme", "alignmentmap"),
}
_REST: Final = N_("Everything else")


class Match(msgspec.Struct, frozen=True):
    """A field in whose name or label the words of a search stand, and the property that it becomes."""

    name: str
    term: str


class KindEntry(msgspec.Struct, frozen=True):
    """A type in short. ``needs`` are groups of fields of which one is needed, ``matches`` what a search found."""

    name: str
    cls: str
    help: str
    needs: tuple[tuple[str, ...], ...]
    matches: tuple[Match, ...]


class Group(msgspec.Struct, frozen=True):
    """Types that people see as belonging together. ``title`` is marked for translation."""

    title: str
    kinds: tuple[KindEntry, ...]


def list_groups(vocabulary: Vocabulary, query: str = "", language: str = SOURCE) -> list[Group]:
    """All types in their groups or, with a query, those that have its words in a name, a label or a field.

    Labels are searched in English, which the data speak, and in the language of the reader.
    """
    search = _Search(vocabulary, tuple(query.casefold().split()), language)
    left = {kind.name: kind for kind in all_kinds()}
    groups = [search.group(title, [left.pop(name) for name in names]) for title, names in _GROUPS.items()]
    # A type that somebody adds to the table is never lost.
    groups.append(search.group(_REST, list(left.values())))
    return [group for group in groups if group.kinds]


class _Search:
    def __init__(self, vocabulary: Vocabulary, words: tuple[str, ...], language: str) -> None:
        self._vocabulary = vocabulary
        self._words = words
        self._language = language

    def group(self, title: str, kinds: Sequence[Kind]) -> Group:
        entries = (self._entry(title, kind) for kind in kinds)
        return Group(title, tuple(entry for entry in entries if entry is not None))

    def _entry(self, title: str, kind: Kind) -> KindEntry | None:
        help_text = self._vocabulary.help_of(kind.cls)
        matches = self._matches(kind)
        said = translations(self._language).gettext(title)
        names = f"{said} {kind.name} {kind.wrapper} {kind.cls} {self._labels(kind.cls)} {help_text}"
        if not matches and not self._has(names):
            return None
        return KindEntry(kind.name, kind.cls, help_text, needs_of(self._vocabulary, kind, kind.cls), matches)

    def _matches(self, kind: Kind) -> tuple[Match, ...]:
        if not self._words:
            return ()
        return tuple(
            Match(field.name, field.term)
            for field in members_of_part(kind)
            if self._has(f"{field.name} {field.term} {self._labels(field.term)}")
        )

    def _labels(self, term: str) -> str:
        return f"{self._vocabulary.label_of(term)} {self._vocabulary.label_of(term, self._language)}"

    def _has(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self._words)
