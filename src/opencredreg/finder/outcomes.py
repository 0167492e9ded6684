"""What became of people: figures about a resource from data sets and from summaries that it carries itself.

Source: ``ctdl-vocabulary.md`` sections 6.15 and 9.13: a number that is withheld is absent and never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from opencredreg.finder.incoming import find_incoming
from opencredreg.finder.references import Reference
from opencredreg.finder.resources import Held
from opencredreg.finder.statements import Statement, read_statements
from opencredreg.finder.subject import Look, Subject
from opencredreg.jsonld.values import (
    Node,
    Text,
    first_string,
    is_described,
    listed,
    names_of,
    number_of,
    references_of,
    texts_of,
)
from opencredreg.meaning.amounts import Amount, amounts_of
from opencredreg.meaning.observations import DataRow, DataTable, Point, read_data_set, relevant_data_sets
from opencredreg.meaning.periods import Period

__all__ = [
    "PROFILE_TERMS",
    "Count",
    "DataSet",
    "Figure",
    "FigureRow",
    "Outcomes",
    "PointName",
    "Profile",
    "build_outcomes",
    "list_outcome_rows",
]

PROFILE_TERMS: Final = (
    "ceterms:aggregateData",
    "ceterms:earnings",
    "ceterms:employmentOutcome",
    "ceterms:holders",
)
_RELEVANT_FOR = "qdata:relevantDataSetFor"
_MOST_SETS = 6
_MOST_ROWS = 40
_MOST_PROFILES = 24
_EARNINGS: Final = {
    "low": "ceterms:lowEarnings",
    "median": "ceterms:medianEarnings",
    "high": "ceterms:highEarnings",
}
_COUNTS: Final = ("ceterms:jobsObtained", "ceterms:numberAwarded")
_OF_AN_AMOUNT = frozenset(
    {"@type", "schema:value", "schema:minValue", "schema:maxValue", "schema:description", "qdata:percentage"}
)
_RANKED = (
    "qdata:median",
    "qdata:percentile10",
    "qdata:percentile25",
    "qdata:percentile75",
    "qdata:percentile90",
)
_NOT_A_DEFINITION = frozenset(
    {"ceterms:ctid", "ceterms:name", "ceasn:publisher", "ceterms:description", "ceasn:inLanguage"}
)

Shape = Literal["shares", "ranges", "amounts"]


class PointName(msgspec.Struct, frozen=True):
    """Whom a row is about, on one dimension. Either may be missing."""

    reference: Reference | None
    names: tuple[Text, ...]
    dimension_names: tuple[Text, ...] = ()


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a figure. ``withheld`` says why a number is missing."""

    points: tuple[PointName, ...]
    numbers: dict[str, float]
    sizes: dict[str, float]
    currency: str
    unit: str
    withheld: Reference | None
    period: Period
    texts: tuple[Text, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One metric with its rows. ``term`` is the property in the older model, where ``metric`` is ``None``.

    ``definition`` says in words what is counted, ``facts`` are what else the metric states. ``left_out`` rows are
    only in the data.
    """

    metric: Reference | None
    term: str
    names: tuple[Text, ...]
    definition: tuple[Text, ...]
    facts: tuple[Statement, ...]
    shape: Shape
    rows: tuple[FigureRow, ...]
    left_out: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The properties of the numbers that any row has."""
        return tuple(dict.fromkeys(term for row in self.rows for term in row.numbers))

    @property
    def size_columns(self) -> tuple[str, ...]:
        """The properties of the counts of people behind them."""
        return tuple(dict.fromkeys(term for row in self.rows for term in row.sizes))


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    """A data set with those of its figures that are about the resource. ``other_rows`` are about others."""

    reference: Reference
    is_own: bool
    about: tuple[Reference, ...]
    providers: tuple[Reference, ...]
    period: Period
    source: str
    dated: str
    license: str
    suppression: tuple[Text, ...]
    people: tuple[Text, ...]
    figures: tuple[Figure, ...]
    other_rows: int = 0
    is_truncated: bool = False


class Count(msgspec.Struct, frozen=True):
    """How many, under a property."""

    term: str
    amount: Amount


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A summary that the resource carries: earnings, counts, and all else that it says."""

    term: str
    cls: str
    reference: Reference | None
    names: tuple[Text, ...]
    about: tuple[Text, ...]
    source: str
    currency: str
    low: float | None
    median: float | None
    high: float | None
    counts: tuple[Count, ...]
    facts: tuple[Statement, ...]


class Outcomes(msgspec.Struct, frozen=True):
    """All figures about a resource. ``missing`` are data sets that nobody has; ``left_out`` counts more sets."""

    data_sets: tuple[DataSet, ...]
    profiles: tuple[Profile, ...]
    missing: tuple[Reference, ...] = ()
    left_out: int = 0


def build_outcomes(subject: Subject) -> Outcomes | None:
    """The figures about a resource; ``None`` where there are none."""
    look = subject.look
    held, missing, left_out = _data_sets(subject)
    found = Outcomes(
        data_sets=tuple(_read(subject, one) for one in held),
        profiles=tuple(_profiles(look, subject.value)),
        missing=missing,
        left_out=left_out,
    )
    return found if found != Outcomes((), ()) else None


def list_outcome_rows(subject: Subject) -> Iterator[tuple[Held, DataTable, DataRow]]:
    """All rows of all data sets about a resource, none left out, with where each stands."""
    for held in _data_sets(subject, most=1_000)[0]:
        table = read_data_set(held.value, subject.look.resources)
        for row in table.rows:
            yield held, table, row


def _data_sets(subject: Subject, most: int = _MOST_SETS) -> tuple[list[Held], tuple[Reference, ...], int]:
    """The data sets: the resource itself, those that it names and those that name it, each once."""
    if subject.is_a("qdata:DataSetProfile"):
        return [subject.held], (), 0
    look, resources = subject.look, subject.look.resources
    uris = relevant_data_sets(subject.value)
    named = resources.find_held(uris[:1_000])
    incoming = find_incoming(look.connection, look.vocabulary, subject.held.id, terms=[_RELEVANT_FOR])
    direct = [one.id for group in incoming.under(_RELEVANT_FOR) for one in group.sources]
    pointing = resources.load(direct[:1_000])
    held = {one.key: one for one in (*named.values(), *pointing) if _is_data_set(subject.look, one)}
    missing = subject.look.book.all_to(uri for uri in uris[:1_000] if uri not in named)
    return list(held.values())[:most], missing, max(0, len(held) - most)


def _is_data_set(look: Look, held: Held) -> bool:
    return look.vocabulary.is_a(held.cls, "qdata:DataSetProfile")


def _read(subject: Subject, held: Held) -> DataSet:
    look = subject.look
    table = read_data_set(held.value, look.resources)
    is_own = held.key == subject.held.key
    rows = table.rows if is_own else _about(table.rows, subject.held.key)
    look.book.learn(
        uri
        for uri in (
            *table.about,
            *table.providers,
            *(row.metric for row in rows),
            *(row.withheld for row in rows),
            *(point.key for row in rows for point in row.points),
        )
        if uri
    )
    return DataSet(
        reference=look.book.to(held.uri),
        is_own=is_own,
        about=look.book.all_to(table.about),
        providers=look.book.all_to(table.providers),
        period=table.period,
        source=next(iter(references_of(held.value, "ceterms:source")), ""),
        dated=first_string(held.value, "ceterms:dateEffective"),
        license=next(iter(references_of(held.value, "ceasn:license")), ""),
        suppression=table.suppression_policy,
        people=texts_of(held.value.get("qdata:subjectIdentification")),
        figures=tuple(_figures(look, rows)),
        other_rows=len(table.rows) - len(rows),
        is_truncated=table.is_truncated,
    )


def _about(rows: Sequence[DataRow], key: str) -> tuple[DataRow, ...]:
    """The rows of one resource, where a data set tells several apart; else all."""
    own = tuple(row for row in rows if any(point.key == key for point in row.points))
    return own or tuple(rows)


def _figures(look: Look, rows: Iterable[DataRow]) -> Iterator[Figure]:
    groups: dict[tuple[str, str, Shape], list[DataRow]] = {}
    for row in rows:
        groups.setdefault((row.model, row.metric, _shape(row)), []).append(row)
    metrics = look.resources.find_held(
        {metric for model, metric, _ in groups if model == "observation" and metric}
    )
    for (model, metric, shape), found in groups.items():
        held = metrics.get(metric)
        value: Mapping[str, Any] = held.value if held else {}
        yield Figure(
            metric=look.book.to(metric) if metric and model == "observation" else None,
            term=metric if model == "profile" else "",
            names=found[0].metric_names or names_of(value),
            definition=texts_of(value.get("ceterms:description")),
            facts=read_statements(look, value, without=_NOT_A_DEFINITION),
            shape=shape,
            rows=tuple(_row(look, row) for row in found[:_MOST_ROWS]),
            left_out=max(0, len(found) - _MOST_ROWS),
        )


def _shape(row: DataRow) -> Shape:
    if any(term in row.numbers for term in _RANKED):
        return "ranges"
    return "shares" if any(term.lower().endswith("percentage") for term in row.numbers) else "amounts"


def _row(look: Look, row: DataRow) -> FigureRow:
    return FigureRow(
        points=tuple(_point(look, point) for point in row.points),
        numbers=row.numbers,
        sizes=row.sizes,
        currency=row.currency,
        unit=row.unit,
        withheld=look.book.to(row.withheld) if row.withheld else None,
        period=row.period,
        texts=row.texts,
    )


def _point(look: Look, point: Point) -> PointName:
    reference = look.book.to(point.key) if point.key else None
    return PointName(reference, point.names, point.dimension_names)


def _profiles(look: Look, value: Node) -> Iterator[Profile]:
    for term in PROFILE_TERMS:
        for entry in listed(value.get(term))[:_MOST_PROFILES]:
            if is_described(entry):
                yield _profile(look, term, entry, None)
                continue
            [uri] = references_of({term: entry}, term) or ("",)
            held = look.resources.find_held([uri]).get(uri) if uri else None
            if uri:
                yield _profile(look, term, held.value if held else {}, look.book.to(uri))


def _profile(look: Look, term: str, value: Node, reference: Reference | None) -> Profile:
    earnings = {name: number_of(value.get(each)) for name, each in _EARNINGS.items()}
    has_earnings = any(number is not None for number in earnings.values())
    counted = [each for each in _COUNTS if all(_is_plain(entry) for entry in listed(value.get(each)))]
    shown = {
        "ceterms:name",
        "ceterms:description",
        *counted,
        *(each for name, each in _EARNINGS.items() if earnings[name] is not None),
    }
    source = references_of(value, "ceterms:source")
    if len(source) == 1:
        shown.add("ceterms:source")
    if has_earnings:
        shown.add("ceterms:currency")
    inside = reference is None or reference.place == "inside"
    return Profile(
        term=term,
        cls=str(value.get("@type") or "") if isinstance(value.get("@type"), str) else "",
        reference=None if inside else reference,
        names=names_of(value),
        about=texts_of(value.get("ceterms:description")),
        source=source[0] if len(source) == 1 else "",
        currency=first_string(value, "ceterms:currency", "schema:currency"),
        counts=tuple(Count(each, amount) for each in counted for amount in amounts_of(value, each)),
        facts=read_statements(look, value, without=shown, depth=1),
        **earnings,
    )


def _is_plain(value: Any) -> bool:
    """Whether an amount says nothing that a line of text would lose."""
    return not isinstance(value, Mapping) or _OF_AN_AMOUNT.issuperset(value)
