"""All rows of the outcome data about a resource as a CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

from starlette.responses import Response

from opencredreg.finder.outcomes import list_outcome_rows
from opencredreg.finder.resources import Held
from opencredreg.finder.subject import Look, get_subject
from opencredreg.jsonld.values import Text, names_of, pick_text
from opencredreg.meaning.observations import DataRow, DataTable, Point
from opencredreg.search.export import harmless_cell
from opencredreg.web.finder.visit import Visit

__all__ = ["outcomes_csv"]

_FIRST = ("data_set", "data_set_ctid", "metric", "metric_key", "points", "point_keys")
_LAST = ("currency", "unit", "withheld", "from", "to", "note")


def outcomes_csv(visit: Visit, looking: Look, identifier: str) -> Response:
    """The file, one line for each row of each data set; a column for each kind of number that occurs.

    Raises:
        NotFound, Gone: there is no such resource (any more).
    """
    subject = get_subject(looking, identifier)
    rows = list(list_outcome_rows(subject))
    looking.book.learn(point.key for _, _, row in rows for point in row.points if point.key)
    numbers = list(dict.fromkeys(term for _, _, row in rows for term in (*row.numbers, *row.sizes)))
    writer = csv.writer(made := StringIO())
    writer.writerow([*_FIRST, *numbers, *_LAST])
    for held, table, row in rows:
        writer.writerow(
            [*_leading(visit, looking, held, row), *_figures(row, numbers), *_trailing(visit, table, row)]
        )
    name = re.sub(r"[^A-Za-z0-9-]", "-", subject.held.ctid or "outcomes")[:80]
    return Response(
        made.getvalue(),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}-outcomes.csv"',
            "Vary": "Accept, Accept-Language, Cookie",
        },
    )


def _leading(visit: Visit, looking: Look, held: Held, row: DataRow) -> Iterable[str]:
    points = (_point(visit, looking, point) for point in row.points)
    return map(
        harmless_cell,
        (
            _text(visit, names_of(held.value)),
            held.ctid,
            _text(visit, row.metric_names),
            row.metric,
            "; ".join(points),
            "; ".join(point.key for point in row.points if point.key),
        ),
    )


def _figures(row: DataRow, terms: Iterable[str]) -> Iterable[float | str]:
    return ({**row.numbers, **row.sizes}.get(term, "") for term in terms)


def _trailing(visit: Visit, table: DataTable, row: DataRow) -> Iterable[str]:
    period = row.period if row.period.start or row.period.end else table.period
    return map(
        harmless_cell,
        (
            row.currency,
            row.unit,
            row.withheld,
            period.start.isoformat() if period.start else "",
            period.end.isoformat() if period.end else "",
            _text(visit, row.texts),
        ),
    )


def _point(visit: Visit, looking: Look, point: Point) -> str:
    return _text(visit, point.names or (looking.book.to(point.key).names if point.key else ())) or point.key


def _text(visit: Visit, texts: tuple[Text, ...]) -> str:
    found = pick_text(texts, visit.reader.languages)
    return found.text if found else ""
