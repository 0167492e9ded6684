"""What search engines read in the page of a resource: the resource in schema.org, and the trail that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from opencredreg.crosswalk.schema_org import breadcrumbs, escape_for_script, to_schema_org
from opencredreg.finder.subject import Subject
from opencredreg.jsonld.values import names_of, pick_text
from opencredreg.web.finder.address import Address
from opencredreg.web.kinds import kind_name, kind_of
from opencredreg.web.reader import Reader

__all__ = ["structured_data"]


_MOST: Final = 15
"""So many values of a property are told to search engines; who wants all takes the data."""


_LONGEST: Final = 2_000


def structured_data(subject: Subject, address: Address, reader: Reader) -> list[Markup]:
    """The contents of the scripts of data in a page."""
    identifier = subject.held.ctid or subject.held.uri
    page = address.whole(identifier)
    book = subject.look.book

    def find(uris: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        return subject.look.resources.find(list(uris))

    def page_of(uri: str) -> str:
        reference = book.to(uri)
        return address.whole(reference.ctid or reference.uri) if reference.place == "page" else ""

    mapped = to_schema_org(
        subject.value,
        page_url=page,
        language_order=reader.languages,
        find=find,
        page_of=page_of,
        most=_MOST,
    )
    name = pick_text(names_of(subject.value), reader.languages)
    kind = kind_of(subject.look.vocabulary, subject.held.cls).value
    trail = [
        ("Open Credential Registry", f"{address.base_url}/"),
        (
            kind_name(kind, reader.language),
            address.absolute(address.find(("kind", kind))),
        ),
        (name.text if name else identifier, page),
    ]
    return [Markup(escape_for_script(_fitting(one))) for one in (mapped, breadcrumbs(trail)) if one]


def _fitting(value: Any) -> Any:
    """The same without most of its very long texts: they stand on the page, and in the data as a whole."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    if isinstance(value, Mapping):
        return {name: _fitting(inner) for name, inner in value.items()}
    return [_fitting(inner) for inner in value] if isinstance(value, list) else value
