"""The vocabulary as data: terms, concept schemes and contexts, open to everybody without a key."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any, Literal

import msgspec
from starlette.responses import Response

from opencredreg.api.call import Call
from opencredreg.api.negotiate import accepted_format, conditional
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.ctdl.guide.describe import describe
from opencredreg.ctdl.guide.descriptions import ClassDescription, Description
from opencredreg.ctdl.guide.mapping import build_mapping, render_mapping_csv
from opencredreg.ctdl.guide.overview import build_overview
from opencredreg.ctdl.guide.term_search import search_terms, suggest_terms
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.errors import NotFound
from opencredreg.jsonld.contexts import bundled_context
from opencredreg.jsonld.rdf import RDF_FORMATS, find_syntax
from opencredreg.jsonld.vocabulary_graph import (
    build_vocabulary_graph,
    related_terms,
    render_vocabulary_graph,
)

__all__ = ["EXTENSIONS", "OPERATIONS", "get_description", "get_mapped_class"]

_JSON, _JSONLD = "application/json", "application/ld+json"
_OFFERED = {
    _JSON: "json",
    _JSONLD: "jsonld",
    **{syntax.media_type: syntax.name for syntax in RDF_FORMATS.values()},
}
_MEDIA_TYPE = {name: media_type for media_type, name in _OFFERED.items()}
EXTENSIONS = ("json", "jsonld", *sorted({syntax.extension[1:] for syntax in RDF_FORMATS.values()}))
"""What an address of a term may end in, after a dot."""
_EXTENSION = re.compile(rf"\.({'|'.join(EXTENSIONS)})\Z")
_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept",
    # Whoever passes the facts on has to name whose work they are.
    "Link": '<https://creativecommons.org/licenses/by/4.0/>; rel="license", '
    '<https://credreg.net>; rel="via"; title="CTDL, CTDL-ASN and QData by Credential Engine"',
}


def get_description(vocabulary: Vocabulary, name: str) -> Description:
    """What is known about a term.

    Raises:
        NotFound: there is no such term; the hint names those that are spelled alike.
    """
    found = describe(vocabulary, name)
    if found is None:
        near = [link.term for link in suggest_terms(vocabulary, name)]
        hint = f"Did you mean {_or(near)}?" if near else "GET /vocabulary?q=… searches names and labels."
        raise NotFound(f"The vocabulary has no term “{name[:80]}”", kind="term", hint=hint)
    return found


def get_mapped_class(vocabulary: Vocabulary, name: str) -> ClassDescription:
    """The class of a mapping.

    Raises:
        NotFound: there is no such term, or it is no class.
    """
    found = get_description(vocabulary, name)
    if not isinstance(found, ClassDescription):
        raise NotFound(
            f"{found.term} is not a class, so there is nothing to map to it",
            kind="class",
            hint="Give a class, such as ceterms:Certificate.",
        )
    return found


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _index(call: Call) -> Response:
    vocabulary = call.node.vocabulary
    if call.values["q"] is not None:
        found = search_terms(vocabulary, call.values["q"])
        return _json(call, {"query": call.values["q"], "results": found})
    chosen = _chosen(call)
    if chosen == "json":
        return _json(call, build_overview(vocabulary))
    return _answer(call, _whole_vocabulary(vocabulary, chosen), _MEDIA_TYPE[chosen])


def _term(call: Call) -> Response:
    vocabulary = call.node.vocabulary
    name = call.path("name")
    ending = _EXTENSION.search(name)
    chosen = _of_name(ending[1]) if ending is not None else _chosen(call)
    description = get_description(vocabulary, name[: ending.start()] if ending is not None else name)
    if chosen == "json":
        return _json(call, description)
    terms = related_terms(vocabulary, description.term)
    return _answer(call, _linked_data(vocabulary, terms, chosen), _MEDIA_TYPE[chosen])


def _mapping(call: Call) -> Response:
    vocabulary = call.node.vocabulary
    description = get_mapped_class(vocabulary, call.path("name"))
    rows = build_mapping(vocabulary, description)
    if call.values["format"] == "csv" or (
        call.values["format"] is None
        and accepted_format(call.header("accept"), {_JSON: "json", "text/csv": "csv"}, "json") == "csv"
    ):
        name = f"{description.term.replace(':', '-')}-mapping.csv"
        return _answer(
            call,
            render_mapping_csv(rows).encode(),
            "text/csv; charset=utf-8",
            {"Content-Disposition": f'attachment; filename="{name}"'},
        )
    return _json(call, {"class": description.term, "edition": vocabulary.edition, "rows": rows})


def _suggest(call: Call) -> Response:
    limit = min(max(1, call.values["limit"]), 50)
    found = search_terms(call.node.vocabulary, call.values["q"], limit)
    return _json(call, {"query": call.values["q"], "suggestions": found[:limit]})


def _context(call: Call) -> Response:
    name = call.path("name").removesuffix(".jsonld")
    if name not in ("ctdl", "ctdlasn"):
        raise NotFound(
            f"There is no context “{name[:80]}”", kind="context", hint="The contexts are ctdl and ctdlasn."
        )
    return _answer(call, _context_document(call.node.vocabulary, name, call.values["as_published"]), _JSONLD)


# Keyed by the vocabulary itself, which a loaded snapshot replaces at run time.
@lru_cache(maxsize=4)
def _context_document(vocabulary: Vocabulary, name: Literal["ctdl", "ctdlasn"], as_published: bool) -> bytes:
    return msgspec.json.encode(bundled_context(name, as_published=as_published, vocabulary=vocabulary))


@lru_cache(maxsize=8)
def _whole_vocabulary(vocabulary: Vocabulary, chosen: str) -> bytes:
    terms = [*vocabulary.classes, *vocabulary.properties, *vocabulary.schemes, *vocabulary.concepts]
    return _linked_data(vocabulary, tuple(terms), chosen)


def _linked_data(vocabulary: Vocabulary, terms: tuple[str, ...], chosen: str) -> bytes:
    document = build_vocabulary_graph(vocabulary, terms)
    if chosen == "jsonld":
        return msgspec.json.encode(document)
    return render_vocabulary_graph(vocabulary, document, chosen)


def _chosen(call: Call) -> str:
    """The name of a format; a client that likes none of ours gets JSON, which RFC 9110 allows."""
    wanted = call.values["format"]
    if wanted is not None:
        return _of_name(wanted)
    return accepted_format(call.header("accept"), _OFFERED, "json") or "json"


def _of_name(name: str) -> str:
    syntax = find_syntax(name)
    return name if syntax is None else syntax.name


def _json(call: Call, value: Any) -> Response:
    return _answer(call, msgspec.json.encode(value), _JSON)


def _answer(call: Call, content: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    etag = hashlib.sha256(content).hexdigest()
    return conditional(call.request, content, etag, None, media_type, {**_HEADERS, **(headers or {})})


_TAG = "Vocabulary"
_NAME = PathParam(
    name="name",
    help=(
        "A class, property, concept scheme or concept: compact (`ceterms:Certificate`) or without prefix "
        f"(`Certificate`). With an extension (`.{'`, `.'.join(EXTENSIONS)}`) the answer has that format."
    ),
    example="ceterms:Certificate",
)
_FORMAT = Param(
    name="format",
    kind="choice",
    choices=(*EXTENSIONS, "turtle"),
    help="The format, whatever `Accept` says.",
    example="ttl",
)
_FORMATS = (
    "JSON by default; JSON-LD, Turtle and the other RDF syntaxes by `Accept`, `format` or extension. In RDF, "
    "classes and properties are RDF Schema, concept schemes and concepts are SKOS. A browser gets a page."
)
_FRESH = {304: Answer(help="You have the newest version.")}
_LINK = {"term": "ceterms:Certificate", "label": "Certificate", "kind": "class", "status": "stable"}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/vocabulary",
        handler=_index,
        tag=_TAG,
        summary="The vocabulary at a glance, or the terms that a search finds",
        help=f"Classes in groups, schemes and properties; in RDF, all terms. {_FORMATS}",
        style="problem",
        is_open=True,
        params=(
            Param(name="q", help="Words of a name, label or help text.", example="certificate"),
            _FORMAT,
        ),
        answers={
            200: Answer(
                help="The overview; with `q`, the query and its results.",
                example={"query": "certificate", "results": [_LINK]},
            ),
            **_FRESH,
        },
    ),
    Operation(
        method="GET",
        path="/vocabulary/{name}",
        handler=_term,
        tag=_TAG,
        summary="Everything that is known about a term",
        help=_FORMATS,
        style="problem",
        is_open=True,
        path_params=(_NAME,),
        params=(_FORMAT,),
        answers={
            200: Answer(
                help="The term; `kind` is `class`, `property`, `scheme` or `concept`.",
                example={
                    "kind": "concept",
                    "term": "audience:FullTime",
                    "iri": "https://purl.org/ctdl/vocabs/audience/FullTime",
                    "label": "Full-Time",
                    "status": "stable",
                },
            ),
            404: Answer(help="There is no such term; the hint names those that are spelled alike."),
            **_FRESH,
        },
    ),
    Operation(
        method="GET",
        path="/vocabulary/{name}/mapping",
        handler=_mapping,
        tag=_TAG,
        summary="The properties of a class as a table to map another system to",
        help="JSON, or CSV with a column left empty for the names of your own fields.",
        style="problem",
        is_open=True,
        path_params=(PathParam(name="name", help="A class.", example="ceterms:Certificate"),),
        params=(
            Param(
                name="format",
                kind="choice",
                choices=("json", "csv"),
                help="The format, whatever `Accept` says.",
                example="csv",
            ),
        ),
        answers={
            200: Answer(
                help="One row per property, what is required first.",
                example={
                    "class": "ceterms:Certificate",
                    "edition": "2026-08",
                    "rows": [
                        {
                            "label": "Name",
                            "term": "ceterms:name",
                            "requirement": "required",
                            "form": "text by language",
                            "allowed": [],
                            "help": "What it is called.",
                            "example": '{"en-US":"Example certificate"}',
                            "own_field": "",
                        }
                    ],
                },
            ),
            404: Answer(help="There is no such class."),
            **_FRESH,
        },
    ),
    Operation(
        method="GET",
        path="/api/vocabulary/suggest",
        handler=_suggest,
        tag=_TAG,
        summary="Terms for a field that completes what is typed",
        help="The best first. When no term holds the words, those that are spelled alike.",
        style="problem",
        is_open=True,
        params=(
            Param(name="q", help="What was typed.", is_required=True, example="certif"),
            Param(name="limit", kind="integer", default=10, help="At most so many, 1 to 50.", example=5),
        ),
        answers={
            200: Answer(help="The terms.", example={"query": "certif", "suggestions": [_LINK]}),
            **_FRESH,
        },
    ),
    Operation(
        method="GET",
        path="/contexts/{name}",
        handler=_context,
        tag=_TAG,
        summary="A JSON-LD context",
        help=(
            "The contexts of CTDL (`ctdl`) and CTDL-ASN (`ctdlasn`), made from the vocabulary of this node, for "
            "software that cannot reach the published ones."
        ),
        style="problem",
        is_open=True,
        path_params=(PathParam(name="name", help="`ctdl` or `ctdlasn`.", example="ctdl"),),
        params=(
            Param(
                name="as_published",
                kind="boolean",
                default=False,
                help="Keep the wrong types and the exact prefixes of the published file.",
            ),
        ),
        answers={
            200: Answer(
                help="The context.",
                media_type=_JSONLD,
                schema={"type": "object"},
                example={"@context": {"ceterms": "https://purl.org/ctdl/terms/"}},
            ),
            404: Answer(help="There is no such context."),
            **_FRESH,
        },
    ),
)
