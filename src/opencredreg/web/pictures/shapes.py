"""The shapes of the kinds of things, as paths in a field of 16 by 16; the macro ``shape`` draws the same ones."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.svg import element, num

__all__ = ["SHAPES", "draw_shape"]

SHAPES: Mapping[Kind, str] = {
    Kind.CREDENTIAL: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
    Kind.ORGANIZATION: "M2 2h12v12H2z",
    Kind.LEARNING: "M8 1.5L15 14H1z",
    Kind.ASSESSMENT: "M8 .8L15.2 8 8 15.2.8 8z",
    Kind.COMPETENCY: "M8 1l6.1 3.5v7L8 15l-6.1-3.5v-7z",
    Kind.PATHWAY: "M1 5.5h7V2l7 6-7 6v-3.5H1z",
    Kind.TRANSFER: "M1 5h9V1.5L15 6l-5 2.5V8H1zM15 10.5v3H6v2L1 12l5-3.5v2z",
    Kind.WORK: "M5.5 1.5h5v4h4v5h-4v4h-5v-4h-4v-5h4z",
    Kind.OUTCOME: "M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z",
    Kind.OTHER: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z",
}


def draw_shape(kind: Kind, x: float, y: float, size: float) -> Markup:
    """The shape of a kind with its upper left corner at a point."""
    hollow = " p-hollow-shape" if kind is Kind.OTHER else ""
    return element(
        "path",
        d=SHAPES[kind],
        cls=f"p-kind shape-{kind}{hollow}",
        transform=f"translate({num(x)} {num(y)}) scale({num(size / 16)})",
    )
