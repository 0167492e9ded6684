"""The parts of the page of a resource, in the order of what people ask next."""

from __future__ import annotations

from typing import Final

from opencredreg.web.finder.section import Section

__all__ = ["SECTIONS"]

SECTIONS: Final[tuple[Section, ...]] = ()
