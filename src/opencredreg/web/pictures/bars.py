"""Bars: one for each thing, several for each thing, and parts of a hundred.

The label stands above its bar, so that long labels need no room beside it and the picture is the same on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from opencredreg.web.kinds import Kind
from opencredreg.web.pictures.legend import draw_legend
from opencredreg.web.pictures.measure import text_width, wrap
from opencredreg.web.pictures.scale import Span, finite, spread_of
from opencredreg.web.pictures.svg import element, figure, link, percent, text, title
from opencredreg.web.pictures.twin import TwinCell, TwinTable

__all__ = [
    "LABEL_SIZE",
    "NARROWEST",
    "Bar",
    "BarChart",
    "BarGroup",
    "GroupedChart",
    "draw_bars",
    "draw_grouped_bars",
    "draw_label",
    "draw_shares",
    "twin_of_bars",
    "twin_of_grouped_bars",
]

NARROWEST = 288
"""The width in pixels in which texts have to fit: a screen of 320 less its margins."""
LABEL_SIZE = 14
_LINE = 18
_BAR = 12
_AFTER = 14
_GROUP_BAR = 14
_GROUP_STEP = 19


class Bar(msgspec.Struct, frozen=True):
    """A bar. ``shown`` is its value as people read it; a ``value`` of ``None`` has no bar, only what is shown."""

    label: str
    value: float | None
    shown: str
    link: str = ""
    kind: Kind | None = None
    language: str = ""


class BarChart(msgspec.Struct, frozen=True):
    """Bars under a title, in the order in which they are drawn. ``most`` is the value of a full bar."""

    title: str
    bars: tuple[Bar, ...]
    description: str = ""
    most: float | None = None


class BarGroup(msgspec.Struct, frozen=True):
    """A thing with one bar for each series: values and how they are shown, in the order of the series."""

    label: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]
    link: str = ""
    language: str = ""


class GroupedChart(msgspec.Struct, frozen=True):
    """Several values of each thing, told apart by series."""

    title: str
    series: tuple[str, ...]
    groups: tuple[BarGroup, ...]
    description: str = ""


def draw_bars(chart: BarChart) -> Markup:
    """Bars in proportion to their values; bars of negative values run to the left of zero."""
    low, high = spread_of([chart.most, *(bar.value for bar in chart.bars)])
    return _draw(chart, Span(low, high), cls="bars-picture")


def draw_shares(chart: BarChart) -> Markup:
    """Bars of percentages: the full width is a hundred, and what lies outside of 0 to 100 is cut."""
    return _draw(chart, Span(0, 100), cls="bars-picture shares-picture")


def _draw(chart: BarChart, span: Span, *, cls: str) -> Markup:
    parts: list[Markup] = []
    top = 0.0
    for bar in chart.bars:
        label, used = draw_label(bar.label, bar.shown, top, address=bar.link, language=bar.language)
        parts += [label, _bar(bar.value, span, top + used, _BAR, 1.0, _colour(bar.kind))]
        top += used + _BAR + _AFTER
    return figure(
        chart.title,
        *parts,
        cls=cls,
        height=max(1, top - _AFTER),
        description=chart.description,
        has_links=any(bar.link for bar in chart.bars),
    )


def draw_label(
    label: str, shown: str, top: float, *, address: str = "", language: str = ""
) -> tuple[Markup, float]:
    """The label at the left and the value at the right, and the height that they take."""
    room = max(NARROWEST * 0.4, NARROWEST - text_width(shown, LABEL_SIZE) - 16)
    lines = wrap(label, room, LABEL_SIZE, 3) or [""]
    said = [
        text(line, "0", top + _LINE * place + 14, cls="p-label", language=language)
        for place, line in enumerate(lines)
    ]
    last = top + _LINE * (len(lines) - 1) + 14
    whole = [title(label)] if lines[-1].endswith("…") else []
    value = text(shown, "100%", last, cls="p-value", anchor="end")
    return element("g", link(address, *whole, *said), value), _LINE * len(lines) + 3


def _bar(value: float | None, span: Span, top: float, height: float, reach: float, cls: str) -> Markup:
    track = element("rect", x="0", y=top, width=percent(reach), height=height, rx=2, cls="p-track")
    known = finite(value)
    if known is None:
        return track
    zero, end = span.share(0) * reach, span.share(known) * reach
    bar = element(
        "rect",
        x=percent(min(zero, end)),
        y=top,
        width=percent(abs(end - zero)),
        height=height,
        rx=2,
        cls=f"p-bar {cls}",
    )
    axis = element("rect", x=percent(zero), y=top - 2, width=1, height=height + 4, cls="p-zero")
    return element("g", track, bar, axis) if zero > 0 else element("g", track, bar)


def _colour(kind: Kind | None) -> str:
    return f"shape-{kind}" if kind is not None else "p-series-1"


def draw_grouped_bars(chart: GroupedChart) -> Markup:
    """Bars side by side for each thing, with a legend above them."""
    low, high = spread_of([value for group in chart.groups for value in group.values])
    span = Span(low, high)
    widest = max((text_width(one, 13) for group in chart.groups for one in group.shown), default=0.0)
    reach = 1 - min(0.45, (widest + 10) / NARROWEST)
    parts: list[Markup] = []
    top = 0.0
    for group in chart.groups:
        label, used = draw_label(group.label, "", top, address=group.link, language=group.language)
        parts.append(label)
        top += used
        for place, (value, shown) in enumerate(zip(group.values, group.shown, strict=False)):
            parts.append(_bar(value, span, top, _GROUP_BAR, reach, f"p-series-{place % 6 + 1}"))
            parts.append(text(shown, percent(reach), top + 11.5, cls="p-value p-small", dx=8))
            top += _GROUP_STEP
        top += _AFTER - (_GROUP_STEP - _GROUP_BAR)
    return figure(
        chart.title,
        *parts,
        cls="bars-picture",
        height=max(1, top - _AFTER),
        description=chart.description,
        has_links=any(group.link for group in chart.groups),
        key=draw_legend(chart.series),
    )


def twin_of_bars(chart: BarChart, head: tuple[str, str]) -> TwinTable:
    """The table of a chart of bars; ``head`` are the headings of its two columns."""
    rows = tuple((TwinCell(bar.label, bar.link, bar.language), TwinCell(bar.shown)) for bar in chart.bars)
    return TwinTable(chart.title, head, rows)


def twin_of_grouped_bars(chart: GroupedChart, head: str) -> TwinTable:
    """The table of grouped bars: a column for each series; ``head`` is the heading of the first column."""
    return TwinTable(
        chart.title,
        (head, *chart.series),
        tuple(_group_row(group, len(chart.series)) for group in chart.groups),
    )


def _group_row(group: BarGroup, width: int) -> tuple[TwinCell, ...]:
    shown: Sequence[str] = [*group.shown[:width], *[""] * (width - len(group.shown))]
    return (TwinCell(group.label, group.link, group.language), *map(TwinCell, shown))
