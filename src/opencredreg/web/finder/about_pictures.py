"""The pictures of the page about the data, each with its table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from opencredreg.finder.about_data import AboutData
from opencredreg.finder.fullness import ClassFullness
from opencredreg.finder.growth import Growth
from opencredreg.web.finder.address import Address
from opencredreg.web.finder.visit import Visit
from opencredreg.web.formats import Formats, formats
from opencredreg.web.kinds import kind_name
from opencredreg.web.locale import translations
from opencredreg.web.pictures.bars import Bar, BarChart, draw_bars, draw_shares, twin_of_bars
from opencredreg.web.pictures.lines import LineChart, LinePoint, LineSeries, draw_lines, twin_of_lines
from opencredreg.web.pictures.twin import TwinTable

__all__ = ["Drawn", "Illustrator"]

_DRAWN = 12
_TO_CLASS = "class-completeness"


class Drawn(NamedTuple):
    """A picture of the largest and a table of all. ``left_out`` is how many there are beyond the table."""

    picture: Markup
    twin: TwinTable
    left_out: int = 0


class Illustrator:
    """Draws what is known about the data, for one visitor."""

    def __init__(self, visit: Visit, about: AboutData) -> None:
        self._about = about
        self._address: Address = visit.address
        self._language = visit.reader.language
        self._formats: Formats = formats(self._language)
        self._vocabulary = visit.node.vocabulary
        self._translate: Callable[[str], str] = translations(self._language).gettext

    def kinds(self) -> Drawn:
        """How much there is of each kind."""
        bars = [
            Bar(
                kind_name(one.kind, self._language),
                one.count,
                self._formats.number(one.count),
                link=self._address.find(("kind", one.kind.value)),
                kind=one.kind,
            )
            for one in self._about.holdings.kinds
        ]
        return self._bars(self._translate("Resources by kind"), self._translate("Kind"), bars)

    def classes(self) -> Drawn:
        """How much there is of each class."""
        found = [(cls, kind.kind) for kind in self._about.holdings.kinds for cls in kind.classes]
        found.sort(key=lambda pair: (-pair[0].count, pair[0].cls))
        bars = [
            Bar(
                self._label(one.cls),
                one.count,
                self._formats.number(one.count),
                link=self._address.find(("type", one.cls)),
                kind=kind,
            )
            for one, kind in found
        ]
        return self._bars(self._translate("Resources by class"), self._translate("Class"), bars)

    def owners(self) -> Drawn:
        """The owners with most resources."""
        bars = [
            Bar(
                one.label or one.value,
                one.count,
                self._formats.number(one.count),
                link=self._address.find(("owner", one.value)),
            )
            for one in self._about.owners
        ]
        drawn = self._bars(self._translate("Owners with most resources"), self._translate("Owner"), bars)
        return drawn._replace(left_out=max(0, self._about.owner_count - len(bars)))

    def languages(self) -> Drawn:
        """The languages in which things are offered or written."""
        bars = [
            Bar(
                self._formats.language(one.value),
                one.count,
                self._formats.number(one.count),
                link=self._address.find(("language", one.value)),
            )
            for one in self._about.languages
        ]
        return self._bars(self._translate("Resources by language"), self._translate("Language"), bars)

    def growth(self) -> Drawn:
        """How documents and versions became more; no picture where all came in one day or month."""
        growth = self._about.growth
        documents = LineSeries(self._translate("Documents"), _line(growth, "documents"))
        versions = LineSeries(self._translate("Versions"), _line(growth, "versions"))
        title = self._translate("Documents and versions over time")
        chart = LineChart(title, (documents, versions))
        # Where nothing was changed yet, one of two equal lines would hide the other.
        is_same = documents.points == versions.points
        alone = LineChart(self._translate("Documents over time"), (documents,), is_area=True)
        drawn = alone if is_same else chart
        show_day = self._month if growth.unit == "month" else self._day
        show = self._formats.number
        head = self._translate("Month") if growth.unit == "month" else self._translate("Day")
        picture = draw_lines(drawn, show, show_day) if len(growth.points) > 1 else Markup("")
        return Drawn(picture, twin_of_lines(chart, head, show, show_day))

    def fullness(self) -> Drawn:
        """How many of the recommendations each class follows."""
        bars = [
            Bar(
                self._label(one.cls),
                one.percent,
                self._percent(one.percent),
                link=f"{self._address.page('/about', **{'class': one.cls})}#{_TO_CLASS}",
            )
            for one in self._about.fullness
        ]
        title = self._translate("Recommended properties that are there, by class")
        head = (self._translate("Class"), self._translate("On average"))
        drawn = BarChart(title, tuple(bars[:_DRAWN]))
        return Drawn(draw_shares(drawn), twin_of_bars(BarChart(title, tuple(bars)), head))

    def properties(self, one: ClassFullness) -> Drawn:
        """How often each recommended property of a class is there."""
        bars = []
        for share in one.properties:
            label = " · ".join(self._label(term) for term in share.terms)
            percent = 100 * share.count / one.looked_at if one.looked_at else 0.0
            bars.append(Bar(label, percent, self._percent(percent)))
        title = self._translate("How often recommended properties are there: %(name)s") % {
            "name": self._label(one.cls)
        }
        chart = BarChart(title, tuple(bars))
        return Drawn(
            draw_shares(chart),
            twin_of_bars(chart, (self._translate("Property"), self._translate("How often"))),
        )

    def _bars(self, title: str, head: str, bars: list[Bar]) -> Drawn:
        picture = draw_bars(BarChart(title, tuple(bars[:_DRAWN])))
        return Drawn(
            picture, twin_of_bars(BarChart(title, tuple(bars)), (head, self._translate("Resources")))
        )

    def _label(self, term: str) -> str:
        return self._vocabulary.label_of(term, self._language)

    def _percent(self, share: float) -> str:
        return self._formats.percent(round(share))

    def _day(self, day: date) -> str:
        return self._formats.day(day)

    def _month(self, day: date) -> str:
        return self._formats.day(day.isoformat()[:7])


def _line(growth: Growth, name: str) -> tuple[LinePoint, ...]:
    return tuple(LinePoint(point.day, getattr(point, name)) for point in growth.points)
