"""A published document: its bytes as received, and the items of its graph.

Source: ``ctdl-vocabulary.md`` section 3 (graph form and single form), ``registry-api.md`` sections 2.3 and 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from opencredreg.errors import InvalidInput, LimitExceeded, MalformedJSON
from opencredreg.findings import Finding
from opencredreg.ids import CTID, ctid_of_uri, is_blank

__all__ = ["PROVISIONAL", "Document", "Item", "decode_json", "parse_document"]

PROVISIONAL = "graphPublicationStatus:Provisional"
_BOM = b"\xef\xbb\xbf"
_BYTE = re.compile(r"\(byte (\d+)\)")
_raw_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_raw_list = msgspec.json.Decoder(list[msgspec.Raw])


class Item(msgspec.Struct, frozen=True):
    """One object of the graph (or the whole document, in single form)."""

    raw: bytes
    """The bytes of the object as they stand in the payload."""
    value: dict[str, Any]
    position: int

    @property
    def id(self) -> str | None:
        """The ``@id``, blank or not; ``None`` when it is missing or not a string."""
        found = self.value.get("@id")
        return found.strip() if isinstance(found, str) and found.strip() else None

    @property
    def types(self) -> tuple[str, ...]:
        """The values of ``@type`` that are strings; usually one."""
        found = self.value.get("@type")
        if isinstance(found, str):
            return (found,)
        if isinstance(found, list):
            return tuple(entry for entry in found if isinstance(entry, str))
        return ()

    @property
    def ctid(self) -> str | None:
        """The CTID in lower case: ``ceterms:ctid``, else the one that ends the ``@id``."""
        stated = self.value.get("ceterms:ctid")
        if isinstance(stated, str) and stated.strip():
            return stated.strip().lower()
        return ctid_of_uri(self.id) if self.id and not is_blank(self.id) else None


class Document(msgspec.Struct, frozen=True):
    """One JSON-LD document. ``items`` is never empty for a document that passed ``validation.structure``."""

    payload: bytes
    """The bytes as received, without a byte order mark."""
    form: Literal["graph", "single"]
    top: dict[str, Any]
    """The members of the document other than ``@graph`` (graph form), or all of them (single form)."""
    context_raw: bytes | None
    items: tuple[Item, ...]
    graph_member: Literal["list", "missing", "other"]
    strays: tuple[int, ...] = ()
    """Positions in ``@graph`` that hold something other than an object."""

    @property
    def id(self) -> str | None:
        """The document's own ``@id``."""
        found = self.top.get("@id")
        return found.strip() if isinstance(found, str) and found.strip() else None

    @property
    def main(self) -> Item | None:
        """The main resource: the first item of the graph."""
        return self.items[0] if self.items else None

    @property
    def ctid(self) -> str | None:
        """The CTID that the document is known by, in lower case.

        In order: ``ceterms:ctid`` at the top of the document, the CTID that ends the document's ``@id``, the
        CTID of the main item. ``None`` when none of them has one.
        """
        stated = self.top.get("ceterms:ctid")
        if isinstance(stated, str) and stated.strip():
            return stated.strip().lower()
        own: CTID | None = ctid_of_uri(self.id) if self.id else None
        return own or (self.main.ctid if self.main else None)

    @property
    def identity(self) -> str | None:
        """The URI that names the document when it has no CTID: its own ``@id``, else the main item's."""
        if self.id and not is_blank(self.id):
            return self.id
        if self.main and self.main.id and not is_blank(self.main.id):
            return self.main.id
        return None

    @property
    def is_provisional(self) -> bool:
        """Whether the document marks itself as provisional (``ctdl-vocabulary.md`` section 5.5)."""
        return self.top.get("adms:status") == PROVISIONAL

    @property
    def value(self) -> dict[str, Any]:
        """The whole document as decoded JSON; the items are shared, not copied."""
        if self.form == "single":
            return self.top
        return {**self.top, "@graph": [item.value for item in self.items]}


def decode_json(payload: bytes) -> Any:
    """Decode UTF-8 JSON strictly.

    Raises:
        MalformedJSON: not JSON, not UTF-8, a lone surrogate or a NUL character; the message says where.
        LimitExceeded: nested deeper than any document can be.
    """
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _malformed(payload, error) from None
    except RecursionError:
        raise _too_deep() from None


