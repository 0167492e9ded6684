"""Charts of outcomes: shares as bars of a hundred, earnings as ranges, everything else as bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.finder.outcomes import Figure, FigureRow, PointName, Profile
from opencredreg.jsonld.values import Text, pick_text
from opencredreg.web.formats import Formats, formats
from opencredreg.web.locale import translations
from opencredreg.web.pictures.bars import Bar, BarChart, draw_bars, draw_shares
from opencredreg.web.pictures.ranges import RangeChart, RangeRow, draw_ranges
from opencredreg.web.reader import Reader

__all__ = ["Draughtsman"]

_RANKS = {
    "p10": "qdata:percentile10",
    "p25": "qdata:percentile25",
    "p50": "qdata:median",
    "p75": "qdata:percentile75",
    "p90": "qdata:percentile90",
}
_EXACT = ("schema:value", "qdata:mean", "qdata:median")
_SHARE = ("qdata:percentage", "qdata:minPercentage", "qdata:maxPercentage")
_AMOUNT = (*_EXACT, "schema:minValue", "schema:maxValue")


class Draughtsman:
    """Draws charts for one reader."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self._languages = reader.languages
        self._language = reader.language
        self._vocabulary = vocabulary
        self._formats: Formats = formats(reader.language)
        self._translate: Callable[[str], str] = translations(reader.language).gettext

    def figure(self, figure: Figure) -> Markup:
        """The chart of a figure; nothing where no row has a number to draw."""
        title = self.title(figure)
        if figure.shape == "ranges":
            return self._ranges(figure, title)
        terms = _SHARE if figure.shape == "shares" else _AMOUNT
        bars = tuple(self._bar(row, terms) for row in figure.rows)
        if all(bar.value is None for bar in bars):
            return Markup("")
        chart = BarChart(title, bars)
        return draw_shares(chart) if figure.shape == "shares" else draw_bars(chart)

    def profile(self, profile: Profile) -> Markup:
        """Earnings from low over the middle to high; nothing where fewer than two of them are known."""
        known = [one for one in (profile.low, profile.median, profile.high) if one is not None]
        if len(known) < 2:
            return Markup("")
        chosen = pick_text(profile.names, self._languages)
        row = RangeRow(
            label=chosen.text if chosen else self._translate("Earnings"),
            shown=self._money(profile.median, profile.currency) if profile.median is not None else "",
            p10=profile.low,
            p50=profile.median,
            p90=profile.high,
            language=chosen.language if chosen else "",
        )
        chart = RangeChart(
            self._translate("Earnings"),
            (row,),
            outer=self._translate("from low to high"),
            middle=self._translate("median"),
        )
        return draw_ranges(chart, lambda number: self._money(number, profile.currency))

    def title(self, figure: Figure) -> str:
        """What a figure is called."""
        chosen = pick_text(figure.names, self._languages)
        if chosen is not None and not figure.term:
            return chosen.text
        return (
            self._vocabulary.label_of(figure.term, self._language)
            if figure.term
            else self._translate("Figures")
        )

    def label(self, row: FigureRow) -> str:
        """Whom a row is about; without points it is about everybody."""
        names = [self._point(point) for point in row.points]
        text = pick_text(row.texts, self._languages)
        parts = [name for name in names if name] or ([text.text] if text else [])
        return " · ".join(dict.fromkeys(parts)) or self._translate("Everybody")

    def number(self, term: str, value: float, currency: str) -> str:
        """A number as people read it, by the property under which it stands."""
        if term in _SHARE:
            return self._formats.percent(value)
        return self._money(value, currency)

    def _ranges(self, figure: Figure, title: str) -> Markup:
        currency = next((row.currency for row in figure.rows if row.currency), "")
        rows = []
        for row in figure.rows:
            found: dict[str, Any] = {name: row.numbers.get(term) for name, term in _RANKS.items()}
            shown = self._money(found["p50"], row.currency) if found["p50"] is not None else ""
            rows.append(RangeRow(label=self.label(row), shown=shown or self._withheld(row), **found))
        known = [name for row in rows for name in row.known()]
        if not known:
            return Markup("")
        chart = RangeChart(
            title,
            tuple(rows),
            outer=self._translate("10th to 90th percentile") if {10, 90} & set(known) else "",
            inner=self._translate("25th to 75th percentile: the middle half")
            if {25, 75} <= set(known)
            else "",
            middle=self._translate("median: half have less, half have more"),
        )
        return draw_ranges(chart, lambda number: self._money(number, currency))

    def _bar(self, row: FigureRow, terms: tuple[str, ...]) -> Bar:
        stated = [(term, row.numbers[term]) for term in terms if term in row.numbers]
        if not stated:
            return Bar(self.label(row), None, self._withheld(row))
        exact = [pair for pair in stated if "min" not in pair[0] and "max" not in pair[0]]
        shown = " – ".join(self.number(term, value, row.currency) for term, value in exact[:1] or stated)
        return Bar(self.label(row), (exact or stated[::-1])[0][1], f"{shown} {row.unit}".strip())

    def _withheld(self, row: FigureRow) -> str:
        return self._translate("withheld") if row.withheld else self._translate("not stated")

    def _point(self, point: PointName) -> str:
        if point.reference is not None and point.reference.term:
            return self._vocabulary.label_of(point.reference.term, self._language)
        names: tuple[Text, ...] = point.names or (point.reference.names if point.reference else ())
        chosen = pick_text(names, self._languages)
        return chosen.text if chosen else (point.reference.uri if point.reference else "")

    def _money(self, amount: float | None, currency: str) -> str:
        if amount is None:
            return ""
        return self._formats.money(amount, currency) if currency else self._formats.number(amount)
