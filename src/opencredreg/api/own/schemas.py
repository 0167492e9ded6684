"""The profile that documents are judged by: as JSON Schemas, as SHACL shapes, and as plain JSON."""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from functools import lru_cache, partial

import msgspec
from starlette.responses import Response

from opencredreg.api.call import Call
from opencredreg.api.negotiate import accepted_format, is_fresh
from opencredreg.api.operation import Answer, Operation, Param, PathParam
from opencredreg.ctdl import Vocabulary
from opencredreg.errors import NotFound
from opencredreg.jsonld.rdf_formats import RDF_FORMATS, find_syntax
from opencredreg.validation import Mode, bundled_profile
from opencredreg.validation.exports.json_schema import build_schema, schema_classes
from opencredreg.validation.exports.profile_document import build_profile_document
from opencredreg.validation.exports.shacl import build_shapes, render_shapes

__all__ = ["OPERATIONS"]

_SCHEMA_TYPE = "application/schema+json"
_KEPT = 32
_SYNTAXES = {RDF_FORMATS[name].media_type: name for name in ("turtle", "ntriples", "nquads", "trig")}


class _Content(msgspec.Struct, frozen=True):
    """An answer that stays the same as long as the vocabulary does."""

    content: bytes
    etag: str


def _kept(content: bytes) -> _Content:
    return _Content(content, hashlib.sha256(content).hexdigest()[:32])


@lru_cache(maxsize=_KEPT)
def _schema(vocabulary: Vocabulary, mode: Mode, cls: str, address: str) -> _Content:
    schema = build_schema(vocabulary, bundled_profile(mode), cls, address=address)
    return _kept(msgspec.json.encode(schema))


@lru_cache(maxsize=_KEPT)
def _shapes(vocabulary: Vocabulary, mode: Mode, cls: str, syntax: str, address: str) -> _Content:
    quads = build_shapes(vocabulary, bundled_profile(mode), cls, base=address)
    return _kept(render_shapes(quads, syntax, vocabulary=vocabulary))


@lru_cache(maxsize=_KEPT)
def _profile(vocabulary: Vocabulary, mode: Mode) -> _Content:
    return _kept(msgspec.json.encode(build_profile_document(vocabulary, bundled_profile(mode))))


def _list_schemas(call: Call) -> Response:
    mode = call.values["mode"]
    vocabulary = call.node.vocabulary
    base = f"{call.base_url}/schemas"
    value = {
        "mode": mode,
        "edition": vocabulary.edition,
        "profile": f"{base}/profile?mode={mode}",
        "shapes": f"{base}/shacl?mode={mode}",
        "schemas": [
            {
                "class": cls,
                "label": vocabulary.classes[cls].label,
                "schema": f"{base}/{cls}?mode={mode}",
                "shapes": f"{base}/shacl/{cls}?mode={mode}",
            }
            for cls in schema_classes(vocabulary)
        ],
    }
    return _answer(call, _kept(msgspec.json.encode(value)), "application/json")


def _get_schema(call: Call) -> Response:
    mode = call.values["mode"]
    cls = _class_of(call.node.vocabulary, call.path("class"), schema_classes(call.node.vocabulary))
    address = f"{call.base_url}/schemas/{cls}?mode={mode}"
    return _answer(call, _schema(call.node.vocabulary, mode, cls, address), _SCHEMA_TYPE)


def _get_profile(call: Call) -> Response:
    return _answer(call, _profile(call.node.vocabulary, call.values["mode"]), "application/json")


def _get_all_shapes(call: Call) -> Response:
    return _answer_shapes(call, "")


def _get_shapes(call: Call) -> Response:
    vocabulary = call.node.vocabulary
    return _answer_shapes(call, _class_of(vocabulary, call.path("class"), tuple(vocabulary.classes)))


def _answer_shapes(call: Call, cls: str) -> Response:
    # Turtle is what tools for shapes read, so it is the answer to whoever asks for something else.
    name = accepted_format(call.header("accept"), _SYNTAXES, "turtle") or "turtle"
    syntax = find_syntax(name)
    assert syntax is not None
    address = f"{call.base_url}/schemas/shacl"
    content = _shapes(call.node.vocabulary, call.values["mode"], cls, name, address)
    return _answer(call, content, syntax.media_type, {"Vary": "Accept"})


