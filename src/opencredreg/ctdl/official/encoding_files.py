"""The files in which the vocabulary is published, as an operator brings them: any order, any names.

Three encodings (CTDL, CTDL-ASN, QData) and two contexts make up the vocabulary. What each file is follows
from its content, never from its name.

Source: ``ctdl/README.md`` ("Files", "The contexts").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import msgspec

from opencredreg.ctdl.official.statements import FILES_HINT, JSON, iterate_terms
from opencredreg.errors import InvalidInput, MalformedJSON

__all__ = ["Encoding", "EncodingKind", "parse_encoding"]

EncodingKind: TypeAlias = Literal["ctdl", "ctdlasn", "qdata", "context"]

_TITLES: Final[Mapping[str, str]] = {"ctdl": "CTDL", "ctdlasn": "CTDL-ASN", "qdata": "QData"}
_FAMILY: Final[Mapping[str, EncodingKind]] = {"ceterms": "ctdl", "ceasn": "ctdlasn", "qdata": "qdata"}
_TYPES: Final = ("rdfs:Class", "rdf:Property")


class Encoding(msgspec.Struct, frozen=True, kw_only=True):
    """One decoded file. ``kind`` says what it is, ``name`` which one (``ctdl``, ``ctdlasn``, ``qdata``)."""

    kind: EncodingKind
    name: str
    document: Mapping[str, JSON]

    @property
    def title(self) -> str:
        """What to call the file in front of a person.

        >>> Encoding(kind="context", name="ctdlasn", document={}).title
        'CTDL-ASN context'
        """
        return f"{_TITLES[self.name]} {'context' if self.kind == 'context' else 'encoding'}"


def parse_encoding(data: bytes) -> Encoding:
    """Read one file and say which one it is.

    Raises:
        MalformedJSON: the file is not JSON.
        InvalidInput: it is JSON, but none of the encodings and contexts.
    """
    document = _decode(data)
    if "@graph" in document:
        kind = _kind_of_encoding(document)
        return Encoding(kind=kind, name=kind, document=document)
    context = document.get("@context")
    if isinstance(context, Mapping):
        return Encoding(kind="context", name=_name_of_context(context), document=document)
    raise InvalidInput(
        "The file has neither terms under @graph nor definitions under @context.", hint=FILES_HINT
    )


def _decode(data: bytes) -> dict[str, Any]:
    text = data.removeprefix(b"\xef\xbb\xbf")
    if text.lstrip()[:1] == b"<":
        raise MalformedJSON("The file is a web page or XML, not JSON.", hint=FILES_HINT)
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise MalformedJSON(f"The file is not JSON: {error}.", hint=FILES_HINT) from None
    if not isinstance(document, dict):
        raise InvalidInput("The file does not hold a JSON object.", hint=FILES_HINT)
    return document


def _kind_of_encoding(document: Mapping[str, JSON]) -> EncodingKind:
    """Which encoding: the address of its context tells, or else the terms that it declares most of."""
    address = document.get("@context")
    declared: Counter[EncodingKind] = Counter()
    for term, node in iterate_terms("file", document):
        types = node.get("@type")
        family = _FAMILY.get(term.partition(":")[0])
        if family and any(name in _TYPES for name in (types if isinstance(types, list) else [types])):
            declared[family] += 1
    if not declared:
        raise InvalidInput(
            "The file declares no classes and no properties of CTDL, CTDL-ASN or QData.", hint=FILES_HINT
        )
    if isinstance(address, str):
        for kind in _FAMILY.values():
            if f"/{kind}/" in address:
                return kind
    return declared.most_common(1)[0][0]


def _name_of_context(context: Mapping[str, JSON]) -> str:
    """Which context: only the one of CTDL defines the prefixes of the concept schemes of CTDL."""
    namespaces = [value for value in context.values() if isinstance(value, str)]
    if "ceterms" not in context:
        raise InvalidInput("The file is a JSON-LD context, but not one of CTDL or CTDL-ASN.", hint=FILES_HINT)
    return "ctdl" if any("/ctdl/vocabs/" in namespace for namespace in namespaces) else "ctdlasn"
