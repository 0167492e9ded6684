"""What one request asks: a query as text, where, in which order, and how the answer is to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from opencredreg.errors import InvalidInput, MalformedJSON
from opencredreg.jsonld.document import decode_json

__all__ = ["NEWEST", "Asking", "asking_of", "compact", "decode_query"]

NEWEST: Final = "^search:recordUpdated"
"""The order of results when none is chosen."""


class Asking(msgspec.Struct, frozen=True):
    """What a request asks: a query as text, where, in which order, and how the answer is to come."""

    text: str = ""
    community: str = ""
    sort: str = NEWEST
    format: str = ""


def asking_of(fields: Mapping[str, str], text: str) -> Asking:
    """What the fields of a form or address ask; ``text`` is the query."""
    return Asking(
        text=text,
        community=fields.get("community", "").strip()[:100],
        sort=fields.get("sort", "").strip()[:200] or NEWEST,
        format=fields["format"] if fields.get("format") in ("json", "csv") else "",
    )


def decode_query(text: str) -> Any:
    """The query of a text.

    Raises:
        InvalidInput: there is none.
        MalformedJSON: it is no JSON.
    """
    if not text.strip():
        raise InvalidInput(
            "There is no query yet.", hint="Paste one, or fill in the form. {} finds everything."
        )
    try:
        return decode_json(text.encode())
    except UnicodeEncodeError:
        raise MalformedJSON("The query has characters that are no text.") from None
    except MalformedJSON as error:
        raise MalformedJSON(error.message.replace("The body", "The query")) from None


def compact(query: Any) -> str:
    """A query in as few characters as JSON needs."""
    return msgspec.json.encode(query).decode()