def _answer(call: Call, found: _Content, media_type: str, headers: dict[str, str] | None = None) -> Response:
    validators = {"ETag": f'"{found.etag}"', "Cache-Control": "no-cache", **(headers or {})}
    if is_fresh(call.request.headers, found.etag, 0) and call.header("if-none-match") is not None:
        return Response(status_code=304, headers=validators)
    return Response(found.content, media_type=media_type, headers=validators)


def _class_of(vocabulary: Vocabulary, name: str, known: tuple[str, ...]) -> str:
    """The class that a path names, with or without its prefix.

    Raises:
        NotFound: there is none, with the nearest name as a hint.
    """
    cls = vocabulary.normalize_term(name)
    if cls in known:
        return cls
    if cls in vocabulary.classes:
        raise NotFound(
            f"{cls} is not published on its own, so it has no schema.",
            kind="schema",
            hint="It is described in the schemas of the classes that hold it, and has shapes of its own.",
        )
    names = {term.partition(":")[2].lower(): term for term in known} | {term.lower(): term for term in known}
    near = get_close_matches(name.lower(), names, n=1)
    hint = f"Did you mean {names[near[0]]}?" if near else "All of them are listed at /schemas."
    raise NotFound(f"There is no schema of the name {name}.", kind="schema", hint=hint)


_MODE = Param(
    name="mode",
    kind="choice",
    choices=("publish", "provisional", "read"),
    default="publish",
    help=(
        "What documents are judged for: `publish` before they enter the registry, `provisional` as placeholders, "
        "`read` for documents from elsewhere."
    ),
    example="publish",
)
_CLASS = PathParam(name="class", help="A class, with or without its prefix.", example="ceterms:Certificate")
_FRESH = {304: Answer(help="You have the newest version.")}
_EXAMPLE = {
    "mode": "publish",
    "edition": "2026-08",
    "profile": "https://registry.example/schemas/profile?mode=publish",
    "shapes": "https://registry.example/schemas/shacl?mode=publish",
    "schemas": [
        {
            "class": "ceterms:Certificate",
            "label": "Certificate",
            "schema": "https://registry.example/schemas/ceterms:Certificate?mode=publish",
            "shapes": "https://registry.example/schemas/shacl/ceterms:Certificate?mode=publish",
        }
    ],
}
_SHAPES = {200: Answer(help="The shapes.", media_type="text/turtle"), **_FRESH}
_operation = partial(Operation, method="GET", tag="Schemas", style="problem", params=(_MODE,))
OPERATIONS: tuple[Operation, ...] = (
    _operation(
        path="/schemas",
        handler=_list_schemas,
        summary="The JSON Schemas and SHACL shapes of documents",
        help="One JSON Schema for each class of resources that are published on their own.",
        answers={200: Answer(help="Their addresses.", example=_EXAMPLE), **_FRESH},
    ),
    _operation(
        path="/schemas/profile",
        handler=_get_profile,
        summary="The rules and what is asked of each class",
        help="Every rule with its severity, and per class what is required, recommended and single-valued.",
        answers={
            200: Answer(
                help="The profile.",
                example={
                    "mode": "publish",
                    "rules": [
                        {
                            "number": "R58",
                            "code": "date-format",
                            "severity": "error",
                            "statement": "A date is written YYYY-MM-DD and exists.",
                            "source": "AS",
                        }
                    ],
                },
            ),
            **_FRESH,
        },
    ),
    _operation(
        path="/schemas/shacl",
        handler=_get_all_shapes,
        summary="SHACL shapes of everything",
        help="Turtle by default; N-Triples, N-Quads and TriG by `Accept`.",
        answers=_SHAPES,
    ),
    _operation(
        path="/schemas/shacl/{class}",
        handler=_get_shapes,
        summary="SHACL shapes of a class",
        help="With those of what stands inside of it or travels in its graph.",
        path_params=(_CLASS,),
        answers=_SHAPES,
    ),
    _operation(
        path="/schemas/{class}",
        handler=_get_schema,
        summary="The JSON Schema of documents about a class",
        help="JSON Schema 2020-12. It refuses what the registry refuses, as far as a JSON Schema can tell.",
        path_params=(_CLASS,),
        answers={200: Answer(help="The schema.", media_type=_SCHEMA_TYPE), **_FRESH},
    ),
)
