"""What a browser sends: a filled-in form, a pasted query, or an address with a query in it.

The fields of the form are ``cls``, ``kinds``, ``join``, then ``g0.way``, ``g0.r0.property`` and so on. Which button
was pressed is in ``do``: ``ask``, or how the form is to be changed first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from opencredreg.api.body import read_body
from opencredreg.ctdl import Vocabulary
from opencredreg.ctdl.guide.term_search import list_terms
from opencredreg.errors import InvalidInput, LimitExceeded
from opencredreg.query.keywords import PUBLISH_TYPE, RECORD_OF, RECORD_TIMES
from opencredreg.search.limits import QUERY_BYTES
from opencredreg.settings.limits import LimitSettings
from opencredreg.web.query.asking import JOINS, MATCHES, WAYS, Asked, Group, Join, Match, Row, Way

__all__ = ["RECORD_LABELS", "asked_of", "changed", "read_fields"]

RECORD_LABELS: Final = {
    "@id": "Address",
    **dict(zip(RECORD_TIMES, ("Record first published", "Record last published"), strict=True)),
    **dict(zip(RECORD_OF, ("Record owned by", "Record published by"), strict=True)),
    PUBLISH_TYPE: "Record published as primary or secondary",
}
"""What can be asked beside the properties of the vocabulary, with a label for people."""

_MOST_FIELDS: Final = 2_000
_MOST_GROUPS: Final = 12
_MOST_ROWS: Final = 20
_LONGEST: Final = 4_000
_FIELD: Final = re.compile(r"g(\d{1,2})\.(?:r(\d{1,2})\.)?")
_MARKS: Final = "^!<> "


async def read_fields(request: Request, limits: LimitSettings) -> dict[str, str]:
    """The fields of a form that was sent, the last of each name.

    Raises:
        LimitExceeded: it is longer than any query, or did not arrive in time.
        InvalidInput: it cannot be read.
    """
    # Percent signs make a form up to three times as long as what is in it.
    most = 3 * QUERY_BYTES + 100_000
    body = await read_body(
        request,
        most=most,
        seconds=limits.request_seconds,
        too_large=LimitExceeded(
            f"The query is longer than {QUERY_BYTES:,} bytes.", limit="search.query_bytes", value=QUERY_BYTES
        ),
        name="query",
    )
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidInput(
            "The form cannot be read.", hint="Send the fields of this page, or use POST /ctdl."
        ) from None
    return dict(pairs)


def asked_of(fields: Mapping[str, str], vocabulary: Vocabulary) -> Asked:
    """The form in some fields. What is none of the choices counts as not chosen."""
    shape: dict[int, int] = {}
    for name in fields:
        found = _FIELD.match(name)
        if found:
            group, row = int(found[1]), int(found[2] or 0)
            shape[group] = max(shape.get(group, 0), row + 1)
    names = _Names(vocabulary)
    groups = [
        _group(fields, names, f"g{place}.", min(shape[place], _MOST_ROWS))
        for place in sorted(shape)[:_MOST_GROUPS]
    ]
    return Asked(
        cls=names.cls(_text(fields, "cls")),
        with_subclasses="kinds" in fields or "cls" not in fields,
        join=cast(Join, _choice(fields, "join", JOINS)),
        groups=tuple(groups) or (Group(),),
    )


def changed(asked: Asked, action: str) -> tuple[Asked, str]:
    """The form after a button that changes it, and the name of the field to go on with; empty to ask now.

    >>> form, field = changed(Asked(), "add-0")
    >>> len(form.groups[0].rows), field
    (2, 'g0.r1.property')
    """
    verb, *numbers = action.split("-")
    places = [int(number) for number in numbers if number.isdecimal() and len(number) < 4]
    groups = list(asked.groups)
    if verb in ("group", "link") and len(groups) < _MOST_GROUPS:
        groups.append(Group() if verb == "group" else Group(way="forward"))
        field = f"g{len(groups) - 1}.{'r0.property' if verb == 'group' else 'property'}"
    elif verb in ("add", "remove", "drop") and places and places[0] < len(groups):
        field = _change_group(groups, verb, places)
    else:
        return asked, ""
    return msgspec.structs.replace(asked, groups=tuple(groups) or (Group(),)), field


def _change_group(groups: list[Group], verb: str, places: list[int]) -> str:
    place = places[0]
    group = groups[place]
    rows = list(group.rows)
    if verb == "drop":
        del groups[place]
        return "g0.r0.property"
    if verb == "add":
        rows = [*rows, Row()][:_MOST_ROWS]
    elif len(places) > 1 and places[1] < len(rows):
        del rows[places[1]]
    rows = rows or [Row()]
    groups[place] = msgspec.structs.replace(group, rows=tuple(rows))
    return f"g{place}.r{len(rows) - 1}.property"


class _Names:
    """The terms that people mean: by their name, or by the label that the page shows."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_label = {label.casefold(): name for name, label in RECORD_LABELS.items()}
        for link in list_terms(vocabulary):
            # Of several properties of one label that of the most used vocabulary counts.
            if link.kind == "property" and (
                link.term.startswith("ceterms:") or link.label.casefold() not in self._by_label
            ):
                self._by_label[link.label.casefold()] = link.term

    def property(self, typed: str) -> str:
        name = typed.strip(_MARKS)
        if not name or name in RECORD_LABELS:
            return name
        if ":" in name:
            term = self._vocabulary.normalize_term(name)
            return term if term in self._vocabulary.properties else name
        return self._by_label.get(name.casefold(), name)

    def cls(self, typed: str) -> str:
        return self._vocabulary.normalize_term(typed) if typed else ""


def _group(fields: Mapping[str, str], names: _Names, name: str, row_count: int) -> Group:
    way = cast(Way, _choice(fields, f"{name}way", WAYS))
    return Group(
        way=way,
        property=names.property(_text(fields, f"{name}property")) if way != "same" else "",
        cls=names.cls(_text(fields, f"{name}cls")) if way != "same" else "",
        with_subclasses=f"{name}kinds" in fields or f"{name}cls" not in fields,
        join=cast(Join, _choice(fields, f"{name}join", JOINS)),
        rows=tuple(_row(fields, names, f"{name}r{place}.") for place in range(max(1, row_count))),
    )


def _row(fields: Mapping[str, str], names: _Names, name: str) -> Row:
    return Row(
        names.property(_text(fields, f"{name}property")),
        cast(Match, _choice(fields, f"{name}match", MATCHES)),
        _text(fields, f"{name}value"),
    )


def _text(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").strip()[:_LONGEST]


def _choice(fields: Mapping[str, str], name: str, choices: Mapping[str, str]) -> str:
    value = fields.get(name, "")
    return value if value in choices else next(iter(choices))
