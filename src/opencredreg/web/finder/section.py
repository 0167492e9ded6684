"""A part of the page of a resource: what it shows, how it is made and which template draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from opencredreg.finder.subject import Subject
from opencredreg.web.locale import N_

__all__ = ["N_", "Section", "Shown"]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a page.

    ``name`` is its anchor and its template, ``finder/sections/NAME.html``, which gets what ``build`` gives as
    ``view``; a part with nothing to show gives ``None``. ``shows`` are the properties whose values the part shows
    completely when it is there; what no part shows stands under "more".
    """

    name: str
    title: str
    build: Callable[[Subject], Any | None]
    shows: frozenset[str] = frozenset()


class Shown(msgspec.Struct, frozen=True):
    """A part with something to show."""

    section: Section
    view: Any
