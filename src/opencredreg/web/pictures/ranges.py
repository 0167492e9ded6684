"""Ranges: from the low over the middle to the high, as earnings are given."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from markupsafe import Markup

from opencredreg.web.pictures.bars import NARROWEST, draw_label
from opencredreg.web.pictures.legend import draw_key
from opencredreg.web.pictures.measure import text_width
from opencredreg.web.pictures.scale import Span, finite, round_ticks, show_plainly, spread_of
from opencredreg.web.pictures.svg import element, figure, join, percent, text, title
from opencredreg.web.pictures.twin import TwinCell, TwinTable

__all__ = ["RangeChart", "RangeRow", "draw_ranges", "twin_of_ranges"]

_BAND = 14
_AFTER = 18


class RangeRow(msgspec.Struct, frozen=True):
    """Percentiles as far as they are known; ``shown`` is the middle as people read it."""

    label: str
    shown: str
    p10: float | None = None
    p25: float | None = None
    p50: float | None = None
    p75: float | None = None
    p90: float | None = None
    language: str = ""

    def known(self) -> dict[int, float]:
        """The percentiles that are numbers, from low to high."""
        given = {10: self.p10, 25: self.p25, 50: self.p50, 75: self.p75, 90: self.p90}
        return {rank: known for rank, value in given.items() if (known := finite(value)) is not None}


class RangeChart(msgspec.Struct, frozen=True):
    """Ranges on one axis. ``outer``, ``inner`` and ``middle`` say in the legend what the marks stand for."""

    title: str
    rows: tuple[RangeRow, ...]
    outer: str = ""
    inner: str = ""
    middle: str = ""
    description: str = ""


def draw_ranges(chart: RangeChart, show: Callable[[float], str] = show_plainly) -> Markup:
    """A thin line for the outer percentiles, a thick one for the inner, a mark for the middle.

    Args:
        chart: what is drawn.
        show: writes a number of the axis.
    """
    low, high = spread_of([value for row in chart.rows for value in row.known().values()])
    ticks = round_ticks(low, high, 4)
    span = Span(ticks[0], ticks[-1])
    top = 0.0
    rows: list[Markup] = []
    for row in chart.rows:
        label, used = draw_label(row.label, row.shown, top, language=row.language)
        ground = _ground(ticks, span, top + used)
        rows.append(element("g", label, ground, _whisker(row, span, top + used + 4, show)))
        top += used + _BAND + 8 + _AFTER
    return figure(
        chart.title,
        *rows,
        _axis(ticks, span, top - _AFTER, show),
        cls="ranges-picture",
        height=top - _AFTER + 22,
        description=chart.description,
        key=_key(chart),
    )


def _at(value: float, span: Span) -> float:
    # The marks at both ends have a width of their own; a margin keeps them inside.
    return 0.01 + 0.98 * span.share(value)


def _whisker(row: RangeRow, span: Span, top: float, show: Callable[[float], str]) -> Markup:
    known = row.known()
    values = sorted(known.values())
    if not values:
        return Markup("")
    middle = top + _BAND / 2
    parts = [title(f"{row.label}: {' – '.join(show(value) for value in values)}")]
    low, high = _at(values[0], span), _at(values[-1], span)
    parts.append(element("line", x1=percent(low), x2=percent(high), y1=middle, y2=middle, cls="p-whisker"))
    for rank in (10, 90):
        if rank in known:
            x = percent(_at(known[rank], span))
            parts.append(element("line", x1=x, x2=x, y1=middle - 4, y2=middle + 4, cls="p-whisker"))
    if 25 in known and 75 in known:
        left, right = sorted((_at(known[25], span), _at(known[75], span)))
        parts.append(
            element(
                "rect", x=percent(left), y=top, width=percent(right - left), height=_BAND, rx=2, cls="p-inner"
            )
        )
    if 50 in known:
        parts.append(element("circle", cx=percent(_at(known[50], span)), cy=middle, r=5.5, cls="p-middle"))
    return element("g", *parts)


def _ground(ticks: tuple[float, ...], span: Span, top: float) -> Markup:
    """The piece of the axis behind a row: a field with a line at each number."""
    lines = [
        element("line", x1=x, x2=x, y1=top, y2=top + _BAND + 8, cls="p-grid")
        for x in (percent(_at(tick, span)) for tick in ticks)
    ]
    field = element("rect", x="0", y=top, width="100%", height=_BAND + 8, rx=2, cls="p-ground")
    return element("g", field, *lines)


def _axis(ticks: tuple[float, ...], span: Span, top: float, show: Callable[[float], str]) -> Markup:
    shown = [show(tick) for tick in ticks]
    last = len(ticks) - 1
    # Where not all numbers fit on a phone, only the two ends carry theirs.
    is_narrow = sum(text_width(one, 12) + 14 for one in shown) > NARROWEST
    parts: list[Markup] = []
    for place, tick in enumerate(ticks):
        if is_narrow and place not in (0, last):
            continue
        edge = "0" if place == 0 else "100%" if place == last else percent(_at(tick, span))
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        parts.append(text(shown[place], edge, top + 16, cls="p-axis", anchor=anchor))
    return join(parts)


def _key(chart: RangeChart) -> Markup:
    marks = (
        (element("circle", cx=8, cy=8, r=5.5, cls="p-middle"), chart.middle),
        (element("rect", x=1, y=2, width=14, height=12, rx=2, cls="p-inner"), chart.inner),
        (element("path", d="M1 8H15M1 4V12M15 4V12", cls="p-whisker"), chart.outer),
    )
    return draw_key([(mark, words, 16) for mark, words in marks if words])


def twin_of_ranges(chart: RangeChart, head: str, show: Callable[[float], str] = show_plainly) -> TwinTable:
    """The table of ranges: a column for each percentile that any row has; ``head`` is that of the first."""
    ranks = sorted({rank for row in chart.rows for rank in row.known()})
    rows = []
    for row in chart.rows:
        known = row.known()
        cells = (TwinCell(show(known[rank]) if rank in known else "") for rank in ranks)
        rows.append((TwinCell(row.label, language=row.language), *cells))
    return TwinTable(chart.title, (head, *(f"P{rank}" for rank in ranks)), tuple(rows))
