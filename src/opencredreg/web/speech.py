"""Filters that need to know who reads: texts of published data in the best language, and labels of terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.jsonld.values import Text, pick_text
from opencredreg.web.kinds import kind_name, kind_of
from opencredreg.web.reader import Reader
from opencredreg.web.text import Room

__all__ = ["SPEECH", "other_texts"]

_LANGUAGE = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}\Z")


@pass_context
def say(context: Context, texts: Sequence[Text], fallback: str = "", most: int = Room.LONG) -> Markup:
    """The text that the reader likes best, marked with its language where that is not the page's.

    Of a text with more than ``most`` characters only the beginning.
    """
    chosen = pick_text(texts, _reader(context).languages)
    if chosen is None:
        return escape(_room(context).fit(fallback, most))
    return spoken(_fitting(context, chosen, most), _reader(context).language)


@pass_context
def say_plainly(context: Context, texts: Sequence[Text], fallback: str = "") -> str:
    """As ``say``, without any mark: for attributes and titles."""
    chosen = pick_text(texts, _reader(context).languages)
    return fallback if chosen is None else chosen.text


@pass_context
def best(context: Context, texts: Sequence[Text]) -> Text | None:
    """The text that the reader likes best, for templates that say it in their own way."""
    return pick_text(texts, _reader(context).languages)


@pass_context
def not_said(context: Context, texts: Sequence[Text]) -> tuple[Text, ...]:
    """The texts that ``say`` leaves out."""
    return other_texts(texts, _reader(context).languages)


@pass_context
def spoken_text(context: Context, text: Text) -> Markup:
    """One text with its language."""
    return spoken(_fitting(context, text), _reader(context).language)


@pass_context
def label(context: Context, term: str) -> str:
    """What people call a class, a property or a concept."""
    vocabulary: Vocabulary = context["vocabulary"]
    return vocabulary.label_of(term, _reader(context).language)


@pass_context
def kind(context: Context, cls: str | None) -> str:
    """The kind of things of a class."""
    return kind_of(context["vocabulary"], cls).value


@pass_context
def name_of_kind(context: Context, word: str) -> str:
    """What people call the things of a kind."""
    return kind_name(word, _reader(context).language)


def spoken(text: Text, language: str) -> Markup:
    """A text of somebody else's, in whatever direction it is written."""
    tag = text.language if _LANGUAGE.match(text.language) else ""
    if tag.lower().partition("-")[0] == language and text.text.isascii():
        return escape(text.text)
    mark = f' lang="{tag}"' if tag else ""
    return Markup(f'<span{mark} dir="auto">{escape(text.text)}</span>')


def other_texts(texts: Sequence[Text], languages: Sequence[str]) -> tuple[Text, ...]:
    """All texts but the one that readers of some languages are shown."""
    chosen = pick_text(texts, languages)
    return tuple(text for text in texts if text is not chosen)


def _fitting(context: Context, text: Text, most: int = Room.LONG) -> Text:
    if len(text.text) <= min(most, Room.SHORT):
        return text
    return Text(text.language, _room(context).fit(text.text, most))


def _room(context: Context) -> Room:
    room: Room = context["room"]
    return room


def _reader(context: Context) -> Reader:
    reader: Reader = context["reader"]
    return reader


SPEECH: Final[Mapping[str, Callable[..., Any]]] = {
    "best": best,
    "kind": kind,
    "kind_name": name_of_kind,
    "label": label,
    "not_said": not_said,
    "say": say,
    "say_plainly": say_plainly,
    "spoken": spoken_text,
}
