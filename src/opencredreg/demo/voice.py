"""How the demonstration puts things into words: subjects, voices and language maps.

A *subject* is a field seen through one speciality and one topic; it knows the words of that choice in every
language. A *voice* is an organization speaking: it adds the organization's own name and place, and says
things in the languages of the organization only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

import msgspec

from opencredreg.demo.phrases import LANGUAGES, Phrase, capitalized, joined, title_case, with_article, with_de
from opencredreg.demo.roster import Organization
from opencredreg.demo.subjects import FIELDS, Field, Role
from opencredreg.demo.texts import TEXTS, compose

__all__ = ["LanguageMap", "LanguageMapOfLists", "Subject", "Voice", "fixed", "say", "subject_of", "title"]

LanguageMap: TypeAlias = dict[str, str]
LanguageMapOfLists: TypeAlias = dict[str, list[str]]


# Which topics are named together, from the first one on; it varies with the speciality.
_STEPS = ((0, 2, 5), (0, 3, 4), (0, 1, 6))


class Subject(msgspec.Struct, frozen=True):
    """A field with one of its specialities and one of its topics, and the words for them by language."""

    field: Field
    focus: int
    topic: int
    words: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]

    @property
    def role(self) -> Role:
        """The occupation that goes with the speciality."""
        return self.field.roles[self.focus % len(self.field.roles)]


def subject_of(key: str, focus: int, topic: int) -> Subject:
    """The subject of a field by its key; ``focus`` and ``topic`` wrap around."""
    field = FIELDS[key]
    return _subject(key, focus % len(field.foci), topic % len(field.topics))


@cache
def _subject(key: str, focus: int, topic: int) -> Subject:
    field = FIELDS[key]
    topics = [field.topics[(topic + step) % len(field.topics)] for step in _STEPS[focus % len(_STEPS)]]
    role = field.roles[focus % len(field.roles)].name
    words = tuple(
        {
            "field": field.name[at],
            "de_field": with_de(field.name[at]),
            "focus": field.foci[focus][at],
            "topic": topics[0][at],
            "de_topic": with_de(topics[0][at]),
            "topic2": topics[1][at],
            "topics": joined(topics, at),
            "role": role[at],
            "a_role": with_article(role[at]),
        }
        for at in range(len(LANGUAGES))
    )
    return Subject(field, focus, topic, (words[0], words[1], words[2]))


def say(key: str, choice: int, subject: Subject, **more: Phrase) -> Phrase:
    """The text of a template in all languages, with its first letter in upper case."""
    said = [
        capitalized(
            compose(TEXTS[at][key], choice, {**subject.words[at], **{name: more[name][at] for name in more}})
        )
        for at in range(len(LANGUAGES))
    ]
    return said[0], said[1], said[2]


@cache
def fixed(key: str) -> Phrase:
    """A text without gaps, just as it is written down, in all languages."""
    return TEXTS[0][key][0][0], TEXTS[1][key][0][0], TEXTS[2][key][0][0]


def title(phrase: Phrase) -> Phrase:
    """The phrase as a heading: English in title case, the others with a first capital."""
    return title_case(phrase[0]), capitalized(phrase[1]), capitalized(phrase[2])


class Voice:
    """One organization speaking, in its own languages."""

    __slots__ = ("_own", "_parts", "tags")

    def __init__(self, organization: Organization) -> None:
        self._parts = tuple((LANGUAGES[at], at) for at in organization.languages)
        self.tags = [tag for tag, _ in self._parts]
        town = organization.town
        self._own = tuple(
            {
                "org": organization.name[at],
                "town": town.name,
                "county": town.county,
                "de_county": with_de(town.county),
            }
            for at in range(len(LANGUAGES))
        )

    def text(self, key: str, choice: int, subject: Subject, **more: Phrase | str | int) -> LanguageMap:
        """The text of a template as a language map."""
        return {
            tag: capitalized(compose(TEXTS[at][key], choice, self._values(at, subject, more)))
            for tag, at in self._parts
        }

    def texts(self, key: str, choices: tuple[int, ...], subject: Subject) -> LanguageMapOfLists:
        """Several variants of a template as a language map of lists; equal ones are given once."""
        return {
            tag: list(
                dict.fromkeys(
                    capitalized(compose(TEXTS[at][key], choice, self._values(at, subject, {})))
                    for choice in choices
                )
            )
            for tag, at in self._parts
        }

    def heading(self, key: str, choice: int, subject: Subject, **more: Phrase | str | int) -> LanguageMap:
        """The text of a template as a heading."""
        said = self.text(key, choice, subject, **more)
        return {tag: title_case(text) if tag == LANGUAGES[0] else text for tag, text in said.items()}

    def sentences(self, *texts: LanguageMap) -> LanguageMap:
        """Several texts in a row as one."""
        return {tag: " ".join(text[tag] for text in texts) for tag in self.tags}

    def phrase(self, phrase: Phrase) -> LanguageMap:
        """A phrase that is at hand, as a language map."""
        return {tag: phrase[at] for tag, at in self._parts}

    def lists(self, phrases: tuple[Phrase, ...]) -> LanguageMapOfLists:
        """Several phrases as a language map of lists."""
        return {tag: [phrase[at] for phrase in phrases] for tag, at in self._parts}

    def _values(self, at: int, subject: Subject, more: Mapping[str, Phrase | str | int]) -> dict[str, str]:
        values = {**subject.words[at], **self._own[at]}
        for name, value in more.items():
            values[name] = value[at] if isinstance(value, tuple) else str(value)
        return values
