"""Lines over time, and very small ones that only show a shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from opencredreg.web.pictures.bars import NARROWEST
from opencredreg.web.pictures.legend import draw_legend
from opencredreg.web.pictures.measure import text_width
from opencredreg.web.pictures.scale import Span, finite, round_days, round_ticks, show_plainly, spread_of
from opencredreg.web.pictures.svg import element, figure, join, num, percent, text, title
from opencredreg.web.pictures.twin import TwinCell, TwinTable

__all__ = ["LineChart", "LinePoint", "LineSeries", "draw_lines", "draw_sparkline", "twin_of_lines"]

_HEIGHT = 190.0
_ABOVE = 22.0
_BELOW = 26.0
# Points are drawn on a grid of this width, which is stretched to the width of the picture.
_GRID = 1000.0
_MARGIN = 0.012
_MOST_POINTS = 400


class LinePoint(msgspec.Struct, frozen=True):
    """A value on a day."""

    day: date
    value: float


class LineSeries(msgspec.Struct, frozen=True):
    """A line with its name; points in any order."""

    name: str
    points: tuple[LinePoint, ...]


class LineChart(msgspec.Struct, frozen=True):
    """Lines over time. With ``is_area`` the space below is filled, which suits a single line of totals."""

    title: str
    series: tuple[LineSeries, ...]
    description: str = ""
    is_area: bool = False


def draw_lines(
    chart: LineChart,
    show: Callable[[float], str] = show_plainly,
    show_day: Callable[[date], str] = date.isoformat,
) -> Markup:
    """A chart with few round numbers and days on its axes and a mark on the last point of each line.

    Args:
        chart: what is drawn.
        show: writes a number.
        show_day: writes a day of the axis; it may leave out what is the same for all.
    """
    series = [LineSeries(one.name, _in_order(one.points)) for one in chart.series]
    points = [point for one in series for point in one.points]
    key = draw_legend([one.name for one in series], lines=True) if len(series) > 1 else None
    top = _ABOVE
    if not points:
        return figure(chart.title, cls="lines-picture", height=top, description=chart.description, key=key)
    days = [point.day for point in points]
    time = Span(min(days).toordinal(), max(days).toordinal())
    ticks = round_ticks(*spread_of([point.value for point in points]), 4)
    values = Span(ticks[0], ticks[-1])
    drawn = [
        _line(one, place, time, values, chart.is_area, show, show_day) for place, one in enumerate(series)
    ]
    plot = element(
        "svg",
        *(line for line, _ in drawn),
        y=top,
        width="100%",
        height=_HEIGHT,
        viewBox=f"0 0 {num(_GRID)} {num(_HEIGHT)}",
        preserveAspectRatio="none",
        overflow="visible",
    )
    marks = element(
        "svg", *(mark for _, mark in drawn), y=top, width="100%", height=_HEIGHT, overflow="visible"
    )
    return figure(
        chart.title,
        _grid(ticks, values, top),
        plot,
        _numbers(ticks, values, top, show),
        _days(min(days), max(days), time, top, show_day),
        marks,
        cls="lines-picture",
        height=top + _HEIGHT + _BELOW,
        description=chart.description,
        key=key,
    )


def _in_order(points: Sequence[LinePoint]) -> tuple[LinePoint, ...]:
    """The drawable points by day, thinned out evenly where there are more than a picture can show."""
    known = {point.day: value for point in points if (value := finite(point.value)) is not None}
    ordered = [LinePoint(day, value) for day, value in sorted(known.items())]
    if len(ordered) > _MOST_POINTS:
        step = (len(ordered) - 1) / (_MOST_POINTS - 1)
        ordered = [ordered[round(place * step)] for place in range(_MOST_POINTS)]
    return tuple(ordered)


def _across(day: date, time: Span) -> float:
    return _MARGIN + (1 - 2 * _MARGIN) * time.share(day.toordinal())


def _line(
    series: LineSeries,
    place: int,
    time: Span,
    values: Span,
    is_area: bool,
    show: Callable[[float], str],
    show_day: Callable[[date], str],
) -> tuple[Markup, Markup]:
    """The line, and the mark on its last point."""
    if not series.points:
        return Markup(""), Markup("")
    colour = f"p-series-{place % 6 + 1}"
    spots = [(_across(point.day, time), (1 - values.share(point.value)) * _HEIGHT) for point in series.points]
    path = "M" + "L".join(f"{num(x * _GRID)} {num(y)}" for x, y in spots)
    base = num((1 - values.share(0)) * _HEIGHT)
    parts = []
    if is_area:
        closed = f"{path}L{num(spots[-1][0] * _GRID)} {base}L{num(spots[0][0] * _GRID)} {base}Z"
        parts.append(element("path", d=closed, cls=f"p-area {colour}"))
    parts.append(element("path", d=path, cls=f"p-line {colour}", vector_effect="non-scaling-stroke"))
    last = series.points[-1]
    x, y = spots[-1]
    said = title(f"{series.name}, {show_day(last.day)}: {show(last.value)}".removeprefix(", "))
    mark = element("circle", said, cx=percent(x), cy=y, r=4, cls=f"p-end {colour}")
    return join(parts), mark


def _grid(ticks: Sequence[float], values: Span, top: float) -> Markup:
    lines = []
    for tick in ticks:
        y = top + (1 - values.share(tick)) * _HEIGHT
        lines.append(
            element("line", x1="0", x2="100%", y1=y, y2=y, cls="p-zero-line" if tick == 0 else "p-grid")
        )
    return join(lines)


def _numbers(ticks: Sequence[float], values: Span, top: float, show: Callable[[float], str]) -> Markup:
    """The numbers stand on their lines, so that no margin of unknown width is needed beside the picture.

    A ground line of 0 explains itself, and its number would stand where lines begin.
    """
    return join(
        text(show(tick), "0", top + (1 - values.share(tick)) * _HEIGHT - 5, cls="p-axis p-halo")
        for tick in ticks
        if tick != 0 or tick != ticks[0]
    )


def _days(first: date, last: date, time: Span, top: float, show_day: Callable[[date], str]) -> Markup:
    days = round_days(first, last)
    y = top + _HEIGHT
    parts: list[Markup] = []
    free = 0.0
    for day in days:
        x = _across(day, time)
        shown = show_day(day)
        half = text_width(shown, 12) / 2
        centre = x * NARROWEST
        anchor = "start" if centre < half else "end" if centre > NARROWEST - half else "middle"
        left = {"start": centre, "middle": centre - half, "end": centre - 2 * half}[anchor]
        parts.append(element("line", x1=percent(x), x2=percent(x), y1=y, y2=y + 5, cls="p-tick"))
        # A day whose name would run into the one before keeps its mark only.
        if left >= free:
            parts.append(text(shown, percent(x), y + 19, cls="p-axis", anchor=anchor))
            free = left + 2 * half + 8
    return join(parts)


def draw_sparkline(values: Sequence[float | None], *, name: str = "", is_area: bool = True) -> Markup:
    """A small line without axes, for rows of tables and small multiples; gaps are passed over.

    Args:
        values: one for each step of time.
        name: says what it shows; without one the line is decoration beside figures that the page writes.
        is_area: whether the space below is filled.
    """
    known = [(place, value) for place, one in enumerate(values) if (value := finite(one)) is not None]
    low, high = spread_of([value for _, value in known])
    span = Span(low, high)
    last = max(1, len(values) - 1)
    spots = [(place / last * 100, 2 + (1 - span.share(value)) * 28) for place, value in known]
    path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in spots) if spots else ""
    base = num(2 + (1 - span.share(0)) * 28)
    parts = []
    if is_area and spots:
        closed = f"{path}L{num(spots[-1][0])} {base}L{num(spots[0][0])} {base}Z"
        parts.append(element("path", d=closed, cls="p-area"))
    if spots:
        parts.append(element("path", d=path, cls="p-line", vector_effect="non-scaling-stroke"))
    return element(
        "svg",
        title(name),
        *parts,
        cls="picture sparkline p-series-1",
        viewBox="0 0 100 32",
        preserveAspectRatio="none",
        role="img" if name.strip() else None,
        aria_label=name.strip() or None,
        aria_hidden=None if name.strip() else "true",
        focusable="false",
    )


def twin_of_lines(
    chart: LineChart,
    head: str,
    show: Callable[[float], str] = show_plainly,
    show_day: Callable[[date], str] = date.isoformat,
) -> TwinTable:
    """The table of lines: a row for each day, a column for each line; ``head`` is the heading of the days."""
    found = [
        {point.day: value for point in one.points if (value := finite(point.value)) is not None}
        for one in chart.series
    ]
    days = sorted({day for one in found for day in one})
    rows = tuple(
        (TwinCell(show_day(day)), *(TwinCell(show(one[day]) if day in one else "") for one in found))
        for day in days
    )
    return TwinTable(chart.title, (head, *(one.name for one in chart.series)), rows)