def parse_document(payload: bytes) -> Document:
    """Split a document into its items; only what the bytes say, no rule about the content.

    Args:
        payload: UTF-8 JSON. A byte order mark is dropped.

    Raises:
        MalformedJSON: the bytes are not JSON, or the top level is not an object.
        LimitExceeded: nested deeper than any document can be.
    """
    payload = payload.removeprefix(_BOM)
    if not payload.strip():
        raise MalformedJSON("The document is empty.", hint="Send a JSON-LD document in the body.")
    try:
        members: Mapping[str, msgspec.Raw] = _raw_members.decode(payload)
    except msgspec.ValidationError:
        _refuse_top_level(decode_json(payload))
        raise AssertionError("a document that decodes to an object is an object") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _malformed(payload, error) from None
    except RecursionError:
        raise _too_deep() from None
    _refuse_nul(payload)
    context = members.get("@context")
    context_raw = bytes(context) if context is not None else None
    if "@graph" not in members:
        value = decode_json(payload)
        return Document(
            payload=payload,
            form="single",
            top=value,
            context_raw=context_raw,
            items=(Item(raw=payload, value=value, position=0),),
            graph_member="missing",
        )
    top = {name: decode_json(bytes(raw)) for name, raw in members.items() if name != "@graph"}
    graph = bytes(members["@graph"])
    try:
        entries = _raw_list.decode(graph)
    except msgspec.ValidationError:
        return Document(payload, "graph", top, context_raw, (), "other")
    items = []
    strays = []
    for position, entry in enumerate(entries):
        raw = bytes(entry)
        value = decode_json(raw)
        if isinstance(value, dict):
            items.append(Item(raw=raw, value=value, position=position))
        else:
            strays.append(position)
    return Document(payload, "graph", top, context_raw, tuple(items), "list", tuple(strays))


def _refuse_top_level(value: Any) -> None:
    names = {list: "an array", str: "a string", type(None): "null", bool: "a boolean"}
    raise InvalidInput(
        f"The document must be a JSON object, but it is {names.get(type(value), 'a number')}.",
        (
            Finding(
                code="document-not-object",
                severity="error",
                pointer="",
                message="The top level of a document must be a JSON object.",
                hint='Wrap the resources: {"@context": ..., "@id": ..., "@graph": [ ... ]}.',
                source="docs/reference/findings.md",
            ),
        ),
    )


def _refuse_nul(payload: bytes) -> None:
    # PostgreSQL cannot keep U+0000, so no database gets it (style S-44). The escape is rare, so look first.
    start = payload.find(b"\\u0000")
    while start != -1:
        backslashes = 0
        while start - backslashes > 0 and payload[start - backslashes - 1] == 0x5C:
            backslashes += 1
        if backslashes % 2 == 0:
            raise MalformedJSON(
                f"The text contains a NUL character (\\u0000) {_place(payload, start)}.",
                hint="Remove the character; no registry can store it.",
            )
        start = payload.find(b"\\u0000", start + 1)


def _malformed(payload: bytes, error: Exception) -> MalformedJSON:
    text = str(error)
    found = _BYTE.search(text)
    where = f" {_place(payload, int(found[1]))}" if found else ""
    if isinstance(error, UnicodeDecodeError):
        where, text = f" {_place(payload, error.start)}", "the bytes are not UTF-8"
    reason = _BYTE.sub("", text).removeprefix("JSON is malformed: ").strip()
    return MalformedJSON(f"The body is not valid JSON: {reason}{where}.")


def _place(payload: bytes, offset: int) -> str:
    line = payload.count(b"\n", 0, offset) + 1
    column = offset - (payload.rfind(b"\n", 0, offset) + 1) + 1
    return f"at line {line}, column {column}"


def _too_deep() -> LimitExceeded:
    return LimitExceeded(
        "The document is nested too deeply.",
        limit="limits.nesting_depth",
        value=0,
        hint="Objects inside objects may be nested up to the limit of the node's settings.",
    )
